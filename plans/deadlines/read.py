"""Deadlines as Vietnamese administrative texts write them, read into typed rules.

Every way of writing a deadline is one line of a table: `plans.deadlines.forms.FORMS` for sentences, and
`plans.deadlines.cells.CELL_FORMS` for what only a table cell under "Thời hạn" says. The first line that matches wins;
a later one gets what is left of the text. To add a form, write what it reads and put it in the table. For "trước Tết
Nguyên đán hằng năm":

    def _before_tet(match: re.Match[str]) -> tuple[When, ...]:
        return (When("every", every="year", derived=True),)

    form("before-tet", "tết", r"trước tết(?: nguyên đán)?(?: h[ằà]ng năm)?", _before_tet),

The second column are words in small letters of which one must stand in the text (they keep long texts cheap; " & "
parts groups of which each must have a word there), the third a regular expression that ignores case. A last column may
give the words with which every match begins; then only their places are tried. `When` has the fields of
`plans.model.Deadline`; the words, the name of the form and the purpose are filled in here. Add a line to
`tests/plans/test_deadline_forms.py`.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from plans.deadlines.cells import CELL_FORMS
from plans.deadlines.dates import Form, Purpose, When, month_end
from plans.deadlines.days import last_days
from plans.deadlines.forms import FORMS
from plans.meaning.marks import without_marks
from plans.meaning.scan import lowered, matches
from plans.model import Deadline, Every

__all__ = ["last_days", "read_deadlines"]

# What looks like a deadline and is none: quoted titles, cited documents with their day, laws with their year.
_NAMES = re.compile(
    r"“[^”]{0,300}”|\"[^\"]{0,300}\""
    r"|(?<!\w)(?:số:?\s+)?\d{1,5}(?:/\d{4})?[/-][A-ZĐ][\w/-]{0,25}(?:\s*,?\s+ngày\s+\d{1,2}\s?(?:/|-|\.|tháng)\s?\d{1,2}"
    r"\s?(?:/|-|\.|năm)\s?\d{4}|\s+năm\s+\d{4})"
    r"|(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Nghị định|Chỉ thị|Kết luận|Kế hoạch|Công văn)\s(?:[^;.,\d]{0,100}?\s)?"
    r"(?:ngày\s+\d{1,2}\s?(?:/|tháng)\s?\d{1,2}\s?(?:/|năm)\s?|năm\s+)\d{4}"
)
_NAMES_STARTS = (
    *'“"0123456789',
    *"số|luật|bộ luật|pháp lệnh|nghị quyết|nghị định|chỉ thị|kết luận|kế hoạch|công văn".split("|"),
)
# "Phòng Kế hoạch trước ngày 15/3/2025": a day after one of these words bounds what is due.
_BOUNDING = re.compile(
    r"(?:(?:trước|trong|vào|đến|hết|cuối|từ|nhất|xong|hạn|là)\s+(?:ngày|tháng|quý|năm)\s|nhất\s+ngày)[^“”]*$",
    re.IGNORECASE,
)
_SEGMENT = re.compile(r"[.;](?=\s|$)")
_RHYTHM_WORDS = ("hằng năm", "hàng năm", "hằng kỳ", "hàng kỳ", "định kỳ", "6 tháng", "sáu tháng", "mỗi năm")
_YEAR_REPORT = re.compile(r"báo cáo năm(?! (?:học )?\d)", re.IGNORECASE)
_PURPOSE = re.compile(
    r"(?<!\w)(?P<purpose>(?<!tham mưu, )(?<!tham mưu )báo cáo(?! viên)|sơ kết|tổng kết)"
    r"|(?<!\w)(?:hoàn thành|ban hành|xong)(?!\w)",
    re.IGNORECASE,
)
_PURPOSE_STARTS = ("báo cáo", "sơ kết", "tổng kết", "hoàn thành", "ban hành", "xong")
_LEAD = re.compile(r"^(?:hoàn thành|xong|thời gian(?: thực hiện| hoàn thành)?)[\s:]+(?=\S)", re.IGNORECASE)
# A deadline that opens its sentence dates what comes after it.
_OPENING_REACH = 20
_NEXT_WORDS = 10
_PURPOSE_REACH = 300


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    form: str
    when: When


def read_deadlines(text: str, cell: bool = False, year: int | None = None) -> tuple[Deadline, ...]:
    """The deadlines of a clause in order, none overlapping another; `cell` admits what only table cells leave out.

    `year` is the year of months and days without one, where a column heading or a plan of one year says it.
    """
    text = without_marks(text)
    masked = _without_names(text) if "20" in text or "“" in text or '"' in text else text
    found: list[_Found] = []
    taken = bytearray(len(text))
    for line in _possible(lowered(masked), cell):
        _search(line, masked, taken, found)
    if not found:
        return ()
    found.sort(key=lambda item: item.start)
    return tuple(
        _in_year(_deadline(text, segment, item), year)
        for segment, inside in _by_segment(masked, found)
        for item in _settled(masked, segment, inside)
    )


_WORDS = tuple(dict.fromkeys(word for line in (*FORMS, *CELL_FORMS) for word in line.needs))


def _possible(small: str, cell: bool) -> list[Form]:
    """The forms whose words stand in the text."""
    found = _forms_of(tuple([word for word in _WORDS if word in small]), cell)
    return [line for line in found if not line.also or all(any(word in small for word in group) for group in line.also)]


@lru_cache(maxsize=1024)
def _forms_of(words: tuple[str, ...], cell: bool) -> tuple[Form, ...]:
    return tuple(line for line in ((*FORMS, *CELL_FORMS) if cell else FORMS) if not set(words).isdisjoint(line.needs))


def _without_names(text: str) -> str:
    pieces, end = [], 0
    for name in matches(_NAMES, _NAMES_STARTS, text):
        pieces += [text[end : name.start()], _masked(name)]
        end = name.end()
    return "".join((*pieces, text[end:])) if pieces else text


def _masked(name: re.Match[str]) -> str:
    """Underscores for a name with a date; the words themselves when the date is a deadline."""
    written = name.group()
    return written if written[0] not in '“"' and _BOUNDING.search(written) else "_" * len(written)


_RANGED = re.compile(r"tháng\s+(\d{1,2})\s*(?:[-–]|đến)", re.IGNORECASE)


def _in_year(rule: Deadline, year: int | None) -> Deadline:
    """A month or day without a year, in the year that the table or the plan gives."""
    if year is None or rule.kind not in ("by", "within") or rule.month is None or rule.end is not None:
        return rule
    last = month_end(year, rule.month)
    if rule.day is not None:
        return rule.model_copy(update={"end": last.replace(day=min(rule.day, last.day)), "month": None, "day": None})
    first = _RANGED.search(rule.text)
    start = date(year, int(first[1]) if first else rule.month, 1) if rule.kind == "within" else None
    return rule.model_copy(update={"start": start, "end": last, "month": None})


def _search(line: Form, text: str, taken: bytearray, found: list[_Found]) -> None:
    """Add what one form finds in the parts of the text that no earlier form has taken."""
    for match in matches(line.pattern, line.starts, text) if line.starts else line.pattern.finditer(text):
        start, end = match.span()
        if any(taken[start:end]):
            continue
        rules = line.read(match)
        if rules:
            taken[start:end] = b"\1" * (end - start)
        for when in rules:
            first, last = when.span or (0, end - start)
            found.append(_Found(start + first, start + last, line.name, when))


def _by_segment(text: str, found: list[_Found]) -> list[tuple[tuple[int, int], list[_Found]]]:
    """The deadlines sentence by sentence, in one walk; sentences without any are left out."""
    cuts = [*(cut.end() for cut in _SEGMENT.finditer(text)), len(text) + 1]
    parts: list[tuple[tuple[int, int], list[_Found]]] = []
    start, index = 0, 0
    for cut in cuts:
        inside = []
        while index < len(found) and found[index].start < cut:
            inside.append(found[index])
            index += 1
        if inside:
            parts.append(((start, min(cut, len(text))), inside))
        start = cut
    return parts


def _settled(text: str, segment: tuple[int, int], inside: list[_Found]) -> list[_Found]:
    """The deadlines of one sentence: a rhythm that its days already spell out is not said twice."""
    inside = _spread(inside)
    small = lowered(text)[slice(*segment)]
    if any(word in small for word in _RHYTHM_WORDS) or ("báo cáo năm" in small and _YEAR_REPORT.search(small)):
        inside = [_recurring(item) for item in inside]
    spelt = [item.when.every for item in inside if item.when.every and not item.when.derived]
    covered = set(spelt)
    if spelt.count("year") > 1:
        covered.add("half-year")
    return [item for item in inside if not (item.when.derived and item.when.every in covered)]


_MONTHS_OF: dict[Every, int] = {"month": 1, "quarter": 3, "half-year": 6, "nine-months": 9, "year": 12}


def _spread(inside: list[_Found]) -> list[_Found]:
    """ "Ngày 15 của tháng cuối kỳ báo cáo" is a day of every rhythm of its sentence."""
    day = next((item for item in inside if item.when.kind == "every" and item.when.every is None), None)
    if day is None:
        return inside
    dated = [
        replace(item, when=replace(item.when, day=day.when.day, month=_MONTHS_OF[item.when.every], derived=False))
        for item in inside
        if item.when.derived and item.when.every in _MONTHS_OF
    ]
    return dated or inside


def _recurring(item: _Found) -> _Found:
    """A day without a year beside a rhythm ("hằng năm, ... trước ngày 15/12") comes every year."""
    when = item.when
    if when.kind not in ("by", "within") or when.month is None or when.start or when.end:
        return item
    return _Found(item.start, item.end, item.form, When("every", every="year", month=when.month, day=when.day))


def _deadline(text: str, segment: tuple[int, int], item: _Found) -> Deadline:
    when = item.when
    return Deadline(
        text=_LEAD.sub("", text[item.start : item.end]).strip(" ,:"),
        origin="derived" if when.derived else "explicit",
        form=item.form,
        kind=when.kind,
        every=when.every,
        month=when.month,
        day=when.day,
        start=when.start,
        end=when.end,
        days=when.days,
        working=when.working,
        event=when.event,
        purpose=when.purpose or _purpose(text, segment, item),
    )


def _purpose(text: str, segment: tuple[int, int], item: _Found) -> Purpose | None:
    """What is due: the nearest word before the deadline, or after it when the deadline opens the sentence."""
    reach = max(segment[0], item.start - _PURPOSE_REACH)
    before = matches(_PURPOSE, _PURPOSE_STARTS, text, reach, item.start)
    if before:
        return _named(before[-1])
    # "..., định kỳ hằng quý báo cáo Sở X".
    opens = item.start - segment[0] <= _OPENING_REACH
    limit = min(item.end + (_PURPOSE_REACH if opens else _NEXT_WORDS), segment[1])
    after = matches(_PURPOSE, _PURPOSE_STARTS, text, item.end, limit)
    return _named(after[0]) if after else None


def _named(match: re.Match[str]) -> Purpose | None:
    word = (match["purpose"] or "").lower()
    return next((name for name in _PURPOSES if name == word), None)


_PURPOSES: tuple[Purpose, ...] = ("báo cáo", "sơ kết", "tổng kết")
