"""The articles of an amending decision cut into statements: an order and the new text it quotes."""

import re
from dataclasses import dataclass, field

from plans.sheet import Line
from plans.structure.blocks import paragraphs, starts_lower
from plans.structure.labels import Label, Level, split_label

OPEN_MARK, CLOSE_MARK = "\ue000", "\ue001"
QUOTED = re.compile(rf"{OPEN_MARK}(\d+){CLOSE_MARK}")
_QUOTE = re.compile('[“”"]')


@dataclass
class Statement:
    """`order` is the sentence outside the quotes, with a mark for each quote; `quotes` are their paragraphs.

    `above` is the statement it stands under: "Điều 1. Sửa đổi Mục V như sau:". `closed`: no quote is left open.
    """

    label: Label | None
    order: str = ""
    quotes: list[list[str]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    above: "Statement | None" = None
    has_below: bool = False
    closed: bool = True
    _order: list[str] = field(default_factory=list)
    _quotes: list[list[list[str]]] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Words outside the quotes."""
        self._order.append(text)

    def open_quote(self) -> None:
        """A quote begins, and with it its first paragraph."""
        self._order.append(f"{OPEN_MARK}{len(self._quotes)}{CLOSE_MARK}")
        self._quotes.append([[]])

    def next_paragraph(self) -> None:
        """The quote goes on in a new paragraph."""
        self._quotes[-1].append([])

    def quote(self, text: str) -> None:
        """Words inside the quote that is open."""
        self._quotes[-1][-1].append(text)

    def finish(self) -> None:
        """Join the pieces; long texts are made of very many."""
        self.order = " ".join("".join(self._order).split())
        whole = [["".join(pieces).strip() for pieces in quote] for quote in self._quotes]
        self.quotes = [[text for text in quote if text] for quote in whole]

    @property
    def level(self) -> Level:
        """Depth of the label; deeper than any for a statement without one."""
        return self.label.level if self.label else Level.PLAIN

    @property
    def words(self) -> str:
        """The order as a person reads it; long quotes are cut."""
        return QUOTED.sub(lambda m: f"“{_short(' '.join(self.quotes[int(m[1])]))}”", self.order)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


@dataclass
class _Cutter:
    """Walks over the paragraphs and keeps how deep in quotes it is and which headings are open."""

    done: list[Statement] = field(default_factory=list)
    open: list[Statement] = field(default_factory=list)
    depth: int = 0

    def add(self, raw: str, span: tuple[int, int]) -> None:
        """One paragraph with its label."""
        text = raw
        if self.depth:
            self.done[-1].next_paragraph()
        else:
            label, rest = split_label(raw)
            if label is not None or not self.done or not _goes_on(raw):
                self._begin(label)
                text = rest
            else:
                self.done[-1].say(" ")
        self.done[-1].spans.append(span)
        self._take(text)

    def _begin(self, label: Label | None) -> None:
        while label is not None and self.open and self.open[-1].level >= label.level:
            self.open.pop()
        above = self.open[-1] if self.open else None
        if above is not None:
            above.has_below = True
        self.done.append(Statement(label, above=above))
        if label is not None:
            self.open.append(self.done[-1])

    def _take(self, text: str) -> None:
        start = 0
        for mark in _QUOTE.finditer(text):
            opens = self._opens(mark.group(), text[mark.start() - 1 : mark.start()])
            if not opens and not self.depth:
                continue
            outer = self.depth if opens else self.depth - 1
            # Only the outermost pair of marks is cut off; quotes inside the new text stay.
            stop = mark.start() if not outer else mark.end()
            self._keep(text[start:stop])
            start = mark.end()
            self.depth += 1 if opens else -1
            if opens and not outer:
                self.done[-1].open_quote()
        self._keep(text[start:])

    def _opens(self, mark: str, before: str) -> bool:
        if mark == '"':
            # Straight marks look alike: one opens where no quote is open, or where a word begins.
            return not self.depth or before in ("", " ", "(", ":", "[")
        return mark == "“"

    def _keep(self, text: str) -> None:
        if self.depth:
            self.done[-1].quote(text)
        else:
            self.done[-1].say(text)


def _goes_on(raw: str) -> bool:
    """A quote on a line of its own, or the rest of a sentence, belongs to the order above."""
    return raw[:1] in ("“", '"') or starts_lower(raw) or raw[:1] in (".", ";", ",")


def statements(lines: list[Line]) -> list[Statement]:
    """The statements below the title, in order; what stands before the first article is left out."""
    body, _ = paragraphs(lines)
    by_number = {line.number: line.text for line in lines}
    raws = []
    for paragraph in body:
        texts = [by_number.get(n, "") for first, last in paragraph.spans for n in range(first, last + 1)]
        raws.append((" ".join(filter(None, texts)), (paragraph.spans[0][0], paragraph.spans[-1][1])))
    start = next((i for i, (raw, _) in enumerate(raws) if _begins(raw)), len(raws))
    cutter = _Cutter()
    for raw, span in raws[start:]:
        cutter.add(raw, span)
    if cutter.depth:
        cutter.done[-1].closed = False
    for statement in cutter.done:
        statement.finish()
    return cutter.done


def _begins(raw: str) -> bool:
    label, _ = split_label(raw)
    return label is not None and label.level <= Level.NUMBER
