"""How assignments went from body to body in reorganisations, in names, for pages and reports."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from state.tables import AgencyRow, AssignmentRow, EventRow, HandoverRow, ResponsibilityRow

BEGUN = "assignment-begun"
"""The event of an assignment that did not exist before a reorganisation."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One assignment that went to another body: under the same code, or as an assignment of the heir's own."""

    code: str
    path: str
    from_code: str
    from_name: str
    heir_code: str
    to_code: str
    to_name: str
    on: date
    decision: str
    by: str

    @property
    def shared_out(self) -> bool:
        """Whether the heir answers under another code."""
        return self.code != self.heir_code


def passed_of(session: Session, assignment_id: int) -> list[Passed]:
    """How one assignment came and went, oldest first."""
    mine = (HandoverRow.assignment_id == assignment_id) | (HandoverRow.heir_assignment_id == assignment_id)
    return _passed(session, mine)


def passed_in(session: Session, cycle_id: int) -> list[Passed]:
    """All that went from body to body in one cycle, oldest first."""
    return _passed(session, AssignmentRow.cycle_id == cycle_id)


@dataclass(frozen=True, slots=True)
class Holding:
    """A body that answers for an assignment from ``since`` (None: always) until the day before ``until``."""

    agency: str
    since: date | None
    until: date | None

    def on(self, day: date) -> bool:
        """Whether it is this body on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


def holdings_in(session: Session, cycle_id: int) -> dict[str, tuple[Holding, ...]]:
    """By the code of an assignment: which body answered for it when, one after the other.

    Nobody does after an assignment was shared out: its heirs have assignments of their own.
    """
    query = select(AssignmentRow.code, AgencyRow.code).join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
    passed = passed_in(session, cycle_id)
    away: dict[str, list[Passed]] = {}
    came: dict[str, date] = {}
    for one in passed:
        away.setdefault(one.code, []).append(one)
        came.setdefault(one.heir_code, one.on)
    begun = _begun(session, {one.heir_code for one in passed if one.shared_out})
    return {
        code: tuple(_holdings(agency, came[code] if code in begun else None, away.get(code, ())))
        for code, agency in session.execute(query.where(AssignmentRow.cycle_id == cycle_id)).tuples()
    }


def _holdings(agency: str, since: date | None, away: Sequence[Passed]) -> Iterator[Holding]:
    body = away[0].from_code if away else agency
    for link in away:
        yield Holding(body, since, link.on)
        if link.shared_out:
            return
        since, body = link.on, link.to_code
    yield Holding(body, since, None)


def inherited_in(session: Session, cycle_id: int) -> frozenset[str]:
    """Codes of the assignments of a cycle that are about the part of another body alone.

    An heir that answers for itself and for another body under one code is not among them.
    """
    passed = passed_in(session, cycle_id)
    whole = {one.code for one in passed if not one.shared_out}
    return frozenset(whole | _begun(session, {one.heir_code for one in passed if one.shared_out}))


def _begun(session: Session, codes: Collection[str]) -> set[str]:
    """Those of these assignments that did not exist before a reorganisation made them."""
    query = select(AssignmentRow.id, AssignmentRow.code).where(AssignmentRow.code.in_(codes))
    subjects = {f"assignment:{key}": code for key, code in session.execute(query).tuples()}
    begun = select(EventRow.subject).where(EventRow.kind == BEGUN, EventRow.subject.in_(subjects))
    return {subjects[subject] for subject in session.scalars(begun)}


def _passed(session: Session, scope: ColumnElement[bool]) -> list[Passed]:
    heir, old, new = aliased(AssignmentRow), aliased(AgencyRow), aliased(AgencyRow)
    query = (
        select(
            AssignmentRow.code,
            ResponsibilityRow.path,
            old.code,
            old.name,
            heir.code,
            new.code,
            new.name,
            HandoverRow.on_date,
            HandoverRow.decision,
            HandoverRow.decided_by,
        )
        .select_from(HandoverRow)
        .join(AssignmentRow, AssignmentRow.id == HandoverRow.assignment_id)
        .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
        .join(heir, heir.id == HandoverRow.heir_assignment_id)
        .join(old, old.id == HandoverRow.from_agency_id)
        .join(new, new.id == HandoverRow.to_agency_id)
        .where(scope)
        .order_by(HandoverRow.on_date, HandoverRow.id)
    )
    return [Passed(*row[:10]) for row in session.execute(query).all()]
