"""What waits for a person: by whom it may be, what it stopped, and letting that go on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from state.events import Event, EventStore
from state.tables import (
    AgencyRow,
    AnswerRow,
    AssignmentRow,
    ContactRow,
    EventRow,
    ExtensionRow,
    LetterItemRow,
    ProposalRow,
    ReplyRow,
)

_OWED = (AssignmentRow.state.in_(("open", "held")), AssignmentRow.step.is_not(None))
_SHARED = 3
"""A domain of more agencies than these points to none of them."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An agency that may have written, with the codes that it still owes, and why it is suggested."""

    agency: str
    name: str
    why: str
    codes: tuple[str, ...] = ()

    def told(self) -> dict[str, object]:
        """Plain data for JSON."""
        return asdict(self) | {"codes": list(self.codes)}


def waiting_replies(session: Session, limit: int) -> list[ReplyRow]:
    """Replies that wait for a person, oldest first, with agency and attachments."""
    query = (
        select(ReplyRow)
        .where(ReplyRow.waiting)
        .options(joinedload(ReplyRow.agency), selectinload(ReplyRow.attachments))
        .order_by(ReplyRow.id)
        .limit(limit)
    )
    return list(session.scalars(query))


def suggested(
    session: Session, senders: Collection[str], public: Collection[str] = ()
) -> dict[str, tuple[Suggestion, ...]]:
    """Which agencies these addresses may belong to: registered addresses first, then domains of few agencies.

    ``public``: domains that are nobody's. Three statements at most, however many addresses.
    """
    wanted = {one for one in senders if "@" in one}
    if not wanted:
        return {}
    by_address, by_domain = _agencies(session, wanted, public)
    found = {
        sender: (by_address.get(sender, {}), by_domain.get(sender.rpartition("@")[2], {})) for sender in sorted(wanted)
    }
    ids = {key for exact, near in found.values() for key in (*exact, *near)}
    owed = _owed(session, ids)
    return {
        sender: tuple(
            Suggestion(*agency, why, tuple(owed.get(key, ())))
            for agencies, why in ((exact, "người gửi là đầu mối"), ({} if exact else near, "người gửi cùng tên miền"))
            for key, agency in agencies.items()
        )
        for sender, (exact, near) in found.items()
        if exact or len(near) <= _SHARED
    }


_Agencies = dict[str, dict[int, tuple[str, str]]]


def _agencies(session: Session, wanted: Collection[str], public: Collection[str]) -> tuple[_Agencies, _Agencies]:
    domains = {one.rpartition("@")[2] for one in wanted} - set(public)
    query = select(ContactRow.email, AgencyRow.id, AgencyRow.code, AgencyRow.name)
    rows = session.execute(query.join(AgencyRow, AgencyRow.id == ContactRow.agency_id).order_by(AgencyRow.id)).tuples()
    by_address: _Agencies = {}
    by_domain: _Agencies = {}
    for email, key, code, name in rows:
        if email in wanted:
            by_address.setdefault(email, {})[key] = (code, name)
        if (domain := email.rpartition("@")[2]) in domains:
            by_domain.setdefault(domain, {})[key] = (code, name)
    return by_address, by_domain


def _owed(session: Session, agency_ids: Collection[int]) -> dict[int, list[str]]:
    """The codes of what agencies were asked and have not answered."""
    query = (
        select(AssignmentRow.agency_id, AssignmentRow.code)
        .where(AssignmentRow.agency_id.in_(agency_ids), *_OWED)
        .order_by(AssignmentRow.id)
    )
    found: dict[int, list[str]] = {}
    for agency, code in session.execute(query) if agency_ids else ():
        found.setdefault(agency, []).append(code)
    return found


def owed_to(session: Session, agency_id: int) -> list[int]:
    """What one agency was asked and has not answered: ids of assignments."""
    query = select(AssignmentRow.id).where(AssignmentRow.agency_id == agency_id, *_OWED)
    return list(session.scalars(query.order_by(AssignmentRow.id)))


def stopped_by(session: Session, reply: ReplyRow) -> list[AssignmentRow]:
    """The held assignments whose last stop has the sentence of this reply.

    A request for more time is not among them: it is decided by itself.
    """
    if reply.agency_id is None:
        return []
    asked = select(ExtensionRow.assignment_id).where(ExtensionRow.state == "asked")
    query = (
        select(AssignmentRow)
        .where(
            AssignmentRow.agency_id == reply.agency_id,
            AssignmentRow.state == "held",
            AssignmentRow.id.not_in(asked),
        )
        .options(joinedload(AssignmentRow.agency))
        .order_by(AssignmentRow.id)
        # An answer that this unit has just recorded changed the row behind the session's back.
        .execution_options(populate_existing=True)
    )
    rows = list(session.scalars(query))
    last = _last_stop(session, rows)
    return [row for row in rows if last.get(row.id) == reply.reason]


def _last_stop(session: Session, rows: Sequence[AssignmentRow]) -> Mapping[int, str]:
    subjects = {f"assignment:{row.id}": row.id for row in rows}
    query = select(EventRow.subject, EventRow.sentence).where(
        EventRow.subject.in_(subjects), EventRow.kind == "assignment-held"
    )
    return {subjects[subject]: sentence for subject, sentence in session.execute(query.order_by(EventRow.id))}


def pass_on(
    session: Session, events: EventStore, reply: ReplyRow, rows: Sequence[AssignmentRow], now: datetime
) -> set[int]:
    """Leave assignments stopped for which another reply of the agency waits; returns their ids.

    From now on they are stopped by that reply: its decision lets them go on.
    """
    ids = [row.id for row in rows]
    query = (
        select(LetterItemRow.assignment_id, ReplyRow.reason)
        .join(ReplyRow, ReplyRow.letter_id == LetterItemRow.letter_id)
        .where(
            LetterItemRow.assignment_id.in_(ids),
            ReplyRow.agency_id == reply.agency_id,
            ReplyRow.waiting,
            ReplyRow.id != reply.id,
        )
        .order_by(ReplyRow.id)
    )
    other = dict(session.execute(query).tuples().all()) if ids else {}
    events.add_all(Event(now, "assignment-held", f"assignment:{key}", reason) for key, reason in other.items())
    return set(other)


def newer_answers(session: Session, codes: Collection[str], reply: ReplyRow) -> dict[str, datetime]:
    """Assignments whose answer that counts came in after a reply, and not with it: when it came, by code.

    Of two that came in at the same moment the one that was taken in later is newer.
    """
    query = (
        select(AssignmentRow.code, AnswerRow.received_at)
        .join(AnswerRow, AnswerRow.id == AssignmentRow.answer_id)
        .where(
            AssignmentRow.code.in_(codes),
            or_(
                AnswerRow.received_at > reply.received_at,
                (AnswerRow.received_at == reply.received_at)
                & or_(AnswerRow.reply_id.is_(None), AnswerRow.reply_id > reply.id),
            ),
            or_(AnswerRow.reply_id.is_(None), AnswerRow.reply_id != reply.id),
        )
    )
    return dict(session.execute(query).tuples().all()) if codes else {}


def asked_more_time(session: Session, reply_id: int) -> bool:
    """Whether the request for more time of a reply was kept."""
    return session.scalar(select(ExtensionRow.id).where(ExtensionRow.reply_id == reply_id).limit(1)) is not None


def proposed_contact(session: Session, reply_id: int) -> bool:
    """Whether the new contact that a reply names was kept."""
    return session.scalar(select(ProposalRow.id).where(ProposalRow.reply_id == reply_id).limit(1)) is not None


def recorded_from(session: Session, reply_id: int) -> bool:
    """Whether answers were recorded from a reply."""
    return session.scalar(select(AnswerRow.id).where(AnswerRow.reply_id == reply_id).limit(1)) is not None
