"""How things stood when a stored mail came in: what was known then, and what was recorded from it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from cycles.status import WorkStatus
from mail.desk.explaining import Surroundings
from mail.incoming.known import SAME_BODY, StoreKnown
from mail.incoming.message import parse
from mail.read_answer.model import AskedItem, Reported
from mail.read_reply import Reading
from mail.rules.model import KnownLetter, Outcome, Rates
from state.post.found_letter import FoundLetter
from state.store import Store
from state.tables import AnswerRow, AssignmentRow, FigureRow, ReplyRow, TargetRow

Values = dict[str, object]
"""What is recorded for one assignment, as plain data: ``status``, ``percent``, ``values``, ``text``, …"""


class PastKnown(StoreKnown):
    """What the rules could know when a reply came in: nothing of the reply itself, nor of what came after it."""

    def __init__(self, store: Store, reply: ReplyRow, around: Surroundings, raw: bytes) -> None:
        super().__init__(store, reply.received_at, around.own_addresses, around.limits, raw)
        self._reply = reply

    def rates(self, sender: str) -> Rates:
        """A flood of that day holds nothing now."""
        return Rates()

    def _same(self, said_sha: str, sender: str) -> int | None:
        """The same words from the same sender before this reply; a copy of older days is compared by its bytes."""
        since = self._reply.received_at - SAME_BODY
        found = self._store.inbox.seen_before(said_sha, sender, since, before=self._reply.id)
        if found is not None or self._reply.duplicate_of is None:
            return found
        content = self._store.inbox.content(self._store.inbox.get(self._reply.duplicate_of))
        same = content is not None and parse(*content).said_sha == said_sha
        return self._reply.duplicate_of if same else None

    def _known(self, row: FoundLetter) -> KnownLetter | None:
        letter = super()._known(row)
        if letter is None:
            return None
        before = _answers_before(self._store, [item.code for item in letter.asked], self._reply)
        return replace(letter, asked=tuple(_as_of(item, before.get(item.code)) for item in letter.asked))


def _answers_before(store: Store, codes: Collection[str], reply: ReplyRow) -> dict[str, AnswerRow]:
    """The answers that counted when a reply came in, by code."""
    query = (
        select(AssignmentRow.code, AnswerRow)
        .join(AnswerRow, AnswerRow.assignment_id == AssignmentRow.id)
        .where(AssignmentRow.code.in_(codes), AnswerRow.received_at <= reply.received_at)
        .order_by(AnswerRow.version)
    )
    found: dict[str, AnswerRow] = {}
    over: set[str] = set()
    for code, answer in store.session.execute(query).tuples():
        if answer.reply_id == reply.id:
            over.add(code)
        elif code not in over:
            found[code] = answer
    return found


def _as_of(item: AskedItem, answer: AnswerRow | None) -> AskedItem:
    if answer is None:
        return replace(
            item, answered_status=None, answered_percent=None, answered_narrative="", answered_figures=frozenset()
        )
    return replace(
        item,
        answered_status=WorkStatus(answer.status),
        answered_percent=None if answer.percent is None else Decimal(str(answer.percent)),
        answered_narrative=answer.narrative,
    )


def differing(store: Store, reply: ReplyRow, reading: Reading) -> tuple[dict[str, Values], dict[str, Values]]:
    """What was recorded from a reply, and what would be recorded today, for the codes for which these differ."""
    understood = reading.understanding
    records = reading.verdict.outcome is Outcome.RECORD and understood is not None
    read = (
        {item.code: item for item in understood.reported if item.status is not None} if records and understood else {}
    )
    stored = _stored(store, reply.id)
    figures = _figures(store, [answer.id for answer in stored.values()])
    carried = _carried(store, stored, figures)
    before: dict[str, Values] = {}
    after: dict[str, Values] = {}
    for code in sorted({*stored, *read}):
        answer, item = stored.get(code), read.get(code)
        old = _recorded(answer, figures.get(answer.id, {}), carried.get(code, set()), item) if answer else None
        new = _read(item, old) if item else None
        if old != new:
            before |= {code: old} if old else {}
            after |= {code: new} if new else {}
    return before, after


def overtaken(store: Store, reply: ReplyRow, codes: Iterable[str]) -> list[str]:
    """Those of these codes whose answer that counts came from elsewhere, after the reply or in place of its own."""
    query = (
        select(AssignmentRow.code, AnswerRow.reply_id, AnswerRow.received_at)
        .join(AnswerRow, AnswerRow.id == AssignmentRow.answer_id)
        .where(AssignmentRow.code.in_(list(codes)))
        .order_by(AssignmentRow.code)
    )
    own = _stored(store, reply.id)
    return [
        code
        for code, source, at in store.session.execute(query).tuples()
        if source != reply.id and (code in own or at >= reply.received_at)
    ]


def _stored(store: Store, reply_id: int) -> dict[str, AnswerRow]:
    """The newest version recorded from a reply, by code."""
    query = (
        select(AssignmentRow.code, AnswerRow)
        .join(AnswerRow, AnswerRow.assignment_id == AssignmentRow.id)
        .where(AnswerRow.reply_id == reply_id)
        .options(selectinload(AnswerRow.difficulties))
        .order_by(AnswerRow.version)
    )
    return dict(store.session.execute(query).tuples().all())


Figures = Mapping[str, FigureRow]


def _figures(store: Store, answer_ids: Collection[int]) -> dict[int, dict[str, FigureRow]]:
    """The figures of answers by the codes of their targets."""
    query = select(TargetRow.code, FigureRow).join(TargetRow, TargetRow.id == FigureRow.target_id)
    found: dict[int, dict[str, FigureRow]] = {}
    if answer_ids:
        for code, figure in store.session.execute(query.where(FigureRow.answer_id.in_(answer_ids))).tuples():
            found.setdefault(figure.answer_id, {})[code] = figure
    return found


def _carried(store: Store, stored: Mapping[str, AnswerRow], figures: Mapping[int, Figures]) -> dict[str, set[str]]:
    """The figures that answers only took over from the versions before them, by code of the assignment."""
    found: dict[str, set[str]] = {}
    for code, answer in stored.items():
        if answer.version == 1 or not figures.get(answer.id):
            continue
        previous = store.session.scalar(
            select(AnswerRow.id).where(
                AnswerRow.assignment_id == answer.assignment_id, AnswerRow.version == answer.version - 1
            )
        )
        old = _figures(store, [previous]).get(previous, {}) if previous else {}
        now = figures[answer.id]
        found[code] = {one for one in now if one in old and _same(now[one], old[one])}
    return found


def _same(one: FigureRow, other: FigureRow) -> bool:
    return (one.numerator, one.denominator, one.value, one.as_written) == (
        other.numerator,
        other.denominator,
        other.value,
        other.as_written,
    )


def _recorded(answer: AnswerRow, figures: Figures, carried: Collection[str], item: Reported | None) -> Values:
    """A stored answer without what it only took over and what is not said again today."""
    named = item.figures if item else {}
    return {
        "status": answer.status,
        "percent": _rounded(answer.percent, 3),
        "values": {
            code: {
                "numerator": _rounded(row.numerator, 4),
                "denominator": _rounded(row.denominator, 4),
                "value": _rounded(row.value, 4),
                "unit": row.unit,
            }
            for code, row in sorted(figures.items())
            if code in named or code not in carried
        },
        "text": answer.narrative,
        "difficulties": [row.text for row in answer.difficulties if row.kind == "khó khăn"],
        "proposals": [row.text for row in answer.difficulties if row.kind == "kiến nghị"],
    }


def _read(item: Reported, old: Values | None) -> Values:
    """What would be recorded today; an addition keeps the difficulties and proposals that were told before."""
    adds = item.kept and old is not None
    return {
        "status": str(item.status),
        "percent": _rounded(item.percent, 3),
        "values": {
            code: {
                "numerator": _rounded(figure.numerator, 4),
                "denominator": _rounded(figure.denominator, 4),
                "value": _rounded(figure.value, 4),
                "unit": figure.unit,
            }
            for code, figure in sorted(item.figures.items())
        },
        "text": item.narrative,
        "difficulties": old["difficulties"] if adds and old else list(item.difficulties),
        "proposals": old["proposals"] if adds and old else list(item.proposals),
    }


def _rounded(value: object, places: int) -> float | None:
    return None if value is None else round(float(str(value)), places)
