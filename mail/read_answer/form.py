"""The fill-in form of our letters, read out of any text: sections by code, fields by label, wrapped or not."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from mail.charset import fold

STATUS, PERCENT, RESULT, DIFFICULTY, PROPOSAL = "status", "percent", "result", "difficulty", "proposal"
UNKNOWN = "unknown"
"""What stood in a table under no known header: :mod:`mail.tables` writes it out, nobody types it."""

_BULLET = r"^[ \t>]*(?:[-*•+][ \t]*)?\**"
# Folded text: no marks, lower case. Positions are the same as in the original.
_LABELS = {
    STATUS: r"trang\s+thai",
    PERCENT: r"t[yi]\s+le(?:\s+hoan\s+thanh)?",
    RESULT: r"ket\s+qua(?:\s+thuc\s+hien)?",
    DIFFICULTY: r"(?:nhung\s+)?(?:kho\s+khan|vuong\s+mac|ton\s+tai|han\s+che)"
    r"(?:\s*(?:,|/|va)\s*(?:kho\s+khan|vuong\s+mac|ton\s+tai|han\s+che|nguyen\s+nhan))*"
    r"(?:\s+chung)?",
    PROPOSAL: r"(?:kien\s+nghi|de\s+xuat)(?:\s*(?:,|/|va)\s*(?:kien\s+nghi|de\s+xuat|de\s+nghi))*",
    UNKNOWN: r"o\s+chua\s+ro\s+cot",
}
_FIELD = re.compile(
    _BULLET
    + r"(?:"
    + "|".join(f"(?P<{key}>{pattern})" for key, pattern in _LABELS.items())
    + r"|(?P<figure>ct\s?\d{1,3}(?![\d/]))(?P<label>[^:\n]*(?:\n(?![ \t>]*(?:\n|ct\s?\d))[^:\n]*)?))"
    r"\s*\**\s*(?P<options>\([^()]{0,160}\))?\s*\**\s*[:=][ \t]*\**",
    re.MULTILINE,
)
# Difficulties and proposals are also written in the middle of a line: "Khó khăn: thiếu giáo viên. Kiến nghị: …".
_LATER = re.compile(rf"(?<=[.;])\s+(?P<later>{_LABELS[DIFFICULTY]}|{_LABELS[PROPOSAL]})\s*:\s*")
_HEADING = re.compile(_BULLET + r"\[\s*(?P<code>[a-z]{1,8}\d{0,4}\s?[-_.]\s?\d{1,6})\s*\][^\n]*", re.MULTILINE)
_GAP = re.compile(r"\n[ \t>]*\n")
# A value on the line under its label; "2. …" opens the next point instead.
_BELOW = re.compile(r"[ \t]*\n[ \t>]*(?=\d)(?!\d{1,2}[.)][ \t])")
_VALUE_END = re.compile(r"(?<=\S)\s*\n|;|\.(?=\s|$)")

# A dash in an empty field says nothing.
_SAYS = re.compile(r"\w")
_TICK = re.compile(r"(?:^|(?<=\s))\[?[xX✓✔☑]\]?(?=\s|$)")

Heading = tuple[int, int, str]
Mark = tuple[int, int, "re.Match[str]"]


@dataclass(frozen=True, slots=True)
class Field:
    """One filled or empty line. ``key`` is STATUS … or a figure code such as "CT1"; places are those of the text."""

    key: str
    value: str
    options: str
    start: int
    value_start: int
    end: int

    @property
    def given(self) -> str:
        """The value, or the one option that is left or ticked in the brackets of the status."""
        if self.value or self.key != STATUS:
            return "" if self.key == PERCENT and not _SAYS.search(self.value) else self.value
        options = [" ".join(option.split()) for option in self.options.split("/")]
        ticked = [option for option in options if _TICK.search(option)]
        chosen = ticked if len(options) > 1 else options
        return _TICK.sub(" ", chosen[0]).strip() if len(chosen) == 1 else ""


@dataclass(frozen=True, slots=True)
class Section:
    """The fields under one heading; ``code`` is "" for fields that stand under none."""

    code: str
    start: int
    end: int
    fields: tuple[Field, ...]


def tidy_code(code: str) -> str:
    """A code as letters write it: capitals, one hyphen, no spaces."""
    return re.sub(r"\s*[-_.]\s*", "-", code.strip()).upper()


def read_form(text: str, folded: str | None = None, headings: Sequence[Heading] | None = None) -> tuple[Section, ...]:
    """All sections of forms in a text, empty ones included.

    ``folded`` saves folding it again; ``headings`` are where sections begin, by default the bracketed codes.
    """
    folded = fold(text) if folded is None else folded
    marks = _marks(folded)
    if not marks:
        return ()
    if headings is None:
        headings = [(match.start(), match.end(), tidy_code(match["code"])) for match in _HEADING.finditer(folded)]
    stops = sorted([start for start, _, _ in marks] + [start for start, _, _ in headings])
    starts = [start for start, _, _ in marks]
    sections: list[Section] = []
    edges = [(0, 0, ""), *headings]
    for place, (start, _, code) in enumerate(edges):
        limit = edges[place + 1][0] if place + 1 < len(edges) else len(text)
        inside = marks[bisect_left(starts, start) : bisect_left(starts, limit)]
        fields = tuple(_field(text, folded, mark, stops) for mark in inside)
        if fields or code:
            sections.append(Section(code, start, fields[-1].end if fields else edges[place][1], fields))
    return tuple(section for section in sections if section.fields)


def _marks(folded: str) -> list[Mark]:
    """The labels in their order; one inside another is none."""
    found = [(match.start(), match.end(), match) for match in _FIELD.finditer(folded)]
    later = [(match.start(), match.end(), match) for match in _LATER.finditer(folded)]
    if not later:
        return found
    marks: list[Mark] = []
    for mark in sorted([*found, *later], key=itemgetter(0)):
        if not marks or mark[0] >= marks[-1][1]:
            marks.append(mark)
    return marks


def _field(text: str, folded: str, mark: Mark, stops: list[int]) -> Field:
    start, value_start, match = mark
    later = bisect_right(stops, start)
    end = stops[later] if later < len(stops) else len(text)
    options = ""
    if match.re is _LATER:
        key = PROPOSAL if match["later"].startswith(("kien", "de")) else DIFFICULTY
    else:
        key = next((name for name in _LABELS if match[name]), "")
        options = match["options"] or ""
    short = key in {"", STATUS, PERCENT, UNKNOWN}
    # A value of several lines is followed by the next label; after an empty line that leads to none the form is over.
    gap = _GAP.search(text, value_start - 1, end)
    if gap and (short or end == len(text) or text[end : end + 1] == "["):
        end = max(gap.start(), value_start)
    if not key:
        below = _BELOW.match(folded, value_start, end)
        value_start = below.end() if below else value_start
        over = _VALUE_END.search(folded, value_start, end)
        end = over.start() if over else end
        key = "".join(match["figure"].split()).upper()
        label = match["label"] or ""
        options = options or label[label.rfind("(") :] if "(" in label else options
    value = _tidy(text[value_start:end])
    return Field(key, value, options.strip("() \n"), start, value_start, end)


def _tidy(value: str) -> str:
    value = value.strip()
    if "\n" in value:
        value = "\n".join(line.lstrip(" \t>").rstrip() for line in value.split("\n"))
    return value.strip("*").strip()


def differences(sent: str, returned: str, folded: tuple[str | None, str | None] = (None, None)) -> str:
    """The values typed into our form, as a small form of their own; "" when nothing was typed. ``folded``: both texts.

    What we sent is compared value by value, so that our own options and values filled in beforehand are nobody's
    answer, and a client that wrapped the lines anew changes nothing.
    """
    sections = read_form(returned, folded[1])
    if not any(field.given for section in sections for field in section.fields):
        return ""
    ours: dict[tuple[str, str], set[str]] = {}
    for section in read_form(sent, folded[0]):
        for field in section.fields:
            ours.setdefault((section.code, field.key), set()).add(_plain(field.value))
    lines: list[str] = []
    for section in sections:
        typed = [field for field in section.fields if _typed(field, ours.get((section.code, field.key), set()))]
        if typed:
            lines.append(f"[{section.code}]" if section.code else "")
            lines.extend(f"{TITLES.get(field.key, field.key)}: {field.given}" for field in typed)
            lines.append("")
    return "\n".join(lines).strip()


TITLES = {
    STATUS: "Trạng thái",
    PERCENT: "Tỷ lệ hoàn thành",
    RESULT: "Kết quả",
    DIFFICULTY: "Khó khăn",
    PROPOSAL: "Kiến nghị",
    UNKNOWN: "Ô chưa rõ cột",
}


def _typed(field: Field, ours: set[str]) -> bool:
    value = _plain(field.given)
    return bool(value) and value not in ours


def _plain(value: str) -> str:
    return " ".join(fold(value).split()).strip(" .*_…")
