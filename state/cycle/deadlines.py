"""By when an agency answers for a clause in a cycle: the day that the plan itself names wins over the derived one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from agencies.model import Agency, Kind
from cycles.calendar import WorkCalendar
from cycles.cycle import LEVEL_LABELS, Cycle, CycleKind, Due, Level
from cycles.explicit import explicit_due
from plans.deadlines.days import last_days
from plans.model import Deadline
from state.cycle.cycle_errors import MissingDueDay
from state.tables import ResponsibilityRow

TERRITORIAL: Mapping[str, Level] = {
    Kind.COMMUNE: Level.COMMUNE,
    Kind.WARD: Level.COMMUNE,
    Kind.DISTRICT: Level.DISTRICT,
}
REVIEWS: Mapping[CycleKind, str] = {CycleKind.MID_TERM: "sơ kết", CycleKind.FINAL: "tổng kết"}
DATED = ("by", "within", "every")
ASKED = (Level.COMMUNE, Level.DISTRICT, Level.DEPARTMENT)
"""The levels at which agencies are asked; the others pass on what came from these."""


@dataclass(frozen=True)
class When:
    """The due day of an assignment; ``opens_on`` where its ladder must begin before the cycle opens."""

    due: Due
    opens_on: date | None
    standing: bool


def level_of(agency: Agency) -> Level:
    """The level at which an agency reports."""
    return level_of_kind(agency.kind)


def level_of_kind(kind: str) -> Level:
    """The level at which a body of a kind reports."""
    return TERRITORIAL.get(kind, Level.DEPARTMENT)


@dataclass
class DueDays:
    """The due days of one cycle; each clause is read once, however many agencies have it."""

    code: str
    cycle: Cycle
    calendar: WorkCalendar
    _read: dict[int, tuple[Due | None, bool]] = field(default_factory=dict)

    def of(self, clause: ResponsibilityRow, level: Level) -> When:
        """By when a body of a level answers for a clause.

        :raises MissingDueDay: neither the cycle nor the clause has a day for this level
        """
        if clause.id not in self._read:
            self._read[clause.id] = _read(clause.deadlines, self.cycle, self.calendar)
        explicit, standing = self._read[clause.id]
        derived = self.cycle.due.get(level)
        if explicit is None:
            if derived is None:
                raise MissingDueDay(self.code, LEVEL_LABELS[level], str(level))
            return When(derived, None, standing)
        return When(explicit, self._opens_on(explicit, derived), standing)

    def first_day(self, clauses: Sequence[ResponsibilityRow]) -> date:
        """The day on which the first of these clauses must be asked for."""
        opens_on = self.cycle.opens_on
        for clause in clauses:
            for level in self.cycle.due.keys() & ASKED:
                opens_on = min(opens_on, self.of(clause, level).opens_on or opens_on)
        return opens_on

    def _opens_on(self, explicit: Due, derived: Due | None) -> date | None:
        """An earlier due day leaves the agency as much time as the derived one would have."""
        usual = derived.on if derived else max(due.on for due in self.cycle.due.values())
        if explicit.on >= usual:
            return None
        opens_on = self.calendar.previous_working_day(explicit.on - (usual - self.cycle.opens_on))
        return opens_on if opens_on < self.cycle.opens_on else None


def _read(deadlines: Sequence[Mapping[str, object]], cycle: Cycle, calendar: WorkCalendar) -> tuple[Due | None, bool]:
    """The day that the clause names for this cycle, and whether it is a standing duty."""
    rules = [Deadline.model_validate(one) for one in deadlines]
    dated = [rule for rule in rules if rule.kind in DATED and (rule.end or rule.month or rule.day)]
    standing = not dated and any(rule.kind == "standing" for rule in rules)
    found = [due for rule in _meant(dated, cycle) if (due := _due(rule, cycle, calendar)) is not None]
    return max(found, key=lambda due: due.on, default=None), standing


def _meant(dated: Sequence[Deadline], cycle: Cycle) -> Sequence[Deadline]:
    """The deadlines that speak of this report: of a review in a review, else of reports before those of the work.

    A cycle that a document orders keeps the days of that document.
    """
    review = REVIEWS.get(cycle.kind)
    if review:
        return [rule for rule in dated if rule.purpose == review]
    if not cycle.regime:
        return []
    usual = [rule for rule in dated if rule.purpose not in REVIEWS.values() or rule.kind == "every"]
    return [rule for rule in usual if rule.purpose == "báo cáo"] or usual


def _due(rule: Deadline, cycle: Cycle, calendar: WorkCalendar) -> Due | None:
    """The last day of a rule in the calendar months of the cycle.

    The data of a year begin on 15/12 of the year before; what is due "by 31/12" belongs to the year that ends then.
    """
    first, last = _months_from(cycle.window_start), max(due.on for due in cycle.due.values())
    days = [day for year in range(first.year, last.year + 1) for day in last_days(rule, year) if day >= first]
    return explicit_due(days, rule.text, cycle, calendar)


def _months_from(day: date) -> date:
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
