"""Two columns side by side (issuer and national motto, recipients and signature), read column by column."""

import re
from dataclasses import replace
from enum import Enum
from itertools import pairwise

from plans.formats.pdf_lines import Printed
from plans.structure.labels import split_label

CLEAR_GAP = 2.2
NARROW_GAP = 0.8
# Columns of a table without margins in its cells may touch.
MIN_GUTTER = -0.05
# How far below the block a line of one column may still stand, in letter sizes: the name below the signature's room.
IN_MIDDLE = 0.03
TOUCH = 1.0
REACH_LEFT = 3.0
REACH_RIGHT = 12.0
_KNOWN = re.compile(
    r"CỘNG H(?:ÒA|OÀ)\b|Nơi nhận\b|(?:TM|KT|TL|TUQ|Q)\.\s?[A-ZĐ]|Độc lập\s*[-–]|Số\s*:.*/|.{2,30}, ngày\b.*\btháng\b"
)
_ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục)\b")
_Gutter = tuple[float, float]


class Side(Enum):
    """Where a line stands."""

    WHOLE = 0
    LEFT = 1
    RIGHT = 2


Sided = list[tuple[Printed, Side]]


def split_columns(lines: list[Printed], edges: tuple[float, float]) -> Sided:
    """The lines in reading order, each with the column where it stands; `edges` are the margins of the page."""
    result: Sided = []
    index = 0
    while index < len(lines):
        stop, gutter = _block(lines, index, edges)
        if gutter is None:
            result.append((lines[index], Side.WHOLE))
            index += 1
            continue
        left, right = _sides(lines[index:stop], gutter)
        result += [*((line, Side.LEFT) for line in left), *((line, Side.RIGHT) for line in right)]
        index = stop
    return result


def _block(lines: list[Printed], start: int, edges: _Gutter) -> tuple[int, _Gutter | None]:
    """End and gutter of the block in columns that begins at a line; the gutter is None when there is none."""
    gutter, known = _seed(lines[start])
    if gutter is None:
        return start, None
    two_sided, stop = 1, start + 1
    for index in range(start + 1, len(lines)):
        line = lines[index]
        narrowed = _narrowed(line, gutter)
        if narrowed is None or narrowed[1] - narrowed[0] < MIN_GUTTER * line.size:
            break
        if _in_middle(line, edges) or _ANNEX.match(line.text):
            break
        reach = REACH_RIGHT if line.x0 >= gutter[0] else REACH_LEFT
        if line.y - lines[index - 1].y > reach * line.size:
            break
        both = line.x0 < gutter[0] and line.x1 > gutter[1]
        two_sided += both
        known = known or (both and _seed(line)[1])
        gutter, stop = narrowed, index + 1
    if not known and two_sided < 2:
        return start, None
    return stop, gutter


def _in_middle(line: Printed, edges: _Gutter) -> bool:
    """Whether a line stands in the middle of the page: a title below the heading, not a line of one of its columns."""
    off = abs((line.x0 + line.x1) - (edges[0] + edges[1])) / 2
    return len(line.segments) == 1 and off < IN_MIDDLE * (edges[1] - edges[0])


def _seed(line: Printed) -> tuple[_Gutter | None, bool]:
    """The widest gap of a line in columns, and whether its words are those of a heading or an ending."""
    segments = line.segments
    if len(segments) < 2:
        return None, False
    gaps = [(b.x0 - a.x1, a.x1, b.x0) for a, b in pairwise(segments)]
    size, left, right = max(gaps)
    pieces = [_joined(line, 0, left), _joined(line, right, line.x1)]
    if split_label(f"{pieces[0]} x")[1] == "x":
        return None, False
    known = any(_KNOWN.match(piece) for piece in pieces)
    if size < (NARROW_GAP if known else CLEAR_GAP) * line.size:
        return None, False
    return (left, right), known


def _joined(line: Printed, left: float, right: float) -> str:
    return " ".join(segment.text for segment in line.segments if segment.x0 >= left and segment.x1 <= right)


def _narrowed(line: Printed, gutter: _Gutter) -> _Gutter | None:
    """The gutter that this line leaves, None when a piece of the line crosses it."""
    left, right = gutter
    for segment in line.segments:
        middle = (gutter[0] + gutter[1]) / 2
        if segment.x1 <= middle:
            left = max(left, segment.x1)
        elif segment.x0 >= middle:
            right = min(right, segment.x0)
        elif segment.x0 < gutter[0] < segment.x1 < gutter[1] + TOUCH:
            left = segment.x1
        elif gutter[0] - TOUCH < segment.x0 < gutter[1] < segment.x1:
            right = segment.x0
        else:
            return None
    return left, right


def _sides(lines: list[Printed], gutter: _Gutter) -> tuple[list[Printed], list[Printed]]:
    middle = (gutter[0] + gutter[1]) / 2
    left = [piece for line in lines if (piece := _part(line, [s for s in line.segments if s.x0 + s.x1 <= 2 * middle]))]
    right = [piece for line in lines if (piece := _part(line, [s for s in line.segments if s.x0 + s.x1 > 2 * middle]))]
    return left, right


def _part(line: Printed, segments: list[Printed]) -> Printed | None:
    words = tuple(word for segment in segments for word in segment.words)
    return replace(line, words=words) if words else None


def ending_over_page(before: Sided, after: Sided) -> tuple[Sided, Sided]:
    """Both pages, with the rest of an ending in columns moved from the next page to the columns where it belongs."""
    start = next((i for i in range(len(before), 0, -1) if before[i - 1][1] is Side.WHOLE), 0)
    left = [line for line, side in before[start:] if side is Side.LEFT]
    right = [line for line, side in before[start:] if side is Side.RIGHT]
    if not right or not any(line.text.startswith("Nơi nhận") for line in left):
        return before, after
    moved: dict[Side, list[Printed]] = {Side.LEFT: [], Side.RIGHT: []}
    count = 0
    for line, side in after:
        pieces = _pieces(line) if side is Side.WHOLE else [line]
        homes = [_home(piece, left, right) for piece in pieces]
        if None in homes or side not in (Side.WHOLE, *homes) or _ANNEX.match(line.text):
            break
        for piece, home in zip(pieces, homes, strict=True):
            if home is not None:
                moved[home].append(piece)
        count += 1
    columns = [(Side.LEFT, left + moved[Side.LEFT]), (Side.RIGHT, right + moved[Side.RIGHT])]
    return [*before[:start], *((line, side) for side, lines in columns for line in lines)], after[count:]


def _pieces(line: Printed) -> list[Printed]:
    """The line cut at its widest gap."""
    gutter, _ = _seed(line)
    if gutter is None:
        return [line]
    left, right = _sides([line], gutter)
    return left + right


def _home(line: Printed, left: list[Printed], right: list[Printed]) -> Side | None:
    """The column of an ending that a line of the next page goes on with."""
    size = max(other.size for other in left)
    edge = min(other.x0 for other in right)
    begins_left = min(other.x0 for other in left) - size < line.x0 < max(other.x0 for other in left) + size
    if begins_left and line.x1 < edge and line.size < size + 0.5 and not line.text.isupper():
        return Side.LEFT
    middle = sum((other.x0 + other.x1) / 2 for other in right) / len(right)
    below = abs((line.x0 + line.x1) / 2 - middle) < 2 * line.size and line.x0 > max(other.x0 for other in left)
    return Side.RIGHT if below else None
