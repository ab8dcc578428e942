"""Databases that stand in the middle of 2025, built once per kind and copied for every test."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from reorganised_world import (
    departments,
    import_plan,
    in_the_middle_of_quarter_1,
    in_the_middle_of_the_review,
    old_house,
    send_all,
)
from sqlalchemy import make_url
from state_world import house_on

from flows.runtime import Runtime
from plans import samples
from state.database import Database

PLAN = "LC"


def _quarter(house: Runtime) -> None:
    import_plan(house, samples.path("lai-chau-mau").read_bytes(), "lai-chau-mau.txt")
    in_the_middle_of_quarter_1(house, PLAN)


def _review(house: Runtime) -> None:
    departments(house)
    in_the_middle_of_the_review(house, PLAN)
    send_all(house, "2025-06-02 08:00")


@dataclass
class Copies:
    """Addresses of databases by kind and stage; ``server`` is asked for only when PostgreSQL is wanted."""

    folder: Path
    server: Callable[[], str]
    made: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: str, stage: str, name: str) -> str:
        """A fresh copy of a stage under a name of its own."""
        if (kind, stage) not in self.made:
            self.made[kind, stage] = self._make(kind, stage)
        return self._copy(kind, self.made[kind, stage], name)

    def _make(self, kind: str, stage: str) -> str:
        name = f"stage_{stage}"
        address = self.of(kind, "quarter", name) if stage == "review" else self._empty(kind, name)
        database = Database(address)
        if stage == "quarter":
            database.upgrade()
            _quarter(old_house(database))
        else:
            _review(house_on(database))
        database.close()
        return address

    def _empty(self, kind: str, name: str) -> str:
        return self._copy(kind, "", name)

    def _copy(self, kind: str, source: str, name: str) -> str:
        if kind == "sqlite":
            target = self.folder / f"{name}.db"
            target.unlink(missing_ok=True)
            if source:
                shutil.copyfile(source.removeprefix("sqlite:///"), target)
            return f"sqlite:///{target}"
        address = self.server()
        template = f'TEMPLATE "{make_url(source).database}"' if source else ""
        plain = (address % "postgres").replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
            connection.execute(f'CREATE DATABASE "{name}" {template}')
        return address % name


@pytest.fixture(scope="session")
def copies(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """Built on first use."""
    return Copies(tmp_path_factory.mktemp("stages"), lambda: str(request.getfixturevalue("postgres")))


def _house(copies: Copies, kind: str, stage: str) -> Iterator[Runtime]:
    database = Database(copies.of(kind, stage, f"copy_{stage}"))
    yield house_on(database)
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def quarter(request: pytest.FixtureRequest, copies: Copies) -> Iterator[Runtime]:
    """In the middle of the first quarter of 2025, before the departments were reorganised."""
    yield from _house(copies, request.param, "quarter")


@pytest.fixture(params=["sqlite", "postgresql"])
def review(request: pytest.FixtureRequest, copies: Copies) -> Iterator[Runtime]:
    """In the middle of the mid-term review of 2025, before the districts were abolished."""
    yield from _house(copies, request.param, "review")
