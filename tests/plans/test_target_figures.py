"""Figures of aims: percentages, counts, sums, ranges and growth; and what is none."""

import pytest

from plans.meaning.figures import comparator, figures, is_change, unclear_number

FIGURES = [
    ("ít nhất 27% trở lên trẻ em", [(">=", 27, None, "%")]),
    ("đạt 43,5%", [("=", 43.5, None, "%")]),
    ("không quá 5% học sinh", [("<=", 5, None, "%")]),
    ("giảm tỷ lệ xuống dưới 1,5%", [("<=", 1.5, None, "%")]),
    ("vượt 90% kế hoạch", [(">=", 90, None, "%")]),
    ("từ 70% trở lên trường đạt chuẩn", [(">=", 70, None, "%")]),
    ("khoảng 80 - 85% học sinh", [("=", 80, 85, "%")]),
    ("từ 80% đến 85% học sinh", [("=", 80, 85, "%")]),
    ("từ 45% năm 2025 lên 60% năm 2030", [("=", 60, None, "%")]),
    ("tuyển dụng bổ sung 1.250 giáo viên", [("=", 1250, None, "giáo viên")]),
    ("phục vụ 2,5 triệu lượt bạn đọc", [("=", 2_500_000, None, "lượt bạn đọc")]),
    ("tối đa 35 học sinh/lớp đối với cấp tiểu học", [("<=", 35, None, "học sinh/lớp")]),
    (
        "mở 20 lớp xóa mù chữ cho ít nhất 420 học viên",
        [("=", 20, None, "lớp xóa mù chữ"), (">=", 420, None, "học viên")],
    ),
    ("17/17 xã, thị trấn đạt chuẩn", [("=", 17, None, "xã, thị trấn")]),
    ("xây dựng từ 3 - 5 mô hình", [("=", 3, 5, "mô hình")]),
    ("huy động ít nhất 300 tỷ đồng từ xã hội hóa", [(">=", 300, None, "tỷ đồng")]),
    ("tăng gấp 2 lần số lớp", [("=", 2, None, "lần")]),
]

NONE = [
    "trẻ em từ 06 tháng đến 36 tháng tuổi",
    "tổng kinh phí 45 tỷ đồng",
    "hỗ trợ 1,2 triệu đồng mỗi em",
    "theo Điều 7 Nghị định số 105/2020/NĐ-CP",
    "học sinh từ lớp 3 đến lớp 9",
    "dạy học 2 buổi/ngày",
]


@pytest.mark.parametrize(("text", "expected"), FIGURES)
def test_a_figure_is_read_with_its_bound_and_unit(text, expected):
    found = [
        (comparator(text, f), f.value if f.low is None else f.low, None if f.low is None else f.value, f.unit)
        for f in figures(text)
    ]
    assert found == expected


@pytest.mark.parametrize("text", NONE)
def test_ages_prices_and_citations_are_no_aims(text):
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("tăng thêm ít nhất 20% số nhóm", True),
        ("giảm 2% mỗi năm", True),
        ("tăng gấp 2 lần", True),
        ("giảm xuống còn 6%", False),
        ("tăng tỷ lệ từ 45% lên 60%", False),
        ("tăng cường, đạt 90%", False),
    ],
)
def test_growth_is_told_from_a_level(text, change):
    (figure,) = figures(text)
    assert is_change(text, figure) is change


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("1.25 giáo viên", "1.25"),
        ("đạt 1.250%", "1.250"),
        ("1250.000 lượt", "1250.000"),
        ("1,250 học sinh", "1,250"),
        ("1.250 học sinh", None),
        ("98,5%", None),
        ("98.5%", None),
        ("ngày 15.12.2026", None),
        ("2,5 triệu lượt", None),
    ],
)
def test_a_point_that_may_mean_two_things_is_unclear(text, unclear):
    assert unclear_number(text) == unclear
