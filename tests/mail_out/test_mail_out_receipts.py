"""Receipts: they echo what was understood, and never feed a loop or a stranger."""

from dataclasses import replace
from email import message_from_bytes

import pytest
from post_world import OFFICE, World, at
from smtp_servers import Recorder, smtp

from mail.letters.notices import UnderstoodItem
from mail.post.outbox import NoReceipt, Received, receipt, send_queued
from mail.post.session import PostSession
from mail.post.verdict import Security, Server


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


RECEIVED = Received(
    reply_id=1,
    agency_id=1,
    sender="Xa@mau.example",
    sender_name="Nguyễn Văn Mẫu",
    message_id="<tra-loi@mau.example>",
    subject="Re: [MAU25]",
    received_at=at(12, 9, 5),
    automatic=False,
    verified=True,
    understood=(
        UnderstoodItem(
            "MAU25-001",
            "V.1",
            "Nhiệm vụ mẫu thứ 1",
            (("Trạng thái", "đang thực hiện"), ("Tỷ lệ hoàn thành", "80%"), ("CT1", "410/512 = 80,1%")),
            ("khó khăn", "kiến nghị"),
        ),
    ),
    waiting=("Tệp “Bao cao.zip” chờ người kiểm tra trước khi mở.",),
    references=("<dondoc.1@dondoc.example>",),
    reply_to="bao-cao+abcdefghij234567@dondoc.example",
    sample=True,
)


def answer(world, received, now=at(12, 9, 10)):
    with world.units() as store:
        result = receipt(store, received, now, OFFICE)
        store.commit()
    return result


def test_a_receipt_says_what_was_understood_and_what_is_missing(world):
    world.agency("UBND xã Một", "focal:xa@mau.example", duties=2)
    answer(world, RECEIVED)
    (letter,) = world.letters()
    assert letter.subject == "[MAU25] Đã ghi nhận báo cáo 1 nội dung; còn 1 nội dung chưa báo cáo"
    for words in (
        "DỮ LIỆU MẪU",
        "Kính gửi: Nguyễn Văn Mẫu\n\nĐã ghi nhận: MAU25-001 (đang thực hiện, 80%); còn thiếu: khó khăn, kiến nghị của ",
        "kiến nghị của MAU25-001, báo cáo MAU25-002.\n",
        "lúc 09 giờ 05, ngày 12/12/2025",
        "   Tỷ lệ hoàn thành: 80%",
        "   CT1: 410/512 = 80,1%",
        "   Còn thiếu: khó khăn; kiến nghị",
        "- Tệp “Bao cao.zip” chờ người kiểm tra trước khi mở.",
        "- [MAU25-002] V.2 – Nhiệm vụ mẫu thứ 2: bố trí quỹ đất & kinh phí. (hạn 17/12/2025)",
    ):
        assert words in letter.text
    assert "\n\n\n" not in letter.text
    assert "quỹ đất &amp; kinh phí" in letter.html


def test_a_receipt_leaves_with_the_null_path_and_every_mark_against_loops(world):
    world.agency("UBND xã Một", "focal:xa@mau.example")
    answer(world, RECEIVED)
    recorder = Recorder()
    with smtp(recorder) as server, PostSession(Server("127.0.0.1", server.port, Security.NONE)) as session:
        assert send_queued(world.units, session, at(12, 9, 15), OFFICE).sent == 1
    sender, recipients, content = recorder.mails[0]
    mail = message_from_bytes(content)
    assert (sender, recipients) == ("<>", ["xa@mau.example"])
    assert (mail["Auto-Submitted"], mail["Precedence"]) == ("auto-replied", "bulk")
    assert mail["In-Reply-To"] == "<tra-loi@mau.example>"
    assert mail["References"].split() == ["<dondoc.1@dondoc.example>", "<tra-loi@mau.example>"]
    assert mail["Reply-To"].endswith("<bao-cao+abcdefghij234567@dondoc.example>")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"automatic": True}, NoReceipt.AUTOMATIC),
        ({"sender": "bao-cao+x@dondoc.example"}, NoReceipt.LOOP),
        ({"sender": "bounce@dondoc.example"}, NoReceipt.LOOP),
        ({"verified": False}, NoReceipt.UNVERIFIED),
        ({"sender": "khong phai dia chi"}, NoReceipt.BAD_ADDRESS),
        ({"sender": ""}, NoReceipt.BAD_ADDRESS),
        ({"sender": "xa@mau.example\r\nBcc: y@evil.example"}, NoReceipt.BAD_ADDRESS),
    ],
)
def test_no_receipt_goes_to_machines_strangers_or_ourselves(world, changes, reason):
    assert answer(world, replace(RECEIVED, **changes)) is reason
    assert world.letters() == []
    assert world.sentences("receipt-skipped") == [f"Không gửi thư xác nhận: {reason}."]


def test_a_sender_gets_at_most_three_receipts_a_day(world):
    world.agency("UBND xã Một", "focal:xa@mau.example")
    results = [answer(world, replace(RECEIVED, reply_id=number)) for number in range(1, 5)]
    assert results[3] is NoReceipt.ENOUGH
    assert len(world.letters()) == 3
    assert isinstance(answer(world, replace(RECEIVED, reply_id=9), at(15)), int)


def test_a_strange_identifier_of_the_sender_is_left_out_instead_of_breaking_the_receipt(world):
    world.agency("UBND xã Một", "focal:xa@mau.example")
    strange = replace(RECEIVED, message_id="không <đúng>", references=("<a@b>\r\nBcc: x@y", "<tốt@b>"))
    assert isinstance(answer(world, strange), int)
    (letter,) = world.letters()
    assert (letter.in_reply_to, letter.references) == (None, [])


def test_a_mail_that_nobody_understood_is_still_acknowledged(world):
    answer(world, replace(RECEIVED, agency_id=None, understood=(), sender_name=""))
    (letter,) = world.letters()
    assert letter.subject == "[Báo cáo] Đã nhận trả lời, chờ người phụ trách xem"
    assert "Kính gửi: Xa@mau.example" in letter.text
    assert "phần đã ghi nhận" not in letter.text
    assert "\n\n\n" not in letter.text


def test_a_sender_without_a_name_whose_agency_owes_nothing_more_is_called_by_its_agency(world):
    agency_id, _ = world.agency("UBND xã Một", "focal:xa@mau.example", duties=0)
    answer(world, replace(RECEIVED, sender_name="", agency_id=agency_id))
    (letter,) = world.letters()
    assert "Kính gửi: UBND xã Một\n" in letter.text


def test_what_a_person_still_decides_about_is_not_said_to_be_recorded(world):
    world.agency("UBND xã Một", "focal:xa@mau.example")
    answer(world, replace(RECEIVED, recorded=False, waiting=("hai giá trị khác nhau cho CT1",)))
    (letter,) = world.letters()
    assert letter.subject == "[MAU25-001] Đã nhận trả lời, chờ người phụ trách xem"
    assert "\n\nĐã nhận trả lời, chưa ghi nhận vào báo cáo, chờ người phụ trách xem.\n" in letter.text
    assert "Nội dung đọc được trong thư (chưa ghi nhận)\n\n[MAU25-001]" in letter.text
    assert "Chờ người phụ trách xem\n- Hai giá trị khác nhau cho CT1\n" in letter.text
    assert "Đã ghi nhận" not in letter.text + letter.html


def test_the_page_to_correct_stands_under_the_first_sentence(world):
    world.agency("UBND xã Một", "focal:xa@mau.example")
    page = replace(OFFICE, answer_link=lambda message_id: f"https://dondoc.example/t/{message_id[1:9]}")
    with world.units() as store:
        receipt(store, replace(RECEIVED, letter="<dondoc.thu1@dondoc.example>"), at(12, 9, 10), page)
        store.commit()
    (letter,) = world.letters()
    assert "Sửa hoặc bổ sung trên trang báo cáo: https://dondoc.example/t/dondoc.t\n" in letter.text
    assert letter.html.count('href="https://dondoc.example/t/dondoc.t"') == 2


def test_many_missing_reports_are_counted(world):
    world.agency("UBND xã Một", "focal:xa@mau.example", duties=12)
    answer(world, replace(RECEIVED, understood=()))
    (letter,) = world.letters()
    assert "báo cáo MAU25-006 và 6 nội dung khác." in letter.text
    assert len(letter.subject) <= 70


def test_a_server_without_tagged_addresses_is_written_to_at_the_plain_one(world):
    world.agency("UBND xã Một", "focal:xa@mau.example")
    with world.units() as store:
        receipt(store, RECEIVED, at(12, 9, 10), replace(OFFICE, plus_addresses=False))
        store.commit()
    (letter,) = world.letters()
    assert "Địa chỉ nhận trả lời: bao-cao@dondoc.example\n" in letter.text
    assert f"Mã nhận dạng của thư (xin giữ nguyên khi trả lời): {RECEIVED.reply_to}\n" in letter.text


def test_the_name_that_a_sender_gives_himself_brings_no_link_into_our_letter(world):
    world.agency("UBND xã Một", "focal:xa@mau.example")
    answer(world, replace(RECEIVED, sender_name="Tài khoản sắp khóa,\r\nvào http://la.example/dang-nhap " + "x" * 200))
    (letter,) = world.letters()
    assert "Kính gửi: Tài khoản sắp khóa, vào [đã bỏ đường dẫn]" in letter.text
    assert "la.example" not in letter.text + letter.html
    assert max(map(len, letter.text.split("\n")[:6])) < 120
