"""An IMAP mailbox: mails are read without a trace, moved after they were kept, and waited for without asking."""

import logging
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mail.errors import NOT_ASCII, BoxUnavailable, NotEncrypted
from mail.incoming.sources import HEAD, SIZE_LIMIT, Fetched
from mail.post.session import cause_of, is_loopback
from mail.post.verdict import Security

_log = logging.getLogger(__name__)
RENEW_SECONDS = 24 * 60.0
"""A server may end a session that idles for half an hour (RFC 2177)."""


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
        self._idle_since: float | None = None
        self._met: set[int] = set()
        self._validity = ""
        self._name = f"imap:{box.user}@{box.host}/{box.folder}"[:120]

    def fetch(self, limit: int = 500) -> Iterator[Fetched]:
        """Sizes first, then one body after the other, without marking anything as read.

        A mail that the server cannot give stays where it is, and does not keep the others from being read.
        """
        try:
            client = self._select(fresh=True)
            uids = sorted(client.search("ALL"))[:limit]
            self._met = set(uids)
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

    def wait(self, seconds: float) -> bool:
        """IDLE (RFC 2177): the server says by itself that a mail has come. One that cannot is looked into later."""
        client, began = self._client, time.monotonic()
        if client is None or not client.has_capability("IDLE"):
            time.sleep(seconds)
            return False
        try:
            if self._idle_since is not None and began - self._idle_since > RENEW_SECONDS:
                self._stop_idling(client)
                return True
            if self._idle_since is None:
                # A mail that came since the last look would be announced together with the beginning of IDLE, where
                # the announcement is easily missed.
                client.noop()
                if not self._met.issuperset(client.search("ALL")):
                    return True
                client.idle()
                self._idle_since = began
            said = client.idle_check(timeout=seconds)
            if not said and time.monotonic() - began < seconds / 2:
                # Nothing, and before its time: either the server hung up, which the next word to it shows, or
                # TLS spoke for itself.
                self._stop_idling(client)
        except (IMAPClientError, OSError):
            self.close()
            said = []
        if not said:
            time.sleep(max(0.0, began + seconds - time.monotonic()))
        return any(len(one) > 1 and one[1] == b"EXISTS" for one in said)

    def close(self) -> None:
        """Log out; harmless when not connected."""
        client, self._client = self._client, None
        if client is not None:
            try:
                self._stop_idling(client)
                client.logout()
            except (IMAPClientError, OSError):
                client.shutdown()

    def _stop_idling(self, client: IMAPClient) -> None:
        if self._idle_since is not None:
            self._idle_since = None
            client.idle_done()

    def _body(self, client: IMAPClient, uid: int, size: int) -> bytes | None:
        item = "BODY.PEEK[]" if size <= self._box.size_limit else f"BODY.PEEK[]<0.{HEAD}>"
        answer: dict[bytes, Any] = client.fetch([uid], [item]).get(uid, {})  # Any: IMAPClient mixes types here
        found = next((value for key, value in answer.items() if key.startswith(b"BODY[]")), None)
        return found if isinstance(found, bytes) else None

    def _select(self, *, fresh: bool = False) -> IMAPClient:
        """The session; ``fresh``: one that lay idle first hears what is new, or is replaced when it has ended."""
        if self._client is not None and (fresh or self._idle_since is not None):
            try:
                self._stop_idling(self._client)
                self._client.noop()
            except (IMAPClientError, OSError):
                self.close()
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
