"""A deadline that the plan itself names wins over the derived one; a standing duty is asked and never overdue."""

import pytest
from opening_world import DATED, choice, clause, cycle_row, import_changed, open_kind, show
from state_world import at, confirm, house_on

from flows import importing, intent
from flows.runtime import Runtime
from plans import samples
from state.database import Database


@pytest.fixture
def house(database: Database) -> Runtime:
    return house_on(database)


# path -> due day, kind, first day of its ladder (empty: that of the cycle), standing
YEARLY = {
    "V.10.7": ("Thu 14/11/2024", "explicit", "Fri 11/10/2024", False),  # before 15/11; districts usually Tue 17/12
    "V.4.2": ("Thu 19/12/2024", "explicit", "", False),  # the last of four; departments usually Wed 18/12
    "V.8.1": ("Wed 18/12/2024", "derived", "", True),
    "V.6.1": ("Wed 18/12/2024", "derived", "", False),  # "hằng năm" alone names no day
}
FIRST_QUARTER = {
    "V.10.7": ("Mon 18/03/2024", "derived", "", False),
    "V.4.2": ("Tue 19/03/2024", "explicit", "", False),
}


@pytest.mark.parametrize(("kind", "code", "days"), [("năm", "LC24", YEARLY), ("quý 1", "LC24Q1", FIRST_QUARTER)])
def test_the_day_that_the_plan_names_wins(
    house: Runtime, kind: str, code: str, days: dict[str, tuple[str, str, str, bool]]
) -> None:
    plan = import_changed(house, DATED)
    told = open_kind(house, plan, 2024, kind, "2024-01-02 09:00")
    for path, expected in days.items():
        rows = clause(house, code, path)
        assert {(show(row.due_on), row.due_kind, show(row.opens_on), row.standing) for row in rows} == {expected}, path
    named = clause(house, code, "V.4.2")[0]
    assert "trước ngày 20 của tháng cuối quý" in named.due_basis
    assert f"Điểm V.4.2: hạn {named.due_on:%d/%m/%Y}" in told
    assert ("Thường xuyên, không tính quá hạn: V.8.1" in told) == ("V.8.1" in days or kind != "năm")


def test_the_ladder_of_an_early_deadline_begins_before_the_cycle(house: Runtime) -> None:
    plan = import_changed(house, DATED)
    open_kind(house, plan, 2024, "năm", "2024-01-02 09:00")
    assert show(cycle_row(house, "LC24").opens_on) == "Thu 14/11/2024"
    assert {show(row.next_on) for row in clause(house, "LC24", "V.10.7")} == {"Fri 11/10/2024"}
    assert {show(row.next_on) for row in clause(house, "LC24", "V.4.2")} == {"Thu 14/11/2024"}


def test_a_day_off_is_moved_by_the_rule_of_the_settings(house: Runtime) -> None:
    plan = import_changed(house, {"báo cáo theo quy định.": "báo cáo trước ngày 02/12 hằng năm."})
    open_kind(house, plan, 2024, "năm", "2024-01-02 09:00")
    row = clause(house, "LC24", "V.10.7")[0]
    assert show(row.due_on) == "Mon 02/12/2024"  # the day named is Sunday 01/12/2024
    assert "01/12/2024" in row.due_basis


def test_a_deadline_of_the_work_gives_way_to_that_of_the_report(house: Runtime) -> None:
    words = "hoàn thành trước ngày 30/6 hằng năm; báo cáo trước ngày 15/11 hằng năm."
    plan = import_changed(house, {"báo cáo theo quy định.": words})
    open_kind(house, plan, 2024, "năm", "2024-01-02 09:00")
    assert {show(row.due_on) for row in clause(house, "LC24", "V.10.7")} == {"Thu 14/11/2024"}


@pytest.mark.parametrize("words", ["sơ kết trước ngày 30/6/2024.", "báo cáo trước ngày 31/12/2023."])
def test_a_deadline_of_another_report_or_year_changes_nothing(house: Runtime, words: str) -> None:
    plan = import_changed(house, {"báo cáo theo quy định.": words})
    open_kind(house, plan, 2024, "năm", "2024-01-02 09:00")
    assert {(show(row.due_on), row.due_kind) for row in clause(house, "LC24", "V.10.7")} == {
        ("Tue 17/12/2024", "derived")
    }


def test_an_amended_deadline_moves_what_is_still_to_come(house: Runtime) -> None:
    plan = import_changed(house, DATED)
    intent.open_cycle(house, plan, 2024, choice("2024-01-02 09:00"))
    text = samples.path("lai-chau-mau").read_text(encoding="utf-8")
    for old, new in {**DATED, "báo cáo theo quy định.": "báo cáo trước ngày 25/11 hằng năm."}.items():
        text = text.replace(old, new)
    document = importing.Document(text.encode(), "sua-doi.txt", amends=plan)
    importing.import_plan(house, document, at("2024-03-01 09:00"))
    confirm(house, plan, at("2024-03-02 09:00"))
    rows = clause(house, "LC24", "V.10.7")
    assert {show(row.due_on) for row in rows} == {"Mon 25/11/2024"}  # Sunday 24/11
    with house.database.unit() as store:
        sentences = [event.sentence for event in store.events.of(f"assignment:{rows[0].id}")]
    assert any("14/11/2024 sang 25/11/2024" in sentence and "sua-doi.txt" in sentence for sentence in sentences)
