"""What rules are given and what they answer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum, auto
from typing import Protocol

from mail.incoming.dkim_keys import DkimKeys
from mail.read_answer.model import AskedItem
from state.post.found_letter import FoundLetter


class Kind(StrEnum):
    """What a mail is."""

    ANSWER = "answer"
    NOTE = "note"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LOOP = "loop"
    SPOOF = "spoof"
    UNMATCHED = "unmatched"


class Outcome(StrEnum):
    """What happens to it; HOLD waits for a person."""

    RECORD = "record"
    HOLD = "hold"
    IGNORE = "ignore"
    BOUNCE = "bounce"


class Standing(StrEnum):
    """What is known about the sender.

    VERIFIED: the agency, and a mail server or a signature vouches for it. REGISTERED: an address of the agency, and
    nobody checks senders here. UNVERIFIED: an address of the agency for which nothing vouches. FOREIGN: not an address
    of the agency. FAILED: the check says that somebody else wrote.
    """

    VERIFIED = auto()
    REGISTERED = auto()
    UNVERIFIED = auto()
    FOREIGN = auto()
    FAILED = auto()

    @property
    def believed(self) -> bool:
        """Whether what such a sender writes may be recorded."""
        return self in {Standing.VERIFIED, Standing.REGISTERED}


class Severity(StrEnum):
    """How bad a failed delivery is: HARD marks the contact at once, SOFT after three in 14 days."""

    HARD = "hard"
    SOFT = "soft"
    POLICY = "policy"
    DELAYED = "delayed"
    DELIVERED = "delivered"


@dataclass(frozen=True, slots=True)
class KnownLetter:
    """A letter of ours as the rules see it. ``domains`` are registered for the agency, ``contacts`` its addresses.

    ``sent`` is the letter as the outbox has it; None where there is no outbox.
    """

    id: int
    agency_code: str
    agency_name: str
    domains: frozenset[str]
    contacts: frozenset[str]
    sent_text: str
    asked: tuple[AskedItem, ...]
    revoked: bool = False
    expired: bool = False
    sent: FoundLetter | None = None


@dataclass(frozen=True, slots=True)
class Rates:
    """How many mails came lately: from this sender in an hour, from this domain in a day."""

    sender_hour: int = 0
    domain_day: int = 0


@dataclass(frozen=True, slots=True)
class Owners:
    """Who has registered an address, and who has registered any address of its domain: agency code to name."""

    of_address: Mapping[str, str] = field(default_factory=dict)
    of_domain: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The reply that has the same words: its number, and what was known of its sender ("" when nobody asked)."""

    reply_id: int
    trust: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """Settings of the rules. ``authserv_id`` is the name of our own mail server, "" when none checks for us.

    ``plus_addresses``: reports of delivery come back to tagged addresses of ours.

    ``dkim``: keys for checking signatures ourselves where our own server has said nothing about a mail.
    """

    authserv_id: str = ""
    max_size: int = 25 * 1024 * 1024
    sender_hour: int = 20
    domain_day: int = 200
    dkim: DkimKeys | None = None
    plus_addresses: bool = True


class Known(Protocol):
    """What the rules may ask about our own side; a database in service, a few dictionaries in a test."""

    limits: Limits

    def letter_by_token(self, token: str) -> KnownLetter | None:
        """The letter whose reply address carries this token (lower case)."""
        ...

    def letter_by_message_id(self, message_id: str) -> KnownLetter | None:
        """The letter with this Message-ID, in angle brackets."""
        ...

    def letter_by_code(self, code: str) -> KnownLetter | None:
        """The newest letter that asks for this assignment."""
        ...

    def is_own_address(self, address: str) -> bool:
        """Whether we write from this address."""
        ...

    def agency_domains(self) -> Collection[str]:
        """Domains registered for any agency."""
        ...

    def owners(self, sender: str) -> Owners:
        """The agencies to which an address or its domain belongs today."""
        ...

    def original(self) -> bytes:
        """The mail as it arrived, b"" when only a part of it was kept."""
        ...

    def earlier(self, said_sha: str, sender: str) -> Earlier | None:
        """The reply in which the same sender said the same within seven days; not one that a person has rejected."""
        ...

    def rates(self, sender: str) -> Rates:
        """How much this sender and its domain wrote lately."""
        ...


@dataclass(frozen=True, slots=True)
class Bounced:
    """A recipient that a letter did not reach."""

    recipient: str
    status: str
    severity: Severity


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule decided, in one Vietnamese sentence. ``receipt``: the sender may be answered.

    ``ask_contact``: the known contact of the agency is asked to confirm through a link. ``trusted``: the sender is
    the agency, even when the content has to wait for a person. ``away``: the contact is out of office. ``trust`` is a
    value of :class:`Standing`, "" where no sender was judged (bounces, loops). ``duplicate_of`` is the number of the
    reply with the same words.
    """

    kind: Kind
    outcome: Outcome
    rule: str
    reason: str
    letter: KnownLetter | None = None
    receipt: bool = False
    ask_contact: bool = False
    trusted: bool = False
    absent_until: date | None = None
    away: bool = False
    bounced: tuple[Bounced, ...] = ()
    trust: str = ""
    duplicate_of: int | None = None
