"""What happens when nobody answers: the ladders of all open assignments in memory, day by day, without a write.

The steps come from the schedule that a tick uses. What a tick asks the database (what is ripe, what waits, what a
letter may speak of) is asked here of the rows in memory, so that a year of ten thousand assignments takes seconds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heappop, heappush

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cycles.calendar import WorkCalendar
from cycles.ladder import Rung
from state.ladder.laddering import LONG_PAST, Schedules
from state.tables import AssignmentRow, ClaimRow, CycleRow, HoldRow

NOTE = "note"
REQUEST = "request"


@dataclass(frozen=True, slots=True)
class RehearsedLetter:
    """One letter that would go out.

    :ivar kind: ``request`` to an agency, ``note`` to the coordinator (then ``agency`` is "")
    :ivar codes: the assignments that the letter speaks of
    :ivar due_on: the earliest due day among them
    :ivar reasons: why it goes on this day, one Vietnamese sentence per step that was taken
    """

    day: date
    kind: str
    agency: str
    name: str
    rung: Rung
    to: tuple[str, ...]
    cc: tuple[str, ...]
    codes: tuple[str, ...]
    cycles: tuple[str, ...]
    plans: tuple[str, ...]
    due_on: date
    reasons: tuple[str, ...]


@dataclass(slots=True)
class Ladder:
    """The ladder of all assignments that stand at one place of one schedule; in silence they stay together."""

    row: AssignmentRow
    members: list["Standing"]

    @property
    def plan_id(self) -> int:
        """The plan of all members."""
        return self.row.cycle.plan_id


@dataclass(slots=True)
class Standing:
    """An open assignment in memory, and how far its ladder has come."""

    id: int
    code: str
    agency_id: int
    agency: str
    name: str
    plan_id: int
    plan: str
    cycle: str
    due_on: date
    quiet_until: date | None
    step: str | None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step of the ladder that waits for a letter."""

    assignment_id: int
    step: str
    rung: str
    day: date
    reason: str


class Silence:
    """All open assignments with their waiting claims, away from the database."""

    def __init__(self, session: Session, calendar: WorkCalendar, schedules: Schedules) -> None:
        """Read everything; afterwards the session may be closed, and nothing of it is changed."""
        self._calendar = calendar
        self._schedules = schedules
        self._holds = list(session.scalars(select(HoldRow).where(HoldRow.released_at.is_(None))))
        self._rows: dict[int, Standing] = {}
        self._of_agency: dict[int, list[Standing]] = {}
        self._ripening: dict[date, list[Ladder]] = {}
        self._days: list[date] = []
        for ladder in self._ladders(_open_rows(session)):
            self._ripen(ladder)
        self._waiting: dict[int, list[Taken]] = {}
        for claim in _waiting_claims(session):
            self._keep(Taken(claim.assignment_id, claim.step, claim.rung, claim.day, claim.reason))
        self._parked: list[Ladder] = []
        self._today = _Held((), {}, date.min)
        session.expunge_all()

    def _ladders(self, rows: Sequence[AssignmentRow]) -> Iterable[Ladder]:
        """Rows that a tick would treat alike on every day; an agency that is held or ends has ladders of its own."""
        self._ends = {row.agency_id: row.agency.valid_to for row in rows if row.agency.valid_to is not None}
        apart = {hold.agency_id for hold in self._holds} | self._ends.keys()
        found: dict[tuple[object, ...], Ladder] = {}
        for row in rows:
            one = _standing(row)
            self._rows[one.id] = one
            self._of_agency.setdefault(one.agency_id, []).append(one)
            alike = (row.cycle_id, row.relation, row.opens_on, row.due_on, row.standing, row.quiet_until)
            place = (row.urged_from, row.step, row.step_on, row.next_on)
            key = (*alike, *place, row.agency_id if row.agency_id in apart else None)
            found.setdefault(key, Ladder(row, [])).members.append(one)
        return found.values()

    def _ripen(self, ladder: Ladder) -> None:
        day = ladder.row.next_on
        if day is not None:
            if day not in self._ripening:
                heappush(self._days, day)
            self._ripening.setdefault(day, []).append(ladder)

    @property
    def agencies(self) -> tuple[int, ...]:
        """The agencies that have anything open."""
        return tuple(self._of_agency)

    def row(self, assignment_id: int) -> Standing:
        """One open assignment."""
        return self._rows[assignment_id]

    def days(self, first: date, wakes: Sequence[date] = ()) -> Iterator[date]:
        """The working days from ``first`` on when something may happen, in order, as long as there are any.

        :param wakes: further days on which something outside the ladder changes, such as a contact coming back
        """
        ends = [hold.until for hold in self._holds if hold.until is not None]
        promised = {row.quiet_until for row in self._rows.values() if row.quiet_until is not None}
        for day in {first, *(day for day in (*ends, *promised, *wakes) if day > first)}:
            heappush(self._days, day)
        last = None
        while self._days:
            working = self._calendar.next_working_day(max(heappop(self._days), first))
            if last is None or working > last:
                last = working
                yield working

    def claim(self, day: date) -> None:
        """Take every step that is ripe on ``day``, as the ticks of all plans together do."""
        held = self._held(day)
        ripe, self._parked = self._parked, []
        for ripened in sorted(one for one in self._ripening if one <= day):
            ripe += self._ripening.pop(ripened)
        for ladder in ripe:
            if held.covers(ladder.row.agency_id, ladder.plan_id):
                self._parked.append(ladder)
            else:
                self._take(ladder, day)

    def _take(self, ladder: Ladder, day: date) -> None:
        decision = self._schedules.take(ladder.row, day, self._calendar)
        self._ripen(ladder)
        if decision.step is None:
            return
        step, reached = decision.step.step, ladder.row.step
        for one in ladder.members:
            one.step = reached
            self._keep(Taken(one.id, step.key, str(step.rung), day, decision.reason))

    def _held(self, day: date) -> "_Held":
        if self._today.day != day:
            self._today = _Held(self._holds, self._ends, day)
        return self._today

    def _keep(self, claim: Taken) -> None:
        self._waiting.setdefault(self._rows[claim.assignment_id].agency_id, []).append(claim)

    def waiting(self, day: date) -> dict[int, list[Taken]]:
        """The claims that no letter carries yet and that a letter of ``day`` may carry, by agency."""
        held = self._held(day)
        found: dict[int, list[Taken]] = {}
        for agency in sorted(self._waiting):
            may = [claim for claim in self._waiting[agency] if self._may_go(claim, held)]
            if may:
                found[agency] = sorted(may, key=lambda claim: claim.assignment_id)
        return found

    def _may_go(self, claim: Taken, held: "_Held") -> bool:
        row = self._rows[claim.assignment_id]
        quiet = row.quiet_until is not None and claim.day < row.quiet_until and claim.rung != Rung.OPENING
        return not quiet and not held.covers(row.agency_id, row.plan_id)

    def listed(self, agency: int, day: date) -> list[Standing]:
        """What a letter of ``day`` to an agency speaks of: everything open whose ladder has begun.

        What is long past or promised for a later day is left out, unless a step of it waits.
        """
        held = self._held(day)
        called = {claim.assignment_id for claim in self._waiting.get(agency, ()) if self._may_go(claim, held)}
        return [
            row
            for row in self._of_agency[agency]
            if row.step is not None
            and not held.covers(row.agency_id, row.plan_id)
            and (row.id in called or (row.due_on >= day - LONG_PAST and (row.quiet_until or day) <= day))
        ]

    def carried(self, agency: int, claims: Sequence[Taken]) -> None:
        """A letter carries these claims; they wait no longer."""
        gone = {id(claim) for claim in claims}
        rest = [claim for claim in self._waiting[agency] if id(claim) not in gone]
        if rest:
            self._waiting[agency] = rest
        else:
            del self._waiting[agency]


class _Held:
    """Whom nothing is asked on one day: what is held, and bodies that have ended."""

    def __init__(self, holds: Sequence[HoldRow], ends: Mapping[int, date], day: date) -> None:
        self.day = day
        now = [hold for hold in holds if hold.since <= day and (hold.until is None or day < hold.until)]
        self._agencies = {hold.agency_id for hold in now if hold.agency_id is not None}
        self._agencies |= {agency for agency, end in ends.items() if end <= day}
        self._plans = {hold.plan_id for hold in now if hold.plan_id is not None}

    def covers(self, agency_id: int, plan_id: int) -> bool:
        return agency_id in self._agencies or plan_id in self._plans


def _standing(row: AssignmentRow) -> Standing:
    return Standing(
        id=row.id,
        code=row.code,
        agency_id=row.agency_id,
        agency=row.agency.code,
        name=row.agency.name,
        plan_id=row.cycle.plan_id,
        plan=row.cycle.plan.code,
        cycle=row.cycle.code,
        due_on=row.due_on,
        quiet_until=row.quiet_until,
        step=row.step,
    )


def _open_rows(session: Session) -> Sequence[AssignmentRow]:
    query = (
        select(AssignmentRow)
        .where(AssignmentRow.state == "open")
        .options(
            selectinload(AssignmentRow.cycle).joinedload(CycleRow.plan),
            selectinload(AssignmentRow.agency),
        )
        .order_by(AssignmentRow.id)
    )
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _waiting_claims(session: Session) -> Sequence[ClaimRow]:
    query = (
        select(ClaimRow)
        .join(AssignmentRow, AssignmentRow.id == ClaimRow.assignment_id)
        .where(ClaimRow.letter_id.is_(None), AssignmentRow.state == "open")
        .order_by(ClaimRow.id)
    )
    return session.scalars(query).all()


def held_codes(session: Session, plan_id: int) -> list[str]:
    """The assignments of a plan that wait for a person's decision and therefore get no letter."""
    query = select(AssignmentRow.code).join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
    return list(
        session.scalars(
            query.where(CycleRow.plan_id == plan_id, AssignmentRow.state == "held").order_by(AssignmentRow.code)
        )
    )
