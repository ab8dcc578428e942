"""The annex of files: which agency sent which file, on which day, and how the file is known again."""

from collections.abc import Iterator
from decimal import Decimal

from reports.content import FileLine
from reports.data import FileRow, ReportData
from reports.vietnamese import day, number, printable

CHECK = 12
"""Digits of the sha256 that are shown: enough to find the file, few enough to compare by eye."""
UNSAFE = "chưa qua kiểm tra an toàn, không mở"
FILE_COLUMNS = (
    ("Mã cơ quan", 16),
    ("Cơ quan", 34),
    ("Tên tệp", 60),
    ("Dung lượng (byte)", 14),
    ("Ngày nhận", 13),
    ("Mã kiểm tra (12 ký tự đầu SHA-256)", 20),
    ("Ghi chú", 50),
)


def files_title(data: ReportData) -> str:
    """The title of the annex, "" when no file came with any answer."""
    return f"DANH MỤC TỆP KÈM THEO BÁO CÁO CỦA CÁC CƠ QUAN, {data.cycle.label.upper()}" if data.files else ""


def file_lines(data: ReportData, limit: int) -> tuple[FileLine, ...]:
    """The rows for Word; the Excel annex has all of them."""
    return tuple(
        FileLine(str(no), row.agency_name, _named(row), _size(row.size), day(row.received_on), row.sha256[:CHECK])
        for no, row in enumerate(data.files[:limit], start=1)
    )


def file_cells(data: ReportData) -> Iterator[tuple[str | int, ...]]:
    """The rows for Excel."""
    for row in data.files:
        check = row.sha256[:CHECK]
        note = row.note if row.accepted else UNSAFE
        yield row.agency_code, row.agency_name, row.name, row.size, day(row.received_on), check, note


def _named(row: FileRow) -> str:
    return printable(row.name) if row.accepted else f"{printable(row.name)} ({UNSAFE})"


def _size(size: int) -> str:
    kilo = Decimal(size) / 1024
    return f"{number(max(kilo, Decimal(1)), 0)} KB" if kilo < 1024 else f"{number(kilo / 1024, 1)} MB"
