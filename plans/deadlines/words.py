"""A deadline as people say it: the words of the plan, and what they were read as."""

from plans.model import Deadline

_EVERY = {
    "week": "hằng tuần",
    "month": "hằng tháng",
    "quarter": "hằng quý",
    "half-year": "6 tháng một lần",
    "nine-months": "9 tháng đầu năm",
    "year": "hằng năm",
    "school-year": "theo năm học",
}
_WEEKDAYS = ("", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def said(rule: Deadline) -> str:
    """The words of the plan and, after an arrow, the last permitted day or the rhythm where the words leave it open."""
    meaning = _meaning(rule)
    purpose = f" [{rule.purpose}]" if rule.purpose else ""
    told = not meaning or meaning.casefold() == rule.text.casefold()
    return f"{rule.text}{purpose}" if told else f"{rule.text} → {meaning}{purpose}"


def _meaning(rule: Deadline) -> str:
    if rule.kind == "standing":
        return f"thường xuyên từ {rule.start:%d/%m/%Y}" if rule.start else "thường xuyên"
    if rule.kind == "after" and rule.days is None:
        return ""
    if rule.kind == "after":
        return f"{rule.days} ngày {'làm việc ' if rule.working else ''}sau {rule.event or 'sự kiện nêu trong văn bản'}"
    if rule.kind == "review":
        return f"trong năm {rule.end:%Y}" if rule.end else ""
    if rule.kind == "every":
        return " ".join(filter(None, (_recurring_day(rule), _EVERY.get(rule.every or "", ""))))
    if rule.end is not None:
        start = f"từ {rule.start:%d/%m/%Y} " if rule.start else ""
        return f"{start}đến hết {rule.end:%d/%m/%Y}"
    if rule.month is not None:
        return f"hết {_month_day(rule)} (không ghi năm)"
    return "chưa rõ ngày cuối"


def _recurring_day(rule: Deadline) -> str:
    if rule.every == "week":
        return _WEEKDAYS[rule.day or 0]
    if rule.every == "year" and rule.month is not None:
        return f"hết {_month_day(rule)}"
    if rule.day is None:
        return ""
    months = {"quarter": 3, "half-year": 6}
    last = months.get(rule.every or "")
    if last is None:
        return f"hết ngày {rule.day}"
    if rule.month is None or rule.month == last:
        return f"hết ngày {rule.day} tháng cuối"
    return f"hết ngày {rule.day} tháng thứ {rule.month}" if rule.month < last else f"hết ngày {rule.day} tháng sau kỳ"


def _month_day(rule: Deadline) -> str:
    return f"ngày {rule.day}/{rule.month}" if rule.day else f"tháng {rule.month}"
