"""Headings and endings in two columns, and what signing programs print beside them."""

import pytest
from producing_pdf import typst_pdf

from plans.formats.pdf import read_pdf
from plans.sheet import Line

BODY = "Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện Chương trình với các nội dung như sau để các cơ quan cùng làm:"
HEADING = """
#set text(size: 12pt)
#grid(columns: (2fr, 3fr), align: center, gutter: 8pt)[
  ỦY BAN NHÂN DÂN\\ *TỈNH MẪU*][*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\\ *Độc lập - Tự do - Hạnh phúc*][
  Số: 12/KH-UBND][_Mẫu, ngày 05 tháng 01 năm 2025_]
#align(center)[*KẾ HOẠCH*]
"""
LEFT = ["Nơi nhận:", "- Bộ Giáo dục và Đào tạo;", "- Các sở, ban, ngành, đoàn thể", "của tỉnh;", "- Lưu: VT, VX."]
RIGHT = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"]
ENDING = """
#grid(columns: (1fr, 1fr))[*_Nơi nhận:_*\\ #text(size: 11pt)[
\\- Bộ Giáo dục và Đào tạo;\\ \\- Các sở, ban, ngành, đoàn thể\\ của tỉnh;\\ \\- Lưu: VT, VX.]][
#align(center)[*TM. ỦY BAN NHÂN DÂN\\ KT. CHỦ TỊCH\\ PHÓ CHỦ TỊCH*\\ #v(2cm) *Nguyễn Văn Mẫu*]]
"""
STAMP = """
#place(dx: 260pt, dy: -70pt)[#text(size: 7pt)[
Người ký: ỦY BAN NHÂN DÂN TỈNH MẪU\\ Email: vanthu\\@mau.example\\ Cơ quan: Tỉnh Mẫu\\
Thời gian ký: 05.01.2025 08:12:11 +07:00]]
"""


def texts_of(source: str) -> list[str]:
    blocks = read_pdf(typst_pdf(source), "mau.pdf").blocks
    return [block.text for block in blocks if isinstance(block, Line) and not block.blank]


def test_the_heading_is_read_column_by_column():
    left = ["ỦY BAN NHÂN DÂN", "TỈNH MẪU", "Số: 12/KH-UBND"]
    right = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Mẫu, ngày 05 tháng 01 năm 2025"]
    assert texts_of(HEADING + BODY)[:7] == [*left, *right, "KẾ HOẠCH"]


def test_the_ending_is_read_column_by_column():
    assert texts_of(BODY + "\n\n" + ENDING)[-9:] == LEFT + RIGHT


def test_a_list_of_recipients_goes_on_over_the_page_break():
    assert texts_of(f"{BODY}\n\n#v(22.1cm)\n" + ENDING.replace("\\ #v(2cm)", "\\"))[-9:] == LEFT + RIGHT


@pytest.mark.parametrize("room", [19.4, 20.4, 21.4, 22.4, 23.4])
def test_the_name_of_the_signer_stays_in_its_column_wherever_the_page_ends(room):
    recipients = "\\ ".join(f"\\- Cơ quan thứ {number};" for number in range(1, 9))
    # Rows of the grid may break, as the rows of a table in Word do.
    left = f"[*_Nơi nhận:_*\\ {recipients}]"
    right = "[#align(center)[*CHỦ TỊCH*\\ \\ \\ \\ *Nguyễn Văn Mẫu*]]"
    texts = texts_of(f"{BODY}\n\n#v({room}cm)\n#grid(columns: (1fr, 1fr), {left}, {right})")
    assert texts[-2:] == ["CHỦ TỊCH", "Nguyễn Văn Mẫu"]
    assert texts[-11] == "Nơi nhận:"


def test_an_annex_on_the_page_of_the_ending_is_not_in_its_columns():
    texts = texts_of(f"{BODY}\n\n{ENDING}\nPHỤ LỤC\n\nDanh mục nhiệm vụ của các cơ quan.")
    assert texts[-2:] == ["PHỤ LỤC", "Danh mục nhiệm vụ của các cơ quan."]


def test_the_stamp_of_a_digital_signature_is_no_text():
    texts = texts_of(BODY + "\n\n" + ENDING + STAMP)
    assert texts == texts_of(BODY + "\n\n" + ENDING)


def test_a_signer_named_in_the_text_stays():
    assert "Người ký: Chủ tịch Ủy ban nhân dân tỉnh." in texts_of(f"{BODY}\n\nNgười ký: Chủ tịch Ủy ban nhân dân tỉnh.")


def test_columns_of_words_in_a_sentence_are_no_columns():
    source = "#set par(justify: true)\n1.#h(2cm)Mục đích\n\n2.#h(2cm)Yêu cầu\n\n3.#h(2cm)Mục tiêu\n"
    assert texts_of(source) == ["1. Mục đích", "2. Yêu cầu", "3. Mục tiêu"]
