"""Footnotes at the foot of a page: small text under a short rule, or small text that begins with a raised mark."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from plans.formats.pdf_lines import SUPERSCRIPTS, Printed, goes_on_in_word
from plans.formats.pdf_page import Page
from plans.formats.pdf_view import Rule

SMALL = 0.95
SHORT_RULE = (0.08, 0.5)
RULE_REACH = 2.5
_RAISED = re.compile(r"(?P<mark>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})\s*(?P<text>.*)")
_PLAIN = re.compile(r"[(\[]?(?P<mark>\d{1,3})[)\].]?\s+(?P<text>\S.*)")


@dataclass
class PageNote:
    """A footnote while it is read; `page` is where it begins."""

    mark: str
    texts: list[str]
    page: int

    @property
    def text(self) -> str:
        """Its lines in one."""
        parts = [self.texts[0]]
        for before, after in pairwise(self.texts):
            parts += ["" if goes_on_in_word(before, after) else " ", after]
        return "".join(parts)


@dataclass
class NoteReader:
    """Takes the footnotes off one page after the other; one that is not finished goes on at the next foot."""

    body_size: float
    notes: list[PageNote] = field(default_factory=list)

    def take(self, page: Page, lines: list[Printed]) -> list[Printed]:
        """The lines of the page without its footnotes."""
        start = self._first_note_line(page, lines)
        for line in lines[start:]:
            found = self._mark(line)
            if found is not None:
                self.notes.append(PageNote(found["mark"].translate(SUPERSCRIPTS), [found["text"]], page.number))
            else:
                self.notes[-1].texts.append(line.text)
        return lines[:start]

    def _first_note_line(self, page: Page, lines: list[Printed]) -> int:
        start = len(lines)
        small = len(lines)
        while small > 0 and lines[small - 1].size <= SMALL * self.body_size:
            small -= 1
        for index in range(small, len(lines)):
            ruled = _rule_above(page, lines, index)
            if _RAISED.match(lines[index].text) or (ruled and (self.notes or self._mark(lines[index]))):
                start = index
                break
        return start

    def _mark(self, line: Printed) -> re.Match[str] | None:
        raised = _RAISED.match(line.text)
        if raised is not None:
            return raised
        plain = _PLAIN.match(line.text)
        # A bare number is a mark only where it is the next one; other numbers begin a line of the note by chance.
        return plain if plain is not None and int(plain["mark"]) == self._next() else None

    def _next(self) -> int:
        if not self.notes:
            return 1
        digits = self.notes[-1].mark.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
        return int(digits) + 1 if digits.isdigit() else 1


def _rule_above(page: Page, lines: list[Printed], index: int) -> bool:
    line = lines[index]
    ceiling = lines[index - 1].y if index else 0.0
    return any(
        max(ceiling, line.y - RULE_REACH * line.size) < rule.at < line.y and _short(rule, page) for rule in page.across
    )


def _short(rule: Rule, page: Page) -> bool:
    return SHORT_RULE[0] * page.width < rule.end - rule.start < SHORT_RULE[1] * page.width
