"""Agencies as intervals with successors, the names that mean them, and who reads their mail."""

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from state.tables.base import Base, Moment


class AgencyRow(Base):
    """One body from ``valid_from`` until the day before ``valid_to``; a merged body is a new row, never a rename."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(Text)
    short_name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(30))
    province: Mapped[str] = mapped_column(String(80), index=True)
    parent: Mapped[str] = mapped_column(String(60))
    in_chain: Mapped[bool]
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    to_confirm: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    identifier: Mapped[str] = mapped_column(String(40), default="")
    closed_by: Mapped[str] = mapped_column(Text, default="")
    contacts: Mapped[list["ContactRow"]] = relationship(order_by="ContactRow.id")
    aliases: Mapped[list["AliasRow"]] = relationship(order_by="AliasRow.id")
    placements: Mapped[list["PlacementRow"]] = relationship(order_by="PlacementRow.since")


class PlacementRow(Base):
    """From ``since`` the body stands under another one; before the first placement, under ``AgencyRow.parent``."""

    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("agency_id", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    since: Mapped[date] = mapped_column(Date)
    parent: Mapped[str] = mapped_column(String(60))
    in_chain: Mapped[bool]
    decision: Mapped[str] = mapped_column(Text)


class AliasRow(Base):
    """Another way of writing the name of an agency."""

    __tablename__ = "agency_alias"
    __table_args__ = (UniqueConstraint("agency_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    name: Mapped[str] = mapped_column(Text)


class SuccessionRow(Base):
    """From ``on_date`` the successor answers for (its share of) what the predecessor had to do."""

    __tablename__ = "succession"
    __table_args__ = (UniqueConstraint("predecessor_id", "successor_id", "on_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    successor_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    on_date: Mapped[date] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(Text)
    share: Mapped[str] = mapped_column(Text)
    to_confirm: Mapped[bool]
    change: Mapped[str] = mapped_column(String(20), default="merge")


class ReorganisationRow(Base):
    """A reorganisation that a person applied: the file word for word, and what it did in sentences."""

    __tablename__ = "reorganisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    province: Mapped[str] = mapped_column(String(80))
    on_date: Mapped[date] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    told: Mapped[list[str]] = mapped_column(JSON)
    applied_at: Mapped[datetime] = mapped_column(Moment)
    applied_by: Mapped[str] = mapped_column(String(120))


class ContactRow(Base):
    """An address of an agency, used from ``valid_from`` until the day before ``valid_to``.

    ``state``: ok, away (until a day), bounced. ``hard_bounces`` counts the mails that came back for good since somebody
    last wrote from this address.
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("agency_id", "email"), Index("ix_contact_email", "email"))

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="ok")
    away_until: Mapped[date | None] = mapped_column(Date)
    changed_at: Mapped[datetime | None] = mapped_column(Moment)
    hard_bounces: Mapped[int] = mapped_column(default=0)
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class ProposalRow(Base):
    """A change of contact that a person accepts or rejects.

    ``kind``: replace, add, unreachable (several mails came back; a new address is wanted). ``source``: mail, link,
    bounce. ``state``: open, accepted, rejected.
    """

    __tablename__ = "contact_proposal"
    __table_args__ = (Index("ix_contact_proposal_state", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(20))
    old_email: Mapped[str] = mapped_column(String(254))
    new_email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    sentence: Mapped[str] = mapped_column(Text)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"))
    state: Mapped[str] = mapped_column(String(20), default="open")
    proposed_at: Mapped[datetime] = mapped_column(Moment)
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    agency: Mapped[AgencyRow] = relationship()
