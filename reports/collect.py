"""From the store to ``ReportData``: what is known about one cycle at one moment. Reads only."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session, aliased

from cycles.cycle import LEVEL_LABELS, Level
from cycles.ladder import RUNG_LABELS, Rung
from cycles.status import WorkStatus, standing
from reports.collect_figures import (
    COMMUNES,
    DISTRICTS,
    add_shared,
    awaiting,
    collect_figures,
    collect_targets,
    decimal,
    known_targets,
)
from reports.collect_files import file_rows
from reports.collect_succession import Map, agency_rows, handover_rows, heirs_of
from reports.data import (
    AWAITING_REVIEW,
    AssignmentRow,
    AuthorFacts,
    CycleFacts,
    DifficultyRow,
    DueFacts,
    PlanFacts,
    ReportData,
    Stage,
    StandingFacts,
)
from reports.errors import NothingToReport
from reports.left_out import LeftOut, clauses_left_out, targets_left_out
from reports.vietnamese import abbreviated, following, upper_first
from state import tables
from state.clock import local
from state.store import Store
from state.succession.passed import inherited_in, passed_in
from state.views import NOT_ASKED

_SOURCES = {"link": "qua liên kết trả lời", "paper": "văn bản giấy", "excel": "tệp Excel", "mail": "thư điện tử"}
_TERRITORIAL = {Level.DISTRICT: DISTRICTS, Level.COMMUNE: COMMUNES}


def collect(store: Store, cycle: tables.CycleRow, stage: Stage, now: datetime, author: AuthorFacts) -> ReportData:
    """The data of the next report on ``cycle``. Held assignments await a review; those
    that nobody has to answer are left out: waived ones, and those that a reorganisation gave to other bodies.

    Raises ``NothingToReport`` when the cycle has no assignments.
    """
    now = local(now)
    directory = store.agencies.directory(cycle.plan.province)
    rows = _assignment_rows(store.session, cycle.id)
    if not rows:
        raise NothingToReport(cycle.plan.label, cycle.label)
    first = _first_received(store.session, cycle.id)
    assignments = tuple(_assignment(row, first.get(row["assignment_id"]), now.date()) for row in rows)
    known = known_targets(store.session, cycle.version_id)
    figures = collect_figures(store.session, cycle.id, rows, first)
    add_shared(store.session, rows, known, figures)
    period = Map(directory, cycle.cut_off, inherited_in(store.session, cycle.id))
    targets = collect_targets(known, rows, {key: period.once(given) for key, given in figures.items()})
    handovers = handover_rows(passed_in(store.session, cycle.id))
    agencies = agency_rows(directory, assignments, handovers, cycle.cut_off)
    left_out = LeftOut(
        targets_left_out(known, {target.code for target in targets}, cycle.year),
        clauses_left_out(store.session, cycle.version_id, {row["path"] for row in rows}),
    )
    return ReportData(
        sample=cycle.plan.sample,
        stage=stage,
        version=store.reports.next_version(cycle.id),
        compiled_at=now,
        plan=_plan(store.session, cycle),
        cycle=_cycle(cycle, {row.agency_kind for row in assignments}, left_out),
        author=author,
        assignments=assignments,
        targets=targets,
        difficulties=_difficulties(store.session, cycle.id),
        agencies=agencies,
        handovers=handovers,
        files=file_rows(store.session, cycle.id, agencies),
    )


def _assignment_rows(session: Session, cycle_id: int) -> Sequence[RowMapping]:
    asked, answer, reply = tables.AssignmentRow, tables.AnswerRow, tables.ReplyRow
    agency, duty, giver = tables.AgencyRow, tables.ResponsibilityRow, aliased(tables.AgencyRow)
    query = (
        select(
            asked.id.label("assignment_id"),
            asked.code,
            asked.due_on,
            asked.due_basis,
            asked.state,
            asked.step,
            asked.targets,
            asked.shared,
            asked.standing,
            asked.heir_of,
            asked.heir_since,
            asked.agency_id,
            answer.agency_id.label("given_by"),
            giver.name.label("giver"),
            duty.path,
            duty.text.label("clause"),
            duty.heading,
            duty.roles,
            duty.requested,
            agency.code.label("agency_code"),
            agency.name.label("agency_name"),
            agency.kind.label("agency_kind"),
            answer.status,
            answer.percent,
            answer.narrative,
            answer.source,
            answer.version,
            reply.sender,
        )
        .join(duty, duty.id == asked.responsibility_id)
        .join(agency, agency.id == asked.agency_id)
        .outerjoin(answer, answer.id == asked.answer_id)
        .outerjoin(giver, giver.id == answer.agency_id)
        .outerjoin(reply, reply.id == answer.reply_id)
        .where(asked.cycle_id == cycle_id, asked.state.not_in(NOT_ASKED))
        .order_by(duty.position, agency.id)
    )
    return session.execute(query).mappings().all()


def _first_received(session: Session, cycle_id: int) -> dict[int, date]:
    """Day of the first version of each answer: who answered in time and corrected later is not late."""
    answer, asked = tables.AnswerRow, tables.AssignmentRow
    query = (
        select(answer.assignment_id, func.min(answer.received_at).label("at"))
        .join(asked, asked.id == answer.assignment_id)
        .where(asked.cycle_id == cycle_id, asked.answer_id.is_not(None))
        .group_by(answer.assignment_id)
    )
    return {row.assignment_id: local(row.at).date() for row in session.execute(query)}


def _assignment(row: RowMapping, received: date | None, today: date) -> AssignmentRow:
    late = max((received - row["due_on"]).days, 0) if received and row["due_on"] else None
    return AssignmentRow(
        code=row["code"],
        path=row["path"],
        clause=row["clause"],
        heading=row["heading"],
        agency_code=row["agency_code"],
        agency_name=abbreviated(row["agency_name"]),
        agency_kind=row["agency_kind"],
        role=", ".join(row["roles"]),
        requested=row["requested"],
        due_on=row["due_on"],
        due_basis=row["due_basis"],
        standing=_stands(row, received, today),
        received_on=received,
        late_days=late,
        percent=decimal(row["percent"]),
        status=row["status"],
        narrative=row["narrative"] or "",
        answered_by=_answered_by(row),
        answer_version=row["version"],
        rung_label=_rung(row["step"]),
        **heirs_of(row),
    )


def _answered_by(row: RowMapping) -> str:
    """Who sent the answer; the body before this one by its name, when it was still the one that answered."""
    sender = row["sender"] or _SOURCES.get(row["source"] or "", row["source"] or "")
    before = abbreviated(row["giver"]) if row["giver"] and row["given_by"] != row["agency_id"] else ""
    return "; ".join(filter(None, (before, sender)))


def _stands(row: RowMapping, received: date | None, today: date) -> StandingFacts:
    if awaiting(row):
        return AWAITING_REVIEW
    reported = WorkStatus(row["status"]) if row["status"] else None
    stands = standing(reported, received, row["due_on"], today, row["standing"])
    return StandingFacts(key=stands.key, label=stands.label)


def _rung(step: str | None) -> str:
    """The words for the last step of the ladder; keys are a rung with its offset, such as "reminder-7"."""
    name = (step or "").partition("-")[0].partition("+")[0]
    return RUNG_LABELS[Rung(name)] if name in set(Rung) else ""


def _difficulties(session: Session, cycle_id: int) -> tuple[DifficultyRow, ...]:
    told, asked = tables.DifficultyRow, tables.AssignmentRow
    query = (
        select(
            told.kind, told.text, tables.AgencyRow.name, tables.ResponsibilityRow.path, asked.heir_of, asked.heir_since
        )
        .join(asked, asked.answer_id == told.answer_id)
        .join(tables.AgencyRow, tables.AgencyRow.id == asked.agency_id)
        .join(tables.ResponsibilityRow, tables.ResponsibilityRow.id == asked.responsibility_id)
        .where(asked.cycle_id == cycle_id, asked.state.not_in(NOT_ASKED))
        .order_by(tables.ResponsibilityRow.position, told.id)
    )
    return tuple(
        DifficultyRow.model_validate(
            {
                "agency_name": following(abbreviated(name), abbreviated(heir_of or ""), since),
                "path": path,
                "kind": kind,
                "text": text,
            }
        )
        for kind, text, name, path, heir_of, since in session.execute(query)
    )


def _plan(session: Session, cycle: tables.CycleRow) -> PlanFacts:
    plan = cycle.plan
    reading = session.scalar(select(tables.VersionRow.reading).where(tables.VersionRow.id == cycle.version_id)) or {}
    return PlanFacts(
        code=plan.code,
        title=plan.title,
        label=plan.label,
        issuer=plan.issuer,
        province=plan.province,
        programme=plan.programme,
        decision=reading.get("document", {}).get("programme_decision"),
        period_start=plan.period_start,
        period_end=plan.period_end,
    )


def _cycle(cycle: tables.CycleRow, kinds: set[str], left_out: LeftOut) -> CycleFacts:
    """The cycle with the due days of the levels that take part: no day for districts where none is asked."""
    idle = {level for level, members in _TERRITORIAL.items() if not kinds & members}
    return CycleFacts(
        label=cycle.label,
        year=cycle.year,
        window_start=cycle.window_start,
        window_end=cycle.window_end,
        cut_off=cycle.cut_off,
        kind=cycle.kind,
        due=tuple(
            DueFacts(
                level=upper_first(LEVEL_LABELS[Level(level)]), on=date.fromisoformat(due["on"]), basis=due["basis"]
            )
            for level, due in sorted(cycle.due.items(), key=lambda item: list(Level).index(Level(item[0])))
            if Level(level) not in idle
        ),
        targets_left_out=left_out.targets,
        clauses_left_out=left_out.clauses,
    )
