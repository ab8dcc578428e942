"""Which format a file is in, by its content before its name, and the reader for it."""

from collections.abc import Callable
from pathlib import PurePath

from plans.errors import EmptyFile, ScannedFile, UnsupportedFormat
from plans.sheet import Sheet

Reader = Callable[[bytes, str], Sheet]

_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM6")
_PICTURE_SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".gif", ".bmp", ".heic", ".webp"))
_OTHER_MAGIC = (
    (b"Rar!\x1a\x07", "tệp nén .rar"),
    (b"7z\xbc\xaf\x27\x1c", "tệp nén .7z"),
    (b"\x1f\x8b\x08", "tệp nén .gz"),
    (b"MZ", "chương trình Windows (.exe)"),
    (b"\x7fELF", "chương trình Linux"),
)
_OTHER_SUFFIXES = frozenset((".xls", ".ppt", ".pptx", ".odt", ".ods", ".zip", ".rar", ".7z", ".xps", ".wpd", ".pages"))
_PAGE_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".aspx", ".php")
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<table", b"<p>", b"<p ")


def open_sheet(data: bytes, name: str) -> Sheet:
    """The lines, tables and notes of a file.

    :raises PlanError: the file is empty, damaged, locked, dangerous, scanned, or of a format that is not read
    """
    if not data:
        raise EmptyFile(name)
    return _reader(data, name)(data, name)


def _reader(data: bytes, name: str) -> Reader:
    # A reader is imported only when its format is met: a text file must not pay for the PDF library.
    suffix = PurePath(name).suffix.lower()
    if data[:1024].find(b"%PDF-") >= 0:
        from plans.formats.pdf import read_pdf

        return read_pdf
    if data.startswith(b"PK\x03\x04"):
        if b"application/vnd.oasis.opendocument" in data[:200]:
            raise UnsupportedFormat(name, "OpenDocument (.odt)")
        from plans.formats.docx import read_docx

        return read_docx
    if data.startswith(b"\xd0\xcf\x11\xe0") or data[:64].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        from plans.formats.office import read_office

        return read_office
    if _is_page(data, suffix):
        from plans.formats.html import read_html

        return read_html
    _refuse(data, name, suffix)
    from plans.formats.plain import read_plain

    return read_plain


def _is_page(data: bytes, suffix: str) -> bool:
    # The zero bytes of UTF-16 are left out, which makes its markup look like any other.
    head = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if head.startswith(_PAGE_STARTS) or b"<html" in head or suffix in _PAGE_SUFFIXES:
        return True
    return head.startswith((b"mime-version:", b"from: <saved by")) and b"multipart/related" in head


def _refuse(data: bytes, name: str, suffix: str) -> None:
    if data.startswith(_PICTURES) or suffix in _PICTURE_SUFFIXES:
        raise ScannedFile(name)
    for magic, format_name in _OTHER_MAGIC:
        if data.startswith(magic):
            raise UnsupportedFormat(name, format_name)
    if b"<w:wordDocument" in data[:2000]:
        raise UnsupportedFormat(name, "Word 2003 XML")
    if suffix in _OTHER_SUFFIXES:
        raise UnsupportedFormat(name, suffix)
