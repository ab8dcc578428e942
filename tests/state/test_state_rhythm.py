"""A plan with a rhythm opens its cycles by itself, on the day of the first letter; a decision that is open stops it."""

from datetime import date, datetime, timedelta

import pytest
from opening_world import DATED, import_changed, show
from state_world import at, house_on, import_sample

from flows import intent
from flows.opening import Tried, open_due
from flows.runtime import Runtime
from state.clock import ZONE
from state.database import Database


@pytest.fixture
def house(database: Database) -> Runtime:
    return house_on(database)


def tick(house: Runtime, plan: str, now: datetime) -> Tried:
    with house.database.unit() as store:
        tried = open_due(house, store, store.plans.get(plan), now)
        store.commit()
        return tried


def opened_on(house: Runtime, plan: str, days: list[date]) -> dict[str, str]:
    """On which of these days each cycle opened."""
    with house.database.unit() as store:
        have = {cycle.code for cycle in store.cycles.of(store.plans.get(plan))}
    found: dict[str, str] = {}
    for day in days:
        tick(house, plan, datetime(day.year, day.month, day.day, 7, 45, tzinfo=ZONE))
        with house.database.unit() as store:
            for cycle in store.cycles.of(store.plans.get(plan)):
                if cycle.code not in have | found.keys():
                    found[cycle.code] = show(day)
    return found


def every(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_without_a_rhythm_nothing_opens(house: Runtime) -> None:
    plan = import_changed(house, {})
    assert tick(house, plan, at("2024-11-14 07:45")) == Tried()


def test_an_unconfirmed_plan_opens_nothing(house: Runtime) -> None:
    plan = import_sample(house, "lai-chau-mau")
    intent.set_rhythm(house, plan, ["năm"], "B", at("2024-01-02 09:00"))
    assert tick(house, plan, at("2024-11-14 07:45")) == Tried()


def test_quarters_and_the_year_open_on_their_days(house: Runtime) -> None:
    plan = import_changed(house, {})
    intent.set_rhythm(house, plan, ["quý", "năm"], "B", at("2024-01-02 09:00"))
    days = [
        day
        for day in every(date(2024, 2, 20), date(2024, 11, 20))
        if (day.month, day.day // 7) in {(2, 3), (5, 3), (8, 3), (11, 1), (11, 2)}
    ]
    assert opened_on(house, plan, days) == {
        "LC24Q1": "Fri 23/02/2024",
        "LC24Q2": "Mon 27/05/2024",
        "LC24Q3": "Mon 26/08/2024",
        "LC24": "Thu 14/11/2024",  # and no quarter 4
    }


def test_a_deadline_of_the_plan_opens_its_cycle_earlier(house: Runtime) -> None:
    plan = import_changed(house, DATED)
    intent.set_rhythm(house, plan, ["năm"], "B", at("2024-01-02 09:00"))
    assert opened_on(house, plan, every(date(2024, 10, 7), date(2024, 10, 14))) == {"LC24": "Fri 11/10/2024"}


def test_after_an_outage_what_is_still_running_opens_and_what_is_over_does_not(house: Runtime) -> None:
    plan = import_changed(house, {})
    intent.set_rhythm(house, plan, ["quý", "năm"], "B", at("2024-11-18 09:00"))
    tried = tick(house, plan, at("2024-11-18 09:00"))
    assert [sentence.partition(":")[0] for sentence in tried.opened] == ["Đã tự mở kỳ báo cáo LC24"]


def test_an_open_decision_is_told_at_every_tick_and_logged_once_a_day(house: Runtime) -> None:
    plan = import_changed(house, {})
    intent.set_rhythm(house, plan, ["năm"], "B", at("2025-11-14 07:00"))
    for moment in ("2025-11-14 07:45", "2025-11-14 09:00", "2025-11-17 07:45"):
        tried = tick(house, plan, at(moment))
        assert (tried.opened, len(tried.problems)) == ((), 1)
        assert "chưa rõ cơ quan nào trả lời" in tried.problems[0]
    with house.database.unit() as store:
        row = store.plans.get(plan)
        events = [event for event in store.events.of(f"plan:{row.id}") if event.kind == "cycle-not-opened"]
        assert store.cycles.of(row) == []
    assert [show(event.at.date()) for event in events] == ["Fri 14/11/2025", "Mon 17/11/2025"]


def test_a_month_that_the_holidays_leave_no_room_for_is_told(house: Runtime) -> None:
    plan = import_changed(house, {})
    intent.set_rhythm(house, plan, ["tháng"], "B", at("2026-02-02 09:00"))
    assert any("tháng 2" in problem.lower() for problem in tick(house, plan, at("2026-02-09 07:45")).problems)
