"""One made-up province for all tests of the board: nothing here changes it, so it is built once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web_world import NOW, World, build

from web.app import create_app

Open = Callable[[World], TestClient]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The province in its cycle of 2024."""
    made = build(tmp_path_factory.mktemp("web"))
    yield made
    made.database.close()


@pytest.fixture
def own_world(tmp_path: Path) -> Iterator[World]:
    """A province that a test may change."""
    made = build(tmp_path)
    yield made
    made.database.close()


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
