"""One mail read against the store without recording anything: what it is, what would happen to it, and why."""

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import datetime

from mail.desk.inbox_errors import NotAMail
from mail.incoming.known import StoreKnown
from mail.incoming.message import Message, parse
from mail.incoming.order import in_order
from mail.incoming.sources import HEAD
from mail.incoming.trust import PUBLIC_DOMAINS
from mail.read_answer.model import Evidence, Figure, Reported
from mail.read_reply import Reading, read_reply, unreadable
from mail.rules.model import Known, Limits, Outcome, Severity, Verdict
from state.post.held import suggested
from state.store import Store
from state.tables import ReplyRow

_log = logging.getLogger(__name__)
_OLE = b"\xd0\xcf\x11\xe0"
_PERMANENT = frozenset({Severity.HARD, Severity.POLICY})

Explained = dict[str, object]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reading a mail takes besides the store: our own addresses and the limits of the rules."""

    own_addresses: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)


def explain(store: Store, raw: bytes, now: datetime, around: Surroundings) -> Explained:
    """Read one mail as the inbox would at ``now``; nothing is written.

    :returns: plain data for JSON: ``kind``, ``outcome``, ``reason``, ``agency`` (code or None), ``assignments`` with
        ``code``, ``status`` (a value of WorkStatus or None), ``percent``, ``values`` by figure code, ``text``; then
        ``text``, ``signature``, ``attachments``, ``sender``, ``duplicate_of`` (number of the earlier reply) and
        ``bounce`` (None when it is none). The other keys say by which rule and with what doubts.
    :raises NotAMail: the bytes are no mail
    """
    message = message_of(raw, around.limits)
    # The key of take_in: a mail without an identifier is known by its bytes.
    key = message.message_id[:490] or f"sha256:{hashlib.sha256(raw).hexdigest()}"
    kept = store.inbox.kept(key, message.body_sha)
    whole = b"" if message.truncated else raw
    known = StoreKnown(store, now, around.own_addresses, around.limits, whole)
    reading = in_order(store, reading_of(message, known))
    told, verdict = told_of(reading), reading.verdict
    if kept is not None:
        told |= _kept_before(kept)
    if verdict.letter is None and verdict.outcome is Outcome.HOLD:
        by_sender = suggested(store.session, [message.sender], PUBLIC_DOMAINS)
        told["suggestions"] = [one.told() for one in by_sender.get(message.sender, ())]
    return told


def reading_of(message: Message, known: Known) -> Reading:
    """Read as the inbox does: a mail on which the reader fails waits for a person."""
    try:
        return read_reply(message, known)
    except Exception:
        _log.exception("mail %s could not be read", message.message_id)
        return unreadable(message)


def message_of(raw: bytes, limits: Limits) -> Message:
    """The mail in a file, as far as the inbox would keep it.

    :raises NotAMail: the bytes are no mail
    """
    if not raw.strip():
        raise NotAMail("tệp rỗng")
    if raw.startswith(_OLE):
        raise NotAMail("đây là tệp của Outlook (.msg); hãy mở thư và lưu lại thành .eml")
    message = parse(raw[:HEAD] if len(raw) > limits.max_size else raw, len(raw))
    if not (message.sender or message.message_id or message.recipients or message.subject or message.date):
        raise NotAMail("không có phần đầu thư (From, To, Subject …)")
    return message


def told_of(reading: Reading) -> Explained:
    """What is known of a mail once it is read, as plain data."""
    message, verdict, understood = reading.message, reading.verdict, reading.understanding
    return {
        "kind": str(verdict.kind),
        "outcome": str(verdict.outcome),
        "rule": verdict.rule,
        "reason": verdict.reason,
        "agency": verdict.letter.agency_code if verdict.letter else None,
        "letter": verdict.letter.id if verdict.letter else None,
        "assignments": assignments_of(understood.reported, understood.text) if understood else [],
        "doubts": list(understood.doubts) if understood else [],
        "notes": list(understood.notes) if understood else [],
        "text": understood.text if understood and understood.text else message.text[:HEAD],
        "signature": reading.parts.signature if reading.parts else "",
        "subject": message.subject,
        "attachments": [
            {
                "name": file.name,
                "type": file.content_type,
                "verdict": str(file.verdict),
                "size": file.size,
                "sha256": file.sha256,
                "note": reading.notes.get(file.sha256, ""),
            }
            for file in message.attachments
        ],
        "sender": {"address": message.sender, "name": message.sender_name, "trust": verdict.trust},
        "duplicate_of": verdict.duplicate_of,
        "bounce": _bounce(verdict),
        "absent_until": verdict.absent_until.isoformat() if verdict.absent_until else None,
    }


def assignments_of(reported: tuple[Reported, ...], text: str) -> list[Explained]:
    """What was read for each assignment, with the words and how surely each value was read."""
    return [
        {
            "code": item.code,
            "status": str(item.status) if item.status else None,
            "percent": _number(item.percent),
            "values": {code: _value(figure, text, item.evidence.get(code)) for code, figure in item.figures.items()},
            "text": item.narrative,
            "difficulties": list(item.difficulties),
            "proposals": list(item.proposals),
            "evidence": {name: _evidence(one, text) for name, one in item.evidence.items()},
        }
        for item in reported
    ]


def _value(figure: Figure, text: str, evidence: Evidence | None) -> Explained:
    start, end = figure.span
    return {
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "value": _number(figure.value),
        "unit": figure.unit,
        "as_written": text[start:end],
        "confidence": evidence.confidence if evidence else 1.0,
    }


def _evidence(evidence: Evidence, text: str) -> Explained:
    words = text[evidence.start : evidence.end]
    return {
        "start": evidence.start,
        "end": evidence.end,
        "confidence": evidence.confidence,
        **({"place": evidence.place} if evidence.place else {"words": words}),
    }


def _number(value: object) -> int | float | None:
    if value is None:
        return None
    found = float(str(value))
    return int(found) if found.is_integer() else found


def _bounce(verdict: Verdict) -> Explained | None:
    if not verdict.bounced:
        return None
    worst = verdict.bounced[0]
    return {
        "recipient": worst.recipient,
        "class": str(worst.severity),
        "permanent": worst.severity in _PERMANENT,
        "status": worst.status,
    }


def _kept_before(kept: ReplyRow) -> Explained:
    """The same mail came in before: taking it in once more changes nothing."""
    return {
        "outcome": str(Outcome.IGNORE),
        "reason": f"Thư này đã được nhận trước đó (thư đến số {kept.id}); nhận lại không thay đổi gì.",
        "duplicate_of": kept.id,
        "assignments": [],
        "recorded": {"kind": kept.kind, "outcome": kept.outcome, "rule": kept.rule, "reason": kept.reason},
    }
