"""In which cycles a plan is reported: the rhythm that a person set, and what takes the place of what."""

from collections.abc import Collection, Sequence
from datetime import datetime

from cycles.calendar import WorkCalendar
from cycles.cycle import Cycle
from cycles.names import KIND_LABELS, CycleKind
from cycles.regime import load_regime
from cycles.year import cycles_of_year
from state.cycle.cycle_errors import ReplacedCycle
from state.errors import BadDecision
from state.events import Event, EventStore
from state.ladder.ruling import check_name
from state.tables import PlanRow

BY_ORDER = frozenset({CycleKind.MID_TERM, CycleKind.FINAL, CycleKind.ONE_OFF})
"""Kinds that come by a document, never by the calendar."""


def kinds_of(plan: PlanRow) -> tuple[CycleKind, ...]:
    """The kinds of cycle in which a plan is reported; the yearly one until a person has said otherwise."""
    return tuple(map(CycleKind, plan.cadence)) or (CycleKind.YEARLY,)


def said_cadence(cadence: Collection[str]) -> str:
    """The rhythm of a plan as a sentence."""
    if not cadence:
        return "Chưa đặt nhịp báo cáo: kỳ báo cáo chỉ mở khi có người mở."
    return f"Nhịp báo cáo: {', '.join(KIND_LABELS[CycleKind(kind)] for kind in cadence)}; các kỳ tự mở khi đến ngày."


def refuse_replaced(
    code: str, plan: PlanRow, cycle: Cycle, calendar: WorkCalendar, opened: Collection[CycleKind]
) -> None:
    """Refuse a cycle in whose place another report of the plan stands.

    :raises ReplacedCycle: there is one
    """
    if not cycle.regime or cycle.kind in BY_ORDER:
        return
    regime = load_regime(cycle.regime)
    kinds = {*kinds_of(plan), *opened, cycle.kind}
    known = [kind for kind in CycleKind if kind in kinds and kind in regime.kinds]
    for one in cycles_of_year(known, cycle.year, calendar, regime).replaced:
        if one.name == cycle.name:
            raise ReplacedCycle(code, one.sentence)


def set_cadence(plan: PlanRow, kinds: Sequence[CycleKind], by: str, now: datetime, events: EventStore) -> str:
    """Keep in which cycles a plan is reported; from then on they open by themselves. Returns what was logged.

    :raises BadDecision: a kind comes by a document alone
    """
    check_name(by)
    for kind in kinds:
        if kind in BY_ORDER:
            raise BadDecision(KIND_LABELS[kind], "kỳ này mở theo văn bản yêu cầu báo cáo, không theo nhịp.")
    plan.cadence = [str(kind) for kind in CycleKind if kind in kinds]
    said = ", ".join(KIND_LABELS[CycleKind(kind)] for kind in plan.cadence)
    sentence = (
        f"{by} đã đặt nhịp báo cáo của kế hoạch {plan.code}: {said}; các kỳ tự mở khi đến ngày."
        if said
        else f"{by} đã bỏ nhịp báo cáo của kế hoạch {plan.code}; kỳ báo cáo chỉ mở khi có người mở."
    )
    events.add(Event(now, "plan-cadence", f"plan:{plan.id}", sentence, by, {"cadence": plan.cadence}))
    return sentence
