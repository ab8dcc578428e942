"""What came in: the raw mail first, then one row and one sentence about it, then its attachments."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from state.tables.agency import AgencyRow
from state.tables.base import Base, Moment


class RawMailRow(Base):
    """A mail as it arrived, kept under two unique keys before anybody reads it."""

    __tablename__ = "raw_mail"
    __table_args__ = (UniqueConstraint("box", "uidvalidity", "uid"), UniqueConstraint("message_id", "body_sha"))

    id: Mapped[int] = mapped_column(primary_key=True)
    box: Mapped[str] = mapped_column(String(120))
    uidvalidity: Mapped[str] = mapped_column(String(40))
    uid: Mapped[str] = mapped_column(String(200))
    message_id: Mapped[str] = mapped_column(String(500))
    body_sha: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    truncated: Mapped[bool]
    received_at: Mapped[datetime] = mapped_column(Moment)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class ReplyRow(Base):
    """What a mail is and what happened to it. ``waiting`` ones are held for a person."""

    __tablename__ = "reply"
    __table_args__ = (
        Index("ix_reply_agency", "agency_id"),
        Index("ix_reply_waiting", "waiting"),
        Index("ix_reply_sender", "sender", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    raw_mail_id: Mapped[int] = mapped_column(ForeignKey("raw_mail.id"), unique=True)
    received_at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(String(20))
    rule: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    waiting: Mapped[bool]
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    sender: Mapped[str] = mapped_column(String(254))
    sender_name: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(Text)
    body_sha: Mapped[str] = mapped_column(String(64), index=True)
    duplicate_of: Mapped[int | None] = mapped_column(ForeignKey("reply.id"))
    bounce_recipient: Mapped[str | None] = mapped_column(String(254))
    bounce_status: Mapped[str | None] = mapped_column(String(20))
    absent_until: Mapped[date | None] = mapped_column(Date)
    agency: Mapped[AgencyRow | None] = relationship()
    raw: Mapped[RawMailRow] = relationship()
    attachments: Mapped[list["AttachmentRow"]] = relationship(order_by="AttachmentRow.id")


class AttachmentRow(Base):
    """A file that came with a reply: listed by name, type and verdict; its bytes stay in the raw mail."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_reply", "reply_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"))
    name: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(160))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(40))
