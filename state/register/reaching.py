"""Letting open requests reach a new address: a claim beside the ladder, so that the next tick writes one letter."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from cycles.ladder import Rung
from state.clock import local
from state.events import Event, EventStore
from state.overview import rung_of
from state.register.addressing import readers, usable
from state.tables import AssignmentRow, ClaimRow, ContactRow, EventRow, ExtensionRow, LetterItemRow, ReplyRow

AGAIN = "again"
_QUIET = frozenset({Rung.OPENING, Rung.REMINDER, Rung.DUE_TODAY, Rung.OVERDUE})


def is_again(step: str) -> bool:
    """Whether a claimed step stands beside the ladder, for a new address."""
    return step.startswith(f"{AGAIN}-")


def reach_open(session: Session, contact_ids: Sequence[int], now: datetime) -> int:
    """Claim the open requests of the agencies of these contacts once more; returns how many.

    Only for addresses that letters go to; a request which a letter is to carry anyway is passed over. The step
    ("again-12") stands beside the ladder and never becomes the step of the assignment.
    """
    today = local(now).date()
    contacts = session.scalars(select(ContactRow).where(ContactRow.id.in_(contact_ids)).order_by(ContactRow.id)).all()
    beside = _by_agency(session, {contact.agency_id for contact in contacts})
    claims: list[dict[str, object]] = []
    waiting: set[int] = set()
    for contact in contacts:
        day = max(today, contact.valid_from or today)
        if contact not in readers(usable(beside[contact.agency_id], day)):
            continue
        rows = [row for row in _begun(session, contact.agency_id, day) if row.id not in waiting]
        taken = _taken(session, rows)
        for row in rows:
            steps = taken.get(row.id, {})
            if any(letter is None for letter in steps.values()):
                continue
            key = f"{AGAIN}-{contact.id}"
            key = key if key not in steps else f"{key}-{day:%y%m%d}"
            if key not in steps:
                claims.append(_claim(row, contact, key, day))
                waiting.add(row.id)
    if claims:
        session.execute(insert(ClaimRow), claims)
    return len(claims)


def _by_agency(session: Session, agency_ids: Iterable[int]) -> dict[int, list[ContactRow]]:
    found: dict[int, list[ContactRow]] = {key: [] for key in agency_ids}
    query = select(ContactRow).where(ContactRow.agency_id.in_(found)).order_by(ContactRow.id)
    for contact in session.scalars(query):
        found[contact.agency_id].append(contact)
    return found


def _begun(session: Session, agency_id: int, day: date) -> Sequence[AssignmentRow]:
    """Open assignments of an agency that were asked for before; those that are promised for a later day stay quiet."""
    query = select(AssignmentRow).where(
        AssignmentRow.agency_id == agency_id, AssignmentRow.state == "open", AssignmentRow.step.is_not(None)
    )
    rows = session.scalars(query.order_by(AssignmentRow.id)).all()
    return [row for row in rows if row.quiet_until is None or row.quiet_until <= day]


def _taken(session: Session, rows: Sequence[AssignmentRow]) -> Mapping[int, dict[str, int | None]]:
    """The claimed steps of assignments with the letters that carry them."""
    query = select(ClaimRow.assignment_id, ClaimRow.step, ClaimRow.letter_id)
    found: dict[int, dict[str, int | None]] = {}
    for assignment, step, letter in session.execute(query.where(ClaimRow.assignment_id.in_([row.id for row in rows]))):
        found.setdefault(assignment, {})[step] = letter
    return found


def _claim(row: AssignmentRow, contact: ContactRow, key: str, day: date) -> dict[str, object]:
    reached = rung_of(row.step or str(Rung.OPENING))
    rung = reached if reached in _QUIET else Rung.TO_HEAD if contact.role == "head" else Rung.OVERDUE
    reason = f"Địa chỉ nhận mới: {contact.email}; gửi lại những nội dung đang chờ báo cáo."
    return {"assignment_id": row.id, "step": key, "rung": str(rung), "day": day, "reason": reason}


def resume(session: Session, events: EventStore, reply_id: int, now: datetime, sentence: str) -> int:
    """Let go on what a mail had stopped by naming another contact; returns how many assignments.

    What another mail of the agency, a request for more time or a person stopped stays as it is. The next tick
    computes the next step, since the day of ``next_on`` has come.
    """
    reply = session.get(ReplyRow, reply_id)
    if reply is None or reply.letter_id is None or reply.outcome != "hold":
        return 0
    query = select(ReplyRow.id).where(ReplyRow.agency_id == reply.agency_id, ReplyRow.waiting, ReplyRow.id != reply.id)
    held = [] if session.scalar(query.limit(1)) else _stopped_by(session, reply)
    if held:
        values = {"state": "open", "next_on": local(now).date()}
        session.execute(update(AssignmentRow).where(AssignmentRow.id.in_(held)).values(**values))
        events.add_all(Event(now, "assignment-reopened", f"assignment:{key}", sentence) for key in held)
    if held and reply.kind == "note":
        reply.waiting = False
    return len(held)


def _stopped_by(session: Session, reply: ReplyRow) -> list[int]:
    """The held assignments whose last stop has the sentence of this mail, without a request for more time."""
    asked = select(ExtensionRow.assignment_id).where(ExtensionRow.state == "asked")
    query = (
        select(AssignmentRow.id)
        .join(LetterItemRow, LetterItemRow.assignment_id == AssignmentRow.id)
        .where(
            LetterItemRow.letter_id == reply.letter_id, AssignmentRow.state == "held", AssignmentRow.id.not_in(asked)
        )
        .order_by(AssignmentRow.id)
    )
    ids = list(session.scalars(query))
    stops = select(EventRow.subject, EventRow.sentence).where(
        EventRow.subject.in_([f"assignment:{key}" for key in ids]), EventRow.kind == "assignment-held"
    )
    last = dict(session.execute(stops.order_by(EventRow.id)).tuples().all())
    return [key for key in ids if last.get(f"assignment:{key}") == reply.reason]
