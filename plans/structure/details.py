"""Detail lines and cells that tell who does a task, with whom, until when and with which result.

"Cơ quan chủ trì: Sở A. Phối hợp: Sở B", on lines of their own, inside a paragraph, or in one cell of a table.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from plans.deadlines.read import read_deadlines
from plans.meaning.names import read_names, split_heading_names, starts_name
from plans.model import Deadline, OwnerRole
from plans.structure.duties import Given

Key = Literal["lead", "doer", "partner", "time", "product"]
# What a detail line tells, by the words before its colon. The first rule that fits wins.
DETAIL_KEYS: tuple[tuple[Key, re.Pattern[str]], ...] = (
    (
        "partner",
        re.compile(
            r"(?:(?:các )?(?:cơ quan|đơn vị)(?:,? (?:cơ quan|đơn vị|địa phương))? |cấp )?phối hợp(?: thực hiện)?$"
        ),
    ),
    (
        "lead",
        re.compile(
            r"(?:(?:các )?(?:cơ quan|đơn vị|cấp)(?:,? (?:cơ quan|đơn vị))? )?"
            r"(?:chủ trì|đầu mối|chịu trách nhiệm(?: chính)?)"
            r"(?: (?:thực hiện|tham mưu|triển khai))?$"
            r"|giao(?: cho)?$"
        ),
    ),
    (
        "doer",
        re.compile(
            r"(?:(?:các )?(?:cơ quan|đơn vị)(?:,? (?:cơ quan|đơn vị))? |phân công )thực hiện$"
            r"|phân công$|trách nhiệm thực hiện$"
        ),
    ),
    ("time", re.compile(r"(?:thời gian|thời hạn|tiến độ|hạn)(?: (?:thực hiện|hoàn thành|triển khai|trình))*$")),
    ("product", re.compile(r"(?:sản phẩm|kết quả)(?: (?:đầu ra|dự kiến|thực hiện|đạt được|hoàn thành|là))*$")),
)
_KEYED = re.compile(
    r"(?:^|(?<=[.;,(\n–-]))\s*(?P<key>[^\W\d_][^:;.()\n]{2,45})\s*:\s*",
)
# "Sở X chủ trì", "Sở X có trách nhiệm": the verbs that make a body the lead of its sentence.
LEADS = re.compile(
    r"\s*,?\s*(?P<role>chủ trì|(?:là|làm) (?:(?:cơ quan|đơn vị) )?(?:chủ trì|đầu mối)"
    r"|(?:chịu|có) trách nhiệm)(?!\w)",
    re.IGNORECASE,
)
_WITH = re.compile(r"phối hợp(?: với| cùng)?:?\s+", re.IGNORECASE)
_ROLES: dict[Key, tuple[OwnerRole, ...]] = {"lead": ("chủ trì",), "doer": ("thực hiện",)}


@dataclass
class Details:
    """What detail lines tell of one task."""

    lead: list[str] = field(default_factory=list)
    lead_key: Key = "lead"
    partner: list[str] = field(default_factory=list)
    time: list[str] = field(default_factory=list)
    product: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lead or self.partner or self.time or self.product)


def detail_key(words: str) -> Key | None:
    """What the words before a colon announce: "lead", "doer", "partner", "time", "product", or nothing known."""
    small = words.strip(" -–+").casefold()
    return next((key for key, form in DETAIL_KEYS if form.match(small)), None)


def read_details(text: str) -> Details:
    """The details of a line or cell ("Chủ trì: Sở A; phối hợp: Sở B"); empty when it starts with none."""
    found = [(m, key) for m in _KEYED.finditer(text) if (key := detail_key(m["key"]))]
    details = Details()
    if not found or text[: found[0][0].start()].strip(" -–+("):
        return details
    for index, (match, key) in enumerate(found):
        stop = found[index + 1][0].start() if index + 1 < len(found) else len(text)
        value = text[match.end() : stop].strip(" ;,.-–)\n")
        if key in ("lead", "doer"):
            details.lead_key = key
            details.lead.append(value)
        else:
            getattr(details, key).append(value)
    return details


def names_in(values: list[str]) -> tuple[str, ...]:
    """The bodies listed in cells or detail lines, as written; what starts like no name is kept whole."""
    return tuple(dict.fromkeys(name for value in values for name in _names_of(value)))


# The same few bodies and days stand in many rows of a table.
@lru_cache(maxsize=1024)
def _names_of(value: str) -> tuple[str, ...]:
    found: list[str] = []
    for piece in _pieces(value):
        names, end = read_names(piece)
        rest = piece[end:].strip(" .,;:")
        found.extend(names if names and not rest else split_heading_names(piece))
    return tuple(found)


def _pieces(value: str) -> list[str]:
    """Lines of a cell that start a name; a line that goes on with the one before is joined with it."""
    pieces: list[str] = []
    for line in re.split(r"\n|;", value):
        text = line.strip(" -–+•*.")
        if not text.strip(","):
            continue
        cut = bool(pieces) and (text[:1].islower() or pieces[-1].endswith((" và", ",")) or not starts_name(text))
        if cut and not text.startswith(("các ", "Các ")):
            pieces[-1] += f" {text}"
        else:
            pieces.append(text)
    return [piece.strip(" ,") for piece in pieces]


def given_by(details: Details) -> Given:
    """Details as the facts of a responsibility."""
    return Given(
        owners=names_in(details.lead),
        owner_role=_ROLES[details.lead_key],
        partners=names_in(details.partner),
        deadlines=cell_deadlines(details.time),
        product="; ".join(" ".join(text.split()) for text in details.product) or None,
    )


def cell_deadlines(values: list[str], year: int | None = None) -> tuple[Deadline, ...]:
    """The deadlines of a column or detail line, in order; `year` is that of months without one."""
    return tuple(deadline for value in values for deadline in _deadlines_of(value, year))


@lru_cache(maxsize=1024)
def _deadlines_of(value: str, year: int | None) -> tuple[Deadline, ...]:
    return read_deadlines(" ".join(value.split()), cell=True, year=year)


def said_in(text: str) -> Given | None:
    """A cell or bracket that tells the lead: "Chủ trì: Sở A; phối hợp: Sở B" or "Sở A chủ trì, phối hợp với Sở B"."""
    details = read_details(text)
    if details.lead:
        return given_by(details)
    flat = " ".join(text.split())
    names, end = read_names(flat)
    leads = LEADS.match(flat, end) if names else None
    if leads is None:
        return None
    partners = _WITH.search(flat, leads.end())
    return Given(names, ("chủ trì",), read_names(flat, partners.end())[0] if partners else ())


def inline_details(text: str) -> Given | None:
    """Details behind the task in one paragraph: "... . Cơ quan chủ trì: Sở A. Thời gian: quý I/2026."."""
    for match in _KEYED.finditer(text):
        if detail_key(match["key"]) == "lead":
            details = read_details(text[match.start("key") :])
            if any(starts_name(value) for value in details.lead):
                return given_by(details)
    return None
