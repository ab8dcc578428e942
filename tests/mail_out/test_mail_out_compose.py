"""From claims to letters: one per agency and day, to the right people, in the right tone, under a unique key."""

import re
from dataclasses import replace

import pytest
from post_world import OFFICE, World, at
from sqlalchemy.exc import IntegrityError

from cycles.ladder import Relation, Rung
from mail.letters.asking import Asking
from mail.letters.compose import Desk, Skip, compose_day
from mail.letters.voices import quiet_rung
from mail.token import token_in
from state.post.outbox import token_hash


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


def compose(world, now):
    with world.units() as store:
        composed = compose_day(store, now, OFFICE)
        store.commit()
    return composed


def test_all_duties_of_an_agency_go_into_one_letter(world):
    _, first = world.agency("UBND xã Một", "focal:mot@mau.example", duties=3)
    _, second = world.agency("UBND xã Hai", "focal:hai@mau.example")
    world.claim([*first, *second], "reminder-3", Rung.REMINDER, 12)
    assert len(compose(world, at(12)).letters) == 2
    one, two = world.letters()
    assert [item.assignment_id for item in one.items] == first
    assert (one.recipients, two.recipients) == (["mot@mau.example"], ["hai@mau.example"])
    assert one.subject == "[MAU25] Hạn 17/12: 3 nhiệm vụ cần báo cáo (còn 5 ngày)"
    assert one.text.startswith("DỮ LIỆU MẪU")
    assert "CT1 – Tỷ lệ trẻ, mẫu giáo học 2 buổi (tử số/mẫu số): " in one.text
    assert "(chỉ tiêu: ít nhất 55,5% vào năm 2030)" in one.text
    assert "Thực hiện chương trình mẫu" in one.text


def test_a_second_tick_of_the_day_writes_nothing_new(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=2)
    world.claim(duties[:1], "reminder-3", Rung.REMINDER, 12)
    assert len(compose(world, at(12)).letters) == 1
    assert compose(world, at(12, 9)).letters == ()
    world.claim(duties[1:], "reminder-1", Rung.REMINDER, 12)
    later = compose(world, at(12, 10))
    assert later.letters == ()
    assert list(later.skipped.values()) == [Skip.LETTER_TODAY]


def test_a_claim_that_found_the_day_taken_goes_with_the_next_letter(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=2)
    world.claim(duties[:1], "reminder-3", Rung.REMINDER, 12)
    compose(world, at(12))
    world.claim(duties[1:], "reminder-1", Rung.REMINDER, 12)
    compose(world, at(12, 9))
    assert len(compose(world, at(15)).letters) == 1
    assert [item.assignment_id for item in world.letters()[1].items] == duties


def test_two_ticks_at_the_same_moment_cannot_both_write(world):
    agency, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    with world.units() as slow:
        claims = slow.outbox.waiting_claims(at(12).date())[agency]
        rows = slow.outbox.open_assignments([agency])[agency]
        late = Desk(slow, at(12), OFFICE, Asking(slow, rows, at(12).date())).letter(rows, claims)
        slow.rollback()
        compose(world, at(12))
        with pytest.raises(IntegrityError):
            slow.outbox.queue([late], at(12))
    assert len(world.letters()) == 1


def test_the_token_of_the_reply_address_is_kept_as_a_hash_and_stands_once_in_the_body(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    compose(world, at(12))
    (letter,) = world.letters()
    token = token_in(letter.reply_to)
    assert letter.token_hash == token_hash(token)
    assert letter.text.count(token) == 1
    assert token not in letter.message_id
    assert re.fullmatch(r"<dondoc\.[0-9a-f]{24}@dondoc\.example>", letter.message_id)
    with world.units() as store:
        assert store.outbox.by_token(token.upper()).id == letter.id


def test_a_reminder_continues_the_thread_of_the_first_letter(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=2)
    for day, step in ((11, "reminder-3"), (12, "reminder-2"), (15, "reminder-1")):
        world.claim(duties, step, Rung.REMINDER, day)
        compose(world, at(day))
    first, second, third = world.letters()
    assert (first.in_reply_to, first.references) == (None, [])
    assert second.in_reply_to == third.in_reply_to == first.message_id
    assert third.references == [first.message_id]


def test_a_duty_answered_after_its_claim_is_not_asked_again(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=2)
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    world.answered(duties[0])
    compose(world, at(12))
    (letter,) = world.letters()
    assert [item.assignment_id for item in letter.items] == duties[1:]
    assert "1 nhiệm vụ" in letter.subject


def test_nothing_is_written_when_everything_was_answered(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    world.answered(*duties)
    assert compose(world, at(12)).letters == ()
    assert world.letters() == []


@pytest.mark.parametrize(
    ("contacts", "rung", "to", "cc"),
    [
        (["focal:f@mau.example", "head:h@mau.example"], Rung.REMINDER, ["f@mau.example"], []),
        (["focal:f@mau.example", "head:h@mau.example"], Rung.TO_HEAD, ["h@mau.example"], ["f@mau.example"]),
        (["focal:f@mau.example"], Rung.TO_HEAD, ["f@mau.example"], []),
        (["office:o@mau.example"], Rung.OPENING, ["o@mau.example"], []),
        (["head:h@mau.example"], Rung.OPENING, ["h@mau.example"], []),
        (["focal:f@mau.example", "focal:g@mau.example"], Rung.OPENING, ["f@mau.example", "g@mau.example"], []),
    ],
)
def test_the_rung_decides_who_gets_the_letter(world, contacts, rung, to, cc):
    _, duties = world.agency("UBND xã Một", *contacts)
    world.claim(duties, str(rung), rung, 19)
    compose(world, at(19))
    (letter,) = world.letters()
    assert (letter.recipients, letter.cc) == (to, cc)
    assert ("Kính gửi: Lãnh đạo UBND xã Một" in letter.text) is (rung is Rung.TO_HEAD)


def test_bounced_and_absent_addresses_are_passed_over(world):
    _, duties = world.agency("UBND xã Một", "focal:f@mau.example", "office:o@mau.example")
    with world.units() as store:
        store.contacts.away("f@mau.example", at(13).date(), at(10), "vắng")
        store.commit()
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    compose(world, at(12))
    world.claim(duties, "reminder-1", Rung.REMINDER, 16)
    compose(world, at(16))
    assert [letter.recipients for letter in world.letters()] == [["o@mau.example"], ["f@mau.example"]]


def test_an_agency_without_an_address_is_named_and_its_claim_waits(world):
    agency, duties = world.agency("UBND xã Một", "focal:f@mau.example")
    with world.units() as store:
        store.contacts.bounced("f@mau.example", at(10), "trả lại")
        store.commit()
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    assert compose(world, at(12)).skipped == {agency: Skip.NO_CONTACT}
    assert world.sentences("letter-skipped") == ["Không gửi thư ngày 12/12/2025: chưa có địa chỉ nhận thư dùng được."]
    with world.units() as store:
        assert list(store.outbox.waiting_claims(at(15).date())) == [agency]


def test_a_requested_body_gets_the_gentle_letter(world):
    _, duties = world.agency("Hội Mẫu", "focal:hoi@mau.example", relation=Relation.REQUESTED)
    world.claim(duties, "overdue+2", Rung.OVERDUE, 19)
    compose(world, at(19))
    (letter,) = world.letters()
    assert "Kính mong quý cơ quan phối hợp gửi khi thuận lợi" in letter.text


def test_after_an_outage_one_letter_with_the_words_of_today_replaces_those_that_never_left(world):
    agency, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(duties, "opening", Rung.OPENING, 1)
    compose(world, at(1))
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    compose(world, at(12))
    with world.units() as store:
        assert store.outbox.queued(at(19)) == []
    compose(world, at(19))
    letters = world.letters()
    assert [letter.state for letter in letters] == ["withdrawn", "withdrawn", "queued"]
    assert "quá hạn 2 ngày" in letters[-1].subject
    assert letters[-1].rung == Rung.OVERDUE
    assert {agency} == {letter.agency_id for letter in letters}


@pytest.mark.parametrize(
    ("step", "limit", "rung"),
    [
        ("opening", Rung.OVERDUE, Rung.OPENING),
        ("to_head+2", Rung.OVERDUE, Rung.OVERDUE),
        ("official_letter+3", Rung.REMINDER, Rung.REMINDER),
        ("due_today", Rung.TO_HEAD, Rung.DUE_TODAY),
        ("", Rung.OVERDUE, Rung.OPENING),
        ("khác", Rung.OVERDUE, Rung.OPENING),
    ],
)
def test_a_duty_without_a_claim_never_raises_the_voice_of_the_letter(step, limit, rung):
    assert quiet_rung(step, limit) is rung


def test_without_tagged_addresses_people_write_to_the_plain_one_and_the_letter_is_still_known_by_its_words(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    with world.units() as store:
        compose_day(store, at(12), replace(OFFICE, plus_addresses=False))
        store.commit()
    (letter,) = world.letters()
    assert "Địa chỉ nhận trả lời của thư này: bao-cao@dondoc.example\n" in letter.text
    assert f"Mã nhận dạng của thư (xin giữ nguyên khi trả lời): {letter.reply_to}\n" in letter.text
    assert letter.token_hash == token_hash(token_in(letter.reply_to))
