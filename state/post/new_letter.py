"""A letter before it is queued: what the mail room hands to the outbox."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter; ``name`` is plain ASCII, so that every mail program shows it."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class NewLetter:
    """A letter to be queued. ``items`` maps an assignment to the step and rung that made it due.

    ``not_before``: the moment from which it may leave; at once when there is none.
    """

    key: str
    kind: str
    day: date
    message_id: str
    recipients: Sequence[str]
    subject: str
    text: str
    html: str
    rung: str | None = None
    agency_id: int | None = None
    token: str | None = None
    reply_to: str | None = None
    cc: Sequence[str] = ()
    in_reply_to: str | None = None
    references: Sequence[str] = ()
    items: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    sample: bool = False
    enclosures: Sequence[Enclosure] = ()
    not_before: datetime | None = None

    def row(self, now: datetime) -> dict[str, object]:
        """The columns of its row when it is queued at ``now``."""
        return {
            "key": self.key,
            "kind": self.kind,
            "rung": self.rung,
            "agency_id": self.agency_id,
            "day": self.day,
            "message_id": self.message_id,
            "token_hash": token_hash(self.token) if self.token else None,
            "reply_to": self.reply_to,
            "recipients": list(self.recipients),
            "first_recipient": self.recipients[0] if self.recipients else "",
            "cc": list(self.cc),
            "in_reply_to": self.in_reply_to,
            "reference_ids": list(self.references),
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "sample": self.sample,
            "state": "queued",
            "tries": 0,
            "not_before": self.not_before or now,
            "created_at": now,
            "sent_at": None,
            "error": None,
        }


def token_hash(token: str) -> str:
    """What is kept of a token: sha256 of its lower-case form, since relays change the case of addresses."""
    return hashlib.sha256(token.lower().encode()).hexdigest()
