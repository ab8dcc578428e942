"""Every periodic cycle of 2024 to 2027 with its days and weekdays, written down once and checked by hand."""

from datetime import date

import pytest

from cycles.calendar import shipped_calendar
from cycles.cycle import Cycle, Level, cycle_of
from cycles.errors import RegimeConflict
from cycles.names import CycleKind, CycleName, numbers_of, parse_cycle_name
from cycles.regime import DECREE_09, load_regime

CALENDAR = shipped_calendar()
COLUMNS = (Level.COMMUNE, Level.DEPARTMENT, Level.COORDINATOR, Level.PROVINCE, Level.MINISTRY)

# Holidays that show below: Tết 8–14/2/2024, 25/1–2/2/2025, 14–22/2/2026, 4–10/2/2027; Giỗ Tổ 18/4/2024, 7/4/2025,
# 27/4/2026 (for Sunday), 16/4/2027; the Saturday 4/5/2024 is worked for 29/4.
# name, year, window from, opening, cut-off, commune, department, coordinator, UBND tỉnh, Ministry
TABLE = """
T01 2024 | 15/12/2023 | Thu 04/01 | Sun 14/01 | Tue 16/01 | Wed 17/01 | Fri 19/01 | Wed 24/01 | Thu 25/01
T02 2024 | 15/01/2024 | Mon 05/02 | Wed 14/02 | Fri 16/02 | Mon 19/02 | Wed 21/02 | Thu 22/02 | Fri 23/02
T03 2024 | 15/02/2024 | Mon 04/03 | Thu 14/03 | Mon 18/03 | Tue 19/03 | Thu 21/03 | Fri 22/03 | Mon 25/03
T04 2024 | 15/03/2024 | Thu 04/04 | Sun 14/04 | Tue 16/04 | Wed 17/04 | Mon 22/04 | Wed 24/04 | Thu 25/04
T05 2024 | 15/04/2024 | Sat 04/05 | Tue 14/05 | Thu 16/05 | Fri 17/05 | Tue 21/05 | Thu 23/05 | Fri 24/05
T06 2024 | 15/05/2024 | Tue 04/06 | Fri 14/06 | Tue 18/06 | Wed 19/06 | Fri 21/06 | Mon 24/06 | Tue 25/06
T07 2024 | 15/06/2024 | Thu 04/07 | Sun 14/07 | Tue 16/07 | Wed 17/07 | Fri 19/07 | Wed 24/07 | Thu 25/07
T08 2024 | 15/07/2024 | Mon 05/08 | Wed 14/08 | Fri 16/08 | Mon 19/08 | Wed 21/08 | Thu 22/08 | Fri 23/08
T09 2024 | 15/08/2024 | Wed 04/09 | Sat 14/09 | Tue 17/09 | Wed 18/09 | Fri 20/09 | Tue 24/09 | Wed 25/09
T10 2024 | 15/09/2024 | Fri 04/10 | Mon 14/10 | Wed 16/10 | Thu 17/10 | Mon 21/10 | Thu 24/10 | Fri 25/10
T11 2024 | 15/10/2024 | Mon 04/11 | Thu 14/11 | Mon 18/11 | Tue 19/11 | Thu 21/11 | Fri 22/11 | Mon 25/11
T12 2024 | 15/11/2024 | Wed 04/12 | Sat 14/12 | Tue 17/12 | Wed 18/12 | Fri 20/12 | Tue 24/12 | Wed 25/12
T01 2025 | 15/12/2024 | Mon 06/01 | Tue 14/01 | Thu 16/01 | Fri 17/01 | Tue 21/01 | Thu 23/01 | Fri 24/01
T02 2025 | 15/01/2025 | Tue 04/02 | Fri 14/02 | Tue 18/02 | Wed 19/02 | Fri 21/02 | Mon 24/02 | Tue 25/02
T03 2025 | 15/02/2025 | Tue 04/03 | Fri 14/03 | Tue 18/03 | Wed 19/03 | Fri 21/03 | Mon 24/03 | Tue 25/03
T04 2025 | 15/03/2025 | Fri 04/04 | Mon 14/04 | Wed 16/04 | Thu 17/04 | Mon 21/04 | Thu 24/04 | Fri 25/04
T05 2025 | 15/04/2025 | Mon 05/05 | Wed 14/05 | Fri 16/05 | Mon 19/05 | Wed 21/05 | Thu 22/05 | Fri 23/05
T06 2025 | 15/05/2025 | Wed 04/06 | Sat 14/06 | Tue 17/06 | Wed 18/06 | Fri 20/06 | Tue 24/06 | Wed 25/06
T07 2025 | 15/06/2025 | Fri 04/07 | Mon 14/07 | Wed 16/07 | Thu 17/07 | Mon 21/07 | Thu 24/07 | Fri 25/07
T08 2025 | 15/07/2025 | Mon 04/08 | Thu 14/08 | Mon 18/08 | Tue 19/08 | Thu 21/08 | Fri 22/08 | Mon 25/08
T09 2025 | 15/08/2025 | Thu 04/09 | Sun 14/09 | Tue 16/09 | Wed 17/09 | Fri 19/09 | Wed 24/09 | Thu 25/09
T10 2025 | 15/09/2025 | Mon 06/10 | Tue 14/10 | Thu 16/10 | Fri 17/10 | Tue 21/10 | Thu 23/10 | Fri 24/10
T11 2025 | 15/10/2025 | Tue 04/11 | Fri 14/11 | Tue 18/11 | Wed 19/11 | Fri 21/11 | Mon 24/11 | Tue 25/11
T12 2025 | 15/11/2025 | Thu 04/12 | Sun 14/12 | Tue 16/12 | Wed 17/12 | Fri 19/12 | Wed 24/12 | Thu 25/12
T01 2026 | 15/12/2025 | Mon 05/01 | Wed 14/01 | Fri 16/01 | Mon 19/01 | Wed 21/01 | Thu 22/01 | Fri 23/01
T03 2026 | 15/02/2026 | Wed 04/03 | Sat 14/03 | Tue 17/03 | Wed 18/03 | Fri 20/03 | Tue 24/03 | Wed 25/03
T04 2026 | 15/03/2026 | Mon 06/04 | Tue 14/04 | Thu 16/04 | Fri 17/04 | Tue 21/04 | Thu 23/04 | Fri 24/04
T05 2026 | 15/04/2026 | Mon 04/05 | Thu 14/05 | Mon 18/05 | Tue 19/05 | Thu 21/05 | Fri 22/05 | Mon 25/05
T06 2026 | 15/05/2026 | Thu 04/06 | Sun 14/06 | Tue 16/06 | Wed 17/06 | Fri 19/06 | Wed 24/06 | Thu 25/06
T07 2026 | 15/06/2026 | Mon 06/07 | Tue 14/07 | Thu 16/07 | Fri 17/07 | Tue 21/07 | Thu 23/07 | Fri 24/07
T08 2026 | 15/07/2026 | Tue 04/08 | Fri 14/08 | Tue 18/08 | Wed 19/08 | Fri 21/08 | Mon 24/08 | Tue 25/08
T09 2026 | 15/08/2026 | Fri 04/09 | Mon 14/09 | Wed 16/09 | Thu 17/09 | Mon 21/09 | Thu 24/09 | Fri 25/09
T10 2026 | 15/09/2026 | Mon 05/10 | Wed 14/10 | Fri 16/10 | Mon 19/10 | Wed 21/10 | Thu 22/10 | Fri 23/10
T11 2026 | 15/10/2026 | Wed 04/11 | Sat 14/11 | Tue 17/11 | Wed 18/11 | Fri 20/11 | Tue 24/11 | Wed 25/11
T12 2026 | 15/11/2026 | Fri 04/12 | Mon 14/12 | Wed 16/12 | Thu 17/12 | Mon 21/12 | Thu 24/12 | Fri 25/12
T01 2027 | 15/12/2026 | Mon 04/01 | Thu 14/01 | Mon 18/01 | Tue 19/01 | Thu 21/01 | Fri 22/01 | Mon 25/01
T02 2027 | 15/01/2027 | Thu 11/02 | Sun 14/02 | Tue 16/02 | Wed 17/02 | Fri 19/02 | Wed 24/02 | Thu 25/02
T03 2027 | 15/02/2027 | Thu 04/03 | Sun 14/03 | Tue 16/03 | Wed 17/03 | Fri 19/03 | Wed 24/03 | Thu 25/03
T04 2027 | 15/03/2027 | Mon 05/04 | Wed 14/04 | Mon 19/04 | Tue 20/04 | Wed 21/04 | Thu 22/04 | Fri 23/04
T05 2027 | 15/04/2027 | Tue 04/05 | Fri 14/05 | Tue 18/05 | Wed 19/05 | Fri 21/05 | Mon 24/05 | Tue 25/05
T06 2027 | 15/05/2027 | Fri 04/06 | Mon 14/06 | Wed 16/06 | Thu 17/06 | Mon 21/06 | Thu 24/06 | Fri 25/06
T07 2027 | 15/06/2027 | Mon 05/07 | Wed 14/07 | Fri 16/07 | Mon 19/07 | Wed 21/07 | Thu 22/07 | Fri 23/07
T08 2027 | 15/07/2027 | Wed 04/08 | Sat 14/08 | Tue 17/08 | Wed 18/08 | Fri 20/08 | Tue 24/08 | Wed 25/08
T09 2027 | 15/08/2027 | Mon 06/09 | Tue 14/09 | Thu 16/09 | Fri 17/09 | Tue 21/09 | Thu 23/09 | Fri 24/09
T10 2027 | 15/09/2027 | Mon 04/10 | Thu 14/10 | Mon 18/10 | Tue 19/10 | Thu 21/10 | Fri 22/10 | Mon 25/10
T11 2027 | 15/10/2027 | Thu 04/11 | Sun 14/11 | Tue 16/11 | Wed 17/11 | Fri 19/11 | Wed 24/11 | Thu 25/11
T12 2027 | 15/11/2027 | Mon 06/12 | Tue 14/12 | Thu 16/12 | Fri 17/12 | Tue 21/12 | Thu 23/12 | Fri 24/12

Q1 2024  | 15/12/2023 | Fri 23/02 | Thu 14/03 | Mon 18/03 | Tue 19/03 | Thu 21/03 | Fri 22/03 | Mon 25/03
Q2 2024  | 15/03/2024 | Mon 27/05 | Fri 14/06 | Tue 18/06 | Wed 19/06 | Fri 21/06 | Mon 24/06 | Tue 25/06
Q3 2024  | 15/06/2024 | Mon 26/08 | Sat 14/09 | Tue 17/09 | Wed 18/09 | Fri 20/09 | Tue 24/09 | Wed 25/09
Q4 2024  | 15/09/2024 | Mon 25/11 | Sat 14/12 | Tue 17/12 | Wed 18/12 | Fri 20/12 | Tue 24/12 | Wed 25/12
Q1 2025  | 15/12/2024 | Mon 24/02 | Fri 14/03 | Tue 18/03 | Wed 19/03 | Fri 21/03 | Mon 24/03 | Tue 25/03
Q2 2025  | 15/03/2025 | Mon 26/05 | Sat 14/06 | Tue 17/06 | Wed 18/06 | Fri 20/06 | Tue 24/06 | Wed 25/06
Q3 2025  | 15/06/2025 | Mon 25/08 | Sun 14/09 | Tue 16/09 | Wed 17/09 | Fri 19/09 | Wed 24/09 | Thu 25/09
Q4 2025  | 15/09/2025 | Mon 24/11 | Sun 14/12 | Tue 16/12 | Wed 17/12 | Fri 19/12 | Wed 24/12 | Thu 25/12
Q1 2026  | 15/12/2025 | Mon 23/02 | Sat 14/03 | Tue 17/03 | Wed 18/03 | Fri 20/03 | Tue 24/03 | Wed 25/03
Q2 2026  | 15/03/2026 | Mon 25/05 | Sun 14/06 | Tue 16/06 | Wed 17/06 | Fri 19/06 | Wed 24/06 | Thu 25/06
Q3 2026  | 15/06/2026 | Tue 25/08 | Mon 14/09 | Wed 16/09 | Thu 17/09 | Mon 21/09 | Thu 24/09 | Fri 25/09
Q4 2026  | 15/09/2026 | Tue 24/11 | Mon 14/12 | Wed 16/12 | Thu 17/12 | Mon 21/12 | Thu 24/12 | Fri 25/12
Q1 2027  | 15/12/2026 | Mon 22/02 | Sun 14/03 | Tue 16/03 | Wed 17/03 | Fri 19/03 | Wed 24/03 | Thu 25/03
Q2 2027  | 15/03/2027 | Tue 25/05 | Mon 14/06 | Wed 16/06 | Thu 17/06 | Mon 21/06 | Thu 24/06 | Fri 25/06
Q3 2027  | 15/06/2027 | Wed 25/08 | Tue 14/09 | Thu 16/09 | Fri 17/09 | Tue 21/09 | Thu 23/09 | Fri 24/09
Q4 2027  | 15/09/2027 | Wed 24/11 | Tue 14/12 | Thu 16/12 | Fri 17/12 | Tue 21/12 | Thu 23/12 | Fri 24/12

N1 2024  | 15/12/2023 | Wed 15/05 | Fri 14/06 | Tue 18/06 | Wed 19/06 | Fri 21/06 | Mon 24/06 | Tue 25/06
N2 2024  | 15/06/2024 | Thu 14/11 | Sat 14/12 | Tue 17/12 | Wed 18/12 | Fri 20/12 | Tue 24/12 | Wed 25/12
N1 2025  | 15/12/2024 | Thu 15/05 | Sat 14/06 | Tue 17/06 | Wed 18/06 | Fri 20/06 | Tue 24/06 | Wed 25/06
N2 2025  | 15/06/2025 | Fri 14/11 | Sun 14/12 | Tue 16/12 | Wed 17/12 | Fri 19/12 | Wed 24/12 | Thu 25/12
N1 2026  | 15/12/2025 | Fri 15/05 | Sun 14/06 | Tue 16/06 | Wed 17/06 | Fri 19/06 | Wed 24/06 | Thu 25/06
N2 2026  | 15/06/2026 | Mon 16/11 | Mon 14/12 | Wed 16/12 | Thu 17/12 | Mon 21/12 | Thu 24/12 | Fri 25/12
N1 2027  | 15/12/2026 | Mon 17/05 | Mon 14/06 | Wed 16/06 | Thu 17/06 | Mon 21/06 | Thu 24/06 | Fri 25/06
N2 2027  | 15/06/2027 | Mon 15/11 | Tue 14/12 | Thu 16/12 | Fri 17/12 | Tue 21/12 | Thu 23/12 | Fri 24/12

C9 2024  | 15/12/2023 | Thu 15/08 | Sat 14/09 | Tue 17/09 | Wed 18/09 | Fri 20/09 | Tue 24/09 | Wed 25/09
C9 2025  | 15/12/2024 | Fri 15/08 | Sun 14/09 | Tue 16/09 | Wed 17/09 | Fri 19/09 | Wed 24/09 | Thu 25/09
C9 2026  | 15/12/2025 | Mon 17/08 | Mon 14/09 | Wed 16/09 | Thu 17/09 | Mon 21/09 | Thu 24/09 | Fri 25/09
C9 2027  | 15/12/2026 | Mon 16/08 | Tue 14/09 | Thu 16/09 | Fri 17/09 | Tue 21/09 | Thu 23/09 | Fri 24/09

năm 2024 | 15/12/2023 | Thu 14/11 | Sat 14/12 | Tue 17/12 | Wed 18/12 | Fri 20/12 | Tue 24/12 | Wed 25/12
năm 2025 | 15/12/2024 | Fri 14/11 | Sun 14/12 | Tue 16/12 | Wed 17/12 | Fri 19/12 | Wed 24/12 | Thu 25/12
năm 2026 | 15/12/2025 | Mon 16/11 | Mon 14/12 | Wed 16/12 | Thu 17/12 | Mon 21/12 | Thu 24/12 | Fri 25/12
năm 2027 | 15/12/2026 | Mon 15/11 | Tue 14/12 | Thu 16/12 | Fri 17/12 | Tue 21/12 | Thu 23/12 | Fri 24/12

HK1 2024 | 01/06/2023 | Mon 18/12 | Mon 15/01 | Wed 17/01 | Thu 18/01 | Mon 22/01 | Tue 30/01 | Wed 31/01
HK1 2025 | 01/06/2024 | Mon 16/12 | Wed 15/01 | Fri 17/01 | Mon 20/01 | Wed 22/01 | Thu 23/01 | Fri 24/01
HK1 2026 | 01/06/2025 | Tue 16/12 | Thu 15/01 | Mon 19/01 | Tue 20/01 | Thu 22/01 | Thu 29/01 | Fri 30/01
HK1 2027 | 01/06/2026 | Wed 16/12 | Fri 15/01 | Tue 19/01 | Wed 20/01 | Fri 22/01 | Thu 28/01 | Fri 29/01

NH 2024  | 01/06/2023 | Thu 02/05 | Fri 31/05 | Fri 07/06 | Tue 11/06 | Fri 14/06 | Mon 24/06 | Tue 25/06
NH 2025  | 01/06/2024 | Mon 05/05 | Sat 31/05 | Fri 06/06 | Tue 10/06 | Fri 13/06 | Tue 24/06 | Wed 25/06
NH 2026  | 01/06/2025 | Mon 04/05 | Sun 31/05 | Fri 05/06 | Tue 09/06 | Fri 12/06 | Wed 24/06 | Thu 25/06
NH 2027  | 01/06/2026 | Tue 04/05 | Mon 31/05 | Mon 07/06 | Wed 09/06 | Mon 14/06 | Thu 24/06 | Fri 25/06
"""

ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.splitlines() if line]


def named(text: str) -> CycleName:
    suffix, year = text.split()
    return parse_cycle_name(suffix, int(year))


def days(cycle: Cycle) -> list[str]:
    found = [cycle.opens_on, cycle.cut_off, *(cycle.due[level].on for level in COLUMNS)]
    return [f"{day:%a %d/%m}" for day in found]


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_cycle_has_these_weekdays(row):
    cycle = cycle_of(named(row[0]), CALENDAR)
    assert [f"{cycle.window_start:%d/%m/%Y}", *days(cycle)] == row[1:]
    assert cycle.due[Level.DISTRICT].on == cycle.due[Level.COMMUNE].on
    assert cycle.window_end == cycle.cut_off


def test_the_table_holds_every_cycle_of_both_presets_but_one():
    written = {named(row[0]) for row in ROWS}
    periodic = set(DECREE_09.kinds)
    assert periodic == set(CycleKind) - {CycleKind.MID_TERM, CycleKind.FINAL, CycleKind.ONE_OFF}
    every = {
        CycleName(kind, year, number)
        for kind in periodic
        for year in range(2024, 2028)
        for number in numbers_of(kind)
        if number in DECREE_09.kinds[kind].ends_in
    }
    assert every - written == {CycleName(CycleKind.MONTH, 2026, 2)}
    assert written <= every


def test_the_preset_of_the_school_year_gives_the_same_days_alone():
    alone = load_regime("nam-hoc")
    for row in ROWS:
        name = named(row[0])
        if name.kind in alone.kinds:
            assert days(cycle_of(name, CALENDAR, alone)) == row[2:]


def test_tet_leaves_too_few_days_for_february_2026():
    """Monday 23/2 is the first working day after the cut-off and Wednesday 25/2 the last: three days, four levels."""
    assert [CALENDAR.is_working_day(date(2026, 2, day)) for day in range(14, 26)] == [False] * 9 + [True] * 3
    with pytest.raises(RegimeConflict, match="kỳ nghỉ dài không để đủ ngày làm việc") as caught:
        cycle_of(CycleName(CycleKind.MONTH, 2026, 2), CALENDAR)
    assert "14/02/2026" in str(caught.value)
    assert "25/02/2026" in str(caught.value)
    assert "theo văn bản" in str(caught.value)


def test_a_holiday_in_the_middle_shortens_the_time_and_says_so():
    """Giỗ Tổ is Friday 16/4/2027: five working days after 14/4 would be the due day of UBND tỉnh."""
    cycle = cycle_of(CycleName(CycleKind.MONTH, 2027, 4), CALENDAR)
    assert "rút ngắn" in cycle.due[Level.COORDINATOR].basis
    assert "UBND tỉnh (22/04/2027)" in cycle.due[Level.COORDINATOR].basis
    assert "rút ngắn" not in cycle.due[Level.DEPARTMENT].basis


@pytest.mark.parametrize("year", range(2023, 2036))
def test_in_every_year_levels_go_upwards_with_a_working_day_between(year):
    for kind in DECREE_09.kinds:
        for number in DECREE_09.kinds[kind].ends_in:
            try:
                cycle = cycle_of(CycleName(kind, year, number), CALENDAR)
            except RegimeConflict:
                assert (kind, year, number) in {(CycleKind.MONTH, 2026, 2), (CycleKind.MONTH, 2034, 2)}
                continue
            rising = [cycle.cut_off, *(cycle.due[level].on for level in COLUMNS[2:])]
            first = [cycle.due[level].on for level in (Level.COMMUNE, Level.DISTRICT, Level.DEPARTMENT)]
            assert rising[0] < min(first) <= max(first) < rising[1] < rising[2] < rising[3]
            assert all(CALENDAR.is_working_day(due.on) for due in cycle.due.values())
