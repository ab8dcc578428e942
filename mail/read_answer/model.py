"""What was asked and what was understood, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cycles.status import WorkStatus


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """A figure that was asked for, such as "CT1"; ``unit`` is "%" when numerator and denominator are wanted."""

    code: str
    label: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class AskedItem:
    """An assignment that was asked about: its code ("HT26-031"), its place in the plan ("V.10.a") and its text.

    The ``answered`` ones are what the version that counts says, None and "" when there is no answer yet: figures that
    are sent later complete it. ``year`` is that of the cycle.
    """

    code: str
    path: str
    text: str
    figures: tuple[AskedFigure, ...] = ()
    answered_status: WorkStatus | None = None
    answered_percent: Decimal | None = None
    answered_narrative: str = ""
    answered_figures: frozenset[str] = frozenset()
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was given. Nothing is computed: a ratio has no value, a bare percentage no parts.

    ``span`` is its place in :attr:`Understanding.text`.
    """

    numerator: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    unit: str
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value was read and how surely.

    ``start`` and ``end`` are its place in :attr:`Understanding.text`; a value out of a file has a ``place`` instead
    ("Bieu.xlsx, ô F7"). ``confidence`` is between 0 and 1; below :data:`SURE` nothing is recorded without a person.
    """

    start: int = 0
    end: int = 0
    confidence: float = 1.0
    place: str = ""


SURE = 0.8


@dataclass(frozen=True, slots=True)
class Reported:
    """What was said about one assignment. ``status`` is None when it could not be read; then there is a doubt.

    ``kept``: only an addition was sent, status and percentage are those of the answer before. ``evidence`` by value:
    "status", "percent", and the codes of the figures.
    """

    code: str
    status: WorkStatus | None
    percent: Decimal | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict)
    narrative: str = ""
    difficulties: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    kept: bool = False
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Extension:
    """A request for more time. ``until`` is None when no day was named; ``codes`` is empty when it is for all."""

    until: date | None
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProposedContact:
    """Who is to be written to from now on, in the words of the reply. ``adds``: beside the sender, not instead."""

    email: str
    name: str = ""
    adds: bool = False
    words: str = ""

    @property
    def shown(self) -> str:
        """ "Trần Thị Bình (binh@xamau.example)"."""
        return f"{self.name} ({self.email})" if self.name else self.email


class Sort(StrEnum):
    """What a reply is, once it is read."""

    ANSWER = "answer"
    EXTENSION = "extension"
    NOT_OURS = "not_focal"
    NOTE = "note"
    UNCLEAR = "unclear"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Understanding:
    """A reply, read. ``doubts`` are reasons to let a person decide, ``notes`` are worth showing but stop nothing."""

    sort: Sort
    text: str
    reported: tuple[Reported, ...] = ()
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    extension: Extension | None = None
    contact: ProposedContact | None = None

    @property
    def certain(self) -> bool:
        """Whether everything that was said may be recorded without a person."""
        return bool(self.reported) and not self.doubts
