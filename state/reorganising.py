"""A reorganisation and the assignments that are open: which go where, what a person must decide, and doing it."""

from sqlalchemy.orm import Session

from state.events import EventStore


class ReorganisingStore:
    """Reorganisations over open assignments."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events
