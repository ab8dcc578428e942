"""Mail programs quote the HTML of a letter: each line of it stands in the plain text that replies are compared with."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from letter_examples import a_letter, an_item, with_items

from cycles.ladder import Relation, Rung
from mail.html_text import to_text
from mail.letters.decision_letter import DecidedItem, DecisionContext, render_decision
from mail.letters.letter import render_request
from mail.letters.letter_context import AskedFigure, SharedFigure
from mail.letters.notices import OpenItem, ReceiptContext, UnderstoodItem, render_receipt
from state.clock import ZONE

LINK = "https://dondoc.example/t/abc.def"
REPLY_TO = "bao-cao+abcdefghij234567@dondoc.example"
LONG = "Chủ trì, phối hợp với các đơn vị liên quan bố trí quỹ đất <5% & kinh phí cho các trường, lớp mầm non. " * 4
FULL = replace(
    an_item(31),
    text=LONG,
    figures=(AskedFigure("CT1", "Tỷ lệ trẻ đến lớp", "%", "ít nhất 55% vào năm 2030", "Năm 2024: 410/512 (80,1%)"),),
    shared=(SharedFigure("CT3", "Số trường", "HT26-030"),),
    last_answer="Năm 2024: đang thực hiện, 70%",
    heir_of="Phòng Mẫu",
    heir_since=date(2025, 7, 1),
)


def request(**changes):
    letter = with_items(a_letter(Rung.OVERDUE, Relation.BELOW), FULL, replace(an_item(32), due_on=date(2025, 12, 23)))
    letter = replace(letter, answer_link=LINK, calendar="han-bao-cao.ics", form="bieu-so-lieu-HT26.xlsx", sample=True)
    return render_request(replace(letter, **changes))


def decision(granted):
    days = (date(2025, 12, 17), date(2025, 12, 24))
    items = tuple(
        DecidedItem(f"HT26-03{number}", "V.1", LONG, "Kế hoạch 01", "Năm 2025", one, *days, "Trùng kỳ thi", days[0])
        for number, one in enumerate(granted)
    )
    letter = DecisionContext("Sở Mẫu", "Xã Mẫu", date(2025, 12, 18), Relation.REQUESTED, items, REPLY_TO)
    return render_decision(replace(letter, answer_link=LINK, calendar="han-bao-cao.ics", sample=True))


def receipt(**changes):
    values = (("Trạng thái", "đang thực hiện"), ("Tỷ lệ hoàn thành", "80%"), ("Khó khăn", "thiếu giáo viên & lớp"))
    context = ReceiptContext(
        office="Sở Mẫu",
        addressed="Nguyễn Văn Mẫu",
        received_at=datetime(2025, 12, 12, 9, 5, tzinfo=ZONE),
        understood=(UnderstoodItem("HT26-031", "V.1", LONG, values, ("CT1 – Tỷ lệ trẻ đến lớp",)),),
        still_open=(OpenItem("HT26-032", "V.2", LONG, date(2025, 12, 17)),),
        waiting=("hai giá trị khác nhau cho CT1",),
        reply_to=REPLY_TO,
        answer_link=LINK,
        sample=True,
    )
    return render_receipt(replace(context, **changes))


LETTERS = {
    "request": request(),
    "request of one day": request(items=(FULL,)),
    "real request": request(sample=False, answer_link="", form="", calendar=""),
    "request to a plain address": request(write_to="bao-cao@dondoc.example"),
    "granted": decision([True, True]),
    "refused": decision([False]),
    "mixed": decision([True, False]),
    "receipt": receipt(),
    "receipt of a held reply": receipt(recorded=False),
    "receipt to a plain address": receipt(write_to="bao-cao@dondoc.example"),
    "receipt of nothing": receipt(understood=(), still_open=(), recorded=False),
}


@pytest.mark.parametrize("name", LETTERS)
def test_every_line_that_the_html_shows_stands_in_the_plain_text(name):
    letter = LETTERS[name]
    plain = " ".join(letter.text.split())
    shown = [" ".join(line.split()) for line in to_text(letter.html).split("\n")]
    assert [line for line in shown if len(line) >= 12 and line not in plain] == []
    assert len(shown) > 5
    assert "\n\n\n" not in letter.text


def test_target_and_last_answer_stand_beside_each_figure_with_their_cycle():
    letter = LETTERS["request"]
    for text in (letter.text, to_text(letter.html)):
        lines = [line.strip() for line in text.split("\n")]
        place = lines.index("Số liệu CT1: Tỷ lệ trẻ đến lớp (chỉ tiêu: ít nhất 55% vào năm 2030)")
        assert lines[place + 1] == "Kỳ trước – Năm 2024: 410/512 (80,1%)"
        assert "Báo cáo kỳ trước – Năm 2024: đang thực hiện, 70%" in lines


def test_the_letter_names_what_is_enclosed_and_says_what_to_do_with_it():
    form = "Biểu Excel kèm theo: bieu-so-lieu-HT26.xlsx – điền vào biểu rồi gửi lại tệp này, đổi tên cũng được."
    for text in (LETTERS["request"].text, to_text(LETTERS["request"].html)):
        assert form in text
        assert "Tệp lịch kèm theo: han-bao-cao.ics" in text
    assert "kèm theo:" not in LETTERS["real request"].text + LETTERS["real request"].html
