"""Reports of delivery (RFC 3464), and what mail systems write instead of them."""

import re
from dataclasses import dataclass
from email.message import Message as MimeMessage

_ADDRESS = re.compile(r"[^\s<>;,]+@[^\s<>;,]+")
_RETURNED_ID = re.compile(r"^\s*Message-ID:\s*(<[^<>\s]{3,490}>)", re.IGNORECASE | re.MULTILINE)
_DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mdaemon)@", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|delivery (status|failure|has failed)|returned mail|failure notice|không gửi được|không thể gửi"
    r"|không chuyển được|thư bị trả lại|chuyển phát không thành công",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one recipient. ``action`` and ``status`` as in RFC 3464; empty when only guessed from prose."""

    recipient: str
    action: str
    status: str
    diagnostic: str


def looks_like_report(mime: MimeMessage, sender: str, subject: str) -> bool:
    """Whether it is worth reading a mail as a report of delivery."""
    return (
        mime.get_content_type() == "multipart/report"
        or _DAEMON.match(sender) is not None
        or str(mime.get("Return-Path", "")).strip() == "<>"
        or _SUBJECT.search(subject) is not None
    )


def read_report(mime: MimeMessage) -> tuple[Delivery, ...]:
    """Every recipient the report names: the structured part first, then the hundred dialects of flufl.bounce."""
    found = {item.recipient: item for item in _structured(mime)}
    if not found:
        for item in _dialects(mime):
            found.setdefault(item.recipient, item)
    return tuple(found.values())


def returned_ids(mime: MimeMessage) -> tuple[str, ...]:
    """Message-IDs of the original mail, from the copy or the headers sent back."""
    found: list[str] = []
    for part in mime.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            if isinstance(inner, MimeMessage) and inner.get("Message-ID"):
                found.append(str(inner["Message-ID"]).strip())
        elif kind.startswith("text/"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                found.extend(_RETURNED_ID.findall(payload[:65_536].decode("latin-1")))
    return tuple(dict.fromkeys(found))


def _structured(mime: MimeMessage) -> list[Delivery]:
    result = []
    for part in mime.walk():
        if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if not isinstance(block, MimeMessage):
                continue
            address = _ADDRESS.search(str(block.get("Original-Recipient") or block.get("Final-Recipient") or ""))
            if address is None:
                continue
            action = str(block.get("Action", "")).strip().lower().split(" ")[0]
            status = re.search(r"\d\.\d{1,3}\.\d{1,3}", str(block.get("Status", "")))
            diagnostic = " ".join(str(block.get("Diagnostic-Code", "")).split())[:500]
            result.append(Delivery(address[0].strip("<>").lower(), action, status[0] if status else "", diagnostic))
    return result


def _dialects(mime: MimeMessage) -> list[Delivery]:
    # Loaded only here: it registers some thirty detectors, which a normal reply never needs.
    from flufl.bounce import all_failures

    temporary, permanent = all_failures(mime)
    pairs = [(address, "delayed") for address in temporary] + [(address, "failed") for address in permanent]
    return [
        Delivery(address.decode("utf-8", "replace").lower(), action, "", "")
        for address, action in sorted(pairs)
        if isinstance(address, bytes) and b"@" in address
    ]
