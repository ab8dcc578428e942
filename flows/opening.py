"""Opening cycles: by a person's word, by the document that orders a report, or by themselves in a plan's rhythm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from agencies.errors import DirectoryError
from cycles.cycle import Cycle, Level, Order, by_order, cycle_of
from cycles.errors import CycleError
from cycles.names import parse_cycle_name
from cycles.year import YearOfCycles, cycles_of_year
from flows.runtime import Runtime
from state.cycle.cadence import BY_ORDER, kinds_of
from state.cycle.cycle_errors import NoPeriodicCycle
from state.cycle.cycle_rows import EARLIEST, LATEST, restored
from state.cycle.deadlines import DueDays
from state.cycle.shares import Opening
from state.errors import BadDecision, StateError, YearOutsidePlan
from state.store import Store
from state.tables import CycleRow, PlanRow, VersionRow

BY_ITSELF = "Hệ thống (theo nhịp báo cáo của kế hoạch)"
LEVELS: Mapping[str, Level] = {str(level): level for level in Level} | {
    "xã": Level.COMMUNE,
    "huyện": Level.DISTRICT,
    "sở": Level.DEPARTMENT,
    "thường trực": Level.COORDINATOR,
    "tỉnh": Level.PROVINCE,
    "bộ": Level.MINISTRY,
}


@dataclass(frozen=True)
class Choice:
    """Who opens a cycle, what that person decided about ended bodies, and when."""

    by: str
    assign: Mapping[str, Sequence[str]]
    accept_successors: bool
    now: datetime


@dataclass(frozen=True)
class Ordered:
    """What a document that orders a report says: its name, the data window, the due day by level as written."""

    document: str
    first: date
    last: date
    due: Mapping[str, date]
    opens_on: date | None = None


@dataclass(frozen=True)
class Asked:
    """Which cycle of a year, as a person types it ("quý 1"), and the document that orders it, if one does."""

    kind: str = "năm"
    order: Ordered | None = None


@dataclass(frozen=True)
class Tried:
    """What the rhythm of a plan opened on a day, and why something was not opened."""

    opened: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass
class _Trying:
    opened: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def opening_of(house: Runtime, store: Store, plan: PlanRow, cycle: Cycle, choice: Choice) -> Opening:
    """All that the store needs to open a cycle of a plan.

    :raises NoDirectory: no register is loaded for the province of the plan
    """
    directory = house.directory(store, plan.province)
    return Opening(
        cycle=cycle,
        directory=directory,
        office=house.office_code(directory, cycle.cut_off),
        calendar=house.calendar_of(store),
        now=choice.now,
        by=choice.by,
        assign=choice.assign,
        accept_successors=choice.accept_successors,
    )


def open_it(house: Runtime, store: Store, plan: PlanRow, cycle: Cycle, choice: Choice) -> CycleRow:
    """Open a cycle in an open unit of work, for the newest confirmed text of the plan."""
    version = store.plans.version(plan, confirmed=True)
    return store.cycles.open(plan, version, opening_of(house, store, plan, cycle, choice))


def check_year(code: str, year: int) -> None:
    """Refuse a year that no plan reaches.

    :raises YearOutsidePlan: it does not lie in this century
    """
    if not EARLIEST <= year <= LATEST:
        raise YearOutsidePlan(code, year, EARLIEST, LATEST)


def cycle_asked(house: Runtime, store: Store, plan: PlanRow, year: int, asked: Asked) -> Cycle:
    """The cycle that a person asks for; one that is open already comes back as it was opened.

    :raises NoPeriodicCycle: this kind needs a document
    :raises BadDecision: the document names a level that does not exist, or another year
    :raises CycleError: the kind cannot be read, or the days do not follow one another
    """
    name, calendar = parse_cycle_name(asked.kind, year), house.calendar_of(store)
    row = store.cycles.find(plan, name)
    if row is not None:
        return restored(row, calendar)
    if asked.order is None:
        if name.kind in BY_ORDER:
            raise NoPeriodicCycle(name.label)
        return cycle_of(name, calendar, house.regime)
    order = asked.order
    if order.last.year != year:
        raise BadDecision(f"--year {year}", f"năm của kỳ phải là năm chốt số liệu ({order.last:%d/%m/%Y}).")
    due = {_level(word): day for word, day in order.due.items()}
    return by_order(name, "", (order.first, order.last), Order(order.document, due, order.opens_on), calendar)


def _level(word: str) -> Level:
    level = LEVELS.get(word.strip().lower())
    if level is None:
        raise BadDecision(f"--due {word}=…", f"cấp phải là một trong: {', '.join(Level)}.")
    return level


def planned(house: Runtime, store: Store, plan: PlanRow, year: int) -> YearOfCycles:
    """The cycles of a year in the rhythm of a plan, and what is replaced by what."""
    return cycles_of_year(kinds_of(plan), year, house.calendar_of(store), house.regime)


def open_due(house: Runtime, store: Store, plan: PlanRow, now: datetime) -> Tried:
    """Open what the rhythm of a plan asks for by today, in an open unit of work; without a rhythm nothing.

    What needs a person's decision is told, and logged once a day.
    """
    version = store.plans.version(plan, confirmed=True) if plan.cadence else None
    if version is None:
        return Tried()
    trying, choice = _Trying(), Choice(BY_ITSELF, {}, False, now)
    try:
        for cycle in _ripe(house, store, plan, version, trying, now.date()):
            _try(house, store, plan, cycle, choice, trying)
    except CycleError as error:
        trying.problems.append(str(error))
    for problem in trying.problems:
        store.cycles.not_opened(plan, problem, now)
    return Tried(tuple(trying.opened), tuple(trying.problems))


def _ripe(
    house: Runtime, store: Store, plan: PlanRow, version: VersionRow, trying: _Trying, today: date
) -> Sequence[Cycle]:
    """Cycles that are not open, whose first letter is due and whose last due day has not passed."""
    calendar, found = house.calendar_of(store), []
    first, last = plan.period_start or EARLIEST, plan.period_end or LATEST
    have = {(row.kind, row.year, row.number) for row in store.cycles.of(plan)}
    for year in (today.year - 1, today.year, today.year + 1):
        if not first <= year <= last:
            continue
        cycles = planned(house, store, plan, year)
        for cycle in cycles.cycles:
            known = (str(cycle.kind), cycle.year, cycle.name.number) in have
            if known or cycle.last_due < today:
                continue
            days = DueDays(plan.code, cycle, calendar)
            if days.first_day(version.responsibilities) <= today:
                found.append(cycle)
        trying.problems += [
            one.sentence
            for one in cycles.conflicts
            if (one.name.year, house.regime.rule(one.name).ends_in[one.name.number]) == (today.year, today.month)
            and (str(one.name.kind), one.name.year, one.name.number) not in have
        ]
    return found


def _try(house: Runtime, store: Store, plan: PlanRow, cycle: Cycle, choice: Choice, trying: _Trying) -> None:
    try:
        row = open_it(house, store, plan, cycle, choice)
    except (StateError, DirectoryError) as error:
        trying.problems.append(f"Chưa tự mở được kỳ báo cáo {cycle.label.lower()} của kế hoạch {plan.code}: {error}")
    else:
        trying.opened.append(f"Đã tự mở kỳ báo cáo {row.code}: {row.label.lower()}.")
