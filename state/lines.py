"""One line of the board: an assignment with its agency, its step of the ladder, its answer and how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from cycles.status import NOT_REPORTED_OVERDUE, Standing, WorkStatus, standing
from state.clock import local
from state.tables import AgencyRow, AnswerRow, AssignmentRow, CycleRow, PlanRow, ResponsibilityRow


@dataclass(frozen=True, slots=True)
class Line:
    """One assignment as the board shows it.

    ``first_on`` is the day of the first version of the answer, which decides whether it came in time: a later
    correction makes nobody late. ``last_on`` is the day of the version that counts. ``heir_of`` names the body whose
    part the agency answers for since ``heir_since``; ``lasting`` duties are never overdue.
    """

    id: int
    code: str
    cycle_id: int
    responsibility_id: int
    plan: str
    year: int
    path: str
    heading: str
    requested: bool
    agency: str
    agency_name: str
    agency_short: str
    kind: str
    due_on: date
    due_kind: str
    due_basis: str
    state: str
    step: str | None
    step_on: date | None
    next_on: date | None
    status: str | None
    percent: float | None
    versions: int
    first_on: date | None
    last_on: date | None
    heir_of: str | None
    heir_since: date | None
    lasting: bool
    standing: Standing

    @property
    def answered(self) -> bool:
        """Whether an answer counts."""
        return self.status is not None

    @property
    def asked(self) -> bool:
        """Whether somebody has to answer it: not waived, and not given to other bodies."""
        return self.state not in {"waived", "moved"}

    @property
    def overdue(self) -> bool:
        """Nothing came and the due day is over."""
        return self.standing is NOT_REPORTED_OVERDUE


def lines_query(scope: Sequence[ColumnElement[bool]]) -> Select[Any]:
    """All that a line is made of, in one statement.

    :param scope: conditions on the columns of ``AssignmentRow``
    """
    # Any: the row is named by its labels, which are the fields of Line; twenty type parameters would say nothing more.
    asked, answer, duty = AssignmentRow, AnswerRow, ResponsibilityRow
    first = (
        select(answer.assignment_id, func.min(answer.received_at).label("at"), func.count().label("versions"))
        .join(asked, asked.id == answer.assignment_id)
        .where(*scope)
        .group_by(answer.assignment_id)
        .subquery()
    )
    columns = (
        asked.id,
        asked.code,
        asked.cycle_id,
        asked.responsibility_id,
        PlanRow.code.label("plan"),
        CycleRow.year,
        duty.path,
        duty.heading,
        duty.requested,
        AgencyRow.code.label("agency"),
        AgencyRow.name.label("agency_name"),
        AgencyRow.short_name.label("agency_short"),
        AgencyRow.kind,
        asked.due_on,
        asked.due_kind,
        asked.due_basis,
        asked.state,
        asked.step,
        asked.step_on,
        asked.next_on,
        asked.heir_of,
        asked.heir_since,
        asked.standing.label("lasting"),
        answer.status,
        answer.percent,
        func.coalesce(first.c.versions, 0).label("versions"),
        first.c.at.label("first_at"),
        answer.received_at.label("last_at"),
    )
    return (
        select(*columns)
        .select_from(asked)
        .join(duty, duty.id == asked.responsibility_id)
        .join(AgencyRow, AgencyRow.id == asked.agency_id)
        .join(CycleRow, CycleRow.id == asked.cycle_id)
        .join(PlanRow, PlanRow.id == CycleRow.plan_id)
        .outerjoin(answer, answer.id == asked.answer_id)
        .outerjoin(first, first.c.assignment_id == asked.id)
        .where(*scope)
        .order_by(CycleRow.cut_off.desc(), CycleRow.id, duty.position, AgencyRow.id)
    )


def line_of(row: Row[Any], today: date) -> Line:
    """A row of :func:`lines_query` with its standing on ``today``."""
    facts = dict(row._mapping)
    first_on, last_on = _day(facts.pop("first_at")), _day(facts.pop("last_at"))
    reported = WorkStatus(facts["status"]) if facts["status"] else None
    stands = standing(reported, first_on if reported else None, facts["due_on"], today, facts["lasting"])
    return Line(**facts, first_on=first_on, last_on=last_on, standing=stands)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else local(moment).date()
