"""One Prefect server for all years; every year has its own home folder and database. No test leaks its environment."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from demo import world
from flows import environment, runtime
from flows.runtime import Runtime


@contextmanager
def restored_environment() -> Iterator[None]:
    before = dict(os.environ)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        runtime.current.cache_clear()


@pytest.fixture(scope="session")
def prefect_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """The variables by which a process finds the running Prefect server."""
    with restored_environment():
        settings = world.settle(tmp_path_factory.mktemp("prefect"))
        started = world.prefect(settings)
        server = started.__enter__()
        environment.wait_for_server(settings.prefect_port, server.alive)
        variables = environment.environment(settings.home, settings.prefect_port)
        variables["DONDOC_PREFECT_PORT"] = str(settings.prefect_port)
    yield variables
    started.__exit__(None, None, None)


@pytest.fixture
def house(prefect_environment: Mapping[str, str], database_url: str, tmp_path: Path) -> Iterator[Runtime]:
    """A runtime on an empty database of either kind, which the flows of this process use too."""
    with restored_environment():
        world.settle(tmp_path / "home", database_url)
        os.environ.update(prefect_environment)
        yield runtime.current()
        runtime.current().database.close()
