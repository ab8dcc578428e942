"""`dondoc up` starts everything, serves one deployment per plan, and Ctrl-C leaves nothing behind."""

import os
import signal
import smtplib
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from demo.world import free_port
from flows import importing, intent
from flows.runtime import compose
from plans import samples
from state.clock import ZONE
from state.plan.decisions import Confirmation
from state.settings import Settings

ROOT = Path(__file__).parents[2]


@dataclass
class House:
    process: subprocess.Popen[str]
    environment: dict[str, str]
    home: Path

    def dondoc(self, *words: str) -> str:
        command = [sys.executable, "-m", "dondoc", *words]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

    def get(self, path: str) -> str:
        address = f"http://127.0.0.1:{self.environment['DONDOC_WEB_PORT']}{path}"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.read().decode()

    def has_deployment(self, name: str) -> bool:
        """Whether the server knows it; a question of milliseconds, where a process that asks takes seconds."""
        address = f"http://127.0.0.1:{self.environment['DONDOC_PREFECT_PORT']}/api/deployments/name/{name}"
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)

    def replies(self) -> int:
        """How many mails were read."""
        with closing(sqlite3.connect(self.home / "dondoc.db")) as data:
            return int(data.execute("SELECT count(*) FROM reply").fetchone()[0])


def eventually(check: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so; a failing look counts as not yet."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if check():
                return
        except (OSError, AssertionError, subprocess.CalledProcessError):
            pass
        time.sleep(0.5)
    raise AssertionError(f"not so after {seconds} s")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    ports = {name: str(free_port()) for name in ("DONDOC_PREFECT_PORT", "DONDOC_WEB_PORT", "DONDOC_SMTP_PORT")}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "PREFECT_"))}
    environment |= ports | {"DONDOC_HOME": str(tmp_path), "DONDOC_POLL_SECONDS": "1"}
    setup = House(None, environment, tmp_path)  # type: ignore[arg-type]
    open_cycle(tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-m", "dondoc", "up"], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    setup.process = process
    yield setup
    if process.poll() is None:
        process.kill()


def open_cycle(home: Path) -> None:
    """What three commands would do, which have tests of their own; each of them is a process of three seconds."""
    made, now, file = compose(Settings(home=home)), datetime(2023, 12, 1, 9, tzinfo=ZONE), samples.path("lai-chau-mau")
    importing.import_plan(made, importing.Document(file.read_bytes(), file.name, sample=True), now)
    intent.confirm_plan(made, "LC", Confirmation("Trần Thị B", now, waive_rest="Đã đối chiếu văn bản gốc."))
    intent.open_cycle(made, "LC", 2024, intent.Choice("Trần Thị B", {}, False, now))
    made.database.close()


def test_everything_starts_runs_and_stops(house: House) -> None:
    eventually(lambda: "dondoc" in house.get("/"), 120)
    eventually(lambda: house.has_deployment("follow-plan/LC"), 120)
    eventually(lambda: deployment_runs(house), 120)
    check_that_mail_is_taken_in(house)
    house.process.send_signal(signal.SIGINT)
    said, _ = house.process.communicate(timeout=90)
    assert house.process.returncode == 0
    assert said.strip().endswith("Đã dừng.")
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    ports = [house.environment["DONDOC_PREFECT_PORT"]]
    assert not [line for line in left.splitlines() if any(f"--port {port}" in line for port in ports)]


def deployment_runs(house: House) -> bool:
    """A scheduled run gets no time of its own; Prefect starts it as a process and it must come to its end."""
    asked = (
        "import os; from pathlib import Path; from flows import environment;"
        "environment.apply(Path(os.environ['DONDOC_HOME']), int(os.environ['DONDOC_PREFECT_PORT']));"
        "from prefect.deployments import run_deployment;"
        "run = run_deployment('follow-plan/LC', timeout=100, poll_interval=1); print(run.state.type.value, run.name)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], env=house.environment, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        return False
    state, name = done.stdout.strip().split(" ", 1)
    assert (state, name[:3]) == ("COMPLETED", "LC "), done.stdout
    return True


def check_that_mail_is_taken_in(house: House) -> None:
    """The mail loop takes in a mail by itself; a mail of 30 MB is refused before it is written anywhere."""
    with smtplib.SMTP("127.0.0.1", int(house.environment["DONDOC_SMTP_PORT"]), timeout=10) as post:
        mail = "From: a@la.example\r\nTo: bao-cao@dondoc.example\r\nSubject: =?utf-8?q?H=E1=BB=8Fi?=\r\n\r\nXin chào."
        post.sendmail("a@la.example", ["bao-cao@dondoc.example"], mail.encode())
        with pytest.raises(smtplib.SMTPException, match=r"552|exceeds|too"):
            post.sendmail("a@la.example", ["bao-cao@dondoc.example"], b"Subject: x\r\n\r\n" + b"x" * 30_000_000)
    eventually(lambda: house.replies() == 1, 30)
    assert "a@la.example" in house.dondoc("inbox", "list", "--json")
