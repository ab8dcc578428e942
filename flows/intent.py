"""What a person asks for: confirming a plan, opening a cycle, setting its rhythm. Each is all or nothing."""

from collections.abc import Sequence
from datetime import date, datetime

from cycles.cycle import LEVEL_LABELS
from cycles.names import parse_cycle_kind
from flows.opening import Asked, Choice, Ordered, check_year, cycle_asked, open_it, opening_of
from flows.runtime import Runtime
from state.cycle.amend import Attached
from state.cycle.cadence import said_cadence, set_cadence
from state.cycle.cycle_rows import name_of, restored
from state.cycle.own_days import own_days
from state.cycle.shares import Opening
from state.plan.decisions import Confirmation
from state.tables import CycleRow, EventRow

__all__ = ["Asked", "Choice", "Ordered", "confirm_plan", "open_cycle", "rhythm", "set_rhythm"]

LATE = (
    "Lưu ý: kỳ này được mở sau hạn cuối cùng. Thư mở kỳ được gửi ngay, các mức đôn đốc tính từ 5 ngày làm việc sau đó; "
    "hệ thống không tự tổng hợp, hãy tổng hợp bằng dondoc report compile."
)


def confirm_plan(house: Runtime, code: str, decision: Confirmation) -> str:
    """Confirm a plan in the name of a person; open cycles follow the new text."""
    with house.database.unit() as store:
        plan = store.plans.get(code)
        directory = house.directory(store, plan.province)
        version = store.plans.confirm(code, decision, directory)
        choice = Choice(decision.by, {}, False, decision.now)

        def again(row: CycleRow) -> Opening:
            return opening_of(house, store, plan, restored(row, house.calendar_of(store)), choice)

        attached = store.amendments.attach(plan, version, decision, again)
        waived = [question for question in version.questions if question.decision == "waived"]
        store.commit()
        told = [f"{decision.by} đã xác nhận kế hoạch {plan.code} (lần {version.number})."]
        if waived:
            codes = ", ".join(question.code for question in waived)
            told.append(f"Bỏ qua có chủ ý {len(waived)} điểm: {codes}.")
        return "\n".join((*told, *(_told(plan.code, one) for one in attached)))


def _told(code: str, attached: Attached) -> str:
    cycle, kind = attached.cycle, name_of(attached.cycle).suffix
    lines = [f"{cycle.label}: {attached.moved} yêu cầu báo cáo chuyển sang văn bản mới."]
    if attached.ended:
        lines.append(f"  Kết thúc {len(attached.ended)} yêu cầu: {', '.join(attached.ended)}.")
    if attached.missing:
        lines.append(
            f"  Chưa có yêu cầu trong kỳ đang mở: {', '.join(attached.missing)}. "
            f"Bổ sung: dondoc cycle open {code} --year {cycle.year}{f' --kind {kind}' if kind else ''}"
        )
    return "\n".join(lines)


def open_cycle(house: Runtime, code: str, year: int, choice: Choice, asked: Asked = Asked()) -> str:
    """Open a cycle of a confirmed plan, the yearly one unless another is asked for."""
    check_year(code, year)
    with house.database.unit() as store:
        plan = store.plans.get(code)
        cycle = cycle_asked(house, store, plan, year, asked)
        row = open_it(house, store, plan, cycle, choice)
        store.commit()
        event = _opened(store.events.of(f"cycle:{row.id}"))
        dues = [
            f"  {LEVEL_LABELS[level]}: {due.on:%d/%m/%Y} – {due.basis}"
            for level, due in cycle.due.items()
            if str(level) in row.due
        ]
        notes = [LATE] if choice.now.date() > cycle.last_due else []
        notes += filter(None, [house.calendar_of(store).notice(date(cycle.year, 1, 1))])
        return "\n".join((event.sentence, *own_days(store.session, row), "Hạn gửi:", *dues, *notes))


def set_rhythm(house: Runtime, code: str, kinds: Sequence[str], by: str, now: datetime) -> str:
    """Set in which cycles a plan is reported; from then on the tick opens them by itself."""
    with house.database.unit() as store:
        plan = store.plans.get(code)
        sentence = set_cadence(plan, [parse_cycle_kind(word) for word in kinds], by, now, store.events)
        store.commit()
        return sentence


def rhythm(house: Runtime, code: str) -> str:
    """The rhythm of a plan as a sentence."""
    with house.database.unit() as store:
        return said_cadence(store.plans.get(code).cadence)


def _opened(events: Sequence[EventRow]) -> EventRow:
    """The event of the newest opening: the first of the cycle, or what was added later."""
    return [event for event in events if event.kind in {"cycle-opened", "cycle-extended"}][-1]
