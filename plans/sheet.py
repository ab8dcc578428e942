"""What a file shows to a reader, whatever its format: lines, tables and notes in reading order.

Every format of `plans.formats` gives one Sheet; everything above it reads the Sheet and knows nothing of the format.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One line, cleaned (NFC, single spaces); a blank one has no text and no cells.

    `number` counts from 1 over all lines and table rows. `cells` are the columns of a line set in columns. `whole`: the
    format says that this line is a complete paragraph, so that wrap rules do not apply. `strong`: the whole line is set
    as a heading (bold, or a heading style).
    """

    number: int
    text: str
    cells: tuple[str, ...]
    whole: bool = False
    strong: bool = False

    @property
    def blank(self) -> bool:
        """Nothing but noise stood here."""
        return not self.text


@dataclass(frozen=True)
class Row:
    """One row of a table. Each grid column has one entry; paragraphs inside a cell are joined by a line feed.

    A vertically merged cell repeats its text in every row it covers; a horizontally merged one stands in its first
    column and leaves the others empty.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with its rows in order, header rows first; all rows have the same number of cells."""

    rows: tuple[Row, ...]

    @property
    def number(self) -> int:
        """Line number of the first row."""
        return self.rows[0].number


@dataclass(frozen=True)
class Note:
    """A footnote or endnote that the format itself sets apart; the text refers to it by `mark` ("¹")."""

    mark: str
    text: str
    number: int


@dataclass(frozen=True)
class Doubt:
    """Something about the file that a person should know: a stable slug and one Vietnamese sentence."""

    kind: str
    message: str


@dataclass(frozen=True)
class Sheet:
    """A file in reading order. `pages` has the line number that begins each page, where the format knows pages."""

    format: str
    blocks: tuple[Line | Table, ...]
    notes: tuple[Note, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    pages: tuple[int, ...] = ()

    def written(self) -> Iterator[tuple[int, str]]:
        """Number and text of every line, table row and note, for showing the source beside an item."""
        for block in self.blocks:
            if isinstance(block, Line):
                yield block.number, block.text
            else:
                yield from ((row.number, " | ".join(row.cells).replace("\n", " ")) for row in block.rows)
        yield from ((note.number, note.text) for note in self.notes)
