"""The ladder of one assignment as the database knows it: its steps, the next day, and who is left in peace."""

from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import BindParameter

from cycles.calendar import WorkCalendar
from cycles.ladder import (
    LADDERS,
    Decision,
    Ladders,
    PlannedStep,
    Relation,
    Rung,
    ScheduleOptions,
    decide,
    remaining,
    schedule,
    urged_from,
)
from state.tables import AssignmentRow, ClaimRow, CycleRow, HoldRow, LetterRow

LOCK = update(AssignmentRow.metadata.tables["assignment"]).where(AssignmentRow.id < 0).values(step=None)
"""On SQLite a write that changes nothing takes the lock before we look, so that two units cannot read the same rows and
both change them; PostgreSQL locks the rows themselves."""

# A name of its own: the statement around may speak of cycles, too.
_CYCLE = CycleRow.metadata.tables["cycle"].alias("held_cycle")
_AGENCY = CycleRow.metadata.tables["agency"].alias("ended_agency")

LONG_PAST = timedelta(days=45)
"""So long after its due day a report is a matter between people; a letter about the next cycle does not repeat it."""

Day = date | BindParameter[date] | InstrumentedAttribute[date | None] | InstrumentedAttribute[date]


class Schedules:
    """The steps of assignments; rows that share relation and days share one schedule."""

    def __init__(self, ladders: Ladders = LADDERS) -> None:
        self._ladders = ladders
        self._known: dict[tuple[object, ...], tuple[PlannedStep, ...]] = {}

    def of(self, row: AssignmentRow, calendar: WorkCalendar) -> tuple[PlannedStep, ...]:
        """All steps of an assignment, also those that are over."""
        opens_on = row.opens_on or row.cycle.opens_on
        key = (calendar, row.relation, opens_on, row.due_on, row.standing, row.quiet_until, row.urged_from)
        if key not in self._known:
            options = ScheduleOptions(bool(row.standing), row.quiet_until, row.urged_from, self._ladders)
            self._known[key] = schedule(Relation(row.relation), opens_on, row.due_on, calendar, options)
        return self._known[key]

    def to_come(self, row: AssignmentRow, calendar: WorkCalendar) -> tuple[PlannedStep, ...]:
        """The steps after the one that was taken last."""
        return remaining(self.of(row, calendar), row.step, row.step_on)

    def take(self, row: AssignmentRow, day: date, calendar: WorkCalendar) -> Decision:
        """Take the step that is due on ``day``, if one is, and set what follows on the row."""
        decision = decide(self.of(row, calendar), row.step, day, row.step_on)
        row.next_on = decision.next_on
        if decision.step is not None:
            row.step, row.step_on = decision.reached_key, day
            if decision.step.step.rung is Rung.OPENING:
                self.open(row, day, calendar)
        return decision

    def open(self, row: AssignmentRow, day: date, calendar: WorkCalendar) -> None:
        """The opening goes out on ``day``; when that leaves too little time, lateness counts from later."""
        row.step, row.step_on = Rung.OPENING, day
        row.urged_from = urged_from(row.due_on, day, calendar)
        row.next_on = self.next_on(row, calendar)

    def next_on(self, row: AssignmentRow, calendar: WorkCalendar) -> date | None:
        """The day of the next step, in the past when it was missed; None when the ladder is over.

        It becomes ``AssignmentRow.next_on`` of an assignment that is open.
        """
        rest = self.to_come(row, calendar)
        return rest[0].on if rest else None


def active_hold(day: Day) -> tuple[ColumnElement[bool], ...]:
    """Holds that are in force on a day."""
    return (
        HoldRow.released_at.is_(None),
        HoldRow.since <= day,
        or_(HoldRow.until.is_(None), HoldRow.until > day),
    )


@lru_cache(maxsize=64)  # making a condition costs more than running it, and a tick asks for the same day many times
def may_be_asked(day: Day) -> tuple[ColumnElement[bool], ...]:
    """Assignments whose agency exists on a day, and whose agency and plan are under no hold."""
    agencies = select(HoldRow.agency_id).where(HoldRow.agency_id.is_not(None), *active_hold(day))
    cycles = select(_CYCLE.c.id).join(HoldRow, HoldRow.plan_id == _CYCLE.c.plan_id).where(*active_hold(day))
    ended = select(_AGENCY.c.id).where(_AGENCY.c.valid_to <= day)
    return (
        AssignmentRow.agency_id.not_in(ended.correlate(AssignmentRow, LetterRow)),
        AssignmentRow.agency_id.not_in(agencies.correlate(AssignmentRow, LetterRow)),
        AssignmentRow.cycle_id.not_in(cycles.correlate(AssignmentRow, LetterRow)),
    )


def claim_waits(day: Day) -> tuple[ColumnElement[bool], ...]:
    """Claims that wait for a letter, unless the agency has promised its report for a later day since."""
    quiet = AssignmentRow.quiet_until
    kept = or_(quiet.is_(None), ClaimRow.day >= quiet, ClaimRow.rung == str(Rung.OPENING))
    return (ClaimRow.letter_id.is_(None), ClaimRow.day <= day, kept)


def may_be_listed(day: date) -> tuple[ColumnElement[bool], ...]:
    """Assignments that a letter may speak of: not held, not long past, and promised for no later day.

    Those with a claim that waits are spoken of in any case.
    """
    quiet = AssignmentRow.quiet_until
    waiting = select(ClaimRow.id).where(ClaimRow.assignment_id == AssignmentRow.id, *claim_waits(day))
    called = waiting.correlate(AssignmentRow).exists()
    current = and_(AssignmentRow.due_on >= day - LONG_PAST, or_(quiet.is_(None), quiet <= day))
    return (or_(current, called), *may_be_asked(day))
