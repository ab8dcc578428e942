"""What a person asks for: confirming a plan, opening a cycle. Each is all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from agencies.directory import Directory
from cycles.cycle import LEVEL_LABELS, yearly
from flows.runtime import Runtime
from state.amend import Attached
from state.cycles import EARLIEST, LATEST
from state.decisions import Confirmation
from state.errors import YearOutsidePlan
from state.shares import Opening
from state.tables import EventRow

LATE = (
    "Lưu ý: kỳ này được mở sau hạn cuối cùng. Hệ thống chỉ gửi thư mở kỳ, không nhắc và không tự tổng hợp; "
    "hãy tổng hợp bằng dondoc report compile."
)


@dataclass(frozen=True)
class Choice:
    """Who opens a cycle, what that person decided about ended bodies, and when."""

    by: str
    assign: Mapping[str, Sequence[str]]
    accept_successors: bool
    now: datetime


def confirm_plan(house: Runtime, code: str, decision: Confirmation) -> str:
    """Confirm a plan in the name of a person; open cycles follow the new text."""
    with house.database.unit() as store:
        plan = store.plans.get(code)
        directory = house.directory(store, plan.province)
        version = store.plans.confirm(code, decision, directory)
        choice = Choice(decision.by, {}, False, decision.now)
        attached = store.amendments.attach(plan, version, decision, partial(_opening, house, directory, choice))
        waived = [question for question in version.questions if question.decision == "waived"]
        store.commit()
        told = [f"{decision.by} đã xác nhận kế hoạch {plan.code} (lần {version.number})."]
        if waived:
            codes = ", ".join(question.code for question in waived)
            told.append(f"Bỏ qua có chủ ý {len(waived)} điểm: {codes}.")
        return "\n".join((*told, *(_told(plan.code, one) for one in attached)))


def _told(code: str, attached: Attached) -> str:
    cycle = attached.cycle
    lines = [f"{cycle.label}: {attached.moved} yêu cầu báo cáo chuyển sang văn bản mới."]
    if attached.ended:
        lines.append(f"  Kết thúc {len(attached.ended)} yêu cầu: {', '.join(attached.ended)}.")
    if attached.missing:
        lines.append(
            f"  Chưa có yêu cầu trong kỳ đang mở: {', '.join(attached.missing)}. "
            f"Bổ sung: dondoc cycle open {code} --year {cycle.year}"
        )
    return "\n".join(lines)


def _opening(house: Runtime, directory: Directory, choice: Choice, year: int) -> Opening:
    cycle = yearly(year, house.calendar)
    return Opening(
        cycle=cycle,
        directory=directory,
        office=house.office_code(directory, cycle.cut_off),
        calendar=house.calendar,
        now=choice.now,
        by=choice.by,
        assign=choice.assign,
        accept_successors=choice.accept_successors,
    )


def open_cycle(house: Runtime, code: str, year: int, choice: Choice) -> str:
    """Open the yearly cycle of a confirmed plan."""
    if not EARLIEST <= year <= LATEST:
        raise YearOutsidePlan(code, year, EARLIEST, LATEST)
    with house.database.unit() as store:
        plan = store.plans.get(code)
        directory = house.directory(store, plan.province)
        opening = _opening(house, directory, choice, year)
        cycle = opening.cycle
        row = store.cycles.open(plan, store.plans.version(plan, confirmed=True), opening)
        store.commit()
        event = _opened(store.events.of(f"cycle:{row.id}"))
        dues = [
            f"  {LEVEL_LABELS[level]}: {due.on:%d/%m/%Y} – {due.basis}"
            for level, due in cycle.due.items()
            if str(level) in row.due
        ]
        late = [LATE] if choice.now.date() > max(due.on for due in cycle.due.values()) else []
        return "\n".join((event.sentence, "Hạn gửi:", *dues, *late))


def _opened(events: Sequence[EventRow]) -> EventRow:
    """The event of the newest opening: the first of the cycle, or what was added later."""
    return [event for event in events if event.kind in {"cycle-opened", "cycle-extended"}][-1]
