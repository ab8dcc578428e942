"""Moving due days and next steps when the calendar or the text of a plan changes: what is to come, never the past.

An extension that a person granted stays; a due day that has passed stays, and so does whatever was answered.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cycles.calendar import WorkCalendar
from cycles.cycle import LEVEL_LABELS, Cycle, Level
from cycles.ladder import LADDERS, Ladders
from state.cycle.cycle_rows import due_data
from state.cycle.deadlines import DueDays, level_of_kind
from state.events import Event
from state.ladder.laddering import Schedules
from state.tables import AssignmentRow, CycleRow

WAITING = ("open", "held")
DUE, NEXT, OPENS = "Hạn của cơ quan", "Bước đôn đốc kế tiếp", "Ngày mở kỳ"


@dataclass(frozen=True)
class Shift:
    """How many things of one kind in a cycle go from one day to another; ``new`` None: no step is left."""

    cycle: str
    what: str
    count: int
    old: date | None
    new: date | None


@dataclass
class Moves:
    """What moved: shifts by cycle, and the assignments whose due day is another one now, with the old day."""

    shifts: Counter[tuple[str, str, date | None, date | None]] = field(default_factory=Counter)
    due: list[tuple[AssignmentRow, date]] = field(default_factory=list)

    def add(self, cycle: CycleRow, what: str, old: date | None, new: date | None) -> None:
        """Count one thing; what stays is not counted."""
        if old != new:
            self.shifts[cycle.code, what, old, new] += 1

    def all(self) -> tuple[Shift, ...]:
        """The shifts by cycle, in the order in which they were found."""
        return tuple(Shift(cycle, what, count, old, new) for (cycle, what, old, new), count in self.shifts.items())


class Retiming:
    """Writes new days onto the rows of a session; a caller that only wants to see them rolls back."""

    def __init__(self, session: Session, calendar: WorkCalendar, today: date, ladders: Ladders = LADDERS) -> None:
        self._session = session
        self._calendar = calendar
        self._today = today
        self._schedules = Schedules(ladders)
        self.moves = Moves()

    def cycle(self, row: CycleRow, cycle: Cycle) -> None:
        """Move the days of a cycle and of all its assignments that wait."""
        kept = due_data(cycle, set(map(Level, row.due)))
        for level, due in row.due.items():
            old, new = date.fromisoformat(due["on"]), date.fromisoformat(kept[level]["on"])
            if old >= self._today and old != new:
                self.moves.add(row, f"Hạn của {LEVEL_LABELS[Level(level)]}", old, new)
                row.due = {**row.due, level: kept[level]}
        if row.opens_on > self._today:
            self.moves.add(row, OPENS, row.opens_on, cycle.opens_on)
            row.opens_on = cycle.opens_on
        query = select(AssignmentRow).where(AssignmentRow.cycle_id == row.id, AssignmentRow.state.in_(WAITING))
        query = query.options(joinedload(AssignmentRow.responsibility), joinedload(AssignmentRow.agency))
        self.assignments(row, cycle, self._session.scalars(query.order_by(AssignmentRow.id)))

    def assignments(self, row: CycleRow, cycle: Cycle, assignments: Iterable[AssignmentRow]) -> None:
        """Move the due days and next steps of some assignments of a cycle."""
        days = DueDays(row.code, cycle, self._calendar)
        for one in assignments:
            if one.state not in WAITING:
                continue
            if one.due_on >= self._today and one.due_kind != "extended":
                self._due(row, one, days)
            over = one.agency.valid_to is not None and one.agency.valid_to <= self._today
            if one.state == "open" and not over:
                next_on = self._schedules.next_on(one, self._calendar)
                self.moves.add(row, NEXT, one.next_on, next_on)
                one.next_on = next_on

    def _due(self, row: CycleRow, one: AssignmentRow, days: DueDays) -> None:
        when = days.of(one.responsibility, level_of_kind(one.agency.kind))
        one.opens_on, one.standing = when.opens_on, when.standing
        if one.due_on != when.due.on:
            self.moves.add(row, DUE, one.due_on, when.due.on)
            self.moves.due.append((one, one.due_on))
        one.due_on, one.due_kind, one.due_basis = when.due.on, when.due.kind, when.due.basis


def due_moved(row: AssignmentRow, old: date, why: str, by: str, now: datetime) -> Event:
    """What the log says of an assignment whose due day is another one now."""
    sentence = f"Hạn gửi của yêu cầu {row.code} chuyển từ {old:%d/%m/%Y} sang {row.due_on:%d/%m/%Y}: {why}"
    return Event(now, "due-moved", f"assignment:{row.id}", sentence, by)
