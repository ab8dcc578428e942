"""Vocabularies of regular expression pieces, of which only those are tried that begin with the word at hand.

To try hundreds of pieces at every word of a text costs most of the time of reading. The first word of a piece is known
beforehand, so that one look into a dictionary leaves a few of them, and mostly none.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

Match = Callable[[str, int], re.Match[str] | None]

_WORD = re.compile(r"\w*")
# A dictionary of words is begun anew when a text of nonsense has filled it.
_MOST_WORDS = 20_000


def word_at(text: str, position: int) -> str:
    """The letters and figures from `position` on; "" when there are none."""
    found = _WORD.match(text, position)
    return found.group() if found else ""


class Words(dict[str, Match | None]):
    """Pieces that each stand for whole words, tried in their order, and what follows them: `end`.

    The item of a word is how to look for the pieces that begin with it, None when there are none.
    """

    def __init__(self, pieces: Iterable[str], ignore_case: bool = False, end: str = r"(?!\w)") -> None:
        super().__init__()
        self._end = end
        self._flags = re.IGNORECASE if ignore_case else re.NOFLAG
        self._pieces = [(piece, _heads(piece, ignore_case)) for whole in pieces for piece in alternatives(whole)]

    def __missing__(self, word: str) -> Match | None:
        key = word.lower() if self._flags else word
        begun = {key, *(f"{key[:length]}*" for length in range(1, len(key) + 1))}
        found = [piece for piece, heads in self._pieces if not begun.isdisjoint(heads)]
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = match = _compiled(f"(?:{'|'.join(found)}){self._end}", self._flags) if found else None
        return match

    def match(self, text: str, position: int = 0) -> re.Match[str] | None:
        """The first piece that stands at `position`."""
        match = self[word_at(text, position)]
        return match(text, position) if match else None


class Lookup(dict[str, tuple[Match | None, ...] | None]):
    """What several vocabularies have for a word, in their order; None when none of them has anything."""

    def __init__(self, *vocabularies: Words) -> None:
        super().__init__()
        self._vocabularies = vocabularies

    def __missing__(self, word: str) -> tuple[Match | None, ...] | None:
        found = tuple([words[word] for words in self._vocabularies])
        if len(self) > _MOST_WORDS:
            self.clear()
        self[word] = value = found if any(found) else None
        return value


@lru_cache(maxsize=2048)
def _compiled(pattern: str, flags: int) -> Match:
    return re.compile(pattern, flags).match


def _heads(piece: str, ignore_case: bool) -> frozenset[str]:
    words = first_words(piece)
    return frozenset(word.lower() for word in words) if ignore_case else words


def first_words(piece: str) -> frozenset[str]:
    """The words a match of the piece may begin with; "MTTQ*" for all that begin so. ValueError when nobody can tell."""
    whole, begun = _grown(piece, {""})
    return frozenset(whole | begun) - {""}


def _grown(piece: str, begun: set[str]) -> tuple[set[str], set[str]]:
    """The first words that end within the piece, and those that have only begun at its end."""
    whole: set[str] = set()
    place = 0
    while place < len(piece) and begun:
        end = _element_end(piece, place)
        element = piece[place:end]
        optional = piece[end : end + 1] == "?"
        ended, longer = _with_element(element, begun, piece)
        whole |= ended
        begun = longer | begun if optional else longer
        place = end + optional
    return whole, begun


def _with_element(element: str, begun: set[str], piece: str) -> tuple[set[str], set[str]]:
    if element.startswith("(?:"):
        parts = [_grown(part, begun) for part in alternatives(element[3:-1])]
        return set().union(*(ended for ended, _ in parts)), set().union(*(longer for _, longer in parts))
    if element.startswith("(?"):
        # What stands around it takes no room.
        return set(), begun
    if element.startswith("["):
        return set(), {word + letter for word in begun for letter in element[1:-1]}
    if element.isalnum():
        return set(), {word + element for word in begun}
    if element == r"\w":
        return {f"{word}*" for word in begun}, set()
    if element in (r"\d", ".", "*", "+", "{"):
        raise ValueError(f"Không rõ mẫu “{piece}” bắt đầu bằng từ nào.")
    return begun, set()


def alternatives(piece: str) -> list[str]:
    """A piece cut at the bars outside all brackets."""
    found, place, start = [], 0, 0
    while place < len(piece):
        if piece[place] == "|":
            found.append(piece[start:place])
            start = place + 1
        place = _element_end(piece, place)
    return [*found, piece[start:]]


def _element_end(piece: str, place: int) -> int:
    """The end of a letter, a class of letters or a bracket with all that it holds."""
    if piece[place] == "\\":
        return place + 2
    if piece[place] == "[":
        return piece.index("]", place) + 1
    if piece[place] != "(":
        return place + 1
    place += 1
    while piece[place] != ")":
        place = _element_end(piece, place)
    return place + 1
