"""An SMTP server inside the process, on loopback only: our own mailbox, and one Maildir per simulated agency.

It stands in for a real server in a first installation and in demonstrations. Nothing leaves the machine. Mails are
written without waiting for the disk: a power cut may lose the last ones, a crash of the process does not.
"""

import asyncio
import hashlib
import os
import re
import secrets
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mail.errors import NotLoopback, Unreachable
from mail.post.session import is_loopback
from mail.token import split_tag

SIZE_LIMIT = 25 * 1024 * 1024
INBOX = "inbox"
AGENCIES = "agencies"


@dataclass(frozen=True, slots=True)
class PostOffice:
    """What the embedded server serves.

    ``own`` are addresses (without tag) whose mail goes to ``<root>/inbox``; all others go to ``<root>/agencies/…``,
    unless ``unknown`` says that there is no such mailbox. ``password`` lets clients log in; without one AUTH is not
    offered.
    """

    root: Path
    own: tuple[str, ...]
    host: str = "127.0.0.1"
    port: int = 0
    unknown: Callable[[str], bool] = field(default=lambda address: False)
    size_limit: int = SIZE_LIMIT
    password: str = field(default="", repr=False)


class PostServer:
    """The running server; also a context manager.

    :raises NotLoopback: the address is not of this machine
    """

    def __init__(self, office: PostOffice) -> None:
        if not is_loopback(office.host):
            raise NotLoopback(office.host)
        self._office = office
        self._controller: Controller | None = None
        self.port = office.port

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, in a thread of its own; ``port`` is the real one afterwards.

        :raises Unreachable: the port is taken
        """
        office = self._office
        handler = _Handler(office)
        # Any free port is chosen by the system only when it is asked for 0, which the controller cannot check itself.
        controller = _AnyPort(
            handler,
            hostname=office.host,
            port=office.port,
            data_size_limit=office.size_limit,
            ident="dondoc",
            server_hostname="localhost",
            auth_require_tls=not office.password,
            authenticator=handler.login if office.password else None,
        )
        try:
            _probe(office)
            controller.start()
        except OSError as error:
            raise Unreachable(office.host, office.port, error.strerror or str(error)) from error
        self._controller = controller
        self.port = controller.port

    def stop(self) -> None:
        """Stop listening; harmless when not started."""
        controller, self._controller = self._controller, None
        if controller is not None:
            controller.stop(no_assert=True)


def _probe(office: PostOffice) -> None:
    """Fail at once when the port is taken; the controller itself would wait some seconds to say so."""
    family = socket.AF_INET6 if ":" in office.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((office.host, office.port))


class _AnyPort(Controller):
    """A controller that learns which port the system gave."""

    def _trigger_server(self) -> None:
        if self.port == 0 and isinstance(self.server, asyncio.Server):
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class _Handler:
    """Hooks that aiosmtpd calls per command; the names are its own."""

    def __init__(self, office: PostOffice) -> None:
        self._office = office
        self._own = {address.lower() for address in office.own}
        make_maildir(office.root / INBOX)

    def login(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        """Accept the local secret only."""
        given = data.password if isinstance(data, LoginPassword) else b""
        accepted = secrets.compare_digest(given, self._office.password.encode("utf-8"))
        return AuthResult(success=accepted, handled=False)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse mailboxes that do not exist."""
        if "@" not in address or self._office.unknown(address.lower()):
            return f"550 5.1.1 {address}: no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Put one copy into the Maildir of each recipient."""
        sender = "" if envelope.mail_from in {None, "<>"} else str(envelope.mail_from)
        content = envelope.original_content or b""
        for recipient in envelope.rcpt_tos:
            trace = f"Return-Path: <{sender}>\r\nX-Original-To: {recipient}\r\nDelivered-To: {recipient}\r\n"
            try:
                deliver(self._box(recipient), trace.encode("utf-8") + content)
            except OSError:
                return "452 4.3.1 insufficient storage"
        return "250 2.0.0 OK"

    def _box(self, recipient: str) -> Path:
        base, _ = split_tag(recipient)
        return self._office.root / INBOX if base in self._own else agency_box(self._office.root, base)


def agency_box(root: Path, email: str) -> Path:
    """Where the mails to an address outside our own land; the name is safe on any file system."""
    address = email.lower()
    safe = re.sub(r"[^a-z0-9@._-]", "_", address).lstrip(".")[:100]
    if safe != address:
        safe = f"{safe}-{hashlib.sha256(address.encode('utf-8')).hexdigest()[:8]}"
    return root / AGENCIES / safe


def make_maildir(path: Path) -> None:
    """The three folders of a Maildir."""
    for part in ("tmp", "new", "cur"):
        (path / part).mkdir(parents=True, exist_ok=True)


def deliver(maildir: Path, content: bytes) -> Path:
    """Write one mail: first to ``tmp``, then moved to ``new``, so that a reader never sees half a mail."""
    if not (maildir / "tmp").is_dir():
        make_maildir(maildir)
    name = f"{time.time_ns()}.{os.getpid()}_{secrets.token_hex(4)}.dondoc"
    (maildir / "tmp" / name).write_bytes(content)
    return (maildir / "tmp" / name).rename(maildir / "new" / name)


def mails_in(maildir: Path) -> Iterable[Path]:
    """The mails of a box, oldest first: those not yet opened and those opened by a person."""
    found = [path for part in ("new", "cur") for path in (maildir / part).glob("*") if path.is_file()]
    return sorted(found, key=lambda path: path.name)
