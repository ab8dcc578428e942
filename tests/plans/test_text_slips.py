import pytest
from plans_scoring import NAMES, shared_plans

from plans import samples
from plans.questions import slips

SLIPS = [
    ("phân đầu đạt 95%", "phân đầu", "phấn đấu"),
    ("Uỷ ban nhân dan huyện", "nhân dan", "nhân dân"),
    ("Ủy ban nhân tỉnh", "Ủy ban nhân tỉnh", "Ủy ban nhân dân"),
    ("Sở Giáo dục và Đao tạo", "Đao tạo", "đào tạo"),
    ("Tổ chức thưc hiện", "thưc hiện", "thực hiện"),
    ("V. TỔ CHỨC THỰC HIÊN", "THỰC HIÊN", "thực hiện"),
    ("chủ trì, phôi hợp với", "phôi hợp", "phối hợp"),
    ("giao Sở Y tế chủ tri, phối hợp", "chủ tri", "chủ trì"),
    ("theo hưởng dẫn của Bộ", "hưởng dẫn", "hướng dẫn"),
    ("Số: 12/QĐ-UBN0", "-UBN0", "-UBND"),
    ("Quyết định số 5/QD-UBND", "/QD-", "/QĐ-"),
    ("trước ngày l5/12/2025", "l5/12/2025", "ngày tháng năm viết bằng chữ số"),
    ("ngày 3O/11/2025", "3O/11/2025", "ngày tháng năm viết bằng chữ số"),
    ("đến năm 2O25", "năm 2O25", "ngày tháng năm viết bằng chữ số"),
]
RIGHT = [
    *("ảnh hưởng dẫn đến thiếu lớp", "làm chủ tri thức", "đội ngũ chủ trì", "xu hướng dần ổn định"),
    *("quê hương dẫn đầu", "phát triển khái niệm", "ngày 15/12/2025", "Quyết định số 5/QĐ-UBND", "năm 2025"),
    *("cảnh báo cao", "CHỦ TRÌ, PHỐI HỢP", "thực hiện nghiêm", "Số: 624/KH-UBND", "tổ chúc mừng"),
    *("đào tạo giáo viên", "lớp 1/5", "tỷ lệ 10/20 trẻ"),
]


def found(text):
    return [(written, slip.meant) for slip in slips.SLIPS for written in slip.found(text, text.lower())]


@pytest.mark.parametrize(("text", "written", "meant"), SLIPS)
def test_a_slip_is_found_as_written(text, written, meant):
    assert found(text) == [(written, meant)]


@pytest.mark.parametrize("text", RIGHT)
def test_right_vietnamese_is_no_slip(text):
    assert found(text) == []
    assert slips.mend(text) == text


@pytest.mark.parametrize("slip", slips.SLIPS, ids=lambda slip: slip.meant)
def test_the_words_of_a_slip_are_in_all_that_its_pattern_finds(slip):
    for text, _, _ in SLIPS:
        assert slip.found(text, text.lower()) == [match.group() for match in slip.pattern.finditer(text)]


MENDS = [
    ("V. TỔ CHỨC THỰC HIÊN", "V. TỔ CHỨC THỰC HIỆN"),
    ("Chủ tri, phôi hợp với Sở Y tế", "Chủ trì, phối hợp với Sở Y tế"),
    ("KÊ HOẠCH", "KẾ HOẠCH"),
    ("Tham mựu UBND tỉnh", "Tham mưu UBND tỉnh"),
    ("phân đầu đạt 95%", "phân đầu đạt 95%"),
    ("theo hưởng dẫn của Bộ", "theo hưởng dẫn của Bộ"),
]


@pytest.mark.parametrize(("written", "meant"), MENDS)
def test_only_certain_slips_are_mended(written, meant):
    assert slips.mend(written) == meant


def test_no_non_word_is_the_word_that_was_meant():
    assert all(meant not in wrong for meant, wrong in slips.NON_WORDS.items())


PLANS = [*map(samples.path, samples.NAMES), *(shared_plans() / f"{name}.txt" for name in NAMES)]


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_nothing_in_a_plan_is_mended_by_mistake(path):
    if not path.exists():
        pytest.skip("the real plans are not on this machine (set DONDOC_SHARED)")
    text = path.read_text(encoding="utf-8")
    assert slips.mend(text) == text
