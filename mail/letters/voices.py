"""With which rung a letter speaks: as a whole, and of each assignment that it lists."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cycles.ladder import Rung
from mail.letters.letter_context import URGENCY
from state.register.reaching import is_again


class Listed(Protocol):
    """An assignment as far as its voice is concerned."""

    @property
    def id(self) -> int: ...

    @property
    def step(self) -> str | None: ...

    @property
    def due_on(self) -> date: ...


class Waiting(Protocol):
    """A claim as far as the voice of its letter is concerned."""

    @property
    def assignment_id(self) -> int: ...

    @property
    def step(self) -> str: ...

    @property
    def rung(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Voices:
    """With which rung a letter speaks, as a whole and of each assignment, and the step that each has reached."""

    rung: Rung
    steps: Mapping[int, str]
    rungs: Mapping[int, Rung]


def voices(rows: Sequence[Listed], claims: Sequence[Waiting], day: date) -> Voices:
    """How a letter about these assignments speaks on a day.

    A claim for a new address stands beside the ladder: the assignment keeps its step and speaks with the rung that was
    reached, unless a step of the ladder goes the same day.
    """
    claimed: dict[int, Waiting] = {}
    for claim in claims:
        if claim.assignment_id not in claimed or not is_again(claim.step):
            claimed[claim.assignment_id] = claim
    limit = most_urgent_of(claims)
    steps: dict[int, str] = {}
    rungs: dict[int, Rung] = {}
    for row in rows:
        own = claimed.get(row.id)
        again = own is not None and is_again(own.step)
        steps[row.id] = row.step or "" if own is None or again else own.step
        rung = Rung(own.rung) if own is not None and again else quiet_rung(steps[row.id], limit)
        rungs[row.id] = as_of_day(rung, row.due_on, day)
    return Voices(max((limit, *rungs.values()), key=URGENCY.index), steps, rungs)


def most_urgent_of(claims: Sequence[Waiting]) -> Rung:
    """The rung that the letter of the day speaks with."""
    return max((Rung(claim.rung) for claim in claims), key=URGENCY.index)


def as_of_day(rung: Rung, due_on: date, day: date) -> Rung:
    """A reminder that could not leave in time is one about something overdue when it does."""
    return Rung.OVERDUE if rung in {Rung.REMINDER, Rung.DUE_TODAY} and due_on < day else rung


def quiet_rung(step: str, limit: Rung) -> Rung:
    """The rung of a step, never above the one that the letter was claimed for."""
    found = re.match(r"[a-z_]+", step)
    name = found[0] if found else ""
    rung = Rung(name) if name in set(Rung) else Rung.OPENING
    return min(rung, limit, key=URGENCY.index)
