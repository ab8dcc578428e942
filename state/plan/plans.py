"""Plans in the database: importing a reading as a version, and confirming it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agencies.directory import Directory
from plans.codes import plan_code
from plans.model import Document, Plan
from state.errors import AlreadyConfirmed, DuplicatePlan, OpenQuestions, OtherProvince, UnknownPlan
from state.events import Event, EventStore
from state.plan.decisions import Confirmation, decided, decisions_of
from state.plan.questions import OWNER
from state.plan.readings import ReadingDesk, with_own_paths
from state.tables import PlanRow, VersionRow


@dataclass(frozen=True)
class Import:
    """A document as it came in: its bytes, its file name, when, and whether it is sample data.

    ``lines`` are number and text of what the file shows, ``pages`` the line that begins each page. ``province`` says
    whose agencies a document means that does not say it itself, ``amended_by`` which decision made the text of the one
    before this.
    """

    plan: Plan
    source: bytes
    file_name: str
    now: datetime
    sample: bool = False
    lines: Sequence[tuple[int, str]] = ()
    pages: Sequence[int] = ()
    province: str = ""
    amended_by: str | None = None


class PlanStore:
    """Imports, shows and confirms plans."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events
        self._desk = ReadingDesk(session)

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

    def before(self, version: VersionRow) -> VersionRow:
        """The text that an amending decision was applied to: the newest confirmed one then, else the one before."""
        query = select(VersionRow).where(VersionRow.plan_id == version.plan_id, VersionRow.number < version.number)
        earlier = list(self._session.scalars(query.order_by(VersionRow.number)))
        confirmed = [one for one in earlier if one.confirmed_at and one.confirmed_at <= version.imported_at]
        return (confirmed or earlier)[-1]

    def add(self, item: Import, directory: Directory, amends: str | None = None) -> VersionRow:
        """Keep a reading as a new plan, or as the next version of the plan ``amends``.

        Decisions about earlier versions are laid over it. The same document is taken again as an amendment when it is
        read differently now.

        :raises DuplicatePlan: the same text was imported before
        """
        read = with_own_paths(item.plan)
        known = self._session.scalar(select(VersionRow).where(VersionRow.sha256 == fingerprint(item.source)))
        plan = self._amended(amends, item) if amends else None
        last = self.version(plan) if plan else None
        reading = read.model_dump(mode="json")
        if known is not None and (plan is None or known.plan_id != plan.id or (last and last.as_read == reading)):
            raise DuplicatePlan(known.plan.code, known.number)
        number = last.number + 1 if last else 1
        version = VersionRow(
            plan=plan or self._new_plan(item),
            number=number,
            file_name=item.file_name,
            sha256=fingerprint(item.source, number if known else 0),
            source=item.source,
            format=read.format,
            lines=[list(line) for line in item.lines],
            pages=list(item.pages),
            as_read=reading,
            reading=reading,
            amended_by=item.amended_by,
            imported_at=item.now,
        )
        return self.begin(version, directory, item.now)

    def begin(self, version: VersionRow, directory: Directory, now: datetime) -> VersionRow:
        """Keep a new version with its rows; it waits for a person."""
        self._session.add(version)
        self._session.flush()
        self._desk.lay_out(version, directory, now.date())
        plan = version.plan
        self._events.add(
            Event(
                now,
                "plan-imported",
                f"plan:{plan.id}",
                f"Đã nhập {plan.label} (mã {plan.code}, lần {version.number}): "
                f"{len(version.responsibilities)} trách nhiệm, {len(version.targets)} chỉ tiêu, "
                f"{len(version.questions)} điểm cần người xem.",
            )
        )
        return version

    def _amended(self, code: str, item: Import) -> PlanRow:
        plan, other = self.get(code), item.province or province_of(item.plan)
        if other and other != plan.province:
            raise OtherProvince(plan.code, plan.province, other)
        return plan

    def _new_plan(self, item: Import) -> PlanRow:
        base, code, n = plan_code(item.plan), plan_code(item.plan), 1
        while code in self.codes():
            n += 1
            code = f"{base}{n}"
        plan = PlanRow(
            code=code, province=item.province or province_of(item.plan), sample=item.sample, created_at=item.now
        )
        describe(plan, item.plan)
        self._session.add(plan)
        return plan

    def confirm(self, code: str, decision: Confirmation, directory: Directory) -> VersionRow:
        """Confirm the newest version of a plan; every question must be answered, accepted or waived.

        :raises OpenQuestions: something is left for a person to decide
        :raises BadDecision: a decision names what carries no question
        :raises UnknownAgencyName: a person named a body that the directory does not know
        """
        plan = self.get(code)
        version = self.version(plan)
        if version is None or version.confirmed_at is not None:
            raise AlreadyConfirmed(code)
        for made, question in decisions_of(version, decision, directory):
            self._desk.record(version, made)
            self._events.add(decided(plan, made, question))
        self._desk.lay_out(version, directory, decision.now.date())
        still_open = [question for question in version.questions if question.decision is None]
        if still_open:
            lines = tuple((one.code, f"{one.path}: {one.message}", one.kind == OWNER) for one in still_open)
            raise OpenQuestions(plan.code, lines)
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


def fingerprint(source: bytes, number: int = 0) -> str:
    """The sha256 of a document; of the document and a version number when it is read again."""
    return hashlib.sha256(source + (f"\n{number}".encode() if number else b"")).hexdigest()


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
    issuer = _issuer(document)
    return f"{kind} {number}{when}{f' của {issuer}' if issuer else ''}"


def _issuer(document: Document) -> str:
    """The issuer as a letter names it; bodies other than a province keep the words of the document."""
    written = document.issuer or ""
    if document.level not in {None, "tỉnh"} or not written.casefold().startswith(
        ("ủy ban nhân dân", "uỷ ban nhân dân")
    ):
        return written or (f"UBND tỉnh {document.place}" if document.place else "")
    city = "thành phố" in written.casefold()
    return f"UBND {'thành phố' if city else 'tỉnh'} {document.place}" if document.place else written
