"""Headings that name several bodies in a row, cut at commas and "và" without cutting a name that contains them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agencies import groups, names
from agencies.model import Resolution

SEPARATOR = re.compile(r"\s*[,;:](?:\s+và\b)?\s*|\s+và\s+", re.IGNORECASE)
PLURAL = re.compile(r"\bcác\s+", re.IGNORECASE)
LONGEST_NAME = 5

# A list may say the common word once: "các Sở: Nội vụ, Tài chính", "UBND xã Bình Lư, Bản Bo".
HEADS: tuple[tuple[str, str], ...] = (
    ("uy ban nhan dan xa", "UBND xã"),
    ("uy ban nhan dan phuong", "UBND phường"),
    ("uy ban nhan dan huyen", "UBND huyện"),
    ("so", "Sở"),
)

Find = Callable[[str], Resolution | None]


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a list; ``found`` is None for what nobody knows; ``is_open`` for "and those concerned"."""

    written: str
    found: Resolution | None
    is_open: bool = False


def parts(written: str, find: Find) -> tuple[Part, ...]:
    """Cut a heading into parts, the longest known name first; time grows linearly with the number of commas."""
    pieces = tuple(_pieces(written))
    result: list[Part] = []
    head = ""
    start = 0
    while start < len(pieces):
        announced = _announced_head(written, pieces[start])
        if announced:
            head, start = announced, start + 1
            continue
        tail = written[pieces[start][0] :]
        if groups.is_open_throughout(tail):
            result.append(Part(tail, None, is_open=True))
            break
        part, length = _longest(written, pieces[start : start + LONGEST_NAME], head, find)
        result.append(part)
        head = _head_of(part)
        start += length
    return tuple(result)


def _pieces(written: str) -> Iterator[tuple[int, int]]:
    position = 0
    for match in SEPARATOR.finditer(written):
        if match.start() > position:
            yield position, match.start()
        position = match.end()
    if position < len(written):
        yield position, len(written)


def _longest(written: str, pieces: tuple[tuple[int, int], ...], head: str, find: Find) -> tuple[Part, int]:
    """The part that begins at the first piece and how many pieces it takes."""
    first = pieces[0][0]
    for length in range(len(pieces), 0, -1):
        text = written[first : pieces[length - 1][1]]
        found = find(text) or _without_plural(text, find) or (find(f"{head} {text}") if head else None)
        if found is not None:
            return Part(text, found), length
    text = written[first : pieces[0][1]]
    return Part(text, None, groups.is_open(text)), 1


def _without_plural(text: str, find: Find) -> Resolution | None:
    """ "UBND các xã Bình Lư" begins a list of communes: its first member is "UBND xã Bình Lư"."""
    single = PLURAL.sub("", text, count=1)
    return find(single) if single != text else None


def _announced_head(written: str, piece: tuple[int, int]) -> str:
    """The common word when a colon follows it: "Các sở: …"."""
    start, stop = piece
    if not written[stop:].lstrip().startswith(":"):
        return ""
    announced = names.key(PLURAL.sub("", written[start:stop]))
    return next((form for word, form in HEADS if word == announced), "")


def _head_of(part: Part) -> str:
    if part.found is None or part.found.kind != "agency":
        return ""
    name = f"{names.key(part.found.agencies[0].name)} "
    return next((form for word, form in HEADS if name.startswith(f"{word} ")), "")
