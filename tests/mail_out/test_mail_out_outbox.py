"""Sending once: real SMTP on loopback, a real database, and every way in which it can go wrong in between."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from post_world import OFFICE, World, at
from smtp_servers import Recorder, smtp

from cycles.ladder import Rung
from mail.letters.compose import compose_day
from mail.post.outbox import RETRY_AFTER, Sent, leftovers, send_queued, settle
from mail.post.server import INBOX, PostOffice, PostServer, agency_box, mails_in
from mail.post.session import PostSession
from mail.post.verdict import Security, Server
from mail.token import token_in
from state.errors import NotFound


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


def queue(world, *emails, day=12):
    """One queued letter per address; returns the ids of their duties."""
    duties = [world.agency(f"UBND xã {email}", f"focal:{email}")[1][0] for email in emails]
    world.claim(duties, "reminder-3", Rung.REMINDER, day)
    with world.units() as store:
        compose_day(store, at(day), OFFICE)
        store.commit()
    return duties


def send(world, port, now=at(12), limit=500):
    with PostSession(Server("127.0.0.1", port, Security.NONE, timeout=5.0)) as session:
        return send_queued(world.units, session, now, OFFICE, limit)


def test_a_letter_goes_the_whole_way_into_the_box_of_the_agency(world, tmp_path):
    queue(world, "xa@mau.example")
    with PostServer(PostOffice(tmp_path / "mail", OFFICE.own_addresses)) as server:
        assert send(world, server.port) == Sent(sent=1)
    (letter,) = world.letters()
    (path,) = mails_in(agency_box(tmp_path / "mail", "xa@mau.example"))
    mail = message_from_bytes(path.read_bytes())
    assert mail.get_all("Message-ID") == [letter.message_id]
    assert mail["Return-Path"] == f"<bounce+{token_in(letter.reply_to)}@dondoc.example>"
    parts = {part.get_content_subtype(): part.get_payload(decode=True) for part in mail.walk()}
    assert parts["plain"].decode().replace("\r\n", "\n") == letter.text
    assert parts["html"].decode().replace("\r\n", "\n") == letter.html
    assert (letter.state, letter.tries, letter.sent_at) == ("sent", 1, at(12))
    assert mails_in(tmp_path / "mail" / INBOX) == []


def test_sending_again_sends_nothing(world):
    queue(world, "xa@mau.example")
    recorder = Recorder()
    with smtp(recorder) as server:
        send(world, server.port)
        assert send(world, server.port, at(12, 9)) == Sent()
    assert len(recorder.mails) == 1


def test_two_senders_at_once_send_each_letter_once(world):
    queue(world, "a@mau.example", "b@mau.example")
    recorder = Recorder()

    class Rival:
        """Lets a second sender run while the first is handing over its first letter."""

        def __init__(self, session, port):
            self.session, self.port, self.begun = session, port, False

        def send(self, message, recipients, envelope):
            if not self.begun:
                self.begun = True
                assert send(world, self.port).sent == 1
            return self.session.send(message, recipients, envelope)

    with smtp(recorder) as server, PostSession(Server("127.0.0.1", server.port, Security.NONE)) as session:
        assert send_queued(world.units, Rival(session, server.port), at(12), OFFICE).sent == 1
    assert sorted(mail[1][0] for mail in recorder.mails) == ["a@mau.example", "b@mau.example"]


def test_a_temporary_refusal_is_tried_again_later_with_the_same_identifier(world):
    queue(world, "xa@mau.example")
    recorder = Recorder({"xa@mau.example": ["450 4.2.1 busy", "450 4.2.1 busy"]})
    with smtp(recorder) as server:
        assert send(world, server.port, at(12, 8)).delayed == 1
        assert send(world, server.port, at(12, 8, 4)) == Sent()
        assert send(world, server.port, at(12, 8, 5)).delayed == 1
        assert send(world, server.port, at(12, 8, 19)) == Sent()
        assert send(world, server.port, at(12, 8, 20)).sent == 1
    (letter,) = world.letters()
    assert message_from_bytes(recorder.mails[0][2])["Message-ID"] == letter.message_id
    assert letter.tries == 3
    assert "Thử lại lúc 08:05 ngày 12/12/2025" in world.sentences("letter-delayed")[0]


def test_after_the_last_retry_a_person_is_told(world):
    queue(world, "xa@mau.example")
    now = at(12)
    with smtp(Recorder({"xa@mau.example": "450 4.2.1 busy"})) as server:
        for pause in RETRY_AFTER:
            assert send(world, server.port, now).delayed == 1
            now += pause
        assert send(world, server.port, now).failed == 1
        assert send(world, server.port, now + timedelta(days=1)) == Sent()
    assert [letter.state for letter in world.letters()] == ["failed"]
    assert world.contact_state("xa@mau.example") == "ok"


def test_a_mailbox_that_does_not_exist_stops_the_letter_and_marks_the_contact(world):
    queue(world, "cu@mau.example", "xa@mau.example")
    with smtp(Recorder({"cu@mau.example": "550 5.1.1 unknown"})) as server:
        assert send(world, server.port) == Sent(sent=1, failed=1)
    assert [letter.state for letter in world.letters()] == ["failed", "sent"]
    assert world.contact_state("cu@mau.example") == "bounced"
    assert world.contact_state("xa@mau.example") == "ok"
    assert "không có hộp thư này" in world.sentences("letter-failed")[0]


def test_a_policy_refusal_does_not_condemn_the_contact(world):
    queue(world, "xa@mau.example")
    with smtp(Recorder({"xa@mau.example": "550 5.7.1 blocked"})) as server:
        assert send(world, server.port).failed == 1
    assert world.contact_state("xa@mau.example") == "ok"


def test_one_wrong_address_of_two_does_not_stop_the_letter(world):
    _, duties = world.agency("UBND xã", "focal:cu@mau.example", "focal:xa@mau.example")
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    with world.units() as store:
        compose_day(store, at(12), OFFICE)
        store.commit()
    with smtp(Recorder({"cu@mau.example": "550 5.1.1 unknown"})) as server:
        assert send(world, server.port).sent == 1
    (letter,) = world.letters()
    assert "từ chối cu@mau.example" in letter.error
    assert world.contact_state("cu@mau.example") == "bounced"


def test_a_server_that_is_down_leaves_every_letter_queued(world):
    queue(world, "a@mau.example", "b@mau.example")
    with smtp(Recorder()) as server:
        port = server.port
    sent = send(world, port)
    assert (sent.sent, sent.left) == (0, 2)
    assert "Không kết nối được máy chủ thư" in sent.problem
    assert [(letter.state, letter.tries) for letter in world.letters()] == [("queued", 0), ("queued", 0)]
    with smtp(Recorder()) as server:
        assert send(world, server.port).sent == 2


class Killed(BaseException):
    """The process ends here."""


class Dying:
    """A carrier whose process is killed after the server took the mail."""

    def __init__(self, session):
        self.session = session

    def send(self, message, recipients, envelope):
        self.session.send(message, recipients, envelope)
        raise Killed


def test_a_crash_after_the_server_took_the_mail_never_becomes_a_second_letter(world):
    queue(world, "a@mau.example", "b@mau.example")
    recorder = Recorder()
    with smtp(recorder) as server:
        session = PostSession(Server("127.0.0.1", server.port, Security.NONE))
        with session, pytest.raises(Killed):
            send_queued(world.units, Dying(session), at(12), OFFICE)
        assert [letter.state for letter in world.letters()] == ["sending", "queued"]
        assert send(world, server.port, at(12, 15)).sent == 1
    assert sorted(mail[1][0] for mail in recorder.mails) == ["a@mau.example", "b@mau.example"]
    with world.units() as store:
        assert [letter.recipients for letter in leftovers(store)] == [["a@mau.example"]]


@pytest.mark.parametrize(("left", "mails"), [(True, 1), (False, 2)])
def test_a_person_settles_what_the_machine_cannot_know(world, left, mails):
    queue(world, "a@mau.example")
    recorder = Recorder()
    with smtp(recorder) as server:
        session = PostSession(Server("127.0.0.1", server.port, Security.NONE))
        with session, pytest.raises(Killed):
            send_queued(world.units, Dying(session), at(12), OFFICE)
        (letter,) = world.letters()
        with world.units() as store:
            settle(store, letter.id, at(12, 10), "Cán bộ Mẫu", left=left)
            store.commit()
        send(world, server.port, at(12, 10))
    assert len(recorder.mails) == mails
    assert len({message_from_bytes(mail[2])["Message-ID"] for mail in recorder.mails}) == 1
    assert world.letters()[0].state == "sent"
    assert world.sentences("letter-settled")[0].startswith("Cán bộ Mẫu xác nhận thư")
    with world.units() as store, pytest.raises(NotFound):
        settle(store, letter.id, at(13), "Cán bộ Mẫu", left=True)


def test_a_connection_lost_within_the_text_waits_for_a_person(world):
    queue(world, "a@mau.example")
    with smtp(Recorder({"DATA": "hang up"})) as server:
        assert send(world, server.port).uncertain == 1
        assert send(world, server.port, at(15)) == Sent()
    (letter,) = world.letters()
    assert letter.state == "sending"
    assert "cần người kiểm tra" in world.sentences("letter-uncertain")[0]


def test_a_letter_whose_reports_have_come_is_withdrawn(world):
    first, _ = queue(world, "a@mau.example", "b@mau.example")
    world.answered(first)
    recorder = Recorder()
    with smtp(recorder) as server:
        assert send(world, server.port) == Sent(sent=1, withdrawn=1)
    assert [mail[1] for mail in recorder.mails] == [["b@mau.example"]]
    assert world.sentences("letter-withdrawn") == [
        "Không gửi: các nội dung trong thư đã có báo cáo hoặc đang tạm dừng đôn đốc."
    ]


def test_the_caller_can_keep_a_pace(world):
    queue(world, *(f"x{number}@mau.example" for number in range(5)))
    with smtp(Recorder()) as server:
        assert send(world, server.port, limit=3) == Sent(sent=3, left=1)
        assert send(world, server.port, limit=3) == Sent(sent=2)


def test_an_address_that_cannot_stand_in_a_header_stops_only_its_own_letter(world):
    queue(world, "xã@mau.example", "b@mau.example")
    with smtp(Recorder()) as server:
        assert send(world, server.port) == Sent(sent=1, failed=1)
    assert "Địa chỉ thư điện tử “xã@mau.example” không hợp lệ" in world.letters()[0].error
