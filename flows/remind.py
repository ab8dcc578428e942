"""One flow per responsibility, and the letters that carry what the flows of a day have claimed."""

import re
from collections import Counter
from datetime import datetime

from prefect import Flow, flow, tags, task

from flows import runtime
from flows.summary import Posted, Reminded
from mail.post.outbox import compose_day, send_queued
from state.ladder.assignments import DueResponsibility

FORBIDDEN = re.compile(r"[/%&<>]")
"""Prefect refuses these characters in the name of a flow."""

SHOWN_TAGS = 16
"""A run tagged with 69 communes cannot be read; beyond this many the group's heading stands for its members."""


@flow(name="remind", validate_parameters=False)
def remind(
    plan: str, cycle: str, path: str, owners: list[str], due_on: list[str], responsibility_id: int, now: datetime
) -> Reminded:
    """Take every step of the ladder that is due for one responsibility; the letters follow once a day per agency."""
    house = runtime.current()
    with house.database.unit() as store:
        claimed = store.assignments.claim_responsibility(responsibility_id, now, house.calendar_of(store))
        store.commit()
    return Reminded(path=path, rungs=claimed.rungs, skipped=claimed.skipped)


def named_flow(plan: str, due: DueResponsibility) -> "Flow[..., Reminded]":
    """The flow of one responsibility, with a name and a history of its own in Prefect's UI."""
    owners = ", ".join(due.agencies[:3]) + (f" … ({len(due.agencies)} cơ quan)" if len(due.agencies) > 3 else "")
    days = ", ".join(f"{day:%d/%m/%Y}" for day in due.due_on)
    return remind.with_options(
        name=flow_name(plan, due.path, due.heading),
        description=f"**{due.heading}**\n\n{due.text}\n\nCơ quan thực hiện: {owners}\n\nHạn gửi: {days}",
        flow_run_name=f"{due.cycle} {due.path} · {owners[:80]} · hạn {days}",
    )


def flow_name(plan: str, path: str, heading: str) -> str:
    """Name of a responsibility's flow, for example "LC V.10.7 UBND các huyện, thành phố"."""
    return FORBIDDEN.sub("-", f"{plan} {path} {heading}")[:120]


def remind_responsibility(plan: str, due: DueResponsibility, now: datetime) -> Reminded:
    """Run the flow of one responsibility, tagged with its plan, cycle and agencies."""
    agencies = due.agencies if len(due.agencies) <= SHOWN_TAGS else (due.heading,)
    with tags(f"plan:{plan}", f"cycle:{due.cycle}", *(f"agency:{name}" for name in agencies)):
        return named_flow(plan, due)(
            plan=plan,
            cycle=due.cycle,
            path=due.path,
            owners=list(due.agencies),
            due_on=[f"{day:%Y-%m-%d}" for day in due.due_on],
            responsibility_id=due.responsibility_id,
            now=now,
        )


@task(name="post-letters", task_run_name="gửi thư {now:%d/%m/%Y}", retries=2, retry_delay_seconds=[5, 30])
def post_letters(now: datetime) -> Posted:
    """One letter per agency for all it has open, of whatever plan; then hand the outbox to the mail server.

    Running again sends nothing twice: a letter has a unique key and is taken before it is sent.
    """
    house = runtime.current()
    with house.database.unit() as store:
        waiting = list(store.outbox.waiting_claims(now.date()))
        store.assignments.claim_agencies(waiting, now, house.calendar_of(store))
        composed = compose_day(store, now, house.office)
        store.commit()
    with house.post() as post:
        sent = send_queued(house.database.unit, post, now, house.office, limit=5000, pace=house.pace())
    return Posted(
        written=len(composed.letters),
        sent=sent.sent,
        failed=sent.failed,
        skipped=dict(Counter(str(reason) for reason in composed.skipped.values())),
        problem=sent.problem,
    )
