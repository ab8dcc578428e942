"""One authenticated session with the outgoing server, held by yagmail; the message is never built by yagmail.

yagmail keeps host, credentials and TLS in one object. Everything that its ``send()`` adds (a Message-ID made of the
subject, files attached by name, a new log-in per mail, ``False`` instead of an error) is left out: the mail goes
through the public smtplib object that it holds.
"""

import ipaddress
import smtplib
import ssl
import time
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import yagmail

from mail.errors import NOT_ASCII, LoginRefused, NotEncrypted, Unreachable
from mail.post.verdict import DISCONNECTED, Delivery, Refusal, Security, Server

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PER_SESSION = 100
IDLE_SECONDS = 10.0
SERVICE_CLOSING = 421


class _Marked(smtplib.SMTP):
    """Notes when the text of a mail begins, so that a broken connection before it is known to be harmless."""

    text_begun = False

    def data(self, msg: "ReadableBuffer | str") -> tuple[int, bytes]:
        """Hand over the text."""
        self.text_begun = True
        return super().data(msg)


class _MarkedTls(smtplib.SMTP_SSL):
    """The same inside TLS."""

    text_begun = False

    def data(self, msg: "ReadableBuffer | str") -> tuple[int, bytes]:
        """Hand over the text."""
        self.text_begun = True
        return super().data(msg)


class _Client(yagmail.Client):  # type: ignore[misc]  # yagmail carries no types
    """yagmail's client on the connections that note the beginning of the text."""

    @property
    def connection(self) -> type[_Marked] | type[_MarkedTls]:
        """The class that yagmail connects with."""
        return _MarkedTls if self.ssl else _Marked


class PostSession:
    """A session that renews itself: after 100 mails, after a pause, and when the server hung up.

    :raises NotEncrypted: no TLS to a server that is not this machine
    """

    def __init__(self, server: Server, per_session: int = PER_SESSION, idle: float = IDLE_SECONDS) -> None:
        if server.security is Security.NONE and not is_loopback(server.host):
            raise NotEncrypted(server.host)
        self._server = server
        self._per_session = per_session
        self._idle = idle
        self._client: _Client | None = None
        self._sent = 0
        self._used_at = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye; harmless when nothing is open."""
        client, self._client, self._sent = self._client, None, 0
        if client is not None:
            try:
                client.close()
            except (smtplib.SMTPException, OSError):
                client.smtp.close()

    def send(self, message: EmailMessage, recipients: Sequence[str], envelope: str) -> Delivery:
        """Hand over one mail. ``envelope`` is the return path, "" for mails that must never bounce.

        :raises Unreachable: no connection; nothing was sent
        :raises LoginRefused: user or password wrong; nothing was sent
        """
        fresh = self._client is None
        client = self._ready()
        delivery = self._attempt(client.smtp, message, recipients, envelope)
        if delivery is None and not fresh:
            # The server hung up on an old session before the text began, so that a second try cannot be a second mail.
            self._drop()
            delivery = self._attempt(self._ready().smtp, message, recipients, envelope)
        if delivery is None:
            self._drop()
            broken = Refusal(DISCONNECTED, "máy chủ đóng kết nối")
            return Delivery((), dict.fromkeys(recipients, broken))
        self._sent += 1
        self._used_at = time.monotonic()
        if delivery.uncertain:
            self._drop()
        return delivery

    def _attempt(
        self, smtp: _Marked | _MarkedTls, message: EmailMessage, recipients: Sequence[str], envelope: str
    ) -> Delivery | None:
        """None when the connection was lost before the text began."""
        smtp.text_begun = False
        try:
            refused = smtp.send_message(message, from_addr=envelope, to_addrs=list(recipients))
        except smtplib.SMTPRecipientsRefused as error:
            refusals = _refusals(error.recipients)
            closing = any(one.code == SERVICE_CLOSING for one in refusals.values())
            return None if closing else Delivery((), refusals)
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPHeloError) as error:
            if error.smtp_code == SERVICE_CLOSING and not smtp.text_begun:
                return None
            refusal = Refusal(error.smtp_code, _words(error.smtp_error))
            return Delivery((), dict.fromkeys(recipients, refusal))
        except (smtplib.SMTPServerDisconnected, OSError):
            return Delivery((), {}, uncertain=True) if smtp.text_begun else None
        known = _refusals(refused)
        return Delivery(tuple(address for address in recipients if address not in known), known)

    def _ready(self) -> _Client:
        if self._client is not None and self._sent >= self._per_session:
            self.close()
        if self._client is not None and time.monotonic() - self._used_at > self._idle and not self._alive():
            self._drop()
        if self._client is None:
            self._client = self._connect()
            self._sent = 0
            self._used_at = time.monotonic()
        return self._client

    def _alive(self) -> bool:
        assert self._client is not None
        try:
            return bool(self._client.smtp.noop()[0] == 250)
        except (smtplib.SMTPException, OSError):
            return False

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.is_closed = True
            client.smtp.close()

    def _connect(self) -> _Client:
        server = self._server
        options: dict[str, Any] = {"timeout": server.timeout}  # Any: keywords of smtplib of several types
        starttls: bool | dict[str, ssl.SSLContext] = False
        try:
            if server.security is not Security.NONE:
                context = ssl.create_default_context(cafile=str(server.ca_file) if server.ca_file else None)
                if server.security is Security.SSL:
                    options["context"] = context
                else:
                    starttls = {"context": context}
            client = _Client(
                user=server.user or "nobody@localhost",
                # Never None: yagmail would ask on standard input and block a service.
                password=server.password,
                host=server.host,
                port=server.port,
                smtp_ssl=server.security is Security.SSL,
                smtp_starttls=starttls,
                smtp_skip_login=not server.user,
                soft_email_validation=False,
                **options,
            )
            client.set_logging(None)
            self._login(client)
        except smtplib.SMTPAuthenticationError as error:
            raise LoginRefused(server.host, server.user, _words(error.smtp_error)) from error
        except UnicodeEncodeError as error:
            raise LoginRefused(server.host, server.user, NOT_ASCII) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(server.host, server.port, cause_of(error)) from error
        return client

    @staticmethod
    def _login(client: _Client) -> None:
        try:
            client.login()
        except BaseException:
            # yagmail leaves the half-open socket behind.
            if client.smtp is not None:
                client.smtp.close()
            client.is_closed = True
            raise


def is_loopback(host: str) -> bool:
    """Whether a host name or address means this machine."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _refusals(refused: Mapping[str, tuple[int, bytes]]) -> dict[str, Refusal]:
    return {address: Refusal(code, _words(text)) for address, (code, text) in refused.items()}


def _words(text: bytes | str) -> str:
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(decoded.split())


def cause_of(error: Exception) -> str:
    """Why a server could not be used: in our words where the error is a common one, otherwise in its own."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"chứng thư không được tin cậy: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "hết thời gian chờ"
    if isinstance(error, ConnectionRefusedError):
        return "không có dịch vụ ở cổng này"
    return " ".join(str(error).split()) or type(error).__name__
