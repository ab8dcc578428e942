"""What was reported the last time about the same duties and figures, for many assignments at once.

The cycle of the same kind one year earlier comes first, then the newest earlier one; its label is always told, so that
a quarter is never taken for a year. Where a body took over from others, what these reported is told under their names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import BindParameter

from state.tables import (
    AgencyRow,
    AnswerRow,
    AssignmentRow,
    CycleRow,
    FigureRow,
    ResponsibilityRow,
    SuccessionRow,
    TargetRow,
)

BATCH = 1_000
"""Agencies that are looked up at once."""
NEWEST = 2
"""How many of the newest earlier cycles are looked at, beside that of the same kind one year earlier."""
ALIKE = 0.6
"""The share of common words from which a clause under the same number of an amended plan is the same duty."""


@dataclass(frozen=True, slots=True)
class EarlierReport:
    """Status (a value of ``WorkStatus``) and percentage of one body; ``body`` is "" for the agency itself."""

    cycle: str
    body: str
    status: str
    percent: float | None


@dataclass(frozen=True, slots=True)
class EarlierFigure:
    """One figure of one body in a cycle; ``body`` is "" for the agency itself."""

    cycle: str
    body: str
    numerator: float | None
    denominator: float | None
    value: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What is known of one assignment: reports of one cycle, and figures by code, each of one cycle."""

    reports: tuple[EarlierReport, ...] = ()
    figures: Mapping[str, tuple[EarlierFigure, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Cycle:
    id: int
    plan_id: int
    kind: str
    year: int
    number: int
    cut_off: date
    label: str


@dataclass(slots=True)
class _Told:
    """What one body answered in one cycle."""

    reports: dict[int, tuple[str, str, EarlierReport]] = field(default_factory=dict)
    figures: dict[str, EarlierFigure] = field(default_factory=dict)


_DAY: BindParameter[date] = bindparam("day")
_AGENCIES: BindParameter[Sequence[int]] = bindparam("agencies", expanding=True)
_FIRST = (
    select(SuccessionRow.successor_id.label("heir"), SuccessionRow.predecessor_id.label("body"))
    .where(SuccessionRow.successor_id.in_(_AGENCIES), SuccessionRow.on_date <= _DAY)
    .cte("before", recursive=True)
)
# UNION and not UNION ALL: bodies that succeeded each other in a circle end it.
_BEFORE = _FIRST.union(
    select(_FIRST.c.heir, SuccessionRow.predecessor_id)
    .join(_FIRST, SuccessionRow.successor_id == _FIRST.c.body)
    .where(SuccessionRow.on_date <= _DAY)
)
_BODIES = select(_BEFORE.c.heir, AgencyRow.id, AgencyRow.name).join(AgencyRow, AgencyRow.id == _BEFORE.c.body)
_CYCLES = select(
    CycleRow.id, CycleRow.plan_id, CycleRow.kind, CycleRow.year, CycleRow.number, CycleRow.cut_off, CycleRow.label
).where(CycleRow.plan_id.in_(bindparam("plans", expanding=True)), CycleRow.cut_off < _DAY)
_ANSWERS = (
    select(
        AssignmentRow.agency_id,
        AssignmentRow.cycle_id,
        AssignmentRow.responsibility_id,
        ResponsibilityRow.path,
        ResponsibilityRow.text,
        AnswerRow.status,
        AnswerRow.percent,
        TargetRow.code,
        FigureRow.numerator,
        FigureRow.denominator,
        FigureRow.value,
        FigureRow.unit,
    )
    .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
    .join(AnswerRow, AnswerRow.id == AssignmentRow.answer_id)
    .outerjoin(FigureRow, FigureRow.answer_id == AnswerRow.id)
    .outerjoin(TargetRow, TargetRow.id == FigureRow.target_id)
    .where(
        AssignmentRow.agency_id.in_(_AGENCIES),
        AssignmentRow.cycle_id.in_(bindparam("cycles", expanding=True)),
        AssignmentRow.state.not_in(("waived", "moved")),
    )
    .order_by(AssignmentRow.id, FigureRow.id)
)


def last_answers(session: Session, rows: Iterable[AssignmentRow], day: date) -> dict[int, LastAnswer]:
    """The last answers by assignment; those about which nothing was ever reported are left out.

    Three statements for up to a thousand agencies.

    :param rows: assignments of any agencies, with their cycles and responsibilities
    :param day: successions up to this day count
    """
    rows = list(rows)
    now = {row.cycle_id: row.cycle for row in rows}
    earlier = _earlier(session, list(now.values()))
    cycles = {one.id: one for chosen in earlier.values() for one in chosen}
    if not cycles:
        return {}
    by_agency: dict[int, list[AssignmentRow]] = {}
    for row in rows:
        by_agency.setdefault(row.agency_id, []).append(row)
    agencies = list(by_agency)
    found: dict[int, LastAnswer] = {}
    for start in range(0, len(agencies), BATCH):
        batch = agencies[start : start + BATCH]
        bodies = _bodies(session, batch, day)
        told = _told(session, {body for known in bodies.values() for body in known}, cycles)
        for agency in batch:
            for row in by_agency[agency]:
                last = _of_one(row, bodies[agency], earlier[row.cycle_id], told)
                if last.reports or last.figures:
                    found[row.id] = last
    return found


def _earlier(session: Session, cycles: Sequence[CycleRow]) -> dict[int, list[_Cycle]]:
    """Where to look for each cycle, the best place first."""
    if not cycles:
        return {}
    asked = {"plans": sorted({one.plan_id for one in cycles}), "day": max(one.cut_off for one in cycles)}
    known = [_Cycle(*row) for row in session.execute(_CYCLES, asked).tuples()]
    return {cycle.id: _places(cycle, known) for cycle in cycles}


def _places(cycle: CycleRow, known: Iterable[_Cycle]) -> list[_Cycle]:
    before = [one for one in known if one.plan_id == cycle.plan_id and one.cut_off < cycle.cut_off]
    before.sort(key=lambda one: (one.cut_off, one.kind == cycle.kind, one.id), reverse=True)
    like = [one for one in before if one.kind == cycle.kind]
    year_ago = [one for one in like if (one.year, one.number) == (cycle.year - 1, cycle.number)]
    return list(dict.fromkeys((*year_ago, *before[:NEWEST], *like[:1])))


def _bodies(session: Session, agencies: Sequence[int], day: date) -> dict[int, dict[int, str]]:
    """Each agency and the bodies that it took over from, however long ago, with the names of these."""
    found: dict[int, dict[int, str]] = {agency: {agency: ""} for agency in agencies}
    for heir, body, name in session.execute(_BODIES, {"agencies": list(agencies), "day": day}).tuples():
        found[heir].setdefault(body, name)
    return found


def _told(session: Session, bodies: Iterable[int], cycles: Mapping[int, _Cycle]) -> dict[tuple[int, int], _Told]:
    """What these bodies answered in these cycles; names are filled in for who reads it."""
    found: dict[tuple[int, int], _Told] = {}
    asked = {"agencies": sorted(bodies), "cycles": sorted(cycles)}
    for body, cycle, duty, path, text, status, percent, code, top, bottom, value, unit in session.execute(
        _ANSWERS, asked
    ):
        told = found.setdefault((body, cycle), _Told())
        label = cycles[cycle].label
        if duty not in told.reports:
            told.reports[duty] = (path, text, EarlierReport(label, "", status, percent))
        if code is not None:
            told.figures[code] = EarlierFigure(label, "", top, bottom, value, unit)
    return found


def _of_one(
    row: AssignmentRow, bodies: Mapping[int, str], places: Sequence[_Cycle], told: Mapping[tuple[int, int], _Told]
) -> LastAnswer:
    reports: tuple[EarlierReport, ...] = ()
    figures: dict[str, tuple[EarlierFigure, ...]] = {}
    for place in places:
        said = [(name, known) for body, name in bodies.items() if (known := told.get((body, place.id))) is not None]
        if not reports:
            matched = [(name, report) for name, known in said if (report := _about(row, known)) is not None]
            reports = tuple(EarlierReport(one.cycle, name, one.status, one.percent) for name, one in matched)
        for code in row.targets:
            given = [(name, known.figures[code]) for name, known in said if code in known.figures]
            if given and code not in figures:
                figures[code] = tuple(_of_body(name, one) for name, one in given)
    return LastAnswer(reports, figures)


def _of_body(name: str, one: EarlierFigure) -> EarlierFigure:
    return EarlierFigure(one.cycle, name, one.numerator, one.denominator, one.value, one.unit)


def _about(row: AssignmentRow, told: _Told) -> EarlierReport | None:
    """The report about the same duty: the same clause, word for word in another version, or changed a little there."""
    if row.responsibility_id in told.reports:
        return told.reports[row.responsibility_id][2]
    now = row.responsibility
    words = now.text.split()
    for path, text, report in told.reports.values():
        if text.split() == words or (path == now.path and _alike(set(words), set(text.split()))):
            return report
    return None


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= ALIKE * max(1, len(one | other))
