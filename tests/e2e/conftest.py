"""One Prefect server for all years; every year has its own home folder and database."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo import world
from flows import environment, runtime
from flows.runtime import Runtime


@pytest.fixture(scope="session")
def prefect_port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    before = dict(os.environ)
    settings = world.settle(tmp_path_factory.mktemp("prefect"))
    with world.prefect(settings) as server:
        environment.wait_for_server(settings.prefect_port, server.alive)
        yield settings.prefect_port
    os.environ.clear()
    os.environ.update(before)
    runtime.current.cache_clear()


@pytest.fixture
def house(prefect_port: int, database_url: str, tmp_path: Path) -> Iterator[Runtime]:
    """A runtime on an empty database of either kind, which the flows of this process use too."""
    world.settle(tmp_path / "home", database_url)
    os.environ["DONDOC_PREFECT_PORT"] = str(prefect_port)
    runtime.current.cache_clear()
    yield runtime.current()
    runtime.current().database.close()
