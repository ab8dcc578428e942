"""What a person asks for: importing and confirming a plan, opening a cycle. Each is all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cycles.cycle import LEVEL_LABELS, yearly
from flows.runtime import Runtime
from plans.read import read_plan
from state.cycles import EARLIEST, LATEST, Opening
from state.errors import YearOutsidePlan
from state.plans import Confirmation, Import, province_of

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


def import_plan(
    house: Runtime, source: bytes, file_name: str, now: datetime, *, sample: bool = False, amends: str | None = None
) -> str:
    """Read a document and keep it as a plan that waits for a person; returns what to tell that person."""
    plan = read_plan(source, file_name)
    province = province_of(plan)
    with house.database.unit() as store:
        directory = house.directory_for_import(store, province)
        if not store.agencies.has_province(province):
            store.agencies.load(directory, now)
        version = store.plans.add(Import(plan, source, file_name, now, sample), directory, amends)
        store.commit()
        code, label = version.plan.code, version.plan.label
        open_questions = sum(question.blocking for question in version.questions)
        size = f"{len(version.responsibilities)} trách nhiệm, {len(version.targets)} chỉ tiêu"
        doubts = f"{len(version.questions)} điểm cần xem (dondoc plan questions {code})"
        lines = [f"Đã nhập {label}, mã {code}.", f"{size}, {doubts}."]
    if open_questions:
        lines.append(f"{open_questions} điểm phải trả lời trước khi xác nhận.")
    lines.append(f"Kế tiếp: dondoc plan confirm {code}")
    return "\n".join(lines)


def confirm_plan(
    house: Runtime, code: str, by: str, assign: Mapping[str, Sequence[str]], waive: Sequence[str], now: datetime
) -> str:
    """Confirm a plan in the name of a person."""
    with house.database.unit() as store:
        plan = store.plans.get(code)
        directory = house.directory(store, plan.province)
        version = store.plans.confirm(code, Confirmation(by, assign, waive, now), directory)
        store.commit()
        return f"{by} đã xác nhận kế hoạch {plan.code} (lần {version.number})."


def open_cycle(house: Runtime, code: str, year: int, choice: Choice) -> str:
    """Open the yearly cycle of a confirmed plan."""
    if not EARLIEST <= year <= LATEST:
        raise YearOutsidePlan(code, year, EARLIEST, LATEST)
    with house.database.unit() as store:
        plan = store.plans.get(code)
        directory = house.directory(store, plan.province)
        cycle = yearly(year, house.calendar)
        opening = Opening(
            cycle=cycle,
            directory=directory,
            office=house.office_code(directory, cycle.cut_off),
            calendar=house.calendar,
            now=choice.now,
            by=choice.by,
            assign=choice.assign,
            accept_successors=choice.accept_successors,
        )
        row = store.cycles.open(plan, store.plans.version(plan, confirmed=True), opening)
        store.commit()
        event = store.events.of(f"cycle:{row.id}")[0]
        dues = [
            f"  {LEVEL_LABELS[level]}: {due.on:%d/%m/%Y} – {due.basis}"
            for level, due in cycle.due.items()
            if str(level) in row.due
        ]
        late = [LATE] if choice.now.date() > max(due.on for due in cycle.due.values()) else []
        return "\n".join((event.sentence, "Hạn gửi:", *dues, *late))
