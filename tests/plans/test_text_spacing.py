import time

import pytest
from plans_scoring import NAMES, shared_plans
from plans_texts import ONE_LINE_PER_PARAGRAPH, WRAPPED_WITHOUT_BLANK_LINES

from plans import samples
from plans.formats.spacing import mend_spacing
from plans.formats.syllables import is_syllable
from plans.text import clean_lines

SPACED = [
    ("K Ế  H O Ạ C H", "KẾ HOẠCH"),
    ("K Ế H O Ạ C H", "KẾ HOẠCH"),
    ("K Ế   H O Ạ C H", "KẾ HOẠCH"),
    ("K Ế HOẠCH", "KẾ HOẠCH"),
    ("Ủ Y  B A N  N H Â N  D Â N", "ỦY BAN NHÂN DÂN"),
    ("Ủ Y B A N N H Â N D Â N T Ỉ N H L A I C H Â U", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU"),
    ("T HÀNH P HỐ HÀ NỘI", "THÀNH PHỐ HÀ NỘI"),
    ("THÀNH P HỐ CẦN THƠ", "THÀNH PHỐ CẦN THƠ"),
    ("T ỈNH QUẢNG TRỊ", "TỈNH QUẢNG TRỊ"),
    ("ỦY BAN NH ÂN DÂN", "ỦY BAN NHÂN DÂN"),
    ("C Ộ N G  H Ò A  X Ã  H Ộ I  C H Ủ  N G H Ĩ A  V I Ệ T  N A M", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("V. T Ổ C HỨC T HỰC HIỆN", "V. TỔ CHỨC THỰC HIỆN"),
    ("I. M ỤC ĐÍCH, YÊU CẦU", "I. MỤC ĐÍCH, YÊU CẦU"),
    ("“K Ế H O Ạ C H”", "“KẾ HOẠCH”"),
    ("PHÊ DUYỆT Đ Ề ÁN", "PHÊ DUYỆT ĐỀ ÁN"),
]
ORDINARY = [
    "VITAMIN D CHO TRẺ EM",
    "VITAMIN D AN TOÀN",
    "KHỐI B TRƯỜNG MẦM NON",
    "KHỐI B AN NINH",
    "CÁC KHỐI A, B, C, D",
    "NHÓM A B C D",
    "NHÓM C HAI LỚP",
    "A B C",
    "PHỤ LỤC I I",
    "TRƯỜNG TH AN BÌNH",
    "KT. CHỦ TỊCH",
    "SỞ Y TẾ",
    "QĐ - TTG",
    "X",
    "XÃ Y TÝ, HUYỆN M",
]


@pytest.mark.parametrize(("written", "meant"), SPACED)
def test_a_spaced_heading_is_closed_up(written, meant):
    assert mend_spacing(written) == meant
    assert clean_lines(written)[0].text == meant


@pytest.mark.parametrize("line", ORDINARY)
def test_an_ordinary_line_stays_as_it_is(line):
    assert mend_spacing(line) == line


def test_columns_of_a_letterhead_stay_apart():
    (line,) = clean_lines("T ỈNH QUẢNG TRỊ                Độc lập - Tự do - Hạnh phúc")
    assert line.cells == ("TỈNH QUẢNG TRỊ", "Độc lập - Tự do - Hạnh phúc")
    (line,) = clean_lines("Ủ Y  B A N  N H Â N  D Â N          C Ộ N G  H Ò A")
    assert line.cells == ("ỦY BAN NHÂN DÂN", "CỘNG HÒA")


def test_small_letters_are_never_touched():
    assert clean_lines("k ế h o ạ c h")[0].text == "k ế h o ạ c h"


TEXTS = {
    **{name: samples.path(name) for name in samples.NAMES},
    **{name: shared_plans() / f"{name}.txt" for name in NAMES},
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_line_of_a_plan_is_changed_even_in_capitals(name):
    if not TEXTS[name].exists():
        pytest.skip("the real plans are not on this machine (set DONDOC_SHARED)")
    for line in TEXTS[name].read_text(encoding="utf-8").upper().split("\n"):
        assert mend_spacing(line) == line


@pytest.mark.parametrize("text", [ONE_LINE_PER_PARAGRAPH, WRAPPED_WITHOUT_BLANK_LINES])
def test_no_line_of_the_other_plans_is_changed(text):
    for line in text.upper().split("\n"):
        assert mend_spacing(line) == line


def test_a_plan_whose_capitals_are_all_spaced_keeps_its_headings():
    for heading in ("MỤC TIÊU", "NHIỆM VỤ VÀ GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN", "KINH PHÍ THỰC HIỆN", "NƠI NHẬN"):
        spaced = "  ".join(" ".join(word) for word in heading.split())
        assert mend_spacing(spaced) == heading
        assert mend_spacing(" ".join(heading.replace(" ", ""))) == heading


def test_the_cost_is_linear_in_the_line():
    start = time.process_time()
    for unit in ("K Ế ", "T HÀNH ", "B C D ", "A ", "X Ã  "):
        mend_spacing(unit * 4000)
    assert time.process_time() - start < 8


@pytest.mark.parametrize("word", "nghiêng quốc giếng Giúp khuỷu ướt ỦY gì quyết thuở ý yêu nghỉ kỹ".split())
def test_a_syllable_is_known_by_its_structure(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["", "b", "thanh2", "hoạcch", "ngế", "ká", "cê", "bcd", "tàt", "tạ́", "xyz", "ệvaluer"])
def test_what_breaks_the_structure_is_no_syllable(word):
    assert not is_syllable(word)
