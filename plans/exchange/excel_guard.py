"""What is checked of an Excel file before a library opens it: it comes from anybody's mail."""

import re
import zipfile
import zlib
from io import BytesIO

from plans.errors import DamagedFile, DangerousFile, EmptyFile, LockedFile, MacroFile, UnsupportedFormat

MOST_BYTES = 32 * 1024 * 1024
MOST_UNPACKED = 96 * 1024 * 1024
MOST_PARTS = 2_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 1 << 20
_BROKEN = (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error)


def checked(data: bytes, name: str) -> BytesIO:
    """The file, once it is known to be an .xlsx that is safe to open.

    :raises PlanError: empty, locked, with macros, dangerous, damaged, or no Excel file at all
    """
    if not data:
        raise EmptyFile(name)
    if data.startswith(_OLE):
        raise LockedFile(name) if _ENCRYPTED in data else UnsupportedFormat(name, "Excel cũ (.xls)")
    if not data.startswith(b"PK"):
        raise UnsupportedFormat(name, "không phải Excel (.xlsx)")
    if len(data) > MOST_BYTES:
        raise DangerousFile(name, f"lớn hơn {MOST_BYTES // 1024 // 1024} MB")
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_package(package, name)
    except _BROKEN as error:
        raise DamagedFile(name, "không mở được gói .xlsx") from error
    return BytesIO(data)


def _check_package(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise UnsupportedFormat(name, "tệp nén không phải Excel (.xlsx)")
    if any(part.flag_bits & 1 for part in parts):
        raise LockedFile(name)
    if len(parts) > MOST_PARTS or len(parts) != len(names):
        raise DangerousFile(name, "gói có quá nhiều phần hoặc có phần trùng tên")
    # zipfile never unpacks more of a part than its entry says, so the sum is a true bound.
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise DangerousFile(name, f"giải nén ra hơn {MOST_UNPACKED // 1024 // 1024} MB")
    if any("vbaproject" in part.casefold() for part in names):
        raise MacroFile(name)
    for part in parts:
        if part.filename.casefold().endswith((".xml", ".rels", ".vml")):
            _check_part(package, part, name)


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    """No part may declare entities; the list of contents must not announce macros."""
    tail = b""
    with package.open(part) as stream:
        # A part in UTF-16 would hide its declarations from the search; Excel and LibreOffice write UTF-8.
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            raise DangerousFile(name, "có phần không dùng bảng mã UTF-8")
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if b"\x00" in window:
                raise DangerousFile(name, "có phần không dùng bảng mã UTF-8")
            if _DECLARATION.search(window):
                raise DangerousFile(name, "có khai báo thực thể XML")
            if part.filename == "[Content_Types].xml" and b"macroenabled" in window.lower():
                raise MacroFile(name)
            tail = window[-64:]
