"""Makes templates/report/bao-cao-nam.docx: the layout of a report under Decree 30/2020/NĐ-CP (Annex I, form 1.4).

The file is committed so that coordinators can change it in Word; this script says how the first version came about.
Run: ``python -m reports.make_template``.
"""

from pathlib import Path

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.ooxml import (
    Align,
    add_row,
    bottom_line,
    fill,
    make_table,
    page_number,
    restart_page_numbers,
    set_style_font,
)
from reports.word import TEMPLATE

BODY = 14.0
CELL = 12.0
TEXT_WIDTH = 165.0
LEFT_HEAD, RIGHT_HEAD = 66.0, 99.0
# Advance width of "Độc lập - Tự do - Hạnh phúc" in Times New Roman bold 14: the rule under it is as long as the text.
_MOTTO_WIDTH = 60.4
_ISSUER_RULE = 26.0

TARGET_WIDTHS = (9.0, 58.0, 22.0, 26.0, 26.0, 24.0)
GROUP_WIDTHS = (9.0, 33.0, 13.0, 14.0, 14.0, 14.0, 12.0, 13.0, 13.0, 30.0)
ANNEX_WIDTHS = (10.0, 44.0, 14.0, 14.0, 14.0, 13.0, 13.0, 13.0, 30.0)
SILENT_WIDTHS = (10.0, 55.0, 18.0, 23.0, 27.0, 32.0)
_COUNT_HEADS = ("Cơ quan", "Yêu cầu", "Đã nhận", "Đúng hạn", "Trễ hạn", "Chờ xem xét", "Còn thiếu", "Tỷ lệ đúng hạn")
_COUNT_TAGS = ("agencies", "asked", "received", "in_time", "late", "held", "missing", "share")


def build() -> Document:
    """The template with its tags."""
    document = new_document()
    _styles(document)
    _page(document)
    _head(document)
    _title(document)
    _guidance(document)
    _results(document)
    _reporting(document)
    _ending(document)
    _annex(document)
    return document


def _styles(document: Document) -> None:
    set_style_font(document.styles["Normal"], BODY)
    normal = document.styles["Normal"].paragraph_format
    normal.space_before, normal.space_after, normal.line_spacing = Pt(0), Pt(6), 1.0
    normal.widow_control = True
    for name, italic in (("Heading 1", False), ("Heading 2", False), ("Heading 3", True)):
        style = document.styles[name]
        set_style_font(style, BODY, bold=True, italic=italic)
        shape = style.paragraph_format
        shape.space_before, shape.space_after, shape.first_line_indent = Pt(6), Pt(6), Mm(12.7)
        shape.keep_with_next = True
        shape.alignment = Align.JUSTIFY
    # Without this Word stretches a justified line that ends with a line break.
    compat = document.settings.element.find(qn("w:compat"))
    if compat is not None:
        compat.insert(0, compat.makeelement(qn("w:doNotExpandShiftReturn"), {}))


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(8)
    section.different_first_page_header_footer = True
    first = section.first_page_header.paragraphs[0]
    _mark(first)
    other = section.header.paragraphs[0]
    fill(other, "", 13, Align.CENTER)
    page_number(other, 13)
    _mark(section.header.add_paragraph())


def _mark(paragraph: Paragraph) -> None:
    fill(paragraph, "{{ head.mark }}", 10, Align.CENTER).runs[0].font.bold = True


def _head(document: Document) -> None:
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


def _title(document: Document) -> None:
    title = fill(document.add_paragraph(), "BÁO CÁO", 14, Align.CENTER)
    title.paragraph_format.space_before = Pt(18)
    title.runs[0].font.bold = True
    fill(document.add_paragraph(), "{{ head.subject }}", 14, Align.CENTER).runs[0].font.bold = True
    bottom_line(document.add_paragraph(), Mm(56), Mm(56))
    to = fill(document.add_paragraph(), "Kính gửi:", 14, Align.LEFT)
    to.paragraph_format.left_indent = Mm(35)
    to.paragraph_format.space_before = Pt(14)
    _tag(document, "for one in head.addressees")
    line = fill(document.add_paragraph(), "- {{ one }}{{ '.' if loop.last else ';' }}", 14)
    line.paragraph_format.left_indent = Mm(58)
    _tag(document, "endfor")
    _body(document, "{{ head.opening }}").paragraph_format.space_before = Pt(14)


def _guidance(document: Document) -> None:
    _section(document, "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO")
    _each(document, "guidance")


def _results(document: Document) -> None:
    _section(document, "II. KẾT QUẢ THỰC HIỆN")
    document.add_paragraph("1. Kết quả theo chỉ tiêu", style="Heading 2")
    _body(document, "{{ targets_lead }}")
    _tag(document, "if targets")
    table = make_table(document, TARGET_WIDTHS, grid=True)
    _header(table, ("TT", "Chỉ tiêu", "Mức kế hoạch", "Kết quả", "Đánh giá", "Số liệu"))
    cells = _looped(table, "targets", ("no", "text", "aim", "result", "verdict", "completeness"))
    for index in (0, 3):
        cells[index].paragraphs[0].paragraph_format.alignment = Align.CENTER
    fill(cells[3].add_paragraph(), "{{ row.parts }}", 11, Align.CENTER)
    _gap(document)
    _tag(document, "endif")
    _each(document, "target_notes")
    document.add_paragraph("2. Kết quả theo nhiệm vụ được giao", style="Heading 2")
    _body(document, "{{ duties_lead }}")
    _tag(document, "for group in duties")
    document.add_paragraph("{{ group.title }}", style="Heading 3")
    _tag(document, "for duty in group.clauses")
    clause = _body(document, "{{ duty.clause }}")
    clause.paragraph_format.keep_with_next = True
    counts = _body(document, "")
    counts.add_run("Tình hình: ").font.italic = True
    counts.add_run("{{ duty.counts }}")
    _tag(document, "for quote in duty.quotes")
    _body(document, "- {{ quote.who }}: {{ quote.first }}")
    _tag(document, "for line in quote.more")
    _body(document, "{{ line }}")
    _tag(document, "endfor")
    _tag(document, "endfor")
    _optional(document, "duty.rest")
    _tag(document, "endfor")
    _tag(document, "endfor")


def _reporting(document: Document) -> None:
    _section(document, "III. TÌNH HÌNH GỬI BÁO CÁO")
    _body(document, "{{ timeliness_lead }}")
    _count_table(document, "timeliness", ("label", *_COUNT_TAGS), ("Khối cơ quan", *_COUNT_HEADS))
    note = _body(document, "{{ timeliness_note }}")
    note.runs[0].font.italic = True
    _section(document, "IV. KHÓ KHĂN, NGUYÊN NHÂN VÀ KIẾN NGHỊ")
    _items(document, "concerns")
    _optional(document, "concerns_hint")
    _section(document, "V. CƠ QUAN CHƯA BÁO CÁO")
    _body(document, "{{ silent_lead }}")
    _tag(document, "if silent")
    table = make_table(document, SILENT_WIDTHS, grid=True)
    _header(table, ("TT", "Cơ quan", "Còn thiếu", "Hạn gửi", "Đôn đốc gần nhất", "Ghi chú"))
    cells = _looped(table, "silent", ("no", "name", "missing", "due", "rung", "note"))
    for index in (0, 2, 3):
        cells[index].paragraphs[0].paragraph_format.alignment = Align.CENTER
    _gap(document)
    _tag(document, "endif")
    _optional(document, "silent_rest")


def _ending(document: Document) -> None:
    _section(document, "{{ next_title }}")
    _body(document, "{{ next_lead }}")
    _items(document, "next_year")
    addressees = "{{ head.addressees | join(', ') }}"
    closing = _body(document, f"Trên đây là báo cáo của {{{{ head.author_name }}}}, kính gửi {addressees} xem xét./.")
    closing.paragraph_format.keep_with_next = True
    table = make_table(document, (82.0, 83.0), grid=False)
    left, right = add_row(table).cells
    to = fill(left, "Nơi nhận:", 12)
    to.runs[0].font.bold = to.runs[0].font.italic = True
    for line in ("- Như trên;", "- Lưu: VT."):
        fill(left.add_paragraph(), line, 11)
    fill(right, "{{ signer }}", 14, Align.CENTER).runs[0].font.bold = True
    for _ in range(5):
        fill(right.add_paragraph(), "", 14, Align.CENTER)
    for cell in (left, right):
        for paragraph in cell.paragraphs[:-1]:
            paragraph.paragraph_format.keep_with_next = True


def _annex(document: Document) -> None:
    restart_page_numbers(document.add_section(WD_SECTION.NEW_PAGE))
    fill(document.add_paragraph(), "Phụ lục", 14, Align.CENTER).runs[0].font.bold = True
    fill(document.add_paragraph(), "{{ annex_title }}", 14, Align.CENTER).runs[0].font.bold = True
    note = fill(document.add_paragraph(), "(Kèm theo Báo cáo {{ head.number_in_text }})", 13, Align.CENTER)
    note.runs[0].font.italic = True
    note.paragraph_format.space_after = Pt(10)
    _count_table(document, "annex", ("label", *_COUNT_TAGS[1:]), ("Cơ quan", *_COUNT_HEADS[1:]))
    _optional(document, "annex_rest")


def _section(document: Document, text: str) -> None:
    document.add_paragraph(text, style="Heading 1")


def _body(document: Document, text: str) -> Paragraph:
    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Mm(12.7)
    paragraph.paragraph_format.alignment = Align.JUSTIFY
    return paragraph


def _tag(document: Document, code: str) -> None:
    """A paragraph that only holds a tag; it is gone after rendering."""
    document.add_paragraph(f"{{%p {code} %}}")


def _each(document: Document, name: str) -> None:
    _tag(document, f"for one in {name}")
    _body(document, "{{ one }}")
    _tag(document, "endfor")


def _optional(document: Document, name: str) -> None:
    _tag(document, f"if {name}")
    _body(document, f"{{{{ {name} }}}}").runs[0].font.italic = True
    _tag(document, "endif")


def _items(document: Document, name: str) -> None:
    _tag(document, f"for part in {name}")
    document.add_paragraph("{{ part.title }}", style="Heading 2")
    _each(document, "part['items']")
    _optional(document, "part.rest")
    _tag(document, "endfor")


def _gap(document: Document) -> None:
    """A small empty paragraph after a table."""
    fill(document.add_paragraph(), "", 6)


def _header(table: Table, names: tuple[str, ...]) -> None:
    for cell, name in zip(add_row(table, header=True).cells, names, strict=True):
        fill(cell, name, CELL, Align.CENTER).runs[0].font.bold = True


def _looped(table: Table, rows: str, fields: tuple[str, ...]) -> tuple[_Cell, ...]:
    """A row repeated for each of ``rows``; returns the cells of the repeated row."""
    fill(add_row(table).cells[0], f"{{%tr for row in {rows} %}}", CELL)
    cells = add_row(table).cells
    for cell, field in zip(cells, fields, strict=True):
        fill(cell, f"{{{{ row.{field} }}}}", CELL)
    fill(add_row(table).cells[0], "{%tr endfor %}", CELL)
    return cells


def _count_table(document: Document, rows: str, fields: tuple[str, ...], heads: tuple[str, ...]) -> None:
    table = make_table(document, GROUP_WIDTHS if "agencies" in fields else ANNEX_WIDTHS, grid=True)
    _header(table, ("TT", *heads))
    cells = _looped(table, rows, ("no", *fields))
    for index, cell in enumerate(cells):
        if index != 1:
            cell.paragraphs[0].paragraph_format.alignment = Align.CENTER
    _gap(document)


def main(path: Path = TEMPLATE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    build().save(str(path))


if __name__ == "__main__":
    main()
