"""The world of a demonstration: a home folder, a Prefect server, our mail server, and the agencies."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from flows import environment, runtime
from flows.supervise import Child
from flows.up import prefect_server
from mail.office import embedded
from mail.post.server import PostServer
from state.settings import Settings, load


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settle(home: Path, database_url: str = "") -> Settings:
    """An empty home folder and the settings for it, also put into the environment for the flows and our children."""
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    os.environ.update(
        DONDOC_HOME=str(home),
        DONDOC_DATABASE_URL=database_url,
        DONDOC_SMTP_HOST="",
        DONDOC_SMTP_PORT=str(free_port()),
        DONDOC_PREFECT_PORT=str(free_port()),
        DONDOC_SCHEDULE="false",
    )
    runtime.current.cache_clear()
    return load()


@contextlib.contextmanager
def prefect(settings: Settings) -> Iterator[Child]:
    """A Prefect server for the time of the block; the first import of Prefect must come after it has begun."""
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    environment.apply(settings.home, settings.prefect_port)
    server = prefect_server(settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def post_server(settings: Settings) -> PostServer:
    """Our embedded mail server, which plays all other mail servers too."""
    return PostServer(embedded(settings))


@dataclass(frozen=True)
class Acted:
    """What the agencies did up to a moment, and when they will do something next."""

    sent: dict[str, int]
    next: datetime | None

    @property
    def total(self) -> int:
        """Number of mails."""
        return sum(self.sent.values())


class Agencies:
    """The agencies: a process of its own, which knows us only by the letters that it gets."""

    def __init__(self, settings: Settings, seed: int) -> None:
        command = [sys.executable, "-m", "demo.agencies", "--mail", str(settings.maildirs)]
        command += ["--smtp-port", str(settings.smtp_port), "--seed", str(seed)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def act(self, now: datetime) -> Acted:
        """Let them read and write up to this moment."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps({"now": now.isoformat()}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the agencies' process ended with code {self._process.wait()}")
        said = json.loads(line)
        if "error" in said:
            raise RuntimeError(f"the agencies could not act: {said['error']}")
        return Acted(said["sent"], datetime.fromisoformat(said["next"]) if said["next"] else None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()
