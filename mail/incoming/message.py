"""One incoming mail as a value: :func:`parse` never raises; what is broken is listed in ``defects``."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header
from email.message import Message as MimeMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import TypeVar, cast

from mail.charset import clean, decode, fold
from mail.files.attachments import Attachment, attach, within_limits
from mail.html_text import STRUCK, best_text, struck
from mail.incoming.alternatives import TWO_WORDS, differ
from mail.incoming.delivery import Delivery, looks_like_report, read_report, returned_ids

T = TypeVar("T")

MAX_PARTS = 100
# Stripped one after the other by what repeats: "Re: TL: Fwd: ".
_PREFIXES = re.compile(r"^(?:\s*(?:re|fwd?|tl|tra loi|chuyen tiep|ct)(?:\[\d+\])?\s*:)*+\s*")
_ID = re.compile(r"<[^<>\s]{3,490}>")
_ADDRESS = re.compile(r"^[^@\s<>,;\"]{1,64}@[^@\s<>,;\"]{1,190}$")
_PLAIN = 400
_MAILBOX = re.compile(r"([\w=?+/ -]*)<([\w+=-][\w.+=-]*@[\w.-]*\w)>|([\w+=-][\w.+=-]*@[\w.-]*\w)", re.ASCII)
_SIGNATURE_TYPES = frozenset(f"application/{name}-signature" for name in ("pkcs7", "x-pkcs7", "pgp"))
_AUTOREPLY_NAMES = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-response", "x-mail-autoreply")


@dataclass(frozen=True, slots=True)
class AutoFacts:
    """Headers by which machines say that they are machines (RFC 3834 and the older customs)."""

    auto_submitted: str = ""
    precedence: str = ""
    autoreply_header: bool = False
    list_mail: bool = False
    own_loop_header: tuple[str, ...] = ()
    report_type: str = ""
    calendar_reply: bool = False


@dataclass(frozen=True)
class Message:
    """A mail, decoded. Addresses are lower-case; ``return_path`` is "" for the null path and None when absent.

    ``body_sha`` is, with the Message-ID, the key under which its bytes are kept; ``said_sha`` is the same for two mails
    that say the same to the same people about the same thing.
    """

    message_id: str = ""
    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    delivered_to: tuple[str, ...] = ()
    x_original_to: tuple[str, ...] = ()
    envelope_to: tuple[str, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    date: datetime | None = None
    return_path: str | None = None
    auto: AutoFacts = AutoFacts()
    authentication: tuple[str, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    returned_ids: tuple[str, ...] = ()
    text: str = ""
    html: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    size: int = 0
    truncated: bool = False
    body_sha: str = ""
    said_sha: str = ""
    defects: tuple[str, ...] = ()

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address the mail was sent or delivered to, the transport's own headers first."""
        return (*self.delivered_to, *self.x_original_to, *self.envelope_to, *self.to, *self.cc)

    @property
    def sender_domain(self) -> str:
        """Domain of the From address."""
        return self.sender.rpartition("@")[2]


def parse(raw: bytes, size: int | None = None) -> Message:
    """Read a mail. ``size`` is its real size when ``raw`` is only its beginning."""
    whole = len(raw) if size is None else size
    try:
        return _storable(_Reader(message_from_bytes(raw), whole, whole > len(raw)).read())
    except Exception:
        # Whatever a hostile mail does to the MIME reader, its headers still say whom it concerns.
        try:
            head = _Reader(BytesHeaderParser().parsebytes(raw[:65_536]), whole, True)
            return _storable(head.read(body=False))
        except Exception:
            digest = hashlib.sha256(raw).hexdigest()
            return Message(
                size=whole, truncated=True, body_sha=digest, said_sha=digest, defects=("thư không đọc được",)
            )


def _storable(value: T) -> T:
    """The same value with texts that every database takes: no half characters (raw bytes in a header) and no NUL."""
    if isinstance(value, str):
        if value.isascii() and "\0" not in value:
            return value
        return cast(T, value.encode("utf-8", "replace").decode().replace("\0", ""))
    if isinstance(value, tuple):
        return cast(T, tuple(map(_storable, value)))
    if isinstance(value, Message | AutoFacts | Attachment | Delivery):
        changed = {}
        for one in fields(value):
            old = getattr(value, one.name)
            new = _storable(old)
            if new is not old and new != old:
                changed[one.name] = new
        return cast(T, replace(value, **changed)) if changed else value
    return value


def decode_words(value: str) -> tuple[str, tuple[str, ...]]:
    """A header value: raw 8-bit bytes and RFC 2047 words become text on one line."""
    if not value.isascii():
        decoded = decode(value.encode("utf-8", "surrogateescape"), None)
        return " ".join(decoded.text.split()), decoded.defects
    if "=?" not in value:
        return " ".join(clean(value).split()), ()
    texts: list[str] = []
    defects: list[str] = []
    for chunk, label in decode_header(" ".join(value.split())):
        if isinstance(chunk, str):
            texts.append(chunk)
            continue
        decoded = decode(chunk, label)
        texts.append(decoded.text)
        defects.extend(decoded.defects)
    return " ".join(clean("".join(texts)).split()), tuple(defects)


class _Reader:
    """Walks one MIME tree once and keeps what it meets."""

    def __init__(self, mime: MimeMessage, size: int, truncated: bool) -> None:
        self.mime, self.size, self.truncated = mime, size, truncated
        self.headers: dict[str, list[str]] = {}
        # compat32 on purpose: policy.default of Python 3.11 puts spaces into long folded Vietnamese names.
        for name, value in mime.raw_items():
            self.headers.setdefault(str(name).lower(), []).append(str(value)[:16_384])
        self.plain: list[str] = []
        self.html: list[str] = []
        self.files: list[Attachment] = []
        self.defects: list[str] = []
        self.calendar_reply = False

    def read(self, body: bool = True) -> Message:
        if body:
            self._walk()
        else:
            self.defects.append("cấu trúc thư bị hỏng, chỉ đọc được phần đầu")
        subject = self._words("subject")
        senders = self._pairs("from")
        if len(senders) > 1 or len(self.headers.get("from", ())) > 1:
            self.defects.append("thư ghi nhiều người gửi")
        sender, name = senders[0] if senders else ("", "")
        html = "\n".join(self.html)
        text = "\n\n".join(part for part in self.plain if part.strip())
        if html:
            if differ(text, html):
                self.defects.append(TWO_WORDS)
            if struck(html):
                self.defects.append(STRUCK)
            text = clean(best_text(text, html))
        report = body and looks_like_report(self.mime, sender, subject)
        to, answered, files = self._addresses("to"), self._ids("in-reply-to"), within_limits(self.files)
        cc, references = self._addresses("cc"), self._ids("references")
        said = (text, *(file.sha256 for file in files))
        # A code in the subject, and the letter in whose thread it stands, are part of what a mail says.
        about = (_PREFIXES.sub("", fold(subject)), *(answered or references[-1:]))
        return Message(
            message_id=(self._ids("message-id") or (self._words("message-id")[:490],))[0],
            subject=subject,
            sender=sender,
            sender_name=name,
            to=to,
            cc=cc,
            delivered_to=self._addresses("delivered-to"),
            x_original_to=self._addresses("x-original-to"),
            envelope_to=self._addresses("envelope-to", "resent-to", "x-forwarded-to", "x-gm-original-to"),
            in_reply_to=answered,
            references=references,
            date=self._date(),
            return_path=self._return_path(),
            auto=self._auto(),
            authentication=tuple(" ".join(value.split()) for value in self.headers.get("authentication-results", ())),
            deliveries=read_report(self.mime) if report else (),
            returned_ids=returned_ids(self.mime) if report else (),
            text=text,
            html=html,
            attachments=files,
            size=self.size,
            truncated=self.truncated,
            body_sha=_digest((*to, *answered, *said)),
            said_sha=_digest((*sorted({*to, *cc}), *about, *said)),
            defects=tuple(dict.fromkeys(self.defects)),
        )

    def _walk(self) -> None:
        for number, part in enumerate(_leaves(self.mime)):
            if number >= MAX_PARTS:
                self.defects.append("thư có quá nhiều phần")
                return
            self._leaf(part)

    def _leaf(self, part: MimeMessage) -> None:
        kind = part.get_content_type()
        if kind == "text/calendar" and str(part.get_param("method", "")).upper() == "REPLY":
            self.calendar_reply = True
        if kind in _SIGNATURE_TYPES or (kind.startswith("message/") and self._is_report()):
            return
        name = self._file_name(part)
        attached = part.get_content_disposition() == "attachment" or bool(name)
        if kind == "message/rfc822":
            inner = part.as_bytes()
            self.files.append(attach(name or "thu-dinh-kem.eml", kind, inner))
            return
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if part.defects:
            self.defects.append("một phần của thư bị hỏng hoặc bị cắt")
        if kind == "application/pkcs7-mime" or kind == "application/x-pkcs7-mime":
            self.defects.append("thư được mã hoá, phải mở bằng khoá của người nhận")
        if (kind in {"text/plain", "text/html"} and not attached) or kind.startswith("multipart/"):
            self._body(part, kind, content)
        elif not self._decoration(part, kind):
            self.files.append(attach(name or f"tep-{len(self.files) + 1}", kind, content))

    def _body(self, part: MimeMessage, kind: str, content: bytes) -> None:
        label = part.get_content_charset()
        decoded = decode(content, label)
        self.defects.extend(decoded.defects)
        if kind == "text/html":
            self.html.append(decoded.text)
            return
        text = decoded.text
        if str(part.get_param("format", "")).lower() == "flowed":
            text = _unflow(text, str(part.get_param("delsp", "")).lower() == "yes")
        self.plain.append(text)

    def _decoration(self, part: MimeMessage, kind: str) -> bool:
        """A logo inside an HTML signature is not something the agency sends in."""
        return kind.startswith("image/") and "content-id" in part and part.get_content_disposition() != "attachment"

    def _is_report(self) -> bool:
        return self.mime.get_content_type() == "multipart/report"

    def _file_name(self, part: MimeMessage) -> str:
        name = part.get_filename()
        return decode_words(name)[0] if name else ""

    def _words(self, name: str) -> str:
        values = self.headers.get(name)
        if not values:
            return ""
        text, defects = decode_words(values[0])
        self.defects.extend(defects)
        return text

    def _pairs(self, name: str) -> list[tuple[str, str]]:
        result = []
        for display, address in _mailboxes(self.headers.get(name, [])[:20]):
            if _ADDRESS.match(address):
                # Raw letters of other scripts (RFC 6532) stay what they are: they may be there to look like ours.
                spelt = address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
                result.append((spelt.lower(), decode_words(display)[0]))
        return result

    def _addresses(self, *names: str) -> tuple[str, ...]:
        return tuple(address for name in names if name in self.headers for address, _ in self._pairs(name))

    def _ids(self, name: str) -> tuple[str, ...]:
        return tuple(_ID.findall(" ".join(self.headers.get(name, ()))))

    def _date(self) -> datetime | None:
        try:
            moment = parsedate_to_datetime(self.headers["date"][0])
        except (KeyError, ValueError, TypeError, IndexError, OverflowError):
            return None
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def _return_path(self) -> str | None:
        values = self.headers.get("return-path")
        return values[0].strip().strip("<>").lower() if values else None

    def _auto(self) -> AutoFacts:
        headers = self.headers
        return AutoFacts(
            auto_submitted=self._words("auto-submitted").split(";")[0].strip().lower(),
            precedence=self._words("precedence").lower(),
            autoreply_header=any(name in headers for name in _AUTOREPLY_NAMES),
            list_mail="list-id" in headers or "list-post" in headers,
            own_loop_header=tuple(headers.get("x-loop", ())),
            report_type=str(self.mime.get_param("report-type", "")).lower() if self._is_report() else "",
            calendar_reply=self.calendar_reply,
        )


def _mailboxes(values: list[str]) -> list[tuple[str, str]]:
    """Names and addresses. One plain mailbox, as nearly every mail has it, needs no grammar of RFC 5322."""
    plain = _MAILBOX.fullmatch(values[0].strip()) if len(values) == 1 and len(values[0]) <= _PLAIN else None
    return [(" ".join((plain[1] or "").split()), plain[2] or plain[3])] if plain else getaddresses(values)[:200]


def _leaves(mime: MimeMessage) -> Iterator[MimeMessage]:
    stack = [mime]
    while stack:
        part = stack.pop()
        children = part.get_payload() if part.get_content_maintype() == "multipart" else None
        if not isinstance(children, list):
            yield part
        else:
            # Of a signed mail only the signed child is the mail; the second child is the signature.
            chosen = children[:1] if part.get_content_type() == "multipart/signed" else children
            stack.extend(child for child in reversed(chosen) if isinstance(child, MimeMessage))


def _unflow(text: str, delete_space: bool) -> str:
    """Join the soft line ends of format=flowed (RFC 3676); quoted lines are left as they are."""
    lines: list[str] = []
    open_depth = -1
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        body = line[depth:].removeprefix(" ")
        if depth == 0 == open_depth and lines and body:
            lines[-1] = (lines[-1][:-1] if delete_space else lines[-1]) + body
        else:
            lines.append(line)
        # "Kết quả: " ends with a space as well, but it is a whole line of the form.
        open_depth = depth if body.endswith(" ") and body != "-- " and not body.rstrip().endswith(":") else -1
    return "\n".join(lines)


def _digest(parts: tuple[str, ...]) -> str:
    plain = "\n".join(" ".join(part.split()) for part in parts)
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()
