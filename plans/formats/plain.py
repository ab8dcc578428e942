"""Plain text in any encoding that Vietnamese offices have used, and the Markdown that converters leave."""

import re
from pathlib import PurePath

from plans.errors import EmptyFile, NotText, UnsupportedFormat
from plans.formats.encodings import decode_bytes, repaired
from plans.formats.plain_tables import with_tables
from plans.sheet import Doubt, Sheet
from plans.text import CONTROL, clean_lines

SUFFIXES = frozenset({"", ".txt", ".md", ".text", ".markdown"})
_NOT_A_SUFFIX = re.compile(r"\.[^\w]|\.\w*\d|\.\w*[^\x00-\x7f]|.*\s|.{8,}")


def read_plain(data: bytes, name: str) -> Sheet:
    """A .txt or .md file. Raises EmptyFile, NotText or UnsupportedFormat."""
    suffix = PurePath(name).suffix.lower()
    # "Kế hoạch năm 2025. bản 2" has no suffix of a format.
    if suffix not in SUFFIXES and not _NOT_A_SUFFIX.fullmatch(suffix):
        raise UnsupportedFormat(name, suffix)
    if not data.strip():
        raise EmptyFile(name)
    decoded = decode_bytes(data)
    if decoded is None:
        raise NotText(name, f"byte thứ {_first_bad_byte(data)} không hợp lệ")
    if len(CONTROL.findall(decoded.text)) > len(decoded.text) // 500 or "\x00" in decoded.text:
        raise NotText(name, "có ký tự điều khiển")
    if not decoded.text.strip():
        raise EmptyFile(name)
    return _sheet(decoded.text, decoded.doubts)


def text_sheet(text: str) -> Sheet:
    """A text that is already Unicode."""
    decoded = repaired(text)
    return _sheet(decoded.text, decoded.doubts)


def _sheet(text: str, doubts: tuple[Doubt, ...]) -> Sheet:
    return Sheet(format="txt", blocks=with_tables(text, clean_lines(text)), doubts=doubts)


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return error.start + 1
    return 1
