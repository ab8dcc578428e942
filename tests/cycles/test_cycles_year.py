"""Which cycles of a year are held, and which a longer report with the same cut-off replaces."""

from datetime import date
from itertools import combinations

import pytest

from cycles.calendar import shipped_calendar
from cycles.cycle import CycleKind, CycleName, Level, Order, by_order
from cycles.errors import KindNotInRegime
from cycles.regime import DECREE_09, load_regime
from cycles.year import cycles_of_year

CALENDAR = shipped_calendar()
M, Q, H, N, Y = CycleKind.MONTH, CycleKind.QUARTER, CycleKind.HALF_YEAR, CycleKind.NINE_MONTHS, CycleKind.YEARLY

# kinds asked for, the cycles held, what is replaced by what
TABLE = [
    ((Y,), "năm", ""),
    ((Q,), "Q1 Q2 Q3 Q4", ""),
    ((Q, Y), "Q1 Q2 Q3 năm", "Q4=năm"),
    ((H, Y), "N1 năm", "N2=năm"),
    ((H,), "N1 N2", ""),
    ((Q, H, Y), "Q1 N1 Q3 năm", "Q2=N1 Q4=năm N2=năm"),
    ((Q, H, N, Y), "Q1 N1 C9 năm", "Q2=N1 Q3=C9 Q4=năm N2=năm"),
    ((M, Y), "T01 T02 T03 T04 T05 T06 T07 T08 T09 T10 T11 năm", "T12=năm"),
    ((M, Q), "T01 T02 Q1 T04 T05 Q2 T07 T08 Q3 T10 T11 Q4", "T03=Q1 T06=Q2 T09=Q3 T12=Q4"),
    ((M, H), "T01 T02 T03 T04 T05 N1 T07 T08 T09 T10 T11 N2", "T06=N1 T12=N2"),
    (
        (M, Q, H, Y),
        "T01 T02 Q1 T04 T05 N1 T07 T08 Q3 T10 T11 năm",
        "T03=Q1 T06=N1 T09=Q3 T12=năm Q2=N1 Q4=năm N2=năm",
    ),
]


def short(name: CycleName) -> str:
    return name.suffix or "năm"


@pytest.mark.parametrize(("kinds", "held", "replaced"), TABLE, ids=[" ".join(row[0]) for row in TABLE])
def test_a_longer_report_replaces_those_that_end_with_it(kinds, held, replaced):
    year = cycles_of_year(kinds, 2025, CALENDAR)
    assert " ".join(short(cycle.name) for cycle in year.cycles) == held
    assert " ".join(f"{short(one.name)}={short(one.by)}" for one in year.replaced) == replaced
    assert not year.conflicts


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_no_two_cycles_of_a_year_share_a_cut_off_and_nothing_gets_lost(count):
    for kinds in combinations((M, Q, H, N, Y), count):
        year = cycles_of_year(kinds, 2027, CALENDAR)
        cut_offs = [cycle.cut_off for cycle in year.cycles]
        held = {cycle.name for cycle in year.cycles}
        assert cut_offs == sorted(set(cut_offs))
        assert len(held) + len(year.replaced) == sum(len(DECREE_09.kinds[kind].ends_in) for kind in kinds)
        assert all(one.by in held and one.name not in held for one in year.replaced)


def test_what_replaces_a_cycle_can_be_asked_for_and_says_so():
    year = cycles_of_year((M, Q, Y), 2026, CALENDAR)
    found = year.replaced_by(CycleName(Q, 2026, 4))
    assert found is not None
    assert found.by == CycleName(Y, 2026)
    assert found.sentence == (
        "Không lập báo cáo quý 4 năm 2026 riêng: báo cáo năm 2026 có cùng ngày chốt số liệu thay cho báo cáo này."
    )
    assert year.replaced_by(CycleName(Q, 2026, 1)) is None


def test_a_month_without_room_is_told_and_the_year_stands():
    year = cycles_of_year((M,), 2026, CALENDAR)
    assert len(year.cycles) == 11
    assert [one.name for one in year.conflicts] == [CycleName(M, 2026, 2)]
    assert year.conflicts[0].sentence.startswith("Tháng 2 năm 2026: ")


def test_such_a_month_may_still_be_held_by_a_document():
    """Friday 27/2 and Tuesday 3/3/2026, as some letter says."""
    order = Order("Công văn mẫu 02", {Level.DEPARTMENT: date(2026, 2, 27), Level.COORDINATOR: date(2026, 3, 3)})
    window = (date(2026, 1, 15), date(2026, 2, 14))
    cycle = by_order(CycleName(M, 2026, 2), "", window, order, CALENDAR)
    assert (cycle.name.suffix, cycle.label, cycle.regime) == ("T02", "Tháng 2 năm 2026", "")
    assert f"{cycle.due[Level.DEPARTMENT].on:%a %d/%m}" == "Fri 27/02"


def test_a_regime_does_not_guess_kinds_it_does_not_know():
    with pytest.raises(KindNotInRegime, match="không quy định kỳ báo cáo “quý”"):
        cycles_of_year((Q,), 2026, CALENDAR, load_regime("nam-hoc"))
    with pytest.raises(KindNotInRegime, match="theo văn bản"):
        cycles_of_year((CycleKind.FINAL,), 2026, CALENDAR)


def test_the_school_year_stands_beside_the_calendar_year():
    year = cycles_of_year((Y, CycleKind.SEMESTER, CycleKind.SCHOOL_YEAR), 2026, CALENDAR)
    assert [short(cycle.name) for cycle in year.cycles] == ["HK1", "NH", "năm"]
    assert year.cycles[1].label == "Năm học 2025-2026"
    assert (year.cycles[1].window_start, year.cycles[1].cut_off) == (date(2025, 6, 1), date(2026, 5, 31))
