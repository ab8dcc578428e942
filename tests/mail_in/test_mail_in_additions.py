"""What comes besides an answer or after it: more time, figures under the wrong code, figures sent later."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from known_side import ITEMS, FakeKnown, letter

from cycles.status import WorkStatus
from mail.incoming.message import parse
from mail.read_answer.model import AskedFigure, AskedItem, Sort
from mail.read_answer.understand import understand
from mail.read_reply import read_reply
from mail.rules.model import Kind, Outcome
from mail.split import Parts, split

DONE, DOING = WorkStatus.HOAN_THANH, WorkStatus.DANG_THUC_HIEN
BEFORE = "Đã ban hành kế hoạch; đã tập huấn 02 đợt."
ANSWERED = replace(ITEMS[0], answered_status=DOING, answered_percent=Decimal("82"), answered_narrative=BEFORE)
OTHER_PLAN = AskedItem("LC25-004", "III.1", "Nhiệm vụ của kế hoạch khác", (AskedFigure("CT7", "Số trường", "trường"),))


def read(text, asked=ITEMS):
    return understand(Parts(text, "", "", ""), asked, written_on=date(2025, 12, 11))


def arrive(text, asked):
    raw = (
        "Return-Path: <nguyenvanmau@xamau.example>\r\nFrom: nguyenvanmau@xamau.example\r\n"
        "To: bao-cao+abcdefghij234567@dondoc.example\r\nSubject: Re: bao cao\r\n"
        "Date: Thu, 11 Dec 2025 08:15:00 +0700\r\nMessage-ID: <bo-sung@xamau.example>\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    return read_reply(parse(raw.encode()), FakeKnown(replace(letter("three"), asked=asked))).verdict


# -- more time -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "HT26-031: xin lùi thời hạn gửi báo cáo đến ngày 20/12/2025 do đang chờ số liệu của các trường.",
        "Xã xin lùi thời hạn gửi báo cáo nhiệm vụ HT26-031 đến ngày 20/12/2025 do đang chờ số liệu.",
        "HT26-031: do đang tổng hợp số liệu, xã xin nộp muộn đến ngày 20/12/2025.",
        "HT26-031: đang rà soát báo cáo của các trường. Đề nghị Sở cho phép lùi thời hạn đến ngày 20/12/2025.",
        "Đề nghị Sở gia hạn đến 20/12/2025 để xã tiếp tục thực hiện việc tổng hợp.\nHT26-031: đang tổng hợp.",
        "HT26-031: xin gửi báo cáo sau khi đã hoàn thành tổng hợp số liệu, trước ngày 20/12/2025.",
        "HT26-031: xin lui thoi han gui bao cao den ngay 20/12/2025 do dang cho so lieu.",
        "HT26-031: kính đề nghị Sở Giáo dục cho phép xã lùi thời hạn gửi\nbáo cáo đến 20/12/2025 do đang thực hiện.",
        "[HT26-031]\nKết quả: xin lùi thời hạn báo cáo đến ngày 20/12/2025 do đang chờ số liệu",
    ],
)
@pytest.mark.parametrize("answered", [False, True])
def test_a_mail_that_only_asks_for_more_time_waits_for_a_person_who_sees_the_day(text, answered):
    asked = (ANSWERED, *ITEMS[1:]) if answered else ITEMS
    verdict = arrive(text, asked)
    assert (verdict.kind, verdict.outcome) == (Kind.NOTE, Outcome.HOLD), verdict.reason
    assert "xin lùi thời hạn đến ngày 20/12/2025" in verdict.reason
    assert read(text, asked).extension.codes in {("HT26-031",), ()}


def test_the_status_line_of_the_form_can_hold_a_request_for_more_time():
    verdict = arrive("[HT26-031]\nTrạng thái: đang chờ số liệu, xin lùi đến 20/12", ITEMS)
    assert verdict.outcome is Outcome.HOLD
    assert "20/12" in verdict.reason


@pytest.mark.parametrize(
    ("text", "status", "percent"),
    [
        ("HT26-031: đang thực hiện, xin lùi đến 20/12", DOING, None),
        ("HT26-031: đã hoàn thành, văn bản xin gửi sau", DONE, None),
        ("HT26-031: xin lùi thời hạn đến 20/12 do đang tổng hợp số liệu, tiến độ đạt 60%", DOING, 60),
        ("HT26-033: chưa triển khai, xin lùi đến 20/12.", WorkStatus.CHUA_THUC_HIEN, None),
        ("HT26-031: đang chờ UBND tỉnh phê duyệt", DOING, None),
        ("HT26-031: đang tổng hợp, trình phê duyệt.\nHT26-033: đã hoàn thành, bản giấy xin nộp sau.", DOING, None),
    ],
)
def test_a_status_beside_a_request_for_more_time_counts(text, status, percent):
    reading = read(text)
    assert (reading.reported[0].status, reading.reported[0].percent, reading.doubts) == (status, percent, ())


def test_one_duty_answered_and_more_time_for_another_is_one_sentence_for_a_person():
    reading = read("HT26-031: đã hoàn thành.\nHT26-033: xin lùi đến 20/12 do đang chờ số liệu.")
    assert reading.doubts == ("HT26-033: cơ quan xin lùi thời hạn đến ngày 20/12/2025, chưa nêu trạng thái thực hiện",)
    assert reading.extension.codes == ("HT26-033",)


def test_a_proposal_to_prolong_the_work_asks_us_for_nothing():
    reading = read("HT26-031: đang thực hiện 60%\nKiến nghị: đề nghị kéo dài thời gian thực hiện dự án đến 2027")
    assert reading.extension is None
    assert reading.certain


# -- figures under another code --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "HT26-032: đang thực hiện, 60%.\nCT1: 950/1.000\nHT26-031: đã hoàn thành",
        "HT26-031: đã hoàn thành\nHT26-032: đang thực hiện, 60%. CT1: 950/1.000.",
        "HT26-031: đã hoàn thành\nHT26-032: đang thực hiện, 60%, CT1 950/1.000",
        "Số liệu CT1 là 950/1.000.\nHT26-031: đã hoàn thành. HT26-032: đang thực hiện, 60%",
        "[HT26-031]\nTrạng thái: đã hoàn thành\n\n[HT26-032]\nTrạng thái: đang thực hiện\nTỷ lệ: 60%\nCT1: 950/1.000",
    ],
)
def test_a_figure_under_another_code_goes_to_the_one_duty_that_asks_for_it(text):
    reading = read(text)
    first, second = reading.reported
    assert (first.figures["CT1"].numerator, first.figures["CT1"].denominator) == (950, 1000)
    assert (second.figures, second.percent) == ({}, 60)
    assert reading.certain
    assert "CT1 viết" in reading.notes[0]
    assert "Lưu ý: HT26-031: CT1 viết" in arrive(text, ITEMS).reason


def test_a_figure_that_names_its_duty_belongs_to_it():
    twin = replace(ITEMS[1], figures=ITEMS[0].figures)
    reading = read("HT26-031: đã hoàn thành\nHT26-032: đang thực hiện\nCT1 của HT26-031: 950/1.000", (ITEMS[0], twin))
    assert [sorted(item.figures) for item in reading.reported] == [["CT1"], []]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("HT26-032: đang thực hiện, 60%.\nCT1: 950/1.000", ITEMS),
        ("HT26-032: đang thực hiện, 60%, CT1: 950/1.000", ITEMS),
        (
            "HT26-031: đã hoàn thành. HT26-032: đã hoàn thành.\nHT26-033: đang thực hiện.\nCT1: 950/1.000",
            (ITEMS[0], replace(ITEMS[1], figures=ITEMS[0].figures), ITEMS[2]),
        ),
        ("LC25-004: đã hoàn thành\nHT26-032: đang thực hiện\nCT7: 12", (*ITEMS, OTHER_PLAN)),
        ("HT26-032: đang thực hiện.\nCT1: 950/1.000\nHT26-031: đã hoàn thành. CT1: 940/1.000", ITEMS),
    ],
    ids=["duty not answered", "in a sentence", "two duties ask", "another plan", "two values"],
)
def test_a_figure_whose_duty_is_not_sure_waits_for_a_person(text, asked):
    verdict = arrive(text, asked)
    assert verdict.outcome is Outcome.HOLD
    assert "CT" in verdict.reason.partition("Chờ người xem")[2]


def test_a_figure_that_no_duty_asks_for_stays_in_the_words_and_in_the_sentence():
    text = "HT26-031: đã hoàn thành\nCT9: 12"
    assert read(text).reported[0].narrative == "CT9: 12\nđã hoàn thành"
    assert "CT9: không hỏi số liệu này" in arrive(text, ITEMS).reason


# -- completing an answer --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["[HT26-031] CT2: 120", "HT26-031: CT2 120 triệu đồng", "[HT26-031]\nCT2: 120"])
def test_figures_sent_later_keep_the_status_that_was_reported(text):
    (item,) = read(text, (ANSWERED, *ITEMS[1:])).reported
    assert (item.status, item.percent, item.kept) == (DOING, 82, True)
    assert (item.figures["CT2"].value, item.narrative) == (120, BEFORE)
    verdict = arrive(text, (ANSWERED, *ITEMS[1:]))
    assert verdict.outcome is Outcome.RECORD
    assert "HT26-031: đang thực hiện, 82% (giữ trạng thái đã báo cáo)" in verdict.reason
    assert arrive(text, ITEMS).outcome is Outcome.HOLD


def test_the_only_duty_needs_no_code_for_its_figures():
    assert read("CT2: 120", (ANSWERED,)).reported[0].kept


@pytest.mark.parametrize("text", ["HT26-031: đã mua thêm bàn ghế cho hai điểm trường.", "[HT26-031]\nKết quả: {}"])
def test_words_sent_later_are_added_to_the_words_before(text):
    words = "đã mua thêm bàn ghế cho hai điểm trường."
    (item,) = read(text.format(words), (ANSWERED, *ITEMS[1:])).reported
    assert (item.status, item.kept, item.narrative) == (DOING, True, f"{BEFORE}\n{words}")


def test_difficulties_sent_later_keep_the_status_too():
    (item,) = read("[HT26-031]\nKhó khăn: thiếu giáo viên", (ANSWERED, *ITEMS[1:])).reported
    assert (item.kept, item.difficulties, item.narrative) == (True, ("thiếu giáo viên",), BEFORE)


def test_a_new_status_is_a_correction_and_not_an_addition():
    (item,) = read("HT26-031: đã hoàn thành 100%. CT2: 120", (ANSWERED, *ITEMS[1:])).reported
    assert (item.status, item.percent, item.kept) == (DONE, 100, False)
    assert BEFORE not in item.narrative


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Đã nhận được thư, cảm ơn Sở.", Sort.NOTE),
        ("HT26-031: đã nhận được thư của Sở, xin cảm ơn.", Sort.NOTE),
        ("HT26-031: xã không phải đầu mối của nội dung này.", Sort.NOT_OURS),
        ("HT26-031: xin gửi báo cáo trong tệp đính kèm.", Sort.UNCLEAR),
        ("HT26-031: số liệu này lấy đến ngày nào?", Sort.UNCLEAR),
        ("HT26-031: abc", Sort.UNCLEAR),
        ("Xã đã họp các trường vào tuần trước.", Sort.UNCLEAR),
        ("HT26-031: sẽ hoàn thành trước ngày 20/12", Sort.UNCLEAR),
    ],
)
def test_other_words_add_nothing_to_an_answer(text, sort):
    reading = read(text, (ANSWERED,))
    assert (reading.sort, reading.certain) == (sort, False)


# -- the quoted form -------------------------------------------------------------------------------------------------

LABEL = "CT1 – Trẻ nhà trẻ được đến trường (tử số/mẫu số):"
WRAPPED = "CT1 – Trẻ nhà trẻ được đến trường\n(tử số/mẫu số):"
STATUS = "Trạng thái (đã hoàn thành / đang thực hiện / chưa thực hiện / không phát sinh):"


@pytest.mark.parametrize("label", [LABEL, WRAPPED], ids=["one line", "wrapped"])
@pytest.mark.parametrize("value", ["12/40", "12/40 trẻ"])
@pytest.mark.parametrize("mark", ["> ", ">> ", ""])
def test_a_value_on_the_line_below_its_label_is_read(label, value, mark):
    sent = letter("three").sent_text
    form = sent.partition("Nội dung đề nghị")[0] + sent.partition("cuối thư")[2]
    form = form.replace(STATUS, f"{STATUS} đang thực hiện", 1).replace(f"{LABEL} ", f"{label}\n{value}", 1)
    assert value in form
    quoted = "\n".join(f"{mark}{line}" for line in form.split("\n"))
    parts = split(f"Vào Th 5, 11 thg 12, 2025 lúc 08:00 Sở <bao-cao@dondoc.example> đã viết:\n\n{quoted}", sent)
    reading = understand(parts, ITEMS)
    assert [(item.code, item.status) for item in reading.reported] == [("HT26-031", DOING)]
    figure = reading.reported[0].figures["CT1"]
    assert (figure.numerator, figure.denominator) == (12, 40)
    assert reading.doubts == ()


def test_the_next_point_of_a_list_is_no_value_of_an_empty_figure():
    reading = read("HT26-031: đã hoàn thành\nCT1:\n2. Nội dung khác sẽ báo cáo riêng")
    assert reading.reported[0].figures == {}
