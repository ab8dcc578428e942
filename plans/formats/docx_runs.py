"""The runs of one paragraph to its text: fields, links, tracked changes, symbols, note marks, text boxes."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby

from plans.formats.docx_notes import Notes, raised
from plans.formats.docx_styles import Look, Styles, look_of
from plans.formats.docx_symbols import (
    LegacyEncoding,
    converted,
    is_capital_font,
    is_unicode,
    legacy_encoding,
    symbol,
    without_private,
)
from plans.formats.docx_xml import MC, Element, W, attribute, child, switch, value

# Wrappers whose content is plain text of the paragraph.
_WRAPPERS = ("hyperlink", "smartTag", "customXml", "sdtContent", "bdo", "dir", "rubyBase", "ruby")
_DROPPED_FIELDS = re.compile(r"\s*(?:TOC|TOA|INDEX|PAGE|NUMPAGES|SECTIONPAGES)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\s*\d{1,3}\s*")
_TEXT = f"{W}t"
_BOX = f"{W}txbxContent"


@dataclass(frozen=True)
class Piece:
    """A run of text with one look."""

    text: str
    bold: bool = False
    encoding: LegacyEncoding | None = None
    capitals: bool = False


@dataclass
class Inline:
    """A paragraph being read: its pieces, and the text boxes that hang on it."""

    look: Look
    pieces: list[Piece] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def ends_in_unit(self) -> bool:
        """Whether the text so far ends in a unit of length: a raised figure after it makes it "m2"."""
        before = next((piece.text for piece in reversed(self.pieces) if piece.text), "")
        return before[-1:] == "m"


@dataclass
class Field:
    """A field that is open. Its instruction hides; its result is shown unless the field is one that is dropped."""

    hides: bool = True
    instruction: str = ""


class RunReader:
    """Reads paragraphs in order; fields stay open from one paragraph to the next."""

    def __init__(self, styles: Styles, notes: Notes, doubts: set[str]) -> None:
        self._styles = styles
        self._notes = notes
        self._doubts = doubts
        self._fields: list[Field] = []
        self._fields_count = True
        # How many of the open fields hide what stands in them now.
        self._hiding = 0
        self._handlers: dict[str, Callable[[Element, Inline], None]] = {f"{W}{tag}": self._walk for tag in _WRAPPERS}
        self._handlers |= {
            f"{W}r": self._run,
            f"{W}sdt": self._control,
            f"{W}fldSimple": self._simple_field,
            f"{W}ins": self._tracked,
            f"{W}moveTo": self._tracked,
            f"{W}del": self._removed,
            f"{W}moveFrom": self._removed,
            f"{W}commentRangeStart": self._comment,
            f"{MC}AlternateContent": self._alternative,
        }

    def begin(self, root: Element) -> None:
        """Prepare for a part. Where begins and ends of fields do not match, marks are not trusted."""
        self._fields = []
        self._hiding = 0
        depth = 0
        for mark in root.iter(f"{W}fldChar"):
            kind = attribute(mark, "fldCharType")
            depth += {"begin": 1, "end": -1}.get(kind or "", 0)
            if depth < 0:
                break
        self._fields_count = depth == 0

    def read(self, paragraph: Element, style: str | None) -> Inline:
        """The pieces and boxes of a `w:p`."""
        inline = Inline(self._styles.paragraph_look(style))
        self._walk(paragraph, inline)
        return inline

    def _walk(self, element: Element, inline: Inline) -> None:
        for item in element:
            handler = self._handlers.get(item.tag)
            if handler is not None:
                handler(item, inline)

    def _control(self, element: Element, inline: Inline) -> None:
        if switch(child(element, "sdtPr"), "showingPlcHdr"):
            return
        self._walk(element, inline)

    def _alternative(self, element: Element, inline: Inline) -> None:
        boxes = boxes_in(element)
        inline.boxes += boxes
        for form in () if boxes else element:
            before = len(inline.pieces)
            self._walk(form, inline)
            if len(inline.pieces) > before:
                return

    def _simple_field(self, element: Element, inline: Inline) -> None:
        if not _DROPPED_FIELDS.match(attribute(element, "instr") or ""):
            self._walk(element, inline)

    def _tracked(self, element: Element, inline: Inline) -> None:
        self._doubts.add("tracked_changes")
        self._walk(element, inline)

    def _removed(self, element: Element, inline: Inline) -> None:
        self._doubts.add("tracked_changes")

    def _comment(self, element: Element, inline: Inline) -> None:
        self._doubts.add("comments")

    def _run(self, run: Element, inline: Inline) -> None:
        properties = child(run, "rPr")
        look, raised_text = inline.look, False
        if properties is not None:
            look = self._look(properties, inline.look)
            raised_text = value(properties, "vertAlign") == "superscript"
        text = "".join([self._character(item, look, inline) for item in run])
        if not text or look.hidden or self._hiding:
            return
        if raised_text and _FIGURES.fullmatch(text) and not inline.ends_in_unit():
            text = raised(text)
        encoding = legacy_encoding(look.font)
        inline.pieces.append(Piece(text, look.bold or False, encoding, is_capital_font(look.font)))

    def _look(self, properties: Element, base: Look) -> Look:
        own = look_of(properties)
        named = value(properties, "rStyle")
        if named is not None:
            own = own.over(self._styles.character_look(named))
        return own.over(base)

    def _character(self, item: Element, look: Look, inline: Inline) -> str:
        tag = item.tag
        if tag == _TEXT:
            return without_private(item.text or "", look.font)
        plain = _CHARACTERS.get(tag)
        if plain is not None:
            return plain
        if tag not in _SPECIAL:
            return ""
        if tag == f"{W}fldChar":
            self._field_mark(attribute(item, "fldCharType") or "")
        elif tag == f"{W}instrText" and self._fields:
            self._fields[-1].instruction += item.text or ""
        elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            return self._note(item) if not self._hiding and not look.hidden else ""
        elif tag == f"{W}sym":
            return _sym(item)
        elif tag == f"{W}commentReference":
            self._doubts.add("comments")
        elif not look.hidden:
            inline.boxes.extend(boxes_in(item))
        return ""

    def _field_mark(self, kind: str) -> None:
        if not self._fields_count:
            return
        if kind == "begin":
            self._fields.append(Field())
            self._hiding += 1
        elif kind == "end" and self._fields:
            self._hiding -= self._fields.pop().hides
        elif kind == "separate" and self._fields and self._fields[-1].hides:
            field_ = self._fields[-1]
            field_.hides = _DROPPED_FIELDS.match(field_.instruction) is not None
            self._hiding -= not field_.hides

    def _note(self, reference: Element) -> str:
        kind = reference.tag[len(W) :].removesuffix("Reference")
        identifier = attribute(reference, "id") or ""
        if attribute(reference, "customMarkFollows") in ("1", "true", "on"):
            after = next(reference.itersiblings(_TEXT, f"{W}sym"), None)
            custom = "" if after is None else (after.text or _sym(after)).strip()
            mark = raised(custom) if custom.isdecimal() else custom
            self._notes.mark(kind, identifier, mark or "*")
            return "" if custom else "*"
        return self._notes.mark(kind, identifier)


_SPECIAL = frozenset({f"{MC}AlternateContent"}) | {
    f"{W}{tag}"
    for tag in (
        "fldChar",
        "instrText",
        "footnoteReference",
        "endnoteReference",
        "sym",
        "commentReference",
        "drawing",
        "pict",
        "object",
    )
}
_CHARACTERS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "",
}


def _sym(item: Element) -> str:
    try:
        code = int(attribute(item, "char") or "", 16)
    except ValueError:
        return ""
    if code in range(0xF000, 0xF100):
        return symbol(code, attribute(item, "font"))
    return chr(code) if 0x20 <= code <= 0xD7FF else ""


def boxes_in(element: Element) -> list[Element]:
    """The text boxes of a drawing, each once: an alternative is read in its first form that has any."""
    if element.tag == _BOX:
        return [element]
    if element.tag == f"{MC}AlternateContent":
        for form in element:
            found = [box for item in form for box in boxes_in(item)]
            if found:
                return found
        return []
    return [box for item in element for box in boxes_in(item)]


def text_of(pieces: Iterable[Piece], doubts: set[str]) -> str:
    """The text of pieces. Neighbours in the same old encoding are converted together: a letter may be cut in two."""
    parts = []
    for (encoding, capitals), group in groupby(pieces, key=lambda piece: (piece.encoding, piece.capitals)):
        text = "".join(piece.text for piece in group)
        if encoding is not None and not text.isascii() and not is_unicode(text):
            doubts.add("legacy_encoding")
            text = converted(text, encoding)
        parts.append(text.upper() if encoding == "tcvn3" and capitals else text)
    return "".join(parts)


def all_bold(pieces: Iterable[Piece]) -> bool:
    """Whether there is text and every visible run of it is bold."""
    visible = [piece.bold for piece in pieces if piece.text.strip()]
    return bool(visible) and all(visible)
