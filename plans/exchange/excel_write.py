"""The look of the form: one workbook, written row by row, texts and numbers only."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Generic, TypeVar

import xlsxwriter

from plans.exchange.excel_cells import Value, plain, writable
from plans.exchange.excel_columns import Column
from plans.exchange.excel_facts import FACTS, HINT_TITLE, LABEL_TITLE, VALUE_TITLE
from plans.exchange.excel_machine import KEY_TITLE
from plans.exchange.excel_sheets import GUIDE, GUIDE_SHEET

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

T = TypeVar("T")
FONT = "Times New Roman"
DARK, LIGHT, PALE, LINE, GREY = "#1F3864", "#DCE6F2", "#F7F9FC", "#B8C4D6", "#7F7F7F"
HEADER_ROW = 2
LAST_ROW = 2_000
# Letters of a line per unit of width: Times New Roman is a little narrower than the unit.
LETTERS = 1.1
# Written with 16 digits, the largest numbers would be rounded up to infinity.
LARGEST = 1e300
LINE_POINTS = 15.5
MOST_POINTS = 400.0
# A workbook carries a day of creation; a fixed one keeps equal plans equal files.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True)
class Looks:
    """The cell formats of one workbook."""

    title: "Format"
    note: "Format"
    header: "Format"
    text: "Format"
    code: "Format"
    figure: "Format"
    year: "Format"
    sample: "Format"
    grey: "Format"
    label: "Format"


@dataclass(frozen=True)
class Page(Generic[T]):
    """What a table sheet shows beside its items: a note under the title, a sample row, blank rows to fill in."""

    title: str
    columns: tuple[Column[T], ...]
    note: str
    sample: tuple[Value, ...] = ()
    blanks: int = 0


class Writer:
    """Writes the sheets of one workbook in order and gives its bytes at the end."""

    def __init__(self) -> None:
        self._stream = BytesIO()
        options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self._book = xlsxwriter.Workbook(self._stream, options)
        self._book.set_properties({"title": "Kế hoạch", "created": _CREATED})
        self._looks = self._make_looks()

    def finish(self) -> bytes:
        """The file."""
        self._book.close()
        return self._stream.getvalue()

    def _make_looks(self) -> Looks:
        def look(**extra: object) -> "Format":
            base = {"font_name": FONT, "font_size": 12, "valign": "top", "text_wrap": True}
            return self._book.add_format({**base, **extra})

        boxed = {"border": 1, "border_color": LINE}
        return Looks(
            title=look(bold=True, font_size=16, font_color=DARK, text_wrap=False, valign="vcenter"),
            note=look(italic=True, font_color=GREY, text_wrap=False, valign="vcenter"),
            header=look(bold=True, font_color="white", bg_color=DARK, align="center", valign="vcenter", **boxed),
            text=look(**boxed),
            code=look(num_format="@", **boxed),
            figure=look(num_format="#,##0.##########", align="right", **boxed),
            year=look(num_format="0", align="center", **boxed),
            sample=look(italic=True, font_color=GREY, bg_color=PALE, **boxed),
            grey=look(font_color=GREY, font_size=9, **boxed),
            label=look(bold=True, font_color=DARK, bg_color=LIGHT, **boxed),
        )

    def guide(self) -> None:
        """The first sheet: how to fill in the form."""
        sheet = self._sheet(GUIDE_SHEET, (5.0, 110.0))
        put(sheet, 0, 0, "BIỂU NHẬP KẾ HOẠCH", self._looks.title)
        sheet.set_row(0, 30)
        for index, text in enumerate(GUIDE, start=1):
            sheet.set_row(index, 24)
            put(sheet, index, 0, float(index), self._looks.year)
            put(sheet, index, 1, text, self._looks.text)

    def facts(self, title: str, values: Sequence[Value]) -> None:
        """The sheet of the heading: name, value, how to write it."""
        sheet = self._sheet(title, (32.0, 70.0, 48.0))
        self._head(sheet, title, "Cột giữa là chỗ ghi; chỉ tên kế hoạch là bắt buộc.")
        for column, name in enumerate((LABEL_TITLE, VALUE_TITLE, HINT_TITLE)):
            put(sheet, HEADER_ROW, column, name, self._looks.header)
        for row, (fact, value) in enumerate(zip(FACTS, values, strict=True), start=HEADER_ROW + 1):
            sheet.set_row(row, height((value, fact.title, fact.hint), (70.0, 32.0, 48.0)))
            put(sheet, row, 0, fact.title, self._looks.label)
            look = self._looks.year if isinstance(value, float) else self._looks.code
            put(sheet, row, 1, value, look)
            put(sheet, row, 2, fact.hint or None, self._looks.sample)
            if fact.choices:
                _offer(sheet, (row, 1, row, 1), fact.choices, fact.title)
        sheet.freeze_panes(HEADER_ROW + 1, 1)

    def table(self, page: Page[T], rows: Iterable[tuple[str, T]]) -> None:
        """A sheet of rows with a hidden column of keys at the right end."""
        columns = page.columns
        sheet = self._sheet(page.title, tuple(column.width for column in columns))
        sheet.set_column(len(columns), len(columns), 9, None, {"hidden": True})
        self._head(sheet, page.title, page.note)
        sheet.set_row(HEADER_ROW, 36)
        for index, column in enumerate(columns):
            put(sheet, HEADER_ROW, index, column.title, self._looks.header)
            if column.choices:
                _offer(sheet, (HEADER_ROW + 1, index, LAST_ROW, index), column.choices, column.title)
            elif column.hint:
                _hint(sheet, index, column)
        put(sheet, HEADER_ROW, len(columns), KEY_TITLE, self._looks.grey)
        sheet.freeze_panes(HEADER_ROW + 1, 1)
        widths = [column.width for column in columns]
        row = HEADER_ROW
        if page.sample:
            row += 1
            sheet.set_row(row, height(page.sample, widths))
            for index, value in enumerate(page.sample):
                put(sheet, row, index, value, self._looks.sample)
        for key, item in rows:
            row += 1
            shown = [column.show(item) for column in columns]
            sheet.set_row(row, height(shown, widths))
            for index, (column, value) in enumerate(zip(columns, shown, strict=True)):
                put(sheet, row, index, value, self._look(column))
            put(sheet, row, len(columns), key, self._looks.grey)
        for blank in range(row + 1, row + 1 + page.blanks):
            sheet.set_row(blank, 2 * LINE_POINTS)
            for index, column in enumerate(columns):
                put(sheet, blank, index, None, self._look(column))

    def hidden(self, title: str, rows: Iterable[tuple[str, ...]]) -> None:
        """A sheet that people need not see."""
        sheet = self._sheet(title, (14.0, 60.0))
        sheet.hide()
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                sheet.write_string(row, column, text)

    def _look(self, column: Column[T]) -> "Format":
        if column.title in ("Giá trị", "Đến mức"):
            return self._looks.figure
        if column.title == "Năm":
            return self._looks.year
        return self._looks.code if column.title.startswith(("Mã", "Số")) else self._looks.text

    def _sheet(self, title: str, widths: Sequence[float]) -> "Worksheet":
        sheet = self._book.add_worksheet(title)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_footer("&C&P/&N")
        sheet.hide_gridlines(2)
        return sheet

    def _head(self, sheet: "Worksheet", title: str, note: str) -> None:
        put(sheet, 0, 0, title.upper(), self._looks.title)
        put(sheet, 1, 0, note, self._looks.note)
        sheet.set_row(0, 26)
        sheet.repeat_rows(HEADER_ROW)


def height(values: Sequence[Value], widths: Sequence[float]) -> float:
    """Points that a row needs; neither Excel nor LibreOffice fits the rows of a file that a program wrote."""
    most = 1
    for value, width in zip(values, widths, strict=True):
        lines = value.splitlines() if isinstance(value, str) else []
        most = max(most, sum(max(1, math.ceil(len(line) / (width * LETTERS))) for line in lines))
    return min(most * LINE_POINTS + 4, MOST_POINTS)


def put(sheet: "Worksheet", row: int, column: int, value: Value, look: "Format") -> None:
    """One cell, as a text or a number, never as a formula or a link."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, float) and abs(value) < LARGEST:
        sheet.write_number(row, column, value, look)
    else:
        text = writable(value if isinstance(value, str) else plain(value))
        # xlsxwriter takes a text between these two tags for markup of its own and would write it unescaped.
        sheet.write_string(row, column, f"{text} " if text.endswith("</r>") else text, look)


def _offer(sheet: "Worksheet", area: tuple[int, int, int, int], choices: tuple[str, ...], title: str) -> None:
    """A drop-down list; another entry is allowed, because a cell may hold several words."""
    options = {
        "validate": "list",
        "source": list(choices),
        "error_type": "information",
        "error_title": title,
        "error_message": "Giá trị không có trong danh sách. Vẫn giữ?",
    }
    sheet.data_validation(*area, options)


def _hint(sheet: "Worksheet", index: int, column: Column[T]) -> None:
    options = {"validate": "any", "input_title": column.title, "input_message": column.hint}
    sheet.data_validation(HEADER_ROW + 1, index, LAST_ROW, index, options)
