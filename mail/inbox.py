"""Keep, then understand: a mail is stored raw and committed before anybody reads it; every outcome is one sentence."""

import hashlib
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from mail.echo import received_of
from mail.known import StoreKnown
from mail.message import Message, parse
from mail.read_answer.model import Figure
from mail.read_reply import Reading, in_words, read_reply
from mail.receipts import Received
from mail.rules.model import Kind, Limits, Outcome, Severity, Verdict
from mail.sources import HEAD, Fetched, MailSource
from state.answers import Measured, NewAnswer
from state.inbox import AttachmentFacts, NewReply, RawMail
from state.store import Store

Units = Callable[[], AbstractContextManager[Store]]

SOFT_WINDOW = timedelta(days=14)
SOFT_LIMIT = 3
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Reception:
    """What the inbox must know of its surroundings: our own addresses, and the limits of the rules."""

    own_addresses: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class ReplyOutcome:
    """What became of one mail. ``received`` is what :func:`mail.receipts.receipt` needs, None when nobody is answered.

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
    outcomes: list[ReplyOutcome] = []
    fetched = known = 0
    with units() as store:
        for row in store.inbox.unread():
            outcomes.append(_read(store, row.id, (row.content, row.size), now, reception))
    for mail in source.fetch():
        fetched += 1
        with units() as store:
            outcome = take_in(store, mail, now, reception)
        source.done(mail)
        if outcome is None:
            known += 1
        else:
            outcomes.append(outcome)
    return GatherSummary(fetched, known, tuple(outcomes))


def take_in(store: Store, mail: Fetched, now: datetime, reception: Reception) -> ReplyOutcome | None:
    """Keep one mail, commit, then decide and commit again; None when it was kept before."""
    raw, size = mail.raw, max(mail.size, len(mail.raw))
    if size > reception.limits.max_size:
        raw = raw[:HEAD]
    message = parse(raw, size)
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
    message: Message | None = None,
) -> ReplyOutcome:
    message = message or parse(*content)
    known = StoreKnown(store, now, reception.own_addresses, reception.limits)
    try:
        reading = read_reply(message, known)
    except Exception:
        # The mail is safe; one that cannot be read must not keep the others from being read.
        _log.exception("mail %s could not be read", raw_id)
        store.rollback()
        verdict = Verdict(Kind.UNMATCHED, Outcome.HOLD, "error", "Hệ thống gặp lỗi khi đọc thư; cần người xem.")
        reading = Reading(message, verdict)
    outcome = _write(store, raw_id, reading, now)
    store.commit()
    return outcome


def _write(store: Store, raw_id: int, reading: Reading, now: datetime) -> ReplyOutcome:
    message, verdict = reading.message, reading.verdict
    letter = store.outbox.get(verdict.letter.id) if verdict.letter else None
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
            body_sha=message.body_sha,
            signature=reading.parts.signature if reading.parts else "",
            agency_id=agency_id,
            letter_id=letter.id if letter else None,
            bounce_recipient=worst.recipient[:254] if worst else None,
            bounce_status=worst.status if worst else None,
            absent_until=verdict.absent_until,
            attachments=[
                AttachmentFacts(file.name, file.content_type, file.size, file.sha256, str(file.verdict))
                for file in message.attachments
            ],
        )
    )
    answers: tuple[int, ...] = ()
    if verdict.kind is Kind.ANSWER and verdict.outcome is Outcome.RECORD and agency_id is not None:
        answers = _record(store, reading, (reply_id, agency_id), now)
    elif verdict.outcome is Outcome.HOLD and verdict.trusted:
        _stop_reminding(store, reading, now)
    elif verdict.outcome is Outcome.BOUNCE:
        _mark_bounced(store, verdict, now)
    elif verdict.away and verdict.letter and message.sender in verdict.letter.contacts:
        store.agencies.mark_away(message.sender, verdict.absent_until, now, verdict.reason)
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


def _shown_text(reading: Reading) -> str:
    if reading.understanding and reading.understanding.text:
        return reading.understanding.text
    return reading.message.text[:HEAD]


def _record(store: Store, reading: Reading, ids: tuple[int, int], now: datetime) -> tuple[int, ...]:
    """Write the answers as new versions; only statuses that were read for certain come here."""
    understood, letter = reading.understanding, reading.verdict.letter
    if understood is None or letter is None:
        return ()
    reply_id, agency_id = ids
    rows = store.assignments.by_code(item.code for item in understood.reported)
    new = [
        NewAnswer(
            assignment_id=rows[item.code].id,
            agency_id=agency_id,
            reply_id=reply_id,
            source="mail",
            status=str(item.status),
            percent=float(item.percent) if item.percent is not None else None,
            narrative=item.narrative,
            received_at=now,
            sentence=f"{letter.agency_name} báo cáo qua thư – {in_words(item)}.",
            figures={code: _measured(figure, understood.text) for code, figure in item.figures.items()},
            difficulties=item.difficulties,
            proposals=item.proposals,
        )
        for item in understood.reported
        if item.code in rows and item.status is not None
    ]
    return tuple(store.answers.record(new))


def _measured(figure: Figure, text: str) -> Measured:
    def plain(value: object) -> float | None:
        return None if value is None else float(str(value))

    start, end = figure.span
    return Measured(
        plain(figure.numerator), plain(figure.denominator), plain(figure.value), figure.unit, text[start:end]
    )


def _stop_reminding(store: Store, reading: Reading, now: datetime) -> None:
    """The agency has written; until a person has read it, no reminder follows."""
    letter, understood = reading.verdict.letter, reading.understanding
    if letter is None:
        return
    codes = [item.code for item in understood.reported] if understood else []
    rows = store.assignments.by_code(codes or [item.code for item in letter.asked])
    store.assignments.hold([row.id for row in rows.values()], now, reading.verdict.reason)


def _mark_bounced(store: Store, verdict: Verdict, now: datetime) -> None:
    contacts = verdict.letter.contacts if verdict.letter else frozenset[str]()
    for item in verdict.bounced:
        if item.recipient not in contacts:
            continue
        soft = item.severity is Severity.SOFT
        if soft and store.inbox.soft_bounces(item.recipient, now - SOFT_WINDOW) < SOFT_LIMIT:
            continue
        if soft or item.severity is Severity.HARD:
            store.agencies.mark_bounced(item.recipient, now, verdict.reason)
