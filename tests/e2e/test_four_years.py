"""Both plans from 2024 to 2027 on a simulated clock: cycles by law, and the reorganisation of 2025 in the middle."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from daily import Days, at, check_manners, letters_of
from sqlalchemy import select

from agencies.shipped import load
from demo.year import adopt
from flows import intent, reorganise
from flows.runtime import Runtime, compose
from plans import samples
from reports.collect import collect
from reports.data import AuthorFacts
from reports.rollup import roll_up
from state.settings import Settings
from state.succession.handover import Choices
from state.succession.passed import holdings_in, passed_in
from state.tables import AssignmentRow, CycleRow, LetterItemRow, LetterRow

COORDINATOR = "Nguyễn Văn A (người phụ trách mẫu)"
DEPARTMENTS, DISTRICTS = date(2025, 3, 3), date(2025, 7, 1)
MID_TERM = date(2025, 6, 16)
HEIRS = {"LC.SLDTBXH": ["Sở Nội vụ"], "LC.STTTT": ["Sở Văn hóa, Thể thao và Du lịch"]}
DIVIDED = {"V.3.1": ["Sở Nội vụ"], "V.3.2": ["Sở Nội vụ"], "V.8.1": ["Sở Văn hóa, Thể thao và Du lịch"]}
"""What a person decides about the two departments that were divided, and about their clauses where asked again."""
ORDERED = intent.Ordered(
    "Công văn mẫu số 1234/BGDĐT-GDMN",
    date(2023, 1, 1),
    date(2025, 6, 30),
    {"huyện": date(2025, 7, 10), "sở": date(2025, 7, 11), "thường trực": date(2025, 7, 16), "tỉnh": date(2025, 7, 22)},
    MID_TERM,
)
"""The first working days on which the reorganisations of 01/3/2025 (a Saturday) and 01/7/2025 are in force."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    made = compose(Settings(home=tmp_path_factory.mktemp("bon-nam")))
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What the rhythm could not open without a person after the departments were reorganised."""
    return []


@pytest.fixture(scope="module")
def lived(house: Runtime, told: list[str], request: pytest.FixtureRequest) -> Days:
    """Four years of both plans; the real ones where they are at hand, else our samples of the same structure."""
    try:
        folder = request.getfixturevalue("shared") / "plans"
        files = folder / "lai_chau_1609.txt", folder / "ha_tinh_624.txt"
    except pytest.skip.Exception:
        files = samples.path("lai-chau-mau"), samples.path("ha-tinh-mau")
    lai_chau(house, files[0])
    days = Days(house, ["LC"])
    for day in days.run(date(2024, 1, 2), date(2027, 12, 31)):
        if day == DEPARTMENTS:
            reorganise.apply(house, reorganise.Wanted("lai-chau-2025-03-01", COORDINATOR, at(day, 7), Choices(HEIRS)))
        if day == DISTRICTS:
            reorganise.apply(house, reorganise.Wanted("lai-chau-2025-07-01", COORDINATOR, at(day, 7)))
        if day == MID_TERM:
            intent.open_cycle(house, "LC", 2025, person(day, {}), intent.Asked("sơ kết", ORDERED))
        if day > DEPARTMENTS and days.problems["LC"]:
            told.append(days.problems["LC"])
            intent.open_cycle(house, "LC", 2025, person(day, DIVIDED), intent.Asked("6 tháng đầu"))
        if day >= date(2025, 12, 8) and len(days.plans) == 1:
            code, _, _ = adopt(house, files[1])
            for plan in ("LC", code):
                intent.set_rhythm(house, plan, ["năm"], COORDINATOR, at(day, 7))
            days.plans = ("LC", code)
        agencies_answer(days, day)
    return days


def person(day: date, assign: Mapping[str, Sequence[str]]) -> intent.Choice:
    return intent.Choice(COORDINATOR, assign, False, at(day, 7))


def lai_chau(house: Runtime, file: Path) -> None:
    with house.database.unit() as store:
        store.agencies.load(load("lai-chau", until=date(2024, 12, 31)), at(date(2023, 12, 1)))
        store.commit()
    code, _, confirmed = adopt(house, file)
    assert code == "LC"
    intent.set_rhythm(house, code, ["quý", "6 tháng", "năm"], COORDINATOR, confirmed)


def agencies_answer(days: Days, day: date) -> None:
    """Every agency has its habit, by the code of what it is asked: in time, late, or never."""
    with days.house.database.unit() as store:
        query = select(AssignmentRow.code, AssignmentRow.due_on)
        query = query.where(AssignmentRow.state == "open", AssignmentRow.step.is_not(None))
        waiting = store.session.execute(query).tuples().all()
    days.answer([code for code, due_on in waiting if habit(code, due_on) <= day], at(day, 7, 45))


def habit(code: str, due_on: date) -> date:
    chance = random.Random(code)
    kind, offset = chance.random(), chance.randint(0, 6) * (3 if "SK" in code else 1)
    if kind < 0.6:
        return due_on - timedelta(days=offset)
    return due_on + timedelta(days=offset) if kind < 0.8 else date.max


CYCLES = """
LC24Q1  mở Fri 23/02/2024, chốt Thu 14/03, district Mon 18/03, department Tue 19/03, coordinator Thu 21/03, province Fri 22/03, ministry Mon 25/03
LC24N1  mở Wed 15/05/2024, chốt Fri 14/06, district Tue 18/06, department Wed 19/06, coordinator Fri 21/06, province Mon 24/06, ministry Tue 25/06
LC24Q3  mở Mon 26/08/2024, chốt Sat 14/09, district Tue 17/09, department Wed 18/09, coordinator Fri 20/09, province Tue 24/09, ministry Wed 25/09
LC24    mở Thu 14/11/2024, chốt Sat 14/12, district Tue 17/12, department Wed 18/12, coordinator Fri 20/12, province Tue 24/12, ministry Wed 25/12
LC25Q1  mở Mon 24/02/2025, chốt Fri 14/03, district Tue 18/03, department Wed 19/03, coordinator Fri 21/03, province Mon 24/03, ministry Tue 25/03
LC25N1  mở Thu 15/05/2025, chốt Sat 14/06, district Tue 17/06, department Wed 18/06, coordinator Fri 20/06, province Tue 24/06, ministry Wed 25/06
LC25SK  mở Mon 16/06/2025, chốt Mon 30/06, district Thu 10/07, department Fri 11/07, coordinator Wed 16/07, province Tue 22/07
LC25Q3  mở Mon 25/08/2025, chốt Sun 14/09, commune Tue 16/09, department Wed 17/09, coordinator Fri 19/09, province Wed 24/09, ministry Thu 25/09
LC25    mở Fri 14/11/2025, chốt Sun 14/12, commune Tue 16/12, department Wed 17/12, coordinator Fri 19/12, province Wed 24/12, ministry Thu 25/12
HT25    mở Fri 14/11/2025, chốt Sun 14/12, commune Tue 16/12, department Wed 17/12, coordinator Fri 19/12, province Wed 24/12, ministry Thu 25/12
LC26    mở Mon 16/11/2026, chốt Mon 14/12, commune Wed 16/12, department Thu 17/12, coordinator Mon 21/12, province Thu 24/12, ministry Fri 25/12
HT26    mở Mon 16/11/2026, chốt Mon 14/12, commune Wed 16/12, department Thu 17/12, coordinator Mon 21/12, province Thu 24/12, ministry Fri 25/12
LC27    mở Mon 15/11/2027, chốt Tue 14/12, commune Thu 16/12, department Fri 17/12, coordinator Tue 21/12, province Thu 23/12, ministry Fri 24/12
HT27    mở Mon 15/11/2027, chốt Tue 14/12, commune Thu 16/12, department Fri 17/12, coordinator Tue 21/12, province Thu 23/12, ministry Fri 24/12
"""  # noqa: E501  # a table to be read beside a wall calendar
LETTERS = {
    # A department, silent to the end; the first letter goes on the Monday after the cycle opens, when we look.
    "LC24Q1-005": "Mon 26/02 opening, Fri 08/03 reminder-7, Thu 14/03 reminder-3, Mon 18/03 reminder-1, "
    "Tue 19/03 due_today, Wed 20/03 overdue+1, Thu 21/03 to_head+2, Fri 22/03 official_letter+3, "
    "Tue 26/03 people_committee+5, Fri 29/03 overdue+8, Fri 05/04 overdue+13",
    # A body that is only requested to help: one courteous question after the due day.
    "LC24Q1-073": "Mon 26/02 opening, Tue 12/03 reminder-5, Tue 19/03 due_today, Thu 21/03 overdue+2",
    # A unit of our own, which answered before the next step.
    "LC24Q1-001": "Mon 26/02 opening, Thu 14/03 reminder-3, Tue 19/03 due_today, Wed 20/03 overdue+1",
    # A district whose cycle was over before it ended: nothing after 01/7/2025.
    "LC25N1-031": "Mon 19/05 opening, Fri 06/06 reminder-7, Thu 12/06 reminder-3, Mon 16/06 reminder-1, "
    "Tue 17/06 due_today, Wed 18/06 overdue+1, Thu 19/06 to_head+2, Fri 20/06 official_letter+3, "
    "Tue 24/06 people_committee+5, Fri 27/06 overdue+8",
    # A commune that inherited in the middle of the cycle: an opening of its own on the first day.
    "LC25SK-215": "Tue 01/07 opening, Mon 07/07 reminder-3, Wed 09/07 reminder-1, Thu 10/07 due_today, "
    "Fri 11/07 overdue+1, Mon 14/07 to_head+2, Tue 15/07 official_letter+3, Thu 17/07 people_committee+5, "
    "Tue 22/07 overdue+8",
}


def test_the_cycles_follow_the_law_on_their_weekdays(house: Runtime, lived: Days) -> None:
    with house.database.unit() as store:
        rows = store.session.scalars(select(CycleRow).order_by(CycleRow.cut_off, CycleRow.plan_id)).all()
    found = {row.code: cycle_line(row) for row in rows}
    expected = {line.split()[0]: " ".join(line.split()) for line in CYCLES.strip().splitlines()}
    assert found == expected


def cycle_line(row: CycleRow) -> str:
    dues = ", ".join(f"{level} {date.fromisoformat(due['on']):%a %d/%m}" for level, due in row.due.items())
    return f"{row.code} mở {row.opens_on:%a %d/%m/%Y}, chốt {row.cut_off:%a %d/%m}, {dues}"


def test_the_letters_went_on_these_days(house: Runtime, lived: Days) -> None:
    letters = letters_of(house, "LC")
    for code, expected in LETTERS.items():
        assert ", ".join(f"{day:%a %d/%m} {step}" for day, _, step in letters[code].letters) == expected, code


def test_every_letter_kept_its_manners_and_every_request_had_a_body(house: Runtime, lived: Days) -> None:
    assert lived.clashes == []
    check_manners(house)
    assert len(lived.carrier.taken) == len(set(lived.carrier.taken))
    assert len(lived.carrier.taken) > 3000
    with house.database.unit() as store:
        query = select(LetterRow.day, AssignmentRow.code, AssignmentRow.due_on)
        query = query.join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
        query = query.join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
        repeated = [code for day, code, due_on in store.session.execute(query) if day > due_on + timedelta(days=45)]
    assert repeated == []


def test_no_rhythm_stood_still_after_the_decisions_of_2025(lived: Days, told: list[str]) -> None:
    """The clauses of the divided departments were asked about at most once; after that the cycles opened themselves."""
    assert lived.problems == {"LC": "", "HT": ""}
    assert len(told) <= 1
    assert all(path in "V.3.1 V.3.2 V.8.1" for line in told for path in re.findall(r"V\.\d+\.\d+", line))


def test_in_the_mid_term_review_every_part_has_one_body_on_every_day(house: Runtime, lived: Days) -> None:
    with house.database.unit() as store:
        cycle = store.cycles.by_code("LC25SK")
        holdings = holdings_in(store.session, cycle.id)
        states = {code: row.state for code, row in store.assignments.by_code(holdings).items()}
        passed = passed_in(store.session, cycle.id)
        directory = store.agencies.directory("Lai Châu")
    for day in (cycle.opens_on + timedelta(days=number) for number in range(37)):
        for code, known in holdings.items():
            bodies = [one.agency for one in known if one.on(day)]
            assert len(bodies) <= 1
            if bodies and states[code] in {"open", "moved"}:
                assert directory.get(bodies[0], day).valid_on(day), (code, day)
    divided = {code for code, state in states.items() if state == "moved"}
    assert divided == {one.code for one in passed}
    assert {one.on for one in passed} == {date(2025, 7, 1)}
    assert len(divided) > 30


def test_the_report_of_the_review_counts_each_part_once_and_names_both_bodies(house: Runtime, lived: Days) -> None:
    now = at(date(2025, 7, 28))
    with house.database.unit() as store:
        cycle = store.cycles.by_code("LC25SK")
        data = collect(store, cycle, "final", now, AuthorFacts())
        rows = store.session.execute(
            select(AssignmentRow.responsibility_id, AssignmentRow.agency_id).where(
                AssignmentRow.cycle_id == cycle.id, AssignmentRow.state != "moved"
            )
        ).all()
    assert len(data.assignments) == len(rows) == len(set(rows)) == roll_up(data).overall.asked
    answered = [row for row in data.assignments if row.answered]
    assert {row.agency_kind for row in answered} >= {"district", "commune", "department"}
    named = {row.named for row in data.assignments if row.path.startswith("V.4.")}
    assert named == {"Sở Tài chính, kế thừa Sở Kế hoạch và Đầu tư từ 01/3/2025"}
