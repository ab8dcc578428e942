"""Working days: public holidays, swapped days, days no law has settled, office hours."""

from datetime import UTC, date, datetime, time, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycles.calendar import (
    HOUR_ZONE,
    OfficeHours,
    WorkCalendar,
    is_office_time,
    read_table,
    shipped_calendar,
    shipped_table,
)
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
    ("2027-02-03", "Wed", True, "the last day before Tết"),
    ("2027-02-11", "Thu", True, "the first day after Tết"),
    ("2027-05-03", "Mon", False, "1 May fell on a Saturday"),
]


@pytest.mark.parametrize(("day", "weekday", "works", "why"), TABLE, ids=[f"{row[0]} {row[3]}" for row in TABLE])
def test_the_calendar_knows_who_works_when(day, weekday, works, why):
    on = date.fromisoformat(day)
    assert WEEKDAYS[on.weekday()] == weekday
    assert CALENDAR.is_working_day(on) is works


# The announced closures of the decided years, weekends within them included, and the Saturdays worked for them.
ANNOUNCED = {
    2023: (["1/1-2/1", "20/1-26/1", "29/4-3/5", "1/9-4/9"], []),
    2024: (["1/1", "8/2-14/2", "18/4", "27/4-1/5", "31/8-3/9"], ["4/5"]),
    2025: (["1/1", "25/1-2/2", "7/4", "30/4-4/5", "30/8-2/9"], ["26/4"]),
    2026: (["1/1-4/1", "14/2-22/2", "25/4-27/4", "30/4-3/5", "29/8-2/9"], ["10/1", "22/8"]),
}


def _span(words: str, year: int) -> list[date]:
    ends = [date(year, int(month), int(day)) for day, month in (end.split("/") for end in words.split("-"))]
    return [ends[0] + timedelta(number) for number in range((ends[-1] - ends[0]).days + 1)]


@pytest.mark.parametrize("year", ANNOUNCED)
def test_a_decided_year_has_its_closures_and_its_swaps_day_by_day(year):
    closures, worked = ANNOUNCED[year]
    off = {day for words in closures for day in _span(words, year)}
    swapped = {day for words in worked for day in _span(words, year)}
    every = [date(year, 1, 1) + timedelta(number) for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]
    wrong = [
        f"{day:%a %d/%m/%Y}"
        for day in every
        if CALENDAR.is_working_day(day) is not (day in swapped or (day.weekday() < 5 and day not in off))
    ]
    assert not wrong


def test_every_decided_year_stands_in_the_table_of_closures():
    assert set(CALENDAR.decided_years) == set(ANNOUNCED)


# Tết and Giỗ Tổ by the Vietnamese calendar (UTC+7); 2030 differs from the Chinese one.
LUNAR = [
    (2023, (1, 22), (4, 29)),
    (2024, (2, 10), (4, 18)),
    (2025, (1, 29), (4, 7)),
    (2026, (2, 17), (4, 26)),
    (2027, (2, 6), (4, 16)),
    (2028, (1, 26), (4, 4)),
    (2029, (2, 13), (4, 23)),
    (2030, (2, 2), (4, 12)),
    (2031, (1, 23), (4, 1)),
    (2032, (2, 11), (4, 19)),
    (2033, (1, 31), (4, 9)),
    (2034, (2, 19), (4, 28)),
    (2035, (2, 8), (4, 17)),
]


@pytest.mark.parametrize(("year", "new_year", "ancestors"), LUNAR, ids=[str(row[0]) for row in LUNAR])
def test_lunar_holidays_fall_on_the_vietnamese_days(year, new_year, ancestors):
    assert not CALENDAR.is_working_day(date(year, *new_year))
    assert not CALENDAR.is_working_day(date(year, *ancestors))
    # Both stand in the package on exactly these days, not by a neighbouring weekend.
    listed = holidays.country_holidays("VN", years=year, language="en_US")
    assert "Lunar New Year" in listed.get_list(date(year, *new_year))
    assert any(name.startswith("Hung Kings") for name in listed.get_list(date(year, *ancestors)))


def test_every_known_year_has_its_lunar_days_checked():
    assert set(CALENDAR.known_years) == {row[0] for row in LUNAR}


def test_the_unsettled_day_can_be_switched_on():
    assert not WorkCalendar(undecided_off=True).is_working_day(date(2026, 11, 24))


def test_own_overrides_replace_the_shipped_ones():
    own = WorkCalendar({date(2026, 12, 14): False})
    assert not own.is_working_day(date(2026, 12, 14))
    assert own.is_working_day(date(2026, 1, 2))


def test_days_of_a_province_win_over_the_shipped_table_and_leave_it_as_it_is():
    """Tết 2027 from Friday 5/2 to Friday 12/2 as announced, Saturday 20/2 worked."""
    announced = {date(2027, 2, day): False for day in range(5, 13)} | {date(2027, 2, 4): True, date(2027, 2, 20): True}
    own = CALENDAR.with_days(announced)
    worked = [day for day in range(1, 22) if own.is_working_day(date(2027, 2, day))]
    assert worked == [1, 2, 3, 4, 15, 16, 17, 18, 19, 20]
    assert not CALENDAR.is_working_day(date(2027, 2, 20))
    assert own.with_days({date(2027, 2, 20): False}).is_working_day(date(2027, 2, 4))
    assert not own.is_working_day(date(2026, 1, 2))


def test_a_calendar_with_own_days_keeps_hours_and_rules():
    own = WorkCalendar(office=OfficeHours(time(8), time(17)), undecided_off=True, day_off="previous").with_days({})
    assert (own.office.start, own.office.end, own.day_off) == (time(8), time(17), "previous")
    assert not own.is_working_day(date(2026, 11, 24))


# a due day, the next working day, the working day before
DUE_DAYS = [
    ("Wed 2026-12-16", "Wed 2026-12-16", "Wed 2026-12-16"),
    ("Sat 2027-12-25", "Mon 2027-12-27", "Fri 2027-12-24"),
    ("Wed 2026-02-18", "Mon 2026-02-23", "Fri 2026-02-13"),
    ("Wed 2026-09-02", "Thu 2026-09-03", "Fri 2026-08-28"),
]


@pytest.mark.parametrize(("due", "following", "before"), DUE_DAYS)
def test_a_due_day_off_goes_to_the_working_day_that_the_setting_names(due, following, before):
    assert CALENDAR.day_off == "next"
    assert CALENDAR.due_day(_day(due)) == _day(following)
    assert WorkCalendar(day_off="previous").due_day(_day(due)) == _day(before)


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
    assert "dondoc calendar set" in CALENDAR.notice(date(2026, 12, 1))
    assert "calendar.toml" in CALENDAR.notice(date(2026, 12, 1))


def test_the_notice_is_silent_for_a_year_in_which_a_province_set_its_days():
    own = CALENDAR.with_days({date(2027, 2, 12): False})
    assert not own.notice(date(2026, 12, 1))
    assert "năm 2028" in own.notice(date(2027, 12, 1))


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


@settings(deadline=None)
@given(DAYS, st.integers(1, 30))
def test_counting_forth_and_back_returns_to_a_working_day(day, count):
    start = CALENDAR.next_working_day(day)
    there = CALENDAR.add_working_days(start, count)
    assert CALENDAR.is_working_day(there)
    assert there > start
    assert CALENDAR.add_working_days(there, -count) == start


@settings(deadline=None)
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
