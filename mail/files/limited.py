"""Work on what strangers sent, in a process of its own that can do next to nothing and does not live long.

The child is a fresh interpreter without the environment, the site packages and the open files of this one. Before it
touches a byte of the file it gives up the right to open anything (which takes sockets as well), to start processes, to
write more than its answer and to use more than a little time and memory.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; sys.path.append(sys.argv[1]); from mail.files.limited_child import run; run(sys.argv[2], sys.argv[3])"
)
_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a child may use: seconds by the clock, seconds of processor, bytes of memory, bytes of its answer."""

    seconds: float = 15.0
    cpu: int = 5
    memory: int = 512 * 1024 * 1024
    answer: int = 4 * 1024 * 1024


USUAL = Allowance()


def run_limited(module: str, content: bytes, allowance: Allowance = USUAL) -> object | None:
    """What ``module.answer(content)`` gives, as JSON; None when the child failed in any way or took too much.

    :param module: dotted name of a module of this project that needs nothing but the standard library
    """
    limits = json.dumps([allowance.cpu, allowance.memory, allowance.answer])
    command = [sys.executable, "-I", "-S", "-c", _START, str(ROOT), module, limits]
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(content)
        given.seek(0)
        if not _run(command, given, answer, allowance.seconds):
            return None
        answer.seek(0)
        try:
            result: object = json.loads(answer.read(allowance.answer))
        except (ValueError, RecursionError):
            return None
        return result


def _run(command: list[str], given: IO[bytes], answer: IO[bytes], seconds: float) -> bool:
    """Whether the child came to its end; whatever it started dies with it."""
    try:
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
            cwd=tempfile.gettempdir(),
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        # The leader is not reaped before this, so that the number of the group cannot belong to somebody else.
        if process.returncode is None:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
