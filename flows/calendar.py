"""The working calendar of this house: the days of a year, and changing them with a look at what moves first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cycles.calendar import WEEKDAYS
from flows.runtime import Runtime
from state.clock import now as clock_now
from state.cycle.calendar_days import CalendarMoves, DayChange
from state.cycle.cycle_rows import EARLIEST, LATEST
from state.errors import BadDecision

SATURDAY = 5


@dataclass(frozen=True)
class Day:
    """A day that is not what its weekday says, or that a person decided on; ``note`` is that person's reason."""

    on: date
    works: bool
    note: str
    by: str


def set_days(house: Runtime, change: DayChange, *, apply: bool) -> CalendarMoves:
    """Set days; without ``apply`` nothing is kept and the answer says what would move."""
    with house.database.unit() as store:
        moves = store.calendar.change(change, house.base_calendar)
        if apply:
            store.commit()
        return moves


def recheck(house: Runtime, by: str, now: datetime, *, apply: bool) -> CalendarMoves:
    """Compare what is open with the calendar in force, after its table or a setting has changed."""
    with house.database.unit() as store:
        moves = store.calendar.recheck(house.calendar_of(store), by, now)
        if apply:
            store.commit()
        return moves


def told(moves: CalendarMoves, *, apply: bool) -> Iterator[str]:
    """What a decision moves, as lines; the last one says whether it was kept."""
    for day, works in moves.changed.items():
        yield f"{_named(day)}: {'thành ngày làm việc' if works else 'thành ngày nghỉ'}"
    for shift in moves.shifts:
        new = _named(shift.new) if shift.new else "không còn bước nào"
        old = _named(shift.old) if shift.old else "chưa có"
        yield f"{shift.cycle} – {shift.what} ({shift.count}): {old} → {new}"
    if not moves.shifts:
        yield "Không hạn nào và không bước đôn đốc nào chuyển ngày."
    yield "Đã ghi lại." if apply else "Chỉ xem trước, chưa đổi gì. Ghi lại: thêm --apply."


def days_of(house: Runtime, year: int) -> tuple[Day, ...]:
    """Days off from Monday to Friday, worked weekend days, and days that a person decided on.

    :raises BadDecision: the calendar does not reach that year
    """
    if not EARLIEST <= year <= LATEST:
        raise BadDecision(f"--year {year}", f"năm phải từ {EARLIEST} đến {LATEST}.")
    with house.database.unit() as store:
        calendar, own = house.calendar_of(store), {row.day: row for row in store.calendar.rows(year)}
    found: list[Day] = []
    day = date(year, 1, 1)
    while day.year == year:
        works, row = calendar.is_working_day(day), own.get(day)
        if row is not None or works != (day.weekday() < SATURDAY):
            found.append(Day(day, works, row.note if row else "", row.decided_by if row else ""))
        day += timedelta(days=1)
    return tuple(found)


def lines_of(house: Runtime, found: Sequence[Day], year: int | None) -> Iterator[str]:
    """The days as plain text, with a notice when the table of a year is not confirmed yet."""
    for one in found:
        source = f" – {one.note or 'không ghi căn cứ'} ({one.by})" if one.by else ""
        yield f"{_named(one.on)}: {'làm việc' if one.works else 'nghỉ'}{source}"
    calendar = house.calendar
    yield f"Giờ làm việc: {calendar.office.start:%H:%M}–{calendar.office.end:%H:%M}."
    if notice := calendar.notice(date(year, 1, 1) if year else clock_now().date()):
        yield notice


def _named(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"
