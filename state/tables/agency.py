"""Agencies as intervals with successors, the names that mean them, and who reads their mail."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
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
    contacts: Mapped[list["ContactRow"]] = relationship(order_by="ContactRow.id")
    aliases: Mapped[list["AliasRow"]] = relationship(order_by="AliasRow.id")


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


class ContactRow(Base):
    """An address of an agency. ``state``: ok, away (until a day), bounced."""

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
