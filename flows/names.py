"""Names of flow runs. Prefect's own templates fail on ``now=None``, which is what a scheduled run gets."""

from datetime import datetime

from prefect.runtime import flow_run

from state import clock


def moment() -> datetime:
    """The time that the current run works with: its parameter, or now."""
    given = flow_run.parameters.get("now")
    if isinstance(given, str):
        given = datetime.fromisoformat(given)
    return clock.local(given) if given else clock.now()


def tick_name() -> str:
    """For example "LC 17/12/2024 07:45"."""
    return f"{flow_run.parameters.get('plan', '').upper()} {moment():%d/%m/%Y %H:%M}"


def gather_name() -> str:
    """For example "nhận thư 17/12/2024 16:15"."""
    return f"nhận thư {moment():%d/%m/%Y %H:%M}"
