"""When offices write: Monday to Friday, from 8:00 to shortly before 16:00, except the holidays with a fixed date."""

from datetime import date, datetime, time, timedelta, timezone
from random import Random

ZONE = timezone(timedelta(hours=7))
OPENS, CLOSES = time(8, 0), time(15, 55)
# Minutes after midnight in which people write: before and after the noon break.
_MORNING, _AFTERNOON = (8 * 60 + 5, 11 * 60 + 25), (13 * 60 + 35, 15 * 60 + 50)
_HOLIDAYS = frozenset({(1, 1), (30, 4), (1, 5), (2, 9)})


def is_working(day: date) -> bool:
    """Whether offices are open; the movable holidays are not known here."""
    return day.weekday() < 5 and (day.day, day.month) not in _HOLIDAYS


def plus(day: date, count: int) -> date:
    """The working day ``count`` working days after ``day``; with 0 the day itself or the next working day."""
    while not is_working(day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not is_working(day):
            day += timedelta(days=1)
    return day


def last_working(day: date) -> date:
    """The day itself, or the working day before it."""
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def minute_of(day: date, rng: Random) -> datetime:
    """Some moment of the working hours of a day."""
    first, last = _MORNING if rng.random() < 0.55 else _AFTERNOON
    minute = rng.randint(first, last)
    return datetime.combine(day, time(minute // 60, minute % 60, rng.randint(0, 59)), ZONE)


def after(moment: datetime, days: int, rng: Random) -> datetime:
    """A moment in working hours, ``days`` working days later and never before ``moment``."""
    if days > 0 or not is_working(moment.date()):
        day = plus(moment.date(), days)
        return minute_of(day, rng)
    start = max(moment, datetime.combine(moment.date(), OPENS, ZONE))
    end = datetime.combine(moment.date(), CLOSES, ZONE)
    left = int((end - start).total_seconds())
    if left < 60:
        return minute_of(plus(moment.date() + timedelta(days=1), 0), rng)
    return start + timedelta(seconds=rng.randint(60, min(left, 3 * 3600)))


def no_later_than(planned: datetime, due: date | None, moment: datetime, rng: Random) -> datetime:
    """``planned``, moved to the due day when it lies after it and that day is still ahead."""
    if due is None or planned.date() <= due:
        return planned
    day = last_working(due)
    if day < moment.date():
        return planned
    return on(day, moment, rng)


def on(day: date, moment: datetime, rng: Random) -> datetime:
    """A moment of a working day; of what is left of it when it is the day of ``moment``."""
    return after(moment, 0, rng) if day <= moment.date() else minute_of(day, rng)
