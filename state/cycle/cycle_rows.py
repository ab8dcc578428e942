"""A cycle as a row: its code, its due days as data, and the way back to the rule it was computed by."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

from cycles.calendar import WorkCalendar
from cycles.cycle import Cycle, CycleKind, CycleName, Due, Level, cycle_of
from cycles.regime import load_regime
from state.errors import YearOutsidePlan
from state.tables import CycleRow, PlanRow

EARLIEST, LATEST = 2000, 2099
"""Years of a plan that names no period."""


def code_of(plan: PlanRow, name: CycleName) -> str:
    """The code of a cycle, for example "LC26" and "LC26Q1".

    :raises YearOutsidePlan: the year does not lie in the period of the plan
    """
    first, last = plan.period_start or EARLIEST, plan.period_end or LATEST
    if not first <= name.year <= last:
        raise YearOutsidePlan(plan.code, name.year, first, last)
    return f"{plan.code}{name.year % 100:02d}{name.suffix}"


def name_of(row: CycleRow) -> CycleName:
    """Which cycle a row is."""
    return CycleName(CycleKind(row.kind), row.year, row.number)


def due_data(cycle: Cycle, levels: Collection[Level]) -> dict[str, dict[str, Any]]:
    """The due days of some levels as they are kept; levels at which nobody stands are left out."""
    return {str(level): _data(due) for level, due in cycle.due.items() if level in levels}


def _data(due: Due) -> dict[str, Any]:
    kept = {"on": f"{due.on:%Y-%m-%d}", "kind": due.kind, "basis": due.basis}
    return kept | ({"stated": f"{due.stated:%Y-%m-%d}"} if due.stated else {})


def due_of_row(row: CycleRow) -> dict[Level, Due]:
    """The due days that a row keeps."""
    return {Level(level): _due(kept) for level, kept in row.due.items()}


def _due(kept: Mapping[str, Any]) -> Due:
    stated = kept.get("stated")
    return Due(
        date.fromisoformat(kept["on"]), kept["kind"], kept["basis"], date.fromisoformat(stated) if stated else None
    )


def last_due(row: CycleRow) -> date:
    """The last due day of a cycle, of whatever level; after it nothing is opened, moved or compiled by itself."""
    return max((date.fromisoformat(due["on"]) for due in row.due.values()), default=row.cut_off)


def ordered(row: CycleRow) -> bool:
    """Whether a document named the days of this cycle, so that no rule can compute them again."""
    return not row.regime


def recomputed(row: CycleRow, calendar: WorkCalendar) -> Cycle:
    """The cycle as its rule gives it with a calendar; an ordered one keeps its days, moved off days off.

    :raises CycleError: its regime is gone, or its days do not follow one another any more
    """
    if not ordered(row):
        fresh = cycle_of(name_of(row), calendar, load_regime(row.regime))
        return replace(fresh, due=MappingProxyType({**due_of_row(row), **fresh.due}))
    due = {level: _moved(one, calendar) for level, one in due_of_row(row).items()}
    return replace(as_kept(row), due=MappingProxyType(due))


def _moved(due: Due, calendar: WorkCalendar) -> Due:
    """A stated day on the working day that the calendar gives for it now."""
    stated = due.stated or due.on
    on = calendar.due_day(stated)
    if on == due.on:
        return due
    basis = f"{due.basis} Theo lịch làm việc đã điều chỉnh, hạn ghi {stated:%d/%m/%Y} thành ngày {on:%d/%m/%Y}."
    return Due(on, due.kind, basis, None if on == stated else stated)


def restored(row: CycleRow, calendar: WorkCalendar) -> Cycle:
    """The cycle as it was opened; levels at which nobody stood then get the day that the rule gives now."""
    kept = as_kept(row)
    if ordered(row):
        return kept
    fresh = cycle_of(name_of(row), calendar, load_regime(row.regime))
    return replace(kept, due=MappingProxyType({**fresh.due, **kept.due}))


def as_kept(row: CycleRow) -> Cycle:
    """The cycle with the due days of the levels at which somebody stands."""
    return Cycle(
        name=name_of(row),
        label=row.label,
        window_start=row.window_start,
        window_end=row.window_end,
        cut_off=row.cut_off,
        opens_on=row.opens_on,
        due=MappingProxyType(due_of_row(row)),
        regime=row.regime,
    )
