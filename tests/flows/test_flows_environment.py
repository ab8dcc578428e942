"""Prefect is told before it is imported: loopback, no telemetry, rows cleaned up."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.environment import PrefectUnavailable, environment, wait_for_server


def test_prefect_accepts_every_setting_and_calls_nobody(tmp_path: Path) -> None:
    told = environment(tmp_path, 4999)
    asked = (
        "from prefect.settings import get_current_settings as s; n = s();"
        "print(n.server.analytics_enabled, n.server.ui.show_promotional_content, n.api.url,"
        " n.server.services.db_vacuum.retention_period.days, n.server.events.retention_period.days,"
        " sorted(n.server.services.db_vacuum.enabled))"
    )
    (tmp_path / "prefect").mkdir()
    done = subprocess.run([sys.executable, "-c", asked], env=told, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == [
        "False",
        "False",
        "http://127.0.0.1:4999/api",
        "90",
        "7",
        "['events',",
        "'flow_runs']",
    ], done.stderr
    assert told["DO_NOT_TRACK"] == "1"


def test_a_server_that_does_not_come_is_named() -> None:
    with pytest.raises(PrefectUnavailable, match=r"127\.0\.0\.1:9"):
        wait_for_server(9, lambda: False, seconds=0.5)


def test_the_rooms_below_do_not_load_prefect() -> None:
    """Reading a plan must start fast; Prefect alone takes seconds."""
    asked = "import sys, dondoc, flows.intent, flows.up; print('prefect' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "False"


def test_prefect_takes_the_name_of_every_responsibility(tmp_path: Path) -> None:
    headings = ["Sở GD&ĐT", "UBND các huyện/thành phố", "Sở <A>", "Đạt 100%", "x" * 400]
    asked = (
        "import json, sys; from flows.remind import flow_name, remind;"
        "print(json.dumps([remind.with_options(name=flow_name('LC', 'V.1', h)).name for h in json.loads(sys.argv[1])]))"
    )
    told = environment(tmp_path, 4999)
    (tmp_path / "prefect").mkdir()
    command = [sys.executable, "-c", asked, json.dumps(headings)]
    done = subprocess.run(command, env=told, capture_output=True, text=True, timeout=120)
    names = json.loads(done.stdout or "[]")
    assert len(names) == len(headings), done.stderr
    assert all(name.startswith("LC V.1 ") and len(name) <= 120 for name in names)
