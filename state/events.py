"""The append-only log: every outcome is one row and one sentence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from state.direct import direct
from state.tables import EventRow

SYSTEM = "hệ thống"
# Built once: making a statement anew costs more than running it.
_INSERT = insert(EventRow.metadata.tables["event"])


@dataclass(frozen=True)
class Event:
    """What happened, to which subject (``assignment:12``), in one Vietnamese sentence."""

    at: datetime
    kind: str
    subject: str
    sentence: str
    actor: str = SYSTEM
    data: Mapping[str, Any] = field(default_factory=dict)


class EventStore:
    """Writes events and reads them back; there is no way to change one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, event: Event) -> None:
        """Append one event."""
        self.add_all((event,))

    def add_all(self, events: Iterable[Event]) -> None:
        """Append many events in one statement."""
        rows = [
            {
                "at": event.at,
                "kind": event.kind,
                "subject": event.subject,
                "sentence": event.sentence,
                "actor": event.actor,
                "data": dict(event.data),
            }
            for event in events
        ]
        if rows:
            direct(self._session).execute(_INSERT, rows)

    def of(self, subject: str) -> list[EventRow]:
        """The history of one subject, oldest first."""
        return list(self._session.scalars(select(EventRow).where(EventRow.subject == subject).order_by(EventRow.id)))

    def latest(self, limit: int = 50, kinds: tuple[str, ...] = ()) -> list[EventRow]:
        """The newest events first, of some kinds only when given."""
        query = select(EventRow).order_by(EventRow.id.desc()).limit(limit)
        if kinds:
            query = query.where(EventRow.kind.in_(kinds))
        return list(self._session.scalars(query))
