"""Headers in their wire form: RFC 2047 words, folded lines, safe addresses and identifiers.

The folder of the standard library tries every word of a Vietnamese name again and again (25 ms for one mail) and turns
a long identifier into an encoded word (CPython 3.11), so headers are handed to ``EmailMessage`` already folded.
"""

import base64
import re
import unicodedata
from collections.abc import Sequence
from email.headerregistry import Address
from email.policy import Policy
from typing import Self

from mail.errors import BadAddress, BadMessageId

# RFC 5322 dot-atom on both sides; ASCII only, because SMTPUTF8 is rare among the receivers.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+>")
# 42 octets are 56 characters of base64; with "=?utf-8?b?" and "?=" a word has 68 of the 75 that RFC 2047 allows.
_WORD_OCTETS = 42
_FIRST_OCTETS = 30


class Ready(str):
    """A header value as people read it, carrying its wire form; ``EmailMessage`` takes it without parsing it again."""

    name: str
    wire: str

    @classmethod
    def make(cls, name: str, value: str, wire: str) -> Self:
        """A value and the folded text that stands behind "Name: "."""
        made = cls(value)
        made.name = name
        made.wire = wire
        return made

    def fold(self, *, policy: Policy) -> str:
        """The whole header with line ends of the policy; called by the generator."""
        return f"{self.name}: {self.wire}".replace("\n", policy.linesep) + policy.linesep


def one_line(text: str) -> str:
    """Text for a header: NFC, control characters and line ends become one space."""
    cleaned = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(unicodedata.normalize("NFC", cleaned).split())


def is_address(text: str) -> bool:
    """Whether this is a plain ASCII address with a local part of at most 64 octets."""
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= 254 and len(text.rpartition("@")[0]) <= 64


def is_message_id(text: str) -> bool:
    """Whether an identifier, perhaps of somebody else's mail, can be quoted in our headers."""
    return bool(_MESSAGE_ID.fullmatch(text)) and len(text) <= 500


def address(name: str, email: str) -> Address:
    """An ``Address`` object, so that a comma in the name of a body never makes two recipients.

    :raises BadAddress: the address cannot stand in a header
    """
    if not is_address(email):
        raise BadAddress(email)
    local, _, domain = email.rpartition("@")
    return Address(one_line(name), local, domain)


def text_header(name: str, text: str) -> Ready:
    """A header of free text, such as a subject."""
    value = one_line(text)
    return Ready.make(name, value, encoded(value))


def address_header(name: str, addresses: Sequence[Address]) -> Ready:
    """From, To, Cc or Reply-To; one address per line."""
    wire = ",\n ".join(_mailbox(one) for one in addresses)
    return Ready.make(name, ", ".join(str(one) for one in addresses), wire)


def identifier_header(name: str, identifiers: Sequence[str]) -> Ready:
    """Message-ID, In-Reply-To or References; folded only between identifiers.

    :raises BadMessageId: one is not of the form <left@right>
    """
    for one in identifiers:
        if not is_message_id(one):
            raise BadMessageId(one)
    return Ready.make(name, " ".join(identifiers), "\n ".join(identifiers))


def plain_header(name: str, value: str) -> Ready:
    """A short ASCII header that we write ourselves."""
    return Ready.make(name, value, value)


def folded_header(name: str, parts: Sequence[str]) -> Ready:
    """A header of ASCII parts with one part on each line."""
    return Ready.make(name, " ".join(parts), "\n ".join(parts))


def encoded(text: str) -> str:
    """RFC 2047: ASCII words stay readable, from the first other word on base64 words cut between characters."""
    if text.isascii():
        return _folded_words(text)
    words = text.split(" ")
    start = next(index for index, word in enumerate(words) if not word.isascii())
    head = " ".join(words[:start])
    if len(head) > 40 or "=?" in head:
        head, start = "", 0
    tail = _encoded_words(" ".join(words[start:]))
    return f"{head}\n {tail}" if len(head) > 12 else f"{head} {tail}".strip()


def _parts(text: str) -> list[bytes]:
    """UTF-8 in pieces that end between characters; the first leaves room for the name of the header."""
    parts, current, limit = [], b"", _FIRST_OCTETS
    for character in text:
        octets = character.encode("utf-8")
        if len(current) + len(octets) > limit:
            parts.append(current)
            current, limit = b"", _WORD_OCTETS
        current += octets
    return [*parts, current]


def _folded_words(text: str) -> str:
    if "=?" in text:  # Text that looks like an encoded word must not be decoded by the reader.
        return _encoded_words(text)
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) > 64:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
    return "\n ".join(lines)


def _mailbox(one: Address) -> str:
    if one.display_name.isascii() and "=?" not in one.display_name:
        return str(one)
    # Within a phrase every word is encoded: specials such as a comma may not stand bare (RFC 2047 section 5 (3)).
    return f"{_encoded_words(one.display_name)}\n <{one.addr_spec}>"


def _encoded_words(text: str) -> str:
    return "\n ".join(f"=?utf-8?b?{base64.b64encode(part).decode('ascii')}?=" for part in _parts(text))
