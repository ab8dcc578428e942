"""Values of handing over a mail: the server, what it said, and what became of the mail."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

# Enhanced status code, RFC 3463.
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
DISCONNECTED = 0
"""Code of a refusal that no server spoke: the connection broke."""


class Security(StrEnum):
    """How the connection is protected; ``NONE`` is for this machine only."""

    STARTTLS = "starttls"
    SSL = "ssl"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how letters are handed over. ``ca_file`` is for an internal certificate authority."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    timeout: float = 20.0


@dataclass(frozen=True, slots=True)
class Refusal:
    """What the server said about one recipient, or about the whole mail."""

    code: int
    text: str

    @property
    def permanent(self) -> bool:
        """5xx: trying again will not help (RFC 5321 section 4.2.1)."""
        return 500 <= self.code <= 599

    @property
    def no_such_mailbox(self) -> bool:
        """Whether the address itself is wrong; a full mailbox or a policy says nothing about the address."""
        return self.permanent and ("5.1." in self.text or (self.code == 550 and not _ENHANCED.search(self.text)))

    @property
    def sentence(self) -> str:
        """In words for people, with the server's own words behind."""
        spoken = self.text if self.code == DISCONNECTED else f"{self.code} {self.text}"
        return f"{_meaning(self.code, self.text)} ({spoken})"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one mail.

    ``uncertain`` is True when the connection broke after the text had begun: nobody knows whether the server took it,
    so it must not be sent again without a person.
    """

    accepted: tuple[str, ...]
    refused: Mapping[str, Refusal]
    uncertain: bool = False

    @property
    def permanent(self) -> bool:
        """Nobody got it and nobody will."""
        return not self.uncertain and not self.accepted and all(one.permanent for one in self.refused.values())

    @property
    def temporary(self) -> bool:
        """Nobody got it, but a later attempt may succeed."""
        return not self.uncertain and not self.accepted and not self.permanent

    @property
    def sentence(self) -> str:
        """One sentence for the log."""
        if self.uncertain:
            return "Mất kết nối khi đang chuyển thư: chưa rõ máy chủ đã nhận hay chưa, cần người kiểm tra."
        refused = "; ".join(f"{address}: {refusal.sentence}" for address, refusal in self.refused.items())
        if not self.refused:
            return f"Máy chủ thư đã nhận thư cho {', '.join(self.accepted)}."
        if self.accepted:
            return f"Máy chủ thư đã nhận thư cho {', '.join(self.accepted)}; từ chối {refused}."
        return f"Máy chủ thư từ chối {refused}."


def _meaning(code: int, text: str) -> str:
    if code == DISCONNECTED:
        return "mất kết nối"
    if Refusal(code, text).no_such_mailbox:
        return "không có hộp thư này"
    if "5.2.2" in text or code == 552:
        return "hộp thư đầy hoặc thư quá lớn"
    if "5.7." in text:
        return "bị chính sách của máy chủ chặn"
    return "tạm thời chưa nhận" if 400 <= code <= 499 else "không nhận"
