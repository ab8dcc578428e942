"""Secrets which travel in a local part: 80 random bits, lower case, short enough for RFC 5321 (64 octets).

Only the hash of a token is looked up: ``state.post.outbox.token_hash``.
"""

import base64
import re
import secrets

TOKEN = re.compile(r"[a-z2-7]{16}")


def new_token() -> str:
    """Sixteen letters and digits of base32. Lower case, because some relays fold addresses."""
    return base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()


def tagged(address: str, tag: str) -> str:
    """``bao-cao@x.example`` and ``abc`` give ``bao-cao+abc@x.example`` (sub-addressing, RFC 5233)."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{tag}@{domain}"


def split_tag(address: str) -> tuple[str, str]:
    """An address without its tag, and the tag ("" when there is none); both lower case."""
    local, _, domain = address.strip().lower().rpartition("@")
    name, _, tag = local.partition("+")
    return f"{name}@{domain}", tag


def token_in(address: str) -> str:
    """The token in the tag of an address, or "" when the tag is none."""
    tag = split_tag(address)[1]
    return tag if TOKEN.fullmatch(tag) else ""


def bounce_address(address: str, token: str) -> str:
    """The envelope sender that tells us which letter came back (VERP): ``bounce+<token>@<our domain>``."""
    return f"bounce+{token}@{address.rpartition('@')[2]}"


def new_message_id(domain: str) -> str:
    """A Message-ID of its own random part; the token never stands in it, because ids are quoted and archived."""
    return f"<dondoc.{secrets.token_hex(12)}@{domain}>"
