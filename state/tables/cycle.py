"""Reporting cycles, the assignments of a cycle, and the claims of the ladder."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from state.tables.agency import AgencyRow
from state.tables.base import Base, Moment
from state.tables.plan import PlanRow, ResponsibilityRow


class CycleRow(Base):
    """One reporting cycle of one plan. ``due`` maps a level to its day, kind and legal basis."""

    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("plan_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    kind: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    label: Mapped[str] = mapped_column(String(80))
    window_start: Mapped[date] = mapped_column(Date)
    window_end: Mapped[date] = mapped_column(Date)
    cut_off: Mapped[date] = mapped_column(Date)
    opens_on: Mapped[date] = mapped_column(Date)
    due: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    opened_at: Mapped[datetime] = mapped_column(Moment)
    plan: Mapped[PlanRow] = relationship()


class AssignmentRow(Base):
    """This agency, this responsibility, this cycle.

    ``state``: open (the ladder runs), answered, held (a person decides), waived. ``next_on`` is the day of the next
    step of the ladder and NULL when there is none, so that a tick with nothing due costs one look at an index.
    ``answer_id`` points to the version of the answer that counts (no foreign key: each table would need the other).
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("cycle_id", "responsibility_id", "agency_id"),
        Index("ix_assignment_next", "cycle_id", "next_on"),
        Index("ix_assignment_agency", "agency_id", "state"),
        Index("ix_assignment_responsibility", "responsibility_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    responsibility_id: Mapped[int] = mapped_column(ForeignKey("responsibility.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    relation: Mapped[str] = mapped_column(String(20))
    due_on: Mapped[date] = mapped_column(Date)
    due_kind: Mapped[str] = mapped_column(String(20))
    due_basis: Mapped[str] = mapped_column(Text)
    targets: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(20))
    step: Mapped[str | None] = mapped_column(String(30))
    step_on: Mapped[date | None] = mapped_column(Date)
    next_on: Mapped[date | None] = mapped_column(Date)
    answer_id: Mapped[int | None]
    cycle: Mapped[CycleRow] = relationship()
    responsibility: Mapped[ResponsibilityRow] = relationship()
    agency: Mapped[AgencyRow] = relationship()


class ClaimRow(Base):
    """A step of the ladder taken by exactly one tick: the unique key stands before any letter is written."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("assignment_id", "step"),
        Index("ix_claim_waiting", "letter_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    step: Mapped[str] = mapped_column(String(30))
    rung: Mapped[str] = mapped_column(String(20))
    day: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
