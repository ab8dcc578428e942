"""Words of a page to printed lines: one base line, left to right, with raised marks attached to their word."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from plans.formats.pdf_page import Word

# Shares of the letter size.
SAME_LINE = 0.25
BESIDE = 0.6
COLUMN_GAP = 0.8
CLOSE = 0.12
CLOSE_TO_MARK = 0.3
SMALLER = 0.85
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CUT_SYMBOL = re.compile(r"[^\W_][-–/]$")
_MARK = re.compile(r"[(\[]?(\d{1,3})[)\]]?")


@dataclass(frozen=True)
class Printed:
    """One printed line. `y` is its base line from the top of the page, `size` that of most letters."""

    page: int
    y: float
    size: float
    words: tuple[Word, ...]

    @property
    def x0(self) -> float:
        """Left end."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Right end."""
        return max(word.x1 for word in self.words)

    @cached_property
    def text(self) -> str:
        """Its words with single spaces."""
        return join(self.words)

    @cached_property
    def bold(self) -> bool:
        """Whether nearly all letters are bold."""
        heavy = sum(len(word.text) for word in self.words if word.bold)
        return heavy > 0.9 * sum(len(word.text) for word in self.words)

    @cached_property
    def segments(self) -> tuple["Printed", ...]:
        """The line cut at wide gaps."""
        pieces: list[list[Word]] = [[self.words[0]]]
        for word in self.words[1:]:
            if word.x0 - pieces[-1][-1].x1 > COLUMN_GAP * self.size:
                pieces.append([])
            pieces[-1].append(word)
        return tuple(replace(self, words=tuple(piece)) for piece in pieces)


def join(words: Iterable[Word]) -> str:
    """Words in one line as text; a word set directly against the one before it takes no space."""
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        if before is not None:
            limit = CLOSE_TO_MARK if word.raised else CLOSE
            if word.x0 - before.x1 > limit * max(word.size, before.size):
                parts.append(" ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def goes_on_in_word(before: str, after: str) -> bool:
    """Whether a symbol was cut at the end of a line, after its hyphen or slash ("KH-" / "UBND")."""
    return after[:1].isalnum() and _CUT_SYMBOL.search(before[-2:]) is not None


def printed_lines(words: Iterable[Word], page: int) -> list[Printed]:
    """The lines of a page or of a cell, from top to bottom."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.y, word.x0)):
        if rows and word.y - rows[-1][0].y < SAME_LINE * min(word.size, rows[-1][0].size):
            rows[-1].append(word)
        else:
            rows.append([word])
    rows = _attach_marks(rows)
    return [_printed(row, page) for row in _merge_beside(rows)]


def _printed(row: list[Word], page: int) -> Printed:
    row = _without_overprint(sorted(row, key=lambda word: word.x0))
    sizes = Counter[float]()
    for word in row:
        if not word.raised:
            sizes[round(word.size, 1)] += len(word.text)
    size = sizes.most_common(1)[0][0] if sizes else row[0].size
    y = next((word.y for word in row if not word.raised), row[0].y)
    return Printed(page, y, max(size, 1.0), tuple(_mark(word) if word.raised else word for word in row))


def _without_overprint(row: list[Word]) -> list[Word]:
    """Letters printed over a word that has them already (shadows, false bold, composed letters) are not text."""
    kept: list[Word] = []
    for word in row:
        under = kept[-1] if kept else None
        if under is None or word.x1 > under.x1 + 0.5 or word.text not in under.text:
            kept.append(word)
    return kept


def _mark(word: Word) -> Word:
    found = _MARK.fullmatch(word.text)
    return word._replace(text=found[1].translate(SUPERSCRIPTS)) if found else word


def _attach_marks(rows: list[list[Word]]) -> list[list[Word]]:
    """Small digits whose base line is a little above that of the line below them belong to that line."""
    result: list[list[Word]] = []
    waiting: list[Word] = []
    for row in rows:
        kept = []
        for mark in waiting:
            if _raises(mark, row):
                row.append(mark._replace(raised=True))
            else:
                kept.append(mark)
        if kept:
            result.append(kept)
        waiting = []
        if len(row) <= 6 and all(len(word.text) <= 5 and _MARK.fullmatch(word.text) for word in row):
            waiting = row
        else:
            result.append(row)
    if waiting:
        result.append(waiting)
    return [_raise_within(row) for row in result]


def _raises(mark: Word, row: list[Word]) -> bool:
    size = max(word.size for word in row)
    if not (mark.size < SMALLER * size and 0.1 * size < row[0].y - mark.y < 0.75 * size):
        return False
    return any(-0.1 * size < mark.x0 - word.x1 < 0.6 * size or -0.1 * size < word.x0 - mark.x1 < size for word in row)


def _raise_within(row: list[Word]) -> list[Word]:
    """Small digits slightly above the base line of a row that took them in."""
    base, size = max(word.y for word in row), max(word.size for word in row)
    return [
        word._replace(raised=True)
        if word.size < SMALLER * size and base - word.y > 0.1 * size and _MARK.fullmatch(word.text)
        else word
        for word in row
    ]


def _merge_beside(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows at nearly the same height but side by side are one line set in columns."""
    result: list[list[Word]] = []
    for row in rows:
        before = result[-1] if result else None
        if before is not None and row[0].y - before[0].y < BESIDE * row[0].size and _apart(before, row):
            before.extend(row)
        else:
            result.append(row)
    return result


def _apart(one: list[Word], other: list[Word]) -> bool:
    gap = 1.5 * max(one[0].size, other[0].size)
    left, right = (one, other) if one[0].x0 < other[0].x0 else (other, one)
    return min(word.x0 for word in right) - max(word.x1 for word in left) > gap
