"""A small register, and files about it as a person would write them."""

import csv
import io
from datetime import date

from openpyxl import Workbook

from agencies.directory import Directory
from agencies.exchange.columns import AGENCY_SHEET, CONTACT_SHEET
from agencies.exchange.comparing import compare_registry
from agencies.exchange.reading import read_registry
from agencies.model import Agency, Contact, Kind, Succession

MARCH = date(2025, 3, 1)
UBND = Agency("M.UBND", "Ủy ban nhân dân tỉnh Mẫu", "UBND tỉnh", Kind.PEOPLE_COMMITTEE, "Mẫu")
STC = Agency("M.STC", "Sở Tài chính", "Sở Tài chính", Kind.DEPARTMENT, "Mẫu", "M.UBND")
SYT = Agency("M.SYT", "Sở Y tế", "Sở Y tế", Kind.DEPARTMENT, "Mẫu", "M.UBND", aliases=("Sở Sức khỏe",))
SKHDT = Agency("M.SKHDT", "Sở Kế hoạch và Đầu tư", "Sở KH&ĐT", Kind.DEPARTMENT, "Mẫu", "M.UBND", valid_to=MARCH)
# From March on the association stands under the Front: one code, two records.
FRONT = Agency("M.MTTQ", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "UB MTTQ", Kind.FRONT, "Mẫu", in_chain=False)
HOI_FREE = Agency(
    "M.HKH",
    "Hội Khuyến học tỉnh",
    "Hội Khuyến học",
    Kind.MASS_ORGANISATION,
    "Mẫu",
    in_chain=False,
    valid_to=MARCH,
    closed_by="Quyết định 7/QĐ-UBND",
)
HOI_UNDER_FRONT = Agency(
    "M.HKH",
    "Hội Khuyến học tỉnh",
    "Hội Khuyến học",
    Kind.MASS_ORGANISATION,
    "Mẫu",
    "M.MTTQ",
    in_chain=False,
    valid_from=MARCH,
)
REGISTER = Directory(
    "Mẫu",
    (UBND, STC, SYT, SKHDT, FRONT, HOI_FREE, HOI_UNDER_FRONT),
    (Succession("M.SKHDT", "M.STC", MARCH, "Nghị định 45/2025/NĐ-CP"),),
    (
        Contact("M.STC", "dau-moi@stc.example", "focal", "Bà Lan"),
        Contact("M.SYT", "cu@syt.example", "focal", "Ông Hải", date(2024, 1, 1), MARCH),
    ),
)
AGENCY_TITLES = ("Mã cơ quan", "Tên cơ quan", "Loại", "Cấp trên", "Từ ngày", "Không còn từ ngày")
CONTACT_TITLES = ("Mã cơ quan", "Địa chỉ thư điện tử", "Vai trò", "Từ ngày", "Không còn từ ngày")


def workbook(agencies=(), contacts=(), agency_titles=AGENCY_TITLES, contact_titles=CONTACT_TITLES):
    """A workbook with one row of titles; row 2 of a sheet is the first of its rows."""
    book = Workbook()
    book.remove(book.active)
    for title, titles, rows in (
        (AGENCY_SHEET, agency_titles, agencies),
        (CONTACT_SHEET, contact_titles, contacts),
    ):
        sheet = book.create_sheet(title)
        sheet.append(titles)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def csv_file(*rows, delimiter=",", encoding="utf-8"):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def changes_of(data, name="danh-ba.xlsx", register=REGISTER):
    return compare_registry(register, read_registry(data, name))
