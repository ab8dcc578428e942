"""Tables typed with bars or tabs in a plain text.

A lone bar is what a crawler leaves of a page's layout, and two columns are the head of a letter: neither is a table.
"""

import re
from collections.abc import Iterator

from plans.sheet import Line, Row, Table
from plans.text import clean_cell, clean_text

MIN_COLUMNS = 3
MIN_ROWS = 2
_RULE = re.compile(r"[\s|:+=\-–—_]+")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ESCAPED_BAR = "\\|"
_TASK = re.compile(r"nhiệm vụ|nội dung|công việc|giải pháp|hoạt động", re.IGNORECASE)
_OWNER = re.compile(r"chủ trì|thực hiện|cơ quan|đơn vị|phối hợp|trách nhiệm", re.IGNORECASE)


def with_tables(text: str, lines: list[Line]) -> tuple[Line | Table, ...]:
    """The lines, with each run of rows that is a table replaced by it. `lines` are the clean lines of `text`."""
    if text.count("|") < MIN_COLUMNS * MIN_ROWS - 2 and text.count("\t") < (MIN_COLUMNS - 1) * MIN_ROWS:
        return tuple(lines)
    raw = clean_text(text).split("\n")
    blocks: list[Line | Table] = []
    index = 0
    while index < len(raw):
        stop, rows = _bars(raw, index) or _tabs(raw, index) or (index + 1, [])
        table = _table(rows) if rows else None
        if table:
            blocks.append(table)
        else:
            blocks += lines[index:stop]
        index = stop
    return tuple(blocks)


def _table(rows: list[tuple[int, list[str]]]) -> Table | None:
    width = max((len(cells) for _, cells in rows), default=0)
    if len(rows) < MIN_ROWS or width < MIN_COLUMNS:
        return None
    padded = ((number, cells + [""] * (width - len(cells))) for number, cells in rows)
    return Table(tuple(Row(number, tuple(cells)) for number, cells in padded))


def _bars(raw: list[str], start: int) -> tuple[int, list[tuple[int, list[str]]]] | None:
    """The run of lines with bars from `start` on, and the rows in it."""
    rows: list[tuple[int, list[str]]] = []
    index = start
    while index < len(raw) and _has_bars(raw[index]):
        if not _RULE.fullmatch(raw[index]):
            rows.append((index + 1, list(_bar_cells(raw[index]))))
        index += 1
    return (index, rows) if index > start else None


def _has_bars(line: str) -> bool:
    bars = line.count("|")
    framed = line.strip().startswith("|")
    return bars >= MIN_COLUMNS - 1 and (not framed or bars >= MIN_COLUMNS)


def _bar_cells(line: str) -> Iterator[str]:
    line = line.strip().replace(_ESCAPED_BAR, "\uffff")
    line = line.removeprefix("|").removesuffix("|")
    for cell in line.split("|"):
        yield clean_cell(_BREAK.sub("\n", cell.replace("\uffff", "|")))


def _tabs(raw: list[str], start: int) -> tuple[int, list[tuple[int, list[str]]]] | None:
    """The run of lines with as many tabs as the heading at `start`, which must name a task and who does it."""
    if raw[start].strip().count("\t") < MIN_COLUMNS - 1 or not (_TASK.search(raw[start]) and _OWNER.search(raw[start])):
        return None
    width = raw[start].rstrip("\t ").count("\t")
    rows: list[tuple[int, list[str]]] = []
    index = start
    while (
        index < len(raw) and raw[index].strip() and MIN_COLUMNS - 1 <= raw[index].rstrip(" ").count("\t") <= width + 1
    ):
        cells = raw[index].split("\t")[: width + 1]
        rows.append((index + 1, [clean_cell(_BREAK.sub("\n", cell)) for cell in cells]))
        index += 1
    return index, rows
