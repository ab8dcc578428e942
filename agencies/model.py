"""What an agency is: a name with a validity interval, its successors and its contacts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """What sort of body an agency is; groups such as "các sở, ban, ngành" are built from kinds."""

    MINISTRY = "ministry"
    PEOPLE_COMMITTEE = "people_committee"
    DEPARTMENT = "department"
    DISTRICT = "district"
    COMMUNE = "commune"
    WARD = "ward"
    FRONT = "front"
    MASS_ORGANISATION = "mass_organisation"
    ARMED_FORCE = "armed_force"
    MEDIA = "media"
    OTHER = "other"


KIND_LABELS: dict[Kind, str] = {
    Kind.MINISTRY: "bộ",
    Kind.PEOPLE_COMMITTEE: "UBND tỉnh",
    Kind.DEPARTMENT: "sở, ban, ngành",
    Kind.DISTRICT: "UBND cấp huyện",
    Kind.COMMUNE: "UBND xã",
    Kind.WARD: "UBND phường",
    Kind.FRONT: "Mặt trận Tổ quốc",
    Kind.MASS_ORGANISATION: "đoàn thể",
    Kind.ARMED_FORCE: "lực lượng vũ trang",
    Kind.MEDIA: "cơ quan báo chí",
    Kind.OTHER: "cơ quan khác",
}


class Change(StrEnum):
    """How duties pass along a succession: several bodies become one, one is divided, or it only gets a new name."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"


CHANGE_LABELS: dict[Change, str] = {Change.MERGE: "hợp nhất", Change.SPLIT: "chia tách", Change.RENAME: "đổi tên"}


@dataclass(frozen=True, slots=True)
class Agency:
    """One body over one interval of time. A code may have several records with intervals that do not overlap: a body
    that is moved under another one keeps its code and gets a new record from that day on.

    ``in_chain`` is False for bodies that the province may only request ("đề nghị"): they are not below UBND tỉnh.
    ``identifier`` is its electronic identification code (mã định danh, Decision 20/2020/QĐ-TTg), ``closed_by`` the
    document that ended or moved it where no succession says so.
    ``to_confirm`` marks facts which a person has to check; ``note`` says which.
    """

    code: str
    name: str
    short_name: str
    kind: Kind
    province: str
    parent: str = ""
    in_chain: bool = True
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    to_confirm: bool = False
    note: str = ""
    identifier: str = ""
    closed_by: str = ""

    def valid_on(self, day: date) -> bool:
        """True when the body exists on ``day``; the interval is half open, ``valid_to`` is the first day without it."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Succession:
    """A dated link from a body that ends to one that takes over (part of) its duties.

    A merger is several links to one successor, a split several links from one predecessor; ``share`` names in
    Vietnamese the part that passes along this link.
    """

    predecessor: str
    successor: str
    on: date
    decision: str
    share: str = ""
    to_confirm: bool = False
    change: Change = Change.MERGE


ContactRole = Literal["focal", "deputy", "head", "office"]
ROLE_LABELS: dict[ContactRole, str] = {
    "focal": "đầu mối",
    "deputy": "cấp phó",
    "head": "người đứng đầu",
    "office": "văn thư",
}


@dataclass(frozen=True, slots=True)
class Contact:
    """Where letters to an agency go: the focal officer, a deputy, the head of the body or its clerical office.

    The interval is half open, as that of an agency.
    """

    agency: str
    email: str
    role: ContactRole
    name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """True when letters of ``day`` go to the address."""
        after_start = self.valid_from is None or self.valid_from <= day
        return after_start and (self.valid_to is None or day < self.valid_to)


ResolutionKind = Literal["agency", "group", "open_group", "ended", "unknown"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a name as written means on a date; ``message`` is one Vietnamese sentence for the person who confirms.

    ``agencies`` is filled for "agency" (exactly one), "group" (one or more) and "open_group" (the part that is certain,
    possibly none); ``suggestions`` is for a person to pick from and is never used by itself.
    """

    kind: ResolutionKind
    agencies: tuple[Agency, ...] = ()
    suggestions: tuple[Agency, ...] = ()
    message: str = ""
