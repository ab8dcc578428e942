"""The ladder is claimed once, skips what was missed, and stops with the answer."""

import threading
from datetime import date

import pytest
from sqlalchemy import func, select
from state_world import at, house_on, open_lai_chau

from cycles.ladder import Rung
from flows.runtime import Runtime
from state.answers import Measured, NewAnswer
from state.database import Database
from state.ladder.ruling import Ruling
from state.tables import AnswerRow, AssignmentRow, ClaimRow, DifficultyRow, FigureRow


@pytest.fixture
def house(database: Database) -> Runtime:
    opened = house_on(database)
    open_lai_chau(opened)
    return opened


def claim_all(house: Runtime, when: str) -> dict[str, int]:
    """What a tick of the whole plan takes, by rung."""
    now, found = at(when), {}
    with house.database.unit() as store:
        for item in store.assignments.due(store.plans.get("LC").id, now.date()):
            claimed = store.assignments.claim_responsibility(item.responsibility_id, now, house.calendar)
            for rung, count in claimed.rungs.items():
                found[rung] = found.get(rung, 0) + count
        store.commit()
    return found


def test_the_opening_is_claimed_once_however_often_the_tick_runs(house: Runtime) -> None:
    assert claim_all(house, "2024-11-14 07:45") == {Rung.OPENING: 77}  # Thursday
    assert claim_all(house, "2024-11-14 09:00") == {}
    assert claim_all(house, "2024-11-15 07:45") == {}
    with house.database.unit() as store:
        assert store.session.scalar(select(func.count()).select_from(ClaimRow)) == 77


def test_nothing_is_due_before_the_opening_day(house: Runtime) -> None:
    assert claim_all(house, "2024-11-13 07:45") == {}


def test_after_a_long_outage_only_one_step_is_taken(house: Runtime) -> None:
    claim_all(house, "2024-11-14 07:45")
    taken = claim_all(house, "2024-12-19 07:45")  # two days after the districts' due day, with three reminders missed
    assert sum(taken.values()) == 77
    with house.database.unit() as store:
        per_assignment = store.session.execute(
            select(ClaimRow.assignment_id, func.count()).group_by(ClaimRow.assignment_id)
        ).all()
    assert {count for _, count in per_assignment} == {2}


def test_the_outage_may_even_swallow_the_opening(house: Runtime) -> None:
    assert claim_all(house, "2024-12-19 07:45") == {Rung.OPENING: 77}
    assert claim_all(house, "2024-12-19 10:00") == {}


def test_after_a_late_opening_nobody_is_pressed_for_five_working_days(house: Runtime) -> None:
    assert claim_all(house, "2025-01-10 07:45") == {Rung.OPENING: 77}  # Friday, long after the due days
    with house.database.unit() as store:
        assert store.assignments.next_day() == date(2025, 1, 20)  # Monday: the sixth working day
    assert claim_all(house, "2025-01-17 07:45") == {}
    assert set(claim_all(house, "2025-01-20 07:45")) == {Rung.OVERDUE}


def test_the_next_day_with_anything_due_is_known(house: Runtime) -> None:
    with house.database.unit() as store:
        assert store.assignments.next_day() == date(2024, 11, 14)
    claim_all(house, "2024-11-14 07:45")
    with house.database.unit() as store:
        assert store.assignments.next_day() == date(2024, 12, 6)  # Friday, seven working days before Tuesday 17/12


def answer(assignment: AssignmentRow, **changes: object) -> NewAnswer:
    facts: dict[str, object] = {
        "assignment_id": assignment.id,
        "agency_id": assignment.agency_id,
        "reply_id": None,
        "source": "mail",
        "status": "dang_thuc_hien",
        "percent": 70.0,
        "narrative": "Đã ban hành kế hoạch.",
        "received_at": at("2024-12-02 10:00"),
        "sentence": "Đã ghi nhận báo cáo.",
    }
    return NewAnswer(**(facts | changes))  # type: ignore[arg-type]


def test_an_answer_stops_the_ladder_at_once_and_versions_are_kept(house: Runtime) -> None:
    claim_all(house, "2024-11-14 07:45")
    with house.database.unit() as store:
        row = store.assignments.by_code(["LC24-070"])["LC24-070"]
        store.answers.record([answer(row, figures={"CT1": Measured(120, 400, None, "", "120/400")})])
        store.answers.record([answer(row, status="hoan_thanh", percent=None, difficulties=["thiếu giáo viên"])])
        store.commit()
    with house.database.unit() as store:
        row = store.assignments.by_code(["LC24-070"])["LC24-070"]
        versions = store.answers.versions(row.id)
        figures = store.session.scalars(select(FigureRow).where(FigureRow.answer_id == row.answer_id)).all()
        difficulties = store.session.scalars(select(DifficultyRow.text)).all()
    assert (row.state, row.next_on) == ("answered", None)
    assert [version.version for version in versions] == [1, 2]
    assert row.answer_id == versions[-1].id
    assert [(figure.numerator, figure.denominator) for figure in figures] == [(120, 400)]  # carried over
    assert difficulties == ["thiếu giáo viên"]
    assert claim_all(house, "2024-12-06 07:45").get(Rung.REMINDER, 0) < 77


def test_a_held_assignment_is_not_urged_until_a_person_lets_it_go_on(house: Runtime) -> None:
    claim_all(house, "2024-11-14 07:45")
    with house.database.unit() as store:
        ids = list(store.session.scalars(select(AssignmentRow.id)))
        store.assignments.hold(ids, at("2024-11-20 08:00"), "Chờ người phụ trách đọc thư.")
        store.commit()
    assert claim_all(house, "2024-12-06 07:45") == {}
    with house.database.unit() as store:
        store.pauses.reopen(["LC24-070"], Ruling("Trần Thị B", at("2024-12-06 08:00")), house.calendar)
        store.commit()
    assert sum(claim_all(house, "2024-12-09 07:45").values()) == 1


def test_two_answers_to_one_assignment_in_one_mail_become_two_versions(house: Runtime) -> None:
    with house.database.unit() as store:
        row = store.assignments.by_code(["LC24-001"])["LC24-001"]
        store.answers.record([answer(row), answer(row, percent=80.0)])
        store.commit()
        found = store.session.execute(select(AnswerRow.version, AnswerRow.percent).order_by(AnswerRow.version)).all()
    assert [tuple(item) for item in found] == [(1, 70.0), (2, 80.0)]


def test_two_ticks_at_once_claim_every_step_once(house: Runtime) -> None:
    taken: list[int] = []

    def tick() -> None:
        taken.append(sum(claim_all(house, "2024-11-14 07:45").values()))

    ticks = [threading.Thread(target=tick) for _ in range(4)]
    for one in ticks:
        one.start()
    for one in ticks:
        one.join(60)
    assert (len(taken), sum(taken)) == (4, 77)
