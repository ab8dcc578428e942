"""What an agency said about one assignment: versions, figures, difficulties."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from state.tables.base import Base, Moment


class AnswerRow(Base):
    """One version of the answer; the assignment points to the version that counts. Nothing is overwritten.

    ``evidence`` says for each value ("status", "percent", "CT1") where it was read and how surely.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("assignment_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    version: Mapped[int]
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("reply.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    source: Mapped[str] = mapped_column(String(20))
    status: Mapped[str] = mapped_column(String(30))
    percent: Mapped[float | None] = mapped_column(Numeric(7, 3, asdecimal=False))
    narrative: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(Moment)
    evidence: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON, default=dict)
    figures: Mapped[list["FigureRow"]] = relationship(order_by="FigureRow.id")
    difficulties: Mapped[list["DifficultyRow"]] = relationship(order_by="DifficultyRow.id")


class FigureRow(Base):
    """One figure of an answer: numerator and denominator where given, so that a province can be summed truthfully."""

    __tablename__ = "figure"
    __table_args__ = (UniqueConstraint("answer_id", "target_id"), Index("ix_figure_target", "target_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id"))
    numerator: Mapped[float | None] = mapped_column(Numeric(18, 4, asdecimal=False))
    denominator: Mapped[float | None] = mapped_column(Numeric(18, 4, asdecimal=False))
    value: Mapped[float | None] = mapped_column(Numeric(18, 4, asdecimal=False))
    unit: Mapped[str] = mapped_column(String(40))
    as_written: Mapped[str] = mapped_column(Text)


class DifficultyRow(Base):
    """A difficulty or a proposal, verbatim. ``state``: open, answered."""

    __tablename__ = "difficulty"
    __table_args__ = (Index("ix_difficulty_answer", "answer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(20))
