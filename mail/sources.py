"""Where mails come from: a Maildir, an IMAP mailbox, a folder of .eml files; one protocol for all.

A mail is moved away only by :meth:`MailSource.done`, which the caller calls after its own commit, so that a crash in
between shows the mail again. Whether a person has opened it says nothing (``\\Seen`` is never read nor set).
"""

import hashlib
import logging
import ssl
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mail.errors import NOT_ASCII, BoxUnavailable, NotEncrypted
from mail.server import mails_in, make_maildir
from mail.session import cause_of, is_loopback
from mail.verdict import Security

_log = logging.getLogger(__name__)
SIZE_LIMIT = 25 * 1024 * 1024
HEAD = 64 * 1024
"""How much of a mail over the limit is read: its headers and the beginning of its text."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail where it lies. ``box``, ``uidvalidity`` and ``uid`` together name it once and for ever.

    ``size`` is the real size in bytes; ``truncated`` says that ``raw`` is only the beginning; ``arrived`` is when the
    mail server put it there, where that is known.
    """

    box: str
    uidvalidity: str
    uid: str
    raw: bytes = field(repr=False)
    size: int
    truncated: bool = False
    arrived: datetime | None = None


class MailSource(Protocol):
    """A place that mails are fetched from."""

    def fetch(self, limit: int = 500) -> Iterable[Fetched]:
        """The mails that were not yet taken, oldest first, at most ``limit``.

        :raises BoxUnavailable: the place cannot be opened
        """

    def done(self, fetched: Fetched) -> None:
        """Move a mail away after it was kept; harmless when it is gone already."""

    def close(self) -> None:
        """Give the place back; harmless when it was never opened."""


class Maildir:
    """A Maildir on this machine; taken mails go to its folder ``.Processed``."""

    def __init__(self, path: Path, size_limit: int = SIZE_LIMIT) -> None:
        self._path = path
        self._size_limit = size_limit
        self._box = f"maildir:{path.name}"

    def fetch(self, limit: int = 500) -> Iterator[Fetched]:
        """New mails and those that a person opened in the meantime."""
        if not self._path.is_dir():
            raise BoxUnavailable(str(self._path), "chưa có thư mục này")
        for path in list(mails_in(self._path))[:limit]:
            try:
                raw, size = _read(path, self._size_limit)
                arrived = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue  # Another reader took it between the listing and now.
            yield Fetched(self._box, "", path.name.partition(":")[0], raw, size, size > len(raw), arrived)

    def done(self, fetched: Fetched) -> None:
        """Move to ``.Processed/cur``; the unique name is kept, so that no two mails ever meet."""
        processed = self._path / ".Processed"
        make_maildir(processed)
        # Most lie where they were delivered; only one that a person opened has to be looked for.
        unseen = self._path / "new" / fetched.uid
        found = [unseen] if unseen.is_file() else mails_in(self._path)
        for path in found:
            if path.name.partition(":")[0] == fetched.uid:
                path.rename(processed / "cur" / f"{fetched.uid}:2,S")

    def close(self) -> None:
        """Nothing stays open between two files."""


class DropFolder:
    """A folder into which people put .eml files; taken ones go to its folder ``processed``."""

    def __init__(self, path: Path, size_limit: int = SIZE_LIMIT) -> None:
        self._path = path
        self._size_limit = size_limit
        self._box = f"folder:{path.name}"

    def fetch(self, limit: int = 500) -> Iterator[Fetched]:
        """The files by name; a file is known by its content, because names are used again."""
        if not self._path.is_dir():
            raise BoxUnavailable(str(self._path), "chưa có thư mục này")
        for path in self._files()[:limit]:
            raw, size = _read(path, self._size_limit)
            yield Fetched(self._box, "", _named_digest(path, raw), raw, size, size > len(raw))

    def done(self, fetched: Fetched) -> None:
        """Move the file of this name and content to ``processed`` under a name that is free."""
        processed = self._path / "processed"
        processed.mkdir(exist_ok=True)
        for path in self._files():
            if _named_digest(path, _read(path, self._size_limit)[0]) == fetched.uid:
                target, number = processed / path.name, 1
                while target.exists():
                    target, number = processed / f"{path.stem}-{number}{path.suffix}", number + 1
                path.rename(target)

    def close(self) -> None:
        """Nothing stays open between two files."""

    def _files(self) -> list[Path]:
        return sorted(path for path in self._path.glob("*.eml") if path.is_file())


@dataclass(frozen=True, slots=True)
class ImapBox:
    """An IMAP mailbox and the folder for taken mails."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    security: Security = Security.SSL
    folder: str = "INBOX"
    processed: str = "Processed"
    ca_file: Path | None = None
    timeout: float = 30.0
    size_limit: int = SIZE_LIMIT


class Imap:
    """An IMAP mailbox; connects on the first use, ``close()`` says goodbye.

    :raises NotEncrypted: no TLS to a server that is not this machine
    """

    def __init__(self, box: ImapBox) -> None:
        if box.security is Security.NONE and not is_loopback(box.host):
            raise NotEncrypted(box.host)
        self._box = box
        self._client: IMAPClient | None = None
        self._validity = ""
        self._name = f"imap:{box.user}@{box.host}/{box.folder}"[:120]

    def fetch(self, limit: int = 500) -> Iterator[Fetched]:
        """Sizes first, then one body after the other, without marking anything as read.

        A mail that the server cannot give stays where it is, and does not keep the others from being read.
        """
        try:
            client = self._select()
            uids = sorted(client.search("ALL"))[:limit]
            facts = client.fetch(uids, ["RFC822.SIZE", "INTERNALDATE"]) if uids else {}
            for uid in uids:
                fact = facts.get(uid, {})
                size, arrived = int(fact.get(b"RFC822.SIZE", 0)), fact.get(b"INTERNALDATE")
                try:
                    raw = self._body(client, uid, size)
                except IMAPClientError as error:
                    _log.warning(
                        "Máy chủ không đưa được thư số %s của hộp thư %s (%s).", uid, self._name, cause_of(error)
                    )
                    # Servers hang up after such an error; when this one is gone altogether, connecting says so.
                    self.close()
                    client = self._select()
                    continue
                if raw is not None:
                    whole = size <= self._box.size_limit
                    yield Fetched(self._name, self._validity, str(uid), raw, size, not whole, arrived)
        except (IMAPClientError, OSError) as error:
            self.close()
            raise BoxUnavailable(self._name, cause_of(error)) from error

    def done(self, fetched: Fetched) -> None:
        """MOVE in one step where the server can (RFC 6851), otherwise copy and expunge this one mail."""
        try:
            client = self._select()
            if fetched.uidvalidity != self._validity:
                return  # The box was rebuilt; the number means another mail now. The second unique key absorbs it.
            uid = int(fetched.uid)
            if client.has_capability("MOVE"):
                client.move([uid], self._box.processed)
            else:
                client.copy([uid], self._box.processed)
                client.delete_messages([uid])
                client.expunge([uid] if client.has_capability("UIDPLUS") else None)
        except (IMAPClientError, OSError) as error:
            self.close()
            raise BoxUnavailable(self._name, cause_of(error)) from error

    def close(self) -> None:
        """Log out; harmless when not connected."""
        client, self._client = self._client, None
        if client is not None:
            try:
                client.logout()
            except (IMAPClientError, OSError):
                client.shutdown()

    def _body(self, client: IMAPClient, uid: int, size: int) -> bytes | None:
        item = "BODY.PEEK[]" if size <= self._box.size_limit else f"BODY.PEEK[]<0.{HEAD}>"
        answer: dict[bytes, Any] = client.fetch([uid], [item]).get(uid, {})  # Any: IMAPClient mixes types here
        found = next((value for key, value in answer.items() if key.startswith(b"BODY[]")), None)
        return found if isinstance(found, bytes) else None

    def _select(self) -> IMAPClient:
        if self._client is None:
            self._client = self._connect()
            answer = self._client.select_folder(self._box.folder)
            self._validity = str(answer[b"UIDVALIDITY"])
        return self._client

    def _connect(self) -> IMAPClient:
        box = self._box
        context = None
        if box.security is not Security.NONE:
            context = ssl.create_default_context(cafile=str(box.ca_file) if box.ca_file else None)
        client = IMAPClient(
            box.host, box.port, ssl=box.security is Security.SSL, ssl_context=context, timeout=box.timeout
        )
        client.normalise_times = False  # INTERNALDATE keeps its zone
        try:
            if box.security is Security.STARTTLS:
                client.starttls(context)
            try:
                client.login(box.user, box.password)
            except UnicodeEncodeError as error:
                raise BoxUnavailable(self._name, NOT_ASCII) from error
            if not client.folder_exists(box.processed):
                client.create_folder(box.processed)
        except BaseException:
            client.shutdown()
            raise
        return client


def _read(path: Path, limit: int) -> tuple[bytes, int]:
    """The mail, or only its beginning when it is over the limit; and its real size."""
    size = path.stat().st_size
    with path.open("rb") as file:
        return file.read(size if size <= limit else HEAD), size


def _named_digest(path: Path, raw: bytes) -> str:
    return f"{hashlib.sha256(raw).hexdigest()[:32]}/{path.name[:120]}"
