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
    """Where an item stands. Lines count from 1; `lines` lists the pieces when a footnote or page break cuts it.

    A line is a line of a text file, a paragraph or table row of a Word or web document, a printed line of a PDF.
    """

    start_line: int
    end_line: int
    lines: tuple[tuple[int, int], ...]


class Period(Frozen):
    """Years the plan covers; `vision` is the year of an orientation beyond its end."""

    start: int | None = None
    end: int | None = None
    vision: int | None = None
    milestone_years: tuple[int, ...] = ()


Level = Literal["trung ương", "tỉnh", "huyện", "xã"]


class Document(Frozen):
    """Facts of the heading. `date` is None when the day (or month) is blank; day, month, year say what is known.

    `enclosed_in` names the decision that a plan is promulgated with ("Quyết định số 12/QĐ-UBND"); number, date
    and issuer are then those of the decision. `level` is the level of the issuer, `superior` the line above the issuer.
    """

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
    enclosed_in: str | None = None
    level: Level | None = None
    superior: str | None = None


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


Every = Literal["week", "month", "quarter", "half-year", "nine-months", "year", "school-year"]


class Deadline(Frozen):
    """When something is due, as a typed rule. `text` keeps the words; what they do not say is None.

    `origin` is "explicit" when the text gives a day or period, "derived" when it only gives a rhythm ("hằng năm") and
    the day comes from the reporting cycle. No Deadline at all means that the deadline is missing.

    `kind` says which fields count:
    - "by": once, at the latest on `end` (the last permitted day: "trước ngày 15/12/2025": 14/12/2025);
    - "within": once, in the period `start` to `end` ("quý IV/2025", "trong tháng 11/2025", "giai đoạn 2026 - 2030");
    - "every": once per `every`, at the latest on `day` (and `month`, for yearly ones) of the period, None if not said;
    - "standing": all the time ("thường xuyên");
    - "after": `days` days after the event named in `event` ("sau 30 ngày kể từ ngày ban hành"), or `working` days;
    - "review": a preliminary or final review (`purpose`) in the year of `end`.

    `purpose` is what is due: "báo cáo", "sơ kết", "tổng kết", or None for the work itself. `form` is the name of
    the rule in `plans.deadlines.read` that read it.
    """

    text: str
    origin: Literal["explicit", "derived"]
    form: str
    kind: Literal["by", "within", "every", "standing", "after", "review"]
    every: Every | None = None
    month: int | None = None
    day: int | None = None
    start: date | None = None
    end: date | None = None
    days: int | None = None
    working: bool = False
    event: str | None = None
    purpose: Literal["báo cáo", "sơ kết", "tổng kết"] | None = None


class Target(Frozen):
    """One aim. `text` is the aim itself, `clause` the whole paragraph; `part_of` is the aim this one is a share of.

    `high` is the upper end of a range. `measure` is what is counted ("trẻ em trong độ tuổi nhà trẻ"), `base` what a
    growth is compared with ("so với năm 2024"), `places` the bodies or areas listed by name. `doubts` say why a person
    must look.
    """

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
    high: float | None = None
    measure: str | None = None
    base: str | None = None
    places: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

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
    """One duty of one body (or group). Names are as written; matching them with agencies is another room's work.

    `origin` says where it stands: the section "Tổ chức thực hiện", a task that names its lead, a row of an annex table,
    or an article of a decision. `product` is the result that an annex asks for. `doubts` say why a person must look.
    """

    path: str
    owners: tuple[str, ...]
    owner_role: tuple[OwnerRole, ...]
    partners: tuple[Partner, ...]
    advises: tuple[str, ...]
    reports_to: tuple[str, ...]
    recurrence: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    text: str
    heading: str
    requested: bool
    source: Source
    origin: Literal["organisation", "task", "annex", "article"] = "organisation"
    product: str | None = None
    doubts: tuple[str, ...] = ()


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
    """Something only a person can decide. `kind` is a stable slug; `item` is the text of the item in doubt, if any."""

    path: str
    kind: str
    message: str
    item: str | None = None


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
    format: str = "txt"
