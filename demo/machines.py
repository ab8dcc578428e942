"""Mails that machines write: the note of somebody who is away, and the report of a mailbox that does not exist."""

from datetime import date, datetime
from email.utils import format_datetime

from demo.letters import Letter
from demo.phrases import SAMPLE
from demo.wire import Envelope, Part, content_type, crlf, head, mail
from demo.wire import body as encoded


def away(envelope: Envelope, until: date) -> bytes:
    """Out of office (RFC 3834), as the servers of offices send it."""
    text = (
        f"Tôi vắng mặt đến ngày {until:%d/%m/%Y} do đi công tác và sẽ xử lý thư sau khi trở lại cơ quan.\n"
        f"Việc gấp xin liên hệ bộ phận văn thư. Thư này được gửi tự động. {SAMPLE}\n"
    )
    return mail(envelope, (Part("plain", text),))


AWAY_HEADERS = (("Auto-Submitted", "auto-replied"), ("X-Auto-Response-Suppress", "All"))


def no_mailbox(envelope: Envelope, letter: Letter, dead: str) -> bytes:
    """A report of delivery (RFC 3464): 5.1.1, the mailbox does not exist. The headers of the letter come back."""
    host = f"mail.{dead.rpartition('@')[2]}"
    reason = f"550 5.1.1 <{dead}>: Recipient address rejected: User unknown in virtual mailbox table"
    boundary = f"{envelope.message_id.strip('<>').partition('@')[0][-20:]}/{host}"
    people = (
        f"This is the mail system at host {host}.\n\n"
        "I'm sorry to have to inform you that your message could not\n"
        "be delivered to one or more recipients. It's attached below.\n\n"
        f"<{dead}>: {reason}\n"
    )
    opening = f'Content-Type: multipart/report; report-type=delivery-status;\n boundary="{boundary}"'
    plain = Part("plain", people, encoding="quoted-printable", charset="us-ascii")
    parts = [
        f"{content_type(plain)}\n\n{encoded(plain).decode('ascii')}",
        f"Content-Type: message/delivery-status\n\n{_status(host, dead, reason, envelope.date)}",
        f"Content-Type: text/rfc822-headers\n\n{_without_trace(letter.headers)}\n",
    ]
    body = "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"
    return crlf(head(envelope, opening) + body.encode("ascii", "replace"))


def _status(host: str, dead: str, reason: str, at: datetime) -> str:
    return (
        f"Reporting-MTA: dns; {host}\nArrival-Date: {format_datetime(at)}\n\n"
        f"Final-Recipient: rfc822; {dead}\nOriginal-Recipient: rfc822;{dead}\n"
        f"Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; {reason}\n"
    )


def _without_trace(headers: str) -> str:
    """The headers as they were sent, without those of the delivery here."""
    trace = ("return-path:", "x-original-to:", "delivered-to:")
    return "\n".join(line for line in headers.split("\n") if not line.lower().startswith(trace))
