"""Which format a file is in, by its content before its name, and the reader for it."""

from collections.abc import Callable
from pathlib import PurePath

from plans.errors import UnsupportedFormat
from plans.sheet import Sheet

Reader = Callable[[bytes, str], Sheet]


def open_sheet(data: bytes, name: str) -> Sheet:
    """The lines, tables and notes of a file.

    :raises PlanError: the file is empty, damaged, locked, dangerous, scanned, or of a format that is not read
    """
    reader = _reader(data, name)
    return reader(data, name)


def _reader(data: bytes, name: str) -> Reader:
    # A reader is imported only when its format is met: a text file must not pay for the PDF library.
    suffix = PurePath(name).suffix.lower()
    head = data[:2048].lstrip().lower()
    if data[:1024].find(b"%PDF-") >= 0:
        from plans.formats.pdf import read_pdf

        return read_pdf
    if data.startswith(b"PK\x03\x04"):
        from plans.formats.docx import read_docx

        return read_docx
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        from plans.formats.office import read_office

        return read_office
    if (
        head.startswith((b"<!doctype html", b"<html"))
        or b"<html" in head
        or suffix in (".html", ".htm", ".mht", ".mhtml")
    ):
        from plans.formats.html import read_html

        return read_html
    if suffix in (".xls", ".ppt", ".pptx", ".odt", ".png", ".jpg", ".jpeg", ".zip"):
        raise UnsupportedFormat(name, suffix)
    from plans.formats.plain import read_plain

    return read_plain
