"""Ruled tables: cells from ruling lines, rows over page breaks, merged cells, landscape and turned pages."""

import io
from itertools import pairwise

import pypdfium2
import pytest
from producing_pdf import typst_pdf, written_pdf

from plans.formats.pdf import read_pdf
from plans.sheet import Table

HEADER = ("TT", "Nhiệm vụ", "Chủ trì", "Thời hạn")
ROWS = (
    ("1", "Xây dựng đề án phát triển giáo dục mầm non của tỉnh", "Sở Giáo dục và Đào tạo", "Quý IV/2025"),
    ("2", "Bố trí kinh phí", "Sở Tài chính", "Hằng năm"),
)
COLUMNS = "columns: (1cm, 3fr, 2fr, 2fr)"


def cells(*rows: tuple[str, ...]) -> str:
    return ", ".join(f"[{cell}]" for row in rows for cell in row)


def tables_of(data: bytes) -> list[list[tuple[str, ...]]]:
    blocks = read_pdf(data, "mau.pdf").blocks
    return [[row.cells for row in block.rows] for block in blocks if isinstance(block, Table)]


def table(rows: str, columns: str = COLUMNS) -> str:
    return f"Danh mục nhiệm vụ như sau:\n#table({columns}, {rows})\nHết danh mục."


def turned(data: bytes, degrees: int) -> bytes:
    document, stream = pypdfium2.PdfDocument(data), io.BytesIO()
    for page in document:
        page.set_rotation(degrees)
    document.save(stream)
    document.close()
    return stream.getvalue()


def test_a_table_stands_between_its_lines():
    sheet = read_pdf(typst_pdf(table(cells(HEADER, *ROWS))), "mau.pdf")
    kinds = ["table" if isinstance(block, Table) else block.text for block in sheet.blocks if block != ""]
    assert [kind for kind in kinds if kind] == ["Danh mục nhiệm vụ như sau:", "table", "Hết danh mục."]
    assert tables_of(typst_pdf(table(cells(HEADER, *ROWS)))) == [[HEADER, *ROWS]]
    numbers = [row.number for block in sheet.blocks if isinstance(block, Table) for row in block.rows]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]


PAGES = {
    "a landscape page": ("#set page(flipped: true)\n@", 0),
    "text that runs up": ("#rotate(-90deg, reflow: true)[#box(width: 20cm)[@]]", 90),
    "text that runs down": ("#rotate(90deg, reflow: true)[#box(width: 20cm)[@]]", 270),
}


@pytest.mark.parametrize(("page", "degrees"), PAGES.values(), ids=PAGES)
def test_a_table_is_read_on_a_turned_page(page, degrees):
    data = turned(typst_pdf(page.replace("@", table(cells(HEADER, *ROWS)))), degrees)
    assert tables_of(data) == [[HEADER, *ROWS]]


def test_merged_cells_are_repeated_downwards_and_empty_sideways():
    rows = "table.cell(colspan: 4)[I. NHÓM MỘT], [1], table.cell(rowspan: 2)[Chung], [A], [B], [2], [C], [D]"
    assert tables_of(typst_pdf(table(rows))) == [
        [("I. NHÓM MỘT", "", "", ""), ("1", "Chung", "A", "B"), ("2", "Chung", "C", "D")]
    ]


def test_paragraphs_of_a_cell_are_parted_and_its_wraps_are_not():
    long = "Tham mưu ban hành văn bản chỉ đạo các xã, phường thực hiện."
    rows = cells(("1", f"\\- {long}\\ \\- Kiểm tra, giám sát.", "Sở Y tế", "2026"))
    assert tables_of(typst_pdf(table(rows))) == [[("1", f"- {long}\n- Kiểm tra, giám sát.", "Sở Y tế", "2026")]]


def test_a_repeated_header_is_dropped_and_the_rows_go_on():
    rows = [(str(number), f"Nhiệm vụ số {number}", "Sở Y tế", "2026") for number in range(1, 61)]
    source = f"#table({COLUMNS}, table.header({cells(HEADER)}), {cells(*rows)})"
    assert tables_of(typst_pdf(source)) == [[HEADER, *rows]]


def test_a_row_cut_by_the_page_break_is_one_row():
    long = ("Xây dựng và trình ban hành đề án, " * 14).strip(" ,") + "."
    rows = (("1", "Ngắn", "Sở Y tế", "2025"), ("2", long, "Sở Tài chính", "2026"), ("3", "Cuối", "UBND xã", "2027"))
    source = f"#v(21cm)\n#table({COLUMNS}, table.header({cells(HEADER)}), {cells(*rows)})"
    assert len(read_pdf(typst_pdf(source), "mau.pdf").pages) == 2
    assert tables_of(typst_pdf(source)) == [[HEADER, *rows]]


def test_a_row_without_a_number_cut_in_a_sentence_is_one_row():
    long = ("Xây dựng và trình ban hành đề án, " * 14).strip(" ,").lower() + "."
    rows = (("Tháng 1", "Ngắn", "Sở Y tế", "2025"), ("Tháng 2", long, "Sở Tài chính", "2026"))
    source = f"#v(21cm)\n#table({COLUMNS}, {cells(HEADER, *rows)})"
    assert tables_of(typst_pdf(source)) == [[HEADER, *rows]]


def test_a_frame_of_one_cell_is_text():
    sheet = read_pdf(typst_pdf("#table(columns: 1, [Bản sao])\nNội dung."), "mau.pdf")
    assert not any(isinstance(block, Table) for block in sheet.blocks)
    assert "Bản sao" in [block.text for block in sheet.blocks]


XS, YS = (60, 160, 300, 500), (700, 670, 640)
WRITTEN = [("TT", "Viec", "Chu tri"), ("1", "Lap de an", "So Y te")]
LINES = [f"{x} {YS[0]} m {x} {YS[-1]} l" for x in XS] + [f"{XS[0]} {y} m {XS[-1]} {y} l" for y in YS]
BARS = [f"{x} {YS[-1]} 0.5 {YS[0] - YS[-1]} re" for x in XS] + [f"{XS[0]} {y} {XS[-1] - XS[0]} 0.5 re" for y in YS]
BOXES = [f"{x} {low} {right - x} 30 re" for x, right in pairwise(XS) for low in YS[1:]]
DRAWINGS = {
    "one line at a time": " S ".join(LINES) + " S",
    "all lines in one path": " ".join(LINES) + " S",
    "thin filled bars": " f ".join(BARS) + " f",
    "all bars in one path": " ".join(BARS) + " f",
    "a box around each cell": " S ".join(BOXES) + " S",
    "all boxes in one path": " ".join(BOXES) + " S",
    "paths moved by a matrix": "q 2 0 0 2 0 0 cm 0.5 0 0 0.5 0 0 cm " + " ".join(LINES) + " S Q",
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_ruling_lines_are_found_however_a_program_draws_them(drawing):
    words = "".join(
        f"BT /F1 12 Tf {x + 6} {y - 20} Td ({text}) Tj ET "
        for y, row in zip(YS, WRITTEN, strict=False)
        for x, text in zip(XS, row, strict=False)
    )
    assert tables_of(written_pdf([f"{drawing} {words}".encode()])) == [WRITTEN]


def test_a_map_of_lines_is_no_table():
    lines = (
        " ".join(f"10 {y} m 500 {y} l" for y in range(5, 830))
        + " "
        + " ".join(f"{x} 5 m {x} 830 l" for x in range(10, 500, 30))
    )
    assert tables_of(written_pdf([f"{lines} S BT /F1 12 Tf 85 700 Td (Ban do) Tj ET".encode()])) == []
