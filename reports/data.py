"""What a report is made of: frozen models, stored as JSON, the snapshot of an issued report.

Nothing here is a total. Totals are computed from these rows by ``reports.rollup`` and are therefore traceable.
Numbers are ``Decimal`` so that 27,5 stays 27,5 when a snapshot is written and read again.
"""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from reports.vietnamese import following

Stage = Literal["draft", "final"]
DifficultyKind = Literal["khó khăn", "kiến nghị"]


class Facts(BaseModel):
    """Base of all rows: frozen, and a misspelt name is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class PlanFacts(Facts):
    """The plan as it is named in the report; ``label`` is how people cite it ("Kế hoạch số …")."""

    code: str
    title: str
    label: str
    issuer: str
    province: str
    programme: str | None = None
    decision: str | None = None
    period_start: int | None = None
    period_end: int | None = None


class AuthorFacts(Facts):
    """Who reports: the coordinating department, its symbol after "BC-" and the title of its head."""

    name: str = "Sở Giáo dục và Đào tạo"
    symbol: str = "SGDĐT"
    head: str = "GIÁM ĐỐC"
    addressees: tuple[str, ...] = ("Bộ Giáo dục và Đào tạo",)


class DueFacts(Facts):
    """Day by which one level sends its report, with the sentence which says where the day comes from."""

    level: str
    on: date
    basis: str


class TargetsLeftOut(Facts):
    """Paths of the targets for which this cycle has no figures, each under the first reason that holds.

    ``qualitative``: the plan gives no number; ``other_year``: due at another milestone; ``nobody_asked``: due and with
    a number, but no agency was asked for its figures.
    """

    qualitative: tuple[str, ...] = ()
    other_year: tuple[str, ...] = ()
    nobody_asked: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return len(self.qualitative) + len(self.other_year) + len(self.nobody_asked)


class ClauseLeftOut(Facts):
    """A clause of the plan without any assignment in this cycle; ``waived``: by decision of a person."""

    path: str
    waived: bool


class CycleFacts(Facts):
    """The reporting cycle: its data window (both days included), cut-off and due days, and what it leaves out."""

    label: str
    year: int
    window_start: date
    window_end: date
    cut_off: date
    kind: str = "yearly"
    due: tuple[DueFacts, ...] = ()
    targets_left_out: TargetsLeftOut = TargetsLeftOut()
    clauses_left_out: tuple[ClauseLeftOut, ...] = ()


class StandingFacts(Facts):
    """Key and label of ``cycles.status.Standing`` on the day the report was compiled, or ``AWAITING_REVIEW``."""

    key: str
    label: str


# The agency has written and a person of the coordinating office has not read it yet: neither silent nor answered.
AWAITING_REVIEW = StandingFacts(key="cho_xem_xet", label="Đã gửi, chờ cơ quan tổng hợp xem xét")


class AssignmentRow(Facts):
    """One agency asked about one responsibility, with its latest answer if there is one.

    ``late_days`` counts days after the due day (0: in time), None without answer or without due day. ``heir_of`` are
    the bodies whose part the agency answers for since ``heir_since``.
    """

    code: str
    path: str
    clause: str
    heading: str
    agency_code: str
    agency_name: str
    agency_kind: str
    role: str
    requested: bool = False
    due_on: date | None = None
    due_basis: str = ""
    standing: StandingFacts
    received_on: date | None = None
    late_days: int | None = None
    percent: Decimal | None = None
    status: str | None = None
    narrative: str = ""
    answered_by: str = ""
    answer_version: int | None = None
    rung_label: str = ""
    heir_of: str = ""
    heir_since: date | None = None

    @property
    def named(self) -> str:
        """The agency, and the body that it follows."""
        return following(self.agency_name, self.heir_of, self.heir_since)

    @property
    def answered(self) -> bool:
        return self.received_on is not None

    @property
    def late(self) -> bool:
        return bool(self.late_days and self.late_days > 0)

    @property
    def held(self) -> bool:
        return self.standing.key == AWAITING_REVIEW.key


class FigureRow(Facts):
    """What one agency gave for one target: numerator over denominator, or only a value.

    ``unit`` is that of ``value`` as the agency wrote it, "" when it wrote none. ``code`` is the request, ``source`` the
    one under which the agency gave it, where that is another one. ``within`` names the body whose figure of this period
    contains it: the agency was merged into that body, which has reported for the whole since; it is not counted twice.
    """

    agency_code: str
    agency_name: str
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    value: Decimal | None = None
    unit: str = ""
    received_on: date | None = None
    due_on: date | None = None
    code: str = ""
    source: str = ""
    within: str = ""

    @property
    def late(self) -> bool:
        return self.received_on is not None and self.due_on is not None and self.received_on > self.due_on


class TargetRow(Facts):
    """A target of the plan with the agencies asked for figures and the figures received.

    ``awaiting`` are those of the agencies asked whose mail a person has still to read.
    """

    code: str
    path: str
    group: str
    text: str
    comparator: str | None = None
    value: Decimal | None = None
    unit: str | None = None
    year: int | None = None
    recurrence: str | None = None
    relative: bool = False
    part_of: str = ""
    asked: tuple[str, ...] = ()
    awaiting: tuple[str, ...] = ()
    asked_label: str = "cơ quan"
    figures: tuple[FigureRow, ...] = ()


class DifficultyRow(Facts):
    """A difficulty or a proposal in the words of the agency."""

    agency_name: str
    path: str
    kind: DifficultyKind
    text: str


class AgencyRow(Facts):
    """An agency of the report; ``note`` says for instance that it has ended and who follows it."""

    code: str
    name: str
    kind: str
    note: str = ""


class HandoverRow(Facts):
    """A request that went to another body during the period; ``heir_code`` is the request under which it answers."""

    code: str
    path: str
    from_code: str
    from_name: str
    heir_code: str
    to_code: str
    to_name: str
    on: date
    decision: str = ""


class FileRow(Facts):
    """A file that came with an answer, known again by its sha256. ``accepted``: it passed the examination.

    ``note`` says what was read out of it.
    """

    agency_code: str
    agency_name: str
    name: str
    size: int
    received_on: date
    sha256: str
    accepted: bool = True
    note: str = ""


class ReportData(Facts):
    """Everything a report is computed from, on the day it was compiled."""

    sample: bool
    stage: Stage
    version: int
    compiled_at: AwareDatetime
    plan: PlanFacts
    cycle: CycleFacts
    author: AuthorFacts = AuthorFacts()
    assignments: tuple[AssignmentRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    difficulties: tuple[DifficultyRow, ...] = ()
    agencies: tuple[AgencyRow, ...] = ()
    handovers: tuple[HandoverRow, ...] = ()
    files: tuple[FileRow, ...] = ()
