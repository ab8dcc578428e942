"""Reports: the versions of what was compiled, with the snapshot of the data they were made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from state.errors import NotFound
from state.events import Event, EventStore
from state.tables import CycleRow, ReportRow

STAGES = {"draft": "coordinator", "final": "province"}
"""The level on whose due day a stage is compiled."""


@dataclass(frozen=True)
class NewReport:
    """A compiled report: its files (paths as text) and its snapshot with the sha256 of its JSON."""

    cycle_id: int
    version: int
    stage: str
    compiled_at: datetime
    snapshot: Mapping[str, Any]
    sha256: str
    word: str
    excel: str
    pdf: str


class ReportStore:
    """Keeps compiled reports."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def next_version(self, cycle_id: int) -> int:
        """The number that the next report of a cycle gets."""
        return (
            self._session.scalar(select(func.max(ReportRow.version)).where(ReportRow.cycle_id == cycle_id)) or 0
        ) + 1

    def add(self, report: NewReport, sentence: str) -> int:
        """Keep a report and log it; returns its id."""
        row = ReportRow(**vars(report))
        self._session.add(row)
        self._session.flush()
        self._events.add(
            Event(report.compiled_at, "report-compiled", f"cycle:{report.cycle_id}", sentence, data={"report": row.id})
        )
        return row.id

    def of(self, cycle_id: int) -> list[ReportRow]:
        """The reports of a cycle, newest first."""
        return list(
            self._session.scalars(
                select(ReportRow).where(ReportRow.cycle_id == cycle_id).order_by(ReportRow.version.desc())
            )
        )

    def get(self, report_id: int) -> ReportRow:
        """One report.

        :raises NotFound: no such report
        """
        row = self._session.get(ReportRow, report_id)
        if row is None:
            raise NotFound("báo cáo", report_id)
        return row

    def due_stage(self, cycle: CycleRow, now: datetime) -> str | None:
        """The stage that the clock asks for and that does not exist yet: draft from the coordinator's due day, final
        from the province's; None when there is nothing to compile.

        Reports that somebody compiled by hand before the coordinator's day count for nothing here. A cycle that was
        opened after its last due day compiles nothing by itself: its report would say that nobody answered. A cycle
        that a document ordered has the stages for whose level the document names a day.
        """
        days = {
            stage: date.fromisoformat(cycle.due[level]["on"]) for stage, level in STAGES.items() if level in cycle.due
        }
        if not days or cycle.opened_at.date() > max(days.values()):
            return None
        done = {row.stage for row in self.of(cycle.id) if row.compiled_at.date() >= min(days.values())}
        if "final" in days and now.date() >= days["final"]:
            return None if "final" in done else "final"
        return "draft" if "draft" in days and now.date() >= days["draft"] and not done else None
