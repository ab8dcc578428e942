"""DKIM signatures checked by ourselves, offline, with public keys that a person has written down (RFC 6376).

For houses whose mail server checks no senders. Only a signature of the domain in From, or of a domain above it, counts;
one that covers a part of the body only (``l=``) or leaves From out vouches for nothing.
"""

import base64
import binascii
import logging
import re
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path
from types import ModuleType

from mail.errors import MailError

_log = logging.getLogger(__name__)

_NAME = re.compile(r"([a-z0-9][a-z0-9._-]{0,62})\._domainkey\.([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_BLANKS = re.compile(rb"[ \t]+")
_LONG_BLANK = re.compile(rb"\s{100}")
_MAX_HEAD = 256 * 1024
_MAX_SIGNATURE = 8 * 1024
_MAX_TRIES = 3
_ALGORITHM = b"rsa-sha256"
"""rsa-sha1 proves nothing any more (RFC 8301); signers with Ed25519 sign with RSA as well (RFC 8463)."""


class Signature(Enum):
    """What the signatures of a mail say about its From.

    GOOD: one of the domain is right. BROKEN: there is one, and mail and signature do not fit. MISSING: the mail has
    none that could be checked.
    """

    GOOD = auto()
    BROKEN = auto()
    MISSING = auto()


class BadDkimKeys(MailError):
    """The file of DKIM keys cannot be used."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        self.why = why
        super().__init__(f"Tệp khóa DKIM “{path.name}” (DONDOC_DKIM_KEYS) không dùng được: {why}.")


@dataclass(frozen=True)
class DkimKeys:
    """Public keys by the name of their DNS record: "selector._domainkey.domain" -> "v=DKIM1; p=…"."""

    records: Mapping[str, str] = field(repr=False)

    def expects(self, domain: str) -> bool:
        """Whether mails from this domain are signed: there is a key of it or of a domain above it."""
        return any(_aligned(name.partition("._domainkey.")[2], domain) for name in self.records)

    def check(self, raw: bytes, domain: str) -> Signature:
        """What the signatures say about a whole mail whose From has this domain."""
        end = _HEAD_END.search(raw, 0, _MAX_HEAD)
        if end is None or b"dkim-signature" not in raw[: end.start()].lower():
            return Signature.MISSING
        try:
            return self._check(raw, end.start(), domain)
        except Exception:
            # The library was written for friendlier input; a mail that breaks it has no signature worth anything.
            _log.exception("a DKIM signature of %s could not be checked", domain)
            return Signature.BROKEN

    def _check(self, raw: bytes, head: int, domain: str) -> Signature:
        # Loaded late: it brings a DNS library along, which the command line would wait for.
        import dkim  # type: ignore[import-untyped]

        try:
            probe = dkim.DKIM(raw[:head] + b"\r\n\r\n")
        except dkim.DKIMException:
            return Signature.MISSING
        chosen = [
            (number, tags)
            for number, tags in enumerate(map(_tags, _signatures(probe.headers)))
            if self._usable(tags, domain)
        ]
        for number, tags in chosen[:_MAX_TRIES]:
            if self._right(dkim, _safe(raw, head, tags), number):
                return Signature.GOOD
        return Signature.BROKEN if chosen else Signature.MISSING

    def _usable(self, tags: Mapping[bytes, bytes], domain: str) -> bool:
        signer = tags.get(b"d", b"").decode("ascii", "replace").lower()
        name = f"{tags.get(b's', b'').decode('ascii', 'replace').lower()}._domainkey.{signer}"
        expiry = tags.get(b"x", b"")
        return (
            name in self.records
            and _aligned(signer, domain)
            and tags.get(b"a", b"").lower() == _ALGORITHM
            and b"l" not in tags
            and b"from" in re.split(rb"\s*:\s*", tags.get(b"h", b"").lower())
            and not (expiry.isdigit() and int(expiry) < time.time())
        )

    def _right(self, dkim: ModuleType, raw: bytes, number: int) -> bool:
        def record(name: bytes, timeout: int = 5) -> bytes | None:
            found = self.records.get(name.decode("ascii", "replace").rstrip(".").lower())
            return found.encode("ascii") if found else None

        try:
            return bool(dkim.DKIM(raw).verify(number, dnsfunc=record))
        except dkim.DKIMException:
            return False


def load_keys(path: Path) -> DkimKeys:
    """The keys of a TOML file with lines such as ``"mail._domainkey.xa.example" = "v=DKIM1; p=…"``; read once.

    A record may also be a list of strings, as DNS servers show long ones. An empty ``p=`` says that a key was revoked.

    :raises BadDkimKeys: the file cannot be read, or a line is no key of RSA
    """
    path = path.expanduser()
    try:
        facts = path.stat()
    except OSError as error:
        raise BadDkimKeys(path, f"không mở được tệp ({error.strerror})") from error
    return _loaded(path, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=4)
def _loaded(path: Path, _changed: int, _size: int) -> DkimKeys:
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadDkimKeys(path, f"không đọc được theo dạng TOML ({error})") from error
    return DkimKeys(dict(_record(path, name, value) for name, value in entries.items()))


def _record(path: Path, name: str, value: object) -> tuple[str, str]:
    lower = name.lower().rstrip(".")
    if not _NAME.fullmatch(lower):
        raise BadDkimKeys(path, f"“{name}” không có dạng bộ-chọn._domainkey.tên-miền")
    text = "".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value
    if not isinstance(text, str) or not text.isascii():
        raise BadDkimKeys(path, f"giá trị của “{name}” phải là chuỗi ký tự")
    tags = dict(part.strip().partition("=")[::2] for part in text.split(";") if part.strip())
    public = re.sub(r"\s+", "", tags.get("p", "?"))
    if tags.get("v", "DKIM1").strip() != "DKIM1" or tags.get("k", "rsa").strip() != "rsa" or not _is_key(public):
        raise BadDkimKeys(path, f"giá trị của “{name}” không phải là khóa công khai RSA của DKIM (v=DKIM1; p=…)")
    return lower, text


def _is_key(public: str) -> bool:
    try:
        content = base64.b64decode(public, validate=True)
    except (binascii.Error, ValueError):
        return False
    # A SEQUENCE of DER with room for the 1,024 bits that are the least (RFC 8301); nothing at all is a revoked key.
    return not content or (content[0] == 0x30 and len(content) >= 128)


def _aligned(signer: str, domain: str) -> bool:
    """Whether a signer may speak for a domain: the same, or one above it, whose owner hands the lower ones out."""
    return bool(signer) and (domain == signer or domain.endswith("." + signer))


def _signatures(headers: list[tuple[bytes, bytes]]) -> list[bytes]:
    return [value for name, value in headers if name.lower() == b"dkim-signature"]


def _tags(value: bytes) -> dict[bytes, bytes]:
    """The tags of a signature; none when it is too long or too airy for the library's regular expressions."""
    if len(value) > _MAX_SIGNATURE or _LONG_BLANK.search(value):
        return {}
    pairs = (part.partition(b"=") for part in value.split(b";"))
    return {key.strip(): b" ".join(found.split()) for key, _, found in pairs if key.strip()}


def _safe(raw: bytes, head: int, tags: Mapping[bytes, bytes]) -> bytes:
    """The mail with what the relaxed form of a body folds anyway folded already.

    The library needs quadratic time for long runs of blanks.
    """
    relaxed = tags.get(b"c", b"").partition(b"/")[2].strip() == b"relaxed"
    return raw[:head] + _BLANKS.sub(b" ", raw[head:]) if relaxed else raw
