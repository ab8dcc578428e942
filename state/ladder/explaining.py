"""Why an assignment is due when it is, who was asked at which address, each step and its reason: the history in
sentences, from the log and the claims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from cycles.calendar import WorkCalendar
from cycles.ladder import RUNG_LABELS, PlannedStep, Relation, Rung
from state.clock import ZONE, local
from state.ladder.decided import DECISION
from state.ladder.holds import hold_sentence
from state.ladder.laddering import Schedules, active_hold
from state.ladder.pause_errors import STATES
from state.store import Store
from state.succession.passed import passed_of
from state.tables import AssignmentRow, ClaimRow, EventRow, ExtensionRow, HoldRow, LetterItemRow, LetterRow

RELATIONS = {
    Relation.SAME_LEVEL: "cơ quan ngang cấp",
    Relation.BELOW: "cơ quan cấp dưới",
    Relation.REQUESTED: "cơ quan được đề nghị phối hợp",
    Relation.OWN: "đơn vị của chính cơ quan theo dõi",
}
OF_AGENCY = ("hold-", "contact-", "letter-skipped")
OF_PLAN = ("hold-",)
OF_CYCLE = ("cycle-", "assignment-")


@dataclass(frozen=True, slots=True)
class Explained:
    """What happened at a moment, in one Vietnamese sentence."""

    at: datetime
    sentence: str


def explain(store: Store, code: str, now: datetime, calendar: WorkCalendar) -> list[Explained]:
    """The history of an assignment up to ``now`` in the order of time; the last sentences say what comes next.

    :raises NotFound: no such assignment
    """
    row = store.views.assignment(code)
    told = [*_facts(store, row), *_claims(store, row), *_letters(store, row), *_events(store, row)]
    past = sorted((one for one in told if one.at <= now), key=lambda one: one.at)
    if later := len(told) - len(past):
        known = f"Sau thời điểm này còn {later} sự việc; bỏ --at để xem đến nay."
        return [*past, Explained(now, known)]
    return [*past, *(Explained(now, sentence) for sentence in _outlook(store, row, now, calendar))]


def _facts(store: Store, row: AssignmentRow) -> Iterator[Explained]:
    """What was asked for when the cycle was opened."""
    cycle, duty = row.cycle, row.responsibility
    passed = passed_of(store.session, row.id)
    # The log tells of the handover itself; here it is the body that was asked first, from the day it was asked.
    came = next((one for one in passed if one.code == row.code and not one.shared_out), None)
    begun = next((one for one in passed if one.heir_code == row.code and one.shared_out), None)
    opened = max(local(cycle.opened_at), _morning(begun.on)) if begun else local(cycle.opened_at)
    body = came.from_name if came else row.agency.name
    yield Explained(
        opened,
        f"Yêu cầu {row.code}: {body} báo cáo {cycle.label.lower()} về điểm {duty.path} ({duty.heading}) của "
        f"kế hoạch {cycle.plan.code}; số liệu từ {cycle.window_start:%d/%m/%Y} đến {cycle.window_end:%d/%m/%Y}.",
    )
    query = select(ExtensionRow.due_before).where(ExtensionRow.assignment_id == row.id, ExtensionRow.state == "granted")
    first = store.session.scalar(query.order_by(ExtensionRow.id).limit(1))
    if first is not None:
        yield Explained(opened, f"Hạn gửi ban đầu: {first:%d/%m/%Y}.")
    if row.standing:
        yield Explained(opened, "Nhiệm vụ thường xuyên: báo cáo theo kỳ, không tính quá hạn và không đôn đốc sau hạn.")
    if row.heir_of and came is None:
        since = f" từ ngày {row.heir_since:%d/%m/%Y}" if row.heir_since else ""
        yield Explained(opened, f"{row.agency.name} kế thừa {row.heir_of}{since}.")
    for target, other in sorted((row.shared or {}).items()):
        yield Explained(opened, f"Số liệu {target} đã hỏi ở yêu cầu {other['assignment']}, không hỏi lại.")


def _claims(store: Store, row: AssignmentRow) -> Iterator[Explained]:
    """Each step with its reason; a step is taken before its letter is written."""
    query = select(ClaimRow, LetterRow.created_at).outerjoin(LetterRow, LetterRow.id == ClaimRow.letter_id)
    for claim, written in store.session.execute(query.where(ClaimRow.assignment_id == row.id).order_by(ClaimRow.id)):
        at = local(written) if written and local(written).date() == claim.day else _morning(claim.day)
        unsent = "" if claim.letter_id else " Chưa có thư nào mang mức này."
        yield Explained(at, f"{_sentence(claim.reason)}{unsent}")


def _letters(store: Store, row: AssignmentRow) -> Iterator[Explained]:
    query = select(LetterItemRow.rung, LetterRow).join(LetterRow, LetterRow.id == LetterItemRow.letter_id)
    for rung, letter in store.session.execute(
        query.where(LetterItemRow.assignment_id == row.id).order_by(LetterRow.id)
    ):
        copies = f", đồng gửi {', '.join(letter.cc)}" if letter.cc else ""
        whom = "bộ phận điều phối " if letter.kind == "note" else ""
        role = (
            "thư báo quyết định về hạn gửi"
            if letter.kind == DECISION
            else f"yêu cầu này được nêu ở mức {RUNG_LABELS[Rung(rung)] if rung in set(Rung) else rung}"
        )
        yield Explained(
            local(letter.created_at),
            f"Soạn thư số {letter.id} “{letter.subject}” gửi {whom}{', '.join(letter.recipients)}{copies}; {role}.",
        )


def _events(store: Store, row: AssignmentRow) -> Iterator[Explained]:
    """The log of the assignment and of its letters, and what in the logs of agency, plan and cycle touches it."""
    letters = select(LetterItemRow.letter_id).where(LetterItemRow.assignment_id == row.id)
    agency, plan, cycle = f"agency:{row.agency_id}", f"plan:{row.cycle.plan_id}", f"cycle:{row.cycle_id}"
    subjects = [f"assignment:{row.id}", agency, plan, cycle]
    subjects += [f"letter:{key}" for key in store.session.scalars(letters)]
    wanted = {agency: OF_AGENCY, plan: OF_PLAN, cycle: OF_CYCLE}
    for event in store.session.scalars(select(EventRow).where(EventRow.subject.in_(subjects)).order_by(EventRow.id)):
        if event.kind == "letter-queued" or (event.subject == agency and event.at < row.cycle.opened_at):
            continue
        if not event.kind.startswith(wanted.get(event.subject, "")):
            continue
        about = (event.data.get("agency"), event.data.get("path"))
        if event.kind == "assignment-inherited" and about != (row.agency.code, row.responsibility.path):
            continue
        yield Explained(local(event.at), event.sentence)


def _outlook(store: Store, row: AssignmentRow, now: datetime, calendar: WorkCalendar) -> Iterator[str]:
    """How it stands now and what comes next."""
    yield f"Hạn gửi {row.due_on:%d/%m/%Y}: {row.due_basis}"
    if row.state != "open":
        yield f"Hiện nay: {STATES.get(row.state, row.state)}; không gửi thêm thư nào."
        return
    today = local(now).date()
    query = select(HoldRow).where(
        or_(HoldRow.agency_id == row.agency_id, HoldRow.plan_id == row.cycle.plan_id), *active_hold(today)
    )
    for hold in store.session.scalars(query.options(joinedload(HoldRow.agency), joinedload(HoldRow.plan))):
        yield f"Hiện nay: {hold_sentence(hold)}"
    if row.quiet_until is not None and today < row.quiet_until:
        yield f"Hiện nay: chờ báo cáo đã hẹn, không nhắc trước ngày {row.quiet_until:%d/%m/%Y}."
    yield _next(row, Schedules(store.ladders).to_come(row, calendar), today)


def _next(row: AssignmentRow, rest: Sequence[PlannedStep], today: date) -> str:
    relation = RELATIONS[Relation(row.relation)]
    if not rest:
        return f"Tiếp theo: không còn mức đôn đốc nào đối với {relation}; cần người phụ trách xử lý trực tiếp."
    missed = [one for one in rest if one.on <= today]
    one = missed[-1] if missed else rest[0]
    if rest[0].step.rung is Rung.OPENING:
        one = rest[0]
    when = "ở nhịp kế tiếp trong giờ làm việc" if missed else f"ngày {one.on:%d/%m/%Y}"
    return f"Tiếp theo: {RUNG_LABELS[one.step.rung]} {when}{_distance(one)}, theo thang đôn đốc đối với {relation}."


def _distance(one: PlannedStep) -> str:
    offset = one.step.offset
    if not offset:
        return ""
    return f" ({abs(offset)} ngày làm việc {'sau' if offset > 0 else 'trước'} hạn)"


def _sentence(text: str) -> str:
    """A reason as a sentence of its own."""
    plain = text.strip().rstrip(".")
    return f"{plain[:1].upper()}{plain[1:]}."


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
