"""Assignments and the claims of the ladder: what is due, taken once, whatever tick comes first."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Session, joinedload

from cycles.calendar import WorkCalendar
from cycles.ladder import LADDERS, Ladders, PlannedStep
from state.direct import direct
from state.events import SYSTEM, Event, EventStore
from state.ladder.laddering import LOCK, Schedules, may_be_asked
from state.tables import AgencyRow, AssignmentRow, ClaimRow, CycleRow, HoldRow, ResponsibilityRow


@dataclass(frozen=True)
class DueResponsibility:
    """A responsibility with something due on a day, as a flow shows it."""

    cycle: str
    responsibility_id: int
    path: str
    heading: str
    text: str
    agencies: tuple[str, ...]
    due_on: tuple[date, ...]
    count: int


@dataclass(frozen=True)
class Claimed:
    """What one tick took for one responsibility: steps by rung."""

    responsibility_id: int
    rungs: dict[str, int]
    skipped: int

    @property
    def total(self) -> int:
        """Number of claims."""
        return sum(self.rungs.values())


# Built once: making a statement anew costs more than running it, and these run for every reply.
_CODES = AssignmentRow.code.in_(bindparam("codes", expanding=True))
_BY_CODE = select(AssignmentRow).where(_CODES)
_IDS_BY_CODE = select(AssignmentRow.code, AssignmentRow.id).where(_CODES)


def _ripe(day: date) -> tuple[ColumnElement[bool], ...]:
    """Open assignments with a step due by ``day``, unless their agency or plan is held."""
    return (AssignmentRow.next_on <= day, AssignmentRow.state == "open", *may_be_asked(day))


class AssignmentStore:
    """Finds, claims, holds and closes assignments; ``ladders`` is the table in force."""

    def __init__(self, session: Session, events: EventStore, ladders: Ladders = LADDERS) -> None:
        self._session = session
        self._events = events
        self._schedules = Schedules(ladders)

    def by_code(self, codes: Iterable[str]) -> dict[str, AssignmentRow]:
        """Assignments by their codes; unknown codes are left out."""
        return {row.code: row for row in self._session.scalars(_BY_CODE, {"codes": list(codes)})}

    def ids_by_code(self, codes: Iterable[str]) -> dict[str, int]:
        """Keys of assignments by their codes; unknown codes are left out."""
        return dict(direct(self._session).execute(_IDS_BY_CODE, {"codes": list(codes)}).tuples().all())

    def due(self, plan_id: int, day: date) -> list[DueResponsibility]:
        """The responsibilities of a plan for which a step of the ladder is due by ``day``, in the order of the plan."""
        query = (
            select(AssignmentRow.due_on, CycleRow.code, ResponsibilityRow, AgencyRow.name)
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
            .where(*_ripe(day), CycleRow.plan_id == plan_id)
            .order_by(ResponsibilityRow.position, AgencyRow.id)
        )
        groups: dict[tuple[str, int], list[tuple[date, ResponsibilityRow, str]]] = {}
        for due_on, cycle, responsibility, name in self._session.execute(query):
            groups.setdefault((cycle, responsibility.id), []).append((due_on, responsibility, name))
        return [
            DueResponsibility(
                cycle=cycle,
                responsibility_id=key,
                path=rows[0][1].path,
                heading=rows[0][1].heading,
                text=rows[0][1].text,
                agencies=tuple(dict.fromkeys(name for _, _, name in rows)),
                due_on=tuple(sorted({due_on for due_on, _, _ in rows})),
                count=len(rows),
            )
            for (cycle, key), rows in groups.items()
        ]

    def next_day(self, plan_id: int | None = None) -> date | None:
        """The earliest day on which any step is due; None when no ladder runs.

        What a hold covers is due when the hold ends, or not at all while nobody knows when.
        """
        running: tuple[ColumnElement[bool], ...] = (AssignmentRow.state == "open", AssignmentRow.next_on.is_not(None))
        if plan_id is not None:
            running = (*running, CycleRow.plan_id == plan_id)
        query = select(func.min(AssignmentRow.next_on)).join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
        free = self._session.scalar(query.where(*running, *may_be_asked(AssignmentRow.next_on)))
        ends = (
            select(func.min(HoldRow.until))
            .select_from(AssignmentRow)
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .join(HoldRow, or_(HoldRow.agency_id == AssignmentRow.agency_id, HoldRow.plan_id == CycleRow.plan_id))
            .where(*running, HoldRow.released_at.is_(None), HoldRow.since <= AssignmentRow.next_on)
            .where(AssignmentRow.next_on < HoldRow.until)
        )
        return min((day for day in (free, self._session.scalar(ends)) if day is not None), default=None)

    def following(self, row: AssignmentRow, today: date, calendar: WorkCalendar) -> date | None:
        """The day of the next step of one assignment after ``today``, by its own schedule; None when none is left."""
        return next((one.on for one in self._schedules.to_come(row, calendar) if one.on > today), None)

    def steps(self, row: AssignmentRow, calendar: WorkCalendar) -> tuple[PlannedStep, ...]:
        """The whole ladder of one assignment, also the steps that are over."""
        return self._schedules.of(row, calendar)

    def claim_responsibility(self, responsibility_id: int, now: datetime, calendar: WorkCalendar) -> Claimed:
        """Take every due step of one responsibility."""
        query = select(AssignmentRow).where(AssignmentRow.responsibility_id == responsibility_id, *_ripe(now.date()))
        return self._claim(query, responsibility_id, now, calendar)

    def claim_agencies(self, agency_ids: Sequence[int], now: datetime, calendar: WorkCalendar) -> Claimed:
        """Take what else is due for these agencies, of whatever plan, so that one letter covers it all."""
        query = select(AssignmentRow).where(AssignmentRow.agency_id.in_(agency_ids), *_ripe(now.date()))
        return self._claim(query, 0, now, calendar)

    def _claim(self, query: Select[AssignmentRow], key: int, now: datetime, calendar: WorkCalendar) -> Claimed:
        self._session.execute(LOCK)
        rows = self._session.scalars(
            query.options(joinedload(AssignmentRow.cycle)).with_for_update(of=AssignmentRow)
        ).all()
        taken_before = self._steps_taken([row.id for row in rows if _began_anew(row)])
        claims: list[dict[str, object]] = []
        rungs: dict[str, int] = {}
        skipped = 0
        for row in rows:
            decision = self._schedules.take(row, now.date(), calendar)
            skipped += len(decision.skipped)
            if decision.step is None:
                continue
            rung = str(decision.step.step.rung)
            rungs[rung] = rungs.get(rung, 0) + 1
            claims.append(
                {
                    "assignment_id": row.id,
                    "step": _unused(decision.step.step.key, taken_before.get(row.id, frozenset())),
                    "rung": rung,
                    "day": now.date(),
                    "reason": decision.reason,
                }
            )
        if claims:
            self._session.execute(insert(ClaimRow), claims)
        return Claimed(key, rungs, skipped)

    def _steps_taken(self, ids: Sequence[int]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        if ids:
            query = select(ClaimRow.assignment_id, ClaimRow.step).where(ClaimRow.assignment_id.in_(ids))
            for key, step in self._session.execute(query):
                found.setdefault(key, set()).add(step)
        return found

    def hold(self, ids: Sequence[int], now: datetime, sentence: str, by: str = SYSTEM) -> None:
        """Stop the ladder of open assignments until a person has decided."""
        query = select(AssignmentRow.id).where(AssignmentRow.id.in_(ids), AssignmentRow.state == "open")
        touched = list(self._session.scalars(query))
        if not touched:
            return
        self._session.execute(
            update(AssignmentRow).where(AssignmentRow.id.in_(touched)).values(state="held", next_on=None)
        )
        self._events.add_all(Event(now, "assignment-held", f"assignment:{key}", sentence, by) for key in touched)

    def close_answered(self, ids: Sequence[int]) -> None:
        """An answer arrived: the ladder stops at once."""
        self._session.execute(
            update(AssignmentRow).where(AssignmentRow.id.in_(ids)).values(state="answered", next_on=None)
        )


def _began_anew(row: AssignmentRow) -> bool:
    """A granted extension and new hands let a ladder begin again, so that it meets steps which it has taken before."""
    return row.due_kind == "extended" or row.heir_since is not None


def _unused(key: str, taken: AbstractSet[str]) -> str:
    """The key of a claim: that of the step, with "-r2", "-r3" when the ladder takes the step once more."""
    found, round_ = key, 1
    while found in taken:
        round_ += 1
        found = f"{key}-r{round_}"
    return found
