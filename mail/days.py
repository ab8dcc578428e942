"""Days as people write them in mails: 15/12, ngày 15 tháng 12 năm 2025, 20 December."""

import re
from datetime import date

from mail.charset import fold

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?(?![\d/%])")
_WORDS = re.compile(r"(?:ngay\s+)?\b(\d{1,2})\s+thang\s+(\d{1,2})(?:\s+nam\s+(\d{4}))?")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_ENGLISH = re.compile(
    rf"\b(?:(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({'|'.join(_MONTHS)})[a-z]*|({'|'.join(_MONTHS)})[a-z]*\s+(\d{{1,2}}))"
    r"(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?"
)


def day_in(text: str, written_on: date | None) -> date | None:
    """The first day named in a text. Without a year it is the next such day after ``written_on``; else None."""
    folded = fold(text)
    found: list[tuple[int, int, int, int | None]] = []
    if match := _ISO.search(folded):
        found.append((match.start(), int(match[3]), int(match[2]), int(match[1])))
    for pattern in (_WORDS, _NUMERIC):
        if match := pattern.search(folded):
            found.append((match.start(), int(match[1]), int(match[2]), int(match[3]) if match[3] else None))
    if match := _ENGLISH.search(folded):
        month = _MONTHS.index(match[2] or match[3]) + 1
        found.append((match.start(), int(match[1] or match[4]), month, int(match[5]) if match[5] else None))
    for _, day, month, year in sorted(found, key=lambda item: item[0]):
        result = _real_day(day, month, year, written_on)
        if result is not None:
            return result
    return None


def _real_day(day: int, month: int, year: int | None, written_on: date | None) -> date | None:
    if year is None and written_on is None:
        return None
    years = [year] if year is not None else [written_on.year, written_on.year + 1] if written_on else []
    for candidate in years:
        try:
            result = date(candidate, month, day)
        except ValueError:
            continue
        if year is not None or written_on is None or result >= written_on:
            return result
    return None
