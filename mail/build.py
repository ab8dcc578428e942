"""From a rendered letter to an ``EmailMessage``: headers, addresses, both alternatives in base64.

7-bit throughout, so that no gateway has to re-code a mail and break what was compared with it later.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from enum import StrEnum

from mail.errors import BadAddress, BadMessageId
from mail.letter import Rendered

# RFC 5322 dot-atom on both sides; ASCII only, because SMTPUTF8 is rare among the receivers.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")


class Purpose(StrEnum):
    """Why a mail goes out; decides the headers that keep machines from answering machines (RFC 3834)."""

    REQUEST = "request"
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
    the one that is answered or followed.
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


class _Identifiers(UnstructuredHeader):
    """Message identifiers folded only between each other; CPython 3.11 would encode a long one as an encoded word."""

    def fold(self, *, policy: policy.EmailPolicy) -> str:
        """One identifier per line."""
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


def _registry() -> HeaderRegistry:
    registry = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references"):
        registry.map_to_type(name, _Identifiers)
    return registry


# A registry of our own: the one of policy.SMTP is shared with everybody who parses mail in this process.
POLICY = policy.SMTP.clone(cte_type="7bit", header_factory=_registry())

_AUTOMATIC: dict[Purpose, tuple[tuple[str, str], ...]] = {
    # DR and NDR stay allowed: we want the bounces.
    Purpose.REQUEST: (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "OOF, AutoReply")),
    Purpose.RECEIPT: (
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("Precedence", "bulk"),
    ),
    Purpose.NOTE: (("Auto-Submitted", "auto-generated"), ("X-Auto-Response-Suppress", "All")),
}


def one_line(text: str) -> str:
    """Text for a header: NFC, control characters and line ends become one space."""
    cleaned = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(unicodedata.normalize("NFC", cleaned).split())


def is_address(text: str) -> bool:
    """Whether this is a plain ASCII address with a local part of at most 64 octets."""
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= 254 and len(text.rpartition("@")[0]) <= 64


def address(person: Person) -> Address:
    """An ``Address`` object, so that a comma in the name of a body never makes two recipients.

    :raises BadAddress: the address cannot stand in a header
    """
    if not is_address(person.address):
        raise BadAddress(person.address)
    return Address(display_name=one_line(person.name), addr_spec=person.address)


def build_message(rendered: Rendered, posting: Posting) -> EmailMessage:
    """The mail, ready to be sent.

    :raises BadAddress: a sender, recipient or reply address is not one
    :raises BadMessageId: an identifier has the wrong form
    """
    message = EmailMessage(policy=POLICY)
    _address_headers(message, posting)
    message["Subject"] = one_line(rendered.subject)
    message["Date"] = posting.date
    message["Message-ID"] = _identifier(posting.message_id)
    if posting.in_reply_to:
        message["In-Reply-To"] = _identifier(posting.in_reply_to)
    thread = tuple(dict.fromkeys((*posting.references, *filter(None, (posting.in_reply_to,)))))
    if thread:
        message["References"] = " ".join(_identifier(one) for one in thread)
    for name, value in _AUTOMATIC[posting.purpose]:
        message[name] = value
    if posting.purpose is Purpose.RECEIPT:
        message["X-Loop"] = posting.sender.address
    message["Content-Language"] = "vi"
    message.set_content(rendered.text, cte="base64")
    message.add_alternative(rendered.html, subtype="html", cte="base64")
    return message


def _address_headers(message: EmailMessage, posting: Posting) -> None:
    message["From"] = address(posting.sender)
    message["To"] = _addresses(posting.to)
    if posting.cc:
        message["Cc"] = _addresses(posting.cc)
    if posting.reply_to:
        message["Reply-To"] = address(Person(posting.sender.name, posting.reply_to))


def _addresses(people: Iterable[Person]) -> tuple[Address, ...]:
    return tuple(address(person) for person in people)


def _identifier(text: str) -> str:
    if not _MESSAGE_ID.fullmatch(text):
        raise BadMessageId(text)
    return text


def is_message_id(text: str) -> bool:
    """Whether an identifier of somebody else's mail can be quoted in our headers."""
    return bool(_MESSAGE_ID.fullmatch(text)) and len(text) <= 500
