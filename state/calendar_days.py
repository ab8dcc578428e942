"""Own days of the calendar, and what changing them would move."""

from sqlalchemy.orm import Session

from state.events import EventStore


class CalendarStore:
    """Own days of the calendar."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events
