"""Hints of machines on mails of people, and reports of delivery that anybody may have written: a person looks."""

import pytest
from known_side import EML, TOKEN, FakeKnown, letter
from quick_world import OFFICE
from reply_world import CONTACT, NOW, OWN, ReplyWorld

from mail.desk.waiting import waiting_told
from mail.incoming.inbox import Reception, gather
from mail.incoming.message import parse
from mail.rules.model import Kind, Limits, Outcome
from mail.rules.table import decide


@pytest.fixture
def world(tmp_path):
    found = ReplyWorld(tmp_path)
    yield found
    found.database.close()


def a_mail(head: str, text: str) -> bytes:
    return (
        f"From: {CONTACT}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nDate: Thu, 11 Dec 2025 08:15:00 +0700\r\n"
        f"Message-ID: <mot@xamau.example>\r\n{head}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


BULK, AWAY = "Precedence: bulk", "Subject: =?utf-8?b?UmU6IFbhuq9uZyBt4bq3dCBIVDI2LTAzMQ==?="
DONE = "HT26-031: đã hoàn thành."
LEAVE = "Tôi nghỉ phép đến hết ngày 17/12/2025."
HELD, IGNORED = Outcome.HOLD, Outcome.IGNORE


@pytest.mark.parametrize(
    ("head", "text", "outcome", "away"),
    [
        (BULK, DONE, HELD, False),
        (AWAY, DONE, HELD, False),
        (AWAY, f"{DONE} Đồng chí Lan vắng mặt đến 30/12/2025 nên tôi báo cáo thay.", HELD, False),
        (BULK, "Số liệu ở dưới ạ, nhờ chị xem giúp.", HELD, False),
        (AWAY, "", IGNORED, False),
        (BULK, "", IGNORED, False),
        (AWAY, LEAVE, IGNORED, True),
        (BULK, LEAVE, IGNORED, True),
        (f"Auto-Submitted: auto-replied\r\n{AWAY}", DONE, IGNORED, True),
    ],
)
def test_a_mere_hint_of_a_machine_ignores_no_answer_and_sends_nobody_away(world, head, text, outcome, away):
    world.box.put(a_mail(head, text))
    (found,) = world.gather().outcomes
    assert found.outcome is outcome
    assert found.received is None, "nothing is sent to what may be a machine"
    assert (world.contact().state == "away") == away
    assert ("dấu hiệu của thư tự động" in found.reason) == (outcome is HELD)
    assert world.state("HT26-031") == ("held" if outcome is HELD else "open")


def test_a_hint_on_a_mail_that_only_names_a_code_is_not_ignored_either():
    raw = a_mail(AWAY, "Đã hoàn thành.").replace(f"bao-cao+{TOKEN}@".encode(), b"bao-cao@")
    verdict = decide(parse(raw), FakeKnown(letter("one")))
    assert (verdict.rule, verdict.outcome) == ("code", HELD)
    newsletter = raw.replace(AWAY.encode(), BULK.encode())
    assert decide(parse(newsletter), FakeKnown(letter("one"))).outcome is IGNORED


def test_a_report_that_waits_is_not_offered_for_recording_first(world):
    world.box.put((EML / "bounce-vietnamese.eml").read_bytes())
    world.gather()
    with world.units() as store:
        (told,) = waiting_told(store, OFFICE, NOW, 10)
    assert told["commands"][0] == "dondoc inbox reject 1 --reason '…'"
    assert "kiểm tra lại địa chỉ" in told["caution"]


BACK = f"bounce+{TOKEN}@dondoc.example".encode()


@pytest.mark.parametrize(
    ("old", "new", "plus", "state"),
    [
        (b"", b"", True, "bounced"),
        (BACK, f"bao-cao+{TOKEN}@dondoc.example".encode(), True, "ok"),
        (BACK, b"bao-cao@dondoc.example", True, "ok"),
        (b"Return-Path: <>", b"Return-Path: <nguoila@gmail.com>", True, "ok"),
        (b"Return-Path: <>\r\n", b"", True, "ok"),
        (BACK, b"bao-cao@dondoc.example", False, "bounced"),
    ],
)
@pytest.mark.parametrize("name", ["bounce-hard", "bounce-full"])
def test_a_report_marks_a_contact_only_when_it_came_back_the_way_of_reports(world, name, old, new, plus, state):
    raw = (EML / f"{name}.eml").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    world.box.put(raw.replace(old, new, 1))
    (found,) = gather(world.units, world.box, NOW, Reception(OWN, Limits(plus_addresses=plus))).outcomes
    assert found.kind is Kind.BOUNCE
    assert found.outcome is (Outcome.BOUNCE if state == "bounced" else HELD)
    assert ("chưa đánh dấu đầu mối" in found.reason) == (state == "ok")
    assert world.contact().state == (state if name == "bounce-hard" else "ok")
    (row,) = world.replies()
    assert (row.bounce_recipient, row.letter_id) == (CONTACT, found.letter_id)
    assert world.state("HT26-031") == "open", "no reminder stops for it"
