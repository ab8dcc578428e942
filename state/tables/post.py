"""The outbox: letters with a unique key and a fixed Message-ID before any mail leaves."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from state.tables.agency import AgencyRow
from state.tables.base import Base, Moment


class LetterRow(Base):
    """One outgoing mail. ``state``: queued, sending, sent, failed; ``sending`` after a crash goes to a person.

    ``kind``: request (to an agency), decision (on its wish for more time), confirm (asks the known contact about a mail
    that somebody else sent), receipt (answer to a reply), note (to the coordinator).
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index("ix_letter_state", "state", "not_before"),
        Index("ix_letter_agency", "agency_id", "day"),
        Index("ix_letter_receipts", "first_recipient", "day"),
        Index("ix_letter_reply_to", "reply_to"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    rung: Mapped[str | None] = mapped_column(String(20))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    day: Mapped[date] = mapped_column(Date)
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    reply_to: Mapped[str | None] = mapped_column(String(254))
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    recipients: Mapped[list[str]] = mapped_column(JSON)
    first_recipient: Mapped[str] = mapped_column(String(254))
    cc: Mapped[list[str]] = mapped_column(JSON)
    in_reply_to: Mapped[str | None] = mapped_column(String(200))
    references: Mapped[list[str]] = mapped_column("reference_ids", JSON)
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = deferred(mapped_column(Text))
    html: Mapped[str] = deferred(mapped_column(Text))
    sample: Mapped[bool]
    state: Mapped[str] = mapped_column(String(20))
    tries: Mapped[int]
    not_before: Mapped[datetime] = mapped_column(Moment)
    created_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(Text)
    items: Mapped[list["LetterItemRow"]] = relationship(order_by="LetterItemRow.id")
    enclosures: Mapped[list["EnclosureRow"]] = relationship(order_by="EnclosureRow.id")
    agency: Mapped[AgencyRow | None] = relationship()


class LetterItemRow(Base):
    """An assignment that a letter asks for, with the step of the ladder that made it due."""

    __tablename__ = "letter_item"
    __table_args__ = (
        UniqueConstraint("letter_id", "assignment_id"),
        Index("ix_letter_item_assignment", "assignment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    step: Mapped[str] = mapped_column(String(30))
    rung: Mapped[str] = mapped_column(String(20))


class EnclosureRow(Base):
    """A file that goes with a letter: a calendar file, a draft in Word. It is kept, so that a retry sends the same."""

    __tablename__ = "enclosure"
    __table_args__ = (Index("ix_enclosure_letter", "letter_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    name: Mapped[str] = mapped_column(Text)
    content_type: Mapped[str] = mapped_column(String(100))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class RefusalRow(Base):
    """A recipient that the server did not take, with its words. ``retry_at`` is NULL when nothing more is tried."""

    __tablename__ = "letter_refusal"
    __table_args__ = (UniqueConstraint("letter_id", "address"), Index("ix_letter_refusal_retry", "retry_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    address: Mapped[str] = mapped_column(String(254))
    code: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    tries: Mapped[int]
    refused_at: Mapped[datetime] = mapped_column(Moment)
    retry_at: Mapped[datetime | None] = mapped_column(Moment)
