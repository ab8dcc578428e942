"""Whose reports are late: the one source of the note to the coordinator and of the drafts in Word.

The two last rungs of the ladder need a signature. Their claims wait until a note to the coordinator takes them.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cycles.ladder import COORDINATOR_RUNGS, Relation, Rung
from state.clock import local
from state.store import Store
from state.tables import AgencyRow, AssignmentRow, ClaimRow, CycleRow, LetterItemRow, LetterRow, PlacementRow
from state.views import NOT_ASKED


@dataclass(frozen=True, slots=True)
class LateItem:
    """One assignment whose report is missing; ``heir_of`` names the body that had it before."""

    code: str
    path: str
    due_on: date
    heir_of: str = ""


@dataclass(frozen=True, slots=True)
class LateBody:
    """A body and what it owes in one cycle.

    :ivar kind: kind of body in the register ("commune", "department")
    :ivar letters_sent: requests about these items that left, to this body
    :ivar requested: it may only be asked to help: it stands in no official letter and in no report about others
    :ivar urged_on: the day on which an official letter about these items was drafted, None when none was
    """

    code: str
    name: str
    kind: str
    items: tuple[LateItem, ...]
    letters_sent: int = 0
    last_sent_on: date | None = None
    requested: bool = False
    urged_on: date | None = None

    @property
    def due_on(self) -> date:
        """The earliest due day."""
        return min(item.due_on for item in self.items)

    def days_late(self, day: date) -> int:
        """Calendar days since the earliest due day."""
        return (day - self.due_on).days


@dataclass(frozen=True, slots=True)
class Tally:
    """How many reports a cycle asks for, how many came in, how many of the rest wait for a person's look."""

    asked: int = 0
    answered: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class LateGroup:
    """The bodies of one cycle for which the ladder has come to one rung; one draft is about one group."""

    cycle: CycleRow
    rung: Rung
    bodies: tuple[LateBody, ...]
    tally: Tally

    @property
    def urged(self) -> tuple[LateBody, ...]:
        """Those that a letter or report may name: requested bodies are never pressed."""
        return tuple(body for body in self.bodies if not body.requested)


@dataclass(frozen=True, slots=True)
class Late:
    """What the note of one day is about; ``claims`` are the steps that it takes."""

    day: date
    groups: tuple[LateGroup, ...]
    claims: tuple[ClaimRow, ...]


def late_on(store: Store, day: date) -> Late | None:
    """Everything that waits for the coordinator's hand on a day; None when nothing does.

    Claims whose report has arrived since are passed over, and so is what is not overdue any more.
    """
    waiting = {
        agency: to_sign
        for agency, found in store.outbox.waiting_claims(day).items()
        if (to_sign := [claim for claim in found if claim.rung in COORDINATOR_RUNGS])
    }
    if not waiting:
        return None
    rows = {
        row.id: row
        for of_agency in store.outbox.open_assignments(list(waiting), day).values()
        for row in of_agency
        if row.due_on < day
    }
    claims = tuple(claim for found in waiting.values() for claim in found if claim.assignment_id in rows)
    if not claims:
        return None
    return Late(day, _groups(store.session, rows, claims, day), claims)


def _groups(
    session: Session, rows: Mapping[int, AssignmentRow], claims: Sequence[ClaimRow], day: date
) -> tuple[LateGroup, ...]:
    asked = {claim.assignment_id for claim in claims}
    sent, urged = _sent(session, asked), _urged(session, asked)
    outside = _outside(session, {rows[key].agency_id for key in asked}, day)
    members: dict[tuple[int, Rung], list[AssignmentRow]] = {}
    for claim in claims:
        row = rows[claim.assignment_id]
        group = members.setdefault((row.cycle_id, Rung(claim.rung)), [])
        if row not in group:
            group.append(row)
    tallies = _tallies(session, {cycle for cycle, _ in members})
    order = list(Rung)
    return tuple(
        LateGroup(
            cycle=group[0].cycle,
            rung=rung,
            bodies=_bodies(group, sent, urged, outside),
            tally=tallies[cycle],
        )
        for (cycle, rung), group in sorted(members.items(), key=lambda pair: (pair[0][0], order.index(pair[0][1])))
    )


def _bodies(
    rows: Sequence[AssignmentRow],
    sent: Mapping[tuple[int, int], tuple[int, datetime | None]],
    urged: Mapping[int, date],
    outside: Mapping[int, bool],
) -> tuple[LateBody, ...]:
    """The bodies of a group, the longest overdue first; a body that is asked and requested stands there twice."""
    ordered = sorted(rows, key=lambda row: (row.due_on, row.agency_id, row.id))
    owing: dict[tuple[int, bool], list[AssignmentRow]] = {}
    for row in ordered:
        requested = row.relation == Relation.REQUESTED or outside[row.agency_id]
        owing.setdefault((row.agency_id, requested), []).append(row)
    return tuple(_body(group, requested, sent, urged) for (_, requested), group in owing.items())


def _body(
    rows: Sequence[AssignmentRow],
    requested: bool,
    sent: Mapping[tuple[int, int], tuple[int, datetime | None]],
    urged: Mapping[int, date],
) -> LateBody:
    agency = rows[0].agency
    letters, last = sent.get((agency.id, rows[0].cycle_id), (0, None))
    return LateBody(
        code=agency.code,
        name=agency.name,
        kind=agency.kind,
        items=tuple(LateItem(row.code, row.responsibility.path, row.due_on, row.heir_of or "") for row in rows),
        letters_sent=letters,
        last_sent_on=local(last).date() if last else None,
        requested=requested,
        urged_on=max((urged[row.id] for row in rows if row.id in urged), default=None),
    )


def _sent(session: Session, assignments: Collection[int]) -> dict[tuple[int, int], tuple[int, datetime | None]]:
    """By agency and cycle: how many requests about these assignments left, and when the last one did."""
    query = (
        select(
            LetterRow.agency_id,
            AssignmentRow.cycle_id,
            func.count(LetterRow.id.distinct()),
            func.max(LetterRow.sent_at),
        )
        .join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
        .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
        .where(
            LetterItemRow.assignment_id.in_(assignments),
            LetterRow.agency_id == AssignmentRow.agency_id,
            LetterRow.kind == "request",
            LetterRow.sent_at.is_not(None),
        )
        .group_by(LetterRow.agency_id, AssignmentRow.cycle_id)
    )
    rows = session.execute(query).tuples()
    return {(agency, cycle): (count, last) for agency, cycle, count, last in rows if agency is not None}


def _urged(session: Session, assignments: Collection[int]) -> dict[int, date]:
    """The last day on which the coordinator got a draft of an official letter about an assignment."""
    query = (
        select(ClaimRow.assignment_id, func.max(ClaimRow.day))
        .where(
            ClaimRow.assignment_id.in_(assignments),
            ClaimRow.rung == str(Rung.OFFICIAL_LETTER),
            ClaimRow.letter_id.is_not(None),
        )
        .group_by(ClaimRow.assignment_id)
    )
    return dict(session.execute(query).tuples().all())


def _outside(session: Session, agencies: Collection[int], day: date) -> dict[int, bool]:
    """Whether each body stands outside the chain of command on a day: a reorganisation may have moved it."""
    query = select(AgencyRow.id, AgencyRow.in_chain).where(AgencyRow.id.in_(agencies))
    inside = dict(session.execute(query).tuples().all())
    moved = (
        select(PlacementRow.agency_id, PlacementRow.in_chain)
        .where(PlacementRow.agency_id.in_(agencies), PlacementRow.since <= day)
        .order_by(PlacementRow.since)
    )
    inside.update(session.execute(moved).tuples().all())
    return {agency: not in_chain for agency, in_chain in inside.items()}


def _tallies(session: Session, cycles: Collection[int]) -> dict[int, Tally]:
    query = (
        select(AssignmentRow.cycle_id, AssignmentRow.state, func.count())
        .where(AssignmentRow.cycle_id.in_(cycles), AssignmentRow.state.not_in(NOT_ASKED))
        .group_by(AssignmentRow.cycle_id, AssignmentRow.state)
    )
    found: dict[int, dict[str, int]] = {}
    for cycle, state, count in session.execute(query).tuples():
        found.setdefault(cycle, {})[state] = count
    return {
        cycle: Tally(sum(counts.values()), counts.get("answered", 0), counts.get("held", 0))
        for cycle, counts in found.items()
    }
