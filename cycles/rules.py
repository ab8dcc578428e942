"""The model of a reporting regime: how windows, openings and due days of each kind of cycle are computed."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cycles.calendar import DayOff
from cycles.errors import KindNotInRegime
from cycles.names import KIND_LABELS, CycleKind, CycleName, Level


@dataclass(frozen=True, slots=True)
class AfterCutOff:
    """Due so many working days after the cut-off."""

    days: int


@dataclass(frozen=True, slots=True)
class BeforeNext:
    """Due so many working days before the next level above that takes part."""

    days: int


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """Due on a day of the last month of the period or later; ``on_day_off`` None means the rule of the calendar."""

    day: int
    months_after: int = 0
    on_day_off: DayOff | None = None


LevelRule = AfterCutOff | BeforeNext | DayOfMonth


@dataclass(frozen=True, slots=True)
class Basis:
    """Words on the legal source of each way of computing a due day."""

    after_cut_off: str
    before_next_level: str
    day_of_last_month: str


def day_of_month(year: int, month: int, day: int) -> date:
    """A day of a month; months may lie outside 1–12, and a day that the month lacks is its last one."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day in the month that lies ``months`` from the last month of the period."""

    months: int
    day: int

    def on(self, year: int, last_month: int) -> date:
        """The day in the period that ends in this month."""
        return day_of_month(year, last_month + self.months, self.day)


@dataclass(frozen=True, slots=True)
class KindRule:
    """How the cycles of one kind run.

    ``ends_in`` gives the last month of each number; ``opens_before`` counts calendar days before the cut-off. ``label``
    may hold {year}, {before} (the year before) and {number}; empty means the usual words.
    """

    ends_in: Mapping[int, int]
    first: MonthDay
    last: MonthDay
    opens_before: int
    levels: Mapping[Level, LevelRule]
    basis: Basis
    label: str = ""

    def label_of(self, name: CycleName) -> str:
        """The words for one cycle."""
        if not self.label:
            return name.label
        words = {"{year}": name.year, "{before}": name.year - 1, "{number}": name.number}
        label = self.label
        for mark, value in words.items():
            label = label.replace(mark, str(value))
        return label


@dataclass(frozen=True, slots=True)
class Replacement:
    """The report ``by`` (kind, number) makes those of ``kinds`` needless."""

    by: tuple[CycleKind, int]
    kinds: tuple[tuple[CycleKind, int], ...]


@dataclass(frozen=True, slots=True)
class Regime:
    """A reporting regime; ``key`` is the name or path it was loaded by.

    ``minimum`` is the number of working days after the cut-off and between two levels. ``shorten`` lets a long holiday
    cut the days of lower levels down to that minimum instead of making the cycle impossible.
    """

    key: str
    name: str
    label: str
    document: str
    kinds: Mapping[CycleKind, KindRule]
    replaces: tuple[Replacement, ...] = ()
    minimum: int = 1
    shorten: bool = False

    def rule(self, name: CycleName) -> KindRule:
        """The rule of a cycle; raises KindNotInRegime."""
        rule = self.kinds.get(name.kind)
        if rule is None or name.number not in rule.ends_in:
            number = f" {name.number}" if name.number else ""
            raise KindNotInRegime(f"{KIND_LABELS[name.kind]}{number}", self.name)
        return rule
