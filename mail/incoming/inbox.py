"""Keep, then understand: a mail is stored raw and committed before anybody reads it; every outcome is one sentence."""

import hashlib
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from mail.files.attachments import FileVerdict, facts_of
from mail.incoming.follow_up import mark_bounced, propose_contact, stop_reminding
from mail.incoming.known import StoreKnown
from mail.incoming.message import Message
from mail.incoming.order import in_order
from mail.incoming.sources import HEAD, Fetched, MailSource, message_in
from mail.letters.echo import received_of
from mail.letters.receipts import Received
from mail.read_reply import Reading, read_reply, unreadable
from mail.recording import Origin, record_understood
from mail.rules.model import Kind, Limits, Outcome
from state.clock import local
from state.post.inbox import NewReply, RawMail
from state.store import Store
from state.tables import LetterRow

Units = Callable[[], AbstractContextManager[Store]]

_log = logging.getLogger(__name__)
_NOT_KEPT = frozenset({FileVerdict.TOO_LARGE, FileVerdict.BOMB})


@dataclass(frozen=True, slots=True)
class Reception:
    """What the inbox must know of its surroundings: our own addresses, and the limits of the rules.

    ``acknowledge`` writes the receipt of a reply. It works in the unit of work that records the answer, so that
    neither a crash nor a mailbox that breaks off half way leaves an answer without its receipt.
    ``ask_contact`` asks the known contact, in the same unit, about a reply of somebody else that has our token.
    ``by_arrival``: a reply counts from when the mail server got it, not from when we looked; a simulated clock, which
    knows nothing of file times, leaves it out.
    """

    own_addresses: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)
    acknowledge: Callable[[Store, Received], object] | None = None
    ask_contact: Callable[[Store, int, LetterRow], object] | None = None
    by_arrival: bool = False


@dataclass(frozen=True, slots=True)
class ReplyOutcome:
    """What became of one mail. ``received`` is what a receipt needs, None when nobody is answered.

    ``ask_contact``: somebody else wrote with our token, so the known contact should be asked to confirm.
    """

    reply_id: int
    kind: Kind
    outcome: Outcome
    rule: str
    reason: str
    agency_id: int | None = None
    letter_id: int | None = None
    answers: tuple[int, ...] = ()
    received: Received | None = None
    ask_contact: bool = False


@dataclass(frozen=True, slots=True)
class GatherSummary:
    """What one look into the box brought; ``known`` mails had been kept before."""

    fetched: int
    known: int
    outcomes: tuple[ReplyOutcome, ...]

    def count(self, outcome: Outcome) -> int:
        """How many mails had this outcome."""
        return sum(item.outcome is outcome for item in self.outcomes)

    @property
    def sentence(self) -> str:
        """One line for the log."""
        return (
            f"Nhận {self.fetched} thư: ghi nhận {self.count(Outcome.RECORD)},"
            f" chờ người xem {self.count(Outcome.HOLD)}, không xử lý {self.count(Outcome.IGNORE)},"
            f" báo không gửi được {self.count(Outcome.BOUNCE)}, đã có {self.known}."
        )


def gather(units: Units, source: MailSource, now: datetime, reception: Reception) -> GatherSummary:
    """Take in everything that lies in the box, and what an earlier run kept but did not read.

    :raises BoxUnavailable: the box cannot be opened
    """
    outcomes: list[ReplyOutcome | None] = []
    fetched = 0
    with units() as store:
        left = [(row.id, (row.content, row.size), row.received_at, row.box) for row in store.inbox.unread()]
    for key, content, received_at, box in left:
        with units() as store:
            outcomes.append(_read(store, key, content, received_at, reception, message_in(box, *content)))
    for mail in source.fetch():
        fetched += 1
        with units() as store:
            outcomes.append(take_in(store, mail, now, reception))
        source.done(mail)
    new = tuple(outcome for outcome in outcomes if outcome is not None)
    return GatherSummary(fetched, len(outcomes) - len(new), new)


def take_in(store: Store, mail: Fetched, now: datetime, reception: Reception) -> ReplyOutcome | None:
    """Keep one mail, commit, then decide and commit again; None when it was kept, or is being read, by another run."""
    if reception.by_arrival and mail.arrived is not None:
        now = min(now, local(mail.arrived))
    raw, size = mail.raw, max(mail.size, len(mail.raw))
    if size > reception.limits.max_size:
        raw = raw[:HEAD]
    message = message_in(mail.box, raw, size)
    truncated = mail.truncated or size > len(raw)
    digest = hashlib.sha256(raw).hexdigest()
    try:
        key = store.inbox.keep(
            RawMail(
                box=mail.box,
                uidvalidity=mail.uidvalidity,
                uid=mail.uid,
                # A mail without an identifier is known by its bytes.
                message_id=message.message_id[:490] or f"sha256:{digest}",
                body_sha=message.body_sha,
                size=size,
                content=raw,
                truncated=truncated,
            ),
            now,
        )
        store.commit()
    except IntegrityError:
        # Another run kept the same mail between our look and our insert.
        store.rollback()
        return None
    return None if key is None else _read(store, key, (raw, size), now, reception, message)


def _read(
    store: Store,
    raw_id: int,
    content: tuple[bytes, int],
    now: datetime,
    reception: Reception,
    message: Message,
) -> ReplyOutcome | None:
    """Understand a kept mail. One that cannot be read or written is held: it must not keep the others from being read.

    Two runs may meet at the same mail or at the same assignment; the one that comes second looks again, once.
    """
    for again in (True, False):
        try:
            raw, size = content
            whole = raw if size <= len(raw) else b""
            known = StoreKnown(store, now, reception.own_addresses, reception.limits, whole)
            return _finish(store, raw_id, in_order(store, read_reply(message, known)), now, reception)
        except IntegrityError:
            store.rollback()
            if store.inbox.is_read(raw_id):
                return None
            if not again:
                break
        except Exception:
            _log.exception("mail %s could not be read", raw_id)
            store.rollback()
            break
    try:
        return _finish(store, raw_id, unreadable(message), now, reception)
    except IntegrityError:
        store.rollback()
        return None


def _finish(store: Store, raw_id: int, reading: Reading, now: datetime, reception: Reception) -> ReplyOutcome:
    outcome = _write(store, raw_id, reading, now)
    if outcome.received is not None and reception.acknowledge is not None:
        reception.acknowledge(store, outcome.received)
    if outcome.ask_contact and reception.ask_contact is not None and outcome.letter_id is not None:
        reception.ask_contact(store, outcome.reply_id, store.outbox.get(outcome.letter_id))
    store.commit()
    return outcome


def _write(store: Store, raw_id: int, reading: Reading, now: datetime) -> ReplyOutcome:
    message, verdict = reading.message, reading.verdict
    letter = verdict.letter.sent if verdict.letter else None
    agency_id = letter.agency_id if letter else None
    worst = verdict.bounced[0] if verdict.bounced else None
    reply_id = store.inbox.add(
        NewReply(
            raw_mail_id=raw_id,
            received_at=now,
            kind=str(verdict.kind),
            outcome=str(verdict.outcome),
            rule=verdict.rule,
            reason=verdict.reason,
            sender=message.sender,
            sender_name=message.sender_name,
            subject=message.subject,
            text=_shown_text(reading),
            body_sha=message.said_sha,
            signature=reading.parts.signature if reading.parts else "",
            agency_id=agency_id,
            letter_id=letter.id if letter else None,
            bounce_recipient=worst.recipient[:254] if worst else None,
            bounce_status=worst.status if worst else None,
            absent_until=verdict.absent_until,
            trust=verdict.trust,
            duplicate_of=verdict.duplicate_of,
            attachments=facts_of(message.attachments, reading.notes),
        )
    )
    _keep_files(store, reading)
    answers: tuple[int, ...] = ()
    if verdict.kind is Kind.ANSWER and verdict.outcome is Outcome.RECORD and agency_id is not None:
        store.contacts.reachable(message.sender, now)
        answers = _record(store, reading, (reply_id, agency_id), now)
    elif verdict.outcome is Outcome.HOLD and verdict.trusted:
        stop_reminding(store, reading, reply_id, now)
    elif verdict.outcome is Outcome.BOUNCE:
        mark_bounced(store, verdict, now)
    elif verdict.away and verdict.letter and message.sender in verdict.letter.contacts:
        store.contacts.away(message.sender, verdict.absent_until, now, verdict.reason)
    if verdict.trusted and agency_id is not None:
        propose_contact(store, reading, (reply_id, agency_id), now)
    return ReplyOutcome(
        reply_id,
        verdict.kind,
        verdict.outcome,
        verdict.rule,
        verdict.reason,
        agency_id,
        letter.id if letter else None,
        answers,
        received_of(reading, reply_id, agency_id, now, letter),
        verdict.ask_contact,
    )


def _keep_files(store: Store, reading: Reading) -> None:
    """The files of what answers a letter, also of what waits: whoever decides has to see them."""
    verdict = reading.verdict
    if verdict.letter is None or verdict.outcome not in {Outcome.RECORD, Outcome.HOLD}:
        return
    kept = [file.content for file in reading.message.attachments if file.verdict not in _NOT_KEPT]
    if kept:
        store.files.keep(kept)


def _shown_text(reading: Reading) -> str:
    if reading.understanding and reading.understanding.text:
        return reading.understanding.text
    return reading.message.text[:HEAD]


def _record(store: Store, reading: Reading, ids: tuple[int, int], now: datetime) -> tuple[int, ...]:
    """Only statuses that were read for certain come here."""
    understood, letter = reading.understanding, reading.verdict.letter
    if understood is None or letter is None:
        return ()
    return record_understood(store, understood, Origin(*ids, letter.agency_name), now)
