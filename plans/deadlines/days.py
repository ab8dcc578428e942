"""The calendar of a deadline: which days of one year are its last permitted ones."""

from datetime import date, timedelta

from plans.deadlines.dates import month_end
from plans.model import Deadline

_MONTHS_OF = {"month": 1, "quarter": 3, "half-year": 6, "year": 12, "nine-months": 12, "school-year": 12}


def last_days(rule: Deadline, year: int) -> tuple[date, ...]:
    """The last permitted days of the rule in that calendar year, in order; () when it gives none.

    A rhythm without a day, a standing duty and a term after an event give none. A day that was written without a year
    ("trước ngày 15/12") is given for whatever year is asked. A month without a day ends with its last one, a quarter
    with a day but no month means its last month, and a day that a month is too short for is the month's last.
    """
    if rule.end is not None:
        return (rule.end,) if rule.end.year == year else ()
    if rule.kind not in ("by", "within", "every") or (rule.day is None and rule.month is None):
        return ()
    if rule.every == "week":
        return _weekly(rule.day or 7, year)
    step = _MONTHS_OF[rule.every or "year"]
    month, day = rule.month or step, rule.day or 31
    # A day of the first month of the next period may fall in the year after.
    found = (_clipped(start, first + month - 1, day) for start in (year - 1, year) for first in range(1, 13, step))
    return tuple(last for last in found if last.year == year)


def _clipped(year: int, month: int, day: int) -> date:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, month_end(year, month).day))


def _weekly(weekday: int, year: int) -> tuple[date, ...]:
    first = date(year, 1, 1)
    first += timedelta(days=(weekday - first.isoweekday()) % 7)
    return tuple(day for week in range(53) if (day := first + timedelta(weeks=week)).year == year)
