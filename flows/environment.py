"""How Prefect runs here: a server on loopback, no telemetry, rows cleaned up. Set before Prefect is imported."""

import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

RETENTION_DAYS = 90


class PrefectUnavailable(Exception):
    """The Prefect server did not answer in time."""

    def __init__(self, url: str, seconds: float) -> None:
        self.url = url
        super().__init__(
            f"Máy chủ Prefect tại {url} không trả lời sau {seconds:.0f} giây. Xem nhật ký trong thư mục prefect."
        )


def api_url(port: int) -> str:
    """Address of the API of the local server."""
    return f"http://127.0.0.1:{port}/api"


def environment(home: Path, port: int) -> dict[str, str]:
    """Variables for the server and for every process that runs flows.

    Our own event log is the audit trail, so Prefect's rows may go after 90 days; by default it would keep flow runs for
    ever. The three telemetry switches keep a government machine from calling out.
    """
    return {
        "PREFECT_HOME": str((home / "prefect").absolute()),
        "PREFECT_API_URL": api_url(port),
        "PREFECT_PROFILE": "ephemeral",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(RETENTION_DAYS * 24 * 3600),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": "P7D",
        "PREFECT_LOGGING_LEVEL": os.environ.get("PREFECT_LOGGING_LEVEL", "WARNING"),
        "PREFECT_CLI_COLORS": "false",
    }


def apply(home: Path, port: int) -> None:
    """Put the variables into this process; must come before the first ``import prefect``."""
    os.environ.update(environment(home, port))


def healthy(port: int) -> bool:
    """Whether the server answers."""
    try:
        with urllib.request.urlopen(f"{api_url(port)}/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_for_server(port: int, alive: Callable[[], bool], seconds: float = 120) -> None:
    """Return when the server answers.

    :param alive: tells whether the server process still runs
    :raises PrefectUnavailable: it ended or did not answer in time
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until and alive():
        if healthy(port):
            return
        time.sleep(0.3)
    raise PrefectUnavailable(api_url(port), seconds)
