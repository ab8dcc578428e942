"""What stands on a page but not in its text: page numbers, running headers and footers, stamps of signing programs."""

import re
from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from statistics import median

from plans.formats.pdf_lines import Printed
from plans.formats.pdf_page import Page, Word

TOP_SHARE = 0.13
BOTTOM_SHARE = 0.9
PEELED_LINES = 3
REPEATED_SHARE = 0.4
APART = 1.12
_PAGE_NUMBER = re.compile(
    r"[-–—(]?\s*\d{1,4}\s*[-–—)]?|\d{1,4}\s*/\s*\d{1,4}|(?:Trang|Page)\s*:?\s*\d{1,4}(?:\s*(?:/|of|trên)\s*\d{1,4})?",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"phụ lục|biểu|mẫu", re.IGNORECASE)
_STAMP_HEAD = re.compile(
    r"(?:Người ký|Ký bởi|Được ký bởi|Ký số bởi|Digitally signed|Signature|Chữ ký số|Chữ ký hợp lệ)\b", re.IGNORECASE
)
_STAMP_SURE = re.compile(r"(?:Signature (?:valid|not verified|is valid)|Digitally signed by)\b", re.IGNORECASE)
_STAMP_FIELD = re.compile(
    r"(?:Người ký|Ký bởi|Email|Cơ quan|Tổ chức|Đơn vị|Thời gian(?: ký)?|Ngày ký|Ký ngày|Giờ ký|Lý do|Địa điểm|Chức vụ"
    r"|Date|Reason|Location|Signed by)\s*:",
    re.IGNORECASE,
)
SMALL_STAMP = 0.87
_Key = tuple[str, int]


def drop_margins(pages: list[Page], lines: list[list[Printed]]) -> list[list[Printed]]:
    """The lines of each page without page numbers and without lines that most pages repeat at their edge."""
    edges: Counter[_Key] = Counter()
    for page, of_page in zip(pages, lines, strict=True):
        for key in {_key(page, line) for line in _edge_lines(page, of_page)}:
            edges[key] += 1
    enough = max(2, REPEATED_SHARE * len(pages))
    repeated = {key for key, count in edges.items() if count >= enough and (count > 2 or "#" not in key[0])}
    return [_peeled(page, of_page, repeated) for page, of_page in zip(pages, lines, strict=True)]


def _key(page: Page, line: Printed) -> _Key:
    """What a running line shares with that of other pages: its words but not its numbers, and its place."""
    from_edge = line.y if line.y < page.height / 2 else page.height - line.y
    return re.sub(r"\d+", "#", line.text.casefold()), round(from_edge / 2)


def _at_edge(page: Page, line: Printed) -> bool:
    return line.y < page.height * TOP_SHARE or line.y > page.height * BOTTOM_SHARE


def _edge_lines(page: Page, lines: list[Printed]) -> list[Printed]:
    """Lines at the upper and lower edge that are set apart from the text by a gap or another size."""
    if len(lines) < 2:
        return []
    usual = median(b.y - a.y for a, b in pairwise(lines))
    ends = _set_apart(lines[: PEELED_LINES + 1], usual) + _set_apart(lines[: -PEELED_LINES - 2 : -1], usual)
    return [line for line in ends if _at_edge(page, line) and not _ANNEX.match(line.text)]


def _set_apart(lines: list[Printed], usual: float) -> list[Printed]:
    """The lines before the first one that stands further off or is of another size."""
    for count, (outer, inner) in enumerate(pairwise(lines), start=1):
        if abs(inner.y - outer.y) > APART * usual + 1 or abs(inner.size - outer.size) > 0.5:
            return lines[:count]
    return []


def _peeled(page: Page, lines: list[Printed], repeated: set[_Key]) -> list[Printed]:
    def noise(line: Printed) -> bool:
        if not _at_edge(page, line):
            return False
        return _PAGE_NUMBER.fullmatch(line.text) is not None or _key(page, line) in repeated

    start, stop = 0, len(lines)
    while start < min(stop, PEELED_LINES) and noise(lines[start]):
        start += 1
    while stop > max(start, len(lines) - PEELED_LINES) and noise(lines[stop - 1]):
        stop -= 1
    return lines[start:stop]


def drop_stamps(lines: list[Printed], body_size: float) -> list[Printed]:
    """The lines without the stamps that signing programs print on a page."""
    if not any(_STAMP_HEAD.match(segment.text) for line in lines for segment in line.segments):
        return lines
    stamped: dict[int, list[Printed]] = defaultdict(list)
    column: Printed | None = None
    last_y = 0.0
    for index, line in enumerate(lines):
        for segment in line.segments:
            size = segment.words[0].size
            small = size < SMALL_STAMP * body_size
            head = _STAMP_SURE.match(segment.text) or (_STAMP_HEAD.match(segment.text) and small)
            below = column is not None and abs(segment.x0 - column.x0) < 4 and line.y - last_y < 2.2 * size
            if head or (below and (small or _STAMP_FIELD.match(segment.text))):
                stamped[index].append(segment)
                column, last_y = segment, line.y
    return [kept for index, line in enumerate(lines) if (kept := _without(line, stamped[index])) is not None]


def _without(line: Printed, stamped: list[Printed]) -> Printed | None:
    if not stamped:
        return line
    words: list[Word] = [word for segment in line.segments if segment not in stamped for word in segment.words]
    return replace(line, words=tuple(words)) if words else None
