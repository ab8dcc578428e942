"""A mail with files: the form in them is the answer, read with the text of the mail and by the same reader."""

import pytest
from form_files import document, mail, our_form, typed_in, workbook
from known_side import FakeKnown

from mail.incoming.message import parse
from mail.read_reply import Reading, read_reply

DOING = {"t_E5": "Đang thực hiện", "t_F5": 80, "f_G5": 410, "f_H5": 512}
REPORT = document("BÁO CÁO", "Xã đã mở 12 lớp, đạt 80% kế hoạch.")


def read(known: FakeKnown, text: str, **files: bytes) -> Reading:
    return read_reply(parse(mail(text, **files)), known)


@pytest.mark.parametrize("text", ["", "Xin gửi biểu kèm theo.", "Kính gửi Sở, xã gửi báo cáo trong tệp.\nTrân trọng"])
def test_a_filled_form_is_recorded_with_where_it_stood(one, text):
    reading = read(one, text, Bieu__xlsx=typed_in(our_form(), **DOING))
    assert str(reading.verdict.outcome) == "record", reading.verdict.reason
    (item,) = reading.understanding.reported
    assert (str(item.status), item.percent, item.figures["CT1"].numerator) == ("dang_thuc_hien", 80, 410)
    assert item.evidence["CT1"].place == "Bieu.xlsx, trang “Số liệu”, ô G5"
    assert item.evidence["percent"].place == "Bieu.xlsx, trang “Nhiệm vụ”, ô F5"


def test_answers_to_several_duties_stand_in_one_form(three):
    form = typed_in(our_form(), **DOING, t_E6="Đã hoàn thành", t_E7="Không phát sinh")
    reading = read(three, "Gửi Sở biểu số liệu.", Bieu__xlsx=form)
    assert [str(item.status) for item in reading.understanding.reported] == [
        "dang_thuc_hien",
        "hoan_thanh",
        "khong_phat_sinh",
    ]
    assert str(reading.verdict.outcome) == "record", reading.verdict.reason


def test_a_form_in_word_is_recorded(one):
    form = document("[HT26-031]", "Trạng thái: đã hoàn thành", "CT1: 410/512")
    reading = read(one, "Xin gửi kèm.", Mau__docx=form)
    assert str(reading.verdict.outcome) == "record", reading.verdict.reason


@pytest.mark.parametrize(
    ("text", "file", "why"),
    [
        ("HT26-031: đã hoàn thành.", typed_in(our_form(), **DOING), ""),
        ("CT1: 400/512", typed_in(our_form(), **DOING), "hai giá trị"),
        ("", our_form(), "biểu mẫu gửi kèm (Bieu.xlsx) chưa được điền"),
        ("", typed_in(our_form(), t_E5="Đang thực hiện", t_F5=105), "lớn hơn 100%"),
        ("", typed_in(our_form(), t_E5="Đang thực hiện", f_G5=600, f_H5=512), "lớn hơn mẫu số"),
        ("", typed_in(our_form(), t_E5="Đã hoàn thành", t_F5=50), "tỷ lệ chỉ 50%"),
        ("", typed_in(our_form(), t_E5="Đang thực hiện", t_F5=0.8), "chưa rõ là 0,8%"),
        ("", typed_in(our_form("xa-khac"), **DOING), "lập cho cơ quan khác (xa-khac)"),
        ("", typed_in(our_form(), t_E5="Đang thực hiện", f_G6="1.234.5"), "hai cách"),
        ("", typed_in(our_form(), t_E5="Đang thực hiện", f_G5="410"), "cần tử số và mẫu số"),
        ("", workbook(heads={"Nhiệm vụ": ["TT"], "Số liệu": ["TT"]}), "nằm trong tệp đính kèm"),
        ("", b"PK\x03\x04khong phai", "nằm trong tệp đính kèm"),
        ("Đã nhận được thư.", workbook(heads={"Nhiệm vụ": ["TT"], "Số liệu": ["TT"]}), "nằm trong tệp đính kèm"),
    ],
)
def test_what_is_unsure_waits_for_a_person(one, text, file, why):
    reading = read(one, text, Bieu__xlsx=file)
    assert str(reading.verdict.outcome) == "hold"
    assert why in reading.verdict.reason


def test_two_forms_that_differ_wait_for_a_person(one):
    files = {"A__xlsx": typed_in(our_form(), **DOING), "B__xlsx": typed_in(our_form(), **DOING | {"t_F5": 70})}
    assert str(read(one, "", **files).verdict.outcome) == "hold"


def test_the_same_form_twice_is_one_answer(one):
    form = typed_in(our_form(), **DOING)
    assert str(read(one, "", A__xlsx=form, B__xlsx=form).verdict.outcome) == "record"


def test_an_answer_in_the_mail_needs_nobody_for_the_report_beside_it(one):
    reading = read(one, "Đã hoàn thành 100%.", Bao_cao__docx=REPORT)
    assert str(reading.verdict.outcome) == "record"
    assert list(reading.notes.values()) == ["không phải biểu mẫu của thư, cần người đọc"]


def test_a_report_behind_a_note_is_not_overlooked_but_a_logo_is(one):
    assert str(read(one, "Đã nhận được thư.", Bao_cao__docx=REPORT).verdict.outcome) == "hold"
    logo = read(one, "Đã nhận được thư.", logo__png=b"\x89PNG\r\n\x1a\n" + b"x" * 2_000)
    assert str(logo.verdict.outcome) == "ignore"


def test_a_stranger_is_held_and_what_the_form_says_is_shown(one):
    raw = mail("", Bieu__xlsx=typed_in(our_form(), **DOING)).replace(b"nguyenvanmau@xamau", b"ai-do@noi-khac")
    reading = read_reply(parse(raw), one)
    assert str(reading.verdict.outcome) == "hold"
    assert reading.understanding.reported[0].percent == 80


def test_files_of_a_mail_that_answers_no_letter_are_not_opened(one):
    opened: list[str] = []
    raw = mail("", Bieu__xlsx=our_form()).replace(b"abcdefghij234567", b"2222222222222222")
    reading = read_reply(parse(raw), one, lambda extension, content: opened.append(extension))
    assert (str(reading.verdict.kind), opened) == ("unmatched", [])
