"""Starting several processes as one, and stopping them in order when one ends or a person says so."""

import os
import signal
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

PATIENCE = 15.0
"""Seconds between asking a process to end and ending it."""


@dataclass
class Child:
    """A process of its own session, so that Ctrl-C in the terminal reaches the supervisor alone."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Start the process; its words go to the log file."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Ask it to end with all its children, then insist."""
        if self.process is None:
            return
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            self._signal(sign)
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                continue
        self._signal(signal.SIGKILL)

    def _signal(self, sign: signal.Signals) -> None:
        assert self.process is not None
        try:
            os.killpg(self.process.pid, sign)
        except ProcessLookupError:
            return


class Supervisor:
    """Keeps children running until :meth:`stop` or a signal; ended ones are started again."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._children: list[Child] = []
        self._stopping = threading.Event()

    def start(self, child: Child) -> Child:
        """Start a child and look after it from now on."""
        child.start()
        self._children.append(child)
        return child

    def on_signal(self, _number: int, _frame: FrameType | None) -> None:
        """Ctrl-C or SIGTERM: end the watch."""
        self._stopping.set()

    @property
    def stopping(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stopping.is_set()

    def watch(self, changed: Callable[[], tuple[Child, ...]], every: float = 2.0) -> None:
        """Return when told to stop. A child that ended, or one that ``changed`` names, is started again."""
        while not self._stopping.wait(every):
            due = changed()
            for child in self._children:
                if not child.alive():
                    self._say(f"Tiến trình {child.name} đã dừng, khởi động lại (nhật ký: {child.log}).")
                    child.start()
                elif child in due:
                    child.stop()
                    child.start()

    def stop(self) -> None:
        """Stop all children, last started first."""
        for child in reversed(self._children):
            self._say(f"Đang dừng {child.name} …")
            child.stop()
