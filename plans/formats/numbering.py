"""Word's automatic numbering resolved to the labels that a reader sees."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from plans.formats.docx_styles import Styles, look_of
from plans.formats.docx_symbols import is_symbol_font, readable
from plans.formats.docx_xml import MC, Element, W, attribute, child, switch, value, whole_number
from plans.formats.number_formats import shown

LEVELS = 9
# No label is longer; what goes on beyond it is no label.
LONGEST_TEXT = 120
_PLACE = re.compile(r"%([1-9])")
_SUFFIXES = {"nothing": "", "space": " ", "tab": " "}


@dataclass(frozen=True)
class NumberLevel:
    """One level of a list. `restart` is the level (from 1) whose use restarts this one: None any higher, 0 none."""

    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: str = " "
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str | None = None


@dataclass(frozen=True)
class NumberedList:
    """A `w:num`: its levels, the counters it shares (`family`), and the levels that it restarts."""

    family: str
    levels: tuple[NumberLevel, ...]
    restarts: dict[int, int]

    def start(self, level: int) -> int:
        """The first number of a level."""
        return self.restarts.get(level, self.levels[level].start)


@dataclass
class Counters:
    """Where the levels of one family stand: the number shown last (None: starts again), and whether it ever stood."""

    values: list[int | None] = field(default_factory=lambda: [None] * LEVELS)
    used: list[bool] = field(default_factory=lambda: [False] * LEVELS)


class Numbering:
    """Counts through the document in reading order; `label` must be called once for each numbered paragraph."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        found = [] if root is None else list(root)
        self._styles = styles
        self._abstract = {attribute(e, "abstractNumId") or "": e for e in found if e.tag == f"{W}abstractNum"}
        self._nums = {whole_number(attribute(e, "numId")): e for e in found if e.tag == f"{W}num"}
        self._lists: dict[int, NumberedList | None] = {}
        self._levels: dict[str, list[NumberLevel]] = {}
        self.begin_story()

    def begin_story(self) -> None:
        """Count from the start again: a page header and the notes each count for themselves."""
        self._counts: dict[str, Counters] = {}
        self._restarted: set[tuple[int, int]] = set()

    @contextmanager
    def apart(self) -> Iterator[None]:
        """A text box counts for itself; the text around it then goes on as if it were not there."""
        kept = self._counts, self._restarted
        self.begin_story()
        yield
        self._counts, self._restarted = kept

    def of_paragraph(self, properties: Element | None, style: str | None) -> tuple[int, int] | None:
        """numId and level of a paragraph, None when it has no number (or the number was removed with numId 0)."""
        direct = child(properties, "numPr")
        number = whole_number(value(direct, "numId"))
        level = whole_number(value(direct, "ilvl"))
        if number is None:
            number, styled = self._styles.numbering(style)
            if number is not None and level is None:
                level = self._level_of_style(number, style, styled)
        if not number or number not in self._nums:
            return None
        return number, min(max(level or 0, 0), LEVELS - 1)

    def label(self, number: int, level: int) -> str:
        """Count one paragraph and give its label with the space after it: "2.1. ", "a) ", "- ", or ""."""
        numbered = self._list(number)
        if numbered is None:
            return ""
        counters = self._counts.setdefault(numbered.family, Counters())
        self._count(number, numbered, counters, level)
        own = numbered.levels[level]
        if own.hidden:
            return ""
        text = _PLACE.sub(lambda place: _figure(numbered, counters, int(place[1]) - 1, level), own.text)
        bullet = _bullet(own, text)
        if bullet is not None:
            return bullet
        return f"{text.strip()}{own.suffix}" if text.strip() else ""

    def _count(self, number: int, numbered: NumberedList, counters: Counters, level: int) -> None:
        current = counters.values[level]
        if level in numbered.restarts and (number, level) not in self._restarted:
            self._restarted.add((number, level))
            current = None
        counters.values[level] = numbered.start(level) if current is None else current + 1
        counters.used[level] = True
        for deeper in range(level + 1, LEVELS):
            restart = numbered.levels[deeper].restart
            if restart is None or level < restart:
                counters.values[deeper] = None
        # A higher level that never stood counts as begun; one that waits for its restart only shows its start.
        for higher in range(level):
            if not counters.used[higher]:
                counters.values[higher] = numbered.start(higher)
                counters.used[higher] = True

    def _level_of_style(self, number: int, style: str | None, styled: int | None) -> int | None:
        """A level that names the paragraph style wins over the `w:ilvl` of the style."""
        numbered = self._list(number)
        if numbered is None:
            return styled
        for identifier, _ in self._styles.chain(style):
            for index, level in enumerate(numbered.levels):
                if level.style == identifier:
                    return index
        return styled

    def _list(self, number: int) -> NumberedList | None:
        if number not in self._lists:
            self._lists[number] = self._read(number)
        return self._lists[number]

    def _read(self, number: int) -> NumberedList | None:
        num = self._nums.get(number)
        family, abstract = self._abstract_of(num)
        if num is None or abstract is None:
            return None
        levels = self._levels_of(family, abstract)
        restarts: dict[int, int] = {}
        for override in num.findall(f"{W}lvlOverride"):
            index = whole_number(attribute(override, "ilvl"))
            _place(levels, child(override, "lvl"), index)
            start = whole_number(value(override, "startOverride"))
            if index is not None and 0 <= index < LEVELS and start is not None:
                restarts[index] = start
        return NumberedList(family, tuple(levels), restarts)

    def _levels_of(self, family: str, abstract: Element) -> list[NumberLevel]:
        if family not in self._levels:
            levels = [NumberLevel()] * LEVELS
            for element in abstract.findall(f"{W}lvl"):
                _place(levels, element, whole_number(attribute(element, "ilvl")))
            self._levels[family] = levels
        return list(self._levels[family])

    def _abstract_of(self, num: Element | None) -> tuple[str, Element | None]:
        """The abstract list of a num; one that only links to a numbering style is followed to where its levels are."""
        seen: set[str] = set()
        while num is not None:
            family = value(num, "abstractNumId") or ""
            abstract = self._abstract.get(family)
            linked = value(abstract, "numStyleLink")
            if linked is None or family in seen:
                return family, abstract
            seen.add(family)
            num = self._nums.get(self._styles.numbering(linked)[0])
            if num is None:
                owner = next((k for k, e in self._abstract.items() if value(e, "styleLink") == linked), family)
                return owner, self._abstract.get(owner)
        return "", None


def _place(levels: list[NumberLevel], element: Element | None, index: int | None) -> None:
    if element is not None and index is not None and 0 <= index < LEVELS:
        levels[index] = _level(element)


def _level(element: Element) -> NumberLevel:
    # A custom format ("001, 002") stands in an alternative; its fallback is one of the usual kinds.
    kind = value(element, "numFmt") or value(element.find(f"{MC}AlternateContent/{MC}Fallback"), "numFmt")
    start = whole_number(value(element, "start"))
    text, font = (value(element, "lvlText") or "")[:LONGEST_TEXT], look_of(child(element, "rPr")).font
    # A figure keeps the figure, even when a symbol font was left under it.
    font = None if is_symbol_font(font) and _PLACE.search(text) else font
    level = NumberLevel(
        start=0 if start is None else start,
        kind=kind or "decimal",
        text=readable(text, font),
        suffix=_SUFFIXES.get(value(element, "suff") or "tab", " "),
        restart=whole_number(value(element, "lvlRestart")),
        legal=switch(element, "isLgl") or False,
        hidden=switch(child(element, "rPr"), "vanish") or False,
        style=value(element, "pStyle"),
    )
    if not level.text and child(element, "lvlPicBulletId") is not None:
        return replace(level, kind="bullet", text="•")
    return level


def _figure(numbered: NumberedList, counters: Counters, index: int, level: int) -> str:
    kind = numbered.levels[index].kind
    # Legal numbering writes the levels above in figures; the level itself keeps its own kind.
    if index < level and numbered.levels[level].legal and kind not in ("none", "bullet"):
        kind = "decimal"
    value_ = counters.values[index]
    return shown(numbered.start(index) if value_ is None else value_, kind)


def _bullet(level: NumberLevel, text: str) -> str | None:
    """ "+ " or "- " for a bullet of any glyph; None for a label with figures or words."""
    glyph = text.strip()
    if not glyph:
        return None
    # Bullets of symbol fonts are letters in disguise ("o", "§", "ü"), always a single one.
    sign = not any(character.isalnum() for character in glyph) and not _PLACE.search(level.text)
    if sign or (level.kind == "bullet" and len(glyph) == 1):
        return "+ " if glyph == "+" else "- "
    return None
