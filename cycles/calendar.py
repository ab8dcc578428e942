"""Working days of Vietnamese civil servants: public holidays, swapped days and office hours.

The package ``holidays`` gives the days of the Labour Code 2019, article 112; what it lacks or lists too early stands in
``data/calendar.toml``, which wins.
"""

import tomllib
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal
from zoneinfo import ZoneInfo

import holidays

from cycles.errors import BadCalendarFile, NaiveTime

HOUR_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)
SATURDAY = 5
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

# Where a due day on a day off goes: Decree 09/2019 leaves it open, article 148 clause 5 of the Civil Code says "next".
DayOff = Literal["next", "previous"]


def legal_day(day: date) -> str:
    """ "01/3/2025": as decisions write a day, with a zero before days under 10 and before January and February."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """Hours in which letters may leave; ``end`` is the first minute outside."""

    start: time = time(7, 30)
    end: time = time(16, 30)


@dataclass(frozen=True, slots=True)
class CalendarTable:
    """The shipped table: dated overrides (True = people work), years covered, days that no law has settled yet."""

    overrides: Mapping[date, bool]
    known_years: range
    decided_to: int
    undecided: tuple[str, ...]


def read_table(text: str) -> CalendarTable:
    """Read a calendar table in TOML; raises BadCalendarFile."""
    try:
        # TOML values have many types; the keys used below decide which ones are right.
        raw: dict[str, Any] = tomllib.loads(text)
        overrides: dict[date, bool] = {}
        for row in raw.get("override", []):
            first, last = row["from"], row.get("to", row["from"])
            _check_span(first, last, row["works"])
            for step in range((last - first).days + 1):
                day = first + step * ONE_DAY
                if day in overrides:
                    raise BadCalendarFile(f"ngày {day:%d/%m/%Y} có hai dòng")
                overrides[day] = row["works"]
        known = range(raw["known_from"], raw["known_to"] + 1)
        undecided = tuple(str(row["package_name"]) for row in raw.get("undecided", []))
        return CalendarTable(MappingProxyType(overrides), known, int(raw["decided_to"]), undecided)
    except tomllib.TOMLDecodeError as error:
        raise BadCalendarFile(f"không phải TOML ({error})") from error
    except KeyError as error:
        raise BadCalendarFile(f"thiếu mục {error}") from error
    except (TypeError, AttributeError) as error:
        raise BadCalendarFile("có giá trị sai kiểu") from error


def _check_span(first: object, last: object, works: object) -> None:
    plain_days = type(first) is date and type(last) is date
    if not plain_days or not isinstance(works, bool):
        raise BadCalendarFile("mỗi dòng “override” cần from, to là ngày và works là true hoặc false")
    if last < first:  # type: ignore[operator]  # both are dates, see above
        raise BadCalendarFile(f"khoảng từ {first} đến {last} bị ngược")


@lru_cache(maxsize=1)
def shipped_table() -> CalendarTable:
    """The table shipped with the program."""
    return read_table(resources.files("cycles").joinpath("data/calendar.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=256)
def _public_days(year: int, ignored: tuple[str, ...]) -> tuple[frozenset[date], frozenset[date]]:
    """Days off and swapped Saturdays of one year; days which the package lists only under an ignored name stay out."""
    listed = holidays.country_holidays("VN", years=year, language="en_US")
    off = {
        day
        for day, names in listed.items()
        if not all(any(name.strip().startswith(word) for word in ignored) for name in names.split(";"))
    }
    return frozenset(off), frozenset(day for day in listed.weekend_workdays if day.year == year)


class WorkCalendar:
    """Answers "do people work on this day?"; immutable, so one may be shared.

    ``overrides`` maps a day to True (people work) or False; without it the shipped table is used. ``undecided_off``
    treats the days that no law has settled yet as holidays. ``day_off`` says where a due day on a day off goes.
    """

    def __init__(
        self,
        overrides: Mapping[date, bool] | None = None,
        *,
        office: OfficeHours = OfficeHours(),
        undecided_off: bool = False,
        day_off: DayOff = "next",
    ) -> None:
        table = shipped_table()
        self._overrides = dict(table.overrides if overrides is None else overrides)
        self._ignored = () if undecided_off else table.undecided
        self.office = office
        self.day_off: DayOff = day_off
        self.known_years = table.known_years
        self.decided_years = range(table.known_years.start, table.decided_to + 1)
        self._own_years: frozenset[int] = frozenset()

    def with_days(self, days: Mapping[date, bool]) -> "WorkCalendar":
        """The same calendar with a province's own days (True = people work), which win over the shipped ones."""
        changed = copy(self)
        changed._overrides = self._overrides | dict(days)
        changed._own_years = self._own_years | {day.year for day in days}
        return changed

    def is_working_day(self, day: date) -> bool:
        """True when offices are open on ``day``."""
        decided = self._overrides.get(day)
        if decided is not None:
            return decided
        off, swapped = _public_days(day.year, self._ignored)
        if day in off:
            return False
        return day.weekday() < SATURDAY or day in swapped

    def next_working_day(self, day: date) -> date:
        """``day`` itself when people work on it, else the first working day after it."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def previous_working_day(self, day: date) -> date:
        """``day`` itself when people work on it, else the last working day before it."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def due_day(self, day: date) -> date:
        """``day`` itself when people work on it, else the working day before or after it, by the rule ``day_off``."""
        return self.next_working_day(day) if self.day_off == "next" else self.previous_working_day(day)

    def add_working_days(self, day: date, count: int) -> date:
        """The working day that lies ``count`` working days after (before, when negative) ``day``.

        ``day`` itself is not counted; zero gives ``next_working_day(day)``.
        """
        if count == 0:
            return self.next_working_day(day)
        step = ONE_DAY if count > 0 else -ONE_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def is_office_time(self, now: datetime) -> bool:
        """True inside office hours of a working day, by the clock of Vietnam; raises NaiveTime."""
        if now.tzinfo is None:
            raise NaiveTime
        local = now.astimezone(HOUR_ZONE)
        return self.is_working_day(local.date()) and self.office.start <= local.time() < self.office.end

    def next_office_time(self, now: datetime) -> datetime:
        """``now`` inside office hours, else the next opening of the offices; raises NaiveTime."""
        if self.is_office_time(now):
            return now.astimezone(HOUR_ZONE)
        local = now.astimezone(HOUR_ZONE)
        day = local.date() if local.time() < self.office.start else local.date() + ONE_DAY
        return datetime.combine(self.next_working_day(day), self.office.start, HOUR_ZONE)

    def notice(self, today: date) -> str:
        """A sentence on what the calendar lacks for this year or the next one; empty when nothing is missing.

        The swaps of a year are announced late in the year before, so next year is asked for from November on. A year
        in which a province has set days of its own counts as looked after.
        """
        wanted = today.year + 1 if today.month >= 11 else today.year
        if wanted in self.decided_years or wanted in self._own_years:
            return ""
        return (
            f"Lịch nghỉ năm {wanted} chưa được xác nhận: ghi ngày nghỉ Tết, Quốc khánh và ngày làm bù theo thông báo "
            "chính thức bằng lệnh dondoc calendar set, hoặc bổ sung vào cycles/data/calendar.toml rồi nâng decided_to."
        )


def is_office_time(now: datetime, calendar: WorkCalendar | None = None) -> bool:
    """``WorkCalendar.is_office_time`` with the shipped calendar by default."""
    return (calendar or shipped_calendar()).is_office_time(now)


@lru_cache(maxsize=1)
def shipped_calendar() -> WorkCalendar:
    """The calendar with the shipped table and the usual office hours."""
    return WorkCalendar()
