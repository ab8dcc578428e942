"""The targets of a cycle with the figures that count, from the store. Reads only."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from agencies.model import Kind
from reports.data import FigureRow, TargetRow
from reports.vietnamese import abbreviated, following
from state import tables
from state.clock import local
from state.views import NOT_ASKED

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


def add_shared(
    session: Session, rows: Sequence[RowMapping], known: Sequence[tables.TargetRow], figures: dict[int, list[FigureRow]]
) -> None:
    """Figures that an agency gives once for two plans: those of the other plan, under the target of this one.

    A figure that the agency gave here all the same stands before the one given there.
    """
    wanted = {
        (link["assignment"], link["target"]): (row, code)
        for row in rows
        for code, link in (row["shared"] or {}).items()
    }
    if not wanted:
        return
    targets = {target.code: target.id for target in known}
    given = {(key, figure.agency_code) for key, found in figures.items() for figure in found}
    for found in _given_there(session, {code for code, _ in wanted}):
        place = wanted.get((found["code"], found["target"]))
        if place is None or place[1] not in targets:
            continue
        row, key = place[0], targets[place[1]]
        if (key, row["agency_code"]) not in given:
            figures.setdefault(key, []).append(_figure(row, found, local(found["first"]).date(), found["code"]))


def _given_there(session: Session, codes: Collection[str]) -> Sequence[RowMapping]:
    """The figures of the answers that count of some assignments, with the moment of the first answer."""
    figure, asked, answer = tables.FigureRow, tables.AssignmentRow, tables.AnswerRow
    first = select(func.min(answer.received_at)).where(answer.assignment_id == asked.id).scalar_subquery()
    query = (
        select(
            asked.code,
            tables.TargetRow.code.label("target"),
            figure.numerator,
            figure.denominator,
            figure.value,
            figure.unit,
            first.label("first"),
        )
        .join(asked, asked.answer_id == figure.answer_id)
        .join(tables.TargetRow, tables.TargetRow.id == figure.target_id)
        .where(asked.code.in_(codes), asked.state.not_in(NOT_ASKED))
        .order_by(figure.id)
    )
    return session.execute(query).mappings().all()


def _figure(row: RowMapping, given: RowMapping, received: date | None, source: str = "") -> FigureRow:
    return FigureRow(
        agency_code=row["agency_code"],
        agency_name=following(abbreviated(row["agency_name"]), abbreviated(row["heir_of"] or ""), row["heir_since"]),
        numerator=decimal(given["numerator"]),
        denominator=decimal(given["denominator"]),
        value=decimal(given["value"]),
        unit=given["unit"],
        received_on=received,
        due_on=row["due_on"],
        code=row["code"],
        source=source,
    )


def _agency_codes(rows: Iterable[RowMapping]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row["agency_code"] for row in rows))


def _asked_label(kinds: set[str]) -> str:
    if kinds and kinds <= COMMUNES:
        return "xã, phường"
    if kinds and kinds <= DISTRICTS:
        return "huyện, thành phố"
    return "huyện, thành phố, xã, phường" if kinds and kinds <= DISTRICTS | COMMUNES else "cơ quan"


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
        .where(asked.cycle_id == cycle_id, asked.state.not_in(NOT_ASKED))
        .order_by(figure.id)
    )
    found: dict[int, list[FigureRow]] = {}
    by_id = {row["assignment_id"]: row for row in rows}
    for given in session.execute(query).mappings():
        row = by_id[given["assignment_id"]]
        found.setdefault(given["target_id"], []).append(_figure(row, given, first.get(given["assignment_id"])))
    return found
