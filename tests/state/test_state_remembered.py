"""A plan that outlives its bodies asks once who takes their place; later cycles take the decision over and say so."""

from datetime import date

import pytest
from opening_world import choice, clause, import_changed, open_kind, show
from sqlalchemy import select
from state_world import at, house_on

from agencies.shipped import load
from flows import intent, reorganise
from flows.opening import Asked, Choice, Tried, open_due
from flows.runtime import Runtime
from state.database import Database
from state.errors import UndecidedOwners
from state.succession.handover import Choices
from state.tables import AssignmentRow

MARCH, JULY = "lai-chau-2025-03-01", "lai-chau-2025-07-01"
SPLIT = {"V.3.1": ["Sở Nội vụ"], "V.3.2": ["Sở Y tế"], "V.8.1": ["Sở Văn hóa, Thể thao và Du lịch"]}


@pytest.fixture
def house(database: Database) -> Runtime:
    """A house that knows the map of 2024; a person applies the reorganisations."""
    made = house_on(database)
    with database.unit() as store:
        store.agencies.load(load("lai-chau", until=date(2024, 12, 31)), at("2023-12-01 08:00"))
        store.commit()
    return made


def apply(house: Runtime, name: str, when: str, assign: dict[str, list[str]] | None = None) -> None:
    reorganise.apply(house, reorganise.Wanted(name, "Trần Thị B", at(when), Choices(assign or {})))


def tick(house: Runtime, plan: str, when: str) -> Tried:
    with house.database.unit() as store:
        tried = open_due(house, store, store.plans.get(plan), at(when))
        store.commit()
        return tried


def by_hand(when: str, assign: dict[str, list[str]]) -> Choice:
    return Choice("Trần Thị B", assign, False, at(when))


def owners(house: Runtime, cycle: str, path: str) -> list[tuple[str, str | None, str]]:
    """Who has a clause: name, heir of whom, since when."""
    with house.database.unit() as store:
        rows = [store.session.get_one(AssignmentRow, row.id) for row in clause(house, cycle, path)]
        return [(row.agency.name, row.heir_of, show(row.heir_since)) for row in rows]


def sentences(house: Runtime, cycle: str, kind: str) -> list[str]:
    with house.database.unit() as store:
        row = store.cycles.by_code(cycle)
        return [event.sentence for event in store.events.of(f"cycle:{row.id}") if event.kind == kind]


def test_what_a_person_named_for_one_cycle_is_not_asked_at_the_next(house: Runtime) -> None:
    plan = import_changed(house, {})
    open_kind(house, plan, 2024, "năm", "2024-01-02 09:00")
    apply(house, MARCH, "2025-03-03 07:00")
    with pytest.raises(UndecidedOwners) as asked:
        intent.open_cycle(house, plan, 2025, by_hand("2025-05-15 09:00", {}), Asked("6 tháng đầu"))
    # The one heir of a merger was accepted by applying it; a divided department needs a word.
    assert [line.partition(":")[0] for line in asked.value.clauses] == ["V.3.1", "V.3.2", "V.8.1"]
    intent.open_cycle(house, plan, 2025, by_hand("2025-05-15 09:00", SPLIT), Asked("6 tháng đầu"))
    assert owners(house, "LC25N1", "V.3.1") == [("Sở Nội vụ", "Sở Lao động - Thương binh và Xã hội", "Sat 01/03/2025")]
    assert owners(house, "LC25N1", "V.4.1") == [("Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sat 01/03/2025")]
    intent.open_cycle(house, plan, 2025, by_hand("2025-05-16 09:00", {}), Asked("quý 3"))
    for path in ("V.3.1", "V.3.2", "V.4.1", "V.8.1"):
        assert owners(house, "LC25Q3", path) == owners(house, "LC25N1", path)
    told = sentences(house, "LC25Q3", "decisions-remembered")
    assert len(told) == 1
    assert "V.3.1" in told[0] and "kỳ LC25N1" in told[0]


def test_the_rhythm_goes_on_after_a_reorganisation_in_the_middle_of_a_cycle(house: Runtime) -> None:
    plan = import_changed(house, {})
    intent.set_rhythm(house, plan, ["quý", "năm"], "B", at("2025-02-01 09:00"))
    assert len(tick(house, plan, "2025-02-24 07:45").opened) == 1
    with house.database.unit() as store:
        districts = [row.id for row in clause(house, "LC25Q1", "V.10.7")[:5]]
        store.assignments.close_answered(districts)
        store.commit()
    split = {clause(house, "LC25Q1", path)[0].code: names for path, names in SPLIT.items()}
    apply(house, MARCH, "2025-03-03 07:00", split)
    assert [one.problems for one in (tick(house, plan, "2025-05-26 07:45"),)] == [()]
    apply(house, JULY, "2025-07-01 07:00")
    assert tick(house, plan, "2025-08-25 07:45").problems == ()
    with house.database.unit() as store:
        codes = {cycle.code for cycle in store.cycles.of(store.plans.get(plan))}
    assert codes == {"LC25Q1", "LC25Q2", "LC25Q3"}
    assert owners(house, "LC25Q3", "V.8.1") == [
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Thông tin và Truyền thông", "Sat 01/03/2025")
    ]
    communes = owners(house, "LC25Q3", "V.10.7")
    assert (len(communes), {since for _, _, since in communes}) == (38, {"Tue 01/07/2025"})


def test_a_reorganisation_that_nobody_applied_is_still_a_question(database: Database) -> None:
    house = house_on(database)  # the register knows the new map from the beginning
    plan = import_changed(house, {})
    open_kind(house, plan, 2024, "năm", "2024-01-02 09:00")
    with pytest.raises(UndecidedOwners) as asked:
        intent.open_cycle(house, plan, 2025, by_hand("2025-05-15 09:00", {}), Asked("6 tháng đầu"))
    assert "V.4.1" in {line.partition(":")[0] for line in asked.value.clauses}


def test_a_plan_without_cycles_has_nothing_to_remember(house: Runtime) -> None:
    plan = import_changed(house, {})
    apply(house, MARCH, "2025-03-03 07:00")
    with pytest.raises(UndecidedOwners):
        intent.open_cycle(house, plan, 2025, by_hand("2025-05-15 09:00", {}), Asked("6 tháng đầu"))
    intent.open_cycle(house, plan, 2025, choice("2025-05-15 09:00", **SPLIT), Asked("6 tháng đầu"))
    with house.database.unit() as store:
        inherited = set(store.session.scalars(select(AssignmentRow.heir_of).where(AssignmentRow.heir_of.is_not(None))))
    assert {"Sở Lao động - Thương binh và Xã hội", "Sở Thông tin và Truyền thông"} < inherited


def test_a_plan_with_a_rhythm_is_followed_before_its_first_cycle(house: Runtime) -> None:
    plan = import_changed(house, {})
    with house.database.unit() as store:
        assert store.cycles.followed() == []
    intent.set_rhythm(house, plan, ["năm"], "B", at("2024-01-02 09:00"))
    with house.database.unit() as store:
        assert [one.code for one in store.cycles.followed()] == [plan]
