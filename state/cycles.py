"""Opening a reporting cycle: who answers for each responsibility on the cut-off day, and by when."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from agencies.directory import Directory
from agencies.model import Agency, Kind
from cycles.calendar import WorkCalendar
from cycles.cycle import Cycle, Due, Level
from cycles.ladder import Relation, schedule
from plans.asking import asked_in_year, milestones, only_of
from state.errors import (
    BadDecision,
    CycleExists,
    NotConfirmed,
    NothingToAsk,
    UndecidedOwners,
    UnknownCycle,
    YearOutsidePlan,
)
from state.events import Event, EventStore
from state.plans import OWNER, codes_of
from state.tables import AgencyRow, AssignmentRow, CycleRow, PlanRow, ResponsibilityRow, VersionRow

Firsts = dict[tuple[Relation, date], date | None]
ONLY = {"phường": Kind.WARD, "xã": Kind.COMMUNE}
EARLIEST, LATEST = 2000, 2099
"""Years of a plan that names no period."""
TERRITORIAL = {Kind.COMMUNE: Level.COMMUNE, Kind.WARD: Level.COMMUNE, Kind.DISTRICT: Level.DISTRICT}


@dataclass(frozen=True)
class Opening:
    """All that a cycle needs to be opened.

    :ivar office: code of the body that follows up; its own duties are asked of its own units
    :ivar assign: decisions of a person for clauses whose body was split or has ended, by path
    :ivar accept_successors: a person accepts the successors that the directory names
    """

    cycle: Cycle
    directory: Directory
    office: str
    calendar: WorkCalendar
    now: datetime
    by: str
    assign: Mapping[str, Sequence[str]] = field(default_factory=dict)
    accept_successors: bool = False


class CycleStore:
    """Opens cycles and finds them again."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def get(self, plan: PlanRow, year: int) -> CycleRow:
        """The yearly cycle of a plan.

        :raises UnknownCycle: it has not been opened
        """
        row = self._session.scalar(select(CycleRow).where(CycleRow.plan_id == plan.id, CycleRow.year == year))
        if row is None:
            raise UnknownCycle(plan.code, year)
        return row

    def of(self, plan: PlanRow) -> list[CycleRow]:
        """All cycles of a plan, newest first."""
        return list(
            self._session.scalars(select(CycleRow).where(CycleRow.plan_id == plan.id).order_by(CycleRow.cut_off.desc()))
        )

    def open(self, plan: PlanRow, version: VersionRow | None, opening: Opening) -> CycleRow:
        """Create the assignments of a cycle, all or none.

        :raises NotConfirmed: nobody confirmed the plan
        :raises CycleExists: this cycle is open already
        :raises UndecidedOwners: for some clause a person must say who answers now
        :raises YearOutsidePlan: the year does not lie in the period of the plan
        :raises BadDecision: a decision names a clause that the plan does not have
        :raises NothingToAsk: every clause was waived
        """
        if version is None or version.confirmed_at is None:
            raise NotConfirmed(plan.code)
        code = self._new_code(plan, opening.cycle)
        _check_paths(version, opening)
        shares, open_questions = _shares(version, opening)
        if open_questions:
            raise UndecidedOwners(code, tuple(open_questions))
        if not shares:
            raise NothingToAsk(code)
        row = self._new_cycle(code, version, opening, {level_of(share.agency) for share in shares})
        ids = dict(self._session.execute(select(AgencyRow.code, AgencyRow.id)).tuples().all())
        asked = _asked_targets(version, opening.cycle.year)
        firsts: Firsts = {}
        rows = [
            _calendar_columns(opening, share.agency, share.responsibility.requested, firsts)
            | {
                "code": f"{row.code}-{number:03d}",
                "cycle_id": row.id,
                "responsibility_id": share.responsibility.id,
                "agency_id": ids[share.agency.code],
                "targets": [
                    code for code, only in asked.get(share.responsibility.path, []) if only in {None, share.agency.kind}
                ],
            }
            for number, share in enumerate(shares, 1)
        ]
        self._session.execute(insert(AssignmentRow), rows)
        self._record(plan, row, shares, opening)
        return row

    def _new_code(self, plan: PlanRow, cycle: Cycle) -> str:
        first, last = plan.period_start or EARLIEST, plan.period_end or LATEST
        if not first <= cycle.year <= last:
            raise YearOutsidePlan(plan.code, cycle.year, first, last)
        code = f"{plan.code}{cycle.year % 100:02d}"
        if self._session.scalar(select(CycleRow).where(CycleRow.code == code)) is not None:
            raise CycleExists(code)
        return code

    def _new_cycle(self, code: str, version: VersionRow, opening: Opening, levels: Set[Level]) -> CycleRow:
        """The row of a cycle; due days of levels at which nobody stands are left out."""
        cycle, passing = opening.cycle, levels | {Level.COORDINATOR, Level.PROVINCE}
        row = CycleRow(
            code=code,
            plan_id=version.plan_id,
            version_id=version.id,
            kind=str(cycle.kind),
            year=cycle.year,
            label=cycle.label,
            window_start=cycle.window_start,
            window_end=cycle.window_end,
            cut_off=cycle.cut_off,
            opens_on=cycle.opens_on,
            due={
                str(level): {"on": f"{due.on:%Y-%m-%d}", "kind": due.kind, "basis": due.basis}
                for level, due in cycle.due.items()
                if level in passing
            },
            opened_at=opening.now,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def _record(self, plan: PlanRow, row: CycleRow, shares: "list[Share]", opening: Opening) -> None:
        agencies = {share.agency.code for share in shares}
        self._events.add(
            Event(
                opening.now,
                "cycle-opened",
                f"cycle:{row.id}",
                f"{opening.by} đã mở kỳ báo cáo {row.label.lower()} của kế hoạch {plan.code}: "
                f"{len(shares)} yêu cầu báo cáo cho {len(agencies)} cơ quan, chốt số liệu {row.cut_off:%d/%m/%Y}.",
                actor=opening.by,
            )
        )
        inherited = [share for share in shares if share.heir_of]
        self._events.add_all(
            Event(
                opening.now,
                "assignment-inherited",
                f"cycle:{row.id}",
                f"{share.responsibility.path}: {share.agency.name} kế thừa {share.heir_of}.",
                data={"agency": share.agency.code, "path": share.responsibility.path},
            )
            for share in inherited
        )


@dataclass(frozen=True)
class Share:
    """One responsibility in the hands of one agency; ``heir_of`` names the body that the plan itself names."""

    responsibility: ResponsibilityRow
    agency: Agency
    heir_of: str = ""


def _check_paths(version: VersionRow, opening: Opening) -> None:
    known = {responsibility.path for responsibility in version.responsibilities}
    for path in opening.assign:
        if path not in known:
            raise BadDecision(path, "kế hoạch không có điểm này.")


def _shares(version: VersionRow, opening: Opening) -> tuple[list[Share], list[str]]:
    decided = {
        q.path: q.agencies or [] for q in version.questions if q.kind == OWNER and q.decision in {"assigned", "waived"}
    }
    shares: list[Share] = []
    problems: list[str] = []
    for responsibility in version.responsibilities:
        seen: set[str] = set()
        for share in _of_responsibility(responsibility, decided, opening, problems):
            if share.agency.code not in seen:
                seen.add(share.agency.code)
                shares.append(share)
    return shares, problems


def _of_responsibility(
    responsibility: ResponsibilityRow, decided: Mapping[str, Sequence[str]], opening: Opening, problems: list[str]
) -> Iterator[Share]:
    directory, day = opening.directory, opening.cycle.cut_off
    named = opening.assign.get(responsibility.path)
    if named:
        for name in named:
            yield from (Share(responsibility, directory.get(code, day)) for code in codes_of(directory, name, day))
    elif responsibility.path in decided:
        for code in decided[responsibility.path]:
            yield from _heirs(
                responsibility, directory.get(code).name, directory.successors(code, day), opening, problems
            )
    else:
        for name in responsibility.owners:
            found = directory.resolve(name, day)
            if found.kind in {"agency", "group"}:
                yield from (Share(responsibility, agency) for agency in found.agencies)
            elif found.kind == "ended":
                yield from _heirs(responsibility, name, found.suggestions, opening, problems, found.message)
            else:
                problems.append(f"{responsibility.path}: {found.message}")


def _heirs(
    responsibility: ResponsibilityRow,
    name: str,
    heirs: Sequence[Agency],
    opening: Opening,
    problems: list[str],
    message: str = "",
) -> Iterator[Share]:
    """Who stands for a body on the cut-off day; a body that still exists stands for itself.

    A person accepts the successors of the directory as a whole, but a department that was split needs a choice: its
    duty goes to one of them. A divided territory hands the duty to every new territory, each for its own area.
    """
    if len(heirs) == 1 and heirs[0].name == name:
        yield Share(responsibility, heirs[0])
    elif heirs and opening.accept_successors and (len(heirs) == 1 or all(heir.kind in TERRITORIAL for heir in heirs)):
        yield from (Share(responsibility, heir, heir_of=name) for heir in heirs)
    else:
        choice = "; ".join(heir.name for heir in heirs[:6]) or "chưa có cơ quan kế thừa trong danh bạ"
        problems.append(f"{responsibility.path}: {message or f'“{name}” không còn; chọn một trong: {choice}.'}")


def _asked_targets(version: VersionRow, year: int) -> dict[str, list[tuple[str, Kind | None]]]:
    """Codes of the targets whose figures are asked in this year, by the path of the clause that supplies them.

    With a kind where the target counts only bodies of that kind, so that a commune is not asked for a figure of wards.
    """
    years = milestones((target.group, target.year) for target in version.targets)
    asked: dict[str, list[tuple[str, Kind | None]]] = {}
    for target in version.targets:
        if target.asked_path and asked_in_year(years, target.year, target.group, year):
            only = ONLY.get(only_of(target.text) or "")
            asked.setdefault(target.asked_path, []).append((target.code, only))
    return asked


def _calendar_columns(opening: Opening, agency: Agency, requested: bool, firsts: Firsts) -> dict[str, object]:
    """The columns of an assignment that follow from the agency alone; the first step is computed once per kind."""
    relation = relation_of(agency, requested, opening.office)
    due = due_of(opening.cycle, agency)
    if (relation, due.on) not in firsts:
        steps = schedule(relation, opening.cycle.opens_on, due.on, opening.calendar)
        firsts[relation, due.on] = steps[0].on if steps else None
    return {
        "relation": str(relation),
        "due_on": due.on,
        "due_kind": due.kind,
        "due_basis": due.basis,
        "state": "open",
        "step": None,
        "step_on": None,
        "next_on": firsts[relation, due.on],
        "answer_id": None,
    }


def relation_of(agency: Agency, requested: bool, office: str) -> Relation:
    """How the office stands to an agency; it decides the tone and the length of the ladder."""
    if agency.code == office:
        return Relation.OWN
    if requested or not agency.in_chain:
        return Relation.REQUESTED
    return Relation.BELOW if agency.kind in TERRITORIAL else Relation.SAME_LEVEL


def level_of(agency: Agency) -> Level:
    """The level at which an agency reports."""
    return TERRITORIAL.get(agency.kind, Level.DEPARTMENT)


def due_of(cycle: Cycle, agency: Agency) -> Due:
    """The due day of the level at which the agency stands."""
    return cycle.due[level_of(agency)]
