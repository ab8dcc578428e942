"""The review of a plan as data for a page or a terminal: what was read beside the sentences it was read from."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from plans.model import Document, Responsibility, Signer, Target
from plans.review.answering import ANSWERED_BY, is_about
from plans.review.corrections import Correction, Entry, Item
from state.errors import UnknownPlan
from state.plan.decisions import question_of
from state.plan.questions import LOST, OWNER
from state.plan.readings import ReadingDesk
from state.tables import PlanRow, QuestionRow, TargetRow, VersionRow

ORDER = ("document", "responsibility", "target", "task", "signer")
"""Which kind of item a question belongs to when several stand at its path."""
_SIGNS = {">=": "≥", "<=": "≤", "=": "="}


@dataclass(frozen=True)
class SourceLine:
    """One line of the document; ``page`` where the format knows pages."""

    number: int
    text: str
    page: int | None


@dataclass(frozen=True)
class Doubt:
    """One question with its state; ``commands`` are what a person may type to answer it."""

    code: str
    path: str
    kind: str
    message: str
    blocking: bool
    decision: str | None
    reason: str
    by: str
    at: datetime | None
    commands: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Nobody has decided."""
        return self.decision is None


@dataclass(frozen=True)
class ReviewItem:
    """An item beside its source. ``address`` names it in commands; ``state``: read, corrected, rejected, added."""

    what: str
    path: str
    address: str
    state: str
    source: tuple[SourceLine, ...]
    read: tuple[tuple[str, str], ...]
    before: tuple[tuple[str, str], ...]
    doubts: tuple[Doubt, ...]
    notes: tuple[str, ...]
    decisions: tuple[Correction, ...]

    @property
    def open(self) -> bool:
        """Whether a question about it waits."""
        return any(doubt.open for doubt in self.doubts)


@dataclass(frozen=True)
class Review:
    """The newest version of a plan with all its items; ``general`` are the questions that belong to no item."""

    plan: PlanRow
    version: VersionRow
    items: tuple[ReviewItem, ...]
    general: tuple[Doubt, ...]

    @property
    def open(self) -> int:
        """How many questions wait."""
        return sum(doubt.open for doubt in self.doubts)

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """All questions."""
        found = (*(doubt for item in self.items for doubt in item.doubts), *self.general)
        return tuple(sorted(found, key=lambda doubt: int(doubt.code[1:])))

    def as_data(self) -> dict[str, Any]:
        """All of it as plain values for JSON."""
        return {
            "plan": self.plan.code,
            "version": self.version.number,
            "confirmed_by": self.version.confirmed_by,
            "open": self.open,
            "items": [_data(item) for item in self.items],
            "general": [asdict(doubt) for doubt in self.general],
        }


def _data(item: ReviewItem) -> dict[str, Any]:
    decisions = [decision.model_dump(mode="json") for decision in item.decisions]
    return asdict(replace(item, decisions=())) | {
        "read": dict(item.read),
        "before": dict(item.before),
        "decisions": decisions,
    }


def review_of(session: Session, code: str) -> Review:
    """Everything about the newest reading of a plan that a person may want to check.

    :raises UnknownPlan: no such code
    """
    plan = session.scalar(select(PlanRow).where(PlanRow.code == code.upper()))
    if plan is None:
        raise UnknownPlan(code, tuple(session.scalars(select(PlanRow.code).order_by(PlanRow.id))))
    query = select(VersionRow).where(VersionRow.plan_id == plan.id).order_by(VersionRow.number.desc()).limit(1)
    version = session.scalars(query).one()
    aims = select(TargetRow.position, TargetRow.code).where(TargetRow.version_id == version.id)
    codes = dict(session.execute(aims).tuples().all())
    entries = sorted(ReadingDesk(session).applied(version).entries, key=lambda entry: ORDER.index(entry.what))
    mine, general = _shared_out(version.questions, entries)
    lines = _Lines(version)
    items = [
        _item(entry, codes.get(entry.number, "") if entry.what == "target" else "", lines, mine.get(n, []), plan.code)
        for n, entry in enumerate(entries)
    ]
    doubts = tuple(doubt_of(question, plan.code, of_item=False) for question in general)
    return Review(plan, version, tuple(items), doubts)


def _shared_out(
    questions: Iterable[QuestionRow], entries: list[Entry]
) -> tuple[dict[int, list[QuestionRow]], list[QuestionRow]]:
    """Every question with the one item that it is about, or among the general ones."""
    mine: dict[int, list[QuestionRow]] = {}
    general: list[QuestionRow] = []
    for row in questions:
        question = question_of(row)
        place = next((n for n, entry in enumerate(entries) if row.kind != LOST and is_about(question, entry)), None)
        if place is None:
            general.append(row)
        else:
            mine.setdefault(place, []).append(row)
    return mine, general


class _Lines:
    """The lines of a document by number, with their pages."""

    def __init__(self, version: VersionRow) -> None:
        self._texts: Mapping[int, str] = {int(number): str(text) for number, text in version.lines}
        self._pages = version.pages

    def of(self, item: Item) -> tuple[SourceLine, ...]:
        """What an item was read from; the heading and the signature have no lines of their own."""
        if isinstance(item, Document | Signer):
            return ()
        spans = item.source.lines
        numbers = [n for first, last in spans for n in range(first, last + 1) if self._texts.get(n)]
        return tuple(SourceLine(n, self._texts[n], self._page(n)) for n in numbers)

    def _page(self, number: int) -> int | None:
        return bisect_right(self._pages, number) or None if self._pages else None


def _item(entry: Entry, code: str, lines: _Lines, questions: list[QuestionRow], plan: str) -> ReviewItem:
    item = entry.now or entry.read
    changed = entry.now is not None and entry.now != entry.read
    return ReviewItem(
        what=entry.what,
        path=entry.path,
        address=code or entry.path,
        state="rejected" if entry.now is None else "added" if entry.added else "corrected" if changed else "read",
        source=lines.of(entry.read),
        read=tuple(facts_of(item)),
        before=tuple(facts_of(entry.read)) if changed and not entry.added else (),
        doubts=tuple(doubt_of(question, plan, of_item=True) for question in questions),
        notes=_notes(item, questions),
        decisions=entry.made,
    )


def _notes(item: Item, questions: list[QuestionRow]) -> tuple[str, ...]:
    """Remarks of the reader that are not asked as a question anyway."""
    asked = {question.message for question in questions}
    return tuple(one for one in item.doubts if one not in asked) if isinstance(item, Responsibility | Target) else ()


def facts_of(item: Item) -> Iterator[tuple[str, str]]:
    """What was read of an item, as label and value; what is empty is left out."""
    return ((label, value) for label, value in _facts(item) if value)


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    match item:
        case Responsibility():
            yield "Cơ quan", "; ".join(item.owners)
            yield "Vai trò", ", ".join(item.owner_role)
            yield "Cơ quan khác", "; ".join(f"{one.name} ({one.role})" for one in item.partners)
            yield "Nội dung", item.text
            yield "Thời hạn", "; ".join(one.text for one in item.deadlines)
            yield "Nhịp", ", ".join(item.recurrence)
            yield "Tham mưu cho", "; ".join(item.advises)
            yield "Báo cáo cho", "; ".join(item.reports_to)
            yield "Sản phẩm", item.product or ""
        case Target():
            yield "Nhóm", item.group or ""
            yield "Chỉ tiêu", item.text
            yield "Mức", _level(item)
            yield "Năm", str(item.year or "")
            yield "Nhịp", item.recurrence or ""
            yield "So với", item.base or ""
            yield "Đối tượng đếm", item.measure or ""
            yield "Là một phần của", item.part_of or ""
        case Document():
            yield "Số, ký hiệu", f"{item.number or '…'}/{item.symbol or '…'}"
            yield "Ngày", f"{item.date:%d/%m/%Y}" if item.date else ""
            yield "Cơ quan ban hành", item.issuer or ""
            yield "Tên", item.title
            yield "Giai đoạn", "–".join(str(year) for year in (item.period.start, item.period.end) if year)
        case Signer():
            yield "Người ký", item.name or ""
            yield "Chức vụ", item.position or ""
        case _:
            yield "Nội dung", item.text


def _level(item: Target) -> str:
    if item.value is None:
        return "không có số"
    number = f"{item.value:g}" + (f"–{item.high:g}" if item.high is not None else "")
    words = (_SIGNS.get(item.comparator or "", ""), number.replace(".", ","), item.unit or "")
    return " ".join(word for word in words if word) + (" (tăng, giảm)" if item.relative else "")


def doubt_of(row: QuestionRow, plan: str, *, of_item: bool) -> Doubt:
    """A question with what a person may type to answer it."""
    return Doubt(
        code=row.code,
        path=row.path,
        kind=row.kind,
        message=row.message,
        blocking=row.blocking,
        decision=row.decision,
        reason=row.reason or "",
        by=row.decided_by or "",
        at=row.decided_at,
        commands=() if row.decision else _commands(row, plan, of_item),
    )


def _commands(row: QuestionRow, plan: str, of_item: bool) -> tuple[str, ...]:
    if row.kind == OWNER:
        return (
            f"dondoc plan correct {plan} {row.path} owners='Tên cơ quan; Tên cơ quan'",
            f"dondoc plan confirm {plan} --assign '{row.code}=Tên cơ quan; Tên cơ quan'",
            f"dondoc plan confirm {plan} --waive {row.code}",
        )
    accept = f"dondoc plan accept {plan} {row.code}"
    if not of_item:
        return (accept,)
    fields = " ".join(f"{name}=…" for name in sorted(ANSWERED_BY.get(row.kind, ()))) or "thông_tin=…"
    return (accept, f"dondoc plan correct {plan} {row.code} {fields}")
