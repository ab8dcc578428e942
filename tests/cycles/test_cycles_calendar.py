"""Working days: public holidays, swapped days, days no law has settled, office hours."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.calendar import HOUR_ZONE, WorkCalendar, is_office_time, read_table, shipped_calendar, shipped_table
from cycles.errors import BadCalendarFile, NaiveTime

CALENDAR = shipped_calendar()
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 1))

# day, weekday, do people work, why
TABLE = [
    ("2024-12-13", "Fri", True, "an ordinary Friday"),
    ("2024-12-14", "Sat", False, "an ordinary Saturday"),
    ("2024-04-29", "Mon", False, "swapped with Saturday 4 May"),
    ("2024-05-04", "Sat", True, "worked for 29 April"),
    ("2024-02-08", "Thu", False, "Tết"),
    ("2025-01-27", "Mon", False, "Tết"),
    ("2025-04-07", "Mon", False, "Giỗ Tổ"),
    ("2025-04-26", "Sat", True, "worked for 2 May"),
    ("2025-05-02", "Fri", False, "swapped with Saturday 26 April"),
    ("2026-01-02", "Fri", False, "swapped with Saturday 10 January, unknown to the package"),
    ("2026-01-10", "Sat", True, "worked for 2 January, unknown to the package"),
    ("2026-02-13", "Fri", True, "the last day before Tết"),
    ("2026-02-14", "Sat", False, "Tết"),
    ("2026-02-20", "Fri", False, "Tết"),
    ("2026-02-22", "Sun", False, "Tết"),
    ("2026-02-23", "Mon", True, "the first day after Tết"),
    ("2026-04-27", "Mon", False, "Giỗ Tổ fell on a Sunday"),
    ("2026-08-22", "Sat", True, "worked for 31 August"),
    ("2026-08-31", "Mon", False, "swapped with Saturday 22 August"),
    ("2026-09-02", "Wed", False, "Quốc khánh"),
    ("2026-11-24", "Tue", True, "Ngày Văn hóa Việt Nam is not settled"),
    ("2029-11-26", "Mon", True, "no compensation for a day that is not settled"),
    ("2026-12-25", "Fri", True, "Christmas is no public holiday"),
]


@pytest.mark.parametrize(("day", "weekday", "works", "why"), TABLE, ids=[f"{row[0]} {row[3]}" for row in TABLE])
def test_the_calendar_knows_who_works_when(day, weekday, works, why):
    on = date.fromisoformat(day)
    assert WEEKDAYS[on.weekday()] == weekday
    assert CALENDAR.is_working_day(on) is works


# Tết and Giỗ Tổ by the Vietnamese calendar (UTC+7); 2030 differs from the Chinese one.
LUNAR = [
    (2025, (1, 29), (4, 7)),
    (2026, (2, 17), (4, 26)),
    (2027, (2, 6), (4, 16)),
    (2028, (1, 26), (4, 4)),
    (2029, (2, 13), (4, 23)),
    (2030, (2, 2), (4, 12)),
]


@pytest.mark.parametrize(("year", "new_year", "ancestors"), LUNAR, ids=[str(row[0]) for row in LUNAR])
def test_lunar_holidays_fall_on_the_vietnamese_days(year, new_year, ancestors):
    assert not CALENDAR.is_working_day(date(year, *new_year))
    assert not CALENDAR.is_working_day(date(year, *ancestors))


def test_the_unsettled_day_can_be_switched_on():
    assert not WorkCalendar(undecided_off=True).is_working_day(date(2026, 11, 24))


def test_own_overrides_replace_the_shipped_ones():
    own = WorkCalendar({date(2026, 12, 14): False})
    assert not own.is_working_day(date(2026, 12, 14))
    assert own.is_working_day(date(2026, 1, 2))


def test_every_known_year_is_plausible():
    """Decreed days off take 11 working days at most; a year without them means that the package has no data."""
    assert shipped_table().known_years[0] == 2023
    for year in CALENDAR.known_years:
        days = [date(year, 1, 1) + timedelta(number) for number in range(365)]
        off = [day for day in days if day.weekday() < 5 and not CALENDAR.is_working_day(day)]
        assert 8 <= len(off) <= 14, f"{year}: {len(off)} ngày nghỉ trong tuần"


def test_next_year_is_in_the_shipped_calendar():
    next_year = datetime.now(HOUR_ZONE).year + 1
    assert next_year in CALENDAR.known_years, (
        f"Lịch làm việc năm {next_year} chưa có: cập nhật gói holidays, thêm ngày nghỉ và ngày làm bù của năm vào "
        "cycles/data/calendar.toml, rồi nâng known_to."
    )


@pytest.mark.parametrize(
    ("today", "asked"), [("2026-10-31", False), ("2026-11-01", True), ("2027-03-01", True), ("2025-12-31", False)]
)
def test_a_year_without_official_swaps_is_announced_from_november(today, asked):
    assert bool(CALENDAR.notice(date.fromisoformat(today))) is asked


def test_the_notice_names_the_year_and_the_file():
    assert "năm 2027" in CALENDAR.notice(date(2026, 12, 1))
    assert "calendar.toml" in CALENDAR.notice(date(2026, 12, 1))


# start, count, result
STEPS = [
    ("Fri 2024-12-13", 1, "Mon 2024-12-16"),
    ("Sat 2024-12-14", 1, "Mon 2024-12-16"),
    ("Sat 2024-12-14", 0, "Mon 2024-12-16"),
    ("Mon 2024-12-16", 0, "Mon 2024-12-16"),
    ("Mon 2024-12-16", -1, "Fri 2024-12-13"),
    ("Fri 2026-02-13", 1, "Mon 2026-02-23"),
    ("Mon 2026-02-23", -1, "Fri 2026-02-13"),
    ("Fri 2026-01-09", 1, "Sat 2026-01-10"),
    ("Wed 2025-12-31", 1, "Mon 2026-01-05"),
]


def _day(text: str) -> date:
    weekday, day = text.split()
    on = date.fromisoformat(day)
    assert WEEKDAYS[on.weekday()] == weekday
    return on


@pytest.mark.parametrize(("start", "count", "result"), STEPS)
def test_working_days_are_counted_over_weekends_and_holidays(start, count, result):
    assert CALENDAR.add_working_days(_day(start), count) == _day(result)


@given(DAYS, st.integers(1, 30))
def test_counting_forth_and_back_returns_to_a_working_day(day, count):
    start = CALENDAR.next_working_day(day)
    there = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working_day(there)
    assert there > start
    assert CALENDAR.add_working_days(there, -count) == start


@given(DAYS)
def test_next_and_previous_embrace_a_day_without_working_days_between(day):
    before, after = CALENDAR.previous_working_day(day), CALENDAR.next_working_day(day)
    assert before <= day <= after
    assert (before == after) is CALENDAR.is_working_day(day)
    assert CALENDAR.add_working_days(day, 1) == after or before == after


HOURS = [
    ("Mon 2026-12-14", "07:29", False),
    ("Mon 2026-12-14", "07:30", True),
    ("Mon 2026-12-14", "16:29", True),
    ("Mon 2026-12-14", "16:30", False),
    ("Sat 2026-12-12", "10:00", False),
    ("Sat 2026-01-10", "10:00", True),
    ("Fri 2026-01-02", "10:00", False),
]


@pytest.mark.parametrize(("day", "clock", "inside"), HOURS)
def test_letters_leave_in_office_hours_only(day, clock, inside):
    now = datetime.fromisoformat(f"{_day(day)}T{clock}").replace(tzinfo=HOUR_ZONE)
    assert is_office_time(now) is inside
    following = CALENDAR.next_office_time(now)
    assert is_office_time(following)
    assert (following == now) is inside


def test_office_hours_are_those_of_vietnam_wherever_the_machine_stands():
    assert is_office_time(datetime(2026, 12, 14, 1, 0, tzinfo=UTC))
    assert not is_office_time(datetime(2026, 12, 14, 10, 0, tzinfo=UTC))


def test_before_opening_the_offices_open_the_same_day():
    early = datetime(2026, 12, 14, 5, 0, tzinfo=HOUR_ZONE)
    assert CALENDAR.next_office_time(early) == datetime(2026, 12, 14, 7, 30, tzinfo=HOUR_ZONE)


def test_a_time_without_zone_is_refused():
    with pytest.raises(NaiveTime, match="múi giờ"):
        is_office_time(datetime(2026, 12, 14, 10, 0))  # noqa: DTZ001


BROKEN = [
    ("not TOML", "= =", "không phải TOML"),
    ("no range", "decided_to = 2026", "thiếu mục"),
    ("a reversed span", "[[override]]\nfrom = 2026-02-02\nto = 2026-02-01\nworks = false", "bị ngược"),
    ("a word for a truth value", '[[override]]\nfrom = 2026-02-02\nworks = "no"', "true hoặc false"),
    ("a word for a day", '[[override]]\nfrom = "Tết"\nworks = false', "là ngày"),
    ("one day twice", "[[override]]\nfrom = 2026-02-02\nworks = true\n" * 2, "hai dòng"),
    ("a word for a year", 'known_from = "x"\nknown_to = 2026\ndecided_to = 2026', "sai kiểu"),
]


@pytest.mark.parametrize(("case", "text", "said"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_broken_table_is_refused_with_a_sentence(case, text, said):
    with pytest.raises(BadCalendarFile, match=said):
        read_table(text)
