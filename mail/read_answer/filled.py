"""A form filled in elsewhere (a page, a sheet, a document on paper), written out as the fill-in form of our letters.

Whatever way an answer comes, it is read by the same reader, with the same doubts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mail.read_answer.form import DIFFICULTY, PERCENT, PROPOSAL, RESULT, STATUS, TITLES


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in for one assignment, as typed; ``figures`` by code: "410/512", "1.250"."""

    code: str
    status: str = ""
    percent: str = ""
    result: str = ""
    difficulty: str = ""
    proposal: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing at all was filled in."""
        given = (self.status, self.percent, self.result, self.difficulty, self.proposal, *self.figures.values())
        return not any(value.strip() for value in given)


def written_out(filled: Iterable[Filled]) -> str:
    """The form as text; assignments of which nothing was filled in are left out."""
    return "\n\n".join(_section(one) for one in filled if not one.empty)


def _section(one: Filled) -> str:
    named = {
        STATUS: one.status,
        PERCENT: one.percent,
        RESULT: one.result,
        DIFFICULTY: one.difficulty,
        PROPOSAL: one.proposal,
    }
    lines = [f"[{one.code}]"]
    lines += [f"{TITLES[key]}: {_one_block(value)}" for key, value in named.items() if value.strip()]
    lines += [f"{code}: {' '.join(value.split())}" for code, value in one.figures.items() if value.strip()]
    return "\n".join(lines)


def _one_block(value: str) -> str:
    """A value without empty lines, which would end its field."""
    return "\n".join(line.strip() for line in value.split("\n") if line.strip())
