"""A plan in plain text as the Word file that an office would have sent.

The heading and the signature stand in tables of two columns without borders, labels are automatic numbering wherever
Word would give the same label, footnotes are real footnotes, "| a | b |" rows become a table with borders.
"""

import io
import re
import unicodedata
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from producing_docx_parts import NOTE_REFERENCE, Lists, add_notes, add_page_numbers

from plans.sheet import Line
from plans.structure.blocks import Paragraph, paragraphs
from plans.structure.labels import Level, split_label
from plans.text import clean_lines

__all__ = ["docx_of"]

TYPE_LINE = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|NGHỊ QUYẾT|CHƯƠNG TRÌNH|THÔNG TƯ|BÁO CÁO|THÔNG BÁO)(?![^\s:]).*"
)
ENDING = re.compile(r"Nơi nhận\s*:?|(?:TM|KT|TL|TUQ|Q)\.\s?[A-ZĐỦ].*")
ANNEX = re.compile(r"(?:PHỤ LỤC|Phụ lục)\b.{0,40}")
PIPE_ROW = re.compile(r"\s*\|.*\|.*\|\s*")
PIPE_RULE = re.compile(r"[\s|:-]+")
LEAD = re.compile(r"(?:Thực hiện|Căn cứ|Theo|Triển khai thực hiện|Xét|Trên cơ sở)\b.*[;:]$|.*như sau:$")
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
MARK = re.compile(f"[{SUPERSCRIPTS}]+")
NOTE_ITEM = re.compile(r"(?<=[;:]) (?=- )")


@dataclass
class Region:
    """A run of lines: "columns" (heading or signature) or "body"."""

    kind: str
    lines: list[Line] = field(default_factory=list)


def docx_of(text: str, *, auto_numbering: bool = True) -> bytes:
    """The Word file of a plan text, one paragraph per line or hard-wrapped.

    :param auto_numbering: False types every label, as some offices do
    """
    text = unicodedata.normalize("NFC", re.sub(r"\r\n|[\r\f\v\u2028\u2029]", "\n", text))
    raw = text.split("\n")
    document = _empty_document()
    writer = Writer(document, Lists(document, auto_numbering), raw)
    for region in _regions(clean_lines(text)):
        if region.kind == "columns":
            writer.columns(region.lines)
        else:
            writer.body(region.lines)
    add_notes(document, writer.notes)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _empty_document() -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.start_type = WD_SECTION.NEW_PAGE
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    section.top_margin = section.bottom_margin = Cm(2)
    for name in ("Normal", "Heading 1"):
        font = document.styles[name].font
        font.name, font.size, font.color.rgb = "Times New Roman", Pt(14), None
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    add_page_numbers(section)
    return document


def _regions(lines: list[Line]) -> list[Region]:
    """Heading, body, signature, annexes, in order. A second heading (an enclosed plan) opens columns again."""
    heading = any(_is_type(line) for line in lines)
    regions = [Region("columns" if heading else "body")]
    ending = False
    for line in lines:
        in_columns = regions[-1].kind == "columns"
        if in_columns and (_is_type(line) or (ending and ANNEX.fullmatch(line.text))):
            regions.append(Region("body"))
            ending = False
        elif not in_columns and any(ENDING.fullmatch(cell) for cell in line.cells):
            regions.append(Region("columns", _names_above(regions[-1].lines)))
            ending = True
        elif ending and "CỘNG HÒA" in line.text:
            regions.append(Region("columns"))
            ending = False
        regions[-1].lines.append(line)
    return regions


def _names_above(lines: list[Line]) -> list[Line]:
    """Lines of capitals in two columns at the end of a body name those who sign together: they leave the body."""
    start = len(lines)
    while start and (lines[start - 1].blank or (len(lines[start - 1].cells) == 2 and lines[start - 1].text.isupper())):
        start -= 1
    taken = lines[start:]
    del lines[start:]
    return taken


def _is_type(line: Line) -> bool:
    return TYPE_LINE.fullmatch(line.text) is not None and line.text[:8].isupper()


class Writer:
    """Writes regions into the document and gathers footnotes: (paragraphs of note 1), (paragraphs of note 2) …"""

    def __init__(self, document: Document, lists: Lists, raw: list[str]) -> None:
        self.document = document
        self.lists = lists
        self.raw = raw
        self.notes: list[list[str]] = []
        self.waiting: dict[str, str] = {}

    def columns(self, lines: list[Line]) -> None:
        """A heading or signature: a table of two columns when the text shows two, else plain paragraphs."""
        left, right, above = self._sides(lines)
        for text in above:
            self._set(self.document.add_paragraph(), text, bold=True)
        if not right:
            for text in left:
                self._set(self.document.add_paragraph(), text)
            return
        named = next((line for line in lines if not line.blank), lines[0])
        if len(named.cells) == 2 and named.text.isupper() and not _begins_recipients(named):
            rows = [(list(line.cells[:1]), list(line.cells[1:])) for line in lines if not line.blank]
        else:
            rows = _rows(left, right)
        table = self.document.add_table(len(rows), 2)
        for row, sides in zip(table.rows, rows, strict=True):
            for cell, texts in zip(row.cells, sides, strict=True):
                for index, text in enumerate(texts):
                    paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
                    self._set(paragraph, text, bold=text.isupper())
                    if not text.startswith(("-", "Nơi nhận")):
                        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.document.add_paragraph()

    def _sides(self, lines: list[Line]) -> tuple[list[str], list[str], list[str]]:
        if any(self.raw[line.number - 1].strip() == "|" for line in lines):
            return _crawled_sides([("|" if self.raw[n.number - 1].strip() == "|" else n.text) for n in lines])
        if any(_begins_recipients(line) for line in lines) or any(len(line.cells) > 1 for line in lines):
            return (*self._set_sides(lines), [])
        return [line.text for line in lines if not line.blank], [], []

    def _set_sides(self, lines: list[Line]) -> tuple[list[str], list[str]]:
        left: list[str] = []
        right: list[str] = []
        for line in lines:
            raw = self.raw[line.number - 1]
            indented = len(raw) - len(raw.lstrip()) > 12 or raw.startswith("\t")
            # A number that is still blank leaves a gap inside its column: "Số:      /KH-UBND".
            first = 2 if line.cells[:1] == ("Số:",) else 1
            if len(line.cells) > first:
                left.append(" ".join(line.cells[:first]))
                right.append(" ".join(line.cells[first:]))
            elif line.text.startswith("Nơi nhận"):
                left.append(line.text)
            elif not line.blank and (indented or (right and not line.text[:1].islower() and line.text[:1] != "-")):
                right.append(line.text)
            elif not line.blank:
                (right if ENDING.fullmatch(line.text) and line.text.isupper() else left).append(line.text)
        return left, right

    def body(self, lines: list[Line]) -> None:
        """Paragraphs with their labels, and the tables between them."""
        title = bool(lines) and _is_type(lines[0])
        if title:
            self._set(self.document.add_paragraph(), lines[0].text, bold=True, centred=True)
            lines = lines[1:]
        lines, tables = self._lift_tables(lines)
        found, notes = paragraphs(lines)
        self.waiting = {note.mark: note.text for note in notes}
        for paragraph in found:
            while tables and tables[0][0] < paragraph.spans[0][0]:
                self._table(tables.pop(0)[1])
            text = " ".join((lines[paragraph.spans[0][0] - lines[0].number].text, paragraph.text))
            title = title and paragraph.label is None and LEAD.match(paragraph.text) is None
            if title:
                self._set(self.document.add_paragraph(), paragraph.text, bold=True, centred=True)
            else:
                self._item(paragraph, _literal(text))
        for _, rows in tables:
            self._table(rows)

    def _item(self, paragraph: Paragraph, literal: str) -> None:
        word = self.document.add_paragraph()
        level = paragraph.label.level if paragraph.label else Level.PLAIN
        automatic = paragraph.label is not None and self.lists.number(word, paragraph.label, literal.strip())
        short = len(paragraph.text) < 120 and not paragraph.text.endswith((".", ";"))
        bold = level in (Level.PART, Level.ROMAN) or (level is Level.NUMBER and short)
        self._set(word, paragraph.text if automatic else literal + paragraph.text, bold=bold)

    def _set(self, word: WordParagraph, text: str, *, bold: bool = False, centred: bool = False) -> None:
        """Write runs; a mark that Word would count the same way becomes a real footnote reference."""
        position = 0
        for mark in MARK.finditer(text):
            if int("".join(str(SUPERSCRIPTS.index(c)) for c in mark.group())) != len(self.notes) + 1:
                continue
            if mark.group() not in self.waiting:
                continue
            word.add_run(text[position : mark.start()]).bold = bold or None
            self.notes.append(NOTE_ITEM.split(self.waiting.pop(mark.group())))
            word._p.append(parse_xml(NOTE_REFERENCE.format(id=len(self.notes))))
            position = mark.end()
        word.add_run(text[position:]).bold = bold or None
        if centred:
            word.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _lift_tables(self, lines: list[Line]) -> tuple[list[Line], list[tuple[int, list[list[str]]]]]:
        kept: list[Line] = []
        tables: list[tuple[int, list[list[str]]]] = []
        previous = -1
        for line in lines:
            raw = self.raw[line.number - 1]
            if not PIPE_ROW.fullmatch(raw):
                kept.append(line)
                continue
            if previous != line.number - 1:
                tables.append((line.number, []))
            previous = line.number
            kept.append(Line(line.number, "", ()))
            if not PIPE_RULE.fullmatch(raw):
                tables[-1][1].append([cell.strip() for cell in raw.strip().strip("|").split("|")])
        return kept, tables

    def _table(self, rows: list[list[str]]) -> None:
        table = self.document.add_table(0, max(len(row) for row in rows), style="Table Grid")
        for index, row in enumerate(rows):
            for cell, text in zip(table.add_row().cells, row, strict=False):
                for number, part in enumerate(text.split("<br>")):
                    paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
                    paragraph.add_run(part.strip()).bold = (index == 0) or None
        self.document.add_paragraph()


def _literal(text: str) -> str:
    """The label as the source writes it, with one space: "đ) "."""
    label, rest = split_label(text)
    return "" if label is None else f"{text[: len(text) - len(rest)].strip()} "


def _begins_recipients(line: Line) -> bool:
    return any(ENDING.fullmatch(cell) for cell in line.cells)


def _rows(left: list[str], right: list[str]) -> list[tuple[list[str], list[str]]]:
    """The number and the date stand in a row of their own under the names."""
    cut = next((i for i, text in enumerate(left) if text.startswith("Số")), None)
    dated = next((i for i, text in enumerate(right) if "ngày" in text and "tháng" in text), None)
    if cut is None or dated is None:
        return [(left, right)]
    return [(left[:cut], right[:dated]), (left[cut:], right[dated:])]


def _crawled_sides(texts: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Left and right column of cells that a crawled table leaves between lone bars; an odd first one stands above."""
    cells: list[list[str]] = [[]]
    for text in texts:
        if text == "|":
            cells.append([])
        elif not text:
            continue
        elif cells[-1] and (text[:1].islower() or _is_cut(cells[-1], text)):
            cells[-1][-1] += f" {text}"
        else:
            cells[-1].append(text)
    cells = [cell for cell in cells if cell]
    above = cells.pop(0) if len(cells) % 2 else []
    left = [text for cell in cells[::2] for text in cell]
    return left, [text for cell in cells[1::2] for text in cell], above


def _is_cut(before: list[str], text: str) -> bool:
    """A single word at the head of a cell, or in capitals under capitals, is a piece of a broken line."""
    heads = len(before) == 1 and " " not in before[0] and not before[0].endswith(":")
    return heads or (" " not in text and text.isupper() and before[-1].isupper())
