"""Plan, its versions, what a version says, and what a person decided about the reading."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from state.tables.base import Base, Moment


class PlanRow(Base):
    """One issued plan; its text lives in versions. ``sample`` marks everything that comes of it as sample data.

    ``cadence`` lists the kinds of cycle that this plan is reported in, empty until a person has said so.
    """

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    title: Mapped[str] = mapped_column(Text)
    province: Mapped[str] = mapped_column(String(80))
    issuer: Mapped[str] = mapped_column(Text)
    label: Mapped[str] = mapped_column(Text)
    programme: Mapped[str | None] = mapped_column(String(40))
    period_start: Mapped[int | None]
    period_end: Mapped[int | None]
    sample: Mapped[bool]
    cadence: Mapped[list[str]] = mapped_column(JSON, default=list)
    created_at: Mapped[datetime] = mapped_column(Moment)
    versions: Mapped[list["VersionRow"]] = relationship(back_populates="plan", order_by="VersionRow.number")


class VersionRow(Base):
    """One text of a plan, with the reading that a person confirmed. An unconfirmed version sends nothing.

    ``as_read`` is the reading of the program, ``reading`` the same after the corrections of a person. ``lines`` holds
    number and text of every line of the document, ``pages`` the line that begins each page. ``changes`` is the
    comparison with the version before, ``amended_by`` the decision that made this text of the one before. ``sha256``
    is that of the source; a version that reads the same source again adds its number to what is hashed.
    """

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    format: Mapped[str] = mapped_column(String(20), default="txt")
    lines: Mapped[list[list[Any]]] = deferred(mapped_column(JSON, default=list, nullable=False))
    pages: Mapped[list[int]] = deferred(mapped_column(JSON, default=list, nullable=False))
    as_read: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    reading: Mapped[dict[str, Any]] = deferred(mapped_column(JSON))
    changes: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    amended_by: Mapped[str | None] = mapped_column(Text)
    imported_at: Mapped[datetime] = mapped_column(Moment)
    confirmed_at: Mapped[datetime | None] = mapped_column(Moment)
    confirmed_by: Mapped[str | None] = mapped_column(String(120))
    plan: Mapped[PlanRow] = relationship(back_populates="versions")
    responsibilities: Mapped[list["ResponsibilityRow"]] = relationship(order_by="ResponsibilityRow.position")
    targets: Mapped[list["TargetRow"]] = relationship(order_by="TargetRow.position")
    questions: Mapped[list["QuestionRow"]] = relationship(order_by="QuestionRow.id")


class ResponsibilityRow(Base):
    """One clause of "Tổ chức thực hiện" with the lines of the document where it stands."""

    __tablename__ = "responsibility"
    __table_args__ = (UniqueConstraint("version_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    position: Mapped[int]
    path: Mapped[str] = mapped_column(String(40))
    heading: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    owners: Mapped[list[str]] = mapped_column(JSON)
    roles: Mapped[list[str]] = mapped_column(JSON)
    partners: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    recurrence: Mapped[list[str]] = mapped_column(JSON)
    advises: Mapped[list[str]] = mapped_column(JSON, default=list)
    reports_to: Mapped[list[str]] = mapped_column(JSON, default=list)
    deadlines: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    origin: Mapped[str] = mapped_column(String(20), default="organisation")
    product: Mapped[str | None] = mapped_column(Text)
    doubts: Mapped[list[str]] = mapped_column(JSON, default=list)
    requested: Mapped[bool]
    start_line: Mapped[int]
    end_line: Mapped[int]


class TargetRow(Base):
    """One aim of the plan. ``asked_path`` names the clause whose agencies give its figures (a default to confirm).

    ``code`` stays with the aim in later versions of the plan, so that a letter that names it stays true.
    """

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(12))
    path: Mapped[str] = mapped_column(String(40))
    group: Mapped[str] = mapped_column("group_name", Text)
    text: Mapped[str] = mapped_column(Text)
    comparator: Mapped[str | None] = mapped_column(String(4))
    value: Mapped[float | None] = mapped_column(Numeric(18, 4, asdecimal=False))
    unit: Mapped[str | None] = mapped_column(String(40))
    year: Mapped[int | None]
    recurrence: Mapped[str | None] = mapped_column(String(40))
    relative: Mapped[bool]
    part_of: Mapped[str | None] = mapped_column(Text)
    asked_path: Mapped[str | None] = mapped_column(String(40))
    high: Mapped[float | None] = mapped_column(Numeric(18, 4, asdecimal=False))
    measure: Mapped[str | None] = mapped_column(Text)
    base: Mapped[str | None] = mapped_column(Text)
    places: Mapped[list[str]] = mapped_column(JSON, default=list)
    doubts: Mapped[list[str]] = mapped_column(JSON, default=list)


class QuestionRow(Base):
    """What a person must decide before the plan is confirmed. ``code`` ("Q3") is stable within a version.

    ``blocking`` ones need a decision of their own: they are never waived with the rest. ``decision``: assigned, waived,
    accepted, corrected.
    """

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), index=True)
    code: Mapped[str] = mapped_column(String(8), default="")
    path: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(Text)
    item: Mapped[str | None] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    blocking: Mapped[bool]
    decision: Mapped[str | None] = mapped_column(String(20))
    agencies: Mapped[list[str] | None] = mapped_column(JSON)
    reason: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)


class CorrectionRow(Base):
    """One decision about an item or a question, as `plans.review.corrections.Correction`; replayed on every reading."""

    __tablename__ = "correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"))
    action: Mapped[str] = mapped_column(String(20))
    what: Mapped[str] = mapped_column(String(20))
    path: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    kind: Mapped[str] = mapped_column(String(40))
    name: Mapped[str | None] = mapped_column(Text)
    agencies: Mapped[list[str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(String(120))
    decided_at: Mapped[datetime] = mapped_column(Moment)
