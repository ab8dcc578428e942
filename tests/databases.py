"""Databases in known states: each state is made once in a run and copied for every test that begins there.

Bringing the tables of a new database up to date, or reading and opening a plan, takes most of the time of a test; a
copy takes milliseconds. All copies of a name lie at one address and share one engine, because SQLAlchemy compiles every
statement anew for each engine.
"""

import shutil
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import psycopg
from sqlalchemy import select

from state.database import Database
from state.tables import Base

TEST = "dondoc_test"


@dataclass(frozen=True)
class Stage:
    """A state of a database: what ``make`` does to a copy of another stage, or to an empty database."""

    name: str
    make: Callable[[Database], object]
    after: Self | None = None


TABLES = Stage("tables", Database.upgrade)


class Copied(Database):
    """A copy of a stage."""

    def __init__(self, shelf: "Databases", kind: str, name: str) -> None:
        super().__init__(shelf.address(kind, name))
        self._shelf, self._kind, self._name = shelf, kind, name

    @property
    def untouched(self) -> bool:
        """No row in any table."""
        with self.engine.connect() as connection:
            tables = Base.metadata.sorted_tables
            return (
                not connection.execute(select(*(select(1).select_from(one).exists() for one in tables))).one().count(1)
            )

    def begin_at(self, stage: Stage) -> None:
        """Stand at a later stage, as if all of it had been done here; only for a database that is untouched."""
        assert self.untouched
        self._shelf.at(self._kind, stage, self._name)


@dataclass
class Databases:
    """Stages and their copies, as files in a folder and on a server, which is asked for when PostgreSQL is wanted."""

    folder: Path
    server: Callable[[], str]
    _made: set[tuple[str, str]] = field(default_factory=set)
    _known: dict[tuple[str, str], Copied] = field(default_factory=dict)

    def at(self, kind: str, stage: Stage | None, name: str = TEST) -> Copied:
        """A database of a kind (``sqlite``, ``postgresql``) that is at a stage; the last one of this name is gone."""
        source = self._stage(kind, stage) if stage else None
        if (kind, name) in self._known:
            self._known[kind, name].close()
        self._copy(kind, source, name)
        if (kind, name) not in self._known:
            self._known[kind, name] = Copied(self, kind, name)
        # What a test does to its object must not reach the next one; the engine itself stays.
        return copy(self._known[kind, name])

    def address(self, kind: str, name: str = TEST) -> str:
        """Where the copies of a name lie."""
        return f"sqlite:///{self.folder / name}.db" if kind == "sqlite" else self.server() % name

    def _stage(self, kind: str, stage: Stage) -> str:
        """The name under which nothing changes a stage any more."""
        name = f"stage {stage.name}"
        if (kind, name) not in self._made:
            made = self.at(kind, stage.after, name)
            stage.make(made)
            made.close()
            self._made.add((kind, name))
        return name

    def _copy(self, kind: str, source: str | None, name: str) -> None:
        if kind == "sqlite":
            for end in ("", "-wal", "-shm"):
                (self.folder / f"{name}.db{end}").unlink(missing_ok=True)
            if source:
                shutil.copyfile(self.folder / f"{source}.db", self.folder / f"{name}.db")
            return
        with psycopg.connect((self.server() % "postgres").replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            template = f'TEMPLATE "{source}"' if source else ""
            # Since version 15 a copy goes through the log by default, which costs twice as much.
            strategy = "STRATEGY FILE_COPY" if connection.info.server_version >= 150000 else ""
            connection.execute(f'CREATE DATABASE "{name}" {template} {strategy}')
