"""What styles say: bold, hidden, font, heading, numbering and borders, through "based on" chains."""

from dataclasses import dataclass
from functools import lru_cache

from plans.formats.docx_xml import Element, W, attribute, child, switch, value, whole_number

_FONT_SLOTS = ("ascii", "hAnsi", "cs")
_BODY_OUTLINE = 9
MAX_CHAIN = 16


@dataclass(frozen=True)
class Look:
    """Properties of a run; None where nothing is said."""

    bold: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, base: "Look") -> "Look":
        """These properties, and those of `base` where these say nothing."""
        return Look(
            base.bold if self.bold is None else self.bold,
            base.hidden if self.hidden is None else self.hidden,
            self.font or base.font,
        )


def look_of(properties: Element | None) -> Look:
    """The look that a `w:rPr` sets itself."""
    if properties is None:
        return Look()
    fonts = child(properties, "rFonts")
    font = next((name for slot in _FONT_SLOTS if (name := attribute(fonts, slot))), None)
    return Look(switch(properties, "b"), switch(properties, "vanish"), font)


class Styles:
    """The styles part; a missing part has no styles."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._default: str | None = None
        for style in [] if root is None else root.findall(f"{W}style"):
            identifier = attribute(style, "styleId") or ""
            self._styles[identifier] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                self._default = identifier
        self._base = look_of(child(root, "docDefaults", "rPrDefault", "rPr"))
        self.paragraph_look = lru_cache(maxsize=None)(self._paragraph_look)
        self.character_look = lru_cache(maxsize=None)(self._look)
        self.is_heading = lru_cache(maxsize=None)(self._is_heading)
        self.numbering = lru_cache(maxsize=None)(self._numbering)
        self.chain = lru_cache(maxsize=None)(self._chain)

    def of_paragraph(self, properties: Element | None) -> str | None:
        """The style id of a paragraph; the default style when it names none that exists."""
        named = value(properties, "pStyle")
        return named if named in self._styles else self._default

    def _chain(self, identifier: str | None) -> list[tuple[str, Element]]:
        """A style and those it is based on, nearest first; a circle ends the chain."""
        found: list[tuple[str, Element]] = []
        seen: set[str] = set()
        while identifier in self._styles and identifier not in seen and len(found) < MAX_CHAIN:
            seen.add(identifier)
            style = self._styles[identifier]
            found.append((identifier, style))
            identifier = value(style, "basedOn") or ""
        return found

    def _numbering(self, identifier: str | None) -> tuple[int | None, int | None]:
        """numId and ilvl that a paragraph style (or numbering style) gives."""
        number = level = None
        for _, style in self.chain(identifier):
            properties = child(style, "pPr", "numPr")
            number = whole_number(value(properties, "numId")) if number is None else number
            level = whole_number(value(properties, "ilvl")) if level is None else level
            if number is not None:
                break
        return number, level

    def table_has_borders(self, identifier: str | None) -> bool | None:
        """Whether a table style draws lines between cells; None when it says nothing."""
        for _, style in self.chain(identifier):
            borders = child(style, "tblPr", "tblBorders")
            if borders is not None:
                return draws_inside(borders)
        return None

    def _look(self, identifier: str | None) -> Look:
        look = Look()
        for _, style in self.chain(identifier):
            look = look.over(look_of(child(style, "rPr")))
        return look

    def _paragraph_look(self, identifier: str | None) -> Look:
        return self._look(identifier).over(self._base)

    def _is_heading(self, identifier: str | None) -> bool:
        for _, style in self.chain(identifier):
            name = (value(style, "name") or "").lower()
            if name.startswith("heading ") or name == "title":
                return True
            outline = whole_number(value(style, "pPr", "outlineLvl"))
            if outline is not None:
                return outline < _BODY_OUTLINE
        return False


def draws_inside(borders: Element) -> bool:
    """Whether `w:tblBorders` has visible lines between cells."""
    return any(is_drawn(child(borders, edge)) for edge in ("insideV", "insideH"))


def is_drawn(edge: Element | None) -> bool:
    """Whether a border edge is visible."""
    return edge is not None and attribute(edge, "val") not in (None, "nil", "none")
