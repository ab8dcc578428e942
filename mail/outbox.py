"""Sending what stands in the outbox: claim, then send, then write down what became of it.

Each letter is taken in a transaction of its own, so that a crash leaves at most one in ``sending``. Such a letter is
shown to a person and never sent again by itself; one that the server refused for the moment keeps its Message-ID.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from enum import Enum, auto
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm.attributes import set_committed_value

from mail.build import Person, Posting, Purpose, build_message
from mail.compose import Composed, Skip, compose_day
from mail.errors import LoginRefused, MailError, Unreachable
from mail.late import late_note
from mail.letter import Rendered
from mail.office import Office
from mail.receipts import NoReceipt, Received, receipt
from mail.token import bounce_address, token_in
from mail.verdict import Delivery
from state.clock import local
from state.errors import NotFound
from state.events import Event
from state.post.outbox import DAILY, Enclosure
from state.store import Store
from state.tables import AgencyRow, LetterRow

__all__ = [
    "Composed",
    "NoReceipt",
    "Received",
    "Sent",
    "Skip",
    "compose_day",
    "late_note",
    "leftovers",
    "receipt",
    "send_queued",
    "settle",
]

RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60), timedelta(minutes=240))
"""Pauses after the first, second, third and fourth temporary refusal; the fifth is final."""

Units = Callable[[], AbstractContextManager[Store]]


class Carrier(Protocol):
    """What hands a mail over; in the house a :class:`mail.session.PostSession`."""

    def send(self, message: EmailMessage, recipients: Sequence[str], envelope: str) -> Delivery:
        """Hand over one mail."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run did. ``problem`` is the sentence of a server that could not be used; the rest stayed queued."""

    sent: int = 0
    failed: int = 0
    delayed: int = 0
    uncertain: int = 0
    withdrawn: int = 0
    left: int = 0
    problem: str = ""


def send_queued(
    units: Units, carrier: Carrier, now: datetime, office: Office, limit: int = 500, kinds: Sequence[str] = ()
) -> Sent:
    """Send the letters that may leave now, oldest first.

    :param units: gives one unit of work after the other, ``Database.unit``
    :param kinds: only letters of these kinds; outside office hours that is receipts alone
    :param limit: at most so many; the caller keeps to the pace that the receiving servers accept
    """
    waiting = _waiting(units, now, limit + 1, kinds)
    counts = {"sent": 0, "failed": 0, "queued": 0, "sending": 0, "withdrawn": 0}
    for letter in waiting[:limit]:
        taken = _take(units, letter, now)
        if taken is not Taken.MINE:
            counts["withdrawn"] += taken is Taken.WITHDRAWN
            continue
        try:
            outcome = _hand_over(letter, carrier, now, office)
        except (Unreachable, LoginRefused) as error:
            _write(units, Outcome(letter, {"state": "queued", "error": str(error)}), now)
            return _summary(counts, left=len(waiting) - sum(counts.values()), problem=str(error))
        _write(units, outcome, now)
        counts[str(outcome.columns["state"])] += 1
    return _summary(counts, left=max(0, len(waiting) - limit))


def leftovers(store: Store) -> list[LetterRow]:
    """Letters of which nobody knows whether they left: a crash or a broken connection. For a person to settle."""
    return store.outbox.all(state="sending")


def settle(store: Store, letter_id: int, now: datetime, by: str, *, left: bool) -> None:
    """A person decides about a leftover: it left, or it goes back to the queue with the same Message-ID.

    :raises NotFound: there is no such letter in doubt
    """
    letter = store.outbox.get(letter_id)
    if letter.state != "sending":
        raise NotFound("thư đang chờ kiểm tra", letter_id)
    sentence = f"{by} xác nhận thư đã gửi." if left else f"{by} xác nhận thư chưa gửi, đưa lại vào hàng chờ."
    columns = {"state": "sent", "sent_at": now} if left else {"state": "queued", "not_before": now}
    store.outbox.finish([{"id": letter_id, "error": None, **columns}])
    store.outbox.log([Event(now, "letter-settled", f"letter:{letter_id}", sentence, actor=by)])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a letter: columns of its row, the event, and addresses that do not exist."""

    letter: LetterRow
    columns: dict[str, object]
    kind: str = ""
    sentence: str = ""
    dead: tuple[str, ...] = ()


def _waiting(units: Units, now: datetime, limit: int, kinds: Sequence[str]) -> list[LetterRow]:
    """The letters with their agencies, usable after the unit of work is closed."""
    with units() as store:
        letters = store.outbox.queued(now, limit, kinds)
        keys = {letter.agency_id for letter in letters if letter.agency_id is not None}
        agencies = {row.id: row for row in store.session.scalars(select(AgencyRow).where(AgencyRow.id.in_(keys)))}
        for letter in letters:
            set_committed_value(letter, "agency", agencies.get(letter.agency_id or 0))
    return letters


class Taken(Enum):
    """Whether this run may send a letter."""

    MINE = auto()
    NOT_MINE = auto()
    WITHDRAWN = auto()


def _take(units: Units, letter: LetterRow, now: datetime) -> Taken:
    """Claim a letter; one that has nothing to say any more is withdrawn instead."""
    with units() as store:
        if letter.id not in store.outbox.take([letter.id]):
            return Taken.NOT_MINE
        sentence = _needless(store, letter, now)
        if sentence:
            store.outbox.finish([{"id": letter.id, "state": "withdrawn", "error": sentence}])
            store.outbox.log([Event(now, "letter-withdrawn", f"letter:{letter.id}", sentence)])
        store.commit()
    return Taken.WITHDRAWN if sentence else Taken.MINE


def _needless(store: Store, letter: LetterRow, now: datetime) -> str:
    """Why a letter need not go any more, "" when it must: every report of a request may have come in the meantime."""
    if letter.kind == Purpose.REQUEST and not store.outbox.still_asked(letter.id):
        return "Không gửi: các nội dung trong thư đã có báo cáo hoặc đang tạm dừng đôn đốc."
    if letter.kind == Purpose.DECISION and not store.outbox.still_told(letter.id, local(now).date()):
        return "Không gửi: các nội dung trong thư đã có báo cáo, không còn được yêu cầu hoặc đã đến hạn mới."
    return ""


def _hand_over(letter: LetterRow, carrier: Carrier, now: datetime, office: Office) -> Outcome:
    try:
        message = message_of(letter, now, office)
    except MailError as error:
        return _failed(letter, str(error))
    recipients = tuple(dict.fromkeys((*letter.recipients, *letter.cc)))
    return judge(letter, carrier.send(message, recipients, envelope_of(letter, office)), now)


def judge(letter: LetterRow, delivery: Delivery, now: datetime) -> Outcome:
    """What the server's words mean for the letter."""
    dead = tuple(address for address, refusal in delivery.refused.items() if refusal.no_such_mailbox)
    if delivery.uncertain:
        return Outcome(letter, {"state": "sending", "error": delivery.sentence}, "letter-uncertain", delivery.sentence)
    if delivery.accepted:
        error = delivery.sentence if delivery.refused else None
        columns: dict[str, object] = {"state": "sent", "sent_at": now, "error": error, "tries": letter.tries + 1}
        return Outcome(letter, columns, "letter-sent", delivery.sentence, dead)
    if delivery.permanent or letter.tries >= len(RETRY_AFTER):
        return _failed(letter, delivery.sentence, dead)
    later = now + RETRY_AFTER[letter.tries]
    sentence = f"{delivery.sentence} Thử lại lúc {later:%H:%M ngày %d/%m/%Y}."
    columns = {"state": "queued", "tries": letter.tries + 1, "not_before": later, "error": delivery.sentence}
    return Outcome(letter, columns, "letter-delayed", sentence, dead)


def _failed(letter: LetterRow, sentence: str, dead: tuple[str, ...] = ()) -> Outcome:
    columns: dict[str, object] = {"state": "failed", "tries": letter.tries + 1, "error": sentence}
    return Outcome(letter, columns, "letter-failed", f"Không gửi được thư: {sentence}", dead)


def _write(units: Units, outcome: Outcome, now: datetime) -> None:
    with units() as store:
        store.outbox.finish([{"id": outcome.letter.id, **outcome.columns}])
        if outcome.kind:
            subject = f"letter:{outcome.letter.id}"
            store.outbox.log([Event(now, outcome.kind, subject, outcome.sentence)])
        for address in outcome.dead:
            sentence = f"Máy chủ nhận báo không có hộp thư {address}."
            store.contacts.bounced(address, now, sentence, cause=f"letter:{outcome.letter.id}")
        store.commit()


def message_of(letter: LetterRow, now: datetime, office: Office) -> EmailMessage:
    """The mail of a row in the outbox; the same row always gives the same identifiers and texts.

    :raises MailError: an address or identifier of the row cannot stand in a header
    """
    name = letter.agency.name if letter.agency is not None and letter.kind in DAILY else ""
    posting = Posting(
        message_id=letter.message_id,
        sender=Person(office.name, office.address),
        to=tuple(Person(name, one) for one in letter.recipients),
        cc=tuple(Person(name, one) for one in letter.cc),
        date=now,
        purpose=Purpose(letter.kind),
        reply_to=letter.reply_to or "",
        in_reply_to=letter.in_reply_to or "",
        references=tuple(letter.references),
        enclosures=tuple(Enclosure(one.name, one.content_type, one.content) for one in letter.enclosures),
    )
    return build_message(Rendered(letter.subject, letter.text, letter.html), posting)


def envelope_of(letter: LetterRow, office: Office) -> str:
    """The return path: null for receipts (RFC 3834), otherwise one that tells which letter came back."""
    if letter.kind == Purpose.RECEIPT:
        return ""
    token = token_in(letter.reply_to or "")
    return bounce_address(office.address, token) if token else office.address


def _summary(counts: dict[str, int], left: int, problem: str = "") -> Sent:
    return Sent(
        counts["sent"], counts["failed"], counts["queued"], counts["sending"], counts["withdrawn"], left, problem
    )
