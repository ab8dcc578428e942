"""A deadline that the plan names wins over the derived one, in the cycle to which it belongs."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycles.calendar import WorkCalendar, shipped_calendar
from cycles.cycle import CycleKind, CycleName, cycle_of, yearly
from cycles.explicit import explicit_due

CALENDAR = shipped_calendar()
CYCLE = yearly(2026, CALENDAR)

# the days a clause names, the due day in the cycle of 2026, what day was written when that is a day off
DAYS = [
    (["2026-06-30"], "Tue 30/06", None),
    (["2025-06-30", "2026-06-30", "2027-06-30"], "Tue 30/06", None),
    (["2026-03-15", "2026-09-15"], "Tue 15/09", None),
    (["2026-09-15", "2026-03-15"], "Tue 15/09", None),
    (["2026-09-02"], "Thu 03/09", "02/09"),
    (["2026-02-15"], "Mon 23/02", "15/02"),
    (["2026-12-12"], "Mon 14/12", "12/12"),
    (["2026-12-25"], "Fri 25/12", None),
    (["2025-12-31"], "Wed 31/12", None),
]


@pytest.mark.parametrize(("days", "due", "stated"), DAYS)
def test_the_last_named_day_inside_the_cycle_wins(days, due, stated):
    found = explicit_due([date.fromisoformat(day) for day in days], "trước ngày ấy", CYCLE, CALENDAR)
    assert found is not None
    assert (f"{found.on:%a %d/%m}", found.kind) == (due, "explicit")
    assert (found.stated and f"{found.stated:%d/%m}") == stated
    assert "Hạn ghi trong kế hoạch: “trước ngày ấy”" in found.basis


@pytest.mark.parametrize("day", ["2024-06-30", "2025-12-14", "2025-12-20", "2025-12-25", "2026-12-26", "2027-06-30"])
def test_a_day_of_another_cycle_leaves_the_derived_one(day):
    assert explicit_due([date.fromisoformat(day)], "trước ngày ấy", CYCLE, CALENDAR) is None
    assert explicit_due([], "thường xuyên", CYCLE, CALENDAR) is None


def test_a_named_day_off_follows_the_rule_of_the_calendar():
    """Sunday 15/11/2026."""
    day = [date(2026, 11, 15)]
    assert f"{explicit_due(day, 'x', CYCLE, CALENDAR).on:%a %d/%m}" == "Mon 16/11"
    found = explicit_due(day, "x", CYCLE, WorkCalendar(day_off="previous"))
    assert f"{found.on:%a %d/%m}" == "Fri 13/11"
    assert "15/11/2026 là ngày nghỉ nên lấy ngày làm việc liền trước" in found.basis


@settings(deadline=None)
@given(st.dates(date(2024, 1, 1), date(2033, 12, 31)))
def test_a_day_belongs_to_exactly_one_yearly_cycle_and_to_one_quarter(day):
    years = [yearly(year, CALENDAR) for year in range(day.year - 1, day.year + 2)]
    quarters = [
        cycle_of(CycleName(CycleKind.QUARTER, year, number), CALENDAR)
        for year in range(day.year - 1, day.year + 2)
        for number in range(1, 5)
    ]
    for cycles in (years, quarters):
        found = [cycle for cycle in cycles if explicit_due([day], "x", cycle, CALENDAR)]
        assert len(found) == 1
        assert found[0].window_start <= day <= found[0].last_due + timedelta(days=4)


def test_the_words_stand_in_one_line():
    found = explicit_due([date(2026, 6, 30)], " trước\n  ngày 30/6 ", CYCLE, CALENDAR)
    assert found.basis == "Hạn ghi trong kế hoạch: “trước ngày 30/6”."
