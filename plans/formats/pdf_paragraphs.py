"""Where a new paragraph begins, by geometry: indents, gaps, lines left short, centred and bold lines."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.formats.pdf_lines import Printed
from plans.structure.blocks import ends_sentence
from plans.structure.labels import split_label

# Shares of the letter size.
INDENT = 0.5
CENTRED = 0.7
# A centred line that is nearly full still keeps a little more than nothing on both sides; a bold one may be full.
NEARLY_FULL = 0.08
WORD_ROOM = 0.35
# A gap that is this much larger than those inside paragraphs (and at least so many points) parts two paragraphs.
WIDER = 1.02
WIDER_POINTS = 0.8
UNKNOWN_PITCH = 1.45
MIN_LINES = 10
MIN_PAIRS = 3
LARGEST_SHIFT = 60.0


@dataclass(frozen=True)
class Frame:
    """Text area of a page and how its paragraphs are set.

    `pitch` is the largest distance of two lines of one paragraph, as a share of the letter size. `first_line` are the
    indents where paragraphs begin; `flush`: paragraphs also begin at the margin.
    """

    left: float
    right: float
    pitch: float
    first_line: frozenset[int] = frozenset()
    flush: bool = False

    def centred(self, line: Printed, margin: float = CENTRED) -> bool:
        """Whether a line stands in the middle, with a margin on both sides (a share of the letter size)."""
        before, after = line.x0 - self.left, self.right - line.x1
        return before > margin * line.size and abs(before - after) < CENTRED * line.size

    def indent(self, line: Printed) -> float:
        """How far a line begins right of the margin."""
        return line.x0 - self.left

    def opens(self, line: Printed) -> bool:
        """Whether lines that begin where this one does are first lines: their paragraphs go on further left."""
        return _step(self.indent(line)) in self.first_line

    def room(self, line: Printed, word_width: float, *, centred: bool) -> bool:
        """Whether a word would still have fitted on a line: then the line was ended on purpose."""
        free = self.right - line.x1 + (self.indent(line) if centred else 0.0)
        return free > word_width + WORD_ROOM * line.size


def _step(distance: float) -> int:
    return round(distance / 3)


def frames(lines: list[list[Printed]], sizes: list[tuple[float, float]]) -> list[Frame]:
    """One frame for each page; pages of one size share what a single page cannot tell."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, (width, height) in enumerate(sizes):
        groups[round(width / 10), round(height / 10)].append(index)
    result: list[Frame | None] = [None] * len(lines)
    for members in groups.values():
        everything = [line for index in members for line in lines[index]]
        left, right = _margins(everything, sizes[members[0]][0])
        pitch = _pitch([lines[index] for index in members], right)
        for index in members:
            shift = _shift(lines[index], left)
            own = _pitch([lines[index]], right + shift, pitch)
            result[index] = Frame(left + shift, right + shift, own)
        framed = [(lines[index], frame) for index in members if (frame := result[index]) is not None]
        opening, flush = _first_lines(framed), _flush(framed)
        for index, (_, frame) in zip(members, framed, strict=True):
            result[index] = replace(frame, first_line=opening, flush=flush)
    return [frame for frame in result if frame is not None]


def _margins(lines: list[Printed], width: float) -> tuple[float, float]:
    if not lines:
        return 0.0, width
    steps = Counter(_step(line.x0) for line in lines)
    enough = max(2, len(lines) // 50)
    common = [step for step, count in steps.items() if count >= enough]
    edge = min(common, default=min(steps))
    left = min(line.x0 for line in lines if _step(line.x0) >= edge)
    ends = sorted(line.x1 for line in lines)
    right = ends[int(len(ends) * 0.97)] if len(ends) > MIN_LINES else max(ends[-1], width - left)
    return left, right


def _shift(lines: list[Printed], left: float) -> float:
    """How far the margin of one page lies beside that of its group: odd and even pages may differ."""
    if len(lines) < MIN_LINES:
        return 0.0
    steps = Counter(_step(line.x0) for line in lines)
    edge = min((step for step, count in steps.items() if count >= 3), default=None)
    if edge is None:
        return 0.0
    shift = min(line.x0 for line in lines if _step(line.x0) == edge) - left
    return shift if 3.0 < abs(shift) < LARGEST_SHIFT and _ends_shift(lines) else 0.0


def _ends_shift(lines: list[Printed]) -> bool:
    """Whether most lines begin at one of two places: a page of one indented list tells nothing about its margin."""
    steps = Counter(_step(line.x0) for line in lines)
    return sum(count for _, count in steps.most_common(2)) > 0.8 * len(lines) and len(steps) > 1


def _pitch(pages: list[list[Printed]], right: float, known: float | None = None) -> float:
    """The largest usual distance of two lines of one paragraph: where a line goes on with a small letter."""
    going_on: list[float] = []
    full: list[float] = []
    for a, b in (pair for page in pages for pair in pairwise(page)):
        ratio = (b.y - a.y) / b.size
        if abs(a.size - b.size) < 0.5 and 0.8 < ratio < 3.5 and split_label(b.text)[0] is None:
            if b.text[:1].islower():
                going_on.append(ratio)
            elif a.x1 > right - a.size:
                full.append(ratio)
    if len(going_on) >= MIN_PAIRS:
        going_on.sort()
        middle = going_on[len(going_on) // 2]
        return min(going_on[int(len(going_on) * 0.9)], middle * 1.1)
    if known is not None:
        return known
    return min([*going_on, *full], default=UNKNOWN_PITCH)


def _first_lines(pages: list[tuple[list[Printed], Frame]]) -> frozenset[int]:
    """Indents where paragraphs begin: under a full line that begins there, the next one is further left."""
    falls: Counter[int] = Counter()
    stays: Counter[int] = Counter()
    for lines, frame in pages:
        for a, b in pairwise(lines):
            if a.x1 < frame.right - a.size or frame.indent(a) < INDENT * a.size:
                continue
            if b.x0 < a.x0 - INDENT * a.size:
                falls[_step(frame.indent(a))] += 1
            elif abs(b.x0 - a.x0) < INDENT * a.size:
                stays[_step(frame.indent(a))] += 1
    sure = {step for step, count in falls.items() if count >= stays[step]}
    return frozenset({step + near for step in sure for near in (-1, 0, 1)})


def _flush(pages: list[tuple[list[Printed], Frame]]) -> bool:
    """Whether paragraphs without a label begin at the margin: such lines stand under a wider gap."""
    count = 0
    for lines, frame in pages:
        for a, b in pairwise(lines):
            at_margin = abs(frame.indent(b)) < INDENT * b.size and split_label(b.text)[0] is None
            count += at_margin and not b.bold and _wide_gap(a, b, frame)
    return count >= MIN_PAIRS


def _wide_gap(before: Printed, line: Printed, frame: Frame) -> bool:
    gap = line.y - before.y
    usual = frame.pitch * max(line.size, min(before.size, line.size * 1.2))
    return gap > usual * WIDER + WIDER_POINTS or gap < 0


def begins_paragraph(before: Printed, line: Printed, old: Frame, new: Frame) -> bool:
    """Whether a printed line begins a paragraph; `old` and `new` are the frames of the pages of both lines."""
    if before.page == line.page:
        if _wide_gap(before, line, new):
            return True
    elif new.flush and ends_sentence(before.text) and line.text[:1].isupper():
        # The gap is lost at a page break. Two items made of one are seen by a person, one made of two is not.
        return True
    label = split_label(line.text)[0]
    first = line.words[0]
    in_middle = label is None and new.centred(line, NEARLY_FULL if old.centred(before) else CENTRED)
    room = old.room(before, first.x1 - first.x0, centred=in_middle and old.centred(before))
    nearly_full = -CENTRED if before.bold else NEARLY_FULL
    if in_middle and old.centred(before, CENTRED if room else nearly_full):
        return before.bold != line.bold or before.text.isupper() != line.text.isupper() or line.text.startswith("(")
    if room:
        return True
    if before.bold != line.bold and (label is not None or line.text[:1].isupper()):
        return True
    if label is not None and ends_sentence(before.text):
        # "(i) ...; (ii) ..." run on inside one paragraph.
        run_in = line.text.startswith("(")
        outdented = not run_in and new.indent(line) < old.indent(before) - INDENT * line.size
        return outdented or new.opens(line) or _indented(before, line, old, new)
    return _indented(before, line, old, new)


def _indented(before: Printed, line: Printed, old: Frame, new: Frame) -> bool:
    moved = new.indent(line) - old.indent(before)
    if moved < -INDENT * line.size:
        return False
    if abs(moved) <= INDENT * line.size:
        return new.indent(line) > INDENT * line.size and new.opens(line)
    # A hanging indent: the text goes on under the first word after the label.
    hangs = split_label(before.text)[0] is not None and len(before.words) > 1
    return not (hangs and abs(before.words[1].x0 - old.left - new.indent(line)) < INDENT * line.size)
