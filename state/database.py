"""The engine, its pragmas, migrations, and one unit of work at a time. The same code runs on SQLite and PostgreSQL."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from cycles.ladder import LADDERS, Ladders
from state.store import Store


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pragmas(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    # recursive_triggers closes the hole by which INSERT OR REPLACE would pass the append-only triggers of the log.
    for pragma in (
        "journal_mode=WAL",
        "busy_timeout=15000",
        "foreign_keys=ON",
        "synchronous=NORMAL",
        "recursive_triggers=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class Database:
    """An engine and the units of work on it.

    :param address: SQLAlchemy address, ``sqlite:///…`` or ``postgresql+psycopg://…``
    :param ladders: the ladder of letters by relation, where it is not the shipped one
    """

    def __init__(self, address: str, ladders: Ladders = LADDERS) -> None:
        self.ladders = ladders
        url = make_url(address)
        if url.drivername in {"postgresql", "postgres"}:
            url = url.set(drivername="postgresql+psycopg")
        if url.drivername.startswith("sqlite") and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
            # The file holds the mails of officials: for its owner alone, its journal files follow.
            Path(url.database).touch(mode=0o600)
        self.engine: Engine = create_engine(url, json_serializer=_json)
        if url.drivername.startswith("sqlite"):
            event.listen(self.engine, "connect", _pragmas)

    def upgrade(self) -> None:
        """Bring the tables to the newest revision; harmless when they are."""
        from alembic import command  # imported late: only set-up needs it
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
        with self.engine.connect() as connection:
            # SQLite changes a table by making it anew, which it refuses while other tables point to its rows; the
            # pragma has no effect inside a transaction. Connections that are given back keep it, so it is set again.
            self._foreign_keys(connection, on=False)
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            self._foreign_keys(connection, on=True)

    def _foreign_keys(self, connection: Connection, *, on: bool) -> None:
        if self.engine.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
            connection.rollback()

    @contextmanager
    def unit(self) -> Iterator[Store]:
        """One unit of work: rolled back unless ``store.commit()`` was called."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield Store(session, self.ladders)

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()
