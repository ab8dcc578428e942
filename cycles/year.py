"""The cycles of one year: which run, which a longer report replaces, which a long holiday makes impossible."""

from collections.abc import Sequence
from dataclasses import dataclass

from cycles.calendar import WorkCalendar
from cycles.cycle import Cycle, cycle_of
from cycles.errors import KindNotInRegime, RegimeConflict
from cycles.names import KIND_LABELS, CycleKind, CycleName
from cycles.regime import DECREE_09
from cycles.rules import Regime


@dataclass(frozen=True, slots=True)
class Replaced:
    """A cycle that is not held because a longer one with the same cut-off tells it too."""

    name: CycleName
    by: CycleName
    sentence: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cycle for which the regime has no possible due days in this year; a document has to set them."""

    name: CycleName
    sentence: str


@dataclass(frozen=True, slots=True)
class YearOfCycles:
    """The cycles of a year in order of their cut-off, and those that are not held."""

    cycles: tuple[Cycle, ...]
    replaced: tuple[Replaced, ...]
    conflicts: tuple[Conflict, ...]

    def replaced_by(self, name: CycleName) -> Replaced | None:
        """What stands in for a cycle, None when it is held."""
        return next((one for one in self.replaced if one.name == name), None)


def cycles_of_year(
    kinds: Sequence[CycleKind], year: int, calendar: WorkCalendar, regime: Regime = DECREE_09
) -> YearOfCycles:
    """The cycles of these kinds after the substitution rule (the yearly report replaces December and quarter 4).

    Only reports that are asked for replace others.

    :raises KindNotInRegime: the regime has no rule for a kind
    """
    names = [name for kind in CycleKind if kind in kinds for name in _names(kind, year, regime)]
    replaced = _replaced(names, regime)
    gone = {one.name for one in replaced}
    cycles: list[Cycle] = []
    conflicts: list[Conflict] = []
    for name in names:
        if name in gone:
            continue
        try:
            cycles.append(cycle_of(name, calendar, regime))
        except RegimeConflict as error:
            label = regime.rule(name).label_of(name)
            conflicts.append(Conflict(name, f"{label}: {error}"))
    cycles.sort(key=lambda cycle: (cycle.cut_off, cycle.window_start))
    return YearOfCycles(tuple(cycles), replaced, tuple(conflicts))


def _names(kind: CycleKind, year: int, regime: Regime) -> list[CycleName]:
    if kind not in regime.kinds:
        raise KindNotInRegime(KIND_LABELS[kind], regime.name)
    return [CycleName(kind, year, number) for number in regime.kinds[kind].ends_in]


def _replaced(names: Sequence[CycleName], regime: Regime) -> tuple[Replaced, ...]:
    """Rules are tried in their order; what is replaced itself replaces nothing."""
    asked = {(name.kind, name.number): name for name in names}
    found: dict[CycleName, Replaced] = {}
    for rule in regime.replaces:
        by = asked.get(rule.by)
        if by is None or by in found:
            continue
        for one in (asked[key] for key in rule.kinds if key in asked):
            if one not in found and one != by:
                found[one] = Replaced(one, by, _sentence(one, by, regime))
    return tuple(found[name] for name in names if name in found)


def _sentence(name: CycleName, by: CycleName, regime: Regime) -> str:
    shorter, longer = (_lower_first(regime.rule(one).label_of(one)) for one in (name, by))
    return f"Không lập báo cáo {shorter} riêng: báo cáo {longer} có cùng ngày chốt số liệu thay cho báo cáo này."


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
