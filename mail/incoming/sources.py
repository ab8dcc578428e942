"""Where mails come from: a Maildir, an IMAP mailbox, a folder of .eml files; one protocol for all.

A mail is moved away only by :meth:`MailSource.done`, which the caller calls after its own commit, so that a crash in
between shows the mail again. Whether a person has opened it says nothing (``\\Seen`` is never read nor set).
"""

import hashlib
import logging
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from mail.errors import BoxUnavailable
from mail.incoming.message import Message, parse
from mail.post.server import mails_in, make_maildir

_log = logging.getLogger(__name__)
SIZE_LIMIT = 25 * 1024 * 1024
HEAD = 64 * 1024
"""How much of a mail over the limit is read: its headers and the beginning of its text."""
NAMED = 120
"""How much of the name of a file stands beside the digest of its content."""
_BY_HAND = "folder:"
UNREADABLE = "Không đọc hoặc không chuyển được thư %s của hộp thư %s (%s)."


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


def message_in(box: str, raw: bytes, size: int) -> Message:
    """Read a mail of a box. Of a file that a person put there our mail server has seen nothing, whatever it says."""
    message = parse(raw, size)
    return replace(message, authentication=()) if box.startswith(_BY_HAND) else message


class MailSource(Protocol):
    """A place that mails are fetched from."""

    def fetch(self, limit: int = 500) -> Iterable[Fetched]:
        """The mails that were not yet taken, oldest first, at most ``limit``.

        :raises BoxUnavailable: the place cannot be opened
        """

    def done(self, fetched: Fetched) -> None:
        """Move a mail away after it was kept; harmless when it is gone already."""

    def wait(self, seconds: float) -> bool:
        """Wait at most so long for a mail; True when there is something new to fetch.

        What was there at the last look is not new, so that a mail which cannot be read keeps nobody busy.
        """

    def close(self) -> None:
        """Give the place back; harmless when it was never opened."""


class Maildir:
    """A Maildir on this machine; taken mails go to its folder ``.Processed``."""

    def __init__(self, path: Path, size_limit: int = SIZE_LIMIT) -> None:
        self._path = path
        self._size_limit = size_limit
        self._box = f"maildir:{path.name}"
        self._met: set[str] = set()

    def fetch(self, limit: int = 500) -> Iterator[Fetched]:
        """New mails and those that a person opened in the meantime."""
        if not self._path.is_dir():
            raise BoxUnavailable(str(self._path), "chưa có thư mục này")
        paths = list(mails_in(self._path))[:limit]
        self._met = {path.name for path in paths}
        for path in paths:
            try:
                raw, size = _read(path, self._size_limit)
                arrived = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:
                continue  # Another reader took it between the listing and now.
            except OSError as error:
                _log.warning(UNREADABLE, path.name, self._box, error.strerror)
                continue
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

    def wait(self, seconds: float) -> bool:
        """Look, wait, look again."""
        return _look_twice(self._news, seconds)

    def close(self) -> None:
        """Nothing stays open between two files."""

    def _news(self) -> bool:
        return any(path.name not in self._met for path in (self._path / "new").glob("*"))


Mark = tuple[str, int, int]
"""Name, size and time of a file: the same mark, the same content."""


class DropFolder:
    """A folder into which people put .eml files; taken ones go to its folder ``processed``.

    A file that cannot be read or moved stays where it is and keeps no other from being taken; links are not followed.

    :param rest: a file is taken when nobody has written to it for so many seconds
    """

    def __init__(self, path: Path, size_limit: int = SIZE_LIMIT, rest: float = 0.0) -> None:
        self._path = path
        self._size_limit = size_limit
        self._rest = rest
        self._box = f"{_BY_HAND}{path.name}"[:120]
        self._met: set[Mark] = set()
        self._stuck: set[Mark] = set()

    def fetch(self, limit: int = 500) -> Iterator[Fetched]:
        """The files by name; a file is known by its content, because names are used again."""
        files = {path: mark for path, mark in self._files().items() if mark not in self._stuck}
        self._met = set(list(files.values())[:limit])
        for path, mark in list(files.items())[:limit]:
            try:
                raw, size = _read(path, self._size_limit)
            except FileNotFoundError:
                continue
            except OSError as error:
                self._leave(mark, error)
                continue
            yield Fetched(self._box, "", _named_digest(path, raw), raw, size, size > len(raw))

    def done(self, fetched: Fetched) -> None:
        """Move the file of this name and content to ``processed`` under a name that is free."""
        name = fetched.uid.partition("/")[2]
        for path, mark in self._files().items():
            if path.name[:NAMED] != name:
                continue
            try:
                if _named_digest(path, _read(path, self._size_limit)[0]) == fetched.uid:
                    path.rename(self._free(path))
            except OSError as error:
                self._leave(mark, error)

    def wait(self, seconds: float) -> bool:
        """Look, wait, look again."""
        return _look_twice(self._news, seconds)

    def close(self) -> None:
        """Nothing stays open between two files."""

    def _news(self) -> bool:
        try:
            return any(mark not in self._met | self._stuck for mark in self._files().values())
        except BoxUnavailable:
            return False

    def _free(self, path: Path) -> Path:
        processed = self._path / "processed"
        processed.mkdir(exist_ok=True)
        target, number = processed / path.name, 1
        while target.exists():
            target, number = processed / f"{path.stem}-{number}{path.suffix}", number + 1
        return target

    def _leave(self, mark: Mark, error: OSError) -> None:
        """Said once; the file is looked at again when somebody has changed it, or after a restart."""
        self._stuck.add(mark)
        _log.warning(UNREADABLE, mark[0], self._box, error.strerror)

    def _files(self) -> dict[Path, Mark]:
        """Finished files by name; one that is still being copied has just been written to, or is empty."""
        found: dict[Path, Mark] = {}
        try:
            paths = sorted(path for path in self._path.iterdir() if path.suffix.lower() == ".eml")
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            raise BoxUnavailable(
                str(self._path), "chưa có thư mục này" if missing else error.strerror or str(error)
            ) from error
        for path in paths:
            try:
                facts = path.lstat()
            except OSError:
                continue
            if stat.S_ISREG(facts.st_mode) and facts.st_size and time.time() - facts.st_ctime >= self._rest:
                found[path] = (path.name, facts.st_size, facts.st_mtime_ns)
        return found


def _read(path: Path, limit: int) -> tuple[bytes, int]:
    """The mail, or only its beginning when it is over the limit; and its real size."""
    size = path.stat().st_size
    with path.open("rb") as file:
        return file.read(size if size <= limit else HEAD), size


def _named_digest(path: Path, raw: bytes) -> str:
    return f"{hashlib.sha256(raw).hexdigest()[:32]}/{path.name[:NAMED]}"


def _look_twice(news: Callable[[], bool], seconds: float) -> bool:
    if news():
        return True
    time.sleep(seconds)
    return news()
