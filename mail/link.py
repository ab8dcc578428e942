"""Signed links: the page of one letter for those who do not want to write a mail.

A link names the letter by the random part of its Message-ID, never by the token of its reply address; it is signed with
a key of this house, carries the moment of its making and ends some weeks later.
"""

import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from mail.errors import LinkEnded, LinkInvalid

_SALT = "dondoc.answer-link"
_MESSAGE_ID = re.compile(r"<dondoc\.([0-9a-f]{24})@([^<>\s]+)>")
_NAME = re.compile(r"[0-9a-f]{24}")
PATH = "/t/"
# A signature may end in "-" or "_", which some mail programs leave out of the link that they make of an address.
_END = "z"


@dataclass(frozen=True)
class Links:
    """Makes and reads links. ``base`` is the public address without a slash at its end; "" when there is no page."""

    base: str
    domain: str
    key: str = field(repr=False)
    lifetime: timedelta = timedelta(days=60)

    @cached_property
    def _serializer(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.key, salt=_SALT)

    def __call__(self, message_id: str) -> str:
        """The address of the page of a letter of ours, or "" when there is no page."""
        token = self.token(message_id) if self.base else ""
        return f"{self.base}{PATH}{token}" if token else ""

    def token(self, message_id: str) -> str:
        """What stands behind ``/t/``; "" for a Message-ID that is not of our making."""
        found = _MESSAGE_ID.fullmatch(message_id)
        return f"{self._serializer.dumps(found[1])}{_END}" if found and found[2] == self.domain else ""

    def letter(self, token: str, now: datetime | None = None) -> str:
        """The Message-ID of the letter that a link belongs to.

        :raises LinkInvalid: not signed by this house, or cut when it was copied
        :raises LinkEnded: older than its lifetime
        """
        try:
            # The lifetime is measured by hand, so that a simulated clock measures it as well.
            signed = token.removesuffix(_END) if token.endswith(_END) else ""
            name, made = self._serializer.loads(signed[:400], return_timestamp=True)
        except (SignatureExpired, BadSignature) as error:
            raise LinkInvalid from error
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise LinkInvalid
        if (now or datetime.now(UTC)) - made > self.lifetime:
            raise LinkEnded(self.lifetime.days)
        return f"<dondoc.{name}@{self.domain}>"


def key_in(folder: Path) -> str:
    """The signing key of this house, made at the first use and readable by its owner only."""
    path = folder / "link.key"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".link-{secrets.token_hex(8)}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(32))
        try:
            # Of two processes that start at the same moment the first one wins; both read the same key afterwards.
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()
