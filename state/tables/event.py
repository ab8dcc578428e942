"""The log of what happened, which nobody can change: triggers refuse UPDATE and DELETE on both databases."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from state.tables.base import Base, Moment


class EventRow(Base):
    """One sentence about one subject, such as ``assignment:12`` or ``letter:7``."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_subject", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str] = mapped_column(String(120))
    sentence: Mapped[str] = mapped_column(Text)
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
