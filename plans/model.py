"""The typed reading of one plan. Every item keeps the lines of the file it was read from.

What the text does not say is None or an empty tuple; nothing is filled in.
"""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

Comparator = Literal[">=", "<=", "="]
OwnerRole = Literal["thường trực", "đầu mối", "chủ trì", "phối hợp", "tham mưu", "đề nghị", "thực hiện"]


class Frozen(BaseModel):
    """Values that do not change after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(Frozen):
    """Where an item stands. Lines count from 1; `lines` lists the pieces when a footnote or page break cuts it."""

    start_line: int
    end_line: int
    lines: tuple[tuple[int, int], ...]


class Period(Frozen):
    """Years the plan covers; `vision` is the year of an orientation beyond its end."""

    start: int | None = None
    end: int | None = None
    vision: int | None = None
    milestone_years: tuple[int, ...] = ()


class Document(Frozen):
    """Facts of the heading. `date` is None when the day (or month) is blank; day, month, year say what is known."""

    doc_type: str
    number: str | None
    symbol: str | None
    issuer: str | None
    issuer_from: Literal["header", "signature"] | None
    place: str | None
    province: str | None
    date: date | None
    day: int | None
    month: int | None
    year: int | None
    title: str
    programme: str | None
    programme_decision: str | None
    programme_name: str | None
    programme_short_name: str | None
    period: Period


class LegalBasis(Frozen):
    """One document the plan rests on, with the sentence that cites it."""

    text: str
    lead_word: str
    type: str | None
    number: str | None
    date: date | None
    issuer: str | None
    source: Source


class Section(Frozen):
    """A top heading: its label ("I") and title."""

    no: str
    title: str


class Target(Frozen):
    """One aim. `text` is the aim itself, `clause` the whole paragraph; `part_of` is the aim this one is a share of."""

    path: str
    group: str | None
    scope: str | None
    text: str
    comparator: Comparator | None
    value: float | None
    unit: str | None
    year: int | None
    recurrence: str | None
    relative: bool
    part_of: str | None
    clause: str
    source: Source

    @property
    def quantitative(self) -> bool:
        """Whether the aim has a figure."""
        return self.value is not None


class Task(Frozen):
    """One item of the section on tasks and solutions."""

    path: str
    heading: str
    subheading: str | None
    text: str
    recurrence: tuple[str, ...]
    source: Source


class FundingItem(Frozen):
    """One source of money or rule about it."""

    path: str
    text: str
    source: Source


class Partner(Frozen):
    """Another body named in a clause, as written, and what it does there."""

    name: str
    role: str


class Responsibility(Frozen):
    """One clause of "Tổ chức thực hiện". Names are as written; matching them with agencies is another room's work."""

    path: str
    owners: tuple[str, ...]
    owner_role: tuple[OwnerRole, ...]
    partners: tuple[Partner, ...]
    advises: tuple[str, ...]
    reports_to: tuple[str, ...]
    recurrence: tuple[str, ...]
    deadlines: tuple[str, ...]
    text: str
    heading: str
    requested: bool
    source: Source


class Signer(Frozen):
    """The signature block."""

    authority: tuple[str, ...]
    on_behalf: str | None
    acting_for: str | None
    position: str | None
    name: str | None


class ClosingDuty(Frozen):
    """One sentence of the closing paragraph that gives somebody something to do."""

    text: str
    owners: tuple[str, ...]
    conditional: bool
    reports_to: tuple[str, ...]
    via: str | None


class Closing(Frozen):
    """The closing paragraph; its duties are kept apart from the responsibilities."""

    path: str
    text: str
    agencies: tuple[str, ...]
    reports_to: tuple[str, ...]
    via: str | None
    duties: tuple[ClosingDuty, ...]
    source: Source


class Footnote(Frozen):
    """A footnote, lifted out of the paragraph it cut in two."""

    mark: str
    text: str
    source: Source


class Question(Frozen):
    """Something only a person can decide. `kind` is a stable slug."""

    path: str
    kind: str
    message: str


class Plan(Frozen):
    """One issued plan, read completely."""

    document: Document
    legal_bases: tuple[LegalBasis, ...]
    sections: tuple[Section, ...]
    general_objective: str | None
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    funding: tuple[FundingItem, ...]
    responsibilities: tuple[Responsibility, ...]
    recipients: tuple[str, ...]
    signer: Signer | None
    closing: Closing | None
    footnotes: tuple[Footnote, ...]
    questions: tuple[Question, ...]
