"""Opening a reporting cycle: who answers for each responsibility on the cut-off day, and by when."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from agencies.model import Agency, Kind
from cycles.cycle import Cycle, Due, Level
from cycles.ladder import Relation, schedule
from state.errors import CycleExists, NotConfirmed, NothingToAsk, UndecidedOwners, UnknownCycle, YearOutsidePlan
from state.events import Event, EventStore
from state.shares import Opening, Share, asked_of, asked_targets, check_paths, shares_of
from state.tables import AgencyRow, AssignmentRow, CycleRow, PlanRow, VersionRow

Firsts = dict[tuple[Relation, date], date | None]
EARLIEST, LATEST = 2000, 2099
"""Years of a plan that names no period."""
TERRITORIAL = {Kind.COMMUNE: Level.COMMUNE, Kind.WARD: Level.COMMUNE, Kind.DISTRICT: Level.DISTRICT}


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

        A cycle that is open already gets what an amendment added to the plan since.

        :raises NotConfirmed: nobody confirmed the plan
        :raises CycleExists: this cycle is open already, and nothing is missing in it
        :raises UndecidedOwners: for some clause a person must say who answers now
        :raises YearOutsidePlan: the year does not lie in the period of the plan
        :raises BadDecision: a decision names a clause that the plan does not have
        :raises NothingToAsk: every clause was waived
        """
        if version is None or version.confirmed_at is None:
            raise NotConfirmed(plan.code)
        code = _code(plan, opening.cycle)
        check_paths(version, opening)
        row = self._session.scalar(select(CycleRow).where(CycleRow.code == code))
        if row is not None:
            return self._extend(plan, row, version, opening)
        shares, open_questions = shares_of(version, opening)
        if open_questions:
            raise UndecidedOwners(code, tuple(open_questions))
        if not shares:
            raise NothingToAsk(code)
        row = self._new_cycle(code, version, opening, {level_of(share.agency) for share in shares})
        self._assign(row, version, shares, opening)
        self._record(plan, row, shares, opening)
        return row

    def _extend(self, plan: PlanRow, row: CycleRow, version: VersionRow, opening: Opening) -> CycleRow:
        """Ask for what an amendment brought into an open cycle."""
        shares, open_questions = self.missing(row, version, opening)
        if not shares and not open_questions:
            raise CycleExists(row.code)
        if open_questions:
            raise UndecidedOwners(row.code, tuple(open_questions))
        self._assign(row, version, shares, opening)
        levels = {*map(Level, row.due), *(level_of(share.agency) for share in shares)}
        row.due = _due_days(opening.cycle, levels) | row.due
        clauses = ", ".join(dict.fromkeys(share.responsibility.path for share in shares))
        sentence = (
            f"{opening.by} đã bổ sung {len(shares)} yêu cầu báo cáo vào {row.label.lower()} của kế hoạch {plan.code} "
            f"theo văn bản sửa đổi: {clauses}."
        )
        self._events.add(Event(opening.now, "cycle-extended", f"cycle:{row.id}", sentence, actor=opening.by))
        return row

    def missing(self, row: CycleRow, version: VersionRow, opening: Opening) -> tuple[list[Share], list[str]]:
        """What a cycle does not ask for yet: clauses without any assignment, bodies that a clause names since.

        Clauses whose bodies stayed are left alone: a person may have chosen others when the cycle was opened.
        """
        if row.version_id != version.id:
            return [], []
        query = select(AssignmentRow.responsibility_id, AgencyRow.code)
        query = query.join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id).where(AssignmentRow.cycle_id == row.id)
        have = set(self._session.execute(query).tuples())
        asked = {key for key, _ in have}
        paths = {duty.path for duty in version.responsibilities if duty.id not in asked} | other_owners(version)
        shares, problems = shares_of(version, opening, paths)
        return [one for one in shares if (one.responsibility.id, one.agency.code) not in have], problems

    def _assign(self, row: CycleRow, version: VersionRow, shares: Sequence[Share], opening: Opening) -> None:
        ids = dict(self._session.execute(select(AgencyRow.code, AgencyRow.id)).tuples().all())
        asked = asked_targets(version, opening.cycle.year)
        last = self._session.scalar(select(func.count(AssignmentRow.id)).where(AssignmentRow.cycle_id == row.id)) or 0
        firsts: Firsts = {}
        rows = [
            _calendar_columns(opening, share.agency, share.responsibility.requested, firsts)
            | {
                "code": f"{row.code}-{number:03d}",
                "cycle_id": row.id,
                "responsibility_id": share.responsibility.id,
                "agency_id": ids[share.agency.code],
                "targets": asked_of(asked, share.responsibility.path, share.agency.kind),
            }
            for number, share in enumerate(shares, last + 1)
        ]
        self._session.execute(insert(AssignmentRow), rows)

    def _new_cycle(self, code: str, version: VersionRow, opening: Opening, levels: Collection[Level]) -> CycleRow:
        """The row of a cycle; due days of levels at which nobody stands are left out."""
        cycle = opening.cycle
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
            due=_due_days(cycle, {*levels, Level.COORDINATOR, Level.PROVINCE}),
            opened_at=opening.now,
        )
        self._session.add(row)
        self._session.flush()
        return row

    def _record(self, plan: PlanRow, row: CycleRow, shares: Sequence[Share], opening: Opening) -> None:
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


def _code(plan: PlanRow, cycle: Cycle) -> str:
    first, last = plan.period_start or EARLIEST, plan.period_end or LATEST
    if not first <= cycle.year <= last:
        raise YearOutsidePlan(plan.code, cycle.year, first, last)
    return f"{plan.code}{cycle.year % 100:02d}"


def _due_days(cycle: Cycle, levels: Collection[Level]) -> dict[str, dict[str, Any]]:
    return {
        str(level): {"on": f"{due.on:%Y-%m-%d}", "kind": due.kind, "basis": due.basis}
        for level, due in cycle.due.items()
        if level in levels
    }


def other_owners(version: VersionRow) -> set[str]:
    """The clauses of a version that name other bodies than in the version before."""
    items = (version.changes or {}).get("items", ())
    return {one["new"] for one in items if one["what"] == "responsibility" and "owners" in one["fields"]}


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
