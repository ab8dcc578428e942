"""Figures that were asked for: "410/512", "80,1% (410/512)", "1.234 trẻ", "1,5 tỷ đồng"; two values are never one."""

import re
from dataclasses import dataclass
from decimal import Decimal

from mail.charset import fold
from mail.numbers import Amount, Ratio, amounts, percents, ratios, unclear, written
from mail.read_answer.model import AskedFigure, Figure

_NOTHING = re.compile(r"^\s*(?:khong co|chua co|khong|chua thong ke|0?\s*[-–_.…]+)\s*(?:so lieu|thong ke)?\s*\.?\s*$")
_OF_TIME = re.compile(r"\b(?:nam|thang|ngay|quy|ky|nam hoc)\s*$")
_LABEL_MIN = 8
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
    folded = fold(text)
    if not text.strip() or _NOTHING.match(folded):
        note = (f"{asked.code}: cơ quan ghi “{text.strip()}”",) if text.strip() else ()
        return FigureReading(notes=note)
    strange = unclear(text)
    if strange:
        return _doubt(asked, f"số “{strange}” có thể hiểu theo hai cách")
    pairs, shares = list(ratios(text)), list(percents(text))
    if pairs or shares or asked.unit.strip() == "%":
        return _read_share(asked, text, start, pairs, shares)
    return _read_amount(asked, text, start)


def _read_share(asked: AskedFigure, text: str, start: int, pairs: list[Ratio], shares: list[Amount]) -> FigureReading:
    ratio_values = {(pair.numerator, pair.denominator) for pair in pairs}
    share_values = {share.value for share in shares}
    if len(ratio_values) > 1 or len(share_values) > 1:
        return _doubt(asked, f"nêu hai giá trị khác nhau: “{_short(text)}”")
    if not ratio_values and not share_values:
        return _doubt(asked, f"cần tử số và mẫu số hoặc tỷ lệ, thư ghi “{_short(text)}”")
    if share_values and not ratio_values and asked.unit.strip() not in {"", "%"}:
        return _doubt(asked, f"hỏi số lượng ({asked.unit.strip()}) nhưng thư ghi tỷ lệ: “{_short(text)}”")
    top, bottom = next(iter(ratio_values), (None, None))
    share = next(iter(share_values), None)
    if share is not None and share > 100:
        return _doubt(asked, f"tỷ lệ {written(share)}% lớn hơn 100%")
    notes: tuple[str, ...] = ()
    if top is not None and bottom is not None:
        wrong = _impossible(asked, top, bottom, share)
        if wrong:
            return wrong
    else:
        notes = (f"{asked.code}: chỉ có tỷ lệ, thiếu tử số và mẫu số",)
    spans = [(pair.start, pair.end) for pair in pairs] + [(item.start, item.end) for item in shares]
    span = (start + min(span[0] for span in spans), start + max(span[1] for span in spans))
    unit = "%" if share is not None else asked.unit.strip()
    return FigureReading(Figure(top, bottom, share, unit, span), notes=notes)


def _impossible(asked: AskedFigure, top: Decimal, bottom: Decimal, share: Decimal | None) -> FigureReading | None:
    if bottom == 0:
        return _doubt(asked, "mẫu số bằng 0")
    if top > bottom:
        return _doubt(asked, f"tử số {written(top)} lớn hơn mẫu số {written(bottom)}")
    if share is not None and abs(top * 100 / bottom - share) > _rounding(share):
        return _doubt(asked, f"{written(top)}/{written(bottom)} không bằng {written(share)}%")
    return None


def _rounding(share: Decimal) -> Decimal:
    exponent = share.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    # Offices round and cut; one unit of the last digit covers both.
    return Decimal(1).scaleb(-decimals)


def _read_amount(asked: AskedFigure, text: str, start: int) -> FigureReading:
    folded = fold(text)
    found = [item for item in amounts(text) if not _OF_TIME.search(folded[: item.start])]
    if not found:
        return _doubt(asked, f"không đọc được số trong “{_short(text)}”")
    if len({(item.value, item.unit) for item in found}) > 1:
        return _doubt(asked, f"nêu hai giá trị khác nhau: “{_short(text)}”")
    amount, unit = found[0], asked.unit.strip()
    value = amount.value
    if amount.unit:
        scale = _MONEY.get(unit.lower())
        if scale is None and unit:
            return _doubt(asked, f"hỏi theo “{unit}” nhưng thư ghi số tiền: “{_short(text)}”")
        value, unit = (value / scale, unit) if scale else (value, amount.unit)
    return FigureReading(Figure(None, None, value, unit, (start + amount.start, start + amount.end)))


def _doubt(asked: AskedFigure, why: str) -> FigureReading:
    return FigureReading(doubts=(f"{asked.code}: {why}",))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else line[:79] + "…"


def mentions(asked: tuple[AskedFigure, ...], text: str) -> list[tuple[AskedFigure, int, int]]:
    """Where running text speaks of a figure: behind its code, or behind its whole label, to the end of the sentence."""
    folded = fold(text)
    found: list[tuple[AskedFigure, int, int]] = []
    for figure in asked:
        for match in re.finditer(rf"\b{_code_pattern(figure.code)}\b[^\d\n]?", folded):
            found.append((figure, match.start(), match.end()))
        label = " ".join(fold(figure.label).split())
        place = folded.find(label) if len(label) >= _LABEL_MIN else -1
        if place >= 0:
            found.append((figure, place, place + len(label)))
    found.sort(key=lambda item: item[1])
    result = []
    for number, (figure, _, end) in enumerate(found):
        limit = found[number + 1][1] if number + 1 < len(found) else len(text)
        stop = _SENTENCE_END.search(folded, end, limit)
        result.append((figure, end, stop.start() if stop else limit))
    return result


_SENTENCE_END = re.compile(r"[;\n]|\.(?=\s|$)")


def _code_pattern(code: str) -> str:
    match = re.fullmatch(r"([a-z]+)(\d+)", fold(code))
    return rf"{match[1]}\s?{match[2]}" if match else re.escape(fold(code))
