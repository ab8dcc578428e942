"""Talking to the command line in this process: a process of its own costs two seconds a word."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import dondoc
from flows.runtime import current

Said = tuple[int, str]
Spoken = subprocess.CompletedProcess[str]


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Spoken]:
    """A command in a home folder, as if it had been a process. Not for Prefect."""
    monkeypatch.setenv("COLUMNS", "220")

    def command(home: Path, *words: str) -> Spoken:
        monkeypatch.setenv("DONDOC_HOME", str(home))
        monkeypatch.setattr(sys, "argv", ["dondoc", *words])
        current.cache_clear()
        capsys.readouterr()
        code = 0
        try:
            dondoc.main()
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            if current.cache_info().currsize:
                current().database.close()
            current.cache_clear()
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    return command


@pytest.fixture
def speak(spoken: Callable[..., Spoken]) -> Callable[..., Said]:
    """A command in a home folder: its exit code and what it said."""

    def command(home: Path, *words: str) -> Said:
        done = spoken(home, *words)
        return done.returncode, done.stdout + done.stderr

    return command
