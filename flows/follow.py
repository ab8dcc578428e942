"""The daily tick of one plan: take in replies, open what is due, urge, tell the coordinator, compile what is due.

The database decides what is due; a tick may be cut, repeated or late at any moment without harm.
"""

from datetime import datetime

from prefect import flow
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

from cycles.ladder import COORDINATOR_RUNGS
from flows import runtime
from flows.consolidate import consolidate, due_stages
from flows.escalate import escalate
from flows.gather import gather_replies
from flows.names import tick_name
from flows.opening import Tried, open_due
from flows.overview import publish_overview
from flows.remind import post_letters, remind_responsibility
from flows.summary import Gathered, Posted, Reminded, Report, Tick
from mail.errors import MailError
from reports.errors import ReportError
from state import clock


@flow(name="follow-plan", flow_run_name=tick_name)
def follow_plan(plan: str, now: datetime | None = None) -> Tick:
    """Nhịp hằng ngày của một kế hoạch: nhận thư, đôn đốc, báo điều phối, tổng hợp báo cáo đến hạn."""
    house, moment = runtime.current(), clock.local(now) if now else clock.now()
    # The heartbeat thread costs every synchronous subflow about a second; the parent keeps its own.
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
        gathered = _gather(moment)
        tried = _open(plan, moment)
        quiet = "" if house.calendar.is_office_time(moment) else "Ngoài giờ làm việc: không gửi thư."
        reminded, posted, noted = ([], Posted(), False) if quiet else _urge(plan, moment)
        reports, problems = _consolidate(plan, moment)
        with house.database.unit() as store:
            next_on = store.assignments.next_day(store.plans.get(plan).id)
            if tried.opened or reminded or reports or gathered.total:
                publish_overview(store, plan, moment.date())
    return Tick(
        plan=plan,
        at=moment,
        quiet=quiet,
        gathered=gathered,
        opened=list(tried.opened),
        reminded=reminded,
        posted=posted,
        noted=noted,
        reports=reports,
        problems=[*tried.problems, *problems],
        next_on=next_on,
    )


def _gather(now: datetime) -> Gathered:
    """A mail server that is away costs the answers of an hour, not the reminders and the report of the day."""
    try:
        return gather_replies(now)
    except (MailError, OSError) as error:
        return Gathered(problem=str(error))


def _open(plan: str, now: datetime) -> Tried:
    """Cycles that the rhythm of the plan asks for; a plan without one opens nothing by itself."""
    house = runtime.current()
    with house.database.unit() as store:
        tried = open_due(house, store, store.plans.get(plan), now)
        if tried.opened or tried.problems:
            store.commit()
        return tried


def _urge(plan: str, now: datetime) -> tuple[list[Reminded], Posted, bool]:
    with runtime.current().database.unit() as store:
        due = store.assignments.due(store.plans.get(plan).id, now.date())
        waiting = store.outbox.anything_to_post(now)
    if not due and not waiting:
        return [], Posted(), False
    reminded = [remind_responsibility(plan, item, now) for item in due]
    posted = post_letters(now)
    with runtime.current().database.unit() as store:
        to_sign = any(
            claim.rung in COORDINATOR_RUNGS
            for waiting in store.outbox.waiting_claims(now.date()).values()
            for claim in waiting
        )
    return reminded, posted, to_sign and escalate(now)


def _consolidate(plan: str, now: datetime) -> tuple[list[Report], list[str]]:
    """The reports that are due, and why others could not be written; the next tick tries those again."""
    with runtime.current().database.unit() as store:
        due = due_stages(store, plan, now)
    reports: list[Report] = []
    problems: list[str] = []
    for cycle, stage in due:
        try:
            reports.append(consolidate(cycle, stage, now))
        except (ReportError, OSError) as error:
            problems.append(str(error))
    return reports, problems
