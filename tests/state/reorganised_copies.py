"""Databases that stand in the middle of 2025, built once per kind and copied for every test."""

from collections.abc import Iterator

import pytest
from databases import TABLES, Databases, Stage
from reorganised_world import (
    departments,
    import_plan,
    in_the_middle_of_quarter_1,
    in_the_middle_of_the_review,
    old_house,
    send_all,
)
from state_world import house_on

from flows.runtime import Runtime
from plans import samples
from state.database import Database

PLAN = "LC"


def _quarter(database: Database) -> None:
    house = old_house(database)
    import_plan(house, samples.path("lai-chau-mau").read_bytes(), "lai-chau-mau.txt")
    in_the_middle_of_quarter_1(house, PLAN)


def _review(database: Database) -> None:
    house = house_on(database)
    departments(house)
    in_the_middle_of_the_review(house, PLAN)
    send_all(house, "2025-06-02 08:00")


QUARTER = Stage("quarter", _quarter, TABLES)
REVIEW = Stage("review", _review, QUARTER)


@pytest.fixture
def quarter(databases: Databases, database_kind: str) -> Iterator[Runtime]:
    """In the middle of the first quarter of 2025, before the departments were reorganised."""
    database = databases.at(database_kind, QUARTER)
    yield house_on(database)
    database.close()


@pytest.fixture
def review(databases: Databases, database_kind: str) -> Iterator[Runtime]:
    """In the middle of the mid-term review of 2025, before the districts were abolished."""
    database = databases.at(database_kind, REVIEW)
    yield house_on(database)
    database.close()
