"""One Postfix and one Dovecot for all tests of the folder; every test has its own database and empty mailboxes."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from real_office import (
    CITY,
    FINANCE,
    FIRST_DAY,
    Officer,
    Open,
    empty,
    environment,
    open_sample,
    register,
    send,
    write_letters,
)
from real_servers import Servers, missing, running

from flows.runtime import Runtime, compose
from state.settings import Settings, load


@pytest.fixture(scope="session")
def running_servers() -> Iterator[Servers]:
    reason = missing()
    if reason:
        pytest.skip(reason)
    # Not below the folder of pytest, which only root may enter; socket paths must be short besides.
    root = Path(tempfile.mkdtemp(prefix="dondoc-mail-"))
    root.chmod(0o755)
    try:
        with running(root) as servers:
            yield servers
    finally:
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def servers(running_servers: Servers) -> Servers:
    """The servers with empty mailboxes."""
    running_servers.settle()
    empty(running_servers)
    return running_servers


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the opened sample plan, to be copied."""
    home = tmp_path_factory.mktemp("mau")
    house = compose(Settings(home=home, database_url=f"sqlite:///{home / 'dondoc.db'}"))
    open_sample(house)
    house.database.close()
    return home


@pytest.fixture
def open_house(servers: Servers, sample_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Our office as the environment describes it; keywords replace variables of the environment."""
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    for name in [name for name in os.environ if name.startswith("DONDOC_")]:
        monkeypatch.delenv(name)
    with ExitStack() as stack:

        def opened(**changes: str) -> Runtime:
            for name, value in (environment(servers, home) | changes).items():
                monkeypatch.setenv(name, value)
            house = compose(load())
            stack.callback(house.database.close)
            return house

        yield opened


@pytest.fixture
def house(open_house: Open) -> Runtime:
    """Our office with the right settings."""
    return open_house()


@pytest.fixture
def city(servers: Servers) -> Officer:
    """The officer of the city."""
    return Officer(servers, CITY, "Trần Văn Mẫu, UBND thành phố")


@pytest.fixture
def opened(house: Runtime, servers: Servers) -> Runtime:
    """The first letters have arrived at the department of finance and at the city.

    The coordinator got a note about the agencies without an address.
    """
    register(house, {"STC": FINANCE, "H.LAICHAU": CITY})
    assert write_letters(house, FIRST_DAY) == 2
    assert send(house, FIRST_DAY).sent == 3
    servers.settle()
    return house
