"""Decisions about more time, and the letters that tell the agencies: what of them is still to be told."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from state.events import Event, EventStore
from state.ladder.laddering import Day, may_be_asked
from state.tables import AssignmentRow, CycleRow, ExtensionRow, LetterItemRow, LetterRow

DECISION = "decision"
GRANTED, REFUSED = "granted", "refused"
"""States of a decided request, and the step of its item in a letter."""

MERGED = "Không gửi: nội dung được gộp vào thư mới về các quyết định sau."

_LETTER = LetterRow.metadata.tables["letter"]
_WAITING = (LetterRow.kind == DECISION, LetterRow.state == "queued")
_TAKE_BACK = (
    update(_LETTER)
    .where(_LETTER.c.id == bindparam("letter_id"), _LETTER.c.state == "queued")
    .values(state="withdrawn", error=MERGED)
)


def still_told(day: Day) -> ColumnElement[bool]:
    """Letters that still have something to tell on a day.

    Nothing is told about an assignment that is answered, waived, paused or in other hands by now; nor about a new due
    day that has come, since the letter of the ladder names it.
    """
    items = (
        select(LetterItemRow.id)
        .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
        .where(
            LetterItemRow.letter_id == LetterRow.id,
            AssignmentRow.state == "open",
            AssignmentRow.agency_id == LetterRow.agency_id,
            or_(LetterItemRow.step == REFUSED, AssignmentRow.due_on > day),
            *may_be_asked(day),
        )
    )
    return items.correlate(LetterRow).exists()


def decisions_about(session: Session, assignment_ids: Collection[int]) -> list[ExtensionRow]:
    """The last decision about each of these assignments, with everything that a letter says of it."""
    last = (
        select(func.max(ExtensionRow.id))
        .where(ExtensionRow.assignment_id.in_(assignment_ids), ExtensionRow.state.in_((GRANTED, REFUSED)))
        .group_by(ExtensionRow.assignment_id)
    )
    assignment = joinedload(ExtensionRow.assignment)
    query = (
        select(ExtensionRow)
        .where(ExtensionRow.id.in_(last))
        .options(
            assignment.joinedload(AssignmentRow.agency),
            assignment.joinedload(AssignmentRow.responsibility),
            assignment.joinedload(AssignmentRow.cycle).joinedload(CycleRow.plan),
        )
        .order_by(ExtensionRow.assignment_id)
    )
    return list(session.scalars(query))


def unheld(session: Session, assignment_ids: Collection[int], day: date) -> set[int]:
    """Those of the assignments whose agency and plan are under no hold on a day."""
    return set(
        session.scalars(select(AssignmentRow.id).where(AssignmentRow.id.in_(assignment_ids), *may_be_asked(day)))
    )


def take_back(session: Session, events: EventStore, agency_ids: Sequence[int], now: datetime) -> set[int]:
    """Withdraw the decision letters of these agencies that did not leave yet; the assignments that they speak of.

    A new letter speaks of all of them: an agency gets one letter about everything that was decided.
    """
    ids = session.scalars(select(LetterRow.id).where(*_WAITING, LetterRow.agency_id.in_(agency_ids))).all()
    # One that a sender has taken in the meantime is on its way, and is left alone.
    taken = [key for key in ids if session.execute(_TAKE_BACK, {"letter_id": key}).rowcount == 1]  # type: ignore[attr-defined]
    events.add_all(Event(now, "letter-withdrawn", f"letter:{key}", MERGED) for key in taken)
    return set(session.scalars(select(LetterItemRow.assignment_id).where(LetterItemRow.letter_id.in_(taken))))
