"""One made-up province for all tests of the board: nothing here changes it, so it is built once."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from link_world import LinkWorld, at
from link_world import build as build_link
from starlette.testclient import TestClient
from web_world import NOW, World, build

from state.database import Database
from web.app import create_app

Open = Callable[[World], TestClient]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The province in its cycle of 2024."""
    made = build(tmp_path_factory.mktemp("web"))
    yield made
    made.database.close()


@pytest.fixture
def own_world(world: World, tmp_path: Path) -> Iterator[World]:
    """A copy of the province that a test may change."""
    world.database.close()
    shutil.copytree(world.out.parent, tmp_path, dirs_exist_ok=True)
    copy = replace(world, database=Database(f"sqlite:///{tmp_path / 'web.db'}"), out=tmp_path / "out")
    yield copy
    copy.database.close()


@pytest.fixture(scope="session")
def open_board() -> Open:
    """Makes a browser on a world."""

    def opened(world: World) -> TestClient:
        app = create_app(world.database, world.out, "http://127.0.0.1:4200", lambda: NOW)
        return TestClient(app, base_url="http://127.0.0.1:8080", raise_server_exceptions=False)

    return opened


@pytest.fixture
def client(world: World, open_board: Open) -> TestClient:
    """A browser on the shared province."""
    return open_board(world)


@pytest.fixture(scope="session")
def empty_link_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LinkWorld]:
    """A letter with its answer page, to be copied."""
    made = at(tmp_path_factory.mktemp("link"))
    yield made
    made.database.close()


@pytest.fixture
def linked(empty_link_world: LinkWorld, tmp_path: Path) -> Iterator[LinkWorld]:
    """A copy of its own, which a test may change."""
    empty_link_world.database.close()
    source = Path(empty_link_world.database.engine.url.database or "")
    shutil.copy(source, tmp_path / source.name)
    copy = replace(empty_link_world, database=Database(f"sqlite:///{tmp_path / source.name}"))
    yield copy
    copy.database.close()


@pytest.fixture
def linked_anywhere(database: Database) -> LinkWorld:
    """The same on SQLite and on PostgreSQL."""
    return build_link(database)
