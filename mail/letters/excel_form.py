"""The Excel form that goes with a letter which asks for figures: to be filled in and sent back, under any name.

Sheets and headers are read again by name (:mod:`mail.read_files`), so that rows and columns may be moved.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from mail.letters.letter_context import AskedFigure, LetterContext, LetterItem
from mail.letters.phrases import long_day, sentence_part
from mail.read_answer.status import NAMES
from state.post.new_letter import Enclosure

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KIND = "dondoc-1"
"""Names this layout; another one would get another number."""
TASKS, FIGURES, SLIP = "Nhiệm vụ", "Số liệu", "Mã phiếu"
TASK_COLUMNS = (
    ("Mã", 11),
    ("Mục", 8),
    ("Nội dung", 40),
    ("Hạn gửi", 11),
    ("Trạng thái", 15),
    ("Tỷ lệ hoàn thành (%)", 10),
    ("Kết quả", 28),
    ("Khó khăn", 18),
    ("Kiến nghị", 18),
)
FIGURE_COLUMNS = (
    ("Mã", 11),
    ("Ký hiệu", 8),
    ("Chỉ tiêu", 40),
    ("Đơn vị", 9),
    ("Mục tiêu", 18),
    ("Kỳ trước", 22),
    ("Tử số / Số lượng", 12),
    ("Mẫu số", 12),
    ("Ghi chú", 24),
)
SAMPLE = "DỮ LIỆU MẪU – biểu này dùng để chạy thử, không phải văn bản thật."
HEADER = 3
"""The row of the headers, counted from 0."""
_FONT = "Times New Roman"
_LETTERS = 1.05
"""Letters of a line per unit of width."""
_LINE_POINTS = 16.0
_MOST_POINTS = 400.0
_HOW = (
    "Chỉ điền các ô nền vàng; ô để trống là không báo cáo. Số nhập liền, không có dấu phân cách hàng nghìn (1250). "
    "Lưu tệp rồi trả lời thư kèm tệp này, đổi tên tệp cũng được; không cần sửa trang “Mã phiếu”."
)
_KEEP = "Trang này để nhận biết biểu khi gửi lại; xin giữ nguyên."
_PROTECTED = {"format_cells": True, "format_columns": True, "format_rows": True}
_STATUS = {
    "validate": "list",
    "source": list(NAMES.values()),
    "error_title": "Trạng thái",
    "error_message": "Chọn một trạng thái trong danh sách.",
}
_SHARE = {
    "validate": "decimal",
    "criteria": "between",
    "minimum": 0,
    "maximum": 100,
    "error_title": "Tỷ lệ hoàn thành (%)",
    "error_message": "Nhập một số từ 0 đến 100.",
}
_COUNT = {
    "validate": "decimal",
    "criteria": ">=",
    "value": 0,
    "error_type": "warning",
    "error_title": "Số liệu",
    "error_message": "Nên nhập một số không âm, không kèm chữ; lời giải thích ghi ở cột Ghi chú.",
}
# Equal letters give equal files.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001


@dataclass(frozen=True, slots=True)
class _Looks:
    """The cell formats of one workbook."""

    title: "Format"
    how: "Format"
    remark: "Format"
    header: "Format"
    text: "Format"
    middle: "Format"
    entry: "Format"
    number: "Format"
    shut: "Format"


def form_name(items: Sequence[LetterItem], day: date) -> str:
    """ "bieu-so-lieu-HT26-2025-12-12.xlsx": with the code of the only item, or the prefix of its plan; plain ASCII."""
    code = items[0].code if len(items) == 1 else items[0].code.rpartition("-")[0] or items[0].code
    return f"bieu-so-lieu-{re.sub('[^A-Za-z0-9-]', '', code)}-{day.isoformat()}.xlsx"


def excel_form(letter: LetterContext, agency_code: str, message_id: str) -> Enclosure:
    """The form of one letter, under ``letter.form``; what was answered is never filled in beforehand.

    :param message_id: of the letter; the form carries its random part
    """
    stream = BytesIO()
    font = {"font_name": _FONT, "font_size": 12}
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": font,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": "Biểu số liệu báo cáo", "author": letter.office, "created": _CREATED})
        looks = _looks(book)
        _tasks(book.add_worksheet(TASKS), letter, looks)
        _figures(book.add_worksheet(FIGURES), letter, looks)
        _slip(book.add_worksheet(SLIP), letter, {"Mã thư": _random_part(message_id), "Cơ quan": agency_code}, looks)
    return Enclosure(letter.form, TYPE, stream.getvalue())


def _random_part(message_id: str) -> str:
    return message_id.strip("<>").partition("@")[0].rpartition(".")[2]


def _looks(book: xlsxwriter.Workbook) -> _Looks:
    def look(**extra: object) -> "Format":
        return book.add_format({"text_wrap": True, "valign": "top", **extra})

    lined = {"border": 1, "border_color": "#8A94A6"}
    return _Looks(
        title=look(bold=True, font_size=14, valign="vcenter", text_wrap=False),
        how=look(italic=True, valign="vcenter"),
        remark=look(bold=True, font_color="#9B1C1C", valign="vcenter"),
        header=look(bold=True, align="center", valign="vcenter", bg_color="#DCE6F2", **lined),
        text=look(**lined),
        middle=look(align="center", **lined),
        entry=look(locked=False, bg_color="#FFF8DC", **lined),
        number=look(locked=False, bg_color="#FFF8DC", align="right", **lined),
        shut=look(bg_color="#D9D9D9", **lined),
    )


def _sheet(sheet: "Worksheet", letter: LetterContext, columns: Sequence[tuple[str, float]], looks: _Looks) -> None:
    """What both tables have: title, how to fill in, headers, page, protection without a password."""
    last = len(columns) - 1
    cycles = "; ".join(sentence_part(window.label) for window in letter.windows)
    sheet.merge_range(0, 0, 0, last, f"{sheet.get_name().upper()} – báo cáo {cycles} của {letter.agency}", looks.title)
    sheet.merge_range(1, 0, 1, last, _HOW, looks.how)
    sheet.merge_range(2, 0, 2, last, SAMPLE if letter.sample else f"Nơi nhận báo cáo: {letter.office}", looks.remark)
    for row, height in enumerate((24, 36, 20, 36)):
        sheet.set_row(row, height)
    for column, (title, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER, column, title, looks.header)
    sheet.freeze_panes(HEADER + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    sheet.set_footer(f'&L&"{_FONT}"{sheet.get_name()}&R&"{_FONT}"Trang &P/&N')
    sheet.protect("", _PROTECTED)


def _tasks(sheet: "Worksheet", letter: LetterContext, looks: _Looks) -> None:
    _sheet(sheet, letter, TASK_COLUMNS, looks)
    row = HEADER
    for row, item in enumerate(letter.ordered, HEADER + 1):
        facts = (item.code, item.path, item.text, long_day(item.due_on))
        sheet.set_row(row, _height(facts, TASK_COLUMNS, least=3))
        for column, value in enumerate(facts):
            sheet.write_string(row, column, value, looks.middle if column in {1, 3} else looks.text)
        for column in range(len(facts), len(TASK_COLUMNS)):
            sheet.write_blank(row, column, None, looks.number if column == 5 else looks.entry)
    sheet.data_validation(HEADER + 1, 4, row, 4, _STATUS)
    sheet.data_validation(HEADER + 1, 5, row, 5, _SHARE)


def _figures(sheet: "Worksheet", letter: LetterContext, looks: _Looks) -> None:
    _sheet(sheet, letter, FIGURE_COLUMNS, looks)
    row = HEADER
    asked = ((item.code, figure) for item in letter.ordered for figure in item.figures)
    for row, (code, figure) in enumerate(asked, HEADER + 1):
        _figure(sheet, row, code, figure, looks)
    sheet.data_validation(HEADER + 1, 6, row, 7, _COUNT)


def _figure(sheet: "Worksheet", row: int, code: str, figure: AskedFigure, looks: _Looks) -> None:
    facts = (code, figure.code, figure.label, figure.unit, figure.target, figure.last)
    sheet.set_row(row, _height(facts, FIGURE_COLUMNS, least=2))
    for column, value in enumerate(facts):
        look = looks.middle if column in {1, 3} else looks.text
        if value:
            sheet.write_string(row, column, value, look)
        else:
            sheet.write_blank(row, column, None, look)
    sheet.write_blank(row, 6, None, looks.number)
    sheet.write_blank(row, 7, None, looks.number if figure.is_ratio else looks.shut)
    sheet.write_blank(row, 8, None, looks.entry)


def _height(facts: Sequence[str], columns: Sequence[tuple[str, float]], least: int) -> float:
    """Points of a row: programs fit rows to wrapped text only when it is typed in them."""
    lines = (math.ceil(len(value) / (width * _LETTERS)) for value, (_, width) in zip(facts, columns, strict=False))
    return min(max(least, *lines) * _LINE_POINTS, _MOST_POINTS)


def _slip(sheet: "Worksheet", letter: LetterContext, facts: dict[str, str], looks: _Looks) -> None:
    """By what the form is known again, wherever it comes from."""
    rows = {"Phiếu": KIND, **facts, "Các mã": ", ".join(item.code for item in letter.ordered)}
    rows["Lưu ý"] = f"{SAMPLE} {_KEEP}" if letter.sample else _KEEP
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 90)
    for row, (name, value) in enumerate(rows.items()):
        sheet.write_string(row, 0, name, looks.header)
        sheet.write_string(row, 1, value, looks.text)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", _PROTECTED)
