"""How the responsibilities of a cycle stand, counted by the database: one small row per responsibility."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cycles.ladder import RUNG_LABELS, Rung
from state.tables import AgencyRow, AssignmentRow, ResponsibilityRow


@dataclass(frozen=True)
class Overview:
    """One responsibility in a cycle, in words; counts carry their base ("61/69")."""

    path: str
    heading: str
    owners: str
    due_on: tuple[date, ...]
    rung: str
    standing: str


class _Count(NamedTuple):
    position: int
    path: str
    heading: str
    due_on: date
    state: str
    step: str | None
    standing: bool
    size: int
    agency: str


def overview(session: Session, cycle_id: int, today: date) -> list[Overview]:
    """All responsibilities of a cycle in the order of the plan."""
    query = (
        select(
            ResponsibilityRow.position,
            ResponsibilityRow.path,
            ResponsibilityRow.heading,
            AssignmentRow.due_on,
            AssignmentRow.state,
            AssignmentRow.step,
            AssignmentRow.standing,
            func.count(),
            func.min(AgencyRow.name),
        )
        .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
        .join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
        .where(AssignmentRow.cycle_id == cycle_id, AssignmentRow.state != "moved")
        .group_by(
            ResponsibilityRow.position,
            ResponsibilityRow.path,
            ResponsibilityRow.heading,
            AssignmentRow.due_on,
            AssignmentRow.state,
            AssignmentRow.step,
            AssignmentRow.standing,
        )
        .order_by(ResponsibilityRow.position)
    )
    groups: dict[int, list[_Count]] = {}
    for row in session.execute(query):
        groups.setdefault(row[0], []).append(_Count(*row))
    return [_row(rows, today) for rows in groups.values()]


def _row(rows: list[_Count], today: date) -> Overview:
    total = sum(row.size for row in rows)
    answered = sum(row.size for row in rows if row.state == "answered")
    held = sum(row.size for row in rows if row.state == "held")
    overdue = sum(row.size for row in rows if row.state == "open" and not row.standing and today > row.due_on)
    steps: dict[str, int] = {}
    for row in rows:
        if row.state == "open" and row.step:
            label = RUNG_LABELS[rung_of(row.step)]
            steps[label] = steps.get(label, 0) + row.size
    standing = f"{answered}/{total} đã báo cáo" + (f"; {overdue}/{total} quá hạn" if overdue else "")
    standing += f"; {held}/{total} đã gửi, chờ xem xét" if held else ""
    first = rows[0]
    return Overview(
        path=first.path,
        heading=first.heading,
        owners=first.agency if total == 1 else f"{first.heading} ({total} cơ quan)",
        due_on=tuple(sorted({row.due_on for row in rows})),
        rung="; ".join(f"{label}: {count}" for label, count in steps.items()) or "–",
        standing=standing,
    )


def rung_of(step: str) -> Rung:
    """The rung of a step key such as ``reminder-7``."""
    return Rung(step.partition("+")[0].partition("-")[0])
