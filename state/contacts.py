"""Contacts over time: what bounced, what somebody proposed, and what a person decided about it."""

from sqlalchemy.orm import Session

from state.events import EventStore


class ContactStore:
    """Contacts and proposals to change them."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events
