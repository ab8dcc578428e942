"""Compiled reports: the only place where totals are kept, as the snapshot of what was issued."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from state.tables.base import Base, Moment


class ReportRow(Base):
    """One version of a cycle's report. ``stage``: draft (for the People's Committee), final (for the Ministry)."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("cycle_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    version: Mapped[int]
    stage: Mapped[str] = mapped_column(String(20))
    compiled_at: Mapped[datetime] = mapped_column(Moment)
    snapshot: Mapped[dict[str, Any]] = deferred(mapped_column(JSON))
    sha256: Mapped[str] = mapped_column(String(64))
    word: Mapped[str] = mapped_column(Text)
    excel: Mapped[str] = mapped_column(Text)
    pdf: Mapped[str] = mapped_column(Text)
    approved_at: Mapped[datetime | None] = mapped_column(Moment)
    approved_by: Mapped[str | None] = mapped_column(String(120))
