"""Forms of a PDF that draw each other again and again: a few bytes that PDFium would unfold until the memory ends.

PDFium unfolds them while it opens a page and ends the whole program when it runs out of memory, so that this has to be
seen before.
"""

import re
import zlib
from collections import Counter

# How often forms inside forms may be drawn by one page; real files stay below a hundred.
MAX_DRAWN = 200_000
DEEPEST = 100
# Longest dictionary and longest content that is looked into.
_HEAD = 4_000
_CONTENT = 1_000_000
_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9}) \d{1,5} obj\b")
_NAMED = re.compile(rb"/([^\s/<>()\[\]]{1,127})\s+(\d{1,9}) \d{1,5} R\b")
_DRAWN = re.compile(rb"/([^\s/]{1,127})\s+Do\b")


class Forms:
    """The forms of one file by the numbers of their objects."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._forms: dict[int, bytes] = {}
        if _FORM.search(data) is None:
            return
        self._starts = {int(found[1]): found.end() for found in _OBJECT.finditer(data)}
        self._forms = {number: head for number in self._starts if _FORM.search(head := self._head(number))}

    def unfold_endlessly(self) -> bool:
        """Whether a page that draws one of the forms would draw more than can be shown."""
        weights: dict[int, int] = {}
        return any(self._weight(number, weights, 0) > MAX_DRAWN for number in self._forms)

    def _weight(self, number: int, weights: dict[int, int], depth: int) -> int:
        """How many forms are drawn when this one is. One that draws itself, or lies very deep, counts as too many."""
        if number not in weights:
            weights[number] = MAX_DRAWN + 1
            if depth > DEEPEST:
                return weights[number]
            drawn = self._drawn(number)
            inner = self._inner(self._forms[number]) if drawn else set()
            mine = [(drawn[name], one) for name, one in inner if name in drawn]
            weights[number] = 1 + sum(times * self._weight(one, weights, depth + 1) for times, one in mine)
        return weights[number]

    def _inner(self, head: bytes) -> set[tuple[bytes, int]]:
        """Names and numbers of the forms that a form may draw; its resources may stand in objects of their own."""
        named = {(found[1], int(found[2])) for found in _NAMED.finditer(head)}
        for link in (b"Resources", b"XObject"):
            between = [self._head(number) for name, number in named if name == link and number in self._starts]
            named |= {(found[1], int(found[2])) for text in between for found in _NAMED.finditer(text)}
        return {(name, number) for name, number in named if number in self._forms}

    def _head(self, number: int) -> bytes:
        text = self._data[self._starts[number] : self._starts[number] + _HEAD]
        return re.split(rb"endobj|stream\r?\n", text, maxsplit=1)[0]

    def _drawn(self, number: int) -> Counter[bytes]:
        """How often the content of a form draws each name."""
        start = self._data.find(b"stream", self._starts[number])
        content = self._data[start + 6 : start + 6 + _CONTENT].lstrip(b"\r\n")
        if b"FlateDecode" in self._forms[number]:
            try:
                content = zlib.decompressobj().decompress(content, _CONTENT)
            except zlib.error:
                return Counter()
        return Counter(found[1] for found in _DRAWN.finditer(content.split(b"endstream", 1)[0]))
