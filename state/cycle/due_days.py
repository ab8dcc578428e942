"""The due days of cycles and agencies, as calendars show them; few statements, whatever the size of a cycle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from state.tables import AgencyRow, AssignmentRow, CycleRow, EventRow, HandoverRow

KEPT = timedelta(days=400)
"""Cycles that were cut off longer ago are left out of feeds."""
DONE = "answered"
DROPPED = frozenset({"waived", "moved"})


@dataclass(frozen=True, slots=True)
class Changes:
    """How many events the log has about something, and the moment of the last one."""

    count: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many assignments of a cycle are due on one day at bodies of one kind, and how many are still open."""

    kind: str
    due_on: date
    asked: int
    silent: int


def cycles_of(session: Session, today: date, plan_id: int | None = None) -> list[CycleRow]:
    """The cycles of one plan or of all plans, with their plans, oldest cut-off first."""
    query = select(CycleRow).where(CycleRow.cut_off >= today - KEPT).options(joinedload(CycleRow.plan))
    if plan_id is not None:
        query = query.where(CycleRow.plan_id == plan_id)
    return list(session.scalars(query.order_by(CycleRow.cut_off, CycleRow.id)))


def counts_of(session: Session, cycle_ids: Sequence[int]) -> dict[int, list[Counted]]:
    """What is asked and what is still open in these cycles, by cycle."""
    asked = AssignmentRow
    query = (
        select(asked.cycle_id, AgencyRow.kind, asked.due_on, asked.state, func.count())
        .join(AgencyRow, AgencyRow.id == asked.agency_id)
        .where(asked.cycle_id.in_(cycle_ids), asked.state.not_in(DROPPED))
        .group_by(asked.cycle_id, AgencyRow.kind, asked.due_on, asked.state)
    )
    sums: dict[tuple[int, str, date], list[int]] = {}
    for cycle, kind, due_on, state, size in session.execute(query).tuples():
        pair = sums.setdefault((cycle, kind, due_on), [0, 0])
        pair[0] += size
        pair[1] += 0 if state == DONE else size
    found: dict[int, list[Counted]] = {}
    for (cycle, kind, due_on), (size, silent) in sums.items():
        found.setdefault(cycle, []).append(Counted(kind, due_on, size, silent))
    return found


def assignments_of(session: Session, agency_id: int, today: date) -> list[AssignmentRow]:
    """What an agency is asked, with what it gave away in a reorganisation (then ``agency_id`` is another body's)."""
    return assignments_by_agency(session, [agency_id], today)[agency_id]


def assignments_by_agency(session: Session, agency_ids: Sequence[int], today: date) -> dict[int, list[AssignmentRow]]:
    """The same for several agencies, in two statements."""
    away = select(HandoverRow.assignment_id, HandoverRow.from_agency_id).where(
        HandoverRow.from_agency_id.in_(agency_ids)
    )
    givers: dict[int, set[int]] = {}
    for assignment, agency in session.execute(away).tuples():
        givers.setdefault(assignment, set()).add(agency)
    mine = AssignmentRow.agency_id.in_(agency_ids)
    query = (
        select(AssignmentRow)
        .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
        .where(or_(mine, AssignmentRow.id.in_(givers)) if givers else mine, CycleRow.cut_off >= today - KEPT)
        .options(
            # Joined, the JSON of a cycle would be read again for each of its rows.
            selectinload(AssignmentRow.cycle).joinedload(CycleRow.plan),
            selectinload(AssignmentRow.responsibility),
        )
        .order_by(CycleRow.cut_off, AssignmentRow.id)
    )
    found: dict[int, list[AssignmentRow]] = {agency: [] for agency in agency_ids}
    for row in session.scalars(query):
        for agency in {row.agency_id, *givers.get(row.id, ())} & found.keys():
            found[agency].append(row)
    return found


def changes_of(session: Session, subjects: Iterable[str]) -> dict[str, Changes]:
    """What the log counts about each subject (``cycle:3``); subjects without an event are left out."""
    query = select(EventRow.subject, func.count(), func.max(EventRow.at)).where(EventRow.subject.in_(list(subjects)))
    rows = session.execute(query.group_by(EventRow.subject)).tuples()
    return {subject: Changes(count, last) for subject, count, last in rows}
