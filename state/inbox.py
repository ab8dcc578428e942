"""The inbox: the raw mail under two unique keys first, then one row and one sentence about it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, insert, or_, select
from sqlalchemy.orm import Session, joinedload, undefer

from state.errors import NotFound
from state.events import Event, EventStore
from state.tables import AttachmentRow, RawMailRow, ReplyRow


@dataclass(frozen=True)
class RawMail:
    """A mail as a source hands it over; ``truncated`` says that only its head was kept."""

    box: str
    uidvalidity: str
    uid: str
    message_id: str
    body_sha: str
    size: int
    content: bytes
    truncated: bool = False


@dataclass(frozen=True)
class AttachmentFacts:
    """What is kept of an attachment; its bytes stay in the raw mail."""

    name: str
    content_type: str
    size: int
    sha256: str
    verdict: str


@dataclass(frozen=True)
class NewReply:
    """What a mail is, by which rule, and what happened to it, in one sentence."""

    raw_mail_id: int
    received_at: datetime
    kind: str
    outcome: str
    rule: str
    reason: str
    sender: str
    sender_name: str
    subject: str
    text: str
    body_sha: str
    signature: str = ""
    agency_id: int | None = None
    letter_id: int | None = None
    duplicate_of: int | None = None
    bounce_recipient: str | None = None
    bounce_status: str | None = None
    absent_until: date | None = None
    attachments: Sequence[AttachmentFacts] = field(default_factory=tuple)


class InboxStore:
    """Keeps raw mails and what became of them."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def keep(self, mail: RawMail, now: datetime) -> int | None:
        """Store a raw mail; None when it is stored already (same place, or same Message-ID and body)."""
        same = select(RawMailRow.id).where(
            or_(
                (RawMailRow.box == mail.box)
                & (RawMailRow.uidvalidity == mail.uidvalidity)
                & (RawMailRow.uid == mail.uid),
                (RawMailRow.message_id == mail.message_id) & (RawMailRow.body_sha == mail.body_sha),
            )
        )
        if self._session.scalar(same) is not None:
            return None
        row = RawMailRow(
            box=mail.box,
            uidvalidity=mail.uidvalidity,
            uid=mail.uid,
            message_id=mail.message_id,
            body_sha=mail.body_sha,
            size=mail.size,
            truncated=mail.truncated,
            received_at=now,
            content=mail.content,
        )
        self._session.add(row)
        self._session.flush()
        return row.id

    def unread(self, limit: int = 500) -> list[RawMailRow]:
        """Raw mails that were kept but not yet understood, for example after a crash between the two; oldest first."""
        query = (
            select(RawMailRow)
            .outerjoin(ReplyRow, ReplyRow.raw_mail_id == RawMailRow.id)
            .where(ReplyRow.id.is_(None))
            .options(undefer(RawMailRow.content))
            .order_by(RawMailRow.id)
            .limit(limit)
        )
        return list(self._session.scalars(query))

    def add(self, reply: NewReply) -> int:
        """Write what a mail is; logs the sentence. Returns the id of the reply."""
        row = ReplyRow(
            raw_mail_id=reply.raw_mail_id,
            received_at=reply.received_at,
            kind=reply.kind,
            outcome=reply.outcome,
            rule=reply.rule,
            reason=reply.reason,
            waiting=reply.outcome == "hold",
            agency_id=reply.agency_id,
            letter_id=reply.letter_id,
            sender=reply.sender,
            sender_name=reply.sender_name,
            subject=reply.subject,
            text=reply.text,
            signature=reply.signature,
            body_sha=reply.body_sha,
            duplicate_of=reply.duplicate_of,
            bounce_recipient=reply.bounce_recipient,
            bounce_status=reply.bounce_status,
            absent_until=reply.absent_until,
        )
        self._session.add(row)
        self._session.flush()
        if reply.attachments:
            self._session.execute(
                insert(AttachmentRow),
                [
                    {
                        "reply_id": row.id,
                        "name": item.name,
                        "content_type": item.content_type,
                        "size": item.size,
                        "sha256": item.sha256,
                        "verdict": item.verdict,
                    }
                    for item in reply.attachments
                ],
            )
        self._events.add(
            Event(
                reply.received_at,
                f"mail-{reply.outcome}",
                f"reply:{row.id}",
                reply.reason,
                data={"kind": reply.kind, "rule": reply.rule},
            )
        )
        return row.id

    def seen_before(self, body_sha: str, sender: str, since: datetime) -> int | None:
        """An earlier reply of the same sender with the same body, or None."""
        return self._session.scalar(
            select(ReplyRow.id)
            .where(ReplyRow.body_sha == body_sha, ReplyRow.sender == sender, ReplyRow.received_at >= since)
            .order_by(ReplyRow.id)
            .limit(1)
        )

    def count_from(self, sender: str, since: datetime) -> int:
        """How many mails a sender wrote since a moment."""
        return (
            self._session.scalar(select(func.count()).where(ReplyRow.sender == sender, ReplyRow.received_at >= since))
            or 0
        )

    def soft_bounces(self, recipient: str, since: datetime) -> int:
        """How many temporary failures an address had since a moment."""
        query = select(func.count()).where(
            ReplyRow.kind == "bounce", ReplyRow.bounce_recipient == recipient, ReplyRow.received_at >= since
        )
        return self._session.scalar(query) or 0

    def get(self, reply_id: int) -> ReplyRow:
        """One reply with its attachments.

        :raises NotFound: no such reply
        """
        row = self._session.get(ReplyRow, reply_id)
        if row is None:
            raise NotFound("thư đến", reply_id)
        return row

    def latest(self, limit: int = 100, *, waiting: bool = False) -> list[ReplyRow]:
        """The newest replies first, or only those that wait for a person."""
        query = select(ReplyRow).options(joinedload(ReplyRow.agency)).order_by(ReplyRow.id.desc()).limit(limit)
        if waiting:
            query = query.where(ReplyRow.waiting)
        return list(self._session.scalars(query))
