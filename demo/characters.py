"""How agencies behave: when they answer, and what is peculiar about it.

Characters are dealt like cards. The first twelve cards hold every peculiarity once; after them blocks of forty keep
the shares: about three quarters answer in time, a tenth late, one in twelve never.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from random import Random

from demo.hours import after, last_working, no_later_than, on


class Timing(StrEnum):
    """When an agency answers."""

    PROMPT = "prompt"
    ORDINARY = "ordinary"
    LAST_DAY = "last day"
    LATE = "late"
    SILENT = "silent"


class Trait(StrEnum):
    """What is peculiar about its answers."""

    PLAIN = "plain"
    AWAY = "out of office"
    BOUNCING = "bouncing mailbox"
    STRANGER = "stranger"
    SECOND_THOUGHTS = "second thoughts"
    TWO_MAILS = "two mails"
    THANKS = "thanks"
    CONTRADICTORY = "contradictory figures"
    BARE = "without diacritics"
    INLINE = "inside the form"
    NIL = "nil return"


# These happen once in the life of an agency; afterwards it is like the others.
ONCE = frozenset({Trait.AWAY, Trait.STRANGER, Trait.SECOND_THOUGHTS, Trait.CONTRADICTORY, Trait.NIL})


@dataclass(frozen=True, slots=True)
class Character:
    """One card."""

    timing: Timing
    trait: Trait = Trait.PLAIN


FIRST: tuple[Character, ...] = (
    Character(Timing.ORDINARY, Trait.AWAY),
    Character(Timing.SILENT, Trait.BOUNCING),
    Character(Timing.ORDINARY, Trait.STRANGER),
    Character(Timing.PROMPT, Trait.SECOND_THOUGHTS),
    Character(Timing.PROMPT, Trait.TWO_MAILS),
    Character(Timing.PROMPT, Trait.THANKS),
    Character(Timing.ORDINARY, Trait.CONTRADICTORY),
    Character(Timing.ORDINARY, Trait.BARE),
    Character(Timing.LAST_DAY, Trait.INLINE),
    Character(Timing.PROMPT, Trait.NIL),
    Character(Timing.LATE),
    Character(Timing.SILENT),
)
_BLOCK: tuple[tuple[Character, int], ...] = (
    (Character(Timing.PROMPT), 8),
    (Character(Timing.ORDINARY), 9),
    (Character(Timing.LAST_DAY), 4),
    (Character(Timing.LATE), 4),
    (Character(Timing.SILENT), 3),
    (Character(Timing.SILENT, Trait.BOUNCING), 1),
    (Character(Timing.ORDINARY, Trait.AWAY), 1),
    (Character(Timing.PROMPT, Trait.SECOND_THOUGHTS), 1),
    (Character(Timing.PROMPT, Trait.TWO_MAILS), 2),
    (Character(Timing.ORDINARY, Trait.CONTRADICTORY), 1),
    (Character(Timing.ORDINARY, Trait.BARE), 2),
    (Character(Timing.LAST_DAY, Trait.INLINE), 2),
    (Character(Timing.PROMPT, Trait.NIL), 2),
)


def deal(seed: int) -> Iterator[Character]:
    """The cards in their order, without end."""
    first = list(FIRST)
    Random(f"{seed}|first").shuffle(first)
    yield from first
    number = 0
    while True:
        rng = Random(f"{seed}|block {number}")
        # Cards of one sort are spread over the block, so that its beginning has about the same shares as the whole.
        placed = [((place + rng.random()) / count, card) for card, count in _BLOCK for place in range(count)]
        yield from (card for _, card in sorted(placed, key=lambda pair: pair[0]))
        number += 1


@dataclass(frozen=True, slots=True)
class Asked:
    """A letter as far as time is concerned: when it came, the due day, and whether it went to the head."""

    came: datetime
    due: date | None
    to_head: bool


def answer_at(timing: Timing, asked: Asked, habit: Random, rng: Random) -> datetime | None:
    """When the agency answers after this letter, or None when it waits for the next one.

    ``habit`` gives the same numbers at every letter to an agency, ``rng`` new ones.
    """
    today = asked.came.date()
    left = (asked.due - today).days if asked.due else 0
    # Calendar days before the due day: seven working days are up to eleven, three are up to five.
    wakes, waits_for_head = habit.choice((11, 5)), habit.random() < 0.5
    match timing:
        case Timing.PROMPT:
            return no_later_than(after(asked.came, rng.randint(1, 3), rng), asked.due, asked.came, rng)
        case Timing.ORDINARY if left <= wakes:
            return no_later_than(after(asked.came, rng.randint(0, 1), rng), asked.due, asked.came, rng)
        case Timing.LAST_DAY:
            day = last_working(asked.due) if asked.due else today
            return on(day, asked.came, rng)
        case Timing.LATE if left < 0:
            return after(asked.came, 6 if waits_for_head and not asked.to_head else rng.randint(1, 2), rng)
        case _:
            return None
