"""Opening a reporting cycle: who answers for each responsibility on the cut-off day, and by when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from agencies.model import Agency
from cycles.cycle import CycleKind, CycleName, Level
from cycles.ladder import LADDERS, Ladders, Relation, ScheduleOptions, schedule
from state.cycle.cadence import refuse_replaced
from state.cycle.cycle_rows import EARLIEST, LATEST, code_of, due_data, restored
from state.cycle.deadlines import TERRITORIAL, DueDays, When, level_of
from state.cycle.shares import Opening, Share, asked_of, asked_targets, check_paths, shares_of
from state.cycle.sharing import Sharing
from state.errors import CycleExists, NotConfirmed, NotFound, NothingToAsk, UndecidedOwners, UnknownCycle
from state.events import Event, EventStore
from state.succession.remembered import Remembered, remembered_sentence
from state.tables import AgencyRow, AssignmentRow, CycleRow, EventRow, PlanRow, VersionRow

__all__ = ["EARLIEST", "LATEST", "CycleStore", "level_of", "other_owners", "relation_of"]

ALWAYS = frozenset({Level.COORDINATOR, Level.PROVINCE, Level.MINISTRY})
Firsts = dict[tuple[Relation, date, date, bool], date | None]


class CycleStore:
    """Opens cycles and finds them again."""

    def __init__(self, session: Session, events: EventStore, ladders: Ladders = LADDERS) -> None:
        self._session = session
        self._events = events
        self._ladders = ladders

    def get(self, plan: PlanRow, year: int, name: CycleName | None = None) -> CycleRow:
        """The yearly cycle of a plan, or the one with this name.

        :raises UnknownCycle: it has not been opened
        """
        name = name or CycleName(CycleKind.YEARLY, year)
        row = self.find(plan, name)
        if row is None:
            label = "" if name.kind is CycleKind.YEARLY else name.label
            raise UnknownCycle(plan.code, name.year, label, name.suffix)
        return row

    def find(self, plan: PlanRow, name: CycleName) -> CycleRow | None:
        """The cycle of a plan with this name, None when it has not been opened."""
        return self._session.scalar(
            select(CycleRow).where(
                CycleRow.plan_id == plan.id,
                CycleRow.kind == str(name.kind),
                CycleRow.year == name.year,
                CycleRow.number == name.number,
            )
        )

    def by_code(self, code: str) -> CycleRow:
        """A cycle by its code, for example "LC26Q1".

        :raises NotFound: no cycle has it
        """
        row = self._session.scalar(select(CycleRow).where(CycleRow.code == code.upper()))
        if row is None:
            raise NotFound("kỳ báo cáo", code)
        return row

    def of(self, plan: PlanRow) -> list[CycleRow]:
        """All cycles of a plan, newest first."""
        return list(
            self._session.scalars(select(CycleRow).where(CycleRow.plan_id == plan.id).order_by(CycleRow.cut_off.desc()))
        )

    def open(self, plan: PlanRow, version: VersionRow | None, opening: Opening) -> CycleRow:
        """Create the assignments of a cycle, all or none; whatever is refused is refused before the first write.

        A cycle that is open already gets what an amendment added to the plan since.

        :raises NotConfirmed: nobody confirmed the plan
        :raises CycleExists: this cycle is open already, and nothing is missing in it
        :raises ReplacedCycle: another report of the plan takes its place
        :raises UndecidedOwners: for some clause a person must say who answers now
        :raises MissingDueDay: the ordering document has no day for a level at which somebody is asked
        :raises YearOutsidePlan: the year does not lie in the period of the plan
        :raises BadDecision: a decision names a clause that the plan does not have
        :raises NothingToAsk: every clause was waived
        """
        if version is None or version.confirmed_at is None:
            raise NotConfirmed(plan.code)
        code = code_of(plan, opening.cycle.name)
        check_paths(version, opening)
        memory = Remembered(self._session, plan, version, opening.directory, opening.cycle.cut_off)
        opening = replace(opening, memory=memory)
        row = self._session.scalar(select(CycleRow).where(CycleRow.code == code))
        if row is not None:
            row = self._extend(plan, row, version, replace(opening, cycle=restored(row, opening.calendar)))
            self._remembered(row, memory, opening)
            return row
        opened = {CycleKind(one.kind) for one in self.of(plan) if one.year == opening.cycle.year}
        refuse_replaced(code, plan, opening.cycle, opening.calendar, opened)
        shares, open_questions = shares_of(version, opening)
        if open_questions:
            raise UndecidedOwners(code, tuple(open_questions))
        if not shares:
            raise NothingToAsk(code)
        made = self._columns(code, version, shares, opening)
        row = self._new_cycle(code, version, opening, {level_of(share.agency) for share in shares})
        self._insert(row, made, opening.now)
        self._record(plan, row, shares, opening)
        self._remembered(row, memory, opening)
        return row

    def _remembered(self, row: CycleRow, memory: Remembered, opening: Opening) -> None:
        if memory.taken:
            sentence = remembered_sentence(memory.taken)
            self._events.add(Event(opening.now, "decisions-remembered", f"cycle:{row.id}", sentence, opening.by))

    def followed(self) -> list[PlanRow]:
        """The plans that tick: those with an open cycle, or with a rhythm in which cycles open by themselves."""
        having = set(self._session.scalars(select(CycleRow.plan_id).distinct()))
        plans = self._session.scalars(select(PlanRow).order_by(PlanRow.id))
        return [plan for plan in plans if plan.cadence or plan.id in having]

    def not_opened(self, plan: PlanRow, problem: str, now: datetime) -> None:
        """Log why a cycle did not open by itself, once a day."""
        subject = f"plan:{plan.id}"
        since = now.replace(hour=0, minute=0, second=0, microsecond=0)
        known = select(EventRow.id).where(
            EventRow.subject == subject,
            EventRow.kind == "cycle-not-opened",
            EventRow.at >= since,
            EventRow.sentence == problem,
        )
        if self._session.scalar(known.limit(1)) is None:
            self._events.add(Event(now, "cycle-not-opened", subject, problem))

    def _extend(self, plan: PlanRow, row: CycleRow, version: VersionRow, opening: Opening) -> CycleRow:
        """Ask for what an amendment brought into an open cycle."""
        shares, open_questions = self.missing(row, version, opening)
        if not shares and not open_questions:
            raise CycleExists(row.code)
        if open_questions:
            raise UndecidedOwners(row.code, tuple(open_questions))
        last = self._session.scalar(select(func.count(AssignmentRow.id)).where(AssignmentRow.cycle_id == row.id)) or 0
        self._insert(row, self._columns(row.code, version, shares, opening, last), opening.now)
        levels = {*map(Level, row.due), *(level_of(share.agency) for share in shares)}
        row.due = due_data(opening.cycle, levels) | row.due
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

    def _columns(
        self, code: str, version: VersionRow, shares: Sequence[Share], opening: Opening, last: int = 0
    ) -> list[dict[str, Any]]:
        """The assignments of these shares, numbered after ``last``; only the key of the cycle is missing."""
        ids = dict(self._session.execute(select(AgencyRow.code, AgencyRow.id)).tuples().all())
        asked = asked_targets(version, opening.cycle.year)
        days = DueDays(code, opening.cycle, opening.calendar)
        firsts: Firsts = {}
        return [
            self._calendar_columns(opening, share, days.of(share.responsibility, level_of(share.agency)), firsts)
            | {
                "code": f"{code}-{number:03d}",
                "responsibility_id": share.responsibility.id,
                "agency_id": ids[share.agency.code],
                "targets": asked_of(asked, share.responsibility.path, share.agency.kind),
                "heir_of": share.heir_of or None,
                "heir_since": share.heir_since,
            }
            for number, share in enumerate(shares, last + 1)
        ]

    def _calendar_columns(self, opening: Opening, share: Share, when: When, firsts: Firsts) -> dict[str, Any]:
        """What follows from the agency and the calendar; the first step is computed once per kind."""
        relation = relation_of(share.agency, share.responsibility.requested, opening.office)
        opens_on = when.opens_on or opening.cycle.opens_on
        key = (relation, opens_on, when.due.on, when.standing)
        if key not in firsts:
            options = ScheduleOptions(standing=when.standing, ladders=self._ladders)
            steps = schedule(relation, opens_on, when.due.on, opening.calendar, options)
            firsts[key] = steps[0].on if steps else None
        return {
            "relation": str(relation),
            "due_on": when.due.on,
            "due_kind": when.due.kind,
            "due_basis": when.due.basis,
            "state": "open",
            "step": None,
            "step_on": None,
            "next_on": firsts[key],
            "answer_id": None,
            "opens_on": when.opens_on,
            "standing": when.standing,
        }

    def _insert(self, row: CycleRow, made: Sequence[Mapping[str, Any]], now: datetime) -> None:
        self._session.execute(insert(AssignmentRow), [{"cycle_id": row.id, **one} for one in made])
        with_figures = [one["code"] for one in made if one["targets"]]
        if with_figures:
            asking = self._session.scalars(select(AssignmentRow).where(AssignmentRow.code.in_(with_figures)))
            Sharing(self._session, self._events).share(row, asking.all(), now)

    def _new_cycle(self, code: str, version: VersionRow, opening: Opening, levels: Collection[Level]) -> CycleRow:
        """The row of a cycle; due days of levels at which nobody stands are left out."""
        cycle = opening.cycle
        row = CycleRow(
            code=code,
            plan_id=version.plan_id,
            version_id=version.id,
            kind=str(cycle.kind),
            year=cycle.year,
            number=cycle.name.number,
            regime=cycle.regime,
            label=cycle.label,
            window_start=cycle.window_start,
            window_end=cycle.window_end,
            cut_off=cycle.cut_off,
            opens_on=cycle.opens_on,
            due=due_data(cycle, {*levels, *ALWAYS}),
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
        self._events.add_all(
            Event(
                opening.now,
                "assignment-inherited",
                f"cycle:{row.id}",
                f"{share.responsibility.path}: {share.agency.name} kế thừa {share.heir_of}.",
                data={"agency": share.agency.code, "path": share.responsibility.path},
            )
            for share in shares
            if share.heir_of
        )


def other_owners(version: VersionRow) -> set[str]:
    """The clauses of a version that name other bodies than in the version before."""
    items = (version.changes or {}).get("items", ())
    return {one["new"] for one in items if one["what"] == "responsibility" and "owners" in one["fields"]}


def relation_of(agency: Agency, requested: bool, office: str) -> Relation:
    """How the office stands to an agency; it decides the tone and the length of the ladder."""
    if agency.code == office:
        return Relation.OWN
    if requested or not agency.in_chain:
        return Relation.REQUESTED
    return Relation.BELOW if agency.kind in TERRITORIAL else Relation.SAME_LEVEL
