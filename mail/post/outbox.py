"""Sending what stands in the outbox: claim, then send, then write down what became of it.

Each letter is taken in a transaction of its own, so that a crash leaves at most one in ``sending``. Such a letter is
shown to a person and never sent again by itself; one that the server refused for the moment keeps its Message-ID.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from enum import Enum, auto
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from mail.errors import LoginRefused, MailError, Unreachable
from mail.letters.compose import Composed, Skip, compose_day
from mail.letters.confirming import held_reply_of
from mail.letters.late import late_note
from mail.letters.letter import Rendered
from mail.letters.receipts import NoReceipt, Received, receipt
from mail.office import Office
from mail.post.build import Person, Posting, Purpose, build_message
from mail.post.letter_decisions import leftovers, revoke, settle
from mail.post.pace import MINUTE, Pace
from mail.post.second_try import RETRY_AFTER, Outcome, judge, recipients_of, unsendable
from mail.post.verdict import Delivery
from mail.token import bounce_address, token_in
from state.clock import local
from state.events import Event
from state.post.outbox import DAILY, Enclosure
from state.store import Store
from state.tables import AgencyRow, LetterRow

__all__ = [
    "RETRY_AFTER",
    "Composed",
    "NoReceipt",
    "Received",
    "Sent",
    "Skip",
    "compose_day",
    "late_note",
    "leftovers",
    "receipt",
    "revoke",
    "send_queued",
    "settle",
]

Units = Callable[[], AbstractContextManager[Store]]


class Carrier(Protocol):
    """What hands a mail over; in the house a :class:`mail.post.session.PostSession`."""

    def send(self, message: EmailMessage, recipients: Sequence[str], envelope: str) -> Delivery:
        """Hand over one mail."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run did. ``problem`` is the sentence of a server that could not be used; the rest stayed queued.

    ``paced`` letters wait for their turn, because their domain had its share of the minute.
    """

    sent: int = 0
    failed: int = 0
    delayed: int = 0
    uncertain: int = 0
    withdrawn: int = 0
    left: int = 0
    paced: int = 0
    problem: str = ""


class Taken(Enum):
    """Whether this run may send a letter."""

    MINE = auto()
    NOT_MINE = auto()
    WITHDRAWN = auto()


_COUNTED = {"letter-sent": "sent", "letter-delayed": "delayed", "letter-uncertain": "uncertain"}


@dataclass(slots=True)
class _Run:
    """One run of sending, and what it has done so far."""

    units: Units
    carrier: Carrier
    now: datetime
    office: Office
    pace: Pace | None = None
    counts: dict[str, int] = field(default_factory=dict)
    turns: dict[int, datetime] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """Now, and what has passed since the run began where a pace is kept."""
        return self.pace.now if self.pace else self.now

    def count(self, what: str) -> None:
        """One letter more."""
        self.counts[what] = self.counts.get(what, 0) + 1


def send_queued(
    units: Units,
    carrier: Carrier,
    now: datetime,
    office: Office,
    limit: int = 500,
    kinds: Sequence[str] = (),
    pace: Pace | None = None,
) -> Sent:
    """Send the letters that may leave now, oldest first, and try refused recipients again whose time has come.

    :param units: gives one unit of work after the other, ``Database.unit``
    :param kinds: only letters of these kinds; outside office hours that is receipts alone
    :param limit: at most so many
    :param pace: what the receiving domains bear; a letter over it stays queued until its turn, nobody waits for it
    """
    run = _Run(units, carrier, now, office, pace)
    waiting = _waiting(run, limit + 1, kinds)
    problem, seen = "", 0
    for letter in waiting[:limit]:
        try:
            _one(run, letter)
        except (Unreachable, LoginRefused) as error:
            back: dict[str, object] = {"state": "queued" if letter.sent_at is None else "sent", "error": str(error)}
            _write(run, Outcome(letter, back))
            problem = str(error)
            break
        seen += 1
    _postpone(run)
    return Sent(left=len(waiting) - seen, problem=problem, **run.counts)


def _waiting(run: _Run, limit: int, kinds: Sequence[str]) -> list[LetterRow]:
    """The letters with their agencies, usable after the unit of work is closed."""
    with run.units() as store:
        again = store.outbox.refusals.due(run.now, limit, kinds)
        letters = [*again, *store.outbox.queued(run.now, limit - len(again), kinds)]
        keys = {letter.agency_id for letter in letters if letter.agency_id is not None}
        agencies = {row.id: row for row in store.session.scalars(select(AgencyRow).where(AgencyRow.id.in_(keys)))}
        for letter in letters:
            set_committed_value(letter, "agency", agencies.get(letter.agency_id or 0))
        if run.pace:
            run.pace.begin(run.now, store.outbox.departures(run.now - MINUTE, run.now) if letters else ())
    return letters


def _one(run: _Run, letter: LetterRow) -> None:
    """One letter: wait for its turn, take it, hand it over, write down what came of it."""
    turn = run.pace.turn((*letter.recipients, *letter.cc)) if run.pace else None
    if turn is not None:
        run.turns[letter.id] = turn
        run.count("paced")
        return
    taken, recipients = _take(run, letter)
    if taken is Taken.WITHDRAWN:
        run.count("withdrawn")
    if taken is not Taken.MINE:
        return
    outcome = _hand_over(run, letter, recipients)
    _write(run, outcome)
    run.count(_COUNTED.get(outcome.kind, "failed"))


def _postpone(run: _Run) -> None:
    if run.turns:
        with run.units() as store:
            store.outbox.postpone(run.turns)
            store.commit()


def _take(run: _Run, letter: LetterRow) -> tuple[Taken, tuple[str, ...]]:
    """Claim a letter, and whom it is for now; one that has nothing to say any more is withdrawn instead."""
    with run.units() as store:
        if not store.outbox.claim(letter.id, run.moment):
            return Taken.NOT_MINE, ()
        sentence = _needless(store, letter, run.now)
        if sentence:
            _withdraw(store, letter, sentence, run.now)
        # Nobody was refused before the first attempt.
        refusals = store.outbox.refusals.of(letter.id) if letter.tries else []
        store.commit()
    return (Taken.WITHDRAWN, ()) if sentence else (Taken.MINE, recipients_of(letter, refusals))


def _withdraw(store: Store, letter: LetterRow, sentence: str, now: datetime) -> None:
    """The letter does not go; when some recipients have it, the others are not tried again."""
    columns: dict[str, object] = {"state": "withdrawn", "error": sentence}
    if letter.sent_at is not None:
        sentence = f"{sentence} Không gửi lại cho {', '.join(store.outbox.refusals.give_up(letter.id))}."
        columns = {"state": "sent"}
    store.outbox.finish([{"id": letter.id, **columns}])
    store.outbox.log([Event(now, "letter-withdrawn", f"letter:{letter.id}", sentence)])


def _needless(store: Store, letter: LetterRow, now: datetime) -> str:
    """Why a letter need not go any more, "" when it must: every report of a request may have come in the meantime."""
    if letter.revoked_at is not None:
        return "Không gửi: thư đã được thu hồi."
    if letter.kind == Purpose.REQUEST and not store.outbox.still_asked(letter.id):
        return "Không gửi: các nội dung trong thư đã có báo cáo hoặc đang tạm dừng đôn đốc."
    if letter.kind == Purpose.DECISION and not store.outbox.still_told(letter.id, local(now).date()):
        return "Không gửi: các nội dung trong thư đã có báo cáo, không còn được yêu cầu hoặc đã đến hạn mới."
    if letter.kind == Purpose.CONFIRM:
        reply = held_reply_of(store, letter)
        return "" if reply is not None and reply.waiting else "Không gửi: thư cần hỏi lại đã có người xử lý."
    if letter.sent_at is not None and letter.kind in DAILY and letter.day < local(now).date():
        return "Không gửi: lời thư chỉ đúng trong ngày đã gửi."
    return ""


def _hand_over(run: _Run, letter: LetterRow, recipients: tuple[str, ...]) -> Outcome:
    if not recipients:
        return unsendable(letter, "không còn địa chỉ nhận nào.")
    try:
        message = message_of(letter, run.now, run.office)
    except MailError as error:
        return unsendable(letter, str(error))
    return judge(letter, run.carrier.send(message, recipients, envelope_of(letter, run.office)), run.now)


def _write(run: _Run, outcome: Outcome) -> None:
    letter = outcome.letter
    with run.units() as store:
        store.outbox.finish([{"id": letter.id, **outcome.columns}])
        if outcome.refused or (outcome.accepted and letter.tries):
            store.outbox.refusals.write(letter.id, outcome.refused, outcome.accepted, run.now)
        if outcome.kind:
            store.outbox.log([Event(run.now, outcome.kind, f"letter:{letter.id}", outcome.sentence)])
        for address in outcome.dead:
            sentence = f"Máy chủ nhận báo không có hộp thư {address}."
            store.contacts.bounced(address, run.now, sentence, cause=f"letter:{letter.id}")
        store.commit()


def message_of(letter: LetterRow, now: datetime, office: Office) -> EmailMessage:
    """The mail of a row in the outbox; the same row always gives the same identifiers and texts.

    :raises MailError: an address or identifier of the row cannot stand in a header
    """
    name = letter.agency.name if letter.agency is not None and letter.kind in (*DAILY, Purpose.CONFIRM) else ""
    posting = Posting(
        message_id=letter.message_id,
        sender=Person(office.name, office.address),
        to=tuple(Person(name, one) for one in letter.recipients),
        cc=tuple(Person(name, one) for one in letter.cc),
        date=now,
        purpose=Purpose(letter.kind),
        reply_to=(letter.reply_to or "") if office.plus_addresses else "",
        in_reply_to=letter.in_reply_to or "",
        references=tuple(letter.references),
        enclosures=tuple(Enclosure(one.name, one.content_type, one.content) for one in letter.enclosures),
    )
    return build_message(Rendered(letter.subject, letter.text, letter.html), posting)


def envelope_of(letter: LetterRow, office: Office) -> str:
    """The return path: null for receipts (RFC 3834), otherwise one that tells which letter came back."""
    if letter.kind == Purpose.RECEIPT:
        return ""
    token = token_in(letter.reply_to or "") if office.plus_addresses else ""
    return bounce_address(office.address, token) if token else office.address
