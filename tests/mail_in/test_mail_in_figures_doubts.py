"""Figures that a person has to look at: another unit, a sign, a bound, a range, a number too large to keep."""

from decimal import Decimal

import pytest
from known_side import ITEMS
from reply_world import ReplyWorld

from mail.read_answer.fields import percent_field
from mail.read_answer.figures import read_figure
from mail.read_answer.model import AskedFigure
from mail.read_answer.understand import understand
from mail.split import Parts

PERCENT, MONEY = ITEMS[0].figures
COUNT = AskedFigure("CT3", "Số trường", "trường")
CHILDREN = AskedFigure("CT4", "Số trẻ được ăn bán trú", "trẻ em")
FREE = AskedFigure("CT5", "Đồ chơi trong lớp và ngoài trời")
GROWTH = AskedFigure("CT6", "Phấn đấu tăng thêm ít nhất 20% số nhóm trẻ", "%")
LONG = "9" * 400

OTHER_UNIT = [
    (MONEY, "12/15 (80%)"),
    (MONEY, "12/15"),
    (MONEY, "45%"),
    (MONEY, "120 triệu đồng (80%)"),
    (MONEY, "12 lớp"),
    (MONEY, "12 lớp học"),
    (MONEY, "3 USD"),
    (MONEY, "USD 3"),
    (MONEY, "$3"),
    (MONEY, "1,5 triệu USD"),
    (MONEY, "500 nghìn"),
    (MONEY, "750.000.000 kíp"),
    (MONEY, "12 triệu đồng/lớp"),
    (MONEY, "12 đồng chí"),
    (COUNT, "12 lớp"),
    (COUNT, "12 điểm trường"),
    (COUNT, "1,5 tỷ đồng"),
    (COUNT, "12 đồng chí"),
    (COUNT, "12/15 trường"),
    (COUNT, "80%"),
]


@pytest.mark.parametrize(("asked", "text"), OTHER_UNIT)
def test_a_value_in_another_unit_waits_for_a_person_who_sees_both_units(asked, text):
    reading = read_figure(asked, text, 0)
    assert reading.figure is None
    assert len(reading.doubts) == 1
    assert f"“{text}”" in reading.doubts[0]
    assert asked.unit in reading.doubts[0]


NOT_EXACT = [
    "-5%",
    "−5%",
    "- 5%",
    "–5%",
    "âm 5%",
    "am 5%",
    "dưới 30%",
    "duoi 30%",
    "dưới mức 30%",
    "trên 30%",
    "tren 30%",
    "khoảng 30%",
    "khoang 30%",
    "ước đạt 30%",
    "xấp xỉ 30%",
    "gần 30%",
    "hơn 30%",
    "đạt hơn 30%",
    "ít nhất 30%",
    "không quá 30%",
    "chưa đến 30%",
    "chưa đạt 30%",
    "không đạt 30%",
    "dự kiến 30%",
    "phấn đấu đạt 30%",
    "tăng 5%",
    "giảm 5%",
    "chừng 30%",
    "> 30%",
    "<30%",
    "≥ 30%",
    "~30%",
    "±5%",
    "30% trở lên",
    "30% (ước)",
    "30% trẻ chưa được đến trường",
    "khoảng 410/512",
    "-410/512",
    "25-30%",
    "25 - 30%",
    "25%-30%",
    "25–30%",
    "từ 25 đến 30%",
    "từ 25% đến 30%",
    "410-420/512",
    "từ 410 đến 420/512",
    "410/512-420",
]


@pytest.mark.parametrize("text", NOT_EXACT)
def test_a_negative_or_rough_share_is_never_recorded_as_an_exact_one(text):
    reading = read_figure(PERCENT, text, 0)
    assert reading.figure is None
    assert len(reading.doubts) == 1
    assert f"“{text}”" in reading.doubts[0]


@pytest.mark.parametrize(
    "text", ["-7 triệu đồng", "- 7", "âm 7 triệu", "khoảng 120 triệu đồng", "25-30 triệu đồng", "hơn 1,5 tỷ", "~120"]
)
def test_a_negative_or_rough_amount_is_never_recorded_as_an_exact_one(text):
    reading = read_figure(MONEY, text, 0)
    assert reading.figure is None
    assert f"“{text}”" in reading.doubts[0]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        (MONEY, "10.000.000.000.000"),
        (MONEY, "10.000.000.000 tỷ đồng"),
        (MONEY, LONG),
        (MONEY, f"{LONG} đồng"),
        (MONEY, "0," + "0" * 400 + "1"),
        (MONEY, "1 đồng"),
        (COUNT, LONG),
        (FREE, LONG),
        (PERCENT, f"1/{LONG}"),
        (PERCENT, f"{LONG}/{LONG}"),
        (PERCENT, f"{LONG}%"),
        (PERCENT, f"80,{LONG}%"),
        (PERCENT, "1/10.000.000.000.000"),
        (PERCENT, "410/512 " * 20_000),
        (MONEY, "120 120 " * 20_000),
    ],
)
def test_a_number_that_the_database_cannot_keep_waits_for_a_person(asked, text):
    reading = read_figure(asked, text, 0)
    assert reading.figure is None
    assert f"“{text[:7]}" in reading.doubts[0]
    assert len(reading.doubts[0]) < 200


@pytest.mark.parametrize("text", [f"đang thực hiện {LONG}%", f"đã hoàn thành {LONG}%"])
def test_an_endless_percentage_of_the_work_is_a_short_doubt(text):
    reading = understand(Parts(f"HT26-031: {text}", "", "", ""), ITEMS)
    assert not reading.certain
    assert max(len(doubt) for doubt in reading.doubts) < 200


@pytest.mark.parametrize("text", ["-5%", "âm 5%", "dưới 30%", "khoảng 30%", "25-30%", f"{LONG}%", f"{LONG}"])
def test_the_percentage_line_of_the_form_is_held_to_the_same(text):
    reading = percent_field(text)
    assert reading.percent is None
    assert text[:7] in reading.doubts[0]
    assert len(reading.doubts[0]) < 200


@pytest.mark.parametrize("text", ["0/0", "0/0 trẻ", "0/0 (0%)", "00/00"])
def test_a_commune_without_such_children_reports_nought_of_nought(text):
    reading = read_figure(PERCENT, text, 0)
    assert (reading.figure.numerator, reading.figure.denominator) == (0, 0)
    assert reading.doubts == ()


@pytest.mark.parametrize("text", ["5/0", "5/0 (0%)", "0/0 (80%)"])
def test_children_out_of_none_stay_a_doubt(text):
    reading = read_figure(PERCENT, text, 0)
    assert reading.figure is None
    assert f"“{text}”" in reading.doubts[0]


@pytest.mark.parametrize(
    "text", ["612/512", "105%", "410/512 (90%)", "410", "410/512, 400/512", "số liệu chưa rõ", "410 hoặc 1,234"]
)
def test_every_doubt_quotes_the_words_of_the_agency(text):
    (doubt,) = read_figure(PERCENT, text, 0).doubts
    assert f"“{text}”" in doubt
    assert "\n" not in doubt


@pytest.mark.parametrize(
    ("asked", "text", "parts"),
    [
        (MONEY, "120", (None, None, 120)),
        (MONEY, "120 triệu", (None, None, 120)),
        (MONEY, "120 trieu dong", (None, None, 120)),
        (MONEY, "120 triệu đồng (ngân sách xã)", (None, None, 120)),
        (MONEY, "120, đã giải ngân trong năm 2025", (None, None, 120)),
        (MONEY, "120 trong năm 2025", (None, None, 120)),
        (MONEY, "750.000.000đ", (None, None, 750)),
        (MONEY, "750.000.000 VNĐ", (None, None, 750)),
        (MONEY, "999.999", (None, None, 999999)),
        (MONEY, "năm học 2024-2025: 120 triệu đồng", (None, None, 120)),
        (COUNT, "12 trường mầm non", (None, None, 12)),
        (COUNT, "12 Trường", (None, None, 12)),
        (CHILDREN, "410 trẻ", (None, None, 410)),
        (FREE, "12 bộ", (None, None, 12)),
        (PERCENT, "410/512 - 80,1%", (410, 512, Decimal("80.1"))),
        (PERCENT, "410/512 trẻ, tỷ lệ 80,1%", (410, 512, Decimal("80.1"))),
        (PERCENT, "đạt 80,1%", (None, None, Decimal("80.1"))),
        (PERCENT, "410 trên 512", (410, 512, None)),
        (PERCENT, "trẻ trên 12 tháng: 410/512", (410, 512, None)),
        (PERCENT, "410/512 (đến 30/11/2025)", (410, 512, None)),
        (PERCENT, "năm học 2024-2025: 410/512", (410, 512, None)),
        (PERCENT, "410/512 trẻ, còn lại chưa đến trường", (410, 512, None)),
        (PERCENT, "trẻ em dân tộc thiểu số 410/512", (410, 512, None)),
        (PERCENT, "trẻ (3-5 tuổi) đến trường: 410/512", (410, 512, None)),
        (PERCENT, "tính chung 410/512", (410, 512, None)),
        (GROWTH, "tăng thêm 25%", (None, None, 25)),
    ],
)
def test_what_is_plain_is_still_recorded(asked, text, parts):
    reading = read_figure(asked, text, 0)
    assert reading.doubts == ()
    assert (reading.figure.numerator, reading.figure.denominator, reading.figure.value) == parts
    assert reading.figure.unit == asked.unit


@pytest.mark.parametrize(
    ("text", "recorded"),
    [
        ("CT1 - 410/512", True),
        ("CT1 – 410/512", True),
        ("CT1: 410/512", True),
        ("CT1 (410/512)", True),
        ("CT1 đạt 410/512", True),
        ("CT1 -30%", False),
        ("CT1-30%", False),
        ("CT1 đạt trên 30%", False),
    ],
)
def test_a_dash_behind_a_code_is_a_mark_of_its_own_and_not_a_sign(text, recorded):
    reading = understand(Parts(f"HT26-031: đang thực hiện. {text}", "", "", ""), ITEMS)
    assert reading.certain is recorded, reading.doubts
    assert ("CT1" in reading.reported[0].figures) is recorded


def test_two_values_of_a_figure_in_two_places_are_both_quoted():
    reading = understand(Parts("HT26-031: đã hoàn thành. CT1 là 410/512. CT1 là 400/512", "", "", ""), ITEMS)
    assert "“410/512” và “400/512”" in reading.doubts[0]


@pytest.mark.parametrize(
    ("line", "outcome", "kept"),
    [
        ("CT2: 12/15 (80%)", "hold", None),
        ("CT2: 12 lớp", "hold", None),
        ("CT1: -5%", "hold", None),
        (f"CT1: 1/{LONG}", "hold", None),
        ("CT2: 10.000.000.000.000", "hold", None),
        ("Tỷ lệ hoàn thành: -5%", "hold", None),
        ("CT1: 0/0", "record", (0, 0, None, "%")),
        ("CT2: 9.999.999.999.999 triệu đồng", "record", (None, None, 9999999999999, "triệu đồng")),
        ("CT2: 1.250.000.000", "hold", None),
    ],
)
def test_what_is_held_leaves_no_answer_and_what_is_plain_reaches_the_database(tmp_path, line, outcome, kept):
    world = ReplyWorld(tmp_path)
    world.write(f"[HT26-031]\nTrạng thái: đang thực hiện\n{line}")
    (one,) = world.gather().outcomes
    assert one.outcome.value == outcome, one.reason
    figures = [figure for row in world.answers("HT26-031") for figure in row.figures]
    found = [(figure.numerator, figure.denominator, figure.value, figure.unit) for figure in figures]
    assert found == ([kept] if kept else [])
