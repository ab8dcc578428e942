"""Plans in the database: importing a reading as a version, the questions of a person, and confirming it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agencies.directory import Directory
from plans.asking import asked_path
from plans.codes import plan_code
from plans.model import Plan
from state.errors import (
    AlreadyConfirmed,
    BadDecision,
    DuplicatePlan,
    OpenQuestions,
    OtherProvince,
    UnknownAgencyName,
    UnknownPlan,
)
from state.events import Event, EventStore
from state.tables import PlanRow, QuestionRow, ResponsibilityRow, TargetRow, VersionRow

OWNER = "owner"
"""Kind of the questions which keep a plan from being confirmed: who is meant by a name."""


@dataclass(frozen=True)
class Import:
    """A document as it came in: its bytes, its file name, when, and whether it is sample data."""

    plan: Plan
    source: bytes
    file_name: str
    now: datetime
    sample: bool = False


@dataclass(frozen=True)
class Confirmation:
    """What a person decided: agencies by clause, clauses left without assignments, and who decided."""

    by: str
    assign: Mapping[str, Sequence[str]]
    waive: Sequence[str]
    now: datetime


class PlanStore:
    """Imports, shows and confirms plans."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def codes(self) -> tuple[str, ...]:
        """The codes of all plans, oldest first."""
        return tuple(self._session.scalars(select(PlanRow.code).order_by(PlanRow.id)))

    def all(self) -> list[PlanRow]:
        """All plans, oldest first, with their versions."""
        return list(self._session.scalars(select(PlanRow).options(selectinload(PlanRow.versions)).order_by(PlanRow.id)))

    def get(self, code: str) -> PlanRow:
        """One plan by its code, in any case of letters.

        :raises UnknownPlan: no such code
        """
        row = self._session.scalar(select(PlanRow).where(PlanRow.code == code.upper()))
        if row is None:
            raise UnknownPlan(code, self.codes())
        return row

    def version(self, plan: PlanRow, *, confirmed: bool = False) -> VersionRow | None:
        """The newest version, or the newest confirmed one."""
        query = select(VersionRow).where(VersionRow.plan_id == plan.id).order_by(VersionRow.number.desc()).limit(1)
        if confirmed:
            query = query.where(VersionRow.confirmed_at.is_not(None))
        return self._session.scalar(query)

    def add(self, item: Import, directory: Directory, amends: str | None = None) -> VersionRow:
        """Keep a reading as a new plan, or as the next version of the plan ``amends``.

        :raises DuplicatePlan: the same text was imported before
        """
        sha256 = hashlib.sha256(item.source).hexdigest()
        known = self._session.scalar(select(VersionRow).where(VersionRow.sha256 == sha256))
        if known is not None:
            raise DuplicatePlan(known.plan.code, known.number)
        plan = self._amended(amends, item) if amends else self._new_plan(item)
        last = self.version(plan)
        version = VersionRow(
            plan=plan,
            number=last.number + 1 if last else 1,
            file_name=item.file_name,
            sha256=sha256,
            source=item.source,
            reading=item.plan.model_dump(mode="json"),
            imported_at=item.now,
        )
        version.responsibilities = _responsibilities(item.plan)
        version.targets = _targets(item.plan)
        version.questions = _questions(item.plan, directory, item.now.date())
        self._session.add(version)
        self._session.flush()
        self._events.add(
            Event(
                item.now,
                "plan-imported",
                f"plan:{plan.id}",
                f"Đã nhập {plan.label} (mã {plan.code}, lần {version.number}): "
                f"{len(version.responsibilities)} trách nhiệm, {len(version.targets)} chỉ tiêu, "
                f"{len(version.questions)} điểm cần người xem.",
            )
        )
        return version

    def _amended(self, code: str, item: Import) -> PlanRow:
        plan, other = self.get(code), province_of(item.plan)
        if other != plan.province:
            raise OtherProvince(plan.code, plan.province, other)
        return plan

    def _new_plan(self, item: Import) -> PlanRow:
        base, code, n = plan_code(item.plan), plan_code(item.plan), 1
        while code in self.codes():
            n += 1
            code = f"{base}{n}"
        plan = PlanRow(code=code, province=province_of(item.plan), sample=item.sample, created_at=item.now)
        describe(plan, item.plan)
        self._session.add(plan)
        return plan

    def confirm(self, code: str, decision: Confirmation, directory: Directory) -> VersionRow:
        """Confirm the newest version of a plan; every question about an owner must be answered or waived.

        :raises OpenQuestions: something is left for a person to decide
        :raises BadDecision: a decision names a clause that carries no question
        :raises UnknownAgencyName: a person named a body that the directory does not know
        """
        plan = self.get(code)
        version = self.version(plan)
        if version is None or version.confirmed_at is not None:
            raise AlreadyConfirmed(code)
        self._decide(version, decision, directory)
        still_open = tuple(f"{q.path}: {q.message}" for q in version.questions if q.blocking and q.decision is None)
        if still_open:
            raise OpenQuestions(plan.code, still_open)
        for question in version.questions:
            if question.decision is None:
                question.decision, question.decided_by, question.decided_at = "accepted", decision.by, decision.now
        version.confirmed_at, version.confirmed_by = decision.now, decision.by
        describe(plan, Plan.model_validate(version.reading))
        self._events.add(
            Event(
                decision.now,
                "plan-confirmed",
                f"plan:{plan.id}",
                f"{decision.by} đã xác nhận {plan.label} (mã {plan.code}, lần {version.number}).",
                actor=decision.by,
            )
        )
        return version

    def _decide(self, version: VersionRow, decision: Confirmation, directory: Directory) -> None:
        asked = {question.path for question in version.questions if question.blocking}
        for path in (*decision.assign, *decision.waive):
            if path not in asked:
                listed = ", ".join(sorted(asked)) or "không có điểm nào"
                raise BadDecision(path, f"điểm này không có câu hỏi phải trả lời (các điểm phải trả lời: {listed}).")
        day = decision.now.date()
        for question in (q for q in version.questions if q.blocking):
            if question.path in decision.assign:
                question.agencies = [
                    code for name in decision.assign[question.path] for code in codes_of(directory, name, day)
                ]
                question.decision = "assigned"
            elif question.path in decision.waive:
                question.agencies, question.decision = [], "waived"
            else:
                continue
            question.decided_by, question.decided_at = decision.by, decision.now


def codes_of(directory: Directory, name: str, day: date) -> tuple[str, ...]:
    """The agencies that a person means by a code or a name.

    :raises UnknownAgencyName: the name is neither a code nor an exact name, alias or closed group
    """
    if any(agency.code == name for agency in directory.agencies):
        return (name,)
    found = directory.resolve(name, day)
    if found.kind not in {"agency", "group"}:
        raise UnknownAgencyName(name, found.message)
    return tuple(agency.code for agency in found.agencies)


def province_of(plan: Plan) -> str:
    """The province whose directory a plan is read against."""
    return plan.document.province or plan.document.place or ""


def describe(row: PlanRow, plan: Plan) -> None:
    """Write onto a plan what its newest confirmed text says of itself."""
    document = plan.document
    row.title = document.title
    row.issuer = document.issuer or ""
    row.label = plan_label(plan)
    row.programme = document.programme
    row.period_start, row.period_end = document.period.start, document.period.end


def plan_label(plan: Plan) -> str:
    """How a letter names the document, for example "Kế hoạch số 624/KH-UBND ngày 19/11/2025 của UBND tỉnh Hà Tĩnh"."""
    document = plan.document
    kind = (document.doc_type or "Kế hoạch").capitalize()
    number = f"số {document.number or '…'}/{document.symbol}" if document.symbol else "(chưa ghi số, ký hiệu)"
    if document.date:
        when = f" ngày {document.date:%d/%m/%Y}"
    elif document.month and document.year:
        when = f" tháng {document.month}/{document.year}"
    else:
        when = ""
    issuer = f" của UBND tỉnh {document.place}" if document.place else ""
    return f"{kind} {number}{when}{issuer}"


def _responsibilities(plan: Plan) -> list[ResponsibilityRow]:
    return [
        ResponsibilityRow(
            position=position,
            path=item.path,
            heading=item.heading,
            text=item.text,
            owners=list(item.owners),
            roles=list(item.owner_role),
            partners=[{"name": partner.name, "role": partner.role} for partner in item.partners],
            recurrence=list(item.recurrence),
            requested=item.requested,
            start_line=item.source.start_line,
            end_line=item.source.end_line,
        )
        for position, item in enumerate(plan.responsibilities, 1)
    ]


def _targets(plan: Plan) -> list[TargetRow]:
    path = asked_path(plan)
    return [
        TargetRow(
            position=position,
            code=f"CT{position}",
            path=item.path,
            group=item.group or "",
            text=item.text,
            comparator=item.comparator,
            value=None if item.value is None else float(item.value),
            unit=item.unit,
            year=item.year,
            recurrence=item.recurrence,
            relative=item.relative,
            part_of=item.part_of,
            asked_path=path if item.value is not None else None,
        )
        for position, item in enumerate(plan.targets, 1)
    ]


def _questions(plan: Plan, directory: Directory, today: date) -> list[QuestionRow]:
    """The reader's doubts, plus one question per clause whose owner the directory does not know exactly."""
    day = plan.document.date or (date(plan.document.year, 12, 14) if plan.document.year else today)
    rows: list[QuestionRow] = []
    asked: set[str] = set()
    for item in plan.responsibilities:
        for name in item.owners:
            found = directory.resolve(name, day)
            if found.kind not in {"open_group", "unknown"}:
                continue
            asked.add(item.path)
            rows.append(QuestionRow(path=item.path, kind=OWNER, message=found.message, name=name, blocking=True))
    rows += [
        QuestionRow(path=q.path, kind=q.kind, message=q.message, blocking=False)
        for q in plan.questions
        if not (q.kind == "open_group" and any(path.startswith(q.path) for path in asked))
    ]
    return rows
