"""Several processes start as one and stop in order; one that ends is started again."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from flows.supervise import Child, Supervisor

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
ENDS = (sys.executable, "-c", "pass")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)",
)


def child(tmp_path: Path, name: str, command: tuple[str, ...]) -> Child:
    return Child(name, command, {}, tmp_path / "log" / f"{name}.log")


def test_stopping_ends_every_child(tmp_path: Path) -> None:
    supervisor = Supervisor(lambda text: None)
    children = [supervisor.start(child(tmp_path, name, SLEEPS)) for name in ("một", "hai")]
    assert all(one.alive() for one in children)
    supervisor.stop()
    assert not any(one.alive() for one in children)


def test_a_child_that_ignores_ctrl_c_is_ended_all_the_same(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("flows.supervise.PATIENCE", 0.5)
    stubborn = child(tmp_path, "lì", STUBBORN)
    stubborn.start()
    while b"ready" not in stubborn.log.read_bytes():
        time.sleep(0.02)
    stubborn.stop()
    assert not stubborn.alive()


def test_a_child_that_ended_is_started_again_and_somebody_is_told(tmp_path: Path) -> None:
    said: list[str] = []
    supervisor = Supervisor(said.append)
    supervisor.start(child(tmp_path, "ngắn", ENDS))
    watch = threading.Thread(target=supervisor.watch, args=(lambda: (), 0.05))
    watch.start()
    deadline = time.monotonic() + 20
    while not said and time.monotonic() < deadline:
        time.sleep(0.02)
    supervisor.on_signal(signal.SIGINT, None)
    watch.join(10)
    supervisor.stop()
    assert any("ngắn" in sentence for sentence in said)


def test_a_child_gets_its_environment_and_writes_to_its_log(tmp_path: Path) -> None:
    one = Child("một", (sys.executable, "-c", "import os; print(os.environ['X'])"), {"X": "Tổng"}, tmp_path / "một.log")
    one.start()
    assert one.process is not None
    one.process.wait(20)
    assert one.log.read_text(encoding="utf-8").strip() == "Tổng"
    assert os.getpgid(0) != one.process.pid
