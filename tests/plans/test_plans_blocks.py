import pytest

from plans.sheet import Line
from plans.structure.blocks import paragraphs
from plans.structure.labels import Label, Level, ordinal, split_label
from plans.text import clean_lines


def texts(source):
    return [paragraph.text for paragraph in paragraphs(clean_lines(source))[0]]


LABELS = [
    ("I. MỤC TIÊU", Label(Level.ROMAN, "I"), "MỤC TIÊU"),
    ("IV/ KINH PHÍ", Label(Level.ROMAN, "IV"), "KINH PHÍ"),
    ("B. NỘI DUNG", Label(Level.PART, "B"), "NỘI DUNG"),
    ("10. Sở Y tế", Label(Level.NUMBER, "10"), "Sở Y tế"),
    ("1) Sở Y tế", Label(Level.NUMBER, "1"), "Sở Y tế"),
    ("2.1. Đối với trẻ", Label(Level.NUMBER_2, "2.1"), "Đối với trẻ"),
    ("2.1 Đối với trẻ", Label(Level.NUMBER_2, "2.1"), "Đối với trẻ"),
    ("đ) Có giải pháp", Label(Level.LETTER, "đ"), "Có giải pháp"),
    ("a. Có giải pháp", Label(Level.LETTER, "a"), "Có giải pháp"),
    ("- Việc", Label(Level.DASH, ""), "Việc"),
    ("– Việc", Label(Level.DASH, ""), "Việc"),
    ("+ Việc", Label(Level.PLUS, ""), "Việc"),
    ("Phần A. NỘI DUNG", Label(Level.DIVISION, "A"), "NỘI DUNG"),
    ("PHẦN THỨ HAI", Label(Level.DIVISION, "P2"), ""),
    ("Chương IV. MỤC TIÊU", Label(Level.CHAPTER, "C4"), "MỤC TIÊU"),
    ("Chương I", Label(Level.CHAPTER, "C1"), ""),
    ("Mục 2. Giải pháp", Label(Level.HEAD, "M2"), "Giải pháp"),
    ("Điều 12. Tổ chức thực hiện", Label(Level.ARTICLE, "Đ12"), "Tổ chức thực hiện"),
    ("I- MỤC TIÊU", Label(Level.ROMAN, "I"), "MỤC TIÊU"),
    ("1- Nâng cao nhận thức", Label(Level.NUMBER, "1"), "Nâng cao nhận thức"),
    ("1/ Sở Y tế", Label(Level.NUMBER, "1"), "Sở Y tế"),
    ("1.1.1. Hình thức", Label(Level.NUMBER_3, "1.1.1"), "Hình thức"),
    ("(1) Tuyên truyền", Label(Level.ITEM, "1"), "Tuyên truyền"),
    ("ii) Bồi dưỡng", Label(Level.ITEM, "ii"), "Bồi dưỡng"),
    ("* Giai đoạn một", Label(Level.STAR, ""), "Giai đoạn một"),
    ("1. 100% trẻ ra lớp", Label(Level.NUMBER, "1"), "100% trẻ ra lớp"),
    ("IV.", Label(Level.ROMAN, "IV"), ""),
]
NO_LABELS = [
    "2035, ĐỊNH HƯỚNG",
    "99,6% trẻ em",
    "3.500 trường",
    "27/12/2023 là ngày",
    "Sở Y tế",
    "2 buổi/ngày",
    "1.5 triệu",
    "31. 12. 2025",
    "Chương I Nghị định này",
    "Điều 7 Nghị định số 105",
    "Phần lớn trường học",
    "Mục tiêu chung",
]


@pytest.mark.parametrize(("text", "label", "rest"), LABELS)
def test_labels_are_told_from_the_text(text, label, rest):
    assert split_label(text) == (label, rest)


@pytest.mark.parametrize("text", NO_LABELS)
def test_figures_and_names_are_no_labels(text):
    assert split_label(text) == (None, text)


@pytest.mark.parametrize(("key", "position"), [("a", 1), ("d", 4), ("đ", 5), ("e", 6), ("g", 7), ("f", None)])
def test_letters_count_in_the_legal_alphabet(key, position):
    assert ordinal(Label(Level.LETTER, key)) == position


@pytest.mark.parametrize(("key", "position"), [("I", 1), ("IV", 4), ("V", 5), ("IX", 9), ("XII", 12)])
def test_roman_numbers_count(key, position):
    assert ordinal(Label(Level.ROMAN, key)) == position


def test_a_page_break_in_a_sentence_is_healed():
    assert texts("- Ủy ban nhân dân các\n\nhuyện/thành phố lo việc.") == [
        "Ủy ban nhân dân các huyện/thành phố lo việc."
    ]


def test_a_page_break_before_a_capital_is_healed_after_a_word_that_cannot_end():
    assert texts("- Phối hợp với Sở\n\nGiáo dục và Đào tạo.") == ["Phối hợp với Sở Giáo dục và Đào tạo."]


def test_a_finished_sentence_is_not_joined_with_the_next_paragraph():
    assert texts("- Lo việc này.\n\nViệc khác.") == ["Lo việc này.", "Việc khác."]


def test_a_heading_is_not_joined_with_the_duty_below_it():
    assert texts("6. Sở Tài chính\n\nHằng năm, bố trí kinh phí.") == ["Sở Tài chính", "Hằng năm, bố trí kinh phí."]


def test_a_page_number_between_the_halves_is_dropped():
    assert texts("- Lo việc\n\n12\n\nnày cho xong.") == ["Lo việc này cho xong."]


def test_the_items_of_a_footnote_are_no_items_of_the_body():
    source = (
        "- Việc thứ nhất của\n\n¹ Xem các văn bản:\n\n- Văn bản một;\n\n- Văn bản hai.\n\nhuyện.\n\n- Việc thứ hai.\n"
    )
    body, notes = paragraphs(clean_lines(source))
    assert [p.text for p in body] == ["Việc thứ nhất của huyện.", "Việc thứ hai."]
    assert body[0].spans == ((1, 1), (9, 9))
    assert [note.text for note in notes] == ["Xem các văn bản: - Văn bản một; - Văn bản hai."]
    assert notes[0].mark == "¹"


def test_two_footnotes_on_one_page_stay_two():
    body, notes = paragraphs(clean_lines("- Việc của\n\n¹ Một.\n² Hai.\n\ntỉnh.\n"))
    assert [p.text for p in body] == ["Việc của tỉnh."]
    assert [(note.mark, note.text) for note in notes] == [("¹", "Một."), ("²", "Hai.")]


def test_a_range_of_years_cut_by_the_wrap_is_no_dash_item():
    source = "kế hoạch cho trẻ em\ncả tỉnh trong giai đoạn 2025\n- 2035 và sau đó,\nvới mọi nguồn lực\ncủa tỉnh.\n"
    assert texts(source) == [
        "kế hoạch cho trẻ em cả tỉnh trong giai đoạn 2025 - 2035 và sau đó, với mọi nguồn lực của tỉnh."
    ]


def test_crawl_noise_and_emphasis_are_removed():
    lines = clean_lines("|\n** **\n-------\n**I. MỤC\u200b ĐÍCH,**\n* *\n* Việc\n")
    assert [line.text for line in lines if not line.blank] == ["I. MỤC ĐÍCH,", "- Việc"]
    assert [line.number for line in lines if not line.blank] == [4, 6]


def test_a_heading_in_capitals_split_over_two_lines_is_one():
    assert texts("III. NHIỆM VỤ, GIẢI PHÁP\nCHỦ YẾU ĐẾN NĂM 2030\n1. Việc.") == [
        "NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU ĐẾN NĂM 2030",
        "Việc.",
    ]


def test_a_label_alone_on_its_line_belongs_to_the_next_one():
    assert texts("Chương I\nMỤC TIÊU\n1.\nNâng cao chất lượng.") == ["MỤC TIÊU", "Nâng cao chất lượng."]


def test_a_duty_right_under_its_body_in_a_wrapped_file_is_a_paragraph_of_its_own():
    source = (
        "1. Sở Y tế\nVận động người dân đưa trẻ đi khám\nsức khỏe định kỳ tại các trạm y\ntế và bệnh viện.\n"
        "2. Sở Nội vụ\nTuyển dụng đủ giáo viên theo định\nmức của các trường mầm non\ntrong tỉnh.\n"
    )
    assert texts(source)[::2] == ["Sở Y tế", "Sở Nội vụ"]


def test_lines_that_are_whole_paragraphs_are_not_joined():
    lines = [Line(n, text, (text,), whole=True) for n, text in enumerate(("1. Sở Y tế", "Khám.", "Tiêm."), start=1)]
    assert [p.text for p in paragraphs(lines)[0]] == ["Sở Y tế", "Khám.", "Tiêm."]


def test_a_pile_of_pieces_is_joined_in_linear_time():
    lines = [Line(n, f"và việc thứ {n}", (f"và việc thứ {n}",), whole=True) for n in range(1, 20001)]
    (paragraph,) = paragraphs(lines)[0]
    assert len(paragraph.spans) == 20000
