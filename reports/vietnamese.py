"""How numbers, days and names are written for Vietnamese readers, and how text from outside is cleaned."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from cycles.calendar import legal_day

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b\u2060\ufeff]")
_SPACES = re.compile(r"[ \t\u00a0]+")
_COMMITTEE = re.compile(r"^(?:Ủy|Uỷ) ban nhân dân ", re.IGNORECASE)
_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_PLACES = 2
_MOST_PLACES = 6


def clean(text: str) -> str:
    """``text`` in NFC, without control characters, with single spaces and no blank lines.

    Word and XML 1.0 refuse most control characters, and some renderers read them as layout.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))
    lines = (_SPACES.sub(" ", _CONTROL.sub("", line)).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def printable(text: str) -> str:
    """``text`` in NFC without control characters, otherwise as it is."""
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def one_line(text: str) -> str:
    """``clean`` text with its lines joined by spaces."""
    return clean(text).replace("\n", " ")


def fold(text: str) -> str:
    """``text`` without marks, case, punctuation and repeated spaces; đ becomes d. For comparing, not for reading."""
    plain = unicodedata.normalize("NFD", clean(text).casefold()).replace("đ", "d")
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def shorten(text: str, limit: int) -> str:
    """``text`` cut at a word to at most ``limit`` characters; a cut is always marked with "[…]"."""
    if len(text) <= limit:
        return text
    head = text[: limit - 4]
    return head[: head.rfind(" ")].rstrip(" ,;.:") + " […]" if " " in head else head + " […]"


def lower_first(text: str) -> str:
    """``text`` with a small first letter, unless the word is an abbreviation such as UBND."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or len(text) < 2 else text


def upper_first(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def abbreviated(name: str) -> str:
    """ "UBND xã …" for "Ủy ban nhân dân xã …", as administrative reports write it."""
    return _COMMITTEE.sub("UBND ", name)


def number(value: Decimal | Fraction | int, places: int = _PLACES) -> str:
    """1234.50 -> "1.234,5": dot between thousands, decimal comma, no zeros at the end."""
    exact = Decimal(value.numerator) / Decimal(value.denominator) if isinstance(value, Fraction) else Decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:,.{places}f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", ".") + ("," + decimals if decimals else "")


def percent(value: Decimal | Fraction | int, places: int = _PLACES) -> str:
    """ "27,5%" with at most ``places`` decimals."""
    return number(value, places) + "%"


def percent_beside(value: Fraction, aim: Decimal | None) -> str:
    """``percent`` with enough decimals that a value which differs from ``aim`` does not look equal to it."""
    if aim is None or value == Fraction(aim):
        return percent(value)
    places = _PLACES
    while places < _MOST_PLACES and percent(value, places) == percent(aim, places):
        places += 1
    return percent(value, places)


def share(part: int, base: int) -> str:
    """ "61/69 (88,4%)": a percentage never without its base; "0/0" when there is no base."""
    return f"{part}/{base} ({percent(Fraction(100 * part, base), 1)})" if base else f"{part}/{base}"


def day(on: date | None) -> str:
    """ "05/01/2026", or "" when there is no day."""
    return on.strftime("%d/%m/%Y") if on else ""


def long_day(on: date) -> str:
    """ "ngày 05 tháng 01 năm 2026": days under 10 and months 1 and 2 get a zero (Decree 30/2020, Annex I)."""
    month = f"{on.month:02d}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02d} tháng {month} năm {on.year}"


def following(name: str, heir_of: str, since: date | None) -> str:
    """ "Sở Tài chính, kế thừa Sở Kế hoạch và Đầu tư từ 01/3/2025"; the name alone when it follows nobody."""
    if not heir_of:
        return name
    return f"{name}, kế thừa {heir_of}" + (f" từ {legal_day(since)}" if since else "")


def moment(at: datetime) -> str:
    """ "08:15 ngày 20/12/2025"."""
    return at.strftime("%H:%M ngày %d/%m/%Y")


def listing(names: Sequence[str], limit: int, rest: str) -> str:
    """Up to ``limit`` names with commas, then "và 12 <rest>" for those left out."""
    shown = ", ".join(names[:limit])
    return f"{shown} và {number(len(names) - limit)} {rest}" if len(names) > limit else shown


def path_key(path: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key of paths such as "V.10.đ": Roman and Arabic numbers by value, letters by the Vietnamese alphabet."""
    return tuple(_part_key(part, first=index == 0) for index, part in enumerate(path.split(".")))


def _part_key(part: str, first: bool) -> tuple[int, int, str]:
    if part.isdecimal():
        return (0, int(part), "")
    if first and part and set(part) <= set(_ROMAN):
        return (0, _roman(part), "")
    if part.casefold() in _ALPHABET and len(part) == 1:
        return (1, _ALPHABET.index(part.casefold()), "")
    return (2, 0, part)


def _roman(text: str) -> int:
    values = [_ROMAN[char] for char in text]
    return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))
