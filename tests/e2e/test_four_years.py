"""Both plans from 2024 to 2027 on a simulated clock: cycles by law, and the reorganisation of 2025 in the middle."""

import random
from collections import Counter
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
from state.handover import Choices
from state.settings import Settings
from state.tables import AssignmentRow, CycleRow

COORDINATOR = "Nguyễn Văn A (người phụ trách mẫu)"
DEPARTMENTS, DISTRICTS = date(2025, 3, 3), date(2025, 7, 1)
MID_TERM = date(2025, 6, 16)
DIVIDED = {"V.3.1": ["Sở Nội vụ"], "V.3.2": ["Sở Nội vụ"], "V.8.1": ["Sở Văn hóa, Thể thao và Du lịch"]}
"""What a person decides about the clauses of the two departments that were divided."""
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
def lived(house: Runtime, request: pytest.FixtureRequest) -> Days:
    """Four years of both plans; the real ones where they are at hand, else our samples of the same structure."""
    try:
        folder = request.getfixturevalue("shared") / "plans"
        files = folder / "lai_chau_1609.txt", folder / "ha_tinh_624.txt"
    except pytest.skip.Exception:
        files = samples.path("lai-chau-mau"), samples.path("ha-tinh-mau")
    lai_chau(house, files[0])
    days, told = Days(house, ["LC"]), list[str]()
    for day in days.run(date(2024, 1, 2), date(2027, 12, 31)):
        if day == DEPARTMENTS:
            reorganise.apply(house, reorganise.Wanted("lai-chau-2025-03-01", COORDINATOR, at(day, 7), chosen(house)))
        if day == DISTRICTS:
            reorganise.apply(house, reorganise.Wanted("lai-chau-2025-07-01", COORDINATOR, at(day, 7)))
        if day == MID_TERM:
            intent.open_cycle(house, "LC", 2025, person(day, {}), intent.Asked("sơ kết", ORDERED))
        if day > DEPARTMENTS and days.problems["LC"]:
            told.append(days.problems["LC"])
            intent.open_cycle(house, "LC", 2025, person(day, DIVIDED), intent.Asked("6 tháng đầu"))
        if day >= date(2025, 12, 8) and len(days.plans) == 1:
            code, _, _ = adopt(house, files[1])
            intent.set_rhythm(house, code, ["năm"], COORDINATOR, at(day, 7))
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


def chosen(house: Runtime) -> Choices:
    """A person decides who takes over the clauses of the departments that were divided."""
    with house.database.unit() as store:
        query = select(AssignmentRow).where(AssignmentRow.state.in_(("open", "held")))
        owners = {row.code: row.agency.code for row in store.session.scalars(query)}
    heirs = {"LC.SLDTBXH": "LC.SNV", "LC.STTTT": "LC.SVHTTDL"}
    return Choices({code: [heirs[owner]] for code, owner in owners.items() if owner in heirs})


def agencies_answer(days: Days, day: date) -> None:
    """Every agency has its habit, by the code of what it is asked: in time, late, or never."""
    with days.house.database.unit() as store:
        query = select(AssignmentRow).where(AssignmentRow.state == "open", AssignmentRow.step.is_not(None))
        waiting = [(row.code, row.due_on) for row in store.session.scalars(query)]
    days.answer([code for code, due_on in waiting if habit(code, due_on) <= day], at(day, 7, 45))


def habit(code: str, due_on: date) -> date:
    chance = random.Random(code)
    kind, offset = chance.random(), chance.randint(0, 6)
    if kind < 0.6:
        return due_on - timedelta(days=offset)
    return due_on + timedelta(days=offset) if kind < 0.8 else date.max


def test_show(lived, house):
    for code, asked in letters_of(house, "LC").items():
        print(code, asked.agency, [(f"{d:%a %d/%m/%Y}", step) for d, _, step in asked.letters])
    print(Counter(lived.clashes))
    check_manners(house)
    with house.database.unit() as store:
        for c in store.session.scalars(select(CycleRow)):
            print(
                c.code,
                c.label,
                c.opens_on,
                c.cut_off,
                {k: v["on"] for k, v in c.due.items()},
                Counter(store.session.scalars(select(AssignmentRow.state).where(AssignmentRow.cycle_id == c.id))),
            )
