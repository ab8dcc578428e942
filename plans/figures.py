"""Figures in a sentence: percentages and counts that are aims; ages, money and dates are not."""

import re
from dataclasses import dataclass

from plans.model import Comparator

_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
PERCENT = re.compile(r"(?:(?P<low>\d+(?:[.,]\d+)?)\s*%?\s*[-–]\s*)?(?P<value>\d+(?:[.,]\d+)?)\s*%")
# A count is an aim only after a word that sets an aim, and only of things one builds, opens or trains.
COUNT = re.compile(
    rf"(?:(?:ít nhất|tối thiểu|không dưới|trên|hơn|thêm|mới|đạt|có|thành lập|tổ chức|xây dựng|mở|cho"
    rf"|được)\s+)(?P<value>{_NUMBER})\s+"
    r"(?P<unit>mô hình|phòng học|phòng|trường học|trường|lớp|nhóm trẻ|nhóm|giáo viên|cán bộ quản lý|cán bộ"
    r"|công trình|thư viện|điểm trường"
    r"|cơ sở|xã|phường|huyện|học sinh|trẻ em|trẻ|đơn vị|hội nghị|chuyên đề|đợt|cuộc|bộ|tài liệu|người|căn"
    r"|nhà công vụ)(?!\w)"
)
_AT_LEAST = re.compile(
    r"(?:ít nhất|tối thiểu|thấp nhất|không dưới|không thấp hơn|không ít hơn|trên|hơn|>=|≥|>)\s*(?:là\s+|đạt\s+)?$",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:tối đa|cao nhất|nhiều nhất|không quá|không vượt quá|dưới|<=|≤|<)\s*(?:là\s+)?$", re.IGNORECASE
)
_UPWARDS = re.compile(r"\s*trở lên")
_DOWNWARDS = re.compile(r"\s*trở xuống")
_CHANGE = re.compile(
    r"(?:tăng|giảm)(?:\s+(?:thêm|bình quân|ít nhất|tối thiểu|trên|hơn|khoảng|từ|mỗi năm|hằng năm|hàng năm))*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """One figure: where it stands, its value and unit; `low` is the lower end of a range such as 80-85%."""

    start: int
    end: int
    value: float
    unit: str
    low: float | None


def figures(text: str) -> list[Figure]:
    """The figures of a piece of text that are aims, in order. Counts are looked for only where no percentage stands."""
    found = [
        Figure(m.start(), m.end(), _decimal(m["value"]), "%", _decimal(m["low"]) if m["low"] else None)
        for m in PERCENT.finditer(text)
    ]
    if found:
        return found
    return [Figure(m.start("value"), m.end("value"), _count(m["value"]), m["unit"], None) for m in COUNT.finditer(text)]


def comparator(text: str, figure: Figure) -> Comparator:
    """How the figure bounds the aim, from the words right beside it."""
    before = text[max(0, figure.start - 30) : figure.start]
    if figure.low is not None or _UPWARDS.match(text, figure.end) or _AT_LEAST.search(before):
        return ">="
    if _DOWNWARDS.match(text, figure.end) or _AT_MOST.search(before):
        return "<="
    return "="


def is_change(text: str, figure: Figure) -> bool:
    """Whether the figure is a growth ("tăng thêm 20%") and so needs a base value."""
    return _CHANGE.search(text[max(0, figure.start - 50) : figure.start]) is not None


def _decimal(text: str) -> float:
    return float(text.replace(",", "."))


def _count(text: str) -> float:
    return float(text.replace(".", "").replace(",", "."))
