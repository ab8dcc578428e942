"""The due day of every level of a cycle, and the order that Decree 09/2019 article 8 clause 5 b asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cycles.calendar import WorkCalendar
from cycles.errors import RegimeConflict
from cycles.names import LEVEL_LABELS, LEVEL_TIERS, Level
from cycles.rules import AfterCutOff, BeforeNext, DayOfMonth, KindRule, Regime, day_of_month


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for sending; "derived" when it comes from a rule, "explicit" when a document says it.

    ``stated`` is the day as it was written when that is a day off and ``on`` is the working day used instead.
    """

    on: date
    kind: Literal["derived", "explicit"]
    basis: str
    stated: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """What due days are counted from: the cut-off and the last month of the period."""

    cut_off: date
    last_month: int


def derived_dues(period: Period, rule: KindRule, regime: Regime, calendar: WorkCalendar) -> Mapping[Level, Due]:
    """The due days by a regime, lowest level first; raises RegimeConflict."""
    dues: dict[Level, Due] = {}
    for level in reversed(Level):
        match rule.levels.get(level):
            case AfterCutOff(days=days):
                dues[level] = _after_cut_off(days, period, rule, calendar)
                above = _next_above(level, dues)
                if regime.shorten and above is not None:
                    dues[level] = _shortened(dues[level], above, dues[above], calendar, regime.minimum)
            case DayOfMonth() as stated:
                dues[level] = _on_day_of_month(stated, period, rule, calendar)
            case BeforeNext(days=days):
                above = _next_above(level, dues)
                if above is None:
                    raise RegimeConflict(LEVEL_LABELS[level], period.cut_off, "không có cấp trên để tính lùi hạn")
                dues[level] = _before(days, above, dues[above], rule, calendar)
    found = {level: dues[level] for level in Level if level in dues}
    if regime.shorten:
        _check_room(found, period, calendar, regime.minimum)
    check_order(found, period.cut_off, calendar, regime.minimum)
    return found


def _check_room(dues: Mapping[Level, Due], period: Period, calendar: WorkCalendar, minimum: int) -> None:
    """Even the shortest times may not fit between a long holiday and the day of the highest level."""
    earliest = calendar.add_working_days(period.cut_off, minimum)
    highest = list(dues)[-1]
    for level, due in dues.items():
        if due.on < earliest and level is not highest:
            problem = (
                f"kỳ nghỉ dài không để đủ ngày làm việc từ ngày chốt số liệu {period.cut_off:%d/%m/%Y} đến hạn của "
                f"{LEVEL_LABELS[highest]} ({dues[highest].on:%d/%m/%Y}) cho mỗi cấp một hạn riêng; hãy mở kỳ này theo "
                "văn bản yêu cầu báo cáo"
            )
            raise RegimeConflict(LEVEL_LABELS[level], due.on, problem)


def stated_due(stated: date, basis: str, calendar: WorkCalendar) -> Due:
    """A day that a document names; on a day off the calendar's rule gives the working day instead."""
    on = calendar.due_day(stated)
    if on == stated:
        return Due(on, "explicit", f"{basis}.")
    return Due(on, "explicit", f"{basis}{moved_words(stated, on)}.", stated)


def moved_words(stated: date, on: date) -> str:
    """Why a due day is not the stated one."""
    side = "liền trước" if on < stated else "liền sau"
    return f"; ngày {stated:%d/%m/%Y} là ngày nghỉ nên lấy ngày làm việc {side}"


def check_order(dues: Mapping[Level, Due], cut_off: date, calendar: WorkCalendar, minimum: int) -> None:
    """Every level has ``minimum`` working days after the cut-off and after each level below it.

    :raises RegimeConflict: for the lowest level that has not
    """
    earliest = calendar.add_working_days(cut_off, minimum)
    for level, due in dues.items():
        if due.on < earliest:
            problem = (
                f"phải sau ngày chốt số liệu {cut_off:%d/%m/%Y} ít nhất {minimum} ngày làm việc "
                "(điểm b khoản 5 Điều 8 Nghị định 09/2019/NĐ-CP)"
            )
            raise RegimeConflict(LEVEL_LABELS[level], due.on, problem)
        for lower in _below(level, tuple(dues)):
            if due.on < calendar.add_working_days(dues[lower].on, minimum):
                problem = f"phải sau hạn của {LEVEL_LABELS[lower]} ({dues[lower].on:%d/%m/%Y})"
                raise RegimeConflict(LEVEL_LABELS[level], due.on, f"{problem} ít nhất {minimum} ngày làm việc")


def _below(level: Level, levels: Sequence[Level]) -> list[Level]:
    return [one for one in levels if LEVEL_TIERS[one] < LEVEL_TIERS[level]]


def _next_above(level: Level, dues: Mapping[Level, Due]) -> Level | None:
    """The nearest level of a higher tier that has its day already."""
    above = [one for one in dues if LEVEL_TIERS[one] > LEVEL_TIERS[level]]
    return min(above, key=lambda one: LEVEL_TIERS[one], default=None)


def _after_cut_off(days: int, period: Period, rule: KindRule, calendar: WorkCalendar) -> Due:
    on = calendar.add_working_days(period.cut_off, days)
    counted = f"{days} ngày làm việc sau ngày chốt số liệu {period.cut_off:%d/%m/%Y}"
    return Due(on, "derived", f"{counted}; {rule.basis.after_cut_off}.")


def _shortened(due: Due, above: Level, next_due: Due, calendar: WorkCalendar, minimum: int) -> Due:
    """The due day, or the last one that leaves the level above its time."""
    latest = calendar.add_working_days(next_due.on, -minimum)
    if due.on <= latest:
        return due
    why = f"kỳ nghỉ dài nên rút ngắn để kịp hạn của {LEVEL_LABELS[above]} ({next_due.on:%d/%m/%Y})"
    return Due(latest, "derived", f"{due.basis.removesuffix('.')}; {why}.")


def _before(days: int, above: Level, next_due: Due, rule: KindRule, calendar: WorkCalendar) -> Due:
    on = calendar.add_working_days(next_due.on, -days)
    counted = f"{days} ngày làm việc trước hạn của {LEVEL_LABELS[above]} ({next_due.on:%d/%m/%Y})"
    return Due(on, "derived", f"{counted}; {rule.basis.before_next_level}.")


def _on_day_of_month(stated: DayOfMonth, period: Period, rule: KindRule, calendar: WorkCalendar) -> Due:
    day = day_of_month(period.cut_off.year, period.last_month + stated.months_after, stated.day)
    words = f"ngày {day.day} của tháng cuối kỳ báo cáo" if not stated.months_after else f"ngày {day:%d/%m/%Y}"
    basis = f"Chậm nhất {words} ({rule.basis.day_of_last_month})"
    if calendar.is_working_day(day):
        return Due(day, "derived", f"{basis}.")
    move = {
        "next": calendar.next_working_day,
        "previous": calendar.previous_working_day,
        None: calendar.due_day,
    }[stated.on_day_off]
    on = move(day)
    return Due(on, "derived", f"{basis}{moved_words(day, on)}.", day)
