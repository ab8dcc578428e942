"""Words inside a grid to the rows of a table, and tables that go on over a page break."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from plans.formats.pdf_grids import Grid
from plans.formats.pdf_lines import Printed, goes_on_in_word, printed_lines
from plans.formats.pdf_page import Word
from plans.structure.blocks import ends_sentence
from plans.structure.labels import split_label

SAME_COLUMN = 6.0
CELL_PADDING = 4.0
WIDER_GAP = 1.3
_COUNT = re.compile(r"(?:\d{1,3}|[IVX]{1,5})(?:\.\d{1,2})*[.)]?")


@dataclass
class RuledTable:
    """A table while it is read: the borders of its columns, its rows, and the page where each row begins."""

    xs: tuple[float, ...]
    rows: list[tuple[str, ...]]
    pages: list[int]
    page: int
    top: float
    last_page: int
    notes: list[str] = field(default_factory=list)


def read_table(grid: Grid, words: list[Word], page: int) -> RuledTable:
    """The rows of one grid on one page."""
    by_cell: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        by_cell[grid.cell((word.x0 + word.x1) / 2, word.y - word.size / 3)].append(word)
    texts = {place: _cell_text(printed_lines(found, page), _right(grid, place)) for place, found in by_cell.items()}
    rows = []
    for row in range(grid.rows):
        cells = tuple(_cell(grid, texts, row, column) for column in range(grid.columns))
        if any(cells):
            rows.append(cells)
    return RuledTable(grid.xs, rows, [page] * len(rows), page, grid.ys[0], page)


def _right(grid: Grid, place: tuple[int, int]) -> float:
    row, column = place
    while column < grid.columns - 1 and not grid.walls[row][column]:
        column += 1
    return grid.xs[column + 1]


def _cell(grid: Grid, texts: dict[tuple[int, int], str], row: int, column: int) -> str:
    """The text of a cell; one merged downwards repeats it, one merged sideways has it in its first column."""
    first_row, first_column = grid.first(row, column)
    if first_column != column:
        return ""
    return texts.get((first_row, column), "")


def _cell_text(lines: list[Printed], right: float) -> str:
    if not lines:
        return ""
    limit = max(max(line.x1 for line in lines), right - CELL_PADDING * 2)
    gaps = [after.y - before.y for before, after in pairwise(lines)]
    usual = median(gaps) if len(gaps) > 1 else 0.0
    left = min(line.x0 for line in lines)
    centred = len(lines) > 1 and max(line.x0 for line in lines) - left > lines[0].size / 3
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        if _new_in_cell(before, line, limit, (usual, centred)):
            parts.append("\n")
        elif not goes_on_in_word(before.text, line.text):
            parts.append(" ")
        parts.append(line.text)
    return "".join(parts)


def _new_in_cell(before: Printed, line: Printed, limit: float, layout: tuple[float, bool]) -> bool:
    """Whether a line of a cell begins a paragraph: a label after a sentence, a wider gap, or a line left short."""
    usual, centred = layout
    labelled = split_label(line.text)[0] is not None
    if labelled and ends_sentence(before.text):
        return True
    if usual and line.y - before.y > WIDER_GAP * usual:
        return True
    first = line.words[0]
    room = limit - before.x1 - (first.x1 - first.x0) - 0.3 * line.size
    fits = room > 0.5 * line.size and not centred
    return fits and (labelled or (line.text[:1].isupper() and ends_sentence(before.text)))


def goes_on(table: RuledTable, after: RuledTable) -> bool:
    """Whether a table at the top of a page goes on with the one that ended the page before."""
    if after.page != table.last_page + 1 or len(table.xs) != len(after.xs):
        return False
    shift = after.xs[0] - table.xs[0]
    return all(abs(b - a - shift) < SAME_COLUMN for a, b in zip(table.xs, after.xs, strict=True))


def continue_table(table: RuledTable, after: RuledTable) -> None:
    """Add the rows of the next page: header rows that are repeated go, a row cut by the break is joined."""
    rows = list(zip(after.rows, after.pages, strict=True))
    repeated = 0
    while repeated < min(len(rows), len(table.rows)) and rows[repeated][0] == table.rows[repeated]:
        repeated += 1
    rows = rows[repeated:]
    if rows and table.rows and _cut(table.rows[-1], rows[0][0]):
        table.rows[-1] = tuple(_join_cut(a, b) for a, b in zip(table.rows[-1], rows[0][0], strict=True))
        rows = rows[1:]
    table.rows += [row for row, _ in rows]
    table.pages += [page for _, page in rows]
    table.last_page = after.last_page


def _cut(before: tuple[str, ...], row: tuple[str, ...]) -> bool:
    """Whether a row goes on with the one before it: no number of its own though that one has, or in mid-sentence."""
    if row[0] or not before[0] or not any(row[1:]):
        return False
    in_sentence = any(above and cell[:1].islower() for above, cell in zip(before[1:], row[1:], strict=True))
    return in_sentence or _COUNT.fullmatch(before[0]) is not None


def _join_cut(before: str, after: str) -> str:
    if not before or not after:
        return before or after
    if ends_sentence(before) or split_label(after)[0] is not None:
        return f"{before}\n{after}"
    return f"{before} {after}"
