"""Mails as bytes: headers in encoded words, parts in base64 or quoted-printable, one charset older than UTF-8."""

import base64
import quopri
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

# The five tone marks, which windows-1258 writes behind the vowel.
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")


def _encode_utf8(text: str) -> bytes:
    return text.encode("utf-8")


def encode_1258(text: str) -> bytes:
    """Text in windows-1258: vowels with their shape, tones as separate marks."""
    return "".join(map(_in_1258, unicodedata.normalize("NFC", text))).encode("cp1258", "replace")


def _in_1258(letter: str) -> str:
    if letter.isascii():
        return letter
    apart = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in apart if mark in _TONES)
    shape = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in _TONES))
    return shape + tones


@dataclass(frozen=True, slots=True)
class Part:
    """A text part; ``more`` are further parameters of its content type."""

    kind: str
    text: str
    encoding: str = "base64"
    charset: str = "UTF-8"
    encode: Callable[[str], bytes] = field(default=_encode_utf8)
    more: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom, and on which thread. ``recipient`` and ``sender`` are (name, address)."""

    sender: tuple[str, str]
    recipient: tuple[str, str]
    subject: str
    date: datetime
    message_id: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


def words(text: str, name: str) -> str:
    """RFC 2047 for a header that is not plain ASCII."""
    return text if text.isascii() else Header(text, "utf-8", header_name=name, maxlinelen=74).encode()


def _person(who: tuple[str, str], name: str) -> str:
    shown, address = who
    if not shown:
        return address
    quoted = f'"{shown}"' if shown.isascii() else words(shown, name)
    return f"{quoted} <{address}>"


def mail(envelope: Envelope, parts: Sequence[Part]) -> bytes:
    """A mail with one part, or with alternatives of one text, the best last."""
    boundary = f"=_{envelope.message_id.strip('<>').partition('@')[0][-24:]}"
    if len(parts) == 1:
        return crlf(head(envelope, content_type(parts[0])) + body(parts[0]))
    alternatives = b"".join(
        f"--{boundary}\n{content_type(part)}\n\n".encode("ascii") + body(part) + b"\n" for part in parts
    )
    opening = f'Content-Type: multipart/alternative; boundary="{boundary}"'
    return crlf(head(envelope, opening) + alternatives + f"--{boundary}--\n".encode("ascii"))


def head(envelope: Envelope, opening: str) -> bytes:
    """The headers and the empty line behind them; ``opening`` are those of the content."""
    lines = [
        f"From: {_person(envelope.sender, 'From')}",
        f"To: {_person(envelope.recipient, 'To')}",
        f"Subject: {words(envelope.subject, 'Subject')}",
        f"Date: {format_datetime(envelope.date)}",
        f"Message-ID: {envelope.message_id}",
    ]
    if envelope.in_reply_to:
        lines.append(f"In-Reply-To: {envelope.in_reply_to}")
    if envelope.references:
        lines.append("References: " + "\n ".join(envelope.references))
    lines.extend(f"{name}: {value}" for name, value in envelope.headers)
    lines += ["MIME-Version: 1.0", opening, "", ""]
    return "\n".join(lines).encode("ascii")


def content_type(part: Part) -> str:
    """Content-Type and Content-Transfer-Encoding of a part."""
    kind = f"Content-Type: text/{part.kind}; charset={part.charset}{part.more}"
    return f"{kind}\nContent-Transfer-Encoding: {part.encoding}"


def body(part: Part) -> bytes:
    """The content of a part."""
    octets = part.encode(part.text.replace("\n", "\r\n"))
    if part.encoding == "base64":
        return base64.encodebytes(octets)
    return quopri.encodestring(octets.replace(b"\r\n", b"\n"), quotetabs=False)


def crlf(content: bytes) -> bytes:
    """Line ends as SMTP wants them."""
    return content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
