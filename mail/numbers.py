"""Numbers as Vietnamese offices write them: 1.234 is a thousand, 80,1 has a decimal comma, 410/512 is a ratio."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mail.charset import fold

# Atomic: a number is taken whole or not at all, so that "80,1%" is never read as 80.
NUMBER = r"(?>\d+(?:[.,]\d+)*)"
_NUMBER = re.compile(NUMBER)
_GROUPED = re.compile(r"^\d{1,3}(?:\.\d{3})+(,\d+)?$")
_ENGLISH = re.compile(r"^\d{1,3}(?:,\d{3}){2,}(\.\d+)?$|^\d{1,3}(?:,\d{3})+\.\d+$")
_COMMA = re.compile(r"^\d+,\d+$")
_POINT = re.compile(r"^\d+\.\d{1,3}$")
_PADDED = re.compile(r"^0\d")

_RATIO = re.compile(rf"(?<![\w/.,])({NUMBER})\s*(?:/|trên tổng số|trên)\s*({NUMBER})(?!\s*[/%])")
_PERCENT = re.compile(rf"(?<![\w/.,])({NUMBER})\s*(?:%|phần trăm)")
_AMOUNT = re.compile(
    rf"(?<![\w/.,-])({NUMBER})(?!\s*[/%]|\s*phần trăm)"
    r"\s*(?:(tỷ đồng|tỉ đồng|triệu đồng|nghìn đồng|đồng|tỷ|tỉ|triệu|trđ|tr|vnđ|vnd|đ"
    r"|ty dong|ti dong|trieu dong|nghin dong|ty|trieu)(?!\w))?",
    re.I,
)
# "3 tỷ 250 triệu đồng" is one amount: whole billions and the millions below the next.
_STEPS = re.compile(
    r"(?<![\w/.,-])(\d{1,3})\s*(?:tỷ|tỉ|ty|ti)(?:\s+đồng|\s+dong)?[ ,]+(?:và\s+|va\s+)?(\d{1,3})\s*(?:triệu|trieu)"
    r"(?:\s+đồng|\s+dong)?(?!\w)",
    re.I,
)
# "410 trẻ/512 trẻ": the same word behind both.
_RATIO_OF = re.compile(rf"(?<![\w/.,])({NUMBER})\s*([^\W\d]+(?: [^\W\d]+)?)\s*(?:/|trên)\s*({NUMBER})\s*\2(?!\w)")
_RANGE = re.compile(rf"(?<![\w/.,])({NUMBER})\s*%?\s*(?:-|–|đến)\s*({NUMBER})\s*%")
DATE = re.compile(r"(?<![\d/.-])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?![\d/])")

_MONEY = {"đồng": Decimal("0.000001"), "nghìn đồng": Decimal("0.001"), "triệu": Decimal(1), "tỷ": Decimal(1000)}
_SHORT_MONEY = {"tr": "triệu", "trđ": "triệu", "đ": "đồng", "vnđ": "đồng", "vnd": "đồng"}
_SHORT_MONEY |= {fold(name): name for name in ("tỷ đồng", "triệu đồng", "nghìn đồng", "tỷ", "triệu")}

# The database keeps Numeric(18,4); one digit is left for sums.
_LIMIT = Decimal(10) ** 13
_SMALLEST = Decimal("0.0001")
# Longer than this a number is shortened in a sentence.
_SHOWN_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Ratio:
    """Numerator and denominator with their place in the text."""

    numerator: Decimal
    denominator: Decimal
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Amount:
    """A value; ``unit`` is "%", "triệu đồng" or "" when none was written."""

    value: Decimal
    unit: str
    start: int
    end: int


def read_number(text: str) -> Decimal | None:
    """The value of one written number, or None when it can be read in two ways ("1,234") or not at all."""
    text = text.strip().replace("\u00a0", " ")
    if text.isdigit():
        return Decimal(text)
    if _PADDED.match(text):
        return None
    if _GROUPED.match(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _ENGLISH.match(text):
        return Decimal(text.replace(",", ""))
    if _COMMA.match(text):
        # "1,234" is 1234 to a spreadsheet and 1.234 to an office; "0,125" and "1234,567" have one reading only.
        whole, decimals = text.split(",")
        if len(decimals) == 3 and len(whole) <= 3 and whole != "0":
            return None
        return Decimal(text.replace(",", "."))
    if _POINT.match(text):
        return Decimal(text)
    return None


def read_percent(text: str) -> Decimal | None:
    """Like :func:`read_number` for a number before "%", where both signs can only be a decimal separator."""
    whole = text.replace(" ", "").replace(",", ".")
    return Decimal(whole) if re.fullmatch(r"\d+(\.\d+)?", whole) else None


def ratios(text: str) -> Iterator[Ratio]:
    """Every "a/b" that is not part of a date or of a document number."""
    dates = [match.span() for match in DATE.finditer(text)]
    for match in _RATIO.finditer(text):
        if any(start < match.end() and match.start() < end for start, end in dates):
            continue
        top, bottom = read_number(match[1]), read_number(match[2])
        if top is not None and bottom is not None:
            yield Ratio(top, bottom, *match.span())
    for match in _RATIO_OF.finditer(text):
        top, bottom = read_number(match[1]), read_number(match[3])
        if top is not None and bottom is not None:
            yield Ratio(top, bottom, *match.span())


def percents(text: str) -> Iterator[Amount]:
    """Every percentage. A range such as "80-85%" gives both of its ends, so that a reader sees two values."""
    seen: set[int] = set()
    for match in _RANGE.finditer(text):
        low, high = read_percent(match[1]), read_percent(match[2])
        if low is not None and high is not None:
            seen.add(match.start(2))
            yield Amount(low, "%", *match.span(1))
            yield Amount(high, "%", match.start(2), match.end())
    for match in _PERCENT.finditer(text):
        value = read_percent(match[1])
        if value is not None and match.start() not in seen:
            yield Amount(value, "%", *match.span())


def amounts(text: str) -> Iterator[Amount]:
    """Every plain number; money becomes triệu đồng. A number with two readings is left out, see :func:`unclear`."""
    steps: list[tuple[int, int]] = []
    for match in _STEPS.finditer(text):
        steps.append(match.span())
        yield Amount(Decimal(match[1]) * 1000 + Decimal(match[2]), "triệu đồng", *match.span())
    for match in _AMOUNT.finditer(text):
        value = read_number(match[1])
        if value is None or any(start <= match.start() < end for start, end in steps):
            continue
        unit = (match[2] or "").lower().replace("tỉ", "tỷ").replace("ti dong", "ty dong")
        unit = _SHORT_MONEY.get(unit, unit)
        if not unit:
            yield Amount(value, "", match.start(), match.end(1))
            continue
        scale = _MONEY.get(unit) or _MONEY[unit.removesuffix(" đồng")]
        yield Amount(Decimal(format((value * scale).normalize(), "f")), "triệu đồng", *match.span())


def unclear(text: str) -> str | None:
    """The first number that has two readings, as written."""
    for match in _NUMBER.finditer(DATE.sub("", text)):
        after = match.string[match.end() : match.end() + 2].lstrip()
        if not after.startswith("%") and read_number(match[0]) is None:
            return match[0]
    return None


def keepable(value: Decimal) -> bool:
    """Whether the database keeps a value: it is not too large, and rounding makes no nought of it."""
    return value == 0 or _SMALLEST <= abs(value) < _LIMIT


def written(value: Decimal) -> str:
    """A number with a decimal comma, for a sentence; an endless one is cut."""
    if value.adjusted() >= _SHOWN_DIGITS:
        return "".join(map(str, value.as_tuple().digits[:_SHOWN_DIGITS])) + "…"
    plain = format(value.normalize(), "f")
    return plain.replace(".", ",")
