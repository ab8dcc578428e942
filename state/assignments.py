"""Assignments and the claims of the ladder: what is due, taken once, whatever tick comes first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, bindparam, func, insert, select, update
from sqlalchemy.orm import Session, joinedload

from cycles.calendar import WorkCalendar
from cycles.ladder import Decision, PlannedStep, Relation, decide, schedule
from state.events import Event, EventStore
from state.tables import AgencyRow, AssignmentRow, ClaimRow, CycleRow, ResponsibilityRow


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


_LOCK = update(AssignmentRow.metadata.tables["assignment"]).where(AssignmentRow.id < 0).values(step=None)


def _ripe(day: date) -> tuple[ColumnElement[bool], ...]:
    """Open assignments with a step due by ``day``."""
    return (AssignmentRow.next_on <= day, AssignmentRow.state == "open")


class AssignmentStore:
    """Finds, claims, holds and closes assignments."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events
        self._schedules: dict[tuple[str, date, date], tuple[PlannedStep, ...]] = {}

    def by_code(self, codes: Iterable[str]) -> dict[str, AssignmentRow]:
        """Assignments by their codes; unknown codes are left out."""
        return {row.code: row for row in self._session.scalars(_BY_CODE, {"codes": list(codes)})}

    def ids_by_code(self, codes: Iterable[str]) -> dict[str, int]:
        """Keys of assignments by their codes; unknown codes are left out."""
        return dict(self._session.execute(_IDS_BY_CODE, {"codes": list(codes)}).tuples().all())

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
        """The earliest day on which any step is due; None when no ladder runs."""
        query = select(func.min(AssignmentRow.next_on))
        if plan_id is not None:
            query = query.join(CycleRow, CycleRow.id == AssignmentRow.cycle_id).where(CycleRow.plan_id == plan_id)
        return self._session.scalar(query)

    def claim_responsibility(self, responsibility_id: int, now: datetime, calendar: WorkCalendar) -> Claimed:
        """Take every due step of one responsibility."""
        query = select(AssignmentRow).where(AssignmentRow.responsibility_id == responsibility_id, *_ripe(now.date()))
        return self._claim(query, responsibility_id, now, calendar)

    def claim_agencies(self, agency_ids: Sequence[int], now: datetime, calendar: WorkCalendar) -> Claimed:
        """Take what else is due for these agencies, of whatever plan, so that one letter covers it all."""
        query = select(AssignmentRow).where(AssignmentRow.agency_id.in_(agency_ids), *_ripe(now.date()))
        return self._claim(query, 0, now, calendar)

    def _claim(self, query: Select[AssignmentRow], key: int, now: datetime, calendar: WorkCalendar) -> Claimed:
        # On SQLite a write that changes nothing takes the lock before we look, so that two ticks cannot read the same
        # rows and both claim them; PostgreSQL locks the rows themselves.
        self._session.execute(_LOCK)
        rows = self._session.scalars(
            query.options(joinedload(AssignmentRow.cycle)).with_for_update(of=AssignmentRow)
        ).all()
        claims: list[dict[str, object]] = []
        moved: list[dict[str, object]] = []
        rungs: dict[str, int] = {}
        skipped = 0
        for row in rows:
            decision = self._decide(row, now.date(), calendar)
            skipped += len(decision.skipped)
            moved.append({"id": row.id, "next_on": decision.next_on} | _taken(decision, now.date()))
            if decision.step is None:
                continue
            rung = str(decision.step.step.rung)
            rungs[rung] = rungs.get(rung, 0) + 1
            claims.append(
                {
                    "assignment_id": row.id,
                    "step": decision.step.step.key,
                    "rung": rung,
                    "day": now.date(),
                    "reason": decision.reason,
                }
            )
        if claims:
            self._session.execute(insert(ClaimRow), claims)
        if moved:
            self._session.execute(update(AssignmentRow), moved)
        return Claimed(key, rungs, skipped)

    def _decide(self, row: AssignmentRow, today: date, calendar: WorkCalendar) -> Decision:
        return decide(self._schedule(row, calendar), row.step, today, row.step_on)

    def _schedule(self, row: AssignmentRow, calendar: WorkCalendar) -> tuple[PlannedStep, ...]:
        key = (row.relation, row.cycle.opens_on, row.due_on)
        if key not in self._schedules:
            self._schedules[key] = schedule(Relation(row.relation), row.cycle.opens_on, row.due_on, calendar)
        return self._schedules[key]

    def hold(self, ids: Sequence[int], now: datetime, sentence: str) -> None:
        """Stop the ladder of open assignments until a person has decided."""
        self._stop(ids, "held", now, sentence, only=("open",))

    def reopen(self, ids: Sequence[int], now: datetime, calendar: WorkCalendar, sentence: str) -> None:
        """Let the ladder go on from where it stood."""
        query = select(AssignmentRow).where(AssignmentRow.id.in_(ids), AssignmentRow.state == "held")
        for row in self._session.scalars(query.options(joinedload(AssignmentRow.cycle))):
            row.state = "open"
            keys = [step.step.key for step in self._schedule(row, calendar)]
            after = keys.index(row.step) + 1 if row.step in keys else 0
            rest = self._schedule(row, calendar)[after:]
            row.next_on = rest[0].on if rest else None
            self._events.add(Event(now, "assignment-reopened", f"assignment:{row.id}", sentence))

    def close_answered(self, ids: Sequence[int]) -> None:
        """An answer arrived: the ladder stops at once."""
        self._session.execute(
            update(AssignmentRow).where(AssignmentRow.id.in_(ids)).values(state="answered", next_on=None)
        )

    def _stop(self, ids: Sequence[int], state: str, now: datetime, sentence: str, only: tuple[str, ...]) -> None:
        query = select(AssignmentRow.id).where(AssignmentRow.id.in_(ids), AssignmentRow.state.in_(only))
        touched = list(self._session.scalars(query))
        if not touched:
            return
        self._session.execute(
            update(AssignmentRow).where(AssignmentRow.id.in_(touched)).values(state=state, next_on=None)
        )
        self._events.add_all(Event(now, f"assignment-{state}", f"assignment:{key}", sentence) for key in touched)


def _taken(decision: Decision, today: date) -> dict[str, object]:
    return {} if decision.step is None else {"step": decision.reached_key, "step_on": today}
