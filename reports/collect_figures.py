"""The targets of a cycle with the figures that count, from the store. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import RowMapping, select
from sqlalchemy.orm import Session

from agencies.model import Kind
from reports.data import FigureRow, TargetRow
from reports.left_out import WAIVED
from reports.vietnamese import abbreviated
from state import tables

HELD = "held"
DISTRICTS: set[str] = {Kind.DISTRICT}
COMMUNES: set[str] = {Kind.COMMUNE, Kind.WARD}


def awaiting(row: RowMapping) -> bool:
    """The agency has written, and nothing of it counts before a person has read it."""
    return row["state"] == HELD and row["status"] is None


def decimal(value: float | None) -> Decimal | None:
    """The short decimal a person wrote, not the long binary fraction behind the float."""
    return None if value is None else Decimal(repr(float(value))).normalize() + Decimal(0)


def known_targets(session: Session, version_id: int) -> Sequence[tables.TargetRow]:
    """The targets of a version in the order of the plan."""
    query = select(tables.TargetRow).where(tables.TargetRow.version_id == version_id)
    return session.scalars(query.order_by(tables.TargetRow.position)).all()


def collect_targets(
    known: Sequence[tables.TargetRow], rows: Sequence[RowMapping], figures: Mapping[int, Sequence[FigureRow]]
) -> tuple[TargetRow, ...]:
    """The targets asked for in this cycle with their figures."""
    asked: dict[str, list[RowMapping]] = {}
    for row in rows:
        for code in row["targets"]:
            asked.setdefault(code, []).append(row)
    return tuple(
        TargetRow(
            code=target.code,
            path=target.path,
            group=target.group or "",
            text=target.text,
            comparator=target.comparator,
            value=decimal(target.value),
            unit=target.unit,
            year=target.year,
            recurrence=target.recurrence,
            relative=target.relative,
            part_of=target.part_of or "",
            asked=_agency_codes(asked.get(target.code, ())),
            awaiting=_agency_codes(row for row in asked.get(target.code, ()) if awaiting(row)),
            asked_label=_asked_label({row["agency_kind"] for row in asked.get(target.code, ())}),
            figures=tuple(figures.get(target.id, ())),
        )
        for target in known
        if target.code in asked or target.id in figures
    )


def _agency_codes(rows: Iterable[RowMapping]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["agency_code"] for row in rows))


def _asked_label(kinds: set[str]) -> str:
    if kinds and kinds <= COMMUNES:
        return "xã, phường"
    return "huyện, thành phố" if kinds and kinds <= DISTRICTS else "cơ quan"


def collect_figures(
    session: Session, cycle_id: int, rows: Sequence[RowMapping], first: Mapping[int, date]
) -> dict[int, list[FigureRow]]:
    """The figures of the answers that count, by the id of their target."""
    figure, asked = tables.FigureRow, tables.AssignmentRow
    query = (
        select(
            figure.target_id,
            figure.numerator,
            figure.denominator,
            figure.value,
            figure.unit,
            asked.id.label("assignment_id"),
        )
        .join(asked, asked.answer_id == figure.answer_id)
        .where(asked.cycle_id == cycle_id, asked.state != WAIVED)
        .order_by(figure.id)
    )
    found: dict[int, list[FigureRow]] = {}
    by_id = {row["assignment_id"]: row for row in rows}
    for given in session.execute(query):
        row = by_id[given.assignment_id]
        found.setdefault(given.target_id, []).append(
            FigureRow(
                agency_code=row["agency_code"],
                agency_name=abbreviated(row["agency_name"]),
                numerator=decimal(given.numerator),
                denominator=decimal(given.denominator),
                value=decimal(given.value),
                unit=given.unit,
                received_on=first.get(given.assignment_id),
                due_on=row["due_on"],
            )
        )
    return found
