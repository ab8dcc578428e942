"""Reporting cycles: data window, cut-off and the due day of every level (Decree 09/2019/NĐ-CP)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from cycles.calendar import WorkCalendar
from cycles.errors import RegimeConflict


class CycleKind(StrEnum):
    """Kinds of cycle: those of Decree 09/2019 article 12, mid-term and final reviews, and the school year."""

    HALF_YEAR = "half_year"
    YEARLY = "yearly"
    MID_TERM = "mid_term"
    FINAL = "final"
    SCHOOL_YEAR = "school_year"


class Level(StrEnum):
    """Levels which a periodic report passes on its way up, lowest first."""

    COMMUNE = "commune"
    DISTRICT = "district"
    DEPARTMENT = "department"
    COORDINATOR = "coordinator"
    PROVINCE = "province"


LEVEL_LABELS: Mapping[Level, str] = MappingProxyType(
    {
        Level.COMMUNE: "UBND cấp xã",
        Level.DISTRICT: "UBND cấp huyện",
        Level.DEPARTMENT: "sở, ban, ngành",
        Level.COORDINATOR: "cơ quan thường trực",
        Level.PROVINCE: "UBND tỉnh",
    }
)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for sending; "derived" when it comes from a rule, "explicit" when a document says it."""

    on: date
    kind: Literal["derived", "explicit"]
    basis: str


@dataclass(frozen=True, slots=True)
class Cycle:
    """One reporting period; the data window includes both ends. ``due`` holds the levels that take part."""

    kind: CycleKind
    year: int
    label: str
    window_start: date
    window_end: date
    cut_off: date
    opens_on: date
    due: Mapping[Level, Due]

    @property
    def key(self) -> str:
        """Stable key, for example ``yearly-2025-12-14``; two cycles of one kind never share a cut-off."""
        return f"{self.kind}-{self.cut_off:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class Regime:
    """All offsets of a reporting regime; a province sets its own deadlines below UBND tỉnh (article 13).

    ``after_cut_off`` counts working days after the cut-off per level. ``opens_before`` is calendar days before it.
    """

    name: str = "Nghị định 09/2019/NĐ-CP"
    cut_off_day: int = 14
    province_day: int = 25
    opens_before: int = 30
    minimum: int = 1
    after_cut_off: Mapping[Level, int] = field(
        default_factory=lambda: MappingProxyType(
            {Level.COMMUNE: 2, Level.DISTRICT: 2, Level.DEPARTMENT: 3, Level.COORDINATOR: 5}
        )
    )
    province_on_day_off: Literal["previous", "next"] = "previous"


DECREE_09 = Regime()


@dataclass(frozen=True, slots=True)
class Order:
    """A document that asks for a report and says until when, per level (article 8 clause 5 c)."""

    document: str
    due: Mapping[Level, date]


def yearly(year: int, calendar: WorkCalendar, regime: Regime = DECREE_09) -> Cycle:
    """The yearly cycle: data from 15/12 of the year before to 14/12 (article 12 clause 4); raises RegimeConflict."""
    return _periodic(CycleKind.YEARLY, f"Năm {year}", (date(year - 1, 12, 1), date(year, 12, 1)), calendar, regime)


def half_yearly(year: int, half: Literal[1, 2], calendar: WorkCalendar, regime: Regime = DECREE_09) -> Cycle:
    """A half-year: 15/12–14/6 or 15/6–14/12 (article 12 clause 3); raises RegimeConflict.

    The second half is usually replaced by the yearly report.
    """
    months = (date(year - 1, 12, 1), date(year, 6, 1)) if half == 1 else (date(year, 6, 1), date(year, 12, 1))
    label = "6 tháng đầu năm" if half == 1 else "6 tháng cuối năm"
    return _periodic(CycleKind.HALF_YEAR, f"{label} {year}", months, calendar, regime)


def by_order(kind: CycleKind, label: str, window: tuple[date, date], order: Order, calendar: WorkCalendar) -> Cycle:
    """A cycle whose days are written in a document (mid-term or final review, school year).

    Nothing is derived but the opening. The last day of ``window`` is the cut-off; raises RegimeConflict.
    """
    start, end = window
    basis = f"Hạn ghi trong {order.document} (khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP: theo văn bản yêu cầu báo cáo)."
    dues = {level: Due(order.due[level], "explicit", basis) for level in Level if level in order.due}
    if start > end:
        raise RegimeConflict(label, end, "ngày chốt số liệu trước ngày bắt đầu lấy số liệu")
    for level, one in dues.items():
        if one.on < end:
            raise RegimeConflict(LEVEL_LABELS[level], one.on, "hạn gửi trước ngày chốt số liệu")
    _check_order(dues)
    opens_on = calendar.next_working_day(end - timedelta(days=DECREE_09.opens_before))
    return Cycle(kind, end.year, label, start, end, end, opens_on, MappingProxyType(dues))


def _periodic(kind: CycleKind, label: str, months: tuple[date, date], calendar: WorkCalendar, regime: Regime) -> Cycle:
    """``months`` are the first days of the month of the last cut-off and of this one."""
    before, last = months
    cut_off = last.replace(day=regime.cut_off_day)
    window_start = before.replace(day=regime.cut_off_day) + timedelta(days=1)
    dues = {level: _after_cut_off(level, cut_off, calendar, regime) for level in Level if level in regime.after_cut_off}
    dues[Level.PROVINCE] = _province_due(last, calendar, regime)
    _check_order(dues)
    opens_on = calendar.next_working_day(cut_off - timedelta(days=regime.opens_before))
    return Cycle(kind, cut_off.year, label, window_start, cut_off, cut_off, opens_on, MappingProxyType(dues))


def _after_cut_off(level: Level, cut_off: date, calendar: WorkCalendar, regime: Regime) -> Due:
    count = regime.after_cut_off[level]
    on = calendar.add_working_days(cut_off, count)
    if count < regime.minimum:
        problem = f"phải sau ngày chốt số liệu ít nhất {regime.minimum} ngày làm việc (điểm b khoản 5 Điều 8)"
        raise RegimeConflict(LEVEL_LABELS[level], on, problem)
    basis = (
        f"{count} ngày làm việc sau ngày chốt số liệu {cut_off:%d/%m/%Y}; điểm b khoản 5 Điều 8 {regime.name} yêu cầu "
        f"ít nhất {regime.minimum} ngày làm việc và hạn riêng cho từng cấp."
    )
    return Due(on, "derived", basis)


def _province_due(last_month: date, calendar: WorkCalendar, regime: Regime) -> Due:
    stated = last_month.replace(day=regime.province_day)
    basis = f"Chậm nhất ngày {regime.province_day} của tháng cuối kỳ báo cáo (Điều 13 {regime.name})"
    if calendar.is_working_day(stated):
        return Due(stated, "derived", f"{basis}.")
    if regime.province_on_day_off == "previous":
        on, side = calendar.previous_working_day(stated), "liền trước"
    else:
        on, side = calendar.next_working_day(stated), "liền sau"
    return Due(on, "derived", f"{basis}; ngày {stated:%d/%m/%Y} là ngày nghỉ nên lấy ngày làm việc {side}.")


# A level compiles what the levels below it sent, so its due day lies after theirs.
LEVELS_BELOW: Mapping[Level, tuple[Level, ...]] = MappingProxyType(
    {
        Level.COORDINATOR: (Level.COMMUNE, Level.DISTRICT, Level.DEPARTMENT),
        Level.PROVINCE: (Level.COORDINATOR,),
    }
)


def _check_order(dues: Mapping[Level, Due]) -> None:
    for level, below in LEVELS_BELOW.items():
        for lower in below:
            if level in dues and lower in dues and dues[level].on <= dues[lower].on:
                problem = f"phải sau hạn của {LEVEL_LABELS[lower]} ({dues[lower].on:%d/%m/%Y})"
                raise RegimeConflict(LEVEL_LABELS[level], dues[level].on, problem)
