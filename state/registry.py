"""The register of a province as a table that people edit: what a file would change, and applying it."""

from sqlalchemy.orm import Session

from state.events import EventStore


class RegistryStore:
    """The register as a whole: preview and apply a file."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events
