"""What the page of a letter shows: what is asked of the agency, and what was understood of it so far."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from cycles.ladder import Rung
from mail.desk.asked import asked_of
from mail.letters.asking import Asking
from mail.letters.letter_context import LetterItem
from mail.page.link_errors import LinkRevoked, NoAnswerPage
from mail.page.typed import Typed, typed_before
from mail.read_answer.model import AskedItem
from state.ladder.decided import DECISION
from state.ladder.laddering import LOCK
from state.store import Store
from state.tables import (
    AgencyRow,
    AnswerRow,
    AssignmentRow,
    AttachmentRow,
    CycleRow,
    ExtensionRow,
    FigureRow,
    LetterItemRow,
    LetterRow,
    ReplyRow,
    TargetRow,
)

ASKING = ("request", DECISION)
OPEN = ("open", "held")
ANSWERABLE = (*OPEN, "answered")


@dataclass(frozen=True, slots=True)
class PageItem:
    """One assignment of the page.

    ``asked`` is what the reader of answers has to know, ``shown`` is the item as letters show it, ``answer`` is the
    version that counts with the figures that it ``said`` by code, ``files`` came with it, ``wish`` is a request for
    more time that waits for a decision.
    """

    row: AssignmentRow
    asked: AskedItem
    shown: LetterItem
    answer: AnswerRow | None = None
    said: Mapping[str, FigureRow] = field(default_factory=dict)
    files: tuple[AttachmentRow, ...] = ()
    wish: ExtensionRow | None = None

    @property
    def code(self) -> str:
        """Code of the assignment."""
        return self.row.code

    @property
    def takes_answers(self) -> bool:
        """Whether the agency may answer here; what was waived or given to other bodies is only shown."""
        return self.row.state in ANSWERABLE

    @property
    def waits(self) -> bool:
        """Whether nothing is recorded yet."""
        return self.row.state in OPEN

    @property
    def before(self) -> Typed:
        """The fields of the form as they stand before anybody types."""
        return typed_before(self.code, self.answer, self.said)


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The page of one letter. ``others`` are assignments of the agency that this letter does not name."""

    letter: LetterRow
    agency: AgencyRow
    asked_here: tuple[PageItem, ...]
    others: tuple[PageItem, ...]

    @property
    def items(self) -> tuple[PageItem, ...]:
        """All of them."""
        return self.asked_here + self.others

    @property
    def waiting(self) -> tuple[PageItem, ...]:
        """Those without a recorded answer."""
        return tuple(item for item in self.items if item.waits)


def letter_of(store: Store, message_id: str, now: datetime) -> LetterRow:
    """The letter behind a link, without its texts.

    :raises NoAnswerPage: there is none, or it went to no agency
    :raises LinkRevoked: a person has ended the link
    """
    query = select(LetterRow).where(LetterRow.message_id == message_id).options(joinedload(LetterRow.agency))
    letter = store.session.scalar(query)
    if letter is None or letter.agency is None:
        raise NoAnswerPage(message_id)
    if letter.revoked_at is not None and letter.revoked_at <= now:
        raise LinkRevoked(letter.id)
    return letter


def answer_page(store: Store, letter: LetterRow, day: date, *, lock: bool = False) -> AnswerPage:
    """Read the page of a letter; ``lock`` keeps its assignments as they are until the unit of work ends.

    :raises NoAnswerPage: the letter asks for nothing
    """
    if letter.agency is None or letter.kind not in ASKING:
        raise NoAnswerPage(letter.message_id)
    if lock:
        store.session.execute(LOCK)
    named = select(LetterItemRow.assignment_id).where(LetterItemRow.letter_id == letter.id)
    asked = set(store.session.scalars(named))
    rows = _assignments(store, letter, asked, lock=lock)
    items = _items(store, rows, day)
    items.sort(key=lambda item: (not item.waits, item.row.due_on, item.code))
    here = tuple(item for item in items if item.row.id in asked)
    return AnswerPage(letter, letter.agency, here, tuple(item for item in items if item.row.id not in asked))


def _assignments(store: Store, letter: LetterRow, asked: set[int], *, lock: bool) -> list[AssignmentRow]:
    """Those of the letter, what else is open for the agency, and what it has answered of the same cycles."""
    cycles = select(AssignmentRow.cycle_id).where(AssignmentRow.id.in_(asked))
    other = and_(
        AssignmentRow.agency_id == letter.agency_id,
        AssignmentRow.step.is_not(None),
        or_(
            AssignmentRow.state.in_(OPEN),
            and_(AssignmentRow.state == "answered", AssignmentRow.cycle_id.in_(cycles)),
        ),
    )
    query = (
        select(AssignmentRow)
        .where(or_(AssignmentRow.id.in_(asked), other))
        .options(
            joinedload(AssignmentRow.responsibility),
            joinedload(AssignmentRow.agency),
            joinedload(AssignmentRow.cycle).joinedload(CycleRow.plan),
        )
        .order_by(AssignmentRow.id)
    )
    if lock:
        query = query.with_for_update(of=AssignmentRow).execution_options(populate_existing=True)
    return list(store.session.scalars(query))


def _items(store: Store, rows: Sequence[AssignmentRow], day: date) -> list[PageItem]:
    asked = {item.code: item for item in asked_of(store, [row.id for row in rows])}
    asking = Asking(store, rows, day)
    answers = _answers(store, [row.answer_id for row in rows if row.answer_id is not None])
    codes = _target_codes(store, answers.values())
    files = _files(store, [answer.reply_id for answer in answers.values() if answer.reply_id is not None])
    wishes = _wishes(store, [row.id for row in rows])
    found = []
    for row in rows:
        answer = answers.get(row.answer_id or 0)
        found.append(
            PageItem(
                row=row,
                asked=asked[row.code],
                shown=asking.item(row, Rung.OPENING),
                answer=answer,
                said={codes[one.target_id]: one for one in answer.figures} if answer else {},
                files=tuple(files.get(answer.reply_id or 0, ())) if answer else (),
                wish=wishes.get(row.id),
            )
        )
    return found


def _target_codes(store: Store, answers: Iterable[AnswerRow]) -> dict[int, str]:
    ids = {figure.target_id for answer in answers for figure in answer.figures}
    if not ids:
        return {}
    return dict(store.session.execute(select(TargetRow.id, TargetRow.code).where(TargetRow.id.in_(ids))).tuples().all())


def seen_before(store: Store, item: PageItem, seen: int | None) -> Typed:
    """The fields as a page showed them that was opened when the answer ``seen`` counted."""
    if seen is None or item.answer is None or seen == item.answer.id:
        return item.before if seen is not None else Typed(item.code)
    older = _answers(store, [seen]).get(seen)
    if older is None or older.assignment_id != item.row.id:
        return Typed(item.code)
    known = {row.target_id: code for code, row in item.said.items()}
    figures = {known[one.target_id]: one for one in older.figures if one.target_id in known}
    return typed_before(item.code, older, figures)


def _answers(store: Store, ids: Sequence[int]) -> dict[int, AnswerRow]:
    if not ids:
        return {}
    query = select(AnswerRow).where(AnswerRow.id.in_(ids))
    parts = (selectinload(AnswerRow.figures), selectinload(AnswerRow.difficulties))
    return {row.id: row for row in store.session.scalars(query.options(*parts))}


def _files(store: Store, replies: Sequence[int]) -> dict[int, list[AttachmentRow]]:
    found: dict[int, list[AttachmentRow]] = {}
    if replies:
        query = select(AttachmentRow).where(AttachmentRow.reply_id.in_(replies)).order_by(AttachmentRow.id)
        for row in store.session.scalars(query):
            found.setdefault(row.reply_id, []).append(row)
    return found


def _wishes(store: Store, ids: Sequence[int]) -> dict[int, ExtensionRow]:
    query = select(ExtensionRow).where(ExtensionRow.assignment_id.in_(ids), ExtensionRow.state == "asked")
    return {row.assignment_id: row for row in store.session.scalars(query)}


def sent_since(store: Store, letter: LetterRow, since: datetime) -> tuple[int, int]:
    """How many forms came through the page of a letter since a moment, and the bytes of their files."""
    mine = (
        ReplyRow.agency_id == letter.agency_id,
        ReplyRow.letter_id == letter.id,
        ReplyRow.channel == "link",
        ReplyRow.received_at >= since,
    )
    forms = select(func.count(ReplyRow.id)).where(*mine).scalar_subquery()
    size = select(func.coalesce(func.sum(AttachmentRow.size), 0)).join(ReplyRow, ReplyRow.id == AttachmentRow.reply_id)
    count, total = store.session.execute(select(forms, size.where(*mine).scalar_subquery())).one()
    return int(count), int(total)
