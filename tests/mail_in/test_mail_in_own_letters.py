"""Our real templates against our own reader: what goes out unfilled comes back as nothing, filled as what was typed."""

from datetime import date

import pytest

from cycles.ladder import COORDINATOR_RUNGS, Relation, Rung
from mail.html_text import to_text
from mail.letters.letter import render_request
from mail.letters.letter_context import AskedFigure, LetterContext, LetterItem, Window
from mail.read_answer import model
from mail.read_answer.understand import understand
from mail.split import split

WINDOW = Window("Năm 2025", date(2024, 12, 15), date(2025, 12, 14), date(2025, 12, 14))
FIGURES = (
    AskedFigure("CT1", "Tỷ lệ trẻ: mẫu giáo (3-5 tuổi) đến trường", "%", "ít nhất 55% vào năm 2030"),
    AskedFigure("CT2", "Số nhóm lớp độc lập", "nhóm"),
    AskedFigure("CT3", "Số trường", ""),
)


def rendered(rung, relation):
    items = tuple(
        LetterItem(
            code=f"HT26-{number:03d}",
            path=f"V.10.{letter}",
            text=text,
            heading="Ủy ban nhân dân các xã, phường",
            plan_title="Kế hoạch mẫu",
            plan_label="Kế hoạch số 01/KH-UBND (dữ liệu mẫu)",
            due_on=date(2025, 12, 17),
            due_basis="2 ngày làm việc sau ngày chốt số liệu",
            rung=rung,
            window=WINDOW,
            figures=FIGURES if number == 1 else (),
            last_answer="đang thực hiện, 70% (báo cáo ngày 12/06/2025)",
        )
        for number, letter, text in (
            (1, "a", "Hoàn thành phổ cập giáo dục mầm non; chưa hoàn thành thì báo cáo rõ lý do và tiến độ 50%, 70%."),
            (2, "b", "Tất cả các nhiệm vụ đã hoàn thành phải được báo cáo; kinh phí 1,5 tỷ đồng " * 3),
        )
    )
    letter = render_request(
        LetterContext(
            office="Sở Giáo dục và Đào tạo",
            agency="UBND xã Mẫu",
            addressed="UBND xã Mẫu",
            day=date(2025, 12, 18),
            relation=relation,
            items=items,
            reply_to="bao-cao+abcdefghij234567@dondoc.example",
            answer_link="https://dondoc.example/tra-loi/abc.def",
        )
    )
    asked = tuple(
        model.AskedItem(
            item.code, item.path, item.text, tuple(model.AskedFigure(f.code, f.label, f.unit) for f in item.figures)
        )
        for item in items
    )
    return letter, asked


def as_gmail(text):
    return "Vào Th 5, 18 thg 12, 2025 lúc 08:00 Sở <bao-cao@dondoc.example>\nđã viết:\n\n" + "\n".join(
        f"> {line}".rstrip() for line in text.split("\n")
    )


def as_outlook(text):
    head = (
        "________________________________\nTừ: Sở <bao-cao@dondoc.example>\nĐã gửi: 18/12/2025\nTới: a\nChủ đề: b\n\n"
    )
    return head + text


def as_copy(text):
    return text


@pytest.mark.parametrize("rung", [rung for rung in Rung if rung not in COORDINATOR_RUNGS])
@pytest.mark.parametrize("relation", list(Relation))
def test_our_letter_sent_back_as_it_is_says_nothing(rung, relation):
    letter, asked = rendered(rung, relation)
    sent = f"{letter.text}\n\n{to_text(letter.html)}"
    for text in (letter.text, to_text(letter.html)):
        for quote in (as_gmail, as_outlook, as_copy):
            reading = understand(split(quote(text), sent), asked)
            assert reading.reported == (), quote.__name__


@pytest.mark.parametrize("quote", [as_gmail, as_outlook, as_copy])
@pytest.mark.parametrize("shape", ["text", "html"])
def test_what_is_typed_into_our_form_is_read(quote, shape):
    letter, asked = rendered(Rung.REMINDER, Relation.BELOW)
    sent = f"{letter.text}\n\n{to_text(letter.html)}"
    text = letter.text if shape == "text" else to_text(letter.html)
    typed = {
        "không phát sinh):": "đang thực hiện",
        "Tỷ lệ hoàn thành (%):": "70,5",
        "Kết quả:": "Đã ban hành kế hoạch.\nĐã tập huấn 2/3 đợt.",
        "Khó khăn:": "- thiếu giáo viên\n- thiếu phòng học",
        "Kiến nghị:": "không",
        "(tử số/mẫu số):": "1.410/1.512",
        "(nhóm):": "12",
        "(số lượng):": "7",
    }
    for label, value in typed.items():
        before, found, after = text.partition(label)
        assert found, label
        text = f"{before}{label} {value}{after}"
    reading = understand(split(quote(text), sent), asked)
    assert reading.doubts == ()
    (item,) = reading.reported
    assert (item.code, str(item.status), float(item.percent)) == ("HT26-001", "dang_thuc_hien", 70.5)
    assert item.narrative == "Đã ban hành kế hoạch.\nĐã tập huấn 2/3 đợt."
    assert item.difficulties == ("thiếu giáo viên", "thiếu phòng học")
    assert item.proposals == ()
    figures = {code: (figure.numerator, figure.denominator, figure.value) for code, figure in item.figures.items()}
    assert figures == {"CT1": (1410, 1512, None), "CT2": (None, None, 12), "CT3": (None, None, 7)}
