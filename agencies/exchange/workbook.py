"""The register as an Excel workbook that a coordinator edits and gives back."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from agencies.directory import Directory
from agencies.exchange.cells import writable
from agencies.exchange.columns import AGENCY_COLUMNS, AGENCY_SHEET, CONTACT_COLUMNS, CONTACT_SHEET, Column
from agencies.exchange.table import LINK_TITLES, agency_cells, contact_cells, link_cells, ordered

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

FONT = "Times New Roman"
DARK, PALE, LINE, GREY = "#1F3864", "#EEF1F6", "#B8C4D6", "#7F7F7F"
HEADER_ROW = 2
BLANK_ROWS = 20
LAST_ROW = 5_000
# Letters of a line per unit of width, and the height of a line in points.
LETTERS = 1.15
LINE_POINTS = 15.5
LINK_WIDTHS = (18, 38, 18, 36, 13, 12, 38, 44, 13)
# A workbook carries a day of creation; a fixed one keeps equal registers equal files.
_CREATED = datetime(2000, 1, 1)  # noqa: DTZ001

GUIDE = (
    "Trang “Cơ quan”: mỗi dòng một cơ quan. Trang “Đầu mối”: mỗi dòng một địa chỉ nhận thư.",
    "Dòng không có trong tệp thì danh bạ giữ nguyên, không bị xóa; có thể chỉ giữ lại những dòng cần sửa.",
    "Mã cơ quan không đổi và không dùng lại. Cơ quan đổi tên, đổi loại là cơ quan mới, mang mã mới.",
    "“Không còn từ ngày” là ngày đầu tiên không còn: hoạt động đến hết ngày 28/02/2025 thì ghi 01/03/2025.",
    "Cơ quan chuyển sang cấp trên khác vẫn giữ mã: dòng cũ ghi “Không còn từ ngày” và “Văn bản kết thúc”.",
    "Sau đó thêm một dòng cùng mã với cấp trên mới; “Từ ngày” của dòng mới đúng bằng ngày dòng cũ không còn.",
    "Cơ quan còn yêu cầu báo cáo đang mở không kết thúc, không chuyển được bằng tệp này.",
    "Hợp nhất, chia tách, đổi tên, giải thể: dùng lệnh dondoc agency reorganise.",
    "Quan hệ “được đề nghị”: không thuộc quyền chỉ đạo của UBND tỉnh (Mặt trận, đoàn thể, lực lượng vũ trang).",
    "Thay người nhận thư: dòng cũ ghi “Không còn từ ngày”, thêm một dòng có địa chỉ mới.",
    "Ngày ghi theo dạng ngày/tháng/năm. Được đổi thứ tự cột và thêm cột riêng; không đổi tên trang và tên cột.",
    "Trang “Kế thừa”, cột “Tên cơ quan” và cột “Tình trạng thư” của trang “Đầu mối” chỉ để xem.",
    "Xem trước: dondoc agency import TỆP. Ghi vào danh bạ: thêm --apply --by 'họ tên'.",
    "Một dòng sai thì không dòng nào được ghi, trừ khi thêm --skip-bad-rows.",
)


@dataclass(frozen=True)
class _Looks:
    title: "Format"
    note: "Format"
    header: "Format"
    text: "Format"
    day: "Format"
    old: "Format"
    old_day: "Format"
    centred: "Format"


def excel_of_registry(directory: Directory, states: Mapping[tuple[str, str], str], today: date) -> bytes:
    """The register as an .xlsx; reading it back changes nothing. Bodies that have ended before ``today`` stand in grey.

    ``states`` maps (code, address) to what is known of its delivery, in words.
    """
    stream = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": f"Danh bạ cơ quan {directory.province}", "created": _CREATED})
    looks = _looks(book)
    province = directory.province
    agencies = _sheet(book, AGENCY_SHEET, [column.width for column in AGENCY_COLUMNS])
    _head(agencies, looks, f"Danh bạ cơ quan tỉnh {province}", "Cách ghi: xem trang “Hướng dẫn”. Chữ xám: đã kết thúc.")
    ended = [not (one.valid_to is None or today < one.valid_to) for one in ordered(directory)]
    _columns(agencies, looks, AGENCY_COLUMNS, agency_cells(directory), ended)
    contacts = _sheet(book, CONTACT_SHEET, [column.width for column in CONTACT_COLUMNS])
    _head(contacts, looks, f"Đầu mối nhận thư tỉnh {province}", "Mỗi dòng một địa chỉ; cơ quan ghi bằng mã.")
    _columns(contacts, looks, CONTACT_COLUMNS, contact_cells(directory, states))
    links = _sheet(book, "Kế thừa", LINK_WIDTHS)
    _head(links, looks, f"Kế thừa giữa các cơ quan tỉnh {province}", "Chỉ để xem; thay đổi: dondoc agency reorganise.")
    _titles(links, looks, LINK_TITLES)
    _rows(links, looks, link_cells(directory), LINK_WIDTHS)
    _guide(book, looks)
    book.close()
    return stream.getvalue()


def _looks(book: "xlsxwriter.Workbook") -> _Looks:
    def look(**extra: object) -> "Format":
        base = {"font_name": FONT, "font_size": 12, "valign": "top", "text_wrap": True}
        return book.add_format({**base, **extra})

    boxed = {"border": 1, "border_color": LINE}
    day = {"num_format": "dd\\/mm\\/yyyy", "align": "center", **boxed}
    grey = {"font_color": GREY, "bg_color": PALE}
    return _Looks(
        title=look(bold=True, font_size=16, font_color=DARK, text_wrap=False, valign="vcenter"),
        note=look(italic=True, font_color=GREY, text_wrap=False, valign="vcenter"),
        header=look(bold=True, font_color="white", bg_color=DARK, align="center", valign="vcenter", **boxed),
        text=look(num_format="@", align="left", indent=1, **boxed),
        day=look(**day),
        old=look(num_format="@", align="left", indent=1, **boxed, **grey),
        old_day=look(**day, **grey),
        centred=look(align="center", **boxed),
    )


def _sheet(book: "xlsxwriter.Workbook", title: str, widths: Sequence[float]) -> "Worksheet":
    sheet = book.add_worksheet(title)
    for index, width in enumerate(widths):
        sheet.set_column(index, index, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&C&P/&N")
    sheet.hide_gridlines(2)
    return sheet


def _head(sheet: "Worksheet", looks: _Looks, title: str, note: str) -> None:
    sheet.set_row(0, 26)
    sheet.set_row(1, 20)
    sheet.write_string(0, 0, title.upper(), looks.title)
    sheet.write_string(1, 0, note, looks.note)


def _titles(sheet: "Worksheet", looks: _Looks, titles: Iterable[str]) -> None:
    sheet.set_row(HEADER_ROW, 36)
    for index, title in enumerate(titles):
        sheet.write_string(HEADER_ROW, index, title, looks.header)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.repeat_rows(HEADER_ROW)


def _columns(
    sheet: "Worksheet",
    looks: _Looks,
    columns: Sequence[Column],
    rows: Iterable[Sequence[object]],
    ended: Sequence[bool] = (),
) -> None:
    """A sheet that people edit: drop-down lists, hints, and blank rows to fill in."""
    _titles(sheet, looks, (column.title for column in columns))
    for index, column in enumerate(columns):
        if column.choices or column.hint:
            sheet.data_validation(HEADER_ROW + 1, index, LAST_ROW, index, _entry(column))
    last = _rows(sheet, looks, rows, [column.width for column in columns], ended)
    for row in range(last + 1, last + 1 + BLANK_ROWS):
        sheet.set_row(row, LINE_POINTS + 4)
        for index, column in enumerate(columns):
            sheet.write_blank(row, index, None, looks.day if column.field.startswith("valid_") else looks.text)
    # The blank rows are for the screen; on paper they would be an empty page.
    sheet.print_area(0, 0, max(last, HEADER_ROW + 1), len(columns) - 1)
    sheet.autofilter(HEADER_ROW, 0, max(last, HEADER_ROW + 1), len(columns) - 1)


def _entry(column: Column) -> dict[str, object]:
    """What Excel shows and offers when a person enters a cell."""
    shown: dict[str, object] = {"input_title": column.title, "input_message": column.hint} if column.hint else {}
    if not column.choices:
        return {"validate": "any", **shown}
    told = {"error_title": column.title, "error_message": "Hãy chọn một giá trị trong danh sách."}
    return {"validate": "list", "source": list(column.choices), **told, **shown}


def _rows(
    sheet: "Worksheet",
    looks: _Looks,
    rows: Iterable[Sequence[object]],
    widths: Sequence[float],
    ended: Sequence[bool] = (),
) -> int:
    """Write the rows below the titles; returns the number of the last one."""
    row = HEADER_ROW
    for row, cells in enumerate(rows, start=HEADER_ROW + 1):
        over = bool(ended) and ended[row - HEADER_ROW - 1]
        sheet.set_row(row, _height(cells, widths))
        for index, value in enumerate(cells):
            if isinstance(value, date):
                sheet.write_datetime(row, index, value, looks.old_day if over else looks.day)
            elif value is None or value == "":
                sheet.write_blank(row, index, None, looks.old if over else looks.text)
            else:
                sheet.write_string(row, index, _text(str(value)), looks.old if over else looks.text)
    return row


def _text(value: str) -> str:
    """xlsxwriter takes a text that ends in this tag for markup of its own and would write it unescaped."""
    text = writable(value)
    return f"{text} " if text.endswith("</r>") else text


def _height(cells: Sequence[object], widths: Sequence[float]) -> float:
    """Points that a row needs; neither Excel nor LibreOffice fits the rows of a file that a program wrote."""
    most = 1
    for value, width in zip(cells, widths, strict=True):
        lines = value.splitlines() if isinstance(value, str) else []
        most = max(most, sum(max(1, math.ceil(len(line) / (width * LETTERS))) for line in lines))
    return min(most * LINE_POINTS + 4, 400.0)


def _guide(book: "xlsxwriter.Workbook", looks: _Looks) -> None:
    sheet = _sheet(book, "Hướng dẫn", (6.0, 110.0))
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "CÁCH SỬA DANH BẠ CƠ QUAN", looks.title)
    for number, text in enumerate(GUIDE, start=1):
        sheet.set_row(number, _height((text,), (110.0,)) + 4)
        sheet.write_number(number, 0, number, looks.centred)
        sheet.write_string(number, 1, text, looks.text)
