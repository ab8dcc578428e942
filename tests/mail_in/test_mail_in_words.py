"""How single sentences, numbers and figures are read: one line of the tables per trap."""

from datetime import date
from decimal import Decimal

import pytest
from known_side import ITEMS

from cycles.status import WorkStatus
from mail.days import day_in
from mail.numbers import read_number
from mail.read_answer.figures import read_figure
from mail.read_answer.model import AskedFigure, AskedItem, Sort
from mail.read_answer.status import read_status
from mail.read_answer.understand import understand
from mail.split import Parts

DONE, DOING = WorkStatus.HOAN_THANH, WorkStatus.DANG_THUC_HIEN
NOT_YET, NOTHING = WorkStatus.CHUA_THUC_HIEN, WorkStatus.KHONG_PHAT_SINH


@pytest.mark.parametrize(
    ("text", "status", "percent"),
    [
        ("đã hoàn thành 100%. Đã ban hành kế hoạch số 12.", DONE, 100),
        ("Hoàn thành.", DONE, None),
        ("đã thực hiện xong", DONE, None),
        ("ĐÃ HOÀN THÀNH", DONE, None),
        ("đã hoàn thành ngày 15/12/2025", DONE, None),
        ("đã hoàn thành 12/12 chỉ tiêu", DONE, None),
        ("Đã hoàn thành, không phát sinh khó khăn", DONE, None),
        ("Đã hoàn thành. Đang triển khai bước tiếp theo", DONE, None),
        ("Đã sửa chữa hoàn thành 5 phòng học", DONE, None),
        ("da hoan thanh", DONE, None),
        ("Đã hoàn thành 70%", DOING, 70),
        ("đã hoàn thành, đạt 70% kế hoạch", DOING, 70),
        ("đã hoàn thành 12/15 xã", DOING, None),
        ("chưa hoàn thành, mới đạt 60%", DOING, 60),
        ("tỷ lệ hoàn thành đạt 80,5%", DOING, Decimal("80.5")),
        ("dang thuc hien 50%", DOING, 50),
        ("đang thực hiện, dự kiến hoàn thành trước 20/12/2025", DOING, None),
        ("Đã hoàn thành việc khảo sát, đang xây dựng kế hoạch", DOING, None),
        ("70%", DOING, 70),
        ("chưa triển khai", NOT_YET, None),
        ("chưa được thực hiện do thiếu kinh phí", NOT_YET, None),
        ("chua thuc hien", NOT_YET, None),
        ("Không phát sinh", NOTHING, None),
        ("trong kỳ không có nhiệm vụ phát sinh", NOTHING, None),
    ],
)
def test_it_reads_the_status(text, status, percent):
    reading = read_status(text)
    assert (reading.status, reading.percent, reading.doubts) == (status, percent, ())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("chưa hoàn thành", "chưa hoàn thành"),
        ("chua hoan thanh", "chưa hoàn thành"),
        ("chưa thực hiện xong", "chưa hoàn thành"),
        ("không thể hoàn thành", "chưa hoàn thành"),
        ("Sẽ hoàn thành trước ngày 20/12", "dự kiến"),
        ("phấn đấu hoàn thành 100% trong năm", "dự kiến"),
        ("đã cơ bản hoàn thành", "cơ bản"),
        ("đã hoàn thành dự thảo kế hoạch", "cơ bản hoặc một phần"),
        ("đã hoàn thành 105%", "lớn hơn 100%"),
        ("đã hoàn thành 70%; tiến độ đạt 80%", "nhiều tỷ lệ"),
        ("đã hoàn thành nhiệm vụ. Tuy nhiên nội dung b chưa hoàn thành", "vừa báo"),
        ("Đã hoàn thành bước 1, sẽ hoàn thành bước 2", "một phần"),
        ("không phát sinh, đang thực hiện", "vừa báo"),
        ("chưa thực hiện, đang triển khai", "vừa báo"),
        ("đang thực hiện 100%", "100%"),
    ],
)
def test_it_doubts_the_status(text, why):
    reading = read_status(text)
    assert reading.status is None
    assert why in "; ".join(reading.doubts)


@pytest.mark.parametrize(
    "text",
    [
        "nhiệm vụ này đã hoàn thành chưa?",
        "đã đôn đốc các trường hoàn thành hồ sơ",
        "80% trẻ đến trường",
        "Đã ban hành Kế hoạch số 45/KH-UBND",
        "nếu hoàn thành sẽ báo cáo",
        "thời hạn hoàn thành là 20/12",
        "không phát sinh kinh phí",
    ],
)
def test_it_finds_no_status_where_none_is_said(text):
    assert read_status(text) == read_status("")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("80,1", "80.1"),
        ("80.1", "80.1"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("0,125", "0.125"),
        ("1,234", None),
        ("12.5.3", None),
    ],
)
def test_it_reads_vietnamese_numbers(text, value):
    assert read_number(text) == (None if value is None else Decimal(value))


PERCENT = AskedFigure("CT1", "Trẻ nhà trẻ được đến trường", "%")
MONEY = AskedFigure("CT2", "Kinh phí bố trí", "triệu đồng")
COUNT = AskedFigure("CT3", "Số trường", "trường")


@pytest.mark.parametrize(
    ("asked", "text", "parts"),
    [
        (PERCENT, "410/512", (410, 512, None, "%")),
        (PERCENT, "1.410 / 1.512 trẻ", (1410, 1512, None, "%")),
        (PERCENT, "410 trên 512", (410, 512, None, "%")),
        (PERCENT, "80,1% (410/512)", (410, 512, Decimal("80.1"), "%")),
        (PERCENT, "80,1%", (None, None, Decimal("80.1"), "%")),
        (MONEY, "1.234,5", (None, None, Decimal("1234.5"), "triệu đồng")),
        (MONEY, "1,5 tỷ đồng", (None, None, 1500, "triệu đồng")),
        (MONEY, "750.000.000 đồng", (None, None, 750, "triệu đồng")),
        (COUNT, "năm 2025: 12 trường", (None, None, 12, "trường")),
        (AskedFigure("CT4", "Kinh phí", "tỷ đồng"), "1.500 triệu đồng", (None, None, Decimal("1.5"), "tỷ đồng")),
    ],
)
def test_it_reads_the_figure(asked, text, parts):
    reading = read_figure(asked, text, 0)
    figure = reading.figure
    assert reading.doubts == ()
    assert (figure.numerator, figure.denominator, figure.value, figure.unit) == parts
    assert text[slice(*figure.span)]


@pytest.mark.parametrize(
    ("asked", "text", "why"),
    [
        (PERCENT, "612/512", "lớn hơn mẫu số"),
        (PERCENT, "410/0", "mẫu số bằng 0"),
        (PERCENT, "105%", "lớn hơn 100%"),
        (PERCENT, "410/512 (90%)", "không bằng"),
        (PERCENT, "80-85%", "hai giá trị"),
        (PERCENT, "410/512, 400/512", "hai giá trị"),
        (PERCENT, "410", "cần tử số"),
        (MONEY, "1,234", "hai cách"),
        (MONEY, "80%", "hỏi số lượng"),
        (COUNT, "12 hoặc 13", "hai giá trị"),
        (COUNT, "nhiều", "không đọc được"),
        (COUNT, "500 triệu đồng", "ghi số tiền"),
    ],
)
def test_it_doubts_the_figure(asked, text, why):
    reading = read_figure(asked, text, 0)
    assert reading.figure is None
    assert why in reading.doubts[0]


@pytest.mark.parametrize("text", ["không có số liệu", "chưa thống kê"])
def test_a_missing_figure_is_a_note(text):
    reading = read_figure(PERCENT, text, 0)
    assert (reading.figure, reading.doubts) == (None, ())
    assert reading.notes


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("đến 15/12", date(2025, 12, 15)),
        ("đến ngày 15/01", date(2026, 1, 15)),
        ("ngày 15 tháng 12 năm 2025", date(2025, 12, 15)),
        ("until 20 December 2025", date(2025, 12, 20)),
        ("until January 5", date(2026, 1, 5)),
        ("31/02", None),
        ("sớm", None),
    ],
)
def test_it_reads_days(text, day):
    assert day_in(text, date(2025, 12, 1)) == day


def read(text, asked=ITEMS):
    return understand(Parts(text, "", "", ""), asked, written_on=date(2025, 12, 11))


def test_the_words_of_our_own_heading_are_no_report():
    reading = read("[HT26-032] V.10.b – Hoàn thành phổ cập giáo dục mầm non cho trẻ em mẫu giáo…\nđang thực hiện 40%")
    assert [(item.code, item.status, item.percent) for item in reading.reported] == [("HT26-032", DOING, 40)]
    assert reading.certain


def test_an_unfilled_form_is_nobodys_answer():
    form = "Trạng thái (đã hoàn thành / đang thực hiện / chưa thực hiện / không phát sinh): \nTỷ lệ hoàn thành (%): "
    assert read(f"[HT26-031] V.10.a\n{form}").reported == ()


def test_all_options_left_in_the_status_line_are_a_doubt():
    reading = read("HT26-031\nTrạng thái: đã hoàn thành / đang thực hiện / chưa thực hiện / không phát sinh")
    assert "nhiều lựa chọn" in reading.doubts[0]


@pytest.mark.parametrize(
    "text",
    [
        "HT26-031 đến HT26-033: đã hoàn thành",
        "Đã hoàn thành các nhiệm vụ HT26-031, HT26-032 và HT26-033.",
        "HT26-031: da hoan thanh; HT26-032: da hoan thanh; HT26-033: da hoan thanh",
        "Cả ba nhiệm vụ đã hoàn thành",
        "tat ca cac nhiem vu da hoan thanh",
    ],
)
def test_several_codes_share_one_sentence(text):
    reading = read(text)
    assert {item.code: item.status for item in reading.reported} == dict.fromkeys(
        ("HT26-031", "HT26-032", "HT26-033"), DONE
    )
    assert reading.certain


def test_what_stands_in_front_of_codes_and_behind_them_is_not_guessed():
    reading = read("Đã hoàn thành HT26-031, HT26-032 đang thực hiện.")
    assert not reading.certain
    assert "hai cách" in reading.doubts[0]


def test_a_difficulty_is_no_status():
    reading = read("HT26-031: đã hoàn thành 100%.\nKhó khăn: chưa hoàn thành giải phóng mặt bằng\nKiến nghị: Không")
    item = reading.reported[0]
    assert (item.status, item.difficulties, item.proposals) == (DONE, ("chưa hoàn thành giải phóng mặt bằng",), ())


def test_several_difficulties_are_separate():
    reading = read("HT26-031: đang thực hiện\nKhó khăn, vướng mắc:\n- thiếu giáo viên\n- thiếu phòng học")
    assert reading.reported[0].difficulties == ("thiếu giáo viên", "thiếu phòng học")


def test_a_request_for_time_stands_beside_an_answer():
    reading = read("HT26-031: đang thực hiện 60%, xin gia hạn đến ngày 20/12/2025")
    assert reading.extension.until == date(2025, 12, 20)
    assert reading.certain


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Đã nhận được thư, cảm ơn Sở.", Sort.NOTE),
        ("Da nhan duoc thu.", Sort.NOTE),
        ("Xin lùi đến 15/12.", Sort.EXTENSION),
        ("Xã không phải đầu mối nội dung này.", Sort.NOT_OURS),
        ("", Sort.EMPTY),
        ("abc", Sort.UNCLEAR),
    ],
)
def test_it_sorts_replies_without_an_answer(text, sort):
    reading = read(text, ITEMS[:1])
    assert (reading.sort, reading.certain) == (sort, False)


def test_the_span_of_a_figure_is_its_place_in_the_text():
    reading = read("HT26-031: đã hoàn thành. CT1: 410/512 (80,1%)")
    figure = reading.reported[0].figures["CT1"]
    assert reading.text[slice(*figure.span)] == "410/512 (80,1%"


def test_codes_of_any_make_are_found():
    asked = (AskedItem("NV45-01", "III.2", "Một"), AskedItem("NV45-02", "III.3", "Hai"))
    reading = read("nv45-01: đã hoàn thành\nNV 45-02: chưa thực hiện\nNV4502: chưa thực hiện", asked)
    assert [(item.code, item.status) for item in reading.reported] == [("NV45-01", DONE), ("NV45-02", NOT_YET)]


@pytest.mark.parametrize(
    ("status", "percent", "why"),
    [
        ("đã hoàn thành", "70", "tỷ lệ chỉ 70%"),
        ("đang thực hiện", "100%", "tỷ lệ là 100%"),
        ("chưa thực hiện", "20", "tỷ lệ là 20%"),
        ("đã hoàn thành", "105", "lớn hơn 100%"),
        ("đã hoàn thành", "gần xong", "không đọc được tỷ lệ"),
        ("đã hoàn thành", "80-85%", "không đọc được tỷ lệ"),
        ("đúng tiến độ", "", "không hiểu trạng thái"),
    ],
)
def test_status_and_percentage_of_the_form_must_agree(status, percent, why):
    reading = read(f"[HT26-031]\nTrạng thái: {status}\nTỷ lệ hoàn thành (%): {percent}")
    assert why in "; ".join(reading.doubts)


@pytest.mark.parametrize(
    ("percent", "status"), [("100", DONE), ("70,5", DOING), ("0", NOT_YET)], ids=["all", "some", "nothing"]
)
def test_a_percentage_alone_implies_the_status(percent, status):
    reading = read(f"[HT26-031]\nTỷ lệ hoàn thành (%): {percent}")
    assert (reading.reported[0].status, reading.doubts) == (status, ())


def test_a_form_under_a_code_that_was_not_asked_is_a_doubt():
    assert "HT26-099" in read("[HT26-099]\nTrạng thái: đã hoàn thành").doubts[0]


def test_a_form_without_any_code_is_a_doubt_when_several_were_asked():
    assert read("Trạng thái: đã hoàn thành").doubts == ("thư không nêu mã nhiệm vụ",)
    assert read("Trạng thái: đã hoàn thành", ITEMS[:1]).certain


def test_rows_of_a_table_are_read():
    reading = read("HT26-031 | đã hoàn thành | 100%\nHT26-032 | đang thực hiện | 50%")
    assert [(item.code, item.status, item.percent) for item in reading.reported] == [
        ("HT26-031", DONE, 100),
        ("HT26-032", DOING, 50),
    ]


def test_more_time_is_asked_for_the_duty_that_says_so():
    reading = read("HT26-031: đã hoàn thành.\nHT26-033: chưa triển khai, xin lùi đến 20/12.")
    assert reading.extension.codes == ("HT26-033",)


def test_a_figure_that_nobody_asked_for_is_a_note():
    reading = read("HT26-031: đã hoàn thành\nCT9: 12")
    assert reading.certain
    assert "CT9" in reading.notes[0]
