"""Reporting cycles: data window, cut-off and the due day of every level, by a regime or by a document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from cycles.calendar import WorkCalendar
from cycles.due_days import Due, Period, check_order, derived_dues, stated_due
from cycles.errors import RegimeConflict
from cycles.names import LEVEL_LABELS, YEARS, CycleKind, CycleName, Level
from cycles.regime import DECREE_09
from cycles.rules import Regime

__all__ = [
    "DECREE_09",
    "LEVEL_LABELS",
    "Cycle",
    "CycleKind",
    "CycleName",
    "Due",
    "Level",
    "Order",
    "Regime",
    "by_order",
    "cycle_of",
    "half_yearly",
    "yearly",
]

# A document that says nothing about the opening: as long before the cut-off as the yearly report of Decree 09/2019.
ORDER_OPENS_BEFORE = 30


@dataclass(frozen=True, slots=True)
class Cycle:
    """One reporting period; the data window includes both ends.

    ``due`` holds the levels that take part, lowest first. ``regime`` is the key of the regime that gave the days, empty
    when a document did.
    """

    name: CycleName
    label: str
    window_start: date
    window_end: date
    cut_off: date
    opens_on: date
    due: Mapping[Level, Due]
    regime: str

    @property
    def kind(self) -> CycleKind:
        """The kind of the cycle."""
        return self.name.kind

    @property
    def year(self) -> int:
        """The year of its cut-off."""
        return self.name.year

    @property
    def key(self) -> str:
        """Stable key, for example ``yearly-2025-12-14``; two cycles of one kind never share a cut-off."""
        return f"{self.kind}-{self.cut_off:%Y-%m-%d}"

    @property
    def last_due(self) -> date:
        """The due day of the highest level."""
        return max(due.on for due in self.due.values())


@dataclass(frozen=True, slots=True)
class Order:
    """A document that asks for a report and says until when, per level (article 8 clause 5 c).

    ``opens_on`` is the day of the opening when the document or a person names one.
    """

    document: str
    due: Mapping[Level, date]
    opens_on: date | None = None


def cycle_of(name: CycleName, calendar: WorkCalendar, regime: Regime = DECREE_09) -> Cycle:
    """The cycle of this name by a regime (windows: article 12 of Decree 09/2019).

    :raises KindNotInRegime: the regime has no rule for it
    :raises RegimeConflict: the days do not leave every level its working days
    """
    rule = regime.rule(name)
    last_month = rule.ends_in[name.number]
    start, end = rule.first.on(name.year, last_month), rule.last.on(name.year, last_month)
    return Cycle(
        name=name,
        label=rule.label_of(name),
        window_start=start,
        window_end=end,
        cut_off=end,
        opens_on=calendar.next_working_day(end - timedelta(days=rule.opens_before)),
        due=MappingProxyType(derived_dues(Period(end, last_month), rule, regime, calendar)),
        regime=regime.key,
    )


def yearly(year: int, calendar: WorkCalendar, regime: Regime = DECREE_09) -> Cycle:
    """The yearly cycle: data from 15/12 of the year before to 14/12 (article 12 clause 4); raises as `cycle_of`."""
    return cycle_of(CycleName(CycleKind.YEARLY, year), calendar, regime)


def half_yearly(year: int, half: Literal[1, 2], calendar: WorkCalendar, regime: Regime = DECREE_09) -> Cycle:
    """A half-year: 15/12–14/6 or 15/6–14/12 (article 12 clause 3); raises as `cycle_of`."""
    return cycle_of(CycleName(CycleKind.HALF_YEAR, year, half), calendar, regime)


def by_order(
    kind: CycleKind | CycleName, label: str, window: tuple[date, date], order: Order, calendar: WorkCalendar
) -> Cycle:
    """A cycle whose days are written in a document (mid-term or final review, one-off, school year).

    Nothing is derived but the opening, and the working day for a stated day off. The last day of ``window`` is the
    cut-off. A bare kind means the year of the cut-off; an empty label means the usual words.

    :raises RegimeConflict: a reversed window, no level, or due days that do not follow one another
    """
    start, end = window
    name = kind if isinstance(kind, CycleName) else _named(kind, end.year)
    label = label or name.label
    if start > end:
        raise RegimeConflict(label, end, "ngày chốt số liệu trước ngày bắt đầu lấy số liệu")
    if any(day.year not in YEARS for day in (start, order.opens_on or start, *order.due.values())):
        raise RegimeConflict(label, end, "có ngày nằm ngoài những năm có thể lập kế hoạch")
    if not order.due:
        raise RegimeConflict(label, end, "văn bản chưa ghi hạn gửi của cấp nào")
    basis = f"Hạn ghi trong {order.document} (khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP: theo văn bản yêu cầu báo cáo)"
    dues = {level: stated_due(order.due[level], basis, calendar) for level in Level if level in order.due}
    check_order(dues, end, calendar, minimum=1)
    opens_on = calendar.next_working_day(order.opens_on or end - timedelta(days=ORDER_OPENS_BEFORE))
    first = min(due.on for due in dues.values())
    if opens_on > first:
        raise RegimeConflict(label, first, f"hạn gửi trước ngày mở kỳ {opens_on:%d/%m/%Y}")
    return Cycle(name, label, start, end, end, opens_on, MappingProxyType(dues), "")


def _named(kind: CycleKind, year: int) -> CycleName:
    return CycleName(kind, year, 1 if kind is CycleKind.ONE_OFF else 0)
