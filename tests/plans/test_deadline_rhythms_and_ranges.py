"""Days that belong to a rhythm, ranges of months in cells, terms in hours, and rhythms that are none."""

from datetime import date

import pytest

from plans.deadlines.read import read_deadlines

RHYTHMS = [
    ("Hàng tháng, trước ngày 25 báo cáo", [("month", None, 24, "explicit")]),
    ("Mỗi tháng, vào ngày 10 họp", [("month", None, 10, "explicit")]),
    ("Hằng quý, trước ngày 05 của tháng đầu quý sau, báo cáo", [("quarter", 4, 4, "explicit")]),
    ("Hằng quý, trước ngày 05 báo cáo", [("quarter", None, None, "explicit")]),
    ("Hằng tuần, trước 16 giờ ngày thứ Năm", [("week", None, 4, "explicit")]),
    ("mỗi tuần ít nhất 01 tin, bài", [("week", None, None, "derived")]),
    ("tối thiểu 01 lần/tháng", [("month", None, None, "derived")]),
    ("hai năm một lần", [(None, None, None, "explicit")]),
    ("định kỳ 3 năm/lần", [(None, None, None, "explicit")]),
    ("họp giao ban; cuối năm báo cáo UBND tỉnh", [("year", None, None, "derived")]),
    ("định kỳ hằng quý và năm² về Sở Nội vụ", [("quarter", None, None, "derived"), ("year", None, None, "derived")]),
    ("vào 15/6 và 15/12 hằng năm", [("year", 6, 15, "explicit"), ("year", 12, 15, "explicit")]),
    ("báo cáo năm trước ngày 10/12", [("year", 12, 9, "explicit")]),
    ("trong năm 2026 và những năm tiếp theo", [(None, None, None, "explicit"), ("year", None, None, "derived")]),
]
NO_RHYTHM = [
    "Tự đánh giá chất lượng 6 tháng đầu năm",
    "bố trí kinh phí trong dự toán hằng năm",
    "đưa vào kế hoạch hằng năm",
    "từ ngân sách hằng năm",
    "cân đối kinh phí hằng năm",
    "tự kiểm tra, đánh giá cuối năm",
]


@pytest.mark.parametrize(("text", "expected"), RHYTHMS)
def test_a_day_belongs_to_its_rhythm(text, expected):
    assert [(d.every, d.month, d.day, d.origin) for d in read_deadlines(text)] == expected


@pytest.mark.parametrize("text", NO_RHYTHM)
def test_the_attribute_of_a_noun_is_no_rhythm(text):
    assert read_deadlines(text) == ()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Tháng 4 - 5", date(2025, 4, 1), date(2025, 5, 31)),
        ("Tháng 7 đến 10", date(2025, 7, 1), date(2025, 10, 31)),
        ("Tháng 11", date(2025, 11, 1), date(2025, 11, 30)),
        ("Tháng 4 - 5/2026", date(2026, 4, 1), date(2026, 5, 31)),
        ("trước ngày 15/12", None, date(2025, 12, 14)),
    ],
)
def test_months_of_a_cell_take_the_year_of_the_table(text, start, end):
    (rule,) = read_deadlines(text, cell=True, year=2025)
    assert (rule.start, rule.end) == (start, end)


def test_months_of_a_cell_without_any_year_keep_the_last_month():
    (rule,) = read_deadlines("Tháng 4 - 5", cell=True)
    assert (rule.text, rule.month, rule.end) == ("Tháng 4 - 5", 5, None)


@pytest.mark.parametrize(
    ("text", "days", "event"),
    [
        ("chậm nhất sau 24 giờ kể từ khi bão tan", 1, "bão tan"),
        ("trong vòng 36 giờ kể từ khi nhận tin", None, "nhận tin"),
        ("trong vòng 01 tháng kể từ ngày ban hành", None, "ban hành"),
    ],
)
def test_a_term_in_hours_or_months_keeps_its_words(text, days, event):
    (rule,) = read_deadlines(text)
    assert (rule.kind, rule.days, rule.event, rule.text) == ("after", days, event, text)


@pytest.mark.parametrize("text", ["chậm nhất là 03 ngày trước khi khai mạc", "hoàn thành trước mùa mưa bão"])
def test_a_day_before_an_event_is_never_a_day_after_it(text):
    (rule,) = read_deadlines(text)
    assert (rule.kind, rule.days, rule.end) == ("within", None, None)
    assert rule.event


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("gửi về Phòng Kế hoạch tổng hợp trước ngày 15/3/2025", date(2025, 3, 14)),
        ("hoàn thành Kế hoạch trong năm 2026", date(2026, 12, 31)),
        ("tổ chức trong tháng 6 năm 2021¹ tại tỉnh", date(2021, 6, 30)),
        ("tháng 11/2026: tổng kết", date(2026, 11, 30)),
    ],
)
def test_a_day_is_not_taken_for_that_of_a_cited_plan(text, end):
    assert [rule.end for rule in read_deadlines(text)] == [end]


def test_the_day_of_a_cited_plan_is_no_deadline():
    assert read_deadlines("theo Kế hoạch số 12/KH-UBND ngày 15/3/2025 của UBND tỉnh") == ()


NAMED_DAYS = [
    ("hoàn thành trước ngày khai giảng 05 tháng 9 năm 2026", ("by", date(2026, 9, 4), None)),
    ("trước ngày thi tốt nghiệp (26/6/2026) phải xong", ("by", date(2026, 6, 25), None)),
    ("trước ngày khai giảng năm học mới", ("every", None, None)),
    ("bàn giao trước ngày khai giảng hằng năm", ("every", None, None)),
    ("tham mưu tổ chức tổng kết Kế hoạch vào quý IV năm 2030", ("within", date(2030, 12, 31), "tổng kết")),
    ("sơ kết Đề án vào tháng 6 năm 2028", ("within", date(2028, 6, 30), "sơ kết")),
    ("tổng kết việc thực hiện vào năm 2030", ("review", date(2030, 12, 31), "tổng kết")),
]


@pytest.mark.parametrize(("text", "expected"), NAMED_DAYS)
def test_a_day_with_a_name_and_the_quarter_of_a_review_are_read(text, expected):
    assert [(d.kind, d.end, d.purpose) for d in read_deadlines(text)] == [expected]
