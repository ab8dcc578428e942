"""Aims whose unit no table knows, aims beside a percentage or a bracket, and numbers that are no aims."""

import pytest
from test_target_reading import targets

from plans.meaning.figures import comparator, figures, is_change, unit_of_heading

UNITS = [
    ("giảm 1,2 - 1,5 điểm phần trăm so với cuối năm 2025", ("=", 1.2, 1.5, "điểm phần trăm", True)),
    ("Điểm trung bình các tiêu chí đạt ≥ 3,6 điểm", (">=", 3.6, None, "điểm", False)),
    ("Thời gian chờ khám giảm còn dưới 60 phút/người bệnh", ("<=", 60, None, "phút/người bệnh", False)),
    ("rút ngắn thời gian giải quyết còn 03 ngày làm việc", ("=", 3, None, "ngày làm việc", False)),
    ("Kết nạp mới tối thiểu 4.000 đoàn viên", (">=", 4000, None, "đoàn viên", False)),
    ("số hóa xong hồ sơ của 72.000 đảng viên", ("=", 72000, None, "đảng viên", False)),
    ("Trao 30 nhà Nhân ái", ("=", 30, None, "nhà", False)),
    ("hỗ trợ ít nhất 02 ý tưởng khởi nghiệp", (">=", 2, None, "ý tưởng", False)),
    ("Giảm ít nhất 02 vụ đuối nước so với năm 2022", (">=", 2, None, "vụ", True)),
    ("Giảm số vụ tai nạn từ 5% trở lên so với năm 2025", (">=", 5, None, "%", True)),
    ("chấm dứt hoạt động của 03 bãi rác tạm", ("=", 3, None, "bãi rác tạm", False)),
    ("có 01 tuyến đường đi bộ ven biển", ("=", 1, None, "tuyến đường", False)),
    ("Trồng 5 triệu cây xanh", ("=", 5_000_000, None, "cây xanh", False)),
    ("Lắp đặt 300 camera giám sát", ("=", 300, None, "camera giám sát", False)),
    ("cấp mã số cho 45 vùng trồng", ("=", 45, None, "vùng trồng", False)),
    ("12 bác sĩ trên 10.000 dân", ("=", 12, None, "bác sĩ", False)),
    ("Tỷ suất tử vong giảm còn dưới 12,5‰", ("<=", 12.5, None, "‰", False)),
    ("Tuổi thọ trung bình đạt 75,5 tuổi", ("=", 75.5, None, "tuổi", False)),
    ("Thu ngân sách đạt 25.000 tỷ đồng", ("=", 25_000, None, "tỷ đồng", False)),
]
NO_AIMS = [
    "trẻ em từ 06 tháng đến 36 tháng tuổi",
    "tổ chức dạy học 2 buổi/ngày",
    "thực hiện Nghị quyết 29 của Trung ương",
    "học sinh từ lớp 3 đến lớp 9",
    "có chứng chỉ bậc 3 trở lên",
    "Đến năm 2030 hoàn thành quy hoạch",
    "chăm sóc 1.000 ngày đầu đời",
]


@pytest.mark.parametrize(("text", "expected"), UNITS)
def test_a_figure_has_its_unit_whatever_it_counts(text, expected):
    (found,) = figures(text)
    low = found.value if found.low is None else found.low
    high = None if found.low is None else found.value
    assert (comparator(text, found), low, high, found.unit, is_change(text, found)) == expected


@pytest.mark.parametrize("text", NO_AIMS)
def test_days_ages_and_names_are_no_aims(text):
    assert figures(text) == []


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            "Đón 350.000 lượt khách/năm, khách quốc tế chiếm 8%.",
            [("Đón 350.000 lượt khách/năm", 350_000, None), ("khách quốc tế chiếm 8%", 8, None)],
        ),
        (
            "Tỷ lệ thất nghiệp dưới 3%, tạo 8.000 việc làm mới.",
            [("Tỷ lệ thất nghiệp dưới 3%", 3, None), ("tạo 8.000 việc làm mới", 8000, None)],
        ),
        ("Triển khai Đề án 06 đến 100% xã.", [("Triển khai Đề án 06 đến 100% xã", 100, None)]),
        (
            "100% văn bản (trừ văn bản mật) được ký số trong năm 2025.",
            [("100% văn bản (trừ văn bản mật) được ký số trong năm 2025", 100, 2025)],
        ),
        (
            "Tỷ lệ đạt 80% vào quý II và 85% vào quý IV năm 2025.",
            [("Tỷ lệ đạt 80% vào quý II", 80, 2025), ("85% vào quý IV năm 2025", 85, 2025)],
        ),
        (
            "Xóa 100% nhà tạm (2.140 căn) trước ngày 30/11/2026.",
            [("Xóa 100% nhà tạm", 100, 2026), ("2.140 căn", 2140, 2026)],
        ),
    ],
)
def test_an_aim_is_cut_where_it_ends_and_takes_its_year(item, expected):
    assert [(t.text, t.value, t.year) for t in targets(item)] == expected


def test_a_count_within_a_count_is_a_part_of_it():
    whole, part = targets("Giải quyết việc làm cho 6.500 lao động, trong đó đưa 350 lao động đi làm việc ở nước ngoài.")
    assert (whole.part_of, part.part_of) == (None, whole.text)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Tỷ lệ hộ nghèo (%)", "%"),
        ("Số trường tổ chức bữa ăn (trường)", "trường"),
        ("ĐVT: %", "%"),
        ("Đơn vị tính: giường", "giường"),
        ("Tỷ lệ hộ nghèo (theo chuẩn mới)", None),
        ("Năm 2025", None),
    ],
)
def test_a_heading_of_a_table_names_the_unit(heading, unit):
    assert unit_of_heading(heading) == unit
