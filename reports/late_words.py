"""Late bodies in the words of the drafts: whom a letter is addressed to, what the table says, when things were due."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agencies.model import Kind
from reports.vietnamese import day, long_day, number, one_line
from state.ladder.late import LateBody, LateItem

LISTED = 10
"""Up to so many bodies stand in the document itself; more of them stand in an annex."""

_GROUPS: Sequence[tuple[frozenset[str], str]] = (
    (frozenset({Kind.DISTRICT}), "Ủy ban nhân dân các huyện, thành phố"),
    (frozenset({Kind.COMMUNE}), "Ủy ban nhân dân các xã"),
    (frozenset({Kind.WARD}), "Ủy ban nhân dân các phường"),
    (frozenset({Kind.COMMUNE, Kind.WARD}), "Ủy ban nhân dân các xã, phường"),
)


@dataclass(frozen=True, slots=True)
class LateLine:
    """A row of the table of what is late."""

    no: str
    name: str
    content: str
    due: str
    days: str
    letters: str


def short_label(label: str) -> str:
    """ "Kế hoạch số 12/KH-UBND": the subject of a letter needs neither day nor issuer."""
    return re.split(r" (?:ngày|tháng|của) ", label, maxsplit=1)[0]


def addressees(bodies: Sequence[LateBody]) -> tuple[str, ...]:
    """The bodies by name; many of them by group, for the annex names them."""
    if len(bodies) <= LISTED:
        return tuple(dict.fromkeys(one_line(body.name) for body in bodies))
    districts = [body for body in bodies if body.kind == Kind.DISTRICT]
    communes = [body for body in bodies if body.kind in {Kind.COMMUNE, Kind.WARD}]
    others = [body for body in bodies if body not in districts and body not in communes]
    return tuple(_group(group) for group in (others, districts, communes) if group)


def _group(bodies: Sequence[LateBody]) -> str:
    if len(bodies) == 1:
        return one_line(bodies[0].name)
    kinds = {body.kind for body in bodies}
    name = next((label for members, label in _GROUPS if kinds == members), "Các sở, ban, ngành, cơ quan cấp tỉnh")
    return f"{name} có tên tại Phụ lục kèm theo"


def late_lines(bodies: Sequence[LateBody], on: date) -> tuple[LateLine, ...]:
    """The rows of the table; a clause and its code have a line each, for a code must not break at its hyphen."""
    return tuple(
        LateLine(
            no=str(no),
            name=one_line(body.name) + _inherited(body.items),
            content="\n".join(f"{item.path} ({item.code})" for item in body.items),
            due="\n".join(day(one) for one in sorted({item.due_on for item in body.items})),
            days=number(body.days_late(on)),
            letters=number(body.letters_sent),
        )
        for no, body in enumerate(bodies, start=1)
    )


def _inherited(items: Sequence[LateItem]) -> str:
    before = dict.fromkeys(one_line(item.heir_of) for item in items if item.heir_of)
    return f" (kế thừa {', '.join(before)})" if before else ""


def counted(bodies: Sequence[LateBody]) -> str:
    """ "03 cơ quan, đơn vị"."""
    return f"{len(bodies):02d} cơ quan, đơn vị"


def due_sentence(bodies: Sequence[LateBody]) -> str:
    """When the reports were due: one day, or from when to when."""
    days = sorted({item.due_on for body in bodies for item in body.items})
    if len(days) == 1:
        return f"Hạn gửi báo cáo là {long_day(days[0])}."
    return f"Hạn gửi báo cáo từ ngày {day(days[0])} đến ngày {day(days[-1])}, tùy theo từng nội dung."
