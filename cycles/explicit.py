"""A deadline that the plan itself names wins over the day that a regime derives."""

from collections.abc import Sequence
from datetime import date, timedelta

from cycles.calendar import WorkCalendar
from cycles.cycle import Cycle
from cycles.due_days import Due, stated_due

ONE_DAY = timedelta(days=1)


def explicit_due(days: Sequence[date], words: str, cycle: Cycle, calendar: WorkCalendar) -> Due | None:
    """The last of ``days`` that belongs to the cycle, with the plan's words as basis; None when none does.

    A cycle stays open from its cut-off until the due day of its highest level. Days of that stretch belong to it and
    not to the cycle whose window has begun meanwhile, so no day is asked for twice.
    """
    last = max(due.stated or due.on for due in cycle.due.values())
    before = cycle.window_start - ONE_DAY + (last - cycle.cut_off)
    inside = [day for day in days if before < day <= last]
    if not inside:
        return None
    return stated_due(max(inside), f"Hạn ghi trong kế hoạch: “{' '.join(words.split())}”", calendar)
