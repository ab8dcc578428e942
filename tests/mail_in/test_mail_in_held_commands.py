"""What the coordinator is told about a mail that waits: who was asked, how careful to be, what to type next."""

import pytest
from known_side import TOKEN
from quick_world import OFFICE, Template
from reply_world import CONTACT, NOW, OWN

from mail.desk.waiting import one_told, waiting_told
from mail.incoming.inbox import Reception, gather
from mail.letters.confirming import CONFIRMED, ask_contact
from mail.rules.model import Limits
from state.events import Event

STRANGER = "la@bao-la.example"
DONE = "HT26-031: đã hoàn thành 100%. Đã ban hành kế hoạch."


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def world(template, tmp_path):
    found = template.copy(tmp_path)
    yield found
    found.database.close()


def look(world, limits=None):
    """Take in what lies in the box, asking the contact as the house does; what is told of the only mail that waits."""

    def ask(store, reply_id, letter):
        ask_contact(store, reply_id, letter, NOW, OFFICE)

    gather(world.units, world.box, NOW, Reception(OWN, limits or Limits(), ask_contact=ask))
    with world.units() as store:
        (told,) = waiting_told(store, OFFICE, NOW, 10)
    return told


def put(world, sender, results=""):
    head = f"Authentication-Results: mx.dondoc.example; {results}\r\n" if results else ""
    text = f"{head}From: {sender}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nContent-Type: text/plain; charset=utf-8\r\n"
    world.box.put(f"{text}\r\n{DONE}".encode())


@pytest.mark.parametrize(
    ("sender", "results", "why"),
    [
        (STRANGER, "", "Chưa chắc thư là của cơ quan"),
        ("a@xarnau.example", "dmarc=pass header.from=xarnau.example", "dấu hiệu giả mạo"),
        (CONTACT, "", "Chưa chắc thư là của cơ quan"),
        (CONTACT, "dmarc=fail header.from=xamau.example", "dấu hiệu giả mạo"),
    ],
)
def test_what_may_be_a_forgery_is_not_offered_for_recording_first(world, sender, results, why):
    put(world, sender, results)
    told = look(world, Limits(authserv_id="mx.dondoc.example"))
    assert told["commands"] == ["dondoc inbox reject 1 --reason '…'", "dondoc inbox accept 1"]
    assert why in told["caution"]


def test_it_is_told_that_the_contact_was_asked_and_what_it_said(world):
    put(world, STRANGER)
    asked = look(world)["asked_contact"]
    assert (asked["to"], asked["confirmed_at"]) == (CONTACT, None)
    number = asked["letter"]
    assert asked["sentence"] == f"Đã soạn thư hỏi đầu mối {CONTACT} (thư số {number} ngày 11/12/2025): chờ gửi."
    with world.units() as store:
        store.outbox.finish([{"id": number, "state": "sent", "sent_at": NOW}])
        store.commit()
    with world.units() as store:
        told = one_told(store, OFFICE, NOW, 1)
        store.events.add(Event(NOW, CONFIRMED, "reply:1", "Đầu mối xác nhận.", CONTACT))
        store.commit()
    assert told["asked_contact"]["sentence"] == (
        f"Đã hỏi đầu mối {CONTACT} (thư số {number} ngày 11/12/2025), chưa trả lời."
    )
    with world.units() as store:
        told = one_told(store, OFFICE, NOW, 1)
    assert "đã xác nhận lúc 09:00 ngày 11/12/2025" in told["asked_contact"]["sentence"]
    assert (told["caution"], told["commands"][0]) == ("", "dondoc inbox accept 1")


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("HT26-031: đang thực hiện, 70%. CT1: 520/512", "--set 'HT26-031=CT1=…'"),
        ("HT26-031: đang thực hiện, 70%. CT1: 520/512. CT2: -5 triệu đồng", "--set 'HT26-031=CT1=…; CT2=…'"),
        ("HT26-031: đã hoàn thành 120%", "--set 'HT26-031=…; …%'"),
        ("HT26-031: đã hoàn thành 120%. CT1: 520/512", "--set 'HT26-031=…; …%; CT1=…'"),
        (
            "HT26-031: đã hoàn thành 120%\n\nHT26-032: đã hoàn thành 130%",
            "--set 'HT26-031=…; …%' --set 'HT26-032=…; …%'",
        ),
    ],
)
def test_what_is_in_doubt_is_to_be_typed_and_not_dropped(world, text, command):
    world.write(text)
    told = look(world)
    assert told["commands"] == [f"dondoc inbox accept 1 {command}", "dondoc inbox reject 1 --reason '…'"]


def test_a_request_for_more_time_needs_no_values(world):
    world.put("extension")
    assert look(world)["commands"][0] == "dondoc inbox accept 1"
