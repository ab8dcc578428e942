"""Targets out of sentences: what is counted, bases, places, years and groups."""

import pytest

from plans.read import read_text

PLAN = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH MẪU\tĐộc lập - Tự do - Hạnh phúc
Số: 05/KH-UBND\tMẫu, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Phát triển trường học giai đoạn 2026 - 2030
I. MỤC TIÊU
1. Mục tiêu chung: Trường học tốt hơn.
2. Mục tiêu cụ thể
{items}
II. TỔ CHỨC THỰC HIỆN
1. Sở Giáo dục và Đào tạo
Chủ trì thực hiện Kế hoạch.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""


def targets(*items):
    return read_text(PLAN.format(items="\n".join(items))).targets


def only(item):
    (target,) = targets(item)
    return target


@pytest.mark.parametrize(
    ("item", "measure"),
    [
        ("- Đến năm 2030, 99% trẻ em mẫu giáo được đến trường.", "trẻ em mẫu giáo"),
        ("- Đến năm 2030, ít nhất 70% trở lên trường tiểu học đạt chuẩn.", "trường tiểu học"),
        ("- Đến năm 2030, tỷ lệ giáo viên trên chuẩn đạt tối thiểu 70%.", "giáo viên trên chuẩn"),
        ("- Đến năm 2030, xây dựng ít nhất 10 mô hình trường học số.", "mô hình trường học số"),
        ("- Đến năm 2030, giảm 10% số trẻ em tử vong do đuối nước so với năm 2025.", "số trẻ em tử vong do đuối nước"),
        ("- Đến năm 2030, 90% trẻ em có nhu cầu được đến lớp.", "trẻ em có nhu cầu"),
    ],
)
def test_what_is_counted_ends_at_the_verb_of_achievement(item, measure):
    assert only(item).measure == measure


@pytest.mark.parametrize(
    ("item", "base", "year"),
    [
        ("- Đến năm 2030, tăng thêm 15% số lớp so với năm 2024.", "so với năm 2024", 2030),
        ("- Số lớp tăng 15% so với cuối năm 2025 vào năm 2028.", "so với cuối năm 2025", 2028),
        ("- Đến năm 2030, tỷ lệ ra lớp tăng từ 45% năm 2025 lên 60%.", "từ 45% năm 2025", 2030),
        ("- Đến năm 2030, tăng 15% số lớp.", None, 2030),
    ],
)
def test_the_base_of_a_growth_is_kept_apart_from_the_year_of_the_aim(item, base, year):
    target = only(item)
    assert (target.base, target.year) == (base, year)


def test_a_range_has_both_ends():
    target = only("- Đến năm 2030, khoảng 80 - 85% học sinh học hướng nghiệp.")
    assert (target.comparator, target.value, target.high) == ("=", 80, 85)


@pytest.mark.parametrize(
    "item",
    [
        "- Đến năm 2030, thí điểm tại 03 phường: Hoa Mai, Hoa Đào, Hoa Cúc.",
        "- Đến năm 2030, ít nhất 55% phường có mô hình mới (các phường: Hoa Mai, Hoa Đào, Hoa Cúc).",
    ],
)
def test_places_listed_by_name_belong_to_the_aim(item):
    assert only(item).places == ("Hoa Mai", "Hoa Đào", "Hoa Cúc")


def test_shares_in_brackets_are_parts_and_costs_are_not():
    found = targets("- Đến năm 2030, 100% phòng học kiên cố, bán kiên cố (kiên cố 94%, bán kiên cố 6%).")
    assert [(t.value, t.part_of is not None) for t in found] == [(100, False), (94, True), (6, True)]
    (costly,) = targets("- Đến năm 2030, 100% trường có phòng tin học (tổng kinh phí 45 tỷ đồng).")
    assert (costly.value, costly.unit) == (100, "%")


def test_several_years_of_one_sentence_each_get_their_aim():
    found = targets("- Năm 2026 đạt 80% trường có thư viện, năm 2028 đạt 90%, năm 2030 đạt 100%.")
    assert [(t.value, t.year) for t in found] == [(80, 2026), (90, 2028), (100, 2030)]


def test_a_line_with_a_year_heads_the_items_below_it():
    found = targets("Đến năm 2028:", "- 80% trường có thư viện.", "Đến năm 2030:", "- 90% trường có thư viện.")
    assert [(t.value, t.year) for t in found] == [(80, 2028), (90, 2030)]


def test_a_school_year_counts_as_the_year_in_which_it_ends():
    assert only("- Hết năm học 2027 - 2028, 80% trường có thư viện.").year == 2028


def test_an_aim_before_its_colon_is_no_scope():
    found = targets("- Đến năm 2030, tỷ lệ học sinh bỏ học: 0%; học sinh lưu ban không quá 0,3%.")
    assert [(t.value, t.comparator, t.scope) for t in found] == [(0, "=", None), (0.3, "<=", None)]


def test_an_unclear_number_is_a_doubt_of_its_target():
    assert "1.25" in only("- Đến năm 2030, tuyển dụng 1.25 giáo viên.").doubts[0]
