"""What every test may use: both databases, the folder of the real documents, and a clock that stands still."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import TABLES, Databases

from state.database import Database

ROOT = Path(__file__).parent.parent
POSTGRES = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/local/bin"), Path("/usr/bin")]
HASTE = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "shared_buffers=16MB",
)
"""Nothing of this server has to outlive a power cut, and a small pool makes the checkpoints around a copy short."""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with the two real plans; tests that need it skip where it does not exist."""
    folder = Path(os.environ.get("DONDOC_SHARED", ROOT.parent / "shared"))
    if not (folder / "plans").is_dir():
        pytest.skip("the real plans are not on this machine (set DONDOC_SHARED)")
    return folder


def _programs() -> Path | None:
    return next((folder for folder in POSTGRES if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _as_postgres(command: list[str], folder: Path) -> None:
    """PostgreSQL refuses to run as root, so root runs it as the user of the Debian package."""
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A real PostgreSQL server on a socket of its own; yields its address without a database name."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-"))
    if os.geteuid() == 0:
        try:
            shutil.chown(folder, "postgres")
        except LookupError:
            pytest.skip("root cannot run PostgreSQL without the user postgres")
    data = folder / "data"
    _as_postgres([str(programs / "initdb"), "-D", str(data), "-U", "dondoc", "-A", "trust", "-E", "UTF8"], folder)
    options = f"-k {folder} -c listen_addresses=''" + "".join(f" -c {setting}" for setting in HASTE)
    start = [str(programs / "pg_ctl"), "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start"]
    _as_postgres(start, folder)
    try:
        yield f"postgresql+psycopg://dondoc@/%s?host={folder}"
    finally:
        _as_postgres([str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"], folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Databases in known states, made on first use."""
    return Databases(tmp_path_factory.mktemp("databases"), lambda: str(request.getfixturevalue("postgres")))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database."""
    return str(request.param)


@pytest.fixture
def database_url(databases: Databases, database_kind: str) -> str:
    """The address of an empty database, once per kind."""
    databases.at(database_kind, None)
    return databases.address(database_kind)


@pytest.fixture
def database(databases: Databases, database_kind: str) -> Iterator[Database]:
    """A database with all its tables, once per kind."""
    opened = databases.at(database_kind, TABLES)
    yield opened
    opened.close()
