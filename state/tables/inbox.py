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
    """What came in and what happened to it. ``waiting`` ones are held for a person.

    ``channel``: mail, link (the page of a letter; ``form_key`` makes a form that is sent twice count once) or paper (a
    coordinator typed in a document; its number and date stand beside). Only a mail has a raw mail. ``trust`` is what
    was known of the sender, ``decided_by`` the person who ended the waiting.
    """

    __tablename__ = "reply"
    __table_args__ = (
        Index("ix_reply_agency", "agency_id"),
        Index("ix_reply_waiting", "waiting"),
        Index("ix_reply_sender", "sender", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    raw_mail_id: Mapped[int | None] = mapped_column(ForeignKey("raw_mail.id"), unique=True)
    channel: Mapped[str] = mapped_column(String(10), default="mail")
    form_key: Mapped[str | None] = mapped_column(String(64), unique=True)
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
    trust: Mapped[str] = mapped_column(String(20), default="")
    document_number: Mapped[str] = mapped_column(String(120), default="")
    document_date: Mapped[date | None] = mapped_column(Date)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    agency: Mapped[AgencyRow | None] = relationship()
    raw: Mapped[RawMailRow | None] = relationship()
    attachments: Mapped[list["AttachmentRow"]] = relationship(order_by="AttachmentRow.id")


class AttachmentRow(Base):
    """A file that came with a reply: listed by name, type and verdict. ``note`` says what was read out of it."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_reply", "reply_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"))
    name: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(160))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(40))
    note: Mapped[str] = mapped_column(Text, default="")


class StoredFileRow(Base):
    """The bytes of a file by their sha256, kept once however often they are sent in."""

    __tablename__ = "stored_file"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
