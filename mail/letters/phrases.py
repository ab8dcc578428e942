"""Small pieces of Vietnamese sentences: days, shortened texts, labels, titles."""

import re
from collections.abc import Iterable
from datetime import date

# Names that keep their capitals when a title in capitals is calmed.
_NAMES = ("Việt Nam", "tiếng Việt", "Chính phủ", "Quốc hội", "Bác Hồ", "Hồ Chí Minh")


def days_left(due_on: date, day: date) -> str:
    """ "còn 3 ngày", "hạn hôm nay", "quá hạn 2 ngày" (calendar days)."""
    left = (due_on - day).days
    if left == 0:
        return "hạn hôm nay"
    return f"còn {left} ngày" if left > 0 else f"quá hạn {-left} ngày"


def shorten(text: str, limit: int) -> str:
    """The text on one line, cut between words with "…" when it is longer than ``limit`` characters."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.–-") + "…"


def short_day(day: date) -> str:
    """ "17/12"."""
    return f"{day:%d/%m}"


def long_day(day: date) -> str:
    """ "17/12/2025"."""
    return f"{day:%d/%m/%Y}"


def sentence_part(text: str) -> str:
    """A label or sentence inside another sentence: "Năm 2025" becomes "năm 2025", "UBND …" stays, no full stop."""
    cleaned = text.strip().rstrip(".")
    second_is_small = len(cleaned) > 1 and not cleaned[1].isupper()
    return cleaned[:1].lower() + cleaned[1:] if second_is_small else cleaned


def one_label(text: str, limit: int = 110) -> str:
    """A label for one line of the form: no colon, which ends a label, and not too long."""
    return shorten(text.replace(":", ","), limit).rstrip(" .;,")


def calm(title: str, names: Iterable[str] = ()) -> str:
    """A title written in capitals, as in the heading of a document, in sentence case; other titles as they are."""
    line = " ".join(title.split())
    if not line.isupper():
        return line
    small = line.lower()
    for name in (*_NAMES, *filter(None, names)):
        small = small.replace(name.lower(), name)
    small = re.sub(r"(?<=[“\"])\w", lambda match: match[0].upper(), small)
    return small[:1].upper() + small[1:]
