"""Files by their content: the same bytes are kept once, whoever sends them in and under whatever name."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from state.errors import NotFound
from state.tables import StoredFileRow

_FILE = StoredFileRow.metadata.tables["stored_file"]


class FileStore:
    """Keeps and gives files; the name under which a file came stands with the reply."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, contents: Iterable[bytes]) -> list[str]:
        """Keep files; returns their sha256 in the same order."""
        named = [(hashlib.sha256(content).hexdigest(), content) for content in contents]
        new = dict(named)
        if new:
            known = select(_FILE.c.sha256).where(_FILE.c.sha256.in_(new))
            for digest in self._session.scalars(known):
                del new[digest]
        if new:
            rows = [{"sha256": digest, "size": len(content), "content": content} for digest, content in new.items()]
            self._session.execute(insert(_FILE), rows)
        return [digest for digest, _ in named]

    def content(self, sha256: str) -> bytes:
        """The bytes of a file.

        :raises NotFound: no such file is kept
        """
        found: bytes | None = self._session.scalar(select(_FILE.c.content).where(_FILE.c.sha256 == sha256))
        if found is None:
            raise NotFound("tệp", sha256)
        return found
