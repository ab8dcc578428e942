"""Changes to the lines of a sheet, noted by their old numbers and made all at once."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from plans.sheet import Line, Note, Row, Sheet, Table


@dataclass
class Edits:
    """Changes by line number of the old text."""

    lines: dict[int, Line]
    gone: set[int] = field(default_factory=set)
    before: dict[int, list[str]] = field(default_factory=dict)
    after: dict[int, list[str]] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    rows: dict[int, tuple[str, ...]] = field(default_factory=dict)


def reword(text: str, old: str, new: str) -> tuple[str, int]:
    """Whole words replaced, in small letters or all in capitals; how often."""
    count = 0
    for before, after in dict.fromkeys(((old, new), (old.upper(), new.upper()))):
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, before.split())) + r"(?!\w)"
        text, times = re.subn(pattern, after.replace("\\", r"\\"), text)
        count += times
    return (re.sub(r"[ ]{2,}", " ", text).replace(" ,", ",").replace(" ;", ";") if count and not new else text), count


def rebuilt(old: Sheet, edits: Edits) -> Sheet:
    """The sheet with all edits, numbered anew; pages and notes follow their lines."""
    blocks: list[Line | Table] = []
    numbers: dict[int, int] = {}
    count = 0
    for block in old.blocks:
        if isinstance(block, Table):
            rows = []
            for row in block.rows:
                count += 1
                numbers[row.number] = count
                rows.append(Row(count, edits.rows.get(row.number, row.cells)))
            blocks.append(Table(tuple(rows)))
            continue
        for shown in _lines_for(block, edits):
            count += 1
            numbers.setdefault(block.number, count)
            blocks.append(replace(shown, number=count))
    at = _nearest(numbers)
    notes = tuple(Note(note.mark, note.text, at(note.number)) for note in old.notes)
    return replace(old, blocks=tuple(blocks), notes=notes, pages=tuple(at(page) for page in old.pages))


def _lines_for(line: Line, edits: Edits) -> Iterator[Line]:
    for text in edits.before.get(line.number, ()):
        yield _new(text)
    if line.number not in edits.gone:
        reworded = edits.texts.get(line.number)
        if reworded is None:
            yield line
        elif reworded:
            yield replace(line, text=reworded, cells=(reworded,))
    for text in edits.after.get(line.number, ()):
        yield _new(text)


def _new(text: str) -> Line:
    """A paragraph of the decision: whole, whatever the lines around it are."""
    return Line(0, text, (text,), whole=True)


def _nearest(numbers: dict[int, int]) -> Callable[[int], int]:
    """The new number of an old line; of the next line that is still there, when it is gone."""
    known = sorted(numbers)

    def at(number: int) -> int:
        index = bisect_left(known, number)
        return numbers[known[index]] if index < len(known) else max(numbers.values(), default=0) + 1

    return at
