"""The small grammar of days and periods that all forms of deadlines share, and the value they are read into."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from plans.meaning.citations import calendar_date
from plans.model import Every

Kind = Literal["by", "within", "every", "standing", "after", "review"]
Purpose = Literal["báo cáo", "sơ kết", "tổng kết"]


@dataclass(frozen=True)
class When:
    """What one form reads: the fields of a Deadline. `span` is the part of the match it stands in, all of it if None.

    `derived` marks a mere rhythm. `purpose` is set only by forms whose own words say it.
    """

    kind: Kind
    every: Every | None = None
    month: int | None = None
    day: int | None = None
    start: date | None = None
    end: date | None = None
    days: int | None = None
    working: bool = False
    event: str | None = None
    purpose: Purpose | None = None
    derived: bool = False
    span: tuple[int, int] | None = None


@dataclass(frozen=True)
class Form:
    """One way of writing a deadline: `read` turns a match of `pattern` into rules, () when it is none after all.

    `needs` are words in small letters of which one stands in every match; a text without them is not searched, nor one
    without any word of each group of `also`. Where every match begins with one of `starts`, only the places of these
    words are tried.
    """

    name: str
    needs: tuple[str, ...]
    also: tuple[tuple[str, ...], ...]
    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], tuple[When, ...]]
    starts: tuple[str, ...] = ()


def form(
    name: str, needs: str, pattern: str, read: Callable[[re.Match[str]], tuple[When, ...]], starts: str = ""
) -> Form:
    """A line of the table. `needs` and `starts` separate words by "|", `needs` groups of words by " & "."""
    compiled = re.compile(rf"(?<!\w)(?:{pattern})", re.IGNORECASE)
    first, *also = (tuple(group.split("|")) for group in needs.split(" & "))
    return Form(name, first, tuple(also), compiled, read, tuple(starts.split("|")) if starts else ())


# A year is never followed by a dash and another figure here: "2026 - 2030" is a period and has forms of its own.
YEAR = r"20\d\d(?!\d|\s*[-–]\s*\d)"
DAY = r"(?:ngày\s+)?\d{1,2}\s?(?:/|-|\.|tháng)\s?\d{1,2}(?:\s?(?:/|-|\.|,?\s?năm)\s?\d{4})?(?![\d/])"
QUARTER = r"(?:IV|I{1,3}|[1-4])(?!\w)"
YEARLY = (
    r"(?:\s*,?\s*(?:của\s+)?(?:h[ằà]ng năm|mỗi năm|các năm|từng năm"
    r"|năm (?:báo cáo|kế hoạch|sau|tiếp theo|kế tiếp|liền kề)))"
)
# Who or what the day bounds: up to the day before, up to the day itself, in the period, from it on.
BEFORE = (
    r"(?:(?:chậm nhất|muộn nhất|hạn cuối|hạn chót)(?:\s+(?:là|vào|đến))*\s+)?trước(?!\s+(?:hoặc|và|hết))(?:\s+ngày)?"
)
UNTIL = (
    r"(?:chậm nhất|muộn nhất|hạn cuối(?: cùng)?|hạn chót|không muộn hơn|không quá|trước (?:hoặc|và) (?:vào|trong|đúng)"
    r"|đến hết|đến cuối|đến|hết|cuối)(?:\s*:|\s+(?:là|vào|trong|đến|cuối|hết))*"
)
INSIDE = r"(?:(?:hoàn thành|xong)(?: trong| vào)?|trong(?: khoảng)?|vào|thời gian(?: thực hiện| hoàn thành)?\s*:?)"
ROUGH = r"(?:(?:vào |trong |từ )?(?:đầu|giữa))"
FROM = r"(?:kể từ|bắt đầu từ|từ)"
# The words these begin with, in small letters.
BEFORE_STARTS = "chậm nhất|muộn nhất|hạn|trước"
FROM_STARTS = "kể từ|bắt đầu|từ"
UNTIL_STARTS = f"{BEFORE_STARTS}|không muộn|không quá|đến|hết|cuối"
LEADS_STARTS = f"{UNTIL_STARTS}|hoàn thành|xong|trong|vào|thời gian|đầu|giữa|{FROM_STARTS}"
LEADS = rf"(?:(?P<before>{BEFORE})|(?P<until>{UNTIL})|(?P<rough>{ROUGH})|(?P<inside>{INSIDE})|(?P<since>{FROM}))"

_DAY_PARTS = re.compile(
    r"(?P<d>\d{1,2})\s?(?P<sep>/|-|\.|tháng)\s?(?P<m>\d{1,2})(?:\s?(?:/|-|\.|,?\s?năm)\s?(?P<y>\d{4}))?", re.IGNORECASE
)
_SEPARATOR = re.compile(r"(?:\s|,|;|và\s)*", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
LONGEST_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def said(match: re.Match[str], name: str) -> str:
    """What a group holds, in small letters; "" when the form has no such group or it stayed empty."""
    return (match.groupdict().get(name) or "").lower()


def number(match: re.Match[str], name: str) -> int:
    """A group as a number, Roman numerals included; 0 when it is empty."""
    text = said(match, name)
    return _QUARTERS.get(text) or int(text or 0)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def quarter_span(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first day of one quarter to the last day of another one of the same year."""
    return date(year, first * 3 - 2, 1), month_end(year, last * 3)


def year_span(first: int, last: int) -> tuple[date, date]:
    """From New Year's Day of one year to the end of another."""
    return date(first, 1, 1), date(last, 12, 31)


def bounded(match: re.Match[str], start: date, end: date) -> tuple[When, ...]:
    """The rule for a period, as the words before it bound it. "Đầu quý II" does not say which day is the last one."""
    if said(match, "before"):
        return (When("by", end=start - timedelta(days=1)),)
    if said(match, "until"):
        return (When("by", end=end),)
    if said(match, "rough"):
        return (When("within", start=start),)
    if said(match, "since"):
        return ()
    return (When("within", start=start, end=end),)


def read_day(text: str) -> tuple[int, int, int | None] | None:
    """Day, month and year of one written day; None when it is none."""
    part = _DAY_PARTS.search(text)
    return (int(part["d"]), int(part["m"]), int(part["y"]) if part["y"] else None) if part else None


def days_in(match: re.Match[str], exclusive: bool, yearly: bool) -> tuple[When, ...]:
    """One rule for every day of a list such as "ngày 15/6 và 15/12 hằng năm"."""
    whole = match.group()
    parts = [part for part in _DAY_PARTS.finditer(whole) if part["y"] or part["sep"] not in ("-", ".")]
    year = next((part["y"] for part in parts if part["y"]), None) if len(parts) > 1 and not yearly else None
    rules, begin = [], 0
    for part in parts:
        end = len(whole) if part is parts[-1] else part.end()
        gap = _SEPARATOR.match(whole, begin)
        begin = gap.end() if gap else begin
        rules.append(_one_day(part, part["y"] or year, exclusive, yearly, (begin, end)))
        begin = end
    return tuple(rules)


def _one_day(part: re.Match[str], year: str | None, exclusive: bool, yearly: bool, span: tuple[int, int]) -> When:
    day, month = int(part["d"]), int(part["m"])
    kind: Kind = "every" if yearly else "by"
    if year and not yearly:
        last = calendar_date(day, month, int(year))
        return When("by", end=last - timedelta(days=1) if last and exclusive else last, span=span)
    every: Every | None = "year" if yearly else None
    if not 1 <= month <= 12 or not 1 <= day <= LONGEST_MONTH[month - 1]:
        return When(kind, every=every, span=span)
    if exclusive:
        day, month = (day - 1, month) if day > 1 else (LONGEST_MONTH[month - 2], (month - 2) % 12 + 1)
    return When(kind, every=every, month=month, day=day, span=span)
