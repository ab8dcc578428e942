"""What an amending decision says, typed."""

import datetime
import re
from typing import Literal

from plans.model import Frozen, Question, Source

# "Số: 12/KH-UBND" in the header of a document; the number may still be blank.
OWN_NUMBER = re.compile(
    r"Số\s*:?\s*(?P<number>\d{1,5}[a-z]?)?[\s.…_]*/\s*(?P<symbol>(?:\d{4}/)?[A-ZĐ][\w&]*(?:[-/][A-ZĐ][\w&]*)+)"
)
Kind = Literal["replace", "insert", "remove", "substitute"]


class NotApplied(Exception):
    """An order that is not understood or has no place in the plan; `sentence` says why in Vietnamese."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class Instruction(Frozen):
    """One order to change the plan. Paths are those of the plan, as far as the words give them.

    - "replace": the item at `target`, with all below it, becomes `text`; `heading_only`: only its own line;
    - "insert": `text` comes after the item at `after`, or at the end of `into`; `target` is the path it gets;
    - "remove": the item at `target` goes, with all below it;
    - "substitute": `old_words` become `new_words` in the item at `target`, or in the whole plan when that is None.

    `text` has one paragraph per line, with its labels. `words` is the order as written, `source` its lines.
    """

    kind: Kind
    target: str | None
    text: str | None
    source: Source
    words: str
    after: str | None = None
    into: str | None = None
    old_words: str | None = None
    new_words: str | None = None
    heading_only: bool = False


class Amendment(Frozen):
    """One amending decision. `amends_number` is the whole number of the plan ("12/KH-UBND")."""

    number: str | None
    symbol: str | None
    date: datetime.date | None
    title: str
    amends_number: str | None
    amends_date: datetime.date | None
    instructions: tuple[Instruction, ...]
    questions: tuple[Question, ...]

    @property
    def full_number(self) -> str:
        """The number with its symbol, blank where it is blank."""
        return f"{self.number or '…'}/{self.symbol or '…'}"
