"""After a person has recorded a reply the agency is told: its known contacts, nobody else, once."""

from datetime import datetime

import pytest
from quick_world import OFFICE, QuickWorld, Template
from reply_world import CONTACT, NOW

from mail.desk.deciding import Choice, accept, assign, reject
from mail.desk.given import parse_given
from mail.desk.paper import PaperAnswer, answer_for
from mail.letters.confirming import CONFIRMED, ask_contact
from mail.link import Links
from mail.page.link_confirm import decide_by_link
from state.clock import ZONE
from state.events import Event
from state.ladder.ruling import Ruling
from state.post.outbox import NewLetter
from state.tables import ContactRow, LetterRow, ReplyRow

BY = Ruling("Trần Thị B", datetime(2025, 12, 12, 10, 0, tzinfo=ZONE), "qua điện thoại")
STRANGER = "la@bao-la.example"
LINKS = Links("https://bao-cao.dondoc.example", "dondoc.example", "khóa mẫu")
HOUSE = OFFICE.__class__(OFFICE.name, OFFICE.address, OFFICE.coordinator, LINKS)
CLOUDY = "HT26-031: đang thực hiện, 70%. CT1: 520/512"
MENDED = "HT26-031=CT1=410/512"


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def world(template, tmp_path):
    found = template.copy(tmp_path)
    yield found
    found.database.close()


def waits(world, text=CLOUDY, sender=CONTACT):
    world.write(text, sender)
    world.gather()


def accepted(world, *given):
    choice = Choice(tuple(map(parse_given, given)))
    return world.decide(lambda store: accept(store, 1, BY, HOUSE, choice))


def receipts(world) -> list[LetterRow]:
    with world.units() as store:
        return [store.outbox.get(row.id) for row in store.outbox.all() if row.kind == "receipt"]


def test_the_contact_hears_what_was_recorded_and_what_is_missing(world):
    waits(world)
    told = accepted(world, MENDED)
    (letter,) = receipts(world)
    assert (letter.key, letter.recipients, letter.state) == ("receipt:1:decided", [CONTACT], "queued")
    assert "Đã ghi nhận: HT26-031 (đang thực hiện, 70%); còn thiếu: CT2 của HT26-031" in letter.text
    assert "báo cáo HT26-032, báo cáo HT26-033" in letter.text
    assert "410/512" in letter.text
    assert letter.in_reply_to == "<dondoc.mau@dondoc.example>"
    assert LINKS("<dondoc.mau@dondoc.example>").rpartition("/")[0] in letter.text
    assert told.sentence.endswith(f" Đã soạn thư xác nhận gửi {CONTACT} (thư số {letter.id}).")
    assert "HT26-031: đang thực hiện, 70% (CT1 = 410/512)" in told.sentence


@pytest.mark.parametrize(("text", "told"), [("HT26-031: đã hoàn thành 100%", True), ("Đã hoàn thành 100%", False)])
def test_what_a_person_ties_to_its_agency_is_told_once_it_is_recorded(world, text, told):
    head = f"From: {CONTACT}\r\nTo: bao-cao@dondoc.example\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    world.box.put((head + text).encode())
    world.gather()
    decided = world.decide(lambda store: assign(store, 1, "xa-mau", BY, HOUSE))
    assert (decided.waiting, [letter.recipients for letter in receipts(world)]) == (not told, [[CONTACT]] * told)


def test_a_document_on_paper_is_told_to_the_contacts(world):
    paper = PaperAnswer((parse_given("HT26-031=đang thực hiện; 75%; CT1=410/512; CT2=1500"),))
    told = world.decide(lambda store: answer_for(store, paper, BY, HOUSE))
    (letter,) = receipts(world)
    assert (letter.key, letter.recipients, letter.in_reply_to) == (
        "receipt:1:decided", [CONTACT], "<dondoc.mau@dondoc.example>",
    )  # fmt: skip
    assert "CT1 = 410/512, CT2 = 1500 triệu đồng" in told.sentence
    assert "Đã soạn thư xác nhận" in told.sentence


def test_the_words_of_a_stranger_are_told_to_nobody_until_the_contact_confirms_them(world):
    waits(world, "HT26-031: đã hoàn thành 100%.", STRANGER)
    with world.units() as store:
        assert "chưa xác minh được người gửi" in accept(store, 1, BY, HOUSE).sentence
    with world.units() as store:
        store.events.add(Event(NOW, CONFIRMED, "reply:1", "Đầu mối xác nhận.", CONTACT))
        store.commit()
    accepted(world)
    (letter,) = receipts(world)
    assert letter.recipients == [CONTACT]


@pytest.mark.parametrize(("ours", "told"), [(True, [[CONTACT]]), (False, [])])
def test_what_the_contact_confirms_by_link_is_told_in_the_same_unit_of_work(world, ours, told):
    waits(world, "HT26-031: đã hoàn thành 100%.", STRANGER)
    with world.units() as store:
        asked = ask_contact(store, 1, store.outbox.get(1), NOW, HOUSE)
        decide_by_link(store, store.outbox.get(asked), ours, BY.now, HOUSE)
        store.rollback()
    assert receipts(world) == []
    with world.units() as store:
        asked = ask_contact(store, 1, store.outbox.get(1), NOW, HOUSE)
        decide_by_link(store, store.outbox.get(asked), ours, BY.now, HOUSE)
        store.commit()
    assert [letter.recipients for letter in receipts(world)] == told


def test_after_a_rejection_nobody_is_written_to(world):
    waits(world)
    world.decide(lambda store: reject(store, 1, BY))
    assert receipts(world) == []


def test_three_a_day_are_enough(world):
    waits(world)
    with world.units() as store:
        store.outbox.queue(
            [
                NewLetter(
                    key=f"receipt:9{number}",
                    kind="receipt",
                    day=BY.today,
                    message_id=f"<dondoc.{number}@dondoc.example>",
                    recipients=(CONTACT,),
                    subject="",
                    text="",
                    html="",
                )
                for number in range(3)
            ],
            NOW,
        )
        store.commit()
    assert "đủ số thư xác nhận trong ngày" in accepted(world, MENDED).sentence
    assert len(receipts(world)) == 3


@pytest.mark.parametrize(("state", "valid_to"), [("bounced", None), ("ok", BY.today)])
def test_where_nobody_can_be_reached_it_is_said(world, state, valid_to):
    waits(world)
    with world.units() as store:
        contact = store.session.query(ContactRow).one()
        contact.state, contact.valid_to = state, valid_to
        store.commit()
    assert "Không gửi thư xác nhận: cơ quan chưa có đầu mối nhận được thư." in accepted(world, MENDED).sentence
    assert receipts(world) == []


def test_a_reply_that_is_decided_anew_is_told_anew(world):
    waits(world)
    accepted(world, MENDED)
    with world.units() as store:
        store.session.get_one(ReplyRow, 1).waiting = True
        store.commit()
    accepted(world, "HT26-031=đã hoàn thành; CT1=411/512")
    assert {letter.key for letter in receipts(world)} == {"receipt:1:decided", "receipt:1:decided:2"}


def test_a_letter_that_was_revoked_gives_away_neither_address_nor_link(world):
    waits(world)
    with world.units() as store:
        store.session.get_one(LetterRow, 1).revoked_at = NOW
        store.commit()
    accepted(world, MENDED)
    (letter,) = receipts(world)
    assert (letter.reply_to, "/t/" in letter.text) == (None, False)


def test_the_receipt_stands_on_both_databases(database):
    world = QuickWorld(database)
    waits(world)
    accepted(world, MENDED)
    assert [letter.recipients for letter in receipts(world)] == [[CONTACT]]
