"""The event log is append-only on both databases, whatever way somebody tries."""

from datetime import datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from state.clock import ZONE
from state.database import Database
from state.events import Event

NOW = datetime(2024, 12, 14, 8, tzinfo=ZONE)


@pytest.fixture
def logged(database: Database) -> Database:
    with database.unit() as store:
        store.events.add(Event(NOW, "test", "plan:1", "Đã nhập kế hoạch."))
        store.commit()
    return database


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE event SET sentence = 'khác'",
        "DELETE FROM event",
        "DELETE FROM event WHERE id = 1",
        "INSERT OR REPLACE INTO event SELECT id, at, kind, subject, actor, 'khác', data FROM event",
        "TRUNCATE event",
    ],
)
def test_no_row_of_the_log_can_be_changed_or_removed(logged: Database, attempt: str) -> None:
    with logged.unit() as store, pytest.raises(DBAPIError):
        store.session.execute(text(attempt))
        store.commit()
    with logged.unit() as store:
        assert [event.sentence for event in store.events.of("plan:1")] == ["Đã nhập kế hoạch."]


def test_a_unit_of_work_that_is_not_committed_leaves_nothing(database: Database) -> None:
    with database.unit() as store:
        store.events.add(Event(NOW, "test", "plan:2", "Chưa chắc."))
    with database.unit() as store:
        assert store.events.of("plan:2") == []


def test_moments_come_back_in_vietnam_time(logged: Database) -> None:
    with logged.unit() as store:
        (event,) = store.events.of("plan:1")
    assert event.at == NOW
    assert event.at.utcoffset() == NOW.utcoffset()


def test_a_naive_moment_is_refused(database: Database) -> None:
    with database.unit() as store, pytest.raises(Exception, match="naive"):
        store.events.add(Event(datetime(2024, 1, 1), "test", "plan:1", "?"))  # noqa: DTZ001
