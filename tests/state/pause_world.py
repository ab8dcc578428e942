"""One open cycle of Lai Châu on each database, and what people do to its assignments; every test rolls back."""

from collections.abc import Iterator
from datetime import date

import pytest
from databases import TABLES, Databases
from sqlalchemy import func, select
from state_world import at, house_on, open_lai_chau

from cycles.calendar import shipped_calendar
from state.answers import NewAnswer
from state.database import Database
from state.ladder.ruling import Ruling
from state.store import Store
from state.tables import AssignmentRow, ClaimRow

CALENDAR = shipped_calendar()
CODE, OTHER = "LC24-070", "LC24-071"
"""Two districts; their report of 2024 is due on Tuesday 17/12."""
PROMISED = date(2024, 12, 24)
"""A Tuesday."""


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Database]:
    """One open cycle for all tests that roll back, once per kind of database."""
    database = databases.at(request.param, TABLES, "dondoc_pauses")
    open_lai_chau(house_on(database))
    yield database
    database.close()


@pytest.fixture
def store(opened: Database) -> Iterator[Store]:
    with opened.unit() as found:
        yield found


def ruling(when: str, reason: str = "Đã trao đổi qua điện thoại.") -> Ruling:
    return Ruling("Trần Thị B", at(when), reason)


def tick(store: Store, when: str) -> dict[str, str]:
    """What a tick of the whole plan takes: the step by assignment."""
    now = at(when)
    last = store.session.scalar(select(func.max(ClaimRow.id))) or 0
    for item in store.assignments.due(store.plans.get("LC").id, now.date()):
        store.assignments.claim_responsibility(item.responsibility_id, now, CALENDAR)
    fresh(store)
    query = select(AssignmentRow.code, ClaimRow.step).join(AssignmentRow, AssignmentRow.id == ClaimRow.assignment_id)
    return dict(store.session.execute(query.where(ClaimRow.id > last)).tuples().all())


def fresh(store: Store) -> None:
    """Forget what this session has read, as a new unit of work would."""
    store.session.flush()
    store.session.expire_all()


def assignment(store: Store, code: str = CODE) -> AssignmentRow:
    return store.assignments.by_code([code])[code]


def kinds(store: Store, code: str = CODE) -> list[str]:
    return [event.kind for event in store.events.of(f"assignment:{assignment(store, code).id}")]


def ask(store: Store, when: str, until: date | None = date(2024, 12, 24)) -> list[int]:
    found = store.pauses.ask([assignment(store).id], until, "xin lùi đến 24/12", at(when), None)
    fresh(store)
    return found


def grant(store: Store, until: date, when: str, *codes: str) -> list[str]:
    found = store.pauses.grant(codes or [CODE], until, ruling(when), CALENDAR)
    fresh(store)
    return found


def answer_now(store: Store, when: str) -> None:
    row = assignment(store)
    facts = (row.id, row.agency_id, None, "mail", "hoan_thanh", None, "Đã xong.", at(when), "Đã ghi nhận báo cáo.")
    store.answers.record([NewAnswer(*facts)])
    fresh(store)
