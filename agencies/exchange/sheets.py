"""A file that comes from anybody (Excel or CSV) as named sheets of plain values, within bounds."""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from agencies.exchange.errors import BadRegistryFile

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_BYTES = 16 * 1024 * 1024
MOST_UNPACKED = 96 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 60
LAST_ROW = 1_048_576
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A register needs no entities, and an entity can hold other files or grow without end.
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MARKUP = (".xml", ".rels", ".vml")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RuntimeError,
    NotImplementedError,
)
# Spreadsheet programs take a text with such a beginning for a formula; a mark before it keeps it a text.
FORMULA_SIGNS = ("=", "+", "-", "@")
MARK = "'"


@dataclass(frozen=True)
class Row:
    """The values of one row that is not blank; ``number`` counts from 1 as the program that shows the file does."""

    number: int
    values: tuple[object, ...]

    def at(self, index: int) -> object:
        """The value of a column, None beyond the end."""
        return self.values[index] if index < len(self.values) else None


@dataclass(frozen=True)
class Sheet:
    """One sheet with its title; a CSV file is one sheet without a title."""

    title: str
    rows: tuple[Row, ...]


class FormulaWithoutValue:
    """What stands for an error value, or for a formula that was never calculated."""


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """The sheets of an .xlsx file, or the one of a CSV file.

    :raises BadRegistryFile: another kind of file, damaged, locked, dangerous or too large
    """
    if not data.strip():
        raise BadRegistryFile(name, "tệp trống")
    if len(data) > MOST_BYTES:
        raise BadRegistryFile(name, f"lớn hơn {MOST_BYTES // 1024 // 1024} MB")
    if data.startswith(_OLE):
        raise BadRegistryFile(name, "Excel cũ (.xls) hoặc có mật khẩu; hãy lưu lại dạng .xlsx không có mật khẩu")
    return _excel(data, name) if data.startswith(b"PK") else (_csv(data, name),)


def _excel(data: bytes, name: str) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check(package, name)
        with warnings.catch_warnings():
            # What openpyxl passes over (styles, drawings) is of no use here.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            try:
                return tuple(Sheet(sheet.title, tuple(_rows(sheet, name))) for sheet in book.worksheets)
            finally:
                book.close()
    except BadRegistryFile:
        raise
    except _BROKEN as error:
        raise BadRegistryFile(name, "tệp hỏng hoặc không phải Excel (.xlsx)") from error


def _check(package: zipfile.ZipFile, name: str) -> None:
    """Bounds that hold before anything is unpacked; no part may declare entities."""
    parts = package.infolist()
    # zipfile never unpacks more of a part than its entry says, so the sum is a true bound.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise BadRegistryFile(name, f"giải nén ra hơn {MOST_UNPACKED // 1024 // 1024} MB hoặc có quá nhiều phần")
    for part in parts:
        if part.filename.casefold().endswith(_MARKUP):
            content = package.read(part)
            # A part in UTF-16 would hide its declarations from the search; Excel and LibreOffice write UTF-8.
            if b"\x00" in content or _DECLARATION.search(content):
                raise BadRegistryFile(name, "có khai báo thực thể XML hoặc bảng mã lạ")


def _rows(sheet: "ReadOnlyWorksheet", name: str) -> Iterator[Row]:
    # The stated size of a sheet is often wrong in files saved by other programs.
    sheet.reset_dimensions()
    found = 0
    for number, cells in enumerate(sheet.iter_rows(max_row=LAST_ROW), start=1):
        values = tuple(
            FormulaWithoutValue() if cell.data_type == "e" else _blank(cell.value) for cell in cells[:MOST_COLUMNS]
        )
        if any(value is not None for value in values):
            found += 1
            if found > MOST_ROWS:
                raise BadRegistryFile(name, f"trang “{sheet.title}” có hơn {MOST_ROWS} dòng")
            yield Row(number, values)


def _blank(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _csv(data: bytes, name: str) -> Sheet:
    text = _decoded(data, name)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        return Sheet("", tuple(_csv_rows(reader, name)))
    except csv.Error as error:
        raise BadRegistryFile(name, "không phải CSV hợp lệ (dấu nháy hoặc ô quá dài)") from error


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise BadRegistryFile(name, "không phải Excel, cũng không phải CSV mã UTF-8; hãy lưu “CSV UTF-8”") from error
    if "\x00" in text:
        raise BadRegistryFile(name, "không phải tệp văn bản")
    return text


def _delimiter(text: str) -> str:
    """The sign that parts the titles: Excel writes a semicolon where the comma is the decimal sign."""
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _csv_rows(lines: Iterable[list[str]], name: str) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        if number > MOST_ROWS:
            raise BadRegistryFile(name, f"có hơn {MOST_ROWS} dòng")
        values = tuple(_blank(_unmarked(value)) for value in line[:MOST_COLUMNS])
        if any(value is not None for value in values):
            yield Row(number, values)


def _unmarked(value: str) -> str:
    return value[1:] if value.startswith(tuple(f"{MARK}{sign}" for sign in FORMULA_SIGNS)) else value
