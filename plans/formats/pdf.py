"""PDF with a text layer, as word processors export it and offices publish it."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import groupby

from plans.formats.pdf_columns import Side, Sided, ending_over_page, split_columns
from plans.formats.pdf_doubts import doubts_about
from plans.formats.pdf_grids import find_grids
from plans.formats.pdf_legacy import in_unicode
from plans.formats.pdf_lines import Printed, goes_on_in_word, printed_lines
from plans.formats.pdf_margins import drop_margins, drop_stamps
from plans.formats.pdf_notes import NoteReader, PageNote
from plans.formats.pdf_opening import read_pages
from plans.formats.pdf_page import Page, Word
from plans.formats.pdf_paragraphs import Frame, begins_paragraph, frames
from plans.formats.pdf_tables import RuledTable, continue_table, goes_on, read_table
from plans.sheet import Line, Note, Row, Sheet, Table
from plans.text import collapse

BODY_SHARE = 0.3
# Word and the web show list items with one of these; the reader of structure knows them as a dash.
_BULLET = re.compile(r"^[•●▪◦·⁃∙■]\s*(?=\S)")


def read_pdf(data: bytes, name: str) -> Sheet:
    """A .pdf file; each Line is one printed line, blank ones part the paragraphs.

    :raises PlanError: the file is damaged, locked, dangerous or scanned
    """
    pages = read_pages(data, name)
    doubts = doubts_about(pages, name)
    pages, legacy = in_unicode(pages)
    contents, notes = _contents(pages)
    sheet = _Writer(contents).write()
    return replace(
        sheet,
        notes=_numbered(notes, sheet),
        doubts=doubts + legacy,
    )


@dataclass(frozen=True)
class _Piece:
    """A printed line (of a block in columns or not) or a table, at its place on a page."""

    page: int
    y: float
    line: Printed | None = None
    side: Side = Side.WHOLE
    table: RuledTable | None = None


@dataclass(frozen=True)
class _Contents:
    pieces: list[_Piece]
    frames: list[Frame]


def _contents(pages: list[Page]) -> tuple[_Contents, list[PageNote]]:
    tables, loose = _take_tables(pages)
    lines = [printed_lines(words, page.number) for page, words in zip(pages, loose, strict=True)]
    body_size = _body_size(lines)
    lines = drop_margins(pages, [drop_stamps(of_page, body_size) for of_page in lines])
    reader = NoteReader(body_size)
    lines = [reader.take(page, of_page) for page, of_page in zip(pages, lines, strict=True)]
    areas = frames(lines, [(page.width, page.height) for page in pages])
    pieces: list[_Piece] = []
    for of_page, found, area in zip(lines, tables, areas, strict=True):
        pieces = _over_page(pieces, _in_order(of_page, found, area))
    return _Contents(pieces, areas), reader.notes


def _take_tables(pages: list[Page]) -> tuple[list[list[RuledTable]], list[list[Word]]]:
    tables: list[list[RuledTable]] = []
    loose: list[list[Word]] = []
    for page in pages:
        grids = find_grids(page)
        inside: list[list[Word]] = [[] for _ in grids]
        outside: list[Word] = []
        for word in page.words:
            x, y = (word.x0 + word.x1) / 2, word.y - word.size / 3
            home = next((i for i, grid in enumerate(grids) if grid.holds(x, y)), None)
            (outside if home is None else inside[home]).append(word)
        found = [read_table(grid, words, page.number) for grid, words in zip(grids, inside, strict=True)]
        tables.append([table for table in found if table.rows])
        loose.append(outside)
    return tables, loose


def _body_size(lines: list[list[Printed]]) -> float:
    sizes: Counter[float] = Counter()
    for of_page in lines:
        for line in of_page:
            sizes[line.size] += len(line.text)
    most = max(sizes.values(), default=0)
    # Long footnotes may have more letters than a short text; they are smaller.
    return max((size for size, count in sizes.items() if count > BODY_SHARE * most), default=1.0)


def _in_order(lines: list[Printed], tables: list[RuledTable], area: Frame) -> list[_Piece]:
    """Lines and tables of one page from top to bottom; a table parts two blocks of columns."""
    tops = sorted(tables, key=lambda table: table.top)

    def above(line: Printed) -> int:
        return sum(table.top < line.y for table in tops)

    pieces: list[_Piece] = []
    runs = {key: list(run) for key, run in groupby(sorted(lines, key=lambda line: line.y), key=above)}
    for index in range(len(tops) + 1):
        sided = split_columns(runs.get(index, []), (area.left, area.right))
        pieces += [_Piece(line.page, line.y, line, side) for line, side in sided]
        if index < len(tops):
            pieces.append(_Piece(tops[index].page, tops[index].top, table=tops[index]))
    return pieces


def _over_page(before: list[_Piece], after: list[_Piece]) -> list[_Piece]:
    """The pieces so far and those of the next page; a list of recipients that goes on there is kept together."""
    if not before or before[-1].side is Side.WHOLE:
        return before + after
    start = next((i for i in range(len(before), 0, -1) if before[i - 1].line is None), 0)
    stop = next((i for i, piece in enumerate(after) if piece.line is None), len(after))
    parts = ending_over_page(_sided(before[start:]), _sided(after[:stop]))
    lines = [[_Piece(line.page, line.y, line, side) for line, side in part] for part in parts]
    return [*before[:start], *lines[0], *lines[1], *after[stop:]]


def _sided(pieces: list[_Piece]) -> Sided:
    return [(piece.line, piece.side) for piece in pieces if piece.line is not None]


@dataclass
class _Writer:
    """Numbers lines and rows in reading order and puts blank lines between paragraphs."""

    contents: _Contents
    blocks: list[Line | Table] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    number: int = 0

    def write(self) -> Sheet:
        """The sheet without notes and doubts."""
        before: _Piece | None = None
        for piece in self._joined():
            if piece.line is not None:
                self._line(before, piece, piece.line)
            elif piece.table is not None:
                self._table(piece.table)
            before = piece
        self._start_pages(len(self.contents.frames))
        return Sheet(format="pdf", blocks=tuple(self.blocks), pages=tuple(self.starts))

    def _joined(self) -> list[_Piece]:
        """The pieces with each table whole."""
        result: list[_Piece] = []
        for piece in self.contents.pieces:
            last = result[-1].table if result else None
            if piece.table is not None and last is not None and goes_on(last, piece.table):
                continue_table(last, piece.table)
            else:
                result.append(piece)
        return result

    def _line(self, before: _Piece | None, piece: _Piece, line: Printed) -> None:
        text = _BULLET.sub("- ", collapse(line.text))
        if before is not None and self._parted(before, piece, line):
            self._blank()
        elif before is not None and before.line is not None and piece.side is Side.WHOLE:
            text = self._mended(before.line, text)
        self._start_pages(piece.page)
        if text:
            self.number += 1
            self.blocks.append(Line(self.number, text, (text,), strong=line.bold))

    def _mended(self, before: Printed, text: str) -> str:
        """The rest of a symbol that was cut at the end of a line goes back to the line where it begins."""
        above = self.blocks[-1]
        if not isinstance(above, Line) or not goes_on_in_word(before.text, text):
            return text
        piece, _, rest = text.partition(" ")
        self.blocks[-1] = replace(above, text=above.text + piece, cells=(above.text + piece,))
        return rest

    def _parted(self, before: _Piece, piece: _Piece, line: Printed) -> bool:
        if before.line is None or (before.side is Side.WHOLE) != (piece.side is Side.WHOLE):
            return True
        if piece.side is not Side.WHOLE:
            return False
        old, new = self.contents.frames[before.page - 1], self.contents.frames[piece.page - 1]
        return begins_paragraph(before.line, line, old, new)

    def _start_pages(self, page: int) -> None:
        """The next line or row begins this page, and pages before it that were empty."""
        while len(self.starts) < page:
            self.starts.append(self.number + 1)

    def _blank(self) -> None:
        self.number += 1
        self.blocks.append(Line(self.number, "", ()))

    def _table(self, table: RuledTable) -> None:
        rows = []
        for cells, page in zip(table.rows, table.pages, strict=True):
            self._start_pages(page)
            self.number += 1
            rows.append(Row(self.number, cells))
        self.blocks.append(Table(tuple(rows)))


def _numbered(notes: list[PageNote], sheet: Sheet) -> tuple[Note, ...]:
    """Notes get the numbers after the last line: they stand in none of the lines."""
    last = 0
    for block in sheet.blocks:
        last = block.number if isinstance(block, Line) else block.rows[-1].number
    return tuple(Note(note.mark, note.text, last + i) for i, note in enumerate(notes, start=1))
