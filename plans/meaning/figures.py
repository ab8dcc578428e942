"""Figures in a sentence: percentages, counts and sums that are aims; ages, dates and budgets are not."""

import re
from dataclasses import dataclass, replace

from plans.meaning.counts import COUNT_FORMS, NUMBER, OPEN_COUNT, PER_MILLE, SCALES, open_unit
from plans.meaning.marks import without_marks
from plans.meaning.scan import lowered, matches
from plans.model import Comparator

_SHARE = r"\d{1,3}(?:[.,]\d+)?"
_TO = r"\s*%?\s*(?:[-–]|đến)\s*"
PERCENT = re.compile(rf"(?<![\d.,/])(?:(?P<low>{_SHARE}){_TO})?(?P<value>{_SHARE})\s*%")
# "Từ 45% năm 2025 lên 60%": the later level is the aim, the earlier one what it starts from.
_RISE = re.compile(
    rf"từ\s+(?P<from>{_SHARE})\s*%?(?:\s+\(?(?:vào |năm )*20\d\d\)?)?\s+(?:lên|xuống|tăng lên|giảm xuống)"
    rf"(?:\s+(?:còn|tới|đến|trên|dưới|ít nhất))*\s+(?P<value>{_SHARE})\s*%",
    re.IGNORECASE,
)
TIMES = re.compile(rf"(?:tăng(?: gấp)?|gấp)\s+(?P<value>{NUMBER})\s+(?P<unit>lần)(?!\w)", re.IGNORECASE)
# Money is an aim only where it is what one wants to raise or to earn.
MONEY = re.compile(
    rf"(?<!\w)(?:thu ngân sách|thu nội địa|kim ngạch|tổng sản phẩm|GRDP|giá trị|tổng mức|doanh số"
    rf"|vốn đầu tư|huy động|thu hút|vận động|giải ngân|tiết kiệm|xã hội hóa|doanh thu|thu nhập|tăng thu|đóng góp)"
    rf"[^.;%\d]{{0,50}}?(?P<value>{NUMBER})\s+(?P<unit>(?:nghìn tỷ|ngàn tỷ|tỷ|tỉ|triệu|nghìn)? ?(?:đồng|USD"
    rf"|đô la Mỹ)(?:/[a-zà-ỹđ]+)*)",
    re.IGNORECASE,
)
_AT_LEAST = re.compile(
    r"(?:ít nhất|tối thiểu|thấp nhất|không dưới|không thấp hơn|không ít hơn|trên|hơn|vượt|>=|≥|>)"
    r"\s*(?:(?:là|đạt|mức|từ|có)\s+)?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:tối đa|cao nhất|nhiều nhất|không quá|không vượt quá|quá|dưới|<=|≤|<)\s*(?:(?:là|mức)\s+)?$", re.IGNORECASE
)
_UPWARDS = re.compile(r"\s*(?:[a-zà-ỹđ/]+\s+){0,3}?trở lên", re.IGNORECASE)
_DOWNWARDS = re.compile(r"\s*(?:[a-zà-ỹđ/]+\s+){0,3}?trở xuống", re.IGNORECASE)
_CHANGE = re.compile(
    r"(?<!\w)(?:tăng|giảm)"
    r"(?:\s+(?:thêm|bình quân|ít nhất|tối thiểu|trên|hơn|khoảng|từ|mỗi năm|hằng năm|hàng năm|được))*\s*$",
    re.IGNORECASE,
)
# "Giảm số vụ ... từ 5% trở lên so với năm trước"
_COMPARED = re.compile(r"(?:(?:hằng năm|mỗi năm|phấn đấu)\s*,?\s*)?(?:giảm|tăng)\s", re.IGNORECASE)
_TO_LEVEL = re.compile(r"\s(?:còn|xuống|lên|đạt|bằng)\s")
# "1.25 giáo viên", "1.250%", "1250.000", "1,250 học sinh": a point or comma where people disagree what it parts.
_UNCLEAR = re.compile(
    r"(?<![\d.,/])(?:\d{1,3}\.\d{1,2}(?![\d/]|\.\d)(?!\s*%)|\d{1,3}\.\d{3}(?=\s*%)|\d{4,}\.\d{3}"
    r"|\d+,\d{3}(?![\d,])(?=\s+[^\W\d]))"
)


# "Đạt 85% (17/20 trường)": the count says the share again.
_BESIDE_SHARE = re.compile(r"(?:100|\d{1,2}(?:[.,]\d+)?)\s*%")
_NEW_PART = re.compile(
    r"[^,;.%\d]{0,60},\s+(?!đạt|chiếm|tỷ lệ|tỉ lệ|bằng|tương đương|trong đó|phấn đấu|với|có|và)[^,;.%\d]{4,80}\d"
)


# "42 trường đạt chuẩn, chiếm 80% tổng số trường": the share names a whole of its own.
_SHARE_LEAD = re.compile(r"[^,;.%\d]{0,80},\s+chiếm(?:\s+(?:khoảng|trên|hơn|ít nhất|tỷ lệ|tỉ lệ))*\s+$", re.IGNORECASE)
_OF_WHOLE = re.compile(r"\s+(?:trên |của |so với )?tổng(?!\w)", re.IGNORECASE)


# "12 bác sĩ trên 10.000 dân": what the count is set against.
_PER_HEAD = re.compile(r"\d\s+[^\d,;.%]{2,25}\strên(?: mỗi)?\s+$")
_NEW_VERB = re.compile(
    r",\s+(?:và )?(?:tạo|xây dựng|thành lập|mở|tổ chức|trồng|đào tạo|thu hút|đón|cấp|kết nạp|xóa|giải quyết|phát triển)"
    r"\s(?:[^,;%\d()]{0,40}\s)?$",
    re.IGNORECASE,
)
# "Đề án 06 đến 100% xã": a number that belongs to a name.
_NUMBERED = re.compile(
    r"(?:đề án|chương trình|nghị quyết|quyết định|chỉ thị|năm|lớp|số|dự án|tiêu chí)\s+$", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Figure:
    """One figure: where it stands, its value and unit; `low` starts a range, `start_level` is a former level."""

    start: int
    end: int
    value: float
    unit: str
    low: float | None = None
    start_level: str | None = None


def figures(text: str) -> list[Figure]:
    """The figures of a piece of text that are aims, in order. Counts are looked for only where no percentage stands."""
    if not _DIGIT.search(text):
        return []
    rises = matches(_RISE, ("từ",), text) if "%" in text else []
    found = [_rise(match) for match in rises]
    for match in PERCENT.finditer(text) if "%" in text else ():
        if not any(match.start() < rise.end() and rise.start() < match.end() for rise in rises):
            found.append(_percent(match))
    shares = list(found)
    if not found or not _BESIDE_SHARE.match(text):
        counts = _counts(text)
        found += counts if not shares else _apart(text, counts, shares)
    if not shares:
        small = lowered(text)
        found += [
            Figure(m.start("value"), m.end("unit"), number(m["value"]), m["unit"])
            for pattern, units in ((MONEY, ("đồng", "usd", "đô la")), (TIMES, ("lần",)))
            if any(unit in small for unit in units)
            for m in pattern.finditer(text)
            if not any(m.start("value") < figure.end and figure.start < m.end() for figure in found)
        ]
    return sorted(found, key=lambda figure: figure.start)


def _counts(text: str) -> list[Figure]:
    """Counts of what a table knows, spans of time that are to become shorter, then counts of anything else."""
    found: list[Figure] = []
    # A count may stand at the very beginning, whatever that is.
    head = lowered(text)[:1]
    for pattern, starts in COUNT_FORMS:
        if pattern is PER_MILLE and "‰" not in text:
            continue
        for match in matches(pattern, (*starts, head), text):
            if any(match.start("value") < known.end and known.start < match.end() for known in found):
                continue
            figure = _count(match)
            if pattern is OPEN_COUNT:
                unit = open_unit(figure.unit)
                figure = replace(figure, unit=unit, end=figure.end - len(figure.unit) + len(unit))
            found.append(figure)
    return [figure for figure in found if not _PER_HEAD.search(text[max(0, figure.start - 30) : figure.start])]


def _apart(text: str, counts: list[Figure], shares: list[Figure]) -> list[Figure]:
    """Counts that are aims beside a percentage: in a part of the sentence of their own."""
    first = min(share.start for share in shares)
    last = max(share.end for share in shares)
    before = [count for count in counts if count.end < first]
    if before and not _NEW_PART.match(text, before[-1].end) and not _of_a_whole(text, before[-1], shares[0]):
        before = []
    return before + [count for count in counts if count.start > last and _NEW_VERB.search(text, last, count.start)]


def _of_a_whole(text: str, count: Figure, share: Figure) -> bool:
    return _SHARE_LEAD.match(text, count.end, share.start) is not None and _OF_WHOLE.match(text, share.end) is not None


def _rise(match: re.Match[str]) -> Figure:
    level = match.group()[: match.start("value") - match.start()]
    level = re.split(r"\s+(?:lên|xuống|tăng lên|giảm xuống)\s", level, maxsplit=1, flags=re.IGNORECASE)[0]
    return Figure(match.start("value"), match.end(), _share(match["value"]), "%", start_level=level)


def _percent(match: re.Match[str]) -> Figure:
    value, low = _share(match["value"]), match["low"]
    if low and _NUMBERED.search(match.string, max(0, match.start() - 20), match.start()):
        return Figure(match.start("value"), match.end(), value, "%")
    if low is None or _share(low) >= value:
        start = match.start("value") if low else match.start()
        return Figure(start, match.end(), value, "%")
    return Figure(match.start(), match.end(), value, "%", _share(low))


def _count(match: re.Match[str]) -> Figure:
    scale = SCALES.get((match["scale"] or "").lower(), 1)
    value, start = number(match["value"]) * scale, match.start("value")
    if match["low"] and number(match["low"]) * scale < value:
        return Figure(match.start("low"), match.end("unit"), value, match["unit"], number(match["low"]) * scale)
    return Figure(start, match.end("unit"), value, match["unit"])


def comparator(text: str, figure: Figure) -> Comparator:
    """How the figure bounds the aim, from the words right beside it; a range without any is "=" from its lower end."""
    before = text[max(0, figure.start - 30) : figure.start]
    if _UPWARDS.match(text, figure.end) or _AT_LEAST.search(before):
        return ">="
    if _DOWNWARDS.match(text, figure.end) or _AT_MOST.search(before):
        return "<="
    return "="


def is_change(text: str, figure: Figure) -> bool:
    """Whether the figure is a growth ("tăng thêm 20%") and so needs a base value."""
    if figure.start_level is not None:
        return False
    if _COMPARED.match(text) and "so với" in text[figure.end :] and not _TO_LEVEL.search(text[: figure.start]):
        return True
    return figure.unit == "lần" or _CHANGE.search(text[max(0, figure.start - 50) : figure.start]) is not None


def unclear_number(text: str) -> str | None:
    """A number whose point or comma may part thousands or decimals ("1.25 giáo viên"), as written."""
    found = _UNCLEAR.search(text)
    return found.group() if found else None


def number(text: str) -> float:
    """A Vietnamese number: points part thousands, a comma decimals ("1.250", "2,5"); a point before one or two figures
    at the end can only be a decimal one."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", text):
        return float(text.replace(".", ""))
    return float(text.replace(",", "."))


def _share(text: str) -> float:
    return float(text.replace(",", "."))


_HEADING_UNIT = re.compile(
    r"(?:đvt|đơn vị(?: tính)?)\s*[:=]?\s*\(?(?P<said>%|[a-zà-ỹđ][a-zà-ỹđ/ ]{0,30})\)?\s*$"
    r"|\((?:đvt|đơn vị(?: tính)?)?\s*:?\s*(?P<inside>%|[a-zà-ỹđ][a-zà-ỹđ/ ]{0,20})\)\s*:?\s*$",
    re.IGNORECASE,
)
_NO_UNIT = re.compile(
    r"(?:trong đó|nếu|theo|bao gồm|gồm|kể|so với|tính|lũy kế|năm|đến|từ|không|có|tăng|giảm)(?!\w)", re.IGNORECASE
)


def unit_of_heading(text: str) -> str | None:
    """The unit that the heading of a row or column names: "Tỷ lệ ... (%)", "ĐVT: giường"; None when it names none."""
    found = _HEADING_UNIT.search(without_marks(text).strip())
    unit = (found["said"] or found["inside"] or "").strip() if found else ""
    return None if not unit or _NO_UNIT.match(unit) else unit
