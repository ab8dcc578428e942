"""What a match of one form of deadline means: one small function for each kind of words, named in the tables."""

import re
from datetime import date

from plans.deadlines.dates import (
    Purpose,
    When,
    bounded,
    days_in,
    month_end,
    number,
    quarter_span,
    read_day,
    said,
    year_span,
)
from plans.meaning.citations import calendar_date
from plans.model import Every

RHYTHM = (
    r"(?:(?:6|06|sáu) tháng(?: (?:đầu|cuối) năm)?|(?:9|09|chín) tháng(?: đầu năm)?|(?:3|03|ba) tháng|nửa năm"
    r"|năm học|(?:cả |01 |1 |một )?năm|quý|tháng|tuần)(?!\w)(?!\s+\d)(?:\s*/\s*lần|\s+(?:một|1|01) lần)?"
)
HALF = r"(?P<months>6|06|sáu|9|09|chín) tháng (?P<half>đầu|cuối) năm"
_ONE_RHYTHM = re.compile(RHYTHM, re.IGNORECASE)
_SEPARATOR = re.compile(r"(?:\s|,|và\s|hoặc\s)*", re.IGNORECASE)
# Words of a title: a period after them belongs to the name and dates no work.
_TITLED = re.compile(
    r"chương trình|đề án|kế hoạch|dự án|chiến lược|nghị quyết|quyết định|quy hoạch|chỉ thị|phong trào"
    r"|cuộc vận động|vốn",
    re.IGNORECASE,
)
_TITLE_REACH = 200
# "Trong dự toán hằng năm", "vào kế hoạch hằng năm": which estimate or plan, not how often one acts.
_YEARLY_NOUN = re.compile(
    r"(?:dự toán|ngân sách|kinh phí|(?:trong|vào|theo|từ|với|thuộc)(?: các)? (?:báo cáo"
    r"|chương trình(?: công tác)?|kế hoạch"
    r"|nhiệm vụ|nội dung))(?: (?:công tác|ngân sách|chi|chi ngân sách|chi thường xuyên|nhà nước|địa phương"
    r"|tỉnh|được giao"
    r"|phát triển kinh tế - xã hội|phát triển))*\s$",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"báo cáo|định kỳ|sơ kết|tổng kết|giao ban", re.IGNORECASE)
_REPORT_REACH = 80
_FINISHED = re.compile(r"(?:hoàn thành|xong|kết thúc|ban hành|phấn đấu|trình)(?!\w)[^.;]{0,60}$", re.IGNORECASE)
_BUILT = re.compile(r"(?:xây dựng|thành lập|sử dụng|tuyển dụng|sinh|cấp|ban hành|đầu tư|khởi công)\s*$", re.IGNORECASE)
_DASHED = re.compile(r"[\dIV]\s*[-–]", re.IGNORECASE)
_WEEKDAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_RHYTHM_MARKS: tuple[tuple[str, Every], ...] = (
    ("6 tháng", "half-year"),
    ("sáu tháng", "half-year"),
    ("nửa năm", "half-year"),
    ("9 tháng", "nine-months"),
    ("chín tháng", "nine-months"),
    ("3 tháng", "quarter"),
    ("ba tháng", "quarter"),
    ("năm học", "school-year"),
    ("tuần", "week"),
    ("quý", "quarter"),
    ("tháng", "month"),
    ("năm", "year"),
)
# "Tháng cuối kỳ" leaves open which period; the rhythm words of the sentence say it.
_PERIODS: tuple[tuple[str, Every | None, int], ...] = (
    ("quý", "quarter", 3),
    ("tháng", "half-year", 6),
    ("năm", "year", 12),
    ("kỳ", None, 0),
)


def before_days(match: re.Match[str]) -> tuple[When, ...]:
    """ "Trước ngày 15/12" ends the day before; "trước 17 giờ ngày 15/12" ends on the day."""
    return days_in(match, exclusive=not said(match, "clock"), yearly=bool(said(match, "yearly")))


def until_days(match: re.Match[str]) -> tuple[When, ...]:
    """ "Chậm nhất ngày 15/12", "đến hết ngày 15/12": the day itself is the last one."""
    return days_in(match, exclusive=False, yearly=bool(said(match, "yearly")))


def day_of_month(match: re.Match[str]) -> tuple[When, ...]:
    """ "Ngày 20 hằng tháng"; "trước ngày 01" of a month is the last day of the one before."""
    day = number(match, "day") - bool(said(match, "before"))
    return (When("every", every="month", day=day or 31 if day <= 31 else None),)


def day_of_period(match: re.Match[str]) -> tuple[When, ...]:
    """ "Ngày 20 của tháng cuối quý": months count within the period, the first one after it is one more."""
    every, last = next((every, last) for word, every, last in _PERIODS if word in said(match, "period"))
    day = number(match, "day") - bool(said(match, "before"))
    # The last month of a quarter or half-year goes without saying.
    month: int | None = last if every == "year" else None
    if said(match, "place") == "đầu":
        month = last + 1 if said(match, "next") else 1
    if day == 0:
        month, day = (month or last) - 1, 31
    return (When("every", every=every, month=month or None, day=day if day <= 31 else None),)


def weekday(match: re.Match[str]) -> tuple[When, ...]:
    """ "Thứ Sáu hằng tuần": Monday is day 1."""
    name = said(match, "weekday")
    return (When("every", every="week", day=_WEEKDAYS.index(name) + 1 if name else 7),)


def quarters(match: re.Match[str]) -> tuple[When, ...]:
    """ "Quý IV/2025", "quý III và quý IV năm 2026", "quý IV hằng năm", "quý IV"."""
    first = number(match, "q")
    last = number(match, "q2") or first
    if last < first:
        return ()
    if said(match, "y"):
        return bounded(match, *quarter_span(number(match, "y"), first, last))
    return _of_any_year(match, (first * 3 - 2, first * 3), (last * 3 - 2, last * 3))


def quarter_range(match: re.Match[str]) -> tuple[When, ...]:
    """ "Từ quý III/2026 đến quý I/2027"."""
    start = quarter_span(number(match, "y"), number(match, "q"), number(match, "q"))[0]
    end = quarter_span(number(match, "y2"), number(match, "q2"), number(match, "q2"))[1]
    return (When("within", start=start, end=end),) if start < end else ()


def months(match: re.Match[str]) -> tuple[When, ...]:
    """ "Trong tháng 11/2026", "tháng 5 hằng năm", "trước tháng 6/2026", "trong tháng 11"."""
    first = number(match, "m")
    last = number(match, "m2") or first
    each = said(match, "yearly") and "và" in match.group().lower()
    if not (1 <= first <= 12 and 1 <= last <= 12) or (last < first and not each):
        return (When("within"),)
    year = number(match, "y")
    if year:
        return bounded(match, date(year, first, 1), month_end(year, last))
    return _of_any_year(match, (first, first), (last, last))


def _of_any_year(match: re.Match[str], first: tuple[int, int], last: tuple[int, int]) -> tuple[When, ...]:
    """A period of months whose year is not said; every year, each of two periods that "và" or a comma joins counts."""
    if said(match, "since") or said(match, "rough"):
        return ()
    if said(match, "yearly"):
        ends = [last[1]] if _DASHED.search(match.group()) else list(dict.fromkeys((first[1], last[1])))
        if said(match, "before"):
            ends = [(first[0] - 2) % 12 + 1]
        return tuple(When("every", every="year", month=month) for month in ends)
    month = (first[0] - 2) % 12 + 1 if said(match, "before") else last[1]
    once = said(match, "before") or said(match, "until")
    return (When("by" if once else "within", month=month),)


def month_range(match: re.Match[str]) -> tuple[When, ...]:
    """ "Từ tháng 3 đến tháng 5/2026"."""
    first, last, year = number(match, "m"), number(match, "m2"), number(match, "y2")
    if not (1 <= first <= 12 and 1 <= last <= 12):
        return (When("within"),)
    start, end = date(number(match, "y") or year, first, 1), month_end(year, last)
    return (When("within", start=start, end=end),) if start < end else ()


def year(match: re.Match[str]) -> tuple[When, ...]:
    """ "Trong năm 2026", "hết năm 2027", "hoàn thành trước năm 2028"; "xây trước năm 2000" tells of the past."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    if said(match, "before") and (_BUILT.search(before) or not _FINISHED.search(before)):
        return ()
    return bounded(match, *year_span(number(match, "y"), number(match, "y")))


def cell_year(match: re.Match[str]) -> tuple[When, ...]:
    """ "2027", "đến năm 2030"; "từ năm 2026" is a duty that stands from then on."""
    if said(match, "since"):
        return (When("standing", start=date(number(match, "y"), 1, 1)),)
    return year(match)


def cell_month(match: re.Match[str]) -> tuple[When, ...]:
    """ "Tháng 6/2026", "12/2026", "tháng 11"; "từ tháng 3/2026" is a duty that stands from then on."""
    if said(match, "since") and said(match, "y") and 1 <= number(match, "m") <= 12:
        return (When("standing", start=date(number(match, "y"), number(match, "m"), 1)),)
    return months(match)


def half_of_year(match: re.Match[str]) -> tuple[When, ...]:
    """ "6 tháng đầu năm 2026", "9 tháng đầu năm 2026"."""
    first, last = (1, 6) if said(match, "half") == "đầu" else (7, 12)
    if said(match, "months").lstrip("0") in ("9", "chín"):
        first, last = 1, 9
    return bounded(match, date(number(match, "y"), first, 1), month_end(number(match, "y"), last))


def years(match: re.Match[str]) -> tuple[When, ...]:
    """ "Giai đoạn 2026 - 2028"."""
    first, last = number(match, "y"), number(match, "y2")
    start, end = year_span(first, last)
    return (When("within", start=start, end=end),) if first <= last else ()


def stage(match: re.Match[str]) -> tuple[When, ...]:
    """ "Trong giai đoạn 2026 - 2028"; at the end of a sentence only where no programme or plan is named before it."""
    if not said(match, "y3"):
        return years(match)
    before = match.string[max(0, match.start() - _TITLE_REACH) : match.start()]
    if _TITLED.search(re.split(r"[.;]\s", before)[-1]):
        return ()
    first, last = number(match, "y3"), number(match, "y4")
    start, end = year_span(first, last)
    return (When("within", start=start, end=end),) if first <= last else ()


def day_range(match: re.Match[str]) -> tuple[When, ...]:
    """ "Từ ngày 16/11/2025 đến ngày 20/11/2025"; the first day may leave its year to the last one."""
    first, last = read_day(match["first"]), read_day(match["last"])
    if first is None or last is None or last[2] is None:
        return ()
    start = calendar_date(first[0], first[1], first[2] or last[2])
    end = calendar_date(*last)
    return (When("within", start=start, end=end),) if start and end and start <= end else (When("within"),)


def review(match: re.Match[str]) -> tuple[When, ...]:
    """ "Sơ kết năm 2027", "năm 2030 tổ chức tổng kết"."""
    end = date(number(match, "y") or number(match, "y2"), 12, 31)
    purpose: Purpose = "sơ kết" if said(match, "what") == "sơ kết" else "tổng kết"
    return (When("review", end=end, purpose=purpose),)


def after_event(match: re.Match[str]) -> tuple[When, ...]:
    """ "Trong vòng 30 ngày kể từ ngày ban hành", "sau 05 ngày làm việc". A week has seven days."""
    event = match["event"].strip() if match["event"] else None
    unit, count = said(match, "unit"), number(match, "n")
    days: int | None = count * (7 if unit == "tuần" else 1)
    if unit == "giờ":
        days = count // 24 if count % 24 == 0 else None
    elif unit == "tháng":
        # A month is no fixed number of days; the words stand in the text of the deadline.
        days = None
    return (When("after", days=days, working=bool(said(match, "working")), event=event),)


def day_of_rhythm(match: re.Match[str]) -> tuple[When, ...]:
    """ "Hằng tháng, trước ngày 25": the day belongs to the rhythm. Of a quarter or year it leaves open which month."""
    unit = said(match, "unit")
    every: Every = "month" if unit == "tháng" else "quarter" if unit == "quý" else "year"
    if every != "month":
        return (When("every", every=every),)
    day = number(match, "day") - bool(said(match, "before"))
    return (When("every", every="month", day=day or 31),) if day <= 31 else ()


def before_event(match: re.Match[str]) -> tuple[When, ...]:
    """ "Chậm nhất 03 ngày trước khi tổ chức lễ hội", "trước mùa mưa bão": the event has no day in the text."""
    return (When("within", event=match["event"].strip()),)


def since_year(match: re.Match[str]) -> tuple[When, ...]:
    """ "Từ năm 2026 trở đi"."""
    month = number(match, "m") or 1
    return (When("standing", start=date(number(match, "y"), month, 1)),) if month <= 12 else ()


def open_rhythm(match: re.Match[str]) -> tuple[When, ...]:
    """ "Hai năm một lần": a rhythm that no reporting cycle has; a person says which years it means."""
    return (When("every"),)


def end_of_year(match: re.Match[str]) -> tuple[When, ...]:
    """ "Cuối năm báo cáo ..."."""
    return (When("every", every="year", derived=True),)


def first_half(match: re.Match[str]) -> tuple[When, ...]:
    """ "Báo cáo 6 tháng đầu năm"; "tự đánh giá 6 tháng đầu năm" names what is judged and no rhythm."""
    before = match.string[max(0, match.start() - _REPORT_REACH) : match.start()]
    return rhythms(match) if _REPORTED.search(re.split(r"[.;]\s", before)[-1]) else ()


def rhythm_of_work(match: re.Match[str]) -> tuple[When, ...]:
    """ "Hằng năm"; not in "bố trí trong dự toán hằng năm", where it tells which estimate."""
    before = match.string[max(0, match.start() - _TITLE_REACH) : match.start()]
    return () if not match.group()[:1].isupper() and _YEARLY_NOUN.search(before) else rhythms(match)


def school_year(match: re.Match[str]) -> tuple[When, ...]:
    """ "Trước khi khai giảng", "kết thúc năm học": the ministry fixes the days each year, so none is given here."""
    event = "khai giảng" if "khai giảng" in match.group().lower() else match.group().strip().lower()
    if said(match, "y"):
        return (When("within", event=event),)
    return (When("every", every="school-year", event=event, derived=True),)


def rhythms(match: re.Match[str]) -> tuple[When, ...]:
    """ "Định kỳ 6 tháng, hằng năm": one rule for each rhythm of the list."""
    whole = match.group()
    found, begin = [], 0
    for word in _ONE_RHYTHM.finditer(whole):
        gap = _SEPARATOR.match(whole, begin)
        begin = gap.end() if gap else begin
        every = next(every for mark, every in _RHYTHM_MARKS if mark in word.group().lower())
        found.append(When("every", every=every, derived=True, span=(begin, word.end())))
        begin = word.end()
    return tuple(found)


def following_years(match: re.Match[str]) -> tuple[When, ...]:
    """ "... và các năm tiếp theo"."""
    return (When("every", every="year", derived=True),)


def standing(match: re.Match[str]) -> tuple[When, ...]:
    """ "Thường xuyên"."""
    return (When("standing", derived=True),)
