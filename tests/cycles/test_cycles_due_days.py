"""Due days of every level in real years, and what a regime may not say."""

from datetime import date
from types import MappingProxyType

import pytest

from cycles.calendar import WorkCalendar, shipped_calendar
from cycles.cycle import CycleKind, Level, Order, Regime, by_order, half_yearly, yearly
from cycles.errors import RegimeConflict

CALENDAR = shipped_calendar()
LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.DEPARTMENT, Level.COORDINATOR, Level.PROVINCE)

# year, opening, cut-off, then commune, district, department, coordinator, province
YEARS = [
    (2022, "Mon 14/11", "Wed 14/12", ("Fri 16/12", "Fri 16/12", "Mon 19/12", "Wed 21/12", "Fri 23/12")),
    (2024, "Thu 14/11", "Sat 14/12", ("Tue 17/12", "Tue 17/12", "Wed 18/12", "Fri 20/12", "Wed 25/12")),
    (2025, "Fri 14/11", "Sun 14/12", ("Tue 16/12", "Tue 16/12", "Wed 17/12", "Fri 19/12", "Thu 25/12")),
    (2026, "Mon 16/11", "Mon 14/12", ("Wed 16/12", "Wed 16/12", "Thu 17/12", "Mon 21/12", "Fri 25/12")),
    (2027, "Mon 15/11", "Tue 14/12", ("Thu 16/12", "Thu 16/12", "Fri 17/12", "Tue 21/12", "Fri 24/12")),
]


def show(day: date) -> str:
    return day.strftime("%a %d/%m")


@pytest.mark.parametrize(("year", "opening", "cut_off", "due"), YEARS, ids=[str(row[0]) for row in YEARS])
def test_the_yearly_cycle_leaves_a_due_day_for_every_level(year, opening, cut_off, due):
    cycle = yearly(year, CALENDAR)
    assert (show(cycle.opens_on), show(cycle.cut_off)) == (opening, cut_off)
    assert tuple(show(cycle.due[level].on) for level in LEVELS) == due
    assert (cycle.window_start, cycle.window_end) == (date(year - 1, 12, 15), date(year, 12, 14))
    assert (cycle.kind, cycle.year, cycle.label) == (CycleKind.YEARLY, year, f"Năm {year}")


@pytest.mark.parametrize("year", range(2023, 2036))
def test_every_due_day_is_a_working_day_after_the_cut_off_and_levels_go_upwards(year):
    cycle = yearly(year, CALENDAR)
    days = [cycle.due[level].on for level in LEVELS]
    assert all(CALENDAR.is_working_day(day) and day > cycle.cut_off for day in days)
    assert days == sorted(days)
    assert max(days[:3]) < days[3] < days[4] <= date(year, 12, 25)


def test_half_years_have_the_windows_of_article_12():
    first, second = half_yearly(2026, 1, CALENDAR), half_yearly(2026, 2, CALENDAR)
    assert (first.window_start, first.window_end) == (date(2025, 12, 15), date(2026, 6, 14))
    assert (second.window_start, second.window_end) == (date(2026, 6, 15), date(2026, 12, 14))
    assert first.due[Level.PROVINCE].on == date(2026, 6, 25)
    assert first.label == "6 tháng đầu năm 2026"


def test_derived_days_say_their_rule_and_article():
    cycle = yearly(2027, CALENDAR)
    assert {one.kind for one in cycle.due.values()} == {"derived"}
    assert "Điều 8 Nghị định 09/2019/NĐ-CP" in cycle.due[Level.COMMUNE].basis
    assert "14/12/2027" in cycle.due[Level.COMMUNE].basis
    province = cycle.due[Level.PROVINCE].basis
    assert "Điều 13 Nghị định 09/2019/NĐ-CP" in province
    assert "25/12/2027 là ngày nghỉ" in province


def test_a_day_off_may_move_the_province_onwards_by_setting():
    cycle = yearly(2027, CALENDAR, Regime(province_on_day_off="next"))
    assert show(cycle.due[Level.PROVINCE].on) == "Mon 27/12"


def test_a_holiday_after_the_cut_off_moves_the_whole_cascade():
    closed = WorkCalendar({date(2026, 12, 15): False})
    assert show(yearly(2026, closed).due[Level.COMMUNE].on) == "Thu 17/12"


REFUSED = {
    "no working day after the cut-off": {Level.COMMUNE: 0, Level.COORDINATOR: 5},
    "the coordinator before the departments": {Level.DEPARTMENT: 5, Level.COORDINATOR: 5},
    "the coordinator after the province": {Level.COMMUNE: 2, Level.COORDINATOR: 12},
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_regime_that_breaks_the_decree_is_refused(case):
    with pytest.raises(RegimeConflict, match="không hợp lệ"):
        yearly(2026, CALENDAR, Regime(after_cut_off=MappingProxyType(REFUSED[case])))


WINDOW = (date(2025, 6, 1), date(2026, 5, 29))
ORDER = "Công văn mẫu 01/SGDĐT"


def test_an_order_gives_explicit_days_and_its_name_as_basis():
    due = {Level.COMMUNE: date(2026, 6, 5), Level.COORDINATOR: date(2026, 6, 12)}
    cycle = by_order(CycleKind.SCHOOL_YEAR, "Năm học 2025 - 2026", WINDOW, Order(ORDER, due), CALENDAR)
    assert {level: one.on for level, one in cycle.due.items()} == due
    assert {one.kind for one in cycle.due.values()} == {"explicit"}
    assert ORDER in cycle.due[Level.COMMUNE].basis
    assert cycle.cut_off == date(2026, 5, 29)
    assert CALENDAR.is_working_day(cycle.opens_on)


BAD_ORDERS = {
    "due before the cut-off": (WINDOW, {Level.COMMUNE: date(2026, 5, 28)}),
    "the coordinator first": (WINDOW, {Level.COMMUNE: date(2026, 6, 5), Level.COORDINATOR: date(2026, 6, 5)}),
    "a reversed window": ((WINDOW[1], WINDOW[0]), {Level.COMMUNE: date(2026, 6, 5)}),
}


@pytest.mark.parametrize("case", BAD_ORDERS)
def test_an_order_with_impossible_days_is_refused(case):
    window, due = BAD_ORDERS[case]
    with pytest.raises(RegimeConflict):
        by_order(CycleKind.FINAL, "Tổng kết", window, Order(ORDER, due), CALENDAR)


def test_keys_of_cycles_differ_and_stay():
    keys = [yearly(2026, CALENDAR).key, half_yearly(2026, 1, CALENDAR).key, half_yearly(2026, 2, CALENDAR).key]
    assert keys == ["yearly-2026-12-14", "half_year-2026-06-14", "half_year-2026-12-14"]
