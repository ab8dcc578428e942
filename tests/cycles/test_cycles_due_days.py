"""Due days of every level with their legal basis, and what a regime or a document may not say."""

from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycles.calendar import WorkCalendar, shipped_calendar
from cycles.cycle import CycleKind, CycleName, Level, Order, Regime, by_order, cycle_of, half_yearly, yearly
from cycles.errors import CycleError, KindNotInRegime, RegimeConflict
from cycles.regime import DECREE_09
from cycles.rules import AfterCutOff, BeforeNext, DayOfMonth, LevelRule

CALENDAR = shipped_calendar()
LEVELS = tuple(Level)

# year, opening, cut-off, then commune, district, department, coordinator, province, ministry
YEARS = [
    (2022, "Mon 14/11", "Wed 14/12", "Fri 16/12 Fri 16/12 Mon 19/12 Wed 21/12 Thu 22/12 Fri 23/12"),
    (2024, "Thu 14/11", "Sat 14/12", "Tue 17/12 Tue 17/12 Wed 18/12 Fri 20/12 Tue 24/12 Wed 25/12"),
    (2025, "Fri 14/11", "Sun 14/12", "Tue 16/12 Tue 16/12 Wed 17/12 Fri 19/12 Wed 24/12 Thu 25/12"),
    (2026, "Mon 16/11", "Mon 14/12", "Wed 16/12 Wed 16/12 Thu 17/12 Mon 21/12 Thu 24/12 Fri 25/12"),
    (2027, "Mon 15/11", "Tue 14/12", "Thu 16/12 Thu 16/12 Fri 17/12 Tue 21/12 Thu 23/12 Fri 24/12"),
]


def show(day: date) -> str:
    return day.strftime("%a %d/%m")


def with_levels(levels: dict[Level, LevelRule], **changes: object) -> Regime:
    """The decree with other rules for some levels of the yearly report."""
    rule = DECREE_09.kinds[CycleKind.YEARLY]
    changed = replace(rule, levels=MappingProxyType({**rule.levels, **levels}))
    return replace(DECREE_09, kinds=MappingProxyType({CycleKind.YEARLY: changed}), **changes)


@pytest.mark.parametrize(("year", "opening", "cut_off", "due"), YEARS, ids=[str(row[0]) for row in YEARS])
def test_the_yearly_cycle_leaves_a_due_day_for_every_level(year, opening, cut_off, due):
    cycle = yearly(year, CALENDAR)
    assert (show(cycle.opens_on), show(cycle.cut_off)) == (opening, cut_off)
    assert " ".join(show(cycle.due[level].on) for level in LEVELS) == due
    assert tuple(cycle.due) == LEVELS
    assert (cycle.window_start, cycle.window_end) == (date(year - 1, 12, 15), date(year, 12, 14))
    assert (cycle.kind, cycle.year, cycle.label) == (CycleKind.YEARLY, year, f"Năm {year}")
    assert (cycle.name, cycle.regime) == (CycleName(CycleKind.YEARLY, year), "nd-09-2019")
    assert cycle.last_due == cycle.due[Level.MINISTRY].on


def test_half_years_have_the_windows_of_article_12():
    first, second = half_yearly(2026, 1, CALENDAR), half_yearly(2026, 2, CALENDAR)
    assert (first.window_start, first.window_end) == (date(2025, 12, 15), date(2026, 6, 14))
    assert (second.window_start, second.window_end) == (date(2026, 6, 15), date(2026, 12, 14))
    assert first.due[Level.MINISTRY].on == date(2026, 6, 25)
    assert first.label == "6 tháng đầu năm 2026"


def test_derived_days_say_their_rule_and_article():
    cycle = yearly(2027, CALENDAR)
    assert {one.kind for one in cycle.due.values()} == {"derived"}
    assert cycle.due[Level.COMMUNE].basis == (
        "2 ngày làm việc sau ngày chốt số liệu 14/12/2027; điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP yêu cầu ít "
        "nhất 1 ngày làm việc và hạn riêng cho từng cấp."
    )
    assert cycle.due[Level.PROVINCE].basis == (
        "1 ngày làm việc trước hạn của bộ, cơ quan trung ương (24/12/2027); "
        "khoản 5 Điều 8 và Điều 13 Nghị định 09/2019/NĐ-CP."
    )
    assert cycle.due[Level.MINISTRY].basis == (
        "Chậm nhất ngày 25 của tháng cuối kỳ báo cáo (Điều 13 Nghị định 09/2019/NĐ-CP); "
        "ngày 25/12/2027 là ngày nghỉ nên lấy ngày làm việc liền trước."
    )
    assert cycle.due[Level.MINISTRY].stated == date(2027, 12, 25)
    assert cycle.due[Level.COMMUNE].stated is None


# rule for a day off in the regime, rule of the calendar, the Ministry's day for Saturday 25/12/2027
DAYS_OFF = [
    ("previous", "next", "Fri 24/12"),
    ("next", "previous", "Mon 27/12"),
    (None, "next", "Mon 27/12"),
    (None, "previous", "Fri 24/12"),
]


@pytest.mark.parametrize(("own", "general", "due"), DAYS_OFF)
def test_a_day_off_moves_by_the_regime_and_else_by_the_calendar(own, general, due):
    regime = with_levels({Level.MINISTRY: DayOfMonth(25, on_day_off=own)})
    cycle = yearly(2027, WorkCalendar(day_off=general), regime)
    assert show(cycle.due[Level.MINISTRY].on) == due


def test_a_holiday_after_the_cut_off_moves_the_whole_cascade():
    closed = CALENDAR.with_days({date(2026, 12, 15): False})
    cycle = yearly(2026, closed)
    assert " ".join(show(cycle.due[level].on) for level in LEVELS) == (
        "Thu 17/12 Thu 17/12 Fri 18/12 Tue 22/12 Thu 24/12 Fri 25/12"
    )


def test_days_the_prime_minister_closes_shorten_the_time_before_the_ministry():
    """From 21 to 23 December everything is closed: the coordinator has no fifth working day before Thursday 24/12."""
    closed = CALENDAR.with_days({date(2026, 12, day): False for day in (21, 22, 23)})
    cycle = yearly(2026, closed)
    assert " ".join(show(cycle.due[level].on) for level in LEVELS) == (
        "Wed 16/12 Wed 16/12 Thu 17/12 Fri 18/12 Thu 24/12 Fri 25/12"
    )
    assert "rút ngắn" in cycle.due[Level.COORDINATOR].basis
    with pytest.raises(RegimeConflict, match="cơ quan thường trực"):
        yearly(2026, closed, replace(DECREE_09, shorten=False))


REFUSED = {
    "the coordinator before the departments": {Level.DEPARTMENT: AfterCutOff(6)},
    "the coordinator with the departments": {Level.DEPARTMENT: AfterCutOff(5)},
    "the coordinator after the province": {Level.COORDINATOR: AfterCutOff(12)},
    "a due day before the cut-off": {Level.MINISTRY: DayOfMonth(13)},
    "a due day on the cut-off": {Level.COMMUNE: DayOfMonth(14)},
    "a commune counted back beyond the cut-off": {Level.COMMUNE: BeforeNext(20)},
    "no level above to count back from": {Level.MINISTRY: BeforeNext(1)},
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_regime_that_breaks_the_decree_is_refused(case):
    with pytest.raises(RegimeConflict, match="không hợp lệ"):
        yearly(2026, CALENDAR, with_levels(REFUSED[case], shorten=False))


def test_even_shortened_times_need_a_working_day_after_the_cut_off():
    with pytest.raises(RegimeConflict, match="theo văn bản yêu cầu báo cáo"):
        yearly(2026, CALENDAR, with_levels({Level.MINISTRY: DayOfMonth(16)}))


RULES = st.one_of(
    st.builds(AfterCutOff, st.integers(1, 15)),
    st.builds(BeforeNext, st.integers(1, 5)),
    st.builds(DayOfMonth, st.integers(1, 31), st.integers(0, 2), st.sampled_from(["next", "previous", None])),
)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(Level), RULES), st.booleans(), st.integers(1, 3), st.integers(2020, 2035))
def test_whatever_a_province_sets_the_days_are_lawful_or_refused(levels, shorten, minimum, year):
    try:
        cycle = yearly(year, CALENDAR, with_levels(levels, shorten=shorten, minimum=minimum))
    except RegimeConflict:
        return
    low = [cycle.due[level].on for level in LEVELS[:3]]
    high = [cycle.due[level].on for level in LEVELS[3:]]
    assert min(low) >= CALENDAR.add_working_days(cycle.cut_off, minimum)
    for lower, higher in zip([max(low), *high], high, strict=False):
        assert higher >= CALENDAR.add_working_days(lower, minimum)
    assert all(CALENDAR.is_working_day(day) for day in low + high)


def test_a_kind_that_a_regime_does_not_know_is_refused():
    with pytest.raises(KindNotInRegime, match="tổng kết"):
        cycle_of(CycleName(CycleKind.FINAL, 2030), CALENDAR)
    with pytest.raises(KindNotInRegime, match="học kỳ 2"):
        cycle_of(CycleName(CycleKind.SEMESTER, 2026, 2), CALENDAR)


WINDOW = (date(2025, 6, 1), date(2026, 5, 29))
ORDER = "Công văn mẫu 01/SGDĐT"


def test_an_order_gives_explicit_days_and_its_name_as_basis():
    due = {Level.COMMUNE: date(2026, 6, 5), Level.COORDINATOR: date(2026, 6, 12)}
    cycle = by_order(CycleKind.SCHOOL_YEAR, "Năm học 2025 - 2026", WINDOW, Order(ORDER, due), CALENDAR)
    assert {level: one.on for level, one in cycle.due.items()} == due
    assert {one.kind for one in cycle.due.values()} == {"explicit"}
    assert ORDER in cycle.due[Level.COMMUNE].basis
    assert (cycle.cut_off, cycle.regime) == (date(2026, 5, 29), "")
    assert show(cycle.opens_on) == "Wed 29/04"


# kind, suffix, words for people
ORDERED = [
    (CycleKind.MID_TERM, "SK", "Sơ kết năm 2026"),
    (CycleKind.FINAL, "TK", "Tổng kết năm 2026"),
    (CycleKind.ONE_OFF, "DX1", "Đột xuất lần 1 năm 2026"),
    (CycleName(CycleKind.ONE_OFF, 2026, 4), "DX4", "Đột xuất lần 4 năm 2026"),
]


@pytest.mark.parametrize(("kind", "suffix", "label"), ORDERED, ids=[row[1] for row in ORDERED])
def test_reviews_and_one_off_reports_live_from_their_document(kind, suffix, label):
    order = Order(ORDER, {Level.DEPARTMENT: date(2026, 6, 5)}, opens_on=date(2026, 5, 9))
    cycle = by_order(kind, "", WINDOW, order, CALENDAR)
    assert (cycle.name.suffix, cycle.label, show(cycle.opens_on)) == (suffix, label, "Mon 11/05")


def test_an_ordered_day_off_follows_the_rule_of_the_calendar():
    """Sunday 7/6/2026."""
    order = Order(ORDER, {Level.COMMUNE: date(2026, 6, 7)})
    found = by_order(CycleKind.FINAL, "", WINDOW, order, CALENDAR).due[Level.COMMUNE]
    assert (show(found.on), found.stated) == ("Mon 08/06", date(2026, 6, 7))
    assert "07/06/2026 là ngày nghỉ nên lấy ngày làm việc liền sau" in found.basis
    before = by_order(CycleKind.FINAL, "", WINDOW, order, WorkCalendar(day_off="previous"))
    assert show(before.due[Level.COMMUNE].on) == "Fri 05/06"


BAD_ORDERS = {
    "due before the cut-off": (WINDOW, {Level.COMMUNE: date(2026, 5, 28)}),
    "due on the cut-off": (WINDOW, {Level.COMMUNE: date(2026, 5, 29)}),
    "the coordinator first": (WINDOW, {Level.COMMUNE: date(2026, 6, 5), Level.COORDINATOR: date(2026, 6, 5)}),
    "the Ministry before the communes": (WINDOW, {Level.COMMUNE: date(2026, 6, 5), Level.MINISTRY: date(2026, 6, 4)}),
    "a weekend between that is no working day": (
        WINDOW,
        {Level.COMMUNE: date(2026, 6, 6), Level.COORDINATOR: date(2026, 6, 7)},
    ),
    "a reversed window": ((WINDOW[1], WINDOW[0]), {Level.COMMUNE: date(2026, 6, 5)}),
    "no level at all": (WINDOW, {}),
}


@pytest.mark.parametrize("case", BAD_ORDERS)
def test_an_order_with_impossible_days_is_refused(case):
    window, due = BAD_ORDERS[case]
    with pytest.raises(RegimeConflict, match="không hợp lệ"):
        by_order(CycleKind.FINAL, "Tổng kết", window, Order(ORDER, due), CALENDAR)


def test_an_order_cannot_open_after_it_is_due():
    order = Order(ORDER, {Level.COMMUNE: date(2026, 6, 5)}, opens_on=date(2026, 6, 6))
    with pytest.raises(RegimeConflict, match="hạn gửi trước ngày mở kỳ 08/06/2026"):
        by_order(CycleKind.FINAL, "", WINDOW, order, CALENDAR)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_an_order_stays_in_years_that_can_be_planned(day):
    for order in (Order(ORDER, {Level.COMMUNE: day}), Order(ORDER, {Level.COMMUNE: date(2026, 6, 5)}, day)):
        with pytest.raises(RegimeConflict, match="những năm có thể lập kế hoạch"):
            by_order(CycleKind.FINAL, "", WINDOW, order, WorkCalendar(day_off="previous"))


@settings(deadline=None)
@given(
    st.tuples(st.dates(), st.dates()),
    st.dictionaries(st.sampled_from(Level), st.dates(), max_size=3),
    st.none() | st.dates(),
)
def test_no_order_gives_another_error(window, due, opens_on):
    try:
        cycle = by_order(CycleKind.ONE_OFF, "", window, Order(ORDER, due, opens_on), CALENDAR)
    except CycleError:
        return
    assert min(one.on for one in cycle.due.values()) > cycle.cut_off


def test_keys_of_cycles_differ_and_stay():
    keys = [yearly(2026, CALENDAR).key, half_yearly(2026, 1, CALENDAR).key, half_yearly(2026, 2, CALENDAR).key]
    assert keys == ["yearly-2026-12-14", "half_year-2026-06-14", "half_year-2026-12-14"]


@settings(deadline=None)
@given(st.integers(2020, 2035), st.sampled_from(sorted(DECREE_09.kinds)))
def test_windows_of_a_kind_follow_one_another_without_a_gap(year, kind):
    if kind == CycleKind.SEMESTER:
        return
    rule = DECREE_09.kinds[CycleKind(kind)]
    ends = [rule.last.on(one, month) for one in (year - 1, year) for month in rule.ends_in.values()]
    starts = [rule.first.on(one, month) for one in (year - 1, year) for month in rule.ends_in.values()]
    if kind == CycleKind.NINE_MONTHS:
        assert [(day.day, day.month) for day in starts + ends] == [(15, 12)] * 2 + [(14, 9)] * 2
        return
    assert starts[1:] == [end + timedelta(days=1) for end in ends[:-1]]
