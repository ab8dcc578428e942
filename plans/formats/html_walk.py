"""One walk over a parsed page: lines of text in reading order, with marks where tables and cells open and close."""

import re
from dataclasses import dataclass

from lxml import etree

from plans.formats.html_lists import Element, ListState, item_label, open_list, with_label
from plans.formats.html_markup import (
    BLOCKS,
    BORDER,
    BULLETS,
    CONTAINERS,
    LISTS,
    NOTE,
    NOTE_BLOCK,
    REFERENCE,
    SKIPPED,
    SPACE,
    STYLE_LENGTH,
    SUPERSCRIPT,
    Mark,
    Script,
    Span,
    Text,
    bordered,
    count,
    hidden,
    is_bold,
    script_of,
)


@dataclass
class Walked:
    """A page: the stream of lines and marks, and the containers as a tree."""

    stream: list[Text | Mark]
    root: Span


def walk(root: Element) -> Walked:
    """Read the whole tree once; the time is linear in the page."""
    walker = _Walker()
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if not isinstance(element.tag, str):
            if event == "end":
                walker.add(element.tail or "")
        elif event == "start":
            if not walker.start(element):
                events.skip_subtree()
        else:
            walker.end(element)
    walker.break_line(block=True)
    return Walked(walker.stream, walker.root)


class _Walker:
    """What is open at the point of the walk."""

    def __init__(self) -> None:
        self.stream: list[Text | Mark] = []
        self.root = Span("", 0)
        self._spans = [self.root]
        self._skipping: Element | None = None
        self._runs: list[tuple[str, Script]] = []
        self._letters = self._bold_letters = 0
        self._bold = self._links = self._pre = 0
        self._scripts: list[Script] = []
        self._pieces: list[Text] = []
        self._lists: list[ListState] = []
        self._label = ""
        self._marks: list[tuple[Mark, Element]] = []
        self._note = ""
        self._note_block: Element | None = None

    def start(self, element: Element) -> bool:
        """Open an element; False when what is inside must not be read."""
        tag = element.tag
        style = (element.get("style") or "")[:STYLE_LENGTH].lower()
        if tag in SKIPPED or tag.startswith(("v:", "w:", "m:")) or hidden(element, style):
            self._skipping = element
            return False
        if self._replaced(element, tag, style):
            self._skipping = element
            return False
        if tag in BLOCKS:
            self._open_block(element, tag, style)
        elif tag == "br":
            self.break_line(block=not self._has_text())
        self._bold += is_bold(tag, style)
        self._links += tag == "a" and element.get("href") is not None
        script = script_of(element, tag, style)
        if script is not None:
            self._scripts.append(script)
        self.add(element.text or "")
        return True

    def end(self, element: Element) -> None:
        """Close an element and take the text after it."""
        if self._skipping is not None:
            self._skipping = None
            self.add(element.tail or "")
            return
        tag = element.tag
        style = (element.get("style") or "")[:STYLE_LENGTH].lower()
        if tag in BLOCKS:
            self._close_block(element, tag)
        self._bold -= is_bold(tag, style)
        self._links -= tag == "a" and element.get("href") is not None
        if script_of(element, tag, style) is not None:
            self._scripts.pop()
        self.add(element.tail or "")

    def _replaced(self, element: Element, tag: str, style: str) -> bool:
        """Footnote anchors, raised figures and Word's list labels: their place is taken by what a reader sees."""
        if tag == "a":
            href = (element.get("href") or "")[-80:]
            if match := NOTE.search(href):
                self._begin_note(element, match[1])
                return True
            if match := REFERENCE.search(href):
                self._put(match[1].translate(SUPERSCRIPT))
                return True
        elif tag == "sup":
            inside = "".join(element.itertext("sup", "span", "font", "b", "i")) if len(element) < 4 else ""
            if re.fullmatch(r"\s*\[?\d{1,3}\]?\s*", inside):
                self._put(inside.strip(" []\n").translate(SUPERSCRIPT))
                return True
        elif "mso-list" in style and re.search(r"mso-list\s*:\s*ignore", style):
            label = "".join(element.itertext())[:40].strip()
            self._put(f"{BULLETS.get(label, label)} ")
            return True
        return False

    def _begin_note(self, element: Element, number: str) -> None:
        self.break_line(block=True)
        self._note = number.translate(SUPERSCRIPT)
        parent = element
        for _ in range(8):
            parent = parent.getparent()
            if parent is None:
                return
            if NOTE_BLOCK.match(parent.get("id") or "") or "footnote-list" in (parent.get("style") or "")[:80]:
                self._note_block = parent
                return
            if self._note_block is None and parent.tag in ("p", "li", "td", "div"):
                self._note_block = parent

    def _open_block(self, element: Element, tag: str, style: str) -> None:
        self.break_line(block=True)
        if tag in CONTAINERS:
            span = Span(tag, len(self.stream))
            self._spans[-1].children.append(span)
            self._spans.append(span)
        if tag in LISTS:
            self._lists.append(open_list(element))
        elif tag == "li":
            self._label = item_label(element, self._lists[-1] if self._lists else ListState("disc", 1))
        elif tag == "table":
            self._mark(Mark("table", True, bordered(element, style)), element)
        elif tag == "tr" and self._inside("table"):
            self._mark(Mark("row", True), element)
        elif tag in ("td", "th"):
            if self._inside("table"):
                self._mark(Mark("row", True), element)
            if self._inside("row"):
                columns, rows = count(element.get("colspan")), count(element.get("rowspan"))
                self._mark(Mark("cell", True, BORDER.search(style) is not None, columns, rows), element)
        elif tag == "pre":
            self._pre += 1

    def _close_block(self, element: Element, tag: str) -> None:
        self.break_line(block=True)
        if tag in LISTS:
            self._lists.pop()
        elif tag == "li":
            self._label = ""
        elif tag == "pre":
            self._pre -= 1
        while self._marks and self._marks[-1][1] is element:
            self.stream.append(Mark(self._marks.pop()[0].kind, False))
        if tag in CONTAINERS:
            self._spans.pop().end = len(self.stream)
        if element is self._note_block:
            self._note, self._note_block = "", None

    def _inside(self, kind: str) -> bool:
        return bool(self._marks) and self._marks[-1][0].kind == kind

    def _mark(self, mark: Mark, owner: Element) -> None:
        self._marks.append((mark, owner))
        self.stream.append(mark)

    def add(self, text: str) -> None:
        """Text at the point of the walk."""
        if not text or self._skipping is not None:
            return
        if self._pre:
            first, *others = text.split("\n")
            self._put(first)
            for line in others:
                self.break_line(block=False, keep_blank=True)
                self._put(line)
        else:
            self._put(SPACE.sub(" ", text))

    def _put(self, text: str) -> None:
        self._runs.append((text, self._scripts[-1] if self._scripts else ""))
        letters = len(text) - text.count(" ") - text.count("\xa0")
        self._letters += letters
        self._bold_letters += letters if self._bold else 0

    def _has_text(self) -> bool:
        return any(not text.isspace() and text for text, _ in self._runs)

    def break_line(self, block: bool, keep_blank: bool = False) -> None:
        """End the line; `block`: the paragraph ends with it."""
        if self._has_text():
            runs = self._runs
            if self._label:
                runs = _labelled(self._label, runs)
                self._label = ""
            strong = self._bold_letters > 0 and self._bold_letters >= self._letters * 0.9
            line = Text(runs, strong=strong, linked=self._links > 0 or bool(self._lists), note=self._note)
            self._pieces.append(line)
            self.stream.append(line)
        elif keep_blank:
            self.stream.append(Text([], note=self._note))
        self._runs = []
        self._letters = self._bold_letters = 0
        if block:
            # A paragraph broken by <br> or kept as typed does not say which of its lines are complete.
            if len(self._pieces) == 1 and not self._pre:
                self._pieces[0].whole = True
            self._pieces = []


def _labelled(label: str, runs: list[tuple[str, Script]]) -> list[tuple[str, Script]]:
    text = "".join(text for text, _ in runs)
    return runs if with_label(label, text) == text else [(label, ""), *runs]
