"""The rehearsal of a year as a workbook: every letter, the days in short, and what the rehearsal does not show.

Days are real dates, so that Excel filters and sorts them; text is written as text, so that "=1+1" stays text.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from math import ceil
from typing import Any

import xlsxwriter

from cycles.calendar import WEEKDAYS
from cycles.ladder import RUNG_LABELS
from reports.compose import SAMPLE_MARK
from reports.vietnamese import day, printable, shorten, upper_first
from state.ladder.rehearsal import RehearsedLetter

CELL_LIMIT = 32_000
"""Excel refuses longer cells."""
_FONT = "Times New Roman"
_HEAD_ROW = 2
A4 = 9
CODES_A_LINE = 3
LETTERS_A_UNIT = 1.15
"""Letters of the narrow font that find room in a column one unit wide."""
LINE_HEIGHT = 15
MOST_LINES = 27
"""Excel refuses rows higher than 409 points."""

Cell = str | int | date
Columns = tuple[tuple[str, int], ...]

LETTERS: Columns = (
    ("Ngày gửi", 11),
    ("Thứ", 9),
    ("Loại thư", 18),
    ("Mã cơ quan", 16),
    ("Cơ quan nhận", 27),
    ("Địa chỉ nhận", 33),
    ("Đồng gửi", 18),
    ("Số nội dung", 8),
    ("Mã yêu cầu", 33),
    ("Hạn gửi sớm nhất", 11),
    ("Kế hoạch", 9),
    ("Lý do", 38),
)
DAYS: Columns = (("Ngày gửi", 12), ("Thứ", 10), ("Loại thư", 30), ("Số thư", 9), ("Số nội dung", 11))


@dataclass(frozen=True)
class Sheets:
    """What the workbook shows besides the letters: a title line and remarks."""

    title: str
    since: date
    sample: bool
    remarks: Sequence[str]


@dataclass
class _Sheet:
    """A worksheet that is filled from the top."""

    sheet: Any  # xlsxwriter has no type hints.
    formats: dict[str, Any]
    columns: Columns
    row: int = field(default=0)

    def line(self, cells: Sequence[Cell], style: str = "text") -> None:
        """One row, as high as its longest cell: not every program makes room for wrapped text by itself."""
        lines = 1
        for (_, width), cell in zip(self.columns, cells, strict=False):
            if isinstance(cell, str) and style != "title":
                lines = max(lines, sum(ceil(len(part) / (width * LETTERS_A_UNIT)) for part in cell.split("\n")))
        self.sheet.set_row(self.row, LINE_HEIGHT * min(lines, MOST_LINES))
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                self.sheet.write_datetime(self.row, column, datetime.combine(cell, time()), self.formats["day"])
            elif isinstance(cell, int):
                self.sheet.write_number(self.row, column, cell, self.formats["whole"])
            elif cell:
                self.sheet.write_string(self.row, column, shorten(printable(cell), CELL_LIMIT), self.formats[style])
        self.row += 1


def write_rehearsal(letters: Sequence[RehearsedLetter], sheets: Sheets) -> bytes:
    """The workbook as bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    base = {"font_name": _FONT, "font_size": 11, "valign": "top"}
    formats = {
        "text": book.add_format(base | {"text_wrap": True}),
        "title": book.add_format(base | {"bold": True, "font_size": 12}),
        "head": book.add_format(base | {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E7E6E6"}),
        "whole": book.add_format(base | {"num_format": "#,##0", "align": "center"}),
        "day": book.add_format(base | {"num_format": "dd/mm/yyyy", "align": "left"}),
    }
    mark = f"{SAMPLE_MARK} · " if sheets.sample else ""
    title = f"{mark}{sheets.title}; diễn tập từ ngày {day(sheets.since)}, giả định không cơ quan nào trả lời"
    for name, columns, rows in (
        ("Thư sẽ gửi", LETTERS, map(_letter, letters)),
        ("Theo ngày", DAYS, _days(letters)),
        ("Lưu ý", (("Lưu ý", 120),), ((remark,) for remark in sheets.remarks)),
    ):
        _table(_Sheet(book.add_worksheet(name), formats, columns), title, rows)
    book.close()
    return out.getvalue()


def weekday(on: date) -> str:
    """ "Thứ Hai" … "Chủ nhật"."""
    return WEEKDAYS[on.weekday()]


def _letter(letter: RehearsedLetter) -> tuple[Cell, ...]:
    return (
        letter.day,
        weekday(letter.day),
        upper_first(RUNG_LABELS[letter.rung]),
        letter.agency,
        letter.name,
        ", ".join(letter.to),
        ", ".join(letter.cc),
        len(letter.codes),
        _codes(letter.codes),
        letter.due_on,
        ", ".join(letter.plans),
        " ".join(letter.reasons),
    )


def _codes(codes: Sequence[str]) -> str:
    """Codes in lines of their own, because programs break lines at the hyphens inside of codes."""
    lines = (", ".join(codes[first : first + CODES_A_LINE]) for first in range(0, len(codes), CODES_A_LINE))
    return ",\n".join(lines)


def _days(letters: Iterable[RehearsedLetter]) -> list[tuple[Cell, ...]]:
    sums: dict[tuple[date, str], list[int]] = {}
    for letter in letters:
        pair = sums.setdefault((letter.day, upper_first(RUNG_LABELS[letter.rung])), [0, 0])
        pair[0] += 1
        pair[1] += len(letter.codes)
    return [(on, weekday(on), rung, *pair) for (on, rung), pair in sums.items()]


def _table(sheet: _Sheet, title: str, rows: Iterable[Sequence[Cell]]) -> None:
    sheet.sheet.set_landscape()
    sheet.sheet.set_paper(A4)
    sheet.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.sheet.fit_to_pages(1, 0)
    sheet.sheet.repeat_rows(_HEAD_ROW)
    for number, (_, width) in enumerate(sheet.columns):
        sheet.sheet.set_column(number, number, width)
    sheet.line((title,), "title")
    sheet.row = _HEAD_ROW
    sheet.line([name for name, _ in sheet.columns], "head")
    for row in rows:
        sheet.line(row)
    sheet.sheet.autofilter(_HEAD_ROW, 0, max(_HEAD_ROW, sheet.row - 1), len(sheet.columns) - 1)
    sheet.sheet.freeze_panes(_HEAD_ROW + 1, 0)
