"""Opening a PDF: what is refused before its text is looked at, and the pages of what is not."""

import re
import threading
import zlib
from typing import Any

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from plans.errors import DamagedFile, DangerousFile, LockedFile
from plans.formats.pdf_forms import Forms
from plans.formats.pdf_page import CrowdedPage, Page, read_page

MAX_PAGES = 2_000
MAX_LETTERS = 6_000_000
# All compressed streams that are not pictures, unpacked: one page of text is some kilobytes.
MAX_UNPACKED = 150_000_000
END_WITHIN = 4096
_CHUNK = 1 << 20
_STREAM = re.compile(rb">>\s{0,4}stream\r?\n(?=\x78[\x01\x5e\x9c\xda])")
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_PASSWORD_ERRORS = (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
# PDFium may be used by one thread at a time.
_ONE_AT_A_TIME = threading.Lock()


def read_pages(data: bytes, name: str) -> list[Page]:
    """All pages. Raises DamagedFile, LockedFile or DangerousFile."""
    if b"%%EOF" not in data[-END_WITHIN:]:
        # PDFium mends a file that was cut off and shows the pages that are left: clauses would be lost in silence.
        raise DamagedFile(name, "thiếu phần cuối tệp")
    _check_streams(data, name)
    if Forms(data).unfold_endlessly():
        raise DangerousFile(name, "các hình lồng nhau được vẽ lặp quá nhiều lần")
    with _ONE_AT_A_TIME:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if error.err_code in _PASSWORD_ERRORS:
                raise LockedFile(name) from None
            raise DamagedFile(name, "không mở được như một tệp PDF") from None
        try:
            return _pages(document, name)
        finally:
            document.close()


def _pages(document: Any, name: str) -> list[Page]:  # noqa: ANN401
    count = len(document)
    if count == 0:
        raise DamagedFile(name, "không có trang nào")
    if count > MAX_PAGES:
        raise DangerousFile(name, f"có {count} trang")
    pages: list[Page] = []
    letters = 0
    for index in range(count):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            raise DamagedFile(name, f"không đọc được trang {index + 1}") from None
        try:
            pages.append(read_page(page, index + 1))
        except pdfium.PdfiumError:
            raise DamagedFile(name, f"không đọc được trang {index + 1}") from None
        except CrowdedPage:
            raise DangerousFile(name, f"trang {index + 1} có quá nhiều chữ") from None
        finally:
            page.close()
        letters += pages[-1].letters
        if letters > MAX_LETTERS:
            raise DangerousFile(name, "có quá nhiều chữ")
    return pages


def _check_streams(data: bytes, name: str) -> None:
    """Refuse streams that unpack to an absurd size (without unpacking more than that) or that are broken."""
    left = MAX_UNPACKED
    encrypted = _ENCRYPTED.search(data) is not None
    for found in _STREAM.finditer(data):
        if _PICTURE.search(data, data.rfind(b" obj", max(0, found.start() - 1000), found.start()), found.start()):
            continue
        size, whole = _unpacked(data, found.end(), left)
        left -= size
        if left <= 0:
            raise DangerousFile(name, "dữ liệu nén phình ra quá lớn")
        if not whole and not encrypted:
            raise DamagedFile(name, "dữ liệu bên trong bị hỏng")


def _unpacked(data: bytes, start: int, limit: int) -> tuple[int, bool]:
    """How much a stream unpacks to, counted up to a limit, and whether it can be unpacked."""
    inflate = zlib.decompressobj()
    size = 0
    rest: bytes | memoryview = memoryview(data)[start : start + _CHUNK]
    end = start + _CHUNK
    try:
        while rest and not inflate.eof and size < limit:
            size += len(inflate.decompress(rest, _CHUNK))
            rest = inflate.unconsumed_tail
            if not rest and not inflate.eof:
                rest = memoryview(data)[end : end + _CHUNK]
                end += _CHUNK
    except zlib.error as error:
        # Some programs write a wrong check sum after data that is right.
        return size, "incorrect data check" in str(error)
    return size, True
