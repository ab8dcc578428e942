"""Both sides of "phối hợp": does the section of the partner know of the work, and the section of the lead?

Only bodies that have sections of their own are compared, and one question is asked for a pair. A partner that works
"với các sở, ngành liên quan" has taken note of everybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from plans.model import Question, Responsibility
from plans.questions.words import Reading, opening, place, question

_GENERIC = re.compile(
    r"(?:các|những|một số|tất cả) |cơ quan|đơn vị|địa phương|sở, (?:ban|ngành)|doanh nghiệp|nhà trường", re.IGNORECASE
)
_SPELLINGS = (
    (re.compile(r"ủy ban nhân dân|uỷ ban nhân dân"), "ubnd"),
    (re.compile(r"giáo dục (?:và|-) đào tạo|gd ?& ?đt|gdđt"), "gdđt"),
    (re.compile(r"hội đồng nhân dân"), "hđnd"),
    (re.compile(r"mặt trận tổ quốc(?: việt nam)?"), "mttq"),
    (re.compile(r"\s+(?:tỉnh|thành phố|huyện|xã)$"), ""),
    (re.compile(r"\s*[&,-]\s*|\s+và\s+"), " "),
)


@dataclass
class _Side:
    """One body with a section: its name as written, where the section is, and what its clauses say."""

    name: str
    path: str
    clauses: list[Responsibility] = field(default_factory=list)

    @cached_property
    def words(self) -> str:
        """Everything its clauses say, in the spelling of keys."""
        return key("\n".join(clause.text for clause in self.clauses))

    def knows(self, other: str) -> bool:
        """Whether a clause names the other body, or works with a group that may hold it."""
        return other in self.words or any(
            partner.role == "phối hợp" and _GENERIC.match(partner.name)
            for clause in self.clauses
            for partner in clause.partners
        )


@lru_cache(maxsize=512)
def key(name: str) -> str:
    """A name in one spelling, so that "Sở GD&ĐT" is "Sở Giáo dục và Đào tạo"."""
    text = name.casefold()
    for pattern, short in _SPELLINGS:
        text = pattern.sub(short, text)
    return " ".join(text.split())


def crosscheck(reading: Reading) -> Iterator[Question]:
    """One question for each pair of bodies of which one leads or helps and the other says nothing."""
    sides = _sides(reading.plan.responsibilities)
    asked: set[frozenset[str]] = set()
    for one in sides.values():
        for clause in one.clauses:
            for partner in clause.partners:
                other = sides.get(key(partner.name))
                pair = frozenset((key(one.name), key(partner.name)))
                if other is None or partner.role != "phối hợp" or len(pair) < 2 or pair in asked:
                    continue
                if not other.knows(key(one.name)):
                    asked.add(pair)
                    yield _silent(one, clause, other)


def _sides(items: tuple[Responsibility, ...]) -> dict[str, _Side]:
    """The bodies with a section of their own, by their key; groups are nobody's own section."""
    found: dict[str, _Side] = {}
    for item in items:
        if item.origin not in ("organisation", "article"):
            continue
        for owner in item.owners:
            if not _GENERIC.match(owner):
                side = found.setdefault(key(owner), _Side(owner, item.path.rpartition(".")[0] or item.path))
                side.clauses.append(item)
    return found


def _silent(one: _Side, clause: Responsibility, other: _Side) -> Question:
    where = f"phần việc của {other.name} ({place(other.path)}) không nhắc đến {one.name}"
    if "chủ trì" in clause.owner_role:
        return question(
            clause.path,
            "partner_silent",
            f"{opening(place(clause.path))} giao {one.name} chủ trì, phối hợp với {other.name}, nhưng {where}. "
            f"{other.name} có cùng làm việc này không?",
            clause.text,
        )
    return question(
        clause.path,
        "lead_silent",
        f"{opening(place(clause.path))} giao {one.name} phối hợp với {other.name}, nhưng {where}. "
        "Cơ quan nào chủ trì việc này?",
        clause.text,
    )
