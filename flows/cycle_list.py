"""The cycles of a plan in a year: those that are open, those that will open, and those that another one replaces."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from cycles.cycle import LEVEL_LABELS, Cycle
from flows.opening import check_year, planned
from flows.runtime import Runtime
from state.cycle.cadence import said_cadence
from state.cycle.cycle_rows import as_kept, name_of
from state.cycle.own_days import own_days
from state.store import Store
from state.tables import CycleRow


@dataclass(frozen=True)
class Listed:
    """One cycle; ``code`` is empty while it is not open. ``due`` maps the words for a level to its day."""

    code: str
    kind: str
    label: str
    window: tuple[date, date]
    opens_on: date
    due: Mapping[str, date]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class YearList:
    """The cycles of a year in order of their cut-off; ``told`` are sentences on what is not held."""

    plan: str
    year: int
    cadence: tuple[str, ...]
    cycles: tuple[Listed, ...]
    told: tuple[str, ...]


def cycles_of(house: Runtime, code: str, year: int) -> YearList:
    """The cycles of a plan in a year, in its rhythm (yearly without one), with all that were opened otherwise.

    :raises YearOutsidePlan: no plan reaches that year
    :raises UnknownPlan: no plan has this code
    """
    check_year(code, year)
    with house.database.unit() as store:
        plan = store.plans.get(code)
        found = planned(house, store, plan, year)
        opened = {name_of(row): row for row in store.cycles.of(plan) if row.year == year}
        cycles = [_open(store, row) for row in opened.values()]
        cycles += [_listed(cycle, "") for cycle in found.cycles if cycle.name not in opened]
        told = (*(one.sentence for one in found.replaced), *(one.sentence for one in found.conflicts))
        return YearList(plan.code, year, tuple(plan.cadence), tuple(sorted(cycles, key=_cut_off)), told)


def _cut_off(cycle: Listed) -> tuple[date, str]:
    return cycle.window[1], cycle.code


def _open(store: Store, row: CycleRow) -> Listed:
    return _listed(as_kept(row), row.code, tuple(own_days(store.session, row)))


def _listed(cycle: Cycle, code: str, notes: tuple[str, ...] = ()) -> Listed:
    return Listed(
        code=code,
        kind=cycle.name.suffix,
        label=cycle.label,
        window=(cycle.window_start, cycle.window_end),
        opens_on=cycle.opens_on,
        due={LEVEL_LABELS[level]: due.on for level, due in cycle.due.items()},
        notes=notes,
    )


def lines_of(found: YearList) -> Iterator[str]:
    """The list as plain text."""
    yield f"Kế hoạch {found.plan}, năm {found.year}. {said_cadence(found.cadence)}"
    for cycle in found.cycles:
        state = f"đã mở, mã {cycle.code}" if cycle.code else f"mở ngày {cycle.opens_on:%d/%m/%Y}"
        yield f"{cycle.label} ({state})"
        yield f"  Số liệu từ {cycle.window[0]:%d/%m/%Y} đến hết {cycle.window[1]:%d/%m/%Y}"
        yield "  Hạn gửi: " + "; ".join(f"{level} {on:%d/%m/%Y}" for level, on in cycle.due.items())
        yield from (f"  {note}" for note in cycle.notes)
    yield from found.told
