"""Bytes to clean lines: encoding, NFC, emphasis marks and the remnants of crawled tables."""

import re
import unicodedata
from pathlib import PurePath

from plans.errors import EmptyFile, NotText, UnsupportedFormat
from plans.sheet import Line

PLAIN_SUFFIXES = frozenset({"", ".txt", ".md", ".text", ".markdown"})
MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Word hoặc tệp nén (.docx, .zip)"),
    (b"\xd0\xcf\x11\xe0", "Word cũ (.doc)"),
    (b"{\\rtf", "RTF"),
)
# Zero-width characters, byte order marks and soft hyphens carry no text.
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
RULE_LINE = re.compile(r"[-_=~*.\s|:+—–]+")
PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?\d{1,3}(?:\s*[-–])?|[Tt]rang\s+\d{1,3}(?:\s*/\s*\d{1,3})?")
BULLET_STAR = re.compile(r"^(\s*)[*•●▪◦·]\s+(?=[^\s*])")
MARKDOWN_HEADING = re.compile(r"^\s*#{1,6}\s+")
ESCAPED = re.compile(r"\\([-.*_()#+\[\]])")
COLUMN_GAP = re.compile(r"\s{3,}|\t+|\s*\|\s*")


def decode(data: bytes, name: str) -> str:
    """The text of a plain-text file. Raises EmptyFile, UnsupportedFormat or NotText."""
    for magic, format_name in MAGIC:
        if data.startswith(magic):
            raise UnsupportedFormat(name, format_name)
    suffix = PurePath(name).suffix.lower()
    if suffix not in PLAIN_SUFFIXES and not suffix[1:].isdigit():
        raise UnsupportedFormat(name, suffix)
    try:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotText(name, f"byte thứ {error.start + 1} không hợp lệ") from None
    if len(CONTROL.findall(text)) > len(text) // 500 or "\x00" in text:
        raise NotText(name, "có ký tự điều khiển")
    if not text.strip():
        raise EmptyFile(name)
    return text


def clean_lines(text: str) -> list[Line]:
    """Lines with NFC letters, single spaces, no emphasis, no table remnants; a line of pure noise becomes blank."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    text = CONTROL.sub("", text).replace("\u2028", "\n").replace("\u2029", "\n")
    return [_clean(number, raw) for number, raw in enumerate(text.split("\n"), start=1)]


def _clean(number: int, raw: str) -> Line:
    line = MARKDOWN_HEADING.sub("", ESCAPED.sub(r"\1", raw))
    line = BULLET_STAR.sub(r"\1- ", line).replace("*", "")
    if RULE_LINE.fullmatch(line) or PAGE_NUMBER.fullmatch(line.strip()):
        return Line(number, "", ())
    cells = tuple(collapse(cell) for cell in COLUMN_GAP.split(line.strip()) if cell.strip())
    return Line(number, " ".join(cells), cells)


def collapse(text: str) -> str:
    """Runs of white space become one space."""
    return " ".join(text.split())
