"""What a person decides about single assignments: more time, a waiver, a hold, going on."""

from sqlalchemy.orm import Session

from state.events import EventStore


class PauseStore:
    """Extensions, waivers, holds."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events
