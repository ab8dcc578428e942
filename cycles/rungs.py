"""The steps of the ladder as a table: which letters, how many working days from the due day, in whose tone."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from cycles.errors import BadLadderFile, UnknownStep

FARTHEST = 250
"""Working days from the due day beyond which a step belongs to another year."""


class Rung(StrEnum):
    """What a letter does; the order is the order of escalation."""

    OPENING = "opening"
    REMINDER = "reminder"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    TO_HEAD = "to_head"
    OFFICIAL_LETTER = "official_letter"
    PEOPLE_COMMITTEE = "people_committee"


RUNG_LABELS: Mapping[Rung, str] = MappingProxyType(
    {
        Rung.OPENING: "thư mở kỳ báo cáo",
        Rung.REMINDER: "thư nhắc trước hạn",
        Rung.DUE_TODAY: "thư nhắc ngày đến hạn",
        Rung.OVERDUE: "thư nhắc quá hạn",
        Rung.TO_HEAD: "thư gửi người đứng đầu cơ quan",
        Rung.OFFICIAL_LETTER: "công văn đôn đốc",
        Rung.PEOPLE_COMMITTEE: "báo cáo UBND tỉnh",
    }
)

COORDINATOR_RUNGS = frozenset({Rung.OFFICIAL_LETTER, Rung.PEOPLE_COMMITTEE})
"""They need a signature: the coordinator gets a draft, the agency gets nothing."""


class Relation(StrEnum):
    """How an agency stands to the coordinator; it decides how far the ladder reaches.

    ``requested`` bodies are outside the chain of command ("đề nghị"); ``own`` are units of the coordinator itself.
    """

    SAME_LEVEL = "same_level"
    BELOW = "below"
    REQUESTED = "requested"
    OWN = "own"


# A body that is only requested to help is asked and never pressed; a unit of our own is not reported to the province.
FARTHEST_RUNG: Mapping[Relation, Rung] = MappingProxyType(
    {
        Relation.SAME_LEVEL: Rung.PEOPLE_COMMITTEE,
        Relation.BELOW: Rung.PEOPLE_COMMITTEE,
        Relation.REQUESTED: Rung.OVERDUE,
        Relation.OWN: Rung.TO_HEAD,
    }
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step; ``offset`` is working days from the due day, None for the opening.

    ``tone`` is the relation in whose words the letter speaks; None: that of the agency.
    """

    key: str
    rung: Rung
    offset: int | None
    tone: Relation | None = None


Ladders = Mapping[Relation, tuple[Step, ...]]


def step(rung: Rung, offset: int | None = None, tone: Relation | None = None) -> Step:
    """A step with its key, for example ``reminder-7``, ``due_today``, ``overdue+8``."""
    return Step(rung.value if not offset else f"{rung.value}{offset:+d}", rung, offset, tone)


_KEY = re.compile(r"(?P<rung>[a-z_]+?)(?P<offset>[+-]\d+)?")


def offset_of(key: str) -> int | None:
    """Working days from the due day that a step key stands for, None for the opening; raises UnknownStep."""
    match = _KEY.fullmatch(key)
    if match is None or match["rung"] not in set(Rung):
        raise UnknownStep(key)
    if match["rung"] == Rung.OPENING:
        return None
    return int(match["offset"] or 0)


def read_ladders(text: str | bytes) -> Ladders:
    """Read a table of the ladder in TOML (UTF-8); a relation that it does not name keeps the shipped steps.

    :raises BadLadderFile: it is not TOML, names what does not exist, goes backwards, or presses a requested body
    """
    return MappingProxyType({**LADDERS, **_read(text)})


def _read(given: str | bytes) -> dict[Relation, tuple[Step, ...]]:
    try:
        text = given.decode() if isinstance(given, bytes) else given
        # TOML values have many types; every one that is used below is checked first.
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadLadderFile(f"không phải TOML ({error})") from error
    except UnicodeDecodeError as error:
        raise BadLadderFile("không phải văn bản UTF-8") from error
    return {_relation(name, "bảng"): _ladder(_relation(name, "bảng"), rows) for name, rows in raw.items()}


def _relation(name: object, where: str) -> Relation:
    if not isinstance(name, str) or name not in set(Relation):
        raise BadLadderFile(f"{where} “{name}” không phải là một trong {', '.join(Relation)}")
    return Relation(name)


def _ladder(relation: Relation, rows: object) -> tuple[Step, ...]:
    if not isinstance(rows, list) or not rows:
        raise BadLadderFile(f"{relation} cần danh sách các mức")
    steps = [_step(f"{relation}, mức {number}", row) for number, row in enumerate(rows, 1)]
    _check_order(relation, steps)
    order = list(Rung)
    farthest = FARTHEST_RUNG[relation]
    for one in steps:
        if order.index(one.rung) > order.index(farthest):
            raise BadLadderFile(f"{relation}: mức xa nhất được phép là {farthest}, không thể có {one.rung}")
        if relation is Relation.REQUESTED and one.tone not in {None, Relation.REQUESTED}:
            raise BadLadderFile("requested: cơ quan được đề nghị phối hợp chỉ nhận thư với giọng văn requested")
    return tuple(steps)


def _step(where: str, row: object) -> Step:
    if not isinstance(row, dict) or not set(row) <= {"rung", "offset", "tone"}:
        raise BadLadderFile(f"{where}: cần rung và tùy chọn offset, tone")
    name, offset = row.get("rung"), row.get("offset")
    if not isinstance(name, str) or name not in set(Rung):
        raise BadLadderFile(f"{where}: rung “{name}” không phải là một trong {', '.join(Rung)}")
    rung = Rung(name)
    tone = _relation(row["tone"], f"{where}: tone") if "tone" in row else None
    if rung is Rung.OPENING:
        if offset is not None:
            raise BadLadderFile(f"{where}: thư mở kỳ gửi vào ngày mở kỳ, không có offset")
        return step(rung, None, tone)
    if type(offset) is not int or abs(offset) > FARTHEST:
        raise BadLadderFile(f"{where}: offset phải là số nguyên từ -{FARTHEST} đến {FARTHEST}")
    side = {Rung.REMINDER: -1, Rung.DUE_TODAY: 0}.get(rung, 1)
    if (offset > 0) - (offset < 0) != side:
        said = {-1: "trước hạn (offset âm)", 0: "đúng ngày đến hạn (offset 0)", 1: "sau hạn (offset dương)"}[side]
        raise BadLadderFile(f"{where}: {rung} phải {said}")
    return step(rung, offset, tone)


def _check_order(relation: Relation, steps: Sequence[Step]) -> None:
    """The opening, then strictly later days; a harder rung never comes before a milder one is reached."""
    if [one.rung for one in steps].count(Rung.OPENING) != 1 or steps[0].rung is not Rung.OPENING:
        raise BadLadderFile(f"{relation}: mức đầu tiên, và chỉ mức đầu tiên, phải là opening")
    for one, other in pairwise(steps[1:]):
        if (one.offset or 0) >= (other.offset or 0):
            raise BadLadderFile(f"{relation}: {other.key} phải sau {one.key}, thứ tự không được lùi")
    order = list(Rung)
    firsts = [order.index(rung) for rung in dict.fromkeys(one.rung for one in steps)]
    if firsts != sorted(firsts):
        raise BadLadderFile(f"{relation}: mức nhẹ hơn không được bắt đầu sau mức nặng hơn")


def _shipped() -> Ladders:
    found = _read(resources.files("cycles").joinpath("data/ladder.toml").read_text(encoding="utf-8"))
    if missing := set(Relation) - set(found):
        raise BadLadderFile(f"bảng đi kèm thiếu {', '.join(sorted(missing))}")
    return MappingProxyType(found)


LADDERS: Ladders = _shipped()


def tone_of(relation: Relation, key: str, ladders: Ladders = LADDERS) -> Relation:
    """In whose words the letter of a step speaks; for a step of another ladder those of the agency's own relation."""
    found = next((one.tone for one in ladders[relation] if one.key == key), None)
    return found or relation
