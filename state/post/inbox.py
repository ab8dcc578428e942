"""The inbox: the raw mail under two unique keys first, then one row and one sentence about it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime

from sqlalchemy import Insert, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session, joinedload, undefer

from state.direct import direct, inserted
from state.errors import NotFound
from state.events import Event, EventStore
from state.post.inbox_errors import AlreadyDecided
from state.tables import RawMailRow, ReplyRow


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
    """What is kept of an attachment beside its bytes (:mod:`state.post.files`). ``note``: what was read out of it."""

    name: str
    content_type: str
    size: int
    sha256: str
    verdict: str
    note: str = ""


@dataclass(frozen=True)
class NewReply:
    """What a mail is, by which rule, and what happened to it, in one sentence."""

    raw_mail_id: int | None
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
    trust: str = ""
    channel: str = "mail"
    form_key: str | None = None
    document_number: str = ""
    document_date: date | None = None
    decided_at: datetime | None = None
    decided_by: str = ""
    attachments: Sequence[AttachmentFacts] = field(default_factory=tuple)


# Built once: making a statement anew costs more than running it, and these run for every mail.
_SAME = select(RawMailRow.id).where(
    or_(
        (RawMailRow.box == bindparam("box"))
        & (RawMailRow.uidvalidity == bindparam("uidvalidity"))
        & (RawMailRow.uid == bindparam("uid")),
        (RawMailRow.message_id == bindparam("message_id")) & (RawMailRow.body_sha == bindparam("body_sha")),
    )
)
_INSERT_RAW, _INSERT_REPLY, _INSERT_ATTACHMENT = (
    insert(RawMailRow.metadata.tables[name]) for name in ("raw_mail", "reply", "attachment")
)
_NEWEST = (
    select(ReplyRow.id, ReplyRow.body_sha)
    .where(ReplyRow.sender == bindparam("sender"), ReplyRow.received_at >= bindparam("since"))
    .order_by(ReplyRow.id.desc())
    .limit(1)
)


_REPLY = ReplyRow.metadata.tables["reply"]
# A write that changes nothing takes the row on PostgreSQL and the file on SQLite.
_LOCK = update(_REPLY).where(_REPLY.c.id == bindparam("reply_id")).values(waiting=_REPLY.c.waiting)
_TAKE = (
    update(_REPLY)
    .where(_REPLY.c.id == bindparam("reply_id"), _REPLY.c.waiting)
    .values(waiting=False, decided_by=bindparam("by"), decided_at=bindparam("now"))
)
_REPLY_COLUMNS = tuple(column.name for column in fields(NewReply) if column.name != "attachments")


class InboxStore:
    """Keeps raw mails and what became of them."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def keep(self, mail: RawMail, now: datetime) -> int | None:
        """Store a raw mail; None when it is stored already (same place, or same Message-ID and body)."""
        place = {"box": mail.box, "uidvalidity": mail.uidvalidity, "uid": mail.uid}
        known = {"message_id": mail.message_id, "body_sha": mail.body_sha}
        if direct(self._session).scalar(_SAME, place | known) is not None:
            return None
        facts = {"size": mail.size, "truncated": mail.truncated, "received_at": now, "content": mail.content}
        return self._insert(_INSERT_RAW, place | known | facts)

    def _insert(self, statement: Insert, row: Mapping[str, object]) -> int:
        return inserted(direct(self._session).execute(statement, row))

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

    def is_read(self, raw_mail_id: int) -> bool:
        """Whether somebody has written what a raw mail is."""
        return self._session.scalar(select(ReplyRow.id).where(ReplyRow.raw_mail_id == raw_mail_id)) is not None

    def add(self, reply: NewReply) -> int:
        """Write what a mail is; logs the sentence. Returns the id of the reply."""
        row = {name: getattr(reply, name) for name in _REPLY_COLUMNS} | {"waiting": reply.outcome == "hold"}
        key = self._insert(_INSERT_REPLY, row)
        if reply.attachments:
            direct(self._session).execute(
                _INSERT_ATTACHMENT, [{"reply_id": key} | asdict(item) for item in reply.attachments]
            )
        self._events.add(
            Event(
                reply.received_at,
                f"mail-{reply.outcome}",
                f"reply:{key}",
                reply.reason,
                data={"kind": reply.kind, "rule": reply.rule},
            )
        )
        return key

    def seen_before(self, body_sha: str, sender: str, since: datetime, before: int | None = None) -> int | None:
        """The newest reply of the same sender when it has the same body, or None; ``before``: of those before a reply.

        Only the newest: who reports A, then B, then A again has changed its mind twice and not sent a copy.
        """
        query = _NEWEST if before is None else _NEWEST.where(ReplyRow.id < before)
        newest = direct(self._session).execute(query, {"sender": sender, "since": since}).first()
        return newest.id if newest is not None and newest.body_sha == body_sha else None

    def soft_bounces(self, recipient: str, since: datetime) -> int:
        """How many mails to an address failed since a moment; notices of a delay or of success are no failures."""
        query = select(func.count()).where(
            ReplyRow.outcome == "bounce", ReplyRow.bounce_recipient == recipient, ReplyRow.received_at >= since
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

    def kept(self, message_id: str, body_sha: str) -> ReplyRow | None:
        """What became of a mail that came in before, by the key under which its bytes are kept."""
        query = select(ReplyRow).join(RawMailRow, RawMailRow.id == ReplyRow.raw_mail_id)
        return self._session.scalar(query.where(RawMailRow.message_id == message_id, RawMailRow.body_sha == body_sha))

    def content(self, reply: ReplyRow) -> tuple[bytes, int] | None:
        """The bytes of the mail of a reply and its real size; None when it came in another way."""
        query = select(RawMailRow.content, RawMailRow.size).where(RawMailRow.id == reply.raw_mail_id)
        return self._session.execute(query).tuples().first()

    def mails_since(self, since: datetime, after: int, limit: int) -> list[int]:
        """Replies that came by mail since a moment, oldest first, a page at a time: those with ids beyond ``after``."""
        query = select(ReplyRow.id).where(
            ReplyRow.id > after, ReplyRow.received_at >= since, ReplyRow.raw_mail_id.is_not(None)
        )
        return list(self._session.scalars(query.order_by(ReplyRow.id).limit(limit)))

    def locked(self, reply_id: int) -> ReplyRow:
        """One reply that nobody else decides about until this unit of work ends.

        :raises NotFound: no such reply
        """
        self._session.execute(_LOCK, {"reply_id": reply_id})
        row = self.get(reply_id)
        self._session.refresh(row)
        return row

    def take(self, reply_id: int, by: str, now: datetime) -> ReplyRow:
        """End the waiting of a reply for one person: of two who decide at the same moment one is told so.

        :raises NotFound: no such reply
        :raises AlreadyDecided: it does not wait
        """
        taken = self._session.execute(_TAKE, {"reply_id": reply_id, "by": by, "now": now})
        row = self.get(reply_id)
        if taken.rowcount != 1:  # type: ignore[attr-defined]
            raise AlreadyDecided(reply_id, row.decided_by)
        self._session.refresh(row)
        return row

    def latest(self, limit: int = 100, *, waiting: bool = False) -> list[ReplyRow]:
        """The newest replies first, or only those that wait for a person."""
        query = select(ReplyRow).options(joinedload(ReplyRow.agency)).order_by(ReplyRow.id.desc()).limit(limit)
        if waiting:
            query = query.where(ReplyRow.waiting)
        return list(self._session.scalars(query))
