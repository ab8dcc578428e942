"""Figures that were asked for: "410/512", "80,1% (410/512)", "1.234 trẻ", "1,5 tỷ đồng"; two values are never one."""

import re
from dataclasses import dataclass
from decimal import Decimal

from mail.charset import fold
from mail.numbers import Amount, Ratio, amounts, keepable, percents, ratios, unclear, written
from mail.read_answer.model import AskedFigure, Figure
from mail.read_answer.reserves import outsize, reserve
from mail.read_answer.units import other_unit

_NOTHING = re.compile(r"^\s*(?:khong co|chua co|khong|chua thong ke|0?\s*[-–_.…]+)\s*(?:so lieu|thong ke)?\s*\.?\s*$")
_OF_TIME = re.compile(r"\b(?:nam|thang|ngay|quy|ky|nam hoc)\s*$")
_LABEL_MIN = 8
_BILLIONS = re.compile(r"^\d{1,3}\.\d{3}\s*t[ỷỉ]", re.IGNORECASE)
# No commune spends a thousand billion: such a number without its unit was written in đồng.
_NO_LIMIT = Decimal("Infinity")
_MOST_BARE = {"triệu đồng": Decimal(1_000_000), "tỷ đồng": Decimal(100_000), "tỉ đồng": Decimal(100_000)}
_COUNTED = frozenset(
    "trẻ trường lớp phòng người học em giáo cán xã phường thôn bản hộ cơ lượt cuộc văn điểm nhóm công".split()
)
# 1 unit of money in triệu đồng.
_MONEY = {
    "tỷ đồng": Decimal(1000),
    "tỉ đồng": Decimal(1000),
    "triệu đồng": Decimal(1),
    "nghìn đồng": Decimal("0.001"),
    "đồng": Decimal("0.000001"),
}


@dataclass(frozen=True, slots=True)
class FigureReading:
    """The figure, or None, with why it is doubtful or what is missing."""

    figure: Figure | None = None
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_figure(asked: AskedFigure, text: str, start: int) -> FigureReading:
    """Read one value; ``start`` is where ``text`` stands in the whole reply."""
    start, text = start + len(text) - len(text.lstrip()), text.strip()
    if not text or _NOTHING.match(fold(text)):
        note = (f"{asked.code}: cơ quan ghi “{text}”",) if text else ()
        return FigureReading(notes=note)
    if outsize(text):
        return _doubt(asked, "số quá lớn hoặc quá dài, không ghi nhận được", text)
    strange = unclear(text)
    if strange:
        return _doubt(asked, f"số “{strange}” có thể hiểu theo hai cách", text)
    pairs, shares = list(ratios(text)), list(percents(text))
    if pairs or shares or _is_share(asked):
        return _read_share(asked, text, start, pairs, shares)
    return _read_amount(asked, text, start)


def _is_share(asked: AskedFigure) -> bool:
    return asked.unit.strip() == "%"


def _read_share(asked: AskedFigure, text: str, start: int, pairs: list[Ratio], shares: list[Amount]) -> FigureReading:
    ratio_values = {(pair.numerator, pair.denominator) for pair in pairs}
    share_values = {share.value for share in shares}
    unit = asked.unit.strip()
    if unit and unit != "%":
        given = "tỷ lệ" if shares else "tử số và mẫu số"
        return _doubt(asked, f"hỏi số lượng ({unit}) nhưng thư ghi {given}", text)
    if len(ratio_values) > 1 or len(share_values) > 1:
        return _doubt(asked, "nêu hai giá trị khác nhau", text)
    if not ratio_values and not share_values:
        return _doubt(asked, "cần tử số và mẫu số hoặc tỷ lệ", text)
    spans = [(pair.start, pair.end) for pair in pairs] + [(item.start, item.end) for item in shares]
    top, bottom = next(iter(ratio_values), (None, None))
    share = next(iter(share_values), None)
    why = reserve(text, spans, asked.label) or _impossible(top, bottom, share)
    if why:
        return _doubt(asked, why, text)
    notes = (f"{asked.code}: chỉ có tỷ lệ, thiếu tử số và mẫu số",) if top is None else ()
    span = (start + min(span[0] for span in spans), start + max(span[1] for span in spans))
    return FigureReading(Figure(top, bottom, share, unit if share is None else "%", span), notes=notes)


def _impossible(top: Decimal | None, bottom: Decimal | None, share: Decimal | None) -> str:
    """Why the parts of a share cannot be true together; a commune without such children truly has 0/0."""
    if share is not None and share > 100:
        return f"tỷ lệ {written(share)}% lớn hơn 100%"
    if share is not None and not keepable(share):
        return "số quá nhỏ, không ghi nhận được"
    if top is None or bottom is None:
        return ""
    if bottom == 0 and (top > 0 or share):
        return "mẫu số bằng 0"
    if top > bottom:
        return f"tử số {written(top)} lớn hơn mẫu số {written(bottom)}"
    if bottom and share is not None and abs(top * 100 / bottom - share) > _rounding(share):
        return f"{written(top)}/{written(bottom)} không bằng {written(share)}%"
    return ""


def _rounding(share: Decimal) -> Decimal:
    exponent = share.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    # Offices round and cut; one unit of the last digit covers both.
    return Decimal(1).scaleb(-decimals)


def _read_amount(asked: AskedFigure, text: str, start: int) -> FigureReading:
    folded = fold(text)
    found = [item for item in amounts(text) if not _OF_TIME.search(folded[: item.start])]
    why = reserve(text, [(item.start, item.end) for item in found], asked.label)
    if why:
        return _doubt(asked, why, text)
    if not found:
        return _doubt(asked, "không đọc được số", text)
    if len({(item.value, item.unit) for item in found}) > 1:
        return _doubt(asked, "nêu hai giá trị khác nhau", text)
    amount, unit = found[0], asked.unit.strip()
    value = amount.value
    scale = _MONEY.get(unit.lower())
    if amount.unit and unit and scale is None:
        return _doubt(asked, f"hỏi theo “{unit}” nhưng thư ghi số tiền", text)
    if unit and any(other_unit(unit, text, item.start, item.end, bool(item.unit)) for item in found):
        return _doubt(asked, f"hỏi theo “{unit}” nhưng thư ghi theo đơn vị khác", text)
    if amount.unit:
        value, unit = (value / scale, unit) if scale else (value, amount.unit)
    strange = _unlikely(amount, unit, text[amount.start : amount.end])
    if strange:
        return _doubt(asked, strange, text)
    if not keepable(value):
        return _doubt(asked, "số quá lớn hoặc quá nhỏ, không ghi nhận được", text)
    return FigureReading(Figure(None, None, value, unit, (start + amount.start, start + amount.end)))


def _unlikely(amount: Amount, unit: str, written_as: str) -> str:
    """Why an amount may mean something else: "1.250 tỷ", đồng where triệu đồng are asked for, half a school."""
    if _BILLIONS.search(written_as):
        return "chưa rõ dấu chấm là phân cách hàng nghìn hay phần thập phân"
    if not amount.unit and amount.value >= _MOST_BARE.get(unit.lower(), _NO_LIMIT):
        return f"số quá lớn so với đơn vị “{unit}”, có thể ghi theo đơn vị khác"
    if unit.lower().split(" ")[0] in _COUNTED and amount.value != int(amount.value):
        return f"số lượng ({unit}) không thể là số lẻ"
    return ""


def _doubt(asked: AskedFigure, why: str, text: str) -> FigureReading:
    return FigureReading(doubts=(f"{asked.code}: {why}: “{_short(text)}”",))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def mentions(asked: tuple[AskedFigure, ...], text: str) -> list[tuple[AskedFigure, int, int, bool]]:
    """Where running text speaks of a figure: behind its code, or behind its whole label, to the end of the sentence.

    With each place: whether it was named by its code.
    """
    folded = fold(text)
    found: list[tuple[AskedFigure, int, int, bool]] = []
    for figure in asked:
        for match in re.finditer(rf"\b{_code_pattern(figure.code)}\b{_MARK}", folded):
            found.append((figure, match.start(), match.end(), True))
        label = " ".join(fold(figure.label).split())
        place = folded.find(label) if len(label) >= _LABEL_MIN else -1
        if place >= 0:
            found.append((figure, place, place + len(label), False))
    found.sort(key=lambda item: item[1])
    result = []
    for number, (figure, _, end, by_code) in enumerate(found):
        limit = found[number + 1][1] if number + 1 < len(found) else len(text)
        stop = _SENTENCE_END.search(folded, end, limit)
        result.append((figure, end, stop.start() if stop else limit, by_code))
    return result


# A colon, or a dash with a space behind it, leads to the value; a dash right before a number is its sign.
_MARK = r"(?:[ \t]*[:=]|[ \t]*-(?=\s))?"
_SENTENCE_END = re.compile(r"[;\n]|\.(?=\s|$)")


def _code_pattern(code: str) -> str:
    match = re.fullmatch(r"([a-z]+)(\d+)", fold(code))
    return rf"{match[1]}\s?{match[2]}" if match else re.escape(fold(code))
