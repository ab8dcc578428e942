"""Makes the templates of the official letter and of the report on late bodies (Decree 30/2020/NĐ-CP, Annex I).

templates/report/cong-van-don-doc.docx (a letter without the name of a kind) and bao-cao-cham-gui.docx (form 1.4) are
committed so that coordinators can change them in Word. Run: ``python -m reports.make_urging_templates``.
"""

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.shared import Pt

from reports.layout import (
    addressees,
    annex_head,
    body,
    each,
    gap,
    header_row,
    letterhead,
    looped,
    page,
    page_heads,
    section,
    signature,
    styles,
    tag,
    titled,
)
from reports.ooxml import Align, fill, make_table, restart_page_numbers
from reports.urging import COMMITTEE_NOTE, OFFICIAL_LETTER

WIDTHS = (10.0, 50.0, 45.0, 24.0, 18.0, 18.0)
_HEADS = ("TT", "Cơ quan, đơn vị", "Nội dung (mục, mã yêu cầu)", "Hạn gửi", "Quá hạn (ngày)", "Số thư đã gửi")
_TAGS = ("no", "name", "content", "due", "days", "letters")


def official_letter() -> Document:
    """The letter: its subject stands under its number."""
    document = new_document()
    styles(document)
    page(document)
    number = letterhead(document)
    about = fill(number.add_paragraph(), "{{ head.subject }}", 12, Align.CENTER)
    about.paragraph_format.space_before = Pt(6)
    _to(document)
    each(document, "before")
    body(document, "{{ lead }}")
    _inside(document)
    _ask(document)
    _close(document, ("- Như trên;", "- {{ above }} (để báo cáo);", "- Lưu: VT."))
    _annex(document, "Công văn")
    return document


def committee_note() -> Document:
    """The report to the body above."""
    document = new_document()
    styles(document)
    page(document)
    letterhead(document)
    titled(document)
    _to(document)
    body(document, "{{ head.opening }}")
    section(document, "I. TÌNH HÌNH CHUNG")
    each(document, "before")
    section(document, "II. CƠ QUAN, ĐƠN VỊ CHƯA GỬI BÁO CÁO")
    body(document, "{{ lead }}")
    _inside(document)
    section(document, "III. ĐỀ XUẤT, KIẾN NGHỊ")
    _ask(document)
    _close(document, ("- Như trên;", "- Lưu: VT."))
    _annex(document, "Báo cáo")
    return document


def _to(document: Document) -> None:
    """One addressee stands on the line of "Kính gửi", several have a line each."""
    tag(document, "if head.addressees | length == 1")
    line = fill(document.add_paragraph(), "Kính gửi: {{ head.addressees[0] }}.", 14, Align.CENTER)
    line.paragraph_format.space_before = Pt(14)
    tag(document, "else")
    addressees(document)
    tag(document, "endif")
    gap(document)


def _ask(document: Document) -> None:
    asked = body(document, "{{ ask }}")
    asked.add_run("{{ hint }}").font.italic = True
    asked.add_run("{{ rest }}")


def _inside(document: Document) -> None:
    tag(document, "if not annexed")
    _late(document)
    tag(document, "endif")


def _late(document: Document) -> None:
    table = make_table(document, WIDTHS, grid=True)
    header_row(table, _HEADS)
    cells = looped(table, "late", _TAGS)
    for index, cell in enumerate(cells):
        if index not in {1, 2}:
            cell.paragraphs[0].paragraph_format.alignment = Align.CENTER
    gap(document)


def _close(document: Document, copies: tuple[str, ...]) -> None:
    each(document, "after")
    body(document, "{{ closing }}").paragraph_format.keep_with_next = True
    signature(document, copies, room=4)


def _annex(document: Document, source: str) -> None:
    """The annex is a section of its own between tags: without it the document ends with its first section.

    Both sections carry the heads of pages, since the last one speaks for a document without an annex.
    """
    # Word wants a paragraph behind the last table of a document.
    fill(document.add_paragraph(), "", 1).paragraph_format.line_spacing = Pt(1)
    tag(document, "if annexed")
    added = document.add_section(WD_SECTION.NEW_PAGE)
    restart_page_numbers(added)
    for part in (added.header, added.first_page_header):
        part.is_linked_to_previous = False
    page_heads(added)
    annex_head(document, source)
    _late(document)
    tag(document, "endif")


def main() -> None:
    """Write both templates."""
    official_letter().save(str(OFFICIAL_LETTER))
    committee_note().save(str(COMMITTEE_NOTE))


if __name__ == "__main__":
    main()
