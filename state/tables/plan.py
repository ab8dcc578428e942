"""Plan, its versions, and what a version says: responsibilities, targets, questions to a person."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from state.tables.base import Base, Moment


class PlanRow(Base):
    """One issued plan; its text lives in versions. ``sample`` marks everything that comes of it as sample data."""

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
    created_at: Mapped[datetime] = mapped_column(Moment)
    versions: Mapped[list["VersionRow"]] = relationship(back_populates="plan", order_by="VersionRow.number")


class VersionRow(Base):
    """One text of a plan, with the reading that a person confirmed. An unconfirmed version sends nothing."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int]
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    reading: Mapped[dict[str, Any]] = deferred(mapped_column(JSON))
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
    requested: Mapped[bool]
    start_line: Mapped[int]
    end_line: Mapped[int]


class TargetRow(Base):
    """One aim of the plan. ``asked_path`` names the clause whose agencies give its figures (a default to confirm)."""

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


class QuestionRow(Base):
    """What a person must decide. ``blocking`` ones keep the plan from being confirmed until answered or waived."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), index=True)
    path: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(40))
    message: Mapped[str] = mapped_column(Text)
    name: Mapped[str | None] = mapped_column(Text)
    blocking: Mapped[bool]
    decision: Mapped[str | None] = mapped_column(String(20))
    agencies: Mapped[list[str] | None] = mapped_column(JSON)
    decided_by: Mapped[str | None] = mapped_column(String(120))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
