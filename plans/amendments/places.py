"""Places of a plan as an amending decision names them: "điểm b khoản 3 Mục V" is the path "V.3.b"."""

import re
from dataclasses import dataclass

from plans.structure.labels import ALPHABET, roman, roman_value

_ORDINALS = {
    word: n for n, word in enumerate(("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1)
} | {"bốn": 4, "đầu tiên": 1}
_ORDINAL = "|".join(_ORDINALS)
# Depth of a unit, outer ones first. "Mục 2" and "khoản 2" are the same depth: drafters use either word.
_PART, _ARTICLE, _SECTION, _NUMBER, _LETTER, _DASH = range(6)
_UNITS = tuple(
    (depth, re.compile(form, re.IGNORECASE))
    for depth, form in (
        (_DASH, rf"(?:gạch đầu dòng|gạch ngang|dấu cộng|đoạn|ý)\s+(?:thứ\s+)?(?P<key>{_ORDINAL}|\d{{1,2}})(?!\w)"),
        (_LETTER, r"(?:điểm|tiết|khoản|mục)\s+(?P<key>(?-i:[a-zđ]))\)?(?!\w)"),
        (_NUMBER, r"(?:khoản|mục|tiểu mục|điểm|tiết|số)\s+(?P<key>\d{1,2}(?:\.\d{1,2}){0,3})(?![\w/])"),
        (_SECTION, r"(?:mục|khoản)\s+(?P<key>(?-i:[IVX]{1,6}))(?!\w)"),
        (_PART, r"(?:phần|mục)\s+(?P<key>(?-i:[A-H]))(?!\w)"),
        (_PART, rf"(?P<word>phần|chương)\s+(?:thứ\s+)?(?P<key>{_ORDINAL}|(?-i:[IVX]{{1,6}})|\d{{1,2}})(?!\w)"),
        (_ARTICLE, r"điều\s+(?P<key>\d{1,3})(?!\w)"),
    )
)
# After one letter or number the next may stand without its word: "các điểm a, b và c".
_MORE = re.compile(r"\s*(?:,\s*và|,|và)\s+(?P<key>[a-zđ]|\d{1,2})\)?(?=\s*(?:,|và\s|khoản|điểm|mục|phần|$)|\s+M)")
_BETWEEN = re.compile(r"\s*(?:,|và|;|của|thuộc|tại)?\s*(?:các\s+)?", re.IGNORECASE)
_DESIGNATED = re.compile(
    r"(?<!\w)(?<!danh )(?:các\s+)?"
    r"(?=(?:gạch|dấu cộng|đoạn|ý|điểm|tiết|khoản|mục|tiểu mục|số|phần|chương|điều)\s)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Unit:
    """One step of a place: how deep it lies and its key in a path."""

    depth: int
    key: str


@dataclass(frozen=True)
class Place:
    """A place, outermost unit first, and where its words stand in the sentence."""

    units: tuple[Unit, ...]
    start: int
    end: int

    @property
    def path(self) -> str:
        """The path in the plan, as far as the words give it."""
        return ".".join(unit.key for unit in self.units)

    def inside(self, outer: "Place | None") -> "Place":
        """The place with the outer units that the heading above it gives."""
        if outer is None or not self.units:
            return self
        above = tuple(unit for unit in outer.units if unit.depth < self.units[0].depth)
        return Place((*above, *self.units), self.start, self.end)


def read_places(text: str) -> tuple[Place, ...]:
    """All places named in a sentence, in order; the outer units at the end hold for those before that lack them."""
    found: list[Place] = []
    position = 0
    while opener := _DESIGNATED.search(text, position):
        runs, end = _units_at(text, opener.end())
        if not runs:
            position = opener.end() + 1
            continue
        found.extend(Place(units, opener.start(), end) for units in _complete(runs))
        position = end
    return tuple(found)


def _units_at(text: str, position: int) -> tuple[list[list[Unit]], int]:
    """Runs of units from inner to outer. A unit that is no outer one begins the next place."""
    runs: list[list[Unit]] = []
    end = position
    while (unit := _unit_at(text, position)) is not None:
        (depth, key), end = unit
        if runs and runs[-1][-1].depth > depth:
            runs[-1].append(Unit(depth, key))
        else:
            runs.append([Unit(depth, key)])
        while depth in (_LETTER, _NUMBER) and (more := _MORE.match(text, end)) and _same_kind(key, more["key"]):
            runs.append([Unit(depth, more["key"])])
            end = more.end()
        between = _BETWEEN.match(text, end)
        position = between.end() if between else end
    return runs, end


def _same_kind(key: str, more: str) -> bool:
    return key.isdigit() == more.isdigit()


def _unit_at(text: str, position: int) -> tuple[tuple[int, str], int] | None:
    for depth, form in _UNITS:
        match = form.match(text, position)
        if match is not None:
            return (depth, _key(depth, match["key"], match.groupdict().get("word"))), match.end()
    return None


def _key(depth: int, written: str, word: str | None) -> str:
    if depth == _DASH:
        return str(_ORDINALS.get(written.lower(), written))
    if depth == _ARTICLE:
        return f"Đ{written}"
    if depth == _PART:
        number = str(_ORDINALS.get(written.lower(), written))
        number = str(roman_value(number)) if set(number) <= set("IVX") else number
        return f"{'C' if (word or '').lower() == 'chương' else 'P'}{number}" if number.isdigit() else number
    return written


def _complete(runs: list[list[Unit]]) -> list[tuple[Unit, ...]]:
    """Outermost unit first; a run takes the outer units it lacks from the run after it."""
    completed: list[tuple[Unit, ...]] = []
    after: tuple[Unit, ...] = ()
    for run in reversed(runs):
        own = tuple(reversed(run))
        after = (*(unit for unit in after if unit.depth < own[0].depth), *own)
        completed.insert(0, after)
    return completed


def spellings(path: str) -> tuple[str, ...]:
    """Paths that the same words may mean in documents numbered otherwise: "Mục 5" is M5, "Phần II" is II."""
    first, dot, rest = path.partition(".")
    others = [first]
    if first[:1] in "PC" and first[1:].isdigit():
        others += [roman(int(first[1:])), f"{'C' if first[0] == 'P' else 'P'}{first[1:]}"]
    elif set(first) <= set("IVX"):
        others += [f"P{roman_value(first)}", f"M{roman_value(first)}"]
    elif first.isdigit():
        others += [f"M{first}", f"Đ{first}"]
    return tuple(f"{other}{dot}{rest}" for other in others)


def key_before(key: str) -> str | None:
    """The label in front of another in its sequence: "d" before "đ", "8" before "9"; None for the first one."""
    if key.isdigit():
        return str(int(key) - 1) if int(key) > 1 else None
    if key in ALPHABET and key != ALPHABET[0]:
        return ALPHABET[ALPHABET.index(key) - 1]
    if key and set(key) <= set("IVX") and roman_value(key) > 1:
        return roman(roman_value(key) - 1)
    return None
