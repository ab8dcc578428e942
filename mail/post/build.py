"""From a rendered letter to an ``EmailMessage``: headers, addresses, both alternatives in base64.

7-bit throughout, so that no gateway has to re-code a mail and break what is compared with it later.
"""

import hashlib
from base64 import encodebytes
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

from mail.letters.letter import Rendered
from mail.post.headers import address, address_header, folded_header, identifier_header, plain_header, text_header
from state.post.outbox import Enclosure

POLICY = policy.SMTP.clone(cte_type="7bit")


class Purpose(StrEnum):
    """Why a mail goes out; decides the headers that keep machines from answering machines (RFC 3834)."""

    REQUEST = "request"
    DECISION = "decision"
    CONFIRM = "confirm"
    RECEIPT = "receipt"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Person:
    """A display name and an address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Posting:
    """Everything about a mail but its text. ``message_id`` is fixed before the first attempt and never changes.

    ``references`` are identifiers of the earlier letters of the same thread, the first letter first; ``in_reply_to``
    is the one that is answered or followed.
    """

    message_id: str
    sender: Person
    to: tuple[Person, ...]
    date: datetime
    purpose: Purpose
    reply_to: str = ""
    cc: tuple[Person, ...] = ()
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


# DR and NDR stay allowed: we want the bounces.
_TO_AGENCY = (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "OOF, AutoReply"))
_AUTOMATIC: dict[Purpose, tuple[tuple[str, str], ...]] = {
    Purpose.REQUEST: _TO_AGENCY,
    Purpose.DECISION: _TO_AGENCY,
    Purpose.CONFIRM: _TO_AGENCY,
    Purpose.RECEIPT: (
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("Precedence", "bulk"),
    ),
    Purpose.NOTE: (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")),
}


def build_message(rendered: Rendered, posting: Posting) -> EmailMessage:
    """The mail, ready to be sent.

    :raises BadAddress: a sender, recipient or reply address is not one
    :raises BadMessageId: an identifier has the wrong form
    """
    message = EmailMessage(policy=POLICY)
    _people(message, posting)
    message["Subject"] = text_header("Subject", rendered.subject)
    message["Date"] = plain_header("Date", format_datetime(posting.date))
    message["Message-ID"] = identifier_header("Message-ID", (posting.message_id,))
    if posting.in_reply_to:
        message["In-Reply-To"] = identifier_header("In-Reply-To", (posting.in_reply_to,))
    thread = tuple(one for one in dict.fromkeys((*posting.references, posting.in_reply_to)) if one)
    if thread:
        message["References"] = identifier_header("References", thread)
    for name, value in _AUTOMATIC[posting.purpose]:
        message[name] = plain_header(name, value)
    if posting.purpose is Purpose.RECEIPT:
        message["X-Loop"] = plain_header("X-Loop", address("", posting.sender.address).addr_spec)
    message["Content-Language"] = plain_header("Content-Language", "vi")
    message["MIME-Version"] = plain_header("MIME-Version", "1.0")
    # No line of base64 can look like these boundaries, so no text has to be searched for one that is free.
    boundary = hashlib.sha256(posting.message_id.encode()).hexdigest()[:32]
    body = message
    if posting.enclosures:
        _multipart(message, "mixed", f"=_m{boundary}")
        body = EmailMessage(policy=POLICY)
        message.attach(body)
    _multipart(body, "alternative", f"=_{boundary}")
    body.attach(_part(rendered.text, "plain"))
    body.attach(_part(rendered.html, "html"))
    for one in posting.enclosures:
        message.attach(_enclosed(one))
    return message


def _multipart(message: EmailMessage, subtype: str, boundary: str) -> None:
    message["Content-Type"] = folded_header("Content-Type", (f"multipart/{subtype};", f'boundary="{boundary}"'))


def _enclosed(file: Enclosure) -> EmailMessage:
    """A file beside the texts; mail programs show it under its name (RFC 2183)."""
    part = EmailMessage(policy=POLICY)
    part["Content-Type"] = folded_header("Content-Type", (f"{file.content_type};", f'name="{file.name}"'))
    part["Content-Transfer-Encoding"] = plain_header("Content-Transfer-Encoding", "base64")
    disposition = ("attachment;", f'filename="{file.name}"')
    part["Content-Disposition"] = folded_header("Content-Disposition", disposition)
    part.set_payload(encodebytes(file.content).decode("ascii"))
    return part


def _part(text: str, subtype: str) -> EmailMessage:
    """One alternative. ``EmailMessage.set_content`` gives the same and takes most of the time of a letter for it."""
    part = EmailMessage(policy=POLICY)
    part["Content-Type"] = plain_header("Content-Type", f'text/{subtype}; charset="utf-8"')
    part["Content-Transfer-Encoding"] = plain_header("Content-Transfer-Encoding", "base64")
    lines = (*text.encode("utf-8").splitlines(), b"")
    part.set_payload(encodebytes(b"\r\n".join(lines)).decode("ascii"))
    return part


def _people(message: EmailMessage, posting: Posting) -> None:
    rows: list[tuple[str, tuple[Person, ...]]] = [("From", (posting.sender,)), ("To", posting.to), ("Cc", posting.cc)]
    if posting.reply_to:
        rows.append(("Reply-To", (Person(posting.sender.name, posting.reply_to),)))
    for name, people in rows:
        if people:
            message[name] = address_header(name, [address(one.name, one.address) for one in people])
