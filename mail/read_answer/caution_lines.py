"""The line, the sentence and the clause in which a value stands, for :mod:`mail.read_answer.caution`."""

import re
from dataclasses import dataclass

from mail.charset import fold
from mail.read_answer import caution_words as w
from mail.read_answer.lexicon import Words, respelt

_WRAPPED = 45
"""A line at least this long whose next one goes on in lower case was wrapped by a mail program."""
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Line:
    """A line with a value. Places are within it: ``value`` to ``end`` the value, ``first`` to ``last`` its sentence.

    ``low`` is in lower case with the words that decide spelt out, ``folded`` without marks; all of one length.
    """

    text: str
    low: str
    folded: str
    start: int
    value: int
    end: int
    first: int
    last: int

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return self.low[self.first : self.last]

    @property
    def front(self) -> str:
        """The sentence up to the value, without the label of the form."""
        return self.low[self.first : self.value]

    @property
    def behind(self) -> str:
        """The sentence behind the value."""
        return self.low[self.end : self.last]

    @property
    def clause(self) -> str:
        """What stands in front of the value in its clause."""
        front, edge = self.front, 0
        for match in w.CLAUSE_EDGE.of(self.low).finditer(front):
            edge = match.end()
        return front[edge:]


class Lines:
    """A text by its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._made: dict[tuple[int, int], tuple[str, str]] = {}

    def at(self, start: int, end: int) -> Line:
        """The line around a place."""
        first, last = self._around(start)
        low, folded = self._spelt(first, last)
        value, stop = start - first, min(end, last) - first
        begin, over = 0, last - first
        for edge in w.SENTENCE_EDGE.finditer(folded):
            if edge.end() <= value:
                begin = edge.end()
            elif edge.start() >= stop:
                over = edge.start()
                break
        label = w.LABEL.match(folded)
        if label and label.end() <= value:
            begin = max(begin, label.end())
        return Line(self.text[first:last], low, folded, first, value, stop, begin, over)

    def above(self, line: Line) -> str:
        """The last line with words in it above a line, in lower case; "" when there is none."""
        end = self.text.rfind("\n", 0, line.start) if line.start else -1
        while end > 0:
            begin = self.text.rfind("\n", 0, end) + 1
            if self.text[begin:end].strip():
                return self._spelt(begin, end)[0]
            end = begin - 1
        return ""

    def search(self, pattern: Words) -> str:
        """What a pattern finds first anywhere, "" for nothing."""
        low = self.text.lower()
        match = pattern.marked.search(low) or (None if low != fold(low) else pattern.bare.search(low))
        return match[0] if match else ""

    def _around(self, place: int) -> tuple[int, int]:
        text, lowest, highest = self.text, max(0, place - _LONGEST), min(len(self.text), place + _LONGEST)
        first = text.rfind("\n", lowest, place) + 1 or lowest
        while first > lowest and self._goes_on(first):
            first = text.rfind("\n", lowest, first - 1) + 1 or lowest
        last = text.find("\n", place, highest)
        while last > 0 and self._goes_on(last + 1):
            last = text.find("\n", last + 1, highest)
        return first, last if last >= 0 else highest

    def _goes_on(self, start: int) -> bool:
        before = self.text.rfind("\n", 0, start - 1) + 1
        return (
            start - 1 - before >= _WRAPPED
            and start < len(self.text)
            and self.text[start].isalpha()
            and self.text[start].islower()
        )

    def _spelt(self, first: int, last: int) -> tuple[str, str]:
        if (first, last) not in self._made:
            piece = self.text[first:last]
            folded = fold(piece)
            low = re.sub("[\t\n\u00a0]", " ", piece.lower())
            self._made[first, last] = (respelt(low) if len(low) == len(piece) else folded, folded)
        return self._made[first, last]
