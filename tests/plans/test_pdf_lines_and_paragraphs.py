"""Printed lines and paragraphs of PDFs that typst sets as offices do."""

import pytest
from producing_pdf import OFFICE_PAGE, typst_pdf

from plans.formats.pdf import read_pdf
from plans.sheet import Line
from plans.structure.blocks import paragraphs

LONG = (
    "Tiếp tục thực hiện Chương trình giáo dục mầm non trên địa bàn tỉnh, bảo đảm đủ giáo viên cho các điểm trường lẻ ở "
    "Vùng khó khăn, trước hết là nơi có nhiều trẻ em người dân tộc thiểu số theo quy định của Thủ tướng Chính phủ."
)
OTHER = (
    "Phối hợp với Sở Tài chính và Ủy ban nhân dân các xã, phường rà soát danh mục phòng học, nhà công vụ, đồ chơi cần "
    "sửa chữa hoặc mua mới hằng năm, trình cấp có thẩm quyền xem xét, quyết định theo quy định hiện hành."
)


def lines_of(source: str) -> list[Line]:
    return [block for block in read_pdf(typst_pdf(source), "mau.pdf").blocks if isinstance(block, Line)]


def texts_of(source: str) -> list[str]:
    return [line.text for line in lines_of(source) if not line.blank]


def blocks_of(source: str) -> list[str]:
    """The text between two blank lines."""
    joined = "\n".join(line.text for line in lines_of(source))
    return [" ".join(block.split("\n")) for block in joined.split("\n\n")]


STYLES = {
    "a gap between paragraphs": "#set par(spacing: 1.4em)\n",
    "an indented first line": "#set par(first-line-indent: (amount: 1.27cm, all: true))\n",
    "only a short last line": "",
    "wide lines": "#set par(leading: 1.1em, spacing: 1.1em, first-line-indent: (amount: 1cm, all: true))\n",
    "a ragged right margin": "#set par(justify: false, spacing: 1.5em)\n",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_blank_line_stands_where_a_paragraph_begins_and_nowhere_else(style):
    source = style + "\n\n".join([LONG, OTHER] * 4)
    assert blocks_of(source) == [LONG, OTHER] * 4


def test_the_reader_of_structure_joins_the_lines_to_the_same_paragraphs():
    found, notes = paragraphs(lines_of("\n\n".join([LONG, OTHER] * 3)))
    assert [paragraph.text for paragraph in found] == [LONG, OTHER] * 3
    assert notes == []


def test_a_hanging_list_item_is_one_paragraph():
    source = f'#set enum(numbering: "a)")\n+ {LONG}\n+ {OTHER}\n'
    assert blocks_of(source) == [f"a) {LONG}", f"b) {OTHER}"]


@pytest.mark.parametrize("bullet", ["•", "–", "●"])
def test_a_bullet_is_a_dash_to_the_reader(bullet):
    first = texts_of(f"#set list(marker: [{bullet}])\n- Một việc cần làm ngay trong năm.")[0]
    assert first.replace("–", "-") == "- Một việc cần làm ngay trong năm."


def test_a_title_in_the_middle_is_one_block_and_the_type_line_another():
    title = "Thực hiện Chương trình nâng cao chất lượng giáo dục mầm non vùng khó khăn giai đoạn 2025 - 2030"
    source = f"#align(center)[*KẾ HOẠCH*\\ *{title} trên địa bàn tỉnh*]\n\n{LONG}\n\n*I. MỤC TIÊU*\n\n{OTHER}"
    assert blocks_of(source) == ["KẾ HOẠCH", f"{title} trên địa bàn tỉnh", LONG, "I. MỤC TIÊU", OTHER]


def test_a_line_set_in_bold_is_strong():
    strong = {line.text: line.strong for line in lines_of(f"*I. MỤC TIÊU*\n\n*Sở Tài chính* chủ trì.\n\n{LONG}")}
    assert strong["I. MỤC TIÊU"] and not strong["Sở Tài chính chủ trì."]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Giai đoạn 2025 -\\ 2030 của tỉnh", ["Giai đoạn 2025 -", "2030 của tỉnh"]),
        ("văn phòng, tài chính, office", ["văn phòng, tài chính, office"]),
        ("diện tích 12 m#super[2] và ghi chú", ["diện tích 12 m² và ghi chú"]),
        ("Th\u1ee7 t\u01b0\u1edbng e\u0302\u0301", ["Thủ tướng ế"]),
    ],
)
def test_letters_and_hyphens_are_kept_as_they_are(written, read):
    assert texts_of(f"#set par(justify: false)\n{written}") == read


@pytest.mark.parametrize("right", range(2, 9))
def test_a_symbol_is_whole_wherever_the_line_is_cut(right):
    sentence = "Căn cứ Kế hoạch số 12/KH-UBND-SGDĐT năm 2025-2026. " * 5
    style = f"#set page(margin: (right: {right}cm))\n#set par(first-line-indent: (amount: 1cm, all: true))\n"
    assert blocks_of(style + "\n\n".join([sentence] * 3)) == [sentence.strip()] * 3


def test_a_paragraph_cut_by_a_page_break_goes_on():
    source = f"#v(23.8cm)\n{LONG}\n\n{OTHER}"
    sheet = read_pdf(typst_pdf(source), "mau.pdf")
    assert len(sheet.pages) == 2
    assert blocks_of(source) == [LONG, OTHER]
    first = {block.number: block.text for block in sheet.blocks if isinstance(block, Line)}[sheet.pages[1]]
    assert first and first in f"{LONG} {OTHER}" and not LONG.startswith(first)


NUMBERS = {
    "above": "header: align(center, context counter(page).display())",
    "between dashes below": "footer: align(center, context [\\- #counter(page).display() \\-])",
    "with their total": "footer: align(right, context [Trang #counter(page).display()/#counter(page).final().first()])",
}


@pytest.mark.parametrize("place", NUMBERS.values(), ids=NUMBERS)
def test_page_numbers_are_no_text(place):
    source = f"#set page({place})\n" + "\n\n".join([LONG] * 20)
    assert set(texts_of(source)) == set(texts_of(LONG))


def test_a_running_header_is_no_text_but_a_sentence_that_returns_is():
    source = "#set page(header: [#text(size: 9pt)[Kế hoạch của tỉnh Mẫu]])\n" + "\n\n".join([LONG, OTHER] * 12)
    texts = texts_of(source)
    assert "Kế hoạch của tỉnh Mẫu" not in texts
    assert sum(text.startswith("Tiếp tục thực hiện") for text in texts) == 12


def test_lines_are_numbered_without_a_gap():
    numbers = [line.number for line in lines_of("\n\n".join([LONG, OTHER] * 9))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_letter_printed_twice_is_read_once():
    assert texts_of("#place(dx: 0.2pt)[*UBND TỈNH*]*UBND TỈNH*") == ["UBND TỈNH"]


def test_text_that_runs_across_the_page_is_left_out():
    mark = "#set page(background: rotate(-45deg, text(40pt)[DỰ THẢO]))\n"
    assert "DỰ THẢO" in OFFICE_PAGE + mark
    assert texts_of(mark + "Một câu ngắn.") == ["Một câu ngắn."]
