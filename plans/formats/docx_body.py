"""The walk over the blocks of a Word part: paragraphs with their labels, tables, text boxes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plans.formats.docx_runs import Piece, RunReader, all_bold, text_of
from plans.formats.docx_styles import Styles
from plans.formats.docx_tables import Cell, Grid, is_data, read_grid
from plans.formats.docx_xml import MC, RELATION_ID, Element, W, attribute, child, switch, value, whole_number
from plans.formats.numbering import Numbering
from plans.structure.blocks import DANGLING
from plans.structure.headings import is_agency_heading
from plans.structure.labels import split_label
from plans.text import BULLET_STAR, CONTROL, INVISIBLE, PAGE_NUMBER, RULE_LINE, collapse

_WRAPPERS = frozenset({f"{W}{tag}" for tag in ("sdtContent", "customXml", "smartTag", "ins", "moveTo")})
# Another file inside the file: HTML or a second Word document that Word itself puts in place when it opens the file.
_ELSEWHERE = frozenset({f"{W}altChunk", f"{W}subDoc"})
_CONTENTS = frozenset({"Table of Contents", "Table of Figures"})
_TYPED_GAP = re.compile(r"\s{3,}|\t+")
_CLOSED = (".", ";", ":")
# Characters of the longest line that a heading or signature sets in half a page.
SHORT = 60


@dataclass(frozen=True)
class Written:
    """A paragraph as shown: label, text (line breaks and tabs still in it), set as a heading or not.

    `apart`: it stands in a column of a layout table, where a line break is the end of a line.
    """

    label: str
    text: str
    strong: bool = False
    apart: bool = False

    def pieces(self) -> Iterator[tuple[str, ...]]:
        """The cells of each line of the paragraph, cleaned; a line of pure noise is left out."""
        for piece in self._split():
            cells = tuple(said for part in _TYPED_GAP.split(piece.strip()) if (said := collapse(part)))
            line = " ".join(cells)
            if cells and not RULE_LINE.fullmatch(line) and not PAGE_NUMBER.fullmatch(line):
                yield cells

    def _split(self) -> list[str]:
        text = clean(self.text)
        if not self.label:
            text = BULLET_STAR.sub(r"\1- ", text)
        if not text.strip():
            return []
        first, *more = f"{self.label}{text.strip()}".split("\n")
        lines = [first]
        for piece in more:
            if self.apart or _ends_line(lines[-1].strip(), piece.strip()):
                lines.append(piece)
            else:
                lines[-1] += f" {piece}"
        return lines


def _ends_line(before: str, after: str) -> bool:
    """Whether a line break ends a paragraph: before a labelled item, below the name of a body, around a blank line."""
    if not before or not after:
        return True
    if DANGLING.search(before[-12:]) is not None:
        return False
    label, rest = split_label(after)
    if label is not None:
        return before.endswith(_CLOSED) or rest[:1].isupper()
    return after[:1].isupper() and is_agency_heading(split_label(collapse(before))[1])


@dataclass(frozen=True)
class Tabulated:
    """A data table: rows of cell texts, all of the same length."""

    rows: tuple[tuple[str, ...], ...]

    def rows_after(self, above: "Tabulated") -> tuple[tuple[str, ...], ...] | None:
        """The rows by which this table goes on with the one directly above: it repeats its header or counts on."""
        if len(self.rows[0]) != len(above.rows[0]):
            return None
        repeated = 0
        while repeated < min(len(self.rows), len(above.rows)) and self.rows[repeated] == above.rows[repeated]:
            repeated += 1
        number, last = self.rows[0][0].strip("."), above.rows[-1][0].strip(".")
        counts_on = number.isdecimal() and last.isdecimal() and int(number[:9]) == int(last[:9]) + 1
        return self.rows[repeated:] if repeated or counts_on else None


Block = Written | Tabulated


def clean(text: str) -> str:
    """NFC, without characters that show nothing."""
    return CONTROL.sub("", INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


class BodyReader:
    """Reads the blocks of one part in order; numbering counts go on from part to part."""

    def __init__(self, styles: Styles, numbering: Numbering, runs: RunReader, doubts: set[str]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._runs = runs
        self._doubts = doubts
        # Pieces of paragraphs whose mark is deleted or hidden: they run on into the next paragraph.
        self._carried: list[Piece] = []

    def read(self, root: Element) -> tuple[Block, ...]:
        """Blocks of a body, header or note."""
        self._runs.begin(root)
        self._carried = []
        blocks = [*self._blocks(root)]
        if self._carried:
            blocks.append(Written("", text_of(self._carried, self._doubts)))
            self._carried = []
        return tuple(blocks)

    def _blocks(self, container: Element) -> Iterator[Block]:
        for item in container:
            if item.tag == f"{W}p":
                yield from self._paragraph(item)
            elif item.tag == f"{W}tbl":
                yield from self._table(item)
            elif item.tag == f"{W}sdt":
                yield from self._control(item)
            elif item.tag in _WRAPPERS:
                yield from self._blocks(item)
            elif item.tag == f"{MC}AlternateContent":
                yield from self._alternative(item)
            elif item.tag in _ELSEWHERE:
                self._doubts.add("embedded_content")

    def _control(self, item: Element) -> Iterator[Block]:
        # A table of contents repeats the headings; it is no text of its own.
        properties = child(item, "sdtPr")
        if value(properties, "docPartObj", "docPartGallery") in _CONTENTS or switch(properties, "showingPlcHdr"):
            return
        content = child(item, "sdtContent")
        if content is not None:
            yield from self._blocks(content)

    def _alternative(self, item: Element) -> Iterator[Block]:
        for form in item:
            found = list(self._blocks(form))
            if found:
                yield from found
                return

    def _paragraph(self, element: Element) -> Iterator[Block]:
        properties = child(element, "pPr")
        style = self._styles.of_paragraph(properties)
        inline = self._runs.read(element, style)
        pieces = self._carried
        pieces += inline.pieces
        self._carried = []
        mark = child(properties, "rPr")
        if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
            self._doubts.add("tracked_changes")
            self._carried = pieces
        elif switch(mark, "vanish") and not any(piece.text.strip() for piece in pieces):
            pass
        else:
            numbered = self._numbering.of_paragraph(properties, style)
            label = self._numbering.label(*numbered) if numbered else ""
            outline = whole_number(value(properties, "outlineLvl"))
            heading = self._styles.is_heading(style) or (outline is not None and outline < 9)
            text = text_of(pieces, self._doubts)
            yield Written(label, text, strong=bool(text.strip()) and (heading or all_bold(pieces)))
        for box in inline.boxes:
            with self._numbering.apart():
                yield from list(self._blocks(box))

    def _table(self, element: Element) -> Iterator[Block]:
        grid = read_grid(element, self._styles, lambda cell: tuple(self._blocks(cell)), self._doubts)
        texts = grid.texts(cell_text)
        if is_data(grid, texts):
            yield Tabulated(texts)
        else:
            yield from _flattened(grid)


def _flattened(grid: Grid) -> Iterator[Block]:
    """The content of a layout table: a row of short single lines as one line in columns, else cell by cell."""
    alone = sum(1 for cell in grid.cells) == 1
    for row in grid.rows:
        blocks = [list(_blocks_of(cell)) for cell in row]
        together = _one_line(blocks)
        if together is not None:
            yield together
            continue
        for block in (block for cell in blocks for block in cell):
            yield replace(block, apart=True) if isinstance(block, Written) and not alone else block


def _one_line(cells: list[list[Block]]) -> Written | None:
    """Cells that hold one short line each, as a line set in columns; None when they hold more."""
    parts: list[str] = []
    strong = True
    for blocks in cells:
        lines = [line for block in blocks if isinstance(block, Written) for line in replace(block, apart=True).pieces()]
        if len(lines) > 1 or any(isinstance(block, Tabulated) for block in blocks):
            return None
        parts += [" ".join(line) for line in lines]
        strong = strong and all(block.strong for block in blocks if isinstance(block, Written) and block.text.strip())
    if len(parts) < 2 or max(map(len, parts)) > SHORT:
        return None
    return Written("", "\t".join(parts), strong)


def _blocks_of(cell: Cell) -> Iterator[Block]:
    return (block for block in cell.content if isinstance(block, Written | Tabulated))


def cell_text(cell: Cell) -> str:
    """The lines of a cell joined by line feeds. A number that stands alone is kept: it is the "STT" of a row."""
    lines: list[str] = []
    for block in _blocks_of(cell):
        if isinstance(block, Tabulated):
            lines += [" ".join(filter(None, row)).replace("\n", " ") for row in block.rows]
        else:
            lines += [collapse(piece) for piece in clean(f"{block.label}{block.text}").split("\n")]
    return "\n".join(line for line in lines if line)


def has_number_or_motto(blocks: tuple[Block, ...]) -> bool:
    """Whether the heading of the document (motto of the state, number) stands among the blocks."""
    return any(
        "CỘNG HÒA" in said.upper() or "CỘNG HOÀ" in said.upper() or "Số:" in said
        for block in blocks
        if isinstance(block, Written)
        for said in [clean(block.text)]
    )


def first_header_ids(body: Element) -> tuple[str | None, str | None]:
    """Relation ids of the header of the first page, and of the header of all pages, of the first section."""
    section = next(body.iter(f"{W}sectPr"), None)
    if section is None:
        return None, None
    kinds = {
        attribute(reference, "type") or "default": _relation(reference)
        for reference in section.findall(f"{W}headerReference")
    }
    return (kinds.get("first") if switch(section, "titlePg") else None), kinds.get("default")


def _relation(reference: Element) -> str | None:
    identifier: str | None = reference.get(RELATION_ID)
    return identifier
