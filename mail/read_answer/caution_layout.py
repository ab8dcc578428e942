"""A second look at how codes are set out: lists under a heading, tails of codes, codes with nothing behind them."""

import re
from collections.abc import Iterator, Sequence

from mail.charset import fold
from mail.read_answer.caution_lines import Lines
from mail.read_answer.caution_words import LABEL
from mail.read_answer.model import AskedItem, Reported
from mail.read_answer.status import has_status

_MOST_LINES = 400
_DIGIT = re.compile(r"\d")
_BARE = re.compile(
    r"[\W\d]{0,12}(?:ma |nhiem vu |muc )?\[?(?P<code>[a-z]{1,8}\d{0,4}\s?[-_.]\s?\d{1,6})\]?(?P<rest>.*)"
)
_NO_WORDS = re.compile(r"[\W\d]*(?:%[\W\d]*)?(?:va\W*)?")
_TAILS = re.compile(
    r"\b(?P<head>[a-z]{1,8}\d{0,4}\s?[-_.]\s?)(?P<first>\d{2,6})\]?(?P<tails>(?:\s*(?:,|/|;|&|\+|\bva\b|\bden\b|-|–)\s*\d{2,6}\b)+)"
)


def layout_doubts(lines: Lines, reported: Sequence[Reported], asked: Sequence[AskedItem]) -> Iterator[str]:
    """Why it is not certain which code a status belongs to."""
    if len(asked) < 2:
        return
    yield from _tails(lines, reported, asked)
    yield from _lists(lines.text, {_key(item.code) for item in asked})


def _tails(lines: Lines, reported: Sequence[Reported], asked: Sequence[AskedItem]) -> Iterator[str]:
    """ "HT26-031, 032: đã hoàn thành": the second code is written as its last digits."""
    codes, given = {_key(item.code): item.code for item in asked}, {one.code for one in reported}
    for match in _TAILS.finditer(fold(lines.text)):
        for tail in re.findall(r"\d+", match["tails"]):
            code = codes.get(_key(match["head"] + tail))
            if code and len(tail) == len(match["first"]) and code not in given:
                yield f"“{' '.join(lines.text[slice(*match.span())].split())}” có thể còn nói về {code}"


def _lists(text: str, codes: set[str]) -> Iterator[str]:
    """A status over bare codes, or bare codes one under the other, and a status somewhere near."""
    before, kind_before, named, named_before = "", "", False, False
    for line in text.split("\n")[:_MOST_LINES]:
        stripped = line.strip()
        if not stripped:
            continue
        kind = _kind(stripped, codes)
        if kind == "code":
            # Below a code a status belongs to it, unless a colon leads on to the next ones.
            heading = kind_before == "other" and (not named_before or before.endswith(":")) and _is_status(before)
            if kind_before == "code" or heading:
                yield f"chưa rõ trạng thái ghi trên hay dưới dòng “{stripped[:60]}”"
                return
        named_before, named = named, named or kind in {"code", "named"}
        before, kind_before = stripped, kind


def _kind(line: str, codes: set[str]) -> str:
    """What a line is: a bare "code", one in which a code is "named", or "other"."""
    if not _DIGIT.search(line):
        return "other"
    folded = fold(line)
    match = _BARE.match(folded)
    if match and _key(match["code"]) in codes:
        return "code" if _NO_WORDS.fullmatch(match["rest"]) else "named"
    squeezed = _key(folded)
    return "named" if any(key in squeezed for key in codes) else "other"


def _is_status(line: str) -> bool:
    return len(line) <= 120 and not LABEL.match(fold(line)) and has_status(line.lower().rstrip(":"))


def _key(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(code))
