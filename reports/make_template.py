"""Makes templates/report/bao-cao-nam.docx: the layout of a report under Decree 30/2020/NĐ-CP (Annex I, form 1.4).

The file is committed so that coordinators can change it in Word; this script says how the first version came about.
Run: ``python -m reports.make_template``.
"""

from pathlib import Path

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
    optional,
    page,
    section,
    signature,
    styles,
    tag,
    titled,
)
from reports.ooxml import Align, fill, make_table, restart_page_numbers
from reports.word import TEMPLATE

TARGET_WIDTHS = (9.0, 58.0, 22.0, 26.0, 26.0, 24.0)
GROUP_WIDTHS = (9.0, 33.0, 13.0, 14.0, 14.0, 14.0, 12.0, 13.0, 13.0, 30.0)
ANNEX_WIDTHS = (10.0, 44.0, 14.0, 14.0, 14.0, 13.0, 13.0, 13.0, 30.0)
SILENT_WIDTHS = (10.0, 55.0, 18.0, 23.0, 27.0, 32.0)
FILE_WIDTHS = (9.0, 36.0, 52.0, 17.0, 23.0, 28.0)
_COUNT_HEADS = ("Cơ quan", "Yêu cầu", "Đã nhận", "Đúng hạn", "Trễ hạn", "Chờ xem xét", "Còn thiếu", "Tỷ lệ đúng hạn")
_COUNT_TAGS = ("agencies", "asked", "received", "in_time", "late", "held", "missing", "share")


def build() -> Document:
    """The template with its tags."""
    document = new_document()
    styles(document)
    page(document)
    letterhead(document)
    titled(document)
    addressees(document)
    body(document, "{{ head.opening }}").paragraph_format.space_before = Pt(14)
    section(document, "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO")
    each(document, "guidance")
    _results(document)
    _reporting(document)
    _ending(document)
    restart_page_numbers(document.add_section(WD_SECTION.NEW_PAGE))
    annex_head(document, "Báo cáo", "{{ ' I' if files else '' }}")
    _count_table(document, "annex", ("label", *_COUNT_TAGS[1:]), ("Cơ quan", *_COUNT_HEADS[1:]))
    optional(document, "annex_rest")
    _files(document)
    return document


def _files(document: Document) -> None:
    """The second annex, on a page of its own; without files it is not there."""
    tag(document, "if files")
    annex_head(document, "Báo cáo", " II", "{{ files_title }}").paragraph_format.page_break_before = True
    table = make_table(document, FILE_WIDTHS, grid=True)
    header_row(table, ("TT", "Cơ quan", "Tên tệp", "Dung lượng", "Ngày nhận", "Mã kiểm tra (SHA-256)"))
    cells = looped(table, "files", ("no", "agency", "name", "size", "day", "check"))
    for index in (0, 3, 4, 5):
        cells[index].paragraphs[0].paragraph_format.alignment = Align.CENTER
    gap(document)
    optional(document, "files_rest")
    tag(document, "endif")


def _results(document: Document) -> None:
    section(document, "II. KẾT QUẢ THỰC HIỆN")
    document.add_paragraph("1. Kết quả theo chỉ tiêu", style="Heading 2")
    body(document, "{{ targets_lead }}")
    tag(document, "if targets")
    table = make_table(document, TARGET_WIDTHS, grid=True)
    header_row(table, ("TT", "Chỉ tiêu", "Mức kế hoạch", "Kết quả", "Đánh giá", "Số liệu"))
    cells = looped(table, "targets", ("no", "text", "aim", "result", "verdict", "completeness"))
    for index in (0, 3):
        cells[index].paragraphs[0].paragraph_format.alignment = Align.CENTER
    fill(cells[3].add_paragraph(), "{{ row.parts }}", 11, Align.CENTER)
    gap(document)
    tag(document, "endif")
    each(document, "target_notes")
    document.add_paragraph("2. Kết quả theo nhiệm vụ được giao", style="Heading 2")
    body(document, "{{ duties_lead }}")
    tag(document, "for group in duties")
    document.add_paragraph("{{ group.title }}", style="Heading 3")
    tag(document, "for duty in group.clauses")
    clause = body(document, "{{ duty.clause }}")
    clause.paragraph_format.keep_with_next = True
    counts = body(document, "")
    counts.add_run("Tình hình: ").font.italic = True
    counts.add_run("{{ duty.counts }}")
    tag(document, "for quote in duty.quotes")
    body(document, "- {{ quote.who }}: {{ quote.first }}")
    tag(document, "for line in quote.more")
    body(document, "{{ line }}")
    tag(document, "endfor")
    tag(document, "endfor")
    optional(document, "duty.rest")
    tag(document, "endfor")
    tag(document, "endfor")


def _reporting(document: Document) -> None:
    section(document, "III. TÌNH HÌNH GỬI BÁO CÁO")
    body(document, "{{ timeliness_lead }}")
    _count_table(document, "timeliness", ("label", *_COUNT_TAGS), ("Khối cơ quan", *_COUNT_HEADS))
    note = body(document, "{{ timeliness_note }}")
    note.runs[0].font.italic = True
    section(document, "IV. KHÓ KHĂN, NGUYÊN NHÂN VÀ KIẾN NGHỊ")
    _items(document, "concerns")
    optional(document, "concerns_hint")
    section(document, "V. CƠ QUAN CHƯA BÁO CÁO")
    body(document, "{{ silent_lead }}")
    tag(document, "if silent")
    table = make_table(document, SILENT_WIDTHS, grid=True)
    header_row(table, ("TT", "Cơ quan", "Còn thiếu", "Hạn gửi", "Đôn đốc gần nhất", "Ghi chú"))
    cells = looped(table, "silent", ("no", "name", "missing", "due", "rung", "note"))
    for index in (0, 2, 3):
        cells[index].paragraphs[0].paragraph_format.alignment = Align.CENTER
    gap(document)
    tag(document, "endif")
    optional(document, "silent_rest")


def _ending(document: Document) -> None:
    section(document, "{{ next_title }}")
    body(document, "{{ next_lead }}")
    _items(document, "next_year")
    addressees = "{{ head.addressees | join(', ') }}"
    closing = body(document, f"Trên đây là báo cáo của {{{{ head.author_name }}}}, kính gửi {addressees} xem xét./.")
    closing.paragraph_format.keep_with_next = True
    signature(document, ("- Như trên;", "- Lưu: VT."))


def _items(document: Document, name: str) -> None:
    tag(document, f"for part in {name}")
    document.add_paragraph("{{ part.title }}", style="Heading 2")
    each(document, "part['items']")
    optional(document, "part.rest")
    tag(document, "endfor")


def _count_table(document: Document, rows: str, fields: tuple[str, ...], heads: tuple[str, ...]) -> None:
    table = make_table(document, GROUP_WIDTHS if "agencies" in fields else ANNEX_WIDTHS, grid=True)
    header_row(table, ("TT", *heads))
    cells = looped(table, rows, ("no", *fields))
    for index, cell in enumerate(cells):
        if index != 1:
            cell.paragraphs[0].paragraph_format.alignment = Align.CENTER
    gap(document)


def main(path: Path = TEMPLATE) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    build().save(str(path))


if __name__ == "__main__":
    main()
