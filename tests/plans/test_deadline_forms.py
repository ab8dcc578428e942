"""Every form of deadline in sentences: the words, and the rule they are read into."""

from datetime import date

import pytest

from plans.deadlines.cells import CELL_FORMS
from plans.deadlines.forms import FORMS
from plans.deadlines.read import read_deadlines

DATED = [
    ("báo cáo trước ngày 15/12/2025", "by", date(2025, 12, 14)),
    ("làm xong trước 30/11/2026", "by", date(2026, 11, 29)),
    ("trước ngày 01 tháng 3 năm 2028", "by", date(2028, 2, 29)),
    ("trước 17 giờ 00 ngày 15/12/2026", "by", date(2026, 12, 15)),
    ("chậm nhất ngày 20/12/2026", "by", date(2026, 12, 20)),
    ("chậm nhất là vào ngày 20 tháng 12 năm 2026", "by", date(2026, 12, 20)),
    ("chậm nhất trước ngày 20/12/2026", "by", date(2026, 12, 19)),
    ("muộn nhất ngày 20.12.2026", "by", date(2026, 12, 20)),
    ("hạn cuối là ngày 20/12/2026", "by", date(2026, 12, 20)),
    ("thời hạn hoàn thành: 20/12/2026", "by", date(2026, 12, 20)),
    ("đến hết ngày 30/6/2026", "by", date(2026, 6, 30)),
    ("trước hoặc vào ngày 30/6/2026", "by", date(2026, 6, 30)),
    ("từ ngày 16/11 đến ngày 20/11/2025", "within", date(2025, 11, 20)),
    ("hoàn thành trong quý IV/2025", "within", date(2025, 12, 31)),
    ("quý III và quý IV năm 2026", "within", date(2026, 12, 31)),
    ("từ quý III/2026 đến quý I/2027", "within", date(2027, 3, 31)),
    ("chậm nhất trong quý II/2026", "by", date(2026, 6, 30)),
    ("trước quý II/2026", "by", date(2026, 3, 31)),
    ("trong tháng 11/2026", "within", date(2026, 11, 30)),
    ("trong tháng 2 năm 2028", "within", date(2028, 2, 29)),
    ("từ tháng 3 đến tháng 5/2026", "within", date(2026, 5, 31)),
    ("trước tháng 6/2026", "by", date(2026, 5, 31)),
    ("đến hết tháng 6/2026", "by", date(2026, 6, 30)),
    ("trong năm 2026", "within", date(2026, 12, 31)),
    ("đến hết năm 2027", "by", date(2027, 12, 31)),
    ("cuối năm 2026", "by", date(2026, 12, 31)),
    ("hoàn thành việc sắp xếp trước năm 2028", "by", date(2027, 12, 31)),
    ("6 tháng đầu năm 2026", "within", date(2026, 6, 30)),
    ("trong giai đoạn 2026 - 2028", "within", date(2028, 12, 31)),
    ("Triển khai mô hình mới giai đoạn 2026 - 2028.", "within", date(2028, 12, 31)),
    ("tổ chức sơ kết năm 2027", "review", date(2027, 12, 31)),
    ("tổng kết giai đoạn 2026 - 2030 vào năm 2030", "review", date(2030, 12, 31)),
    ("năm 2030 tổ chức tổng kết", "review", date(2030, 12, 31)),
]

RECURRING = [
    ("trước ngày 15/12 hằng năm", [("year", 12, 14)]),
    ("chậm nhất ngày 20 tháng 12 hàng năm", [("year", 12, 20)]),
    ("trước ngày 15/12 của năm báo cáo", [("year", 12, 14)]),
    ("trước ngày 01/3 hằng năm", [("year", 2, 29)]),
    ("trước ngày 15 tháng 6 và ngày 15 tháng 12 hằng năm", [("year", 6, 14), ("year", 12, 14)]),
    ("trước ngày 15/6 và trước ngày 15/12 hằng năm", [("year", 6, 14), ("year", 12, 14)]),
    ("Hằng năm, báo cáo UBND tỉnh trước ngày 15/12", [("year", 12, 14)]),
    ("định kỳ 6 tháng (trước ngày 15/6), năm (trước ngày 15/12)", [("year", 6, 14), ("year", 12, 14)]),
    ("ngày 20 hằng tháng", [("month", None, 20)]),
    ("trước ngày 05 của tháng sau", [("month", None, 4)]),
    ("trước ngày 20 của tháng cuối quý", [("quarter", None, 19)]),
    ("trước ngày 05 của tháng đầu quý sau", [("quarter", 4, 4)]),
    ("ngày 15 tháng cuối 6 tháng", [("half-year", None, 15)]),
    ("báo cáo hằng quý, hằng năm trước ngày 15 của tháng cuối kỳ báo cáo", [("quarter", 3, 14), ("year", 12, 14)]),
    ("tháng 5 hằng năm", [("year", 5, None)]),
    ("vào tháng 9 và tháng 3 hằng năm", [("year", 9, None), ("year", 3, None)]),
    ("quý II, quý IV hằng năm", [("year", 6, None), ("year", 12, None)]),
    ("thứ Sáu hằng tuần", [("week", None, 5)]),
    ("định kỳ 6 tháng, hằng năm", [("half-year", None, None), ("year", None, None)]),
    ("hằng quý", [("quarter", None, None)]),
    (
        "định kỳ quý, 6 tháng, 9 tháng và năm",
        [(e, None, None) for e in ("quarter", "half-year", "nine-months", "year")],
    ),
    ("báo cáo tháng, quý, năm", [("month", None, None), ("quarter", None, None), ("year", None, None)]),
    ("mỗi năm một lần", [("year", None, None)]),
    ("6 tháng một lần", [("half-year", None, None)]),
    ("trước khi khai giảng năm học mới", [("school-year", None, None)]),
    ("kết thúc năm học", [("school-year", None, None)]),
    ("đầu mỗi năm học", [("school-year", None, None)]),
]

AFTER = [
    ("trong vòng 30 ngày kể từ ngày ban hành Kế hoạch này", 30, False, "ban hành Kế hoạch này"),
    ("sau 05 ngày làm việc kể từ khi nhận được văn bản", 5, True, "nhận được văn bản"),
    ("chậm nhất sau 15 ngày", 15, False, None),
    ("trong thời hạn 10 ngày, kể từ ngày nhận hồ sơ", 10, False, "nhận hồ sơ"),
    ("trong vòng 02 tuần", 14, False, None),
]

NONE = [
    "Nghị định số 145/2020/NĐ-CP ngày 14 tháng 12 năm 2020 của Chính phủ",
    "Luật Ngân sách nhà nước năm 2015",
    "Kế hoạch thực hiện Chương trình giai đoạn 2025 - 2035, định hướng đến năm 2045",
    "thuộc Chương trình mục tiêu quốc gia giảm nghèo bền vững giai đoạn 2021 - 2025.",
    "phê duyệt Đề án “Trường học số trong năm 2026”",
    "năm học 2025-2026",
    "nguồn chi thường xuyên",
    "Trung tâm giáo dục thường xuyên",
    "trẻ em từ 06 tháng đến 36 tháng tuổi",
    "từ năm 2026",
    "các công trình xây dựng trước năm 2000",
    "khám sức khỏe định kỳ",
    "trước mắt tập trung 12 nhiệm vụ",
]


@pytest.mark.parametrize(("text", "kind", "end"), DATED)
def test_a_dated_deadline_ends_on_its_last_permitted_day(text, kind, end):
    (rule,) = read_deadlines(text)
    assert (rule.kind, rule.end, rule.origin) == (kind, end, "explicit")
    assert rule.text in text


@pytest.mark.parametrize(("text", "rules"), RECURRING)
def test_a_rhythm_is_read_with_the_day_it_gives(text, rules):
    found = read_deadlines(text)
    assert [(rule.every, rule.month, rule.day) for rule in found] == rules
    assert all(rule.kind == "every" for rule in found)
    assert all((rule.origin == "derived") == (rule.month is None and rule.day is None) for rule in found)


@pytest.mark.parametrize(("text", "days", "working", "event"), AFTER)
def test_a_term_counts_days_after_its_event(text, days, working, event):
    (rule,) = read_deadlines(text)
    assert (rule.kind, rule.days, rule.working, rule.event) == ("after", days, working, event)


@pytest.mark.parametrize("text", NONE)
def test_years_of_citations_titles_and_ages_are_no_deadlines(text):
    assert read_deadlines(text) == ()


def test_standing_duties_are_read_and_derived():
    (rule,) = read_deadlines("Thường xuyên kiểm tra việc thực hiện.")
    assert (rule.kind, rule.origin) == ("standing", "derived")


def test_an_opening_year_is_kept_without_inventing_its_last_day():
    (rule,) = read_deadlines("ban hành vào đầu năm 2026")
    assert (rule.start, rule.end) == (date(2026, 1, 1), None)


@pytest.mark.parametrize("text", ["trước ngày 31/02/2026", "chậm nhất ngày 31/11 hằng năm", "trong tháng 13/2026"])
def test_a_day_that_does_not_exist_gives_words_but_no_date(text):
    (rule,) = read_deadlines(text)
    assert (rule.start, rule.end, rule.month, rule.day) == (None, None, None, None)


def test_several_deadlines_of_a_clause_come_in_order():
    text = "Xây dựng kế hoạch trong quý I/2026; hoàn thành trước ngày 30/9/2026; báo cáo hằng năm."
    assert [rule.text for rule in read_deadlines(text)] == ["trong quý I/2026", "trước ngày 30/9/2026", "hằng năm"]


@pytest.mark.parametrize(
    ("text", "purposes"),
    [
        ("Tổng hợp, báo cáo UBND tỉnh trước ngày 20/12/2026.", ["báo cáo"]),
        ("Trước ngày 20/12 hằng năm, gửi báo cáo về Sở Y tế.", ["báo cáo"]),
        ("Kiểm tra các cơ sở trên địa bàn, định kỳ hằng quý báo cáo Sở Y tế.", ["báo cáo"]),
        ("Báo cáo tình hình, hoàn thành việc lắp đặt trước ngày 30/6/2026.", [None]),
        ("Hằng năm, tham mưu, báo cáo UBND tỉnh bố trí vốn.", [None]),
        ("Tổ chức sơ kết trước ngày 30/6/2028.", ["sơ kết"]),
        ("Ban hành kế hoạch trước ngày 30/6/2026.", [None]),
        ("Báo cáo UBND tỉnh. Lắp đặt xong trước ngày 30/6/2026.", [None]),
    ],
)
def test_the_purpose_is_the_nearest_word_that_names_one(text, purposes):
    assert [rule.purpose for rule in read_deadlines(text)] == purposes


def test_each_form_has_its_own_name_and_says_which_words_it_needs():
    names = [form.name for form in (*FORMS, *CELL_FORMS)]
    assert len(set(names)) == len(names)
    assert all(form.needs and all(word == word.lower() for word in form.needs) for form in (*FORMS, *CELL_FORMS))


@pytest.mark.parametrize("text", [case[0] for case in (*DATED, *RECURRING, *AFTER)])
def test_the_words_a_form_needs_never_hide_a_deadline(text):
    assert read_deadlines(f"Các cơ quan {text}") or read_deadlines(text)
