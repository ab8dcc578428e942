"""Tables: the cells of a grid, and whether a table holds data or only sets a page in columns."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from plans.formats.docx_styles import Styles, draws_inside, is_drawn
from plans.formats.docx_xml import Element, W, attribute, child, switch, value, whole_number

# Word itself knows at most 63 columns.
MAX_COLUMNS = 63
# Twentieths of a point, 4.4 mm: no column of text is narrower.
NARROW = 250
_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"})
_EDGES = ("top", "left", "start", "bottom", "right", "end")
_HEADING = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s*[-–]\s*Tự do", re.IGNORECASE)
_SIGNATURE = re.compile(r"Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\.\s*[A-ZĐỦ]")


@dataclass(frozen=True)
class Cell:
    """One cell: its first grid column, its width in columns, its content, and how it goes on from the row above."""

    start: int
    span: int
    content: tuple[object, ...]
    goes_on: bool = False
    edges: int = 0


@dataclass
class Grid:
    """The rows of one table as read, and the widths of the grid columns in twentieths of a point (0: not said)."""

    rows: list[list[Cell]] = field(default_factory=list)
    bordered: bool = False
    widths: tuple[int, ...] = ()

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell in reading order."""
        return (cell for row in self.rows for cell in row)

    def texts(self, text: Callable[[Cell], str]) -> tuple[tuple[str, ...], ...]:
        """Rows of texts, all of the same length; merged cells as `plans.sheet.Row` says."""
        # Where every row has as many cells, a border dragged by hand must not shift a column.
        even = len({len(row) for row in self.rows}) == 1
        placed = [[(index if even else cell.start, cell) for index, cell in enumerate(row)] for row in self.rows]
        columns = self._columns({place for row in placed for place, _ in row}, even)
        width = max(columns.values(), default=-1) + 1
        above: dict[int, str] = {}
        result = []
        for row in placed:
            texts = [""] * width
            for place, cell in row:
                column = columns[place]
                said = above.get(column, "") if cell.goes_on else text(cell)
                # Only a cell too narrow for text shares its column with another one.
                texts[column] = texts[column] or said
                above[column] = texts[column]
            result.append(tuple(texts))
        return tuple(result)

    def _columns(self, places: set[int], even: bool) -> dict[int, int]:
        """Where cells start to the column they are in. Starts closer than a letter is wide are one column."""
        columns: dict[int, int] = {}
        column = -1
        last: int | None = None
        for place in sorted(places):
            wide = even or last is None or self._width(last, place) >= NARROW
            column += wide
            columns[place] = column
            last = place if wide else last
        return columns

    def _width(self, start: int, end: int) -> int:
        widths = self.widths[start:end]
        return sum(widths) if len(widths) == end - start and all(widths) else NARROW


def rows_of(table: Element, tag: str = "tr") -> Iterator[Element]:
    """The rows of a table or the cells of a row, through content controls and tracked insertions."""
    for item in table:
        if item.tag == f"{W}{tag}":
            yield item
        elif item.tag in _WRAPPERS:
            yield from rows_of(item, tag)


def read_grid(
    table: Element, styles: Styles, content: Callable[[Element], tuple[object, ...]], doubts: set[str]
) -> Grid:
    """Read a `w:tbl`; `content` reads the blocks of a cell."""
    properties = child(table, "tblPr")
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    widths = tuple(whole_number(attribute(column, "w")) or 0 for column in columns)
    grid = Grid(bordered=_has_borders(properties, styles), widths=widths)
    for row in rows_of(table):
        own = child(row, "trPr")
        if child(own, "del") is not None or child(own, "ins") is not None:
            doubts.add("tracked_changes")
        if child(own, "del") is not None or switch(own, "hidden"):
            continue
        cells = list(_cells(row, content))
        if cells:
            grid.rows.append(cells)
    return grid


def _cells(row: Element, content: Callable[[Element], tuple[object, ...]]) -> Iterator[Cell]:
    position = _columns(value(child(row, "trPr"), "gridBefore"), least=0)
    for element in rows_of(row, "tc"):
        properties = child(element, "tcPr")
        if child(properties, "cellDel") is not None:
            continue
        span = _columns(value(properties, "gridSpan"), least=1)
        merged = child(properties, "vMerge")
        goes_on = merged is not None and attribute(merged, "val") in (None, "continue")
        aside = child(properties, "hMerge")
        if aside is not None and attribute(aside, "val") in (None, "continue"):
            position = min(position + span, MAX_COLUMNS)
            continue
        borders = child(properties, "tcBorders")
        edges = sum(is_drawn(child(borders, edge)) for edge in _EDGES)
        # What a covered cell holds is not shown.
        yield Cell(min(position, MAX_COLUMNS), span, () if goes_on else content(element), goes_on, edges)
        position = min(position + span, MAX_COLUMNS)


def _columns(text: str | None, least: int) -> int:
    return min(max(whole_number(text) or least, least), MAX_COLUMNS)


def _has_borders(properties: Element | None, styles: Styles) -> bool:
    borders = child(properties, "tblBorders")
    if borders is not None:
        return draws_inside(borders)
    return styles.table_has_borders(value(properties, "tblStyle")) or False


def is_data(grid: Grid, texts: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a table is data: at least two rows, and three columns, or two with lines between them.

    A heading (motto of the state) or a signature block is never data.
    """
    columns = sum(any(column) for column in zip(*texts, strict=True))
    rows = sum(any(row) for row in texts)
    widest = max((len(row) for row in grid.rows), default=0)
    if rows < 2 or min(columns, widest) < 2 or _is_frame(texts):
        return False
    return min(columns, widest) >= 3 or grid.bordered or _cells_are_framed(grid)


def _is_frame(texts: tuple[tuple[str, ...], ...]) -> bool:
    cells = [cell for row in texts for cell in row if cell]
    return len(texts) <= 6 and any(_HEADING.search(cell) or _SIGNATURE.match(cell) for cell in cells)


def _cells_are_framed(grid: Grid) -> bool:
    edges = [cell.edges for cell in grid.cells]
    return sum(count >= 3 for count in edges) * 2 > len(edges)
