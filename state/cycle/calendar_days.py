"""Own days of the calendar: a person's decision wins over the shipped table, and what it moves is shown first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cycles.calendar import WorkCalendar
from cycles.ladder import LADDERS, Ladders
from state.cycle.cycle_errors import BadDays
from state.cycle.cycle_rows import last_due, recomputed
from state.cycle.cycles import EARLIEST, LATEST
from state.cycle.retiming import WAITING, Retiming, Shift, due_moved
from state.events import Event, EventStore
from state.ladder.ruling import check_name
from state.tables import AssignmentRow, CalendarDayRow, CycleRow

LONGEST = 31
"""Days that one decision may set; a longer row is a slip of the keyboard."""


@dataclass(frozen=True)
class DayChange:
    """A decision about days: ``works`` None takes back what was decided before."""

    first: date
    last: date
    works: bool | None
    note: str
    by: str
    now: datetime

    @property
    def days(self) -> tuple[date, ...]:
        """The days from the first to the last."""
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    @property
    def sentence(self) -> str:
        """What was decided."""
        span = f"{self.first:%d/%m/%Y}" + (f" đến {self.last:%d/%m/%Y}" if self.last > self.first else "")
        what = {True: "ngày làm việc", False: "ngày nghỉ", None: "như bảng lịch đi kèm"}[self.works]
        note = f" ({self.note})" if self.note else ""
        return f"{self.by} đã đặt {span} là {what}{note}."


@dataclass(frozen=True)
class CalendarMoves:
    """What a decision about the calendar moves: days whose meaning changes, and shifts by cycle."""

    changed: Mapping[date, bool]
    shifts: tuple[Shift, ...]


class CalendarStore:
    """Own days of the calendar."""

    def __init__(self, session: Session, events: EventStore, ladders: Ladders = LADDERS) -> None:
        self._session = session
        self._events = events
        self._ladders = ladders

    def days(self) -> dict[date, bool]:
        """The days that people have decided on; True: people work."""
        return dict(self._session.execute(select(CalendarDayRow.day, CalendarDayRow.works)).tuples().all())

    def rows(self, year: int) -> list[CalendarDayRow]:
        """The decisions about the days of a year, in order."""
        inside = CalendarDayRow.day.between(date(year, 1, 1), date(year, 12, 31))
        return list(self._session.scalars(select(CalendarDayRow).where(inside).order_by(CalendarDayRow.day)))

    def change(self, change: DayChange, base: WorkCalendar) -> CalendarMoves:
        """Set days and move every deadline and step that follows from them, in this unit of work.

        A caller that only wants to see what would move does not commit.

        :param base: the calendar without own days
        :raises BadDays: a reversed or overlong span, a year far away, no reason given
        :raises CycleError: with these days the due days of an open cycle do not follow one another
        """
        check_name(change.by)
        _check(change)
        before = base.with_days(self.days())
        self._session.execute(delete(CalendarDayRow).where(CalendarDayRow.day.between(change.first, change.last)))
        if change.works is not None:
            self._session.add_all(
                CalendarDayRow(
                    day=day, works=change.works, note=change.note, decided_at=change.now, decided_by=change.by
                )
                for day in change.days
            )
        self._session.flush()
        after = base.with_days(self.days())
        changed = {day: after.is_working_day(day) for day in change.days if _differs(day, before, after)}
        subject = f"calendar:{change.first.year}"
        self._events.add(Event(change.now, "calendar-changed", subject, change.sentence, change.by))
        return CalendarMoves(MappingProxyType(changed), self._move(after, change.sentence, change.by, change.now))

    def recheck(self, calendar: WorkCalendar, by: str, now: datetime) -> CalendarMoves:
        """Move what another shipped table or another setting would move, in this unit of work."""
        check_name(by)
        told = f"{by} đã tính lại các hạn theo lịch làm việc hiện hành."
        return CalendarMoves(MappingProxyType({}), self._move(calendar, told, by, now))

    def _move(self, calendar: WorkCalendar, told: str, by: str, now: datetime) -> tuple[Shift, ...]:
        timing = Retiming(self._session, calendar, now.date(), self._ladders)
        running = self._running(now.date())
        for cycle in running:
            timing.cycle(cycle, recomputed(cycle, calendar))
        shifts = timing.moves.all()
        for cycle in running:
            count = sum(shift.count for shift in shifts if shift.cycle == cycle.code)
            if count:
                sentence = f"{told} {count} mốc thời gian của kỳ {cycle.code} được tính lại."
                self._events.add(Event(now, "cycle-retimed", f"cycle:{cycle.id}", sentence, by))
        self._events.add_all(due_moved(row, old, told, by, now) for row, old in timing.moves.due)
        self._session.flush()
        return shifts

    def _running(self, today: date) -> list[CycleRow]:
        """Cycles in which something is still to come."""
        waiting = select(AssignmentRow.cycle_id).where(AssignmentRow.state.in_(WAITING))
        rows = self._session.scalars(select(CycleRow).order_by(CycleRow.cut_off, CycleRow.id)).all()
        asked = set(self._session.scalars(waiting.distinct()))
        return [row for row in rows if row.id in asked or last_due(row) >= today]


def _check(change: DayChange) -> None:
    if change.last < change.first:
        raise BadDays(change.first, change.last, "ngày cuối đứng trước ngày đầu")
    if len(change.days) > LONGEST:
        raise BadDays(change.first, change.last, f"mỗi lần đặt nhiều nhất {LONGEST} ngày")
    if not EARLIEST <= change.first.year <= change.last.year <= LATEST:
        raise BadDays(change.first, change.last, f"năm phải từ {EARLIEST} đến {LATEST}")
    if change.works is not None and not change.note.strip():
        raise BadDays(change.first, change.last, "cần nêu căn cứ bằng --note, ví dụ số thông báo")


def _differs(day: date, before: WorkCalendar, after: WorkCalendar) -> bool:
    return before.is_working_day(day) != after.is_working_day(day)
