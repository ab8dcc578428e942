"""One agency: what it has read, what it means to write, and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from random import Random

from demo.characters import ONCE, Asked, Character, Timing, Trait, answer_at
from demo.clients import Program
from demo.hours import ZONE, after, plus
from demo.letters import Duty, Letter

FIRST_MAIL = 3
"""How many duties an agency that writes twice answers in its first mail."""


class Kind(StrEnum):
    """What a mail is."""

    ANSWER = "answer"
    CORRECTION = "correction"
    NOTE = "note"
    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    STRANGER = "stranger"


@dataclass
class Action:
    """A mail that will be written at a moment. ``until`` is the last day of an absence, or the day corrected."""

    at: datetime
    kind: Kind
    house: "Household"
    letter: Letter
    duties: tuple[Duty, ...] = ()
    trait: Trait = Trait.PLAIN
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it was an answer and nothing is left to be answered."""
        return self.kind is Kind.ANSWER and not self.duties


class Household:
    """An agency behind its mailbox ``desk``."""

    def __init__(self, name: str, desk: str, character: Character, program: Program, seed: int) -> None:
        self.name = name
        self.desk = desk
        self.character = character
        self.program = program
        self.seed = seed
        self._trait = character.trait
        self._read: set[str] = set()
        self._answered: set[str] = set()
        self._planned: dict[str, Action] = {}

    def chance(self, *about: object) -> Random:
        """Numbers that depend on the seed, the address and what they are for, and on nothing else."""
        return Random("|".join(map(str, (self.seed, self.desk, *about))))

    def receive(self, letter: Letter, now: datetime) -> list[Action]:
        """Read a letter that lies in one of the mailboxes; returns what will be written because of it."""
        came = min(letter.date or now, now)
        letter = replace(letter, date=letter.date or came)
        if self._trait is Trait.BOUNCING:
            # The remote server refuses the dead mailbox; nobody else in the house feels concerned.
            dead = letter.delivered_to == self.desk and letter.returned_to
            return [Action(came, Kind.BOUNCE, self, letter)] if dead else []
        if letter.message_id in self._read:
            return []
        self._read.add(letter.message_id)
        if letter.automatic == "auto-replied":
            return self._thank(letter, came)
        waiting = [duty for duty in letter.duties if duty.code not in self._answered]
        return self._plan(letter, waiting, came) if waiting and letter.reply_to else []

    def wrote(self, action: Action) -> None:
        """Note that a mail has left."""
        for duty in action.duties:
            self._answered.add(duty.code)
            self._planned.pop(duty.code, None)

    def _thank(self, letter: Letter, came: datetime) -> list[Action]:
        if self._trait is not Trait.THANKS or not letter.reply_to:
            return []
        self._trait = Trait.PLAIN
        return [Action(after(came, 0, self.chance("thanks")), Kind.NOTE, self, letter)]

    def _plan(self, letter: Letter, waiting: Sequence[Duty], came: datetime) -> list[Action]:
        codes = {duty.code for duty in letter.duties}
        for action in {id(one): one for one in self._planned.values()}.values():
            # One answers the newest letter of a thread.
            if codes.issuperset(duty.code for duty in action.duties):
                action.letter = letter
        rng = self.chance(came.date(), waiting[0].code)
        actions: list[Action] = []
        until: date | None = None
        if self._trait is Trait.AWAY:
            # It answers although we ask automatic answers to keep away; many real ones do.
            until = plus(came.date(), rng.randint(3, 5))
            actions.append(Action(came, Kind.AUTO_REPLY, self, letter, until=until))
        if self._trait is Trait.STRANGER:
            actions.append(Action(after(came, rng.randint(1, 2), rng), Kind.STRANGER, self, letter))
            self._trait = Trait.PLAIN
        chosen, at = self._choose(letter, waiting, came, rng)
        if until is not None:
            chosen, at = list(waiting), after(_evening(until), 1, rng)
        if at is not None and chosen:
            actions += self._answers(letter, chosen, at, rng)
        return actions

    def _choose(
        self, letter: Letter, waiting: Sequence[Duty], came: datetime, rng: Random
    ) -> tuple[list[Duty], datetime | None]:
        """The duties that this letter makes the agency answer, and when."""
        chosen: list[Duty] = []
        moments: list[datetime] = []
        for due in sorted({duty.due for duty in waiting}, key=lambda day: day or date.min):
            asked = Asked(came, due, letter.to_head)
            at = answer_at(self.character.timing, asked, self.chance("habit"), rng)
            if at is None:
                continue
            group = [duty for duty in waiting if duty.due == due and self._is_new(duty, at)]
            if group:
                chosen += group
                moments.append(at)
        return chosen, min(moments, default=None)

    def _is_new(self, duty: Duty, at: datetime) -> bool:
        """Whether nothing is planned yet; who is late may be woken earlier by a letter to the head."""
        planned = self._planned.get(duty.code)
        return planned is None or (self.character.timing is Timing.LATE and at < planned.at)

    def _answers(self, letter: Letter, chosen: Sequence[Duty], at: datetime, rng: Random) -> list[Action]:
        for duty in chosen:
            earlier = self._planned.get(duty.code)
            if earlier is not None:
                earlier.duties = tuple(one for one in earlier.duties if one is not duty and one.code != duty.code)
        trait = self._trait
        cuts = [0, len(chosen)]
        if trait is Trait.TWO_MAILS and len(chosen) > 1:
            cuts.insert(1, FIRST_MAIL if len(chosen) > FIRST_MAIL else len(chosen) - 1)
        actions: list[Action] = []
        moment = at
        for start, end in pairwise(cuts):
            actions.append(Action(moment, Kind.ANSWER, self, letter, tuple(chosen[start:end]), trait))
            moment = after(moment, 1, rng)
        for action in actions:
            self._planned |= {duty.code: action for duty in action.duties}
        if trait is Trait.SECOND_THOUGHTS:
            one = tuple(chosen[:1])
            actions.append(Action(moment, Kind.CORRECTION, self, letter, one, trait, until=at.date()))
        if trait in ONCE:
            self._trait = Trait.PLAIN
        return actions


def _evening(day: date) -> datetime:
    return datetime.combine(day, time(18, 0), ZONE)
