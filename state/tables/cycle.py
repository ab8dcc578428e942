"""Reporting cycles, the assignments of a cycle, and the claims of the ladder."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from state.tables.agency import AgencyRow
from state.tables.base import Base, Moment
from state.tables.plan import PlanRow, ResponsibilityRow


class CycleRow(Base):
    """One reporting cycle of one plan. ``due`` maps a level to its day, kind and legal basis.

    ``number`` tells the cycles of one kind and year apart (month, quarter, half), 0 where there is one a year;
    ``regime`` names the preset by which it was computed.
    """

    __tablename__ = "cycle"
    __table_args__ = (UniqueConstraint("plan_id", "kind", "cut_off"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    kind: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    number: Mapped[int] = mapped_column(default=0)
    regime: Mapped[str] = mapped_column(String(250), default="nd-09-2019")
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

    ``state``: open (the ladder runs), answered, held (a person decides), waived, moved (a reorganisation gave it to
    other bodies, see :class:`HandoverRow`). ``next_on`` is the day of the next
    step of the ladder and NULL when there is none, so that a tick with nothing due costs one look at an index.
    ``opens_on`` is set when the plan itself names an earlier day than the cycle; ``standing`` duties are reported but
    never overdue. ``heir_of`` names the body that the plan or the predecessor's letter named, since ``heir_since``.
    Before ``quiet_until`` nothing is sent (a promised date); ``urged_from`` is the day from which lateness
    counts when the opening left too little time. ``shared`` maps a target that another assignment of the
    same agency asks for already to that assignment and its target: asked once, used twice.
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
    opens_on: Mapped[date | None] = mapped_column(Date)
    standing: Mapped[bool] = mapped_column(default=False)
    heir_of: Mapped[str | None] = mapped_column(Text)
    heir_since: Mapped[date | None] = mapped_column(Date)
    quiet_until: Mapped[date | None] = mapped_column(Date)
    urged_from: Mapped[date | None] = mapped_column(Date)
    shared: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
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


class HandoverRow(Base):
    """An open assignment that a reorganisation moved: the same row in other hands, or a new one for each heir."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_assignment", "assignment_id"), Index("ix_handover_heir", "heir_assignment_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    reorganisation_id: Mapped[int] = mapped_column(ForeignKey("reorganisation.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    heir_assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    from_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    to_agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    on_date: Mapped[date] = mapped_column(Date)
    decision: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(120))


class ExtensionRow(Base):
    """A request for more time and its decision. ``state``: asked, granted, refused; ``until`` is the day granted."""

    __tablename__ = "extension"
    __table_args__ = (Index("ix_extension_assignment", "assignment_id"), Index("ix_extension_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"))
    asked_until: Mapped[date | None] = mapped_column(Date)
    words: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20))
    due_before: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    assignment: Mapped[AssignmentRow] = relationship()


class HoldRow(Base):
    """No letters to an agency, or for a plan, from ``since`` until the day before ``until`` or a person's release."""

    __tablename__ = "hold"
    __table_args__ = (Index("ix_hold_released", "released_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    plan_id: Mapped[int | None] = mapped_column(ForeignKey("plan.id"))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text)
    held_at: Mapped[datetime] = mapped_column(Moment)
    held_by: Mapped[str] = mapped_column(String(120))
    released_at: Mapped[datetime | None] = mapped_column(Moment)
    released_by: Mapped[str | None] = mapped_column(String(120))
    agency: Mapped[AgencyRow | None] = relationship()
    plan: Mapped[PlanRow | None] = relationship()


class CalendarDayRow(Base):
    """A day on which a person decided that people work or not; it wins over the shipped table."""

    __tablename__ = "calendar_day"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(Date, unique=True)
    works: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(Moment)
    decided_by: Mapped[str] = mapped_column(String(120))
