"""Parts of Word templates that every document of the office shares: Decree 30/2020/NĐ-CP, Annex I."""

from collections.abc import Sequence

from docx.document import Document
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.ooxml import Align, add_row, bottom_line, fill, make_table, page_number, set_style_font

BODY = 14.0
CELL = 12.0
LEFT_HEAD, RIGHT_HEAD = 66.0, 99.0
INDENT = Mm(12.7)
# Advance width of "Độc lập - Tự do - Hạnh phúc" in Times New Roman bold 14: the rule under it is as long as the text.
_MOTTO_WIDTH = 60.4
_ISSUER_RULE = 26.0


def styles(document: Document) -> None:
    """Times New Roman 14, single lines, 6 pt between paragraphs; three levels of headings."""
    set_style_font(document.styles["Normal"], BODY)
    normal = document.styles["Normal"].paragraph_format
    normal.space_before, normal.space_after, normal.line_spacing = Pt(0), Pt(6), 1.0
    normal.widow_control = True
    for name, italic in (("Heading 1", False), ("Heading 2", False), ("Heading 3", True)):
        style = document.styles[name]
        set_style_font(style, BODY, bold=True, italic=italic)
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.first_line_indent = Pt(6), Pt(6), INDENT
        shape.keep_with_next = True
        shape.alignment = Align.JUSTIFY
    # Without this Word stretches a justified line that ends with a line break.
    compat = document.settings.element.find(qn("w:compat"))
    if compat is not None:
        compat.insert(0, compat.makeelement(qn("w:doNotExpandShiftReturn"), {}))


def page(document: Document) -> None:
    """A4 with the margins of the decree; page numbers on top, none on page 1; the mark of drafts on every page."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    section.different_first_page_header_footer = True
    page_heads(section)


def page_heads(section: Section) -> None:
    """What stands on top of the pages of a section."""
    _mark(section.first_page_header.paragraphs[0])
    other = section.header.paragraphs[0]
    fill(other, "", 13, Align.CENTER)
    page_number(other, 13)
    _mark(section.header.add_paragraph())


def _mark(paragraph: Paragraph) -> None:
    fill(paragraph, "{{ head.mark }}", 10, Align.CENTER).runs[0].font.bold = True


def letterhead(document: Document) -> _Cell:
    """Issuer and national name, number and day; returns the cell of the number (a letter adds its subject there)."""
    table = make_table(document, (LEFT_HEAD, RIGHT_HEAD), grid=False)
    left, right = add_row(table).cells
    fill(left, "{{ head.superior }}", 13, Align.CENTER)
    fill(left.add_paragraph(), "{{ head.author }}", 13, Align.CENTER).runs[0].font.bold = True
    side = (LEFT_HEAD - _ISSUER_RULE) / 2
    bottom_line(left.add_paragraph(), Mm(side), Mm(side))
    fill(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, Align.CENTER).runs[0].font.bold = True
    fill(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", 14, Align.CENTER).runs[0].font.bold = True
    side = (RIGHT_HEAD - _MOTTO_WIDTH) / 2
    bottom_line(right.add_paragraph(), Mm(side), Mm(side))
    left, right = add_row(table).cells
    for cell, text, size in ((left, "{{ head.number }}", 13), (right, "{{ head.place_and_date }}", 14)):
        fill(cell, text, size, Align.CENTER).paragraph_format.space_before = Pt(8)
    right.paragraphs[0].runs[0].font.italic = True
    number: _Cell = left
    return number


def titled(document: Document) -> None:
    """The name of the kind "báo cáo" and what it is about, with the rule under it (form 1.4)."""
    title = fill(document.add_paragraph(), "BÁO CÁO", 14, Align.CENTER)
    title.paragraph_format.space_before = Pt(18)
    title.runs[0].font.bold = True
    fill(document.add_paragraph(), "{{ head.subject }}", 14, Align.CENTER).runs[0].font.bold = True
    bottom_line(document.add_paragraph(), Mm(56), Mm(56))


def addressees(document: Document) -> None:
    """ "Kính gửi:" with one line for each of several addressees."""
    to = fill(document.add_paragraph(), "Kính gửi:", 14, Align.LEFT)
    to.paragraph_format.left_indent = Mm(35)
    to.paragraph_format.space_before = Pt(14)
    tag(document, "for one in head.addressees")
    line = fill(document.add_paragraph(), "- {{ one }}{{ '.' if loop.last else ';' }}", 14)
    line.paragraph_format.left_indent = Mm(58)
    tag(document, "endfor")


def signature(document: Document, copies: Sequence[str], room: int = 5) -> None:
    """ "Nơi nhận" on the left with its lines, office and place of the signature on the right, never torn apart.

    ``room`` is the number of empty lines for the signature.
    """
    table = make_table(document, (82.0, 83.0), grid=False)
    left, right = add_row(table).cells
    to = fill(left, "Nơi nhận:", 12)
    to.runs[0].font.bold = to.runs[0].font.italic = True
    for line in copies:
        fill(left.add_paragraph(), line, 11)
    fill(right, "{{ signer }}", 14, Align.CENTER).runs[0].font.bold = True
    for _ in range(room):
        fill(right.add_paragraph(), "", 14, Align.CENTER)
    for cell in (left, right):
        for paragraph in cell.paragraphs[:-1]:
            paragraph.paragraph_format.keep_with_next = True


def annex_head(document: Document, source: str, number: str = "", title: str = "{{ annex_title }}") -> Paragraph:
    """ "Phụ lục" with its number, its title, and which document it belongs to; returns the first of these lines."""
    head = fill(document.add_paragraph(), f"Phụ lục{number}", 14, Align.CENTER)
    head.runs[0].font.bold = True
    fill(document.add_paragraph(), title, 14, Align.CENTER).runs[0].font.bold = True
    note = fill(document.add_paragraph(), f"(Kèm theo {source} {{{{ head.number_in_text }}}})", 13, Align.CENTER)
    note.runs[0].font.italic = True
    note.paragraph_format.space_after = Pt(10)
    return head


def section(document: Document, text: str) -> None:
    """A heading "I. …"."""
    document.add_paragraph(text, style="Heading 1")


def body(document: Document, text: str) -> Paragraph:
    """A justified paragraph with its first line indented."""
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = INDENT
    paragraph.paragraph_format.alignment = Align.JUSTIFY
    return paragraph


def tag(document: Document, code: str) -> None:
    """A paragraph that only holds a tag; it is gone after rendering."""
    document.add_paragraph(f"{{%p {code} %}}")


def each(document: Document, name: str) -> None:
    """One paragraph for every text of a list."""
    tag(document, f"for one in {name}")
    body(document, "{{ one }}")
    tag(document, "endfor")


def optional(document: Document, name: str) -> None:
    """An italic paragraph that is left out when its text is empty."""
    tag(document, f"if {name}")
    body(document, f"{{{{ {name} }}}}").runs[0].font.italic = True
    tag(document, "endif")


def gap(document: Document) -> None:
    """A small empty paragraph after a table."""
    fill(document.add_paragraph(), "", 6)


def header_row(table: Table, names: tuple[str, ...]) -> None:
    """The heads of the columns, repeated on each page."""
    for cell, name in zip(add_row(table, header=True).cells, names, strict=True):
        fill(cell, name, CELL, Align.CENTER).runs[0].font.bold = True


def looped(table: Table, rows: str, fields: tuple[str, ...]) -> tuple[_Cell, ...]:
    """A row repeated for each of ``rows``; returns the cells of the repeated row."""
    fill(add_row(table).cells[0], f"{{%tr for row in {rows} %}}", CELL)
    cells = add_row(table).cells
    for cell, field in zip(cells, fields, strict=True):
        fill(cell, f"{{{{ row.{field} }}}}", CELL)
    fill(add_row(table).cells[0], "{%tr endfor %}", CELL)
    return cells
