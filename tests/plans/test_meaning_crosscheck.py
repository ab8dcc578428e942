"""Both sides of "phối hợp": one question for a pair of bodies of which one says nothing."""

import pytest

from plans.questions.crosscheck import key
from plans.read import read_text

PLAN = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH MẪU\tĐộc lập - Tự do - Hạnh phúc
Số: 05/KH-UBND\tMẫu, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Phát triển trường học năm 2026
I. MỤC ĐÍCH
Trường học tốt hơn.
II. TỔ CHỨC THỰC HIỆN
1. Sở Giáo dục và Đào tạo
{first}
2. Sở Y tế
{second}
3. Công an tỉnh
Giữ trật tự nơi cổng trường.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""
LEADS = "- Chủ trì, phối hợp với Sở Y tế khám cho trẻ."
GENERAL = "- Chủ trì, phối hợp với các sở, ngành liên quan thực hiện Kế hoạch."
WORKS = "- Phối hợp với Sở GD&ĐT khám cho trẻ."
ALONE = "- Kiểm tra bếp ăn của các trường."
CASES = [
    (LEADS, WORKS, []),
    (LEADS, ALONE, [("partner_silent", "II.1.1")]),
    (f"{LEADS}\n- Chủ trì, phối hợp với Sở Y tế tập huấn.", ALONE, [("partner_silent", "II.1.1")]),
    (LEADS, "- Phối hợp với các cơ quan liên quan khám cho trẻ.", []),
    (ALONE, WORKS, [("lead_silent", "II.2.1")]),
    (GENERAL, WORKS, []),
    ("- Chủ trì, phối hợp với Sở Nội vụ tuyển giáo viên.", ALONE, []),
    ("- Chỉ đạo Công an tỉnh làm gương.", ALONE, []),
]


def read(first, second):
    questions = read_text(PLAN.format(first=first, second=second)).questions
    return [question for question in questions if question.kind in ("partner_silent", "lead_silent")]


@pytest.mark.parametrize(("first", "second", "expected"), CASES)
def test_a_silent_side_is_asked_about_once(first, second, expected):
    assert [(question.kind, question.path) for question in read(first, second)] == expected


def test_the_question_names_both_bodies_and_the_clause():
    (asked,) = read(LEADS, ALONE)
    assert "Sở Giáo dục và Đào tạo" in asked.message
    assert "Sở Y tế" in asked.message
    assert asked.message.startswith("Mục II.1.1 ")
    assert asked.item == LEADS.removeprefix("- ")


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("Sở GD&ĐT", "Sở Giáo dục và Đào tạo", True),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh", True),
        ("Sở Y tế tỉnh", "Sở Y tế", True),
        ("Sở Nội vụ", "Sở Ngoại vụ", False),
    ],
)
def test_spellings_of_one_body_are_the_same(one, two, same):
    assert (key(one) == key(two)) is same
