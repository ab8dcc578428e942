"""The stream of a page to lines and tables: a table of tasks stays one, a table that only places text is opened up."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from plans.formats.html_markup import Mark, Text
from plans.text import clean_cell

_LETTERHEAD = re.compile(r"CỘNG\s+H(?:ÒA|OÀ)\s+XÃ|Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\.\s*[A-ZĐ]|Độc lập\s*-", re.IGNORECASE)
_HEADING = re.compile(
    r"\b(?:nhiệm vụ|nội dung|công việc|giải pháp|chủ trì|phối hợp|thực hiện|đơn vị|sản phẩm|thời gian)"
)
_LONG_CELL = 40
_MAX_COLUMNS = 60
_MIN_COLUMNS = 3


@dataclass
class Cell:
    """A cell of the markup: what stands in it and how far it reaches."""

    items: "list[Text | Grid]" = field(default_factory=list)
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Grid:
    """A table with every cell in its grid column; paragraphs inside a cell are joined by a line feed."""

    rows: tuple[tuple[str, ...], ...]


@dataclass
class _OpenTable:
    bordered: bool
    rows: list[list[Cell]] = field(default_factory=list)


def assemble(stream: list[Text | Mark]) -> list[Text | Grid]:
    """Lines and tables in reading order. A part of a page may begin or end inside a table."""
    page = Cell()
    cells = [page]
    tables: list[_OpenTable] = []
    for item in stream:
        if isinstance(item, Text):
            cells[-1].items.append(item)
        elif item.opens:
            _open(item, tables, cells)
        elif item.kind == "cell" and len(cells) > 1:
            cells.pop()
        elif item.kind == "table" and tables:
            _append(cells[-1], _closed(tables.pop()))
    while tables:
        _append(cells[0], _closed(tables.pop()))
    return page.items


def _open(mark: Mark, tables: list[_OpenTable], cells: list[Cell]) -> None:
    if mark.kind == "table":
        tables.append(_OpenTable(mark.bordered))
    elif not tables:
        return
    elif mark.kind == "row":
        tables[-1].rows.append([])
    elif tables[-1].rows:
        cell = Cell(columns=mark.columns, rows=mark.rows)
        tables[-1].bordered = tables[-1].bordered or mark.bordered
        tables[-1].rows[-1].append(cell)
        cells.append(cell)


def _append(cell: Cell, items: "list[Text | Grid]") -> None:
    # The list of a lone inner table is taken over, so that tables nested for layout are not copied level by level.
    if cell.items:
        cell.items += items
    else:
        cell.items = items


def _closed(table: _OpenTable) -> "list[Text | Grid]":
    grid = _grid(table.rows) if _may_hold_data(table) else ()
    if grid and _is_data(grid, table.bordered):
        return [Grid(grid)]
    items: list[Text | Grid] = []
    for row in table.rows:
        for cell in row:
            if items:
                items += cell.items
            else:
                items = cell.items
    return items


def _may_hold_data(table: _OpenTable) -> bool:
    if len(table.rows) < 2:
        return False
    for row in table.rows:
        for cell in row:
            if len(cell.items) > _LONG_CELL or any(isinstance(item, Grid) for item in cell.items):
                return False
            if any(isinstance(item, Text) and _LETTERHEAD.match(item.raw.lstrip()) for item in cell.items):
                return False
    return True


def _is_data(grid: tuple[tuple[str, ...], ...], bordered: bool) -> bool:
    filled = sum(any(row[column] for row in grid) for column in range(len(grid[0])))
    if filled >= _MIN_COLUMNS:
        return bordered or _names_columns(grid) or len(grid) > 2
    return filled == 2 and bordered and _names_columns(grid)


def _names_columns(grid: tuple[tuple[str, ...], ...]) -> bool:
    return any(sum(_HEADING.search(cell.casefold()) is not None for cell in row) > 1 for row in grid[:2])


def _grid(rows: list[list[Cell]]) -> tuple[tuple[str, ...], ...]:
    """Text in every grid column: a vertical merge repeats its text, a horizontal one leaves empty columns."""
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    if not 2 <= width <= _MAX_COLUMNS:
        return ()
    hanging: dict[int, tuple[int, str]] = {}
    grid = []
    for row in rows:
        cells = iter(row)
        line: list[str] = []
        while len(line) < _MAX_COLUMNS:
            if len(line) in hanging:
                left, text = hanging.pop(len(line))
                if left > 1:
                    hanging[len(line)] = left - 1, text
                line.append(text)
                continue
            cell = next(cells, None)
            if cell is None and not any(column > len(line) for column in hanging):
                break
            line += _placed(cell, len(line), hanging) if cell else [""]
        grid.append(line)
    width = max(map(len, grid))
    return tuple(tuple(line + [""] * (width - len(line))) for line in grid if any(line))


def _placed(cell: Cell, column: int, hanging: dict[int, tuple[int, str]]) -> list[str]:
    texts = [clean_cell("\n".join(_texts(cell))), *[""] * (cell.columns - 1)]
    if cell.rows > 1:
        hanging |= {column + offset: (cell.rows - 1, text) for offset, text in enumerate(texts)}
    return texts


def _texts(cell: Cell) -> Iterator[str]:
    for item in cell.items:
        if isinstance(item, Text):
            yield item.raw
