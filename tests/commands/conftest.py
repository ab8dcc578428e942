"""Talking to the command line in this process: a process of its own costs two seconds a word."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import dondoc
from flows.runtime import current

Said = tuple[int, str]


@pytest.fixture
def speak(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """A command in a home folder: its exit code and what it said."""
    monkeypatch.setenv("COLUMNS", "220")

    def command(home: Path, *words: str) -> Said:
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
        return code, said.out + said.err

    return command
