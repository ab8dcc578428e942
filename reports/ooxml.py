"""Small pieces of WordprocessingML which python-docx has no call for."""

from typing import Any, cast

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
Align = WD_ALIGN_PARAGRAPH


# An lxml element of python-docx: the library gives its element classes no common public type.
def _child(parent: Any, tag: str, **attributes: str) -> Any:  # noqa: ANN401
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    parent.append(element)
    return element


def set_style_font(style: Any, size: float, *, bold: bool = False, italic: bool = False) -> None:  # noqa: ANN401
    """Times New Roman, black, for every script of ``style``; theme fonts of python-docx's default are removed."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = italic
    for colour in properties.findall(qn("w:color")):
        properties.remove(colour)
    for language in properties.findall(qn("w:lang")):
        properties.remove(language)
    _child(properties, "w:lang", val="vi-VN", eastAsia="vi-VN")


def bottom_line(paragraph: Paragraph, left: Length, right: Length) -> None:
    """Makes ``paragraph`` a thin rule: a bottom border of an exact 4 pt line, so that it never cuts descenders."""
    shape = paragraph.paragraph_format
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(4)
    shape.space_before = shape.space_after = Pt(0)
    shape.left_indent, shape.right_indent, shape.first_line_indent = left, right, Mm(0)
    borders = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    )
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants pBdr before spacing, ind and jc.
    following = next((e for e in properties if e.tag in {qn("w:spacing"), qn("w:ind"), qn("w:jc")}), None)
    if following is None:
        properties.append(borders)
    else:
        following.addprevious(borders)


def page_number(paragraph: Paragraph, size: float) -> None:
    """Adds a PAGE field."""
    for kind, text in (("begin", None), (None, " PAGE "), ("end", None)):
        run = paragraph.add_run()
        run.font.size = Pt(size)
        if kind:
            _child(run._r, "w:fldChar", fldCharType=kind)
        else:
            _child(run._r, "w:instrText").text = text


def restart_page_numbers(section: Any) -> None:  # noqa: ANN401
    """Numbers the pages of ``section`` from 1 (each annex has its own, Decree 30/2020, Annex I)."""
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    properties = section._sectPr
    anchor = next((e for e in properties if e.tag in {qn("w:cols"), qn("w:titlePg"), qn("w:docGrid")}), None)
    if anchor is None:
        properties.append(numbering)
    else:
        anchor.addprevious(numbering)


def make_table(document: Document, widths_mm: tuple[float, ...], *, grid: bool) -> Table:
    """A fixed-width table without rows; ``grid`` draws its lines. Without grid the cells have no padding."""
    table: Table = document.add_table(rows=0, cols=len(widths_mm))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    if grid:
        table.style = "Table Grid"
    properties = table._tbl.tblPr
    pad = "57" if grid else "0"
    properties.append(
        parse_xml(
            f'<w:tblCellMar {nsdecls("w")}><w:left w:w="{pad}" w:type="dxa"/>'
            f'<w:right w:w="{pad}" w:type="dxa"/></w:tblCellMar>'
        )
    )
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    return table


def add_row(table: Table, *, header: bool = False) -> _Row:
    """A new row that is never split over two pages; ``header`` repeats it on each page."""
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    properties = row._tr.get_or_add_trPr()
    _child(properties, "w:cantSplit")
    if header:
        _child(properties, "w:tblHeader")
    for cell, column in zip(row.cells, table.columns, strict=True):
        cell.width = cast(Length, column.width)
    return row


def fill(cell: _Cell | Paragraph, text: str, size: float, align: WD_ALIGN_PARAGRAPH = Align.LEFT) -> Paragraph:
    """Writes ``text`` into a cell (its first paragraph) without indent and spacing."""
    paragraph = cell if isinstance(cell, Paragraph) else cell.paragraphs[0]
    shape = paragraph.paragraph_format
    shape.alignment = align
    shape.first_line_indent = Mm(0)
    shape.space_before = shape.space_after = Pt(0)
    paragraph.add_run(text).font.size = Pt(size)
    return paragraph
