"""Text to clean lines: NFC, letter-spaced headings, emphasis marks and the remnants of crawled tables."""

import re
import unicodedata
from dataclasses import replace

from plans.formats.spacing import mend_spacing
from plans.sheet import Line

# Zero-width characters, byte order marks and soft hyphens carry no text.
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# A rule under a heading that a table cell has joined to it.
TRAILING_RULE = re.compile(r"\s[-_=—–]{3,}\s*$")
RULE_LINE = re.compile(r"[-_=~*.\s|:+—–]+")
PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?\d{1,3}(?:\s*[-–])?|[Tt]rang\s+\d{1,3}(?:\s*/\s*\d{1,3})?")
BULLET_STAR = re.compile(r"^(\s*)[*•●▪◦·]\s+(?=[^\s*])")
DASH = re.compile(r"\s*[-–]\s+\w")
MARKDOWN_HEADING = re.compile(r"^\s*#{1,6}\s+")
ESCAPED = re.compile(r"\\([-.*_()#+\[\]])")
COLUMN_GAP = re.compile(r"\s{3,}|\t+|\s*\|\s*")


def clean_text(text: str) -> str:
    """NFC letters, line feeds for every kind of line end, nothing invisible."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").replace("\v", "\n")
    return CONTROL.sub("", text).replace("\u2028", "\n").replace("\u2029", "\n")


def clean_lines(text: str) -> list[Line]:
    """Lines with NFC letters, single spaces, no emphasis, no table remnants; a line of pure noise becomes blank."""
    lines = clean_text(text).split("\n")
    # Where dashes are used too, a star is a level of its own ("* Nhóm việc:" above "- việc").
    stars = any(DASH.match(line) for line in lines) and any(BULLET_STAR.match(line) for line in lines)
    return [_clean(number, raw, stars) for number, raw in enumerate(lines, start=1)]


def clean_line(number: int, raw: str, whole: bool = False, strong: bool = False) -> Line:
    """One line of a format that knows its paragraphs, cleaned like a line of plain text."""
    line = _clean(number, clean_text(raw).replace("\n", " "))
    return replace(line, whole=whole, strong=strong) if whole or strong else line


def clean_cell(raw: str) -> str:
    """The text of a table cell: cleaned paragraphs joined by line feeds."""
    lines = (collapse(_unmarked(line)) for line in clean_text(raw).split("\n"))
    return "\n".join(line for line in lines if line)


def _clean(number: int, raw: str, stars: bool = False) -> Line:
    line = _unmarked(raw)
    bullet = BULLET_STAR.match(raw) if stars else None
    if bullet:
        line = f"{bullet[1]}* {line[bullet.end() :]}"
    if RULE_LINE.fullmatch(line) or PAGE_NUMBER.fullmatch(line.strip()):
        return Line(number, "", ())
    line = TRAILING_RULE.sub("", line) if line.endswith(("---", "___", "===", "———")) else line
    plain = collapse(line)
    if len(plain) == len(line.strip()) and "\t" not in line and "|" not in line:
        # Nearly every line: single spaces only, so that there is nothing to split.
        return Line(number, plain, (plain,) if plain else ())
    cells = tuple(collapse(cell) for cell in COLUMN_GAP.split(line.strip()) if cell.strip())
    if len(cells) > 1:
        cells = tuple(mend_spacing(cell) if cell.isupper() else cell for cell in cells)
    return Line(number, " ".join(cells), cells)


def _unmarked(raw: str) -> str:
    """Without marks of Markdown; an upper-case heading set with spaces between its letters is closed up."""
    line = MARKDOWN_HEADING.sub("", ESCAPED.sub(r"\1", raw))
    line = BULLET_STAR.sub(r"\1- ", line).replace("*", "")
    return mend_spacing(line) if line.isupper() else line


def without_marks(text: str) -> str:
    """The letters without Vietnamese marks, "đ" as "d": "Đề nghị" gives "De nghi"."""
    spread = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def collapse(text: str) -> str:
    """Runs of white space become one space."""
    return " ".join(text.split())
