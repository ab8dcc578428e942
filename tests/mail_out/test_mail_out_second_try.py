"""A letter with several recipients: who has it is never sent it again, who was refused is tried alone, or never."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from post_world import OFFICE, World, at
from smtp_servers import Recorder, smtp

from cycles.ladder import Rung
from mail.letters.compose import compose_day
from mail.post.letter_decisions import NothingToRevoke, RevokedBefore
from mail.post.outbox import RETRY_AFTER, Sent, leftovers, revoke, send_queued, settle
from mail.post.session import PostSession
from mail.post.verdict import Security, Server
from state.errors import NotFound
from state.ladder.pause_errors import BadRuling
from state.ladder.ruling import Ruling

A, B = "a@mau.example", "b@mau.example"
BUSY, GONE = "450 4.2.1 busy", "550 5.1.1 unknown"


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


@pytest.fixture
def duties(world):
    """A letter to two contacts of one agency is queued."""
    _, found = world.agency("UBND xã", f"focal:{A}", f"focal:{B}")
    world.claim(found, "reminder-3", Rung.REMINDER, 12)
    with world.units() as store:
        compose_day(store, at(12), OFFICE)
        store.commit()
    return found


def send(world, port, now, **options):
    with PostSession(Server("127.0.0.1", port, Security.NONE, timeout=5.0)) as session:
        return send_queued(world.units, session, now, OFFICE, **options)


def refusals(world):
    with world.units() as store:
        rows = store.outbox.refusals.of(world.letters()[0].id)
        return [(row.address, row.code, row.tries, row.retry_at) for row in rows]


def test_the_one_who_was_refused_for_the_moment_is_tried_again_alone(world, duties):
    recorder = Recorder({B: [BUSY, BUSY]})
    with smtp(recorder) as server:
        assert send(world, server.port, at(12)) == Sent(sent=1)
        assert world.letters()[0].state == "sent"
        assert refusals(world) == [(B, 450, 1, at(12, 8, 5))]
        assert send(world, server.port, at(12, 8, 4)) == Sent()
        assert send(world, server.port, at(12, 8, 5)) == Sent(delayed=1)
        assert refusals(world) == [(B, 450, 2, at(12, 8, 20))]
        assert send(world, server.port, at(12, 8, 20)) == Sent(sent=1)
        assert refusals(world) == []
        assert send(world, server.port, at(12, 15)) == Sent()
    assert [mail[1] for mail in recorder.mails] == [[A], [B]]
    assert len({message_from_bytes(mail[2])["Message-ID"] for mail in recorder.mails}) == 1
    (letter,) = world.letters()
    assert (letter.state, letter.sent_at) == ("sent", at(12))
    assert "từ chối b@mau.example: tạm thời chưa nhận (450 4.2.1 busy)" in world.sentences("letter-sent")[0]


def test_a_wrong_address_is_not_tried_with_the_one_that_is_only_busy(world, duties):
    recorder = Recorder({A: GONE, B: [BUSY]})
    with smtp(recorder) as server:
        assert send(world, server.port, at(12)) == Sent(delayed=1)
        assert refusals(world) == [(A, 550, 1, None), (B, 450, 1, at(12, 8, 5))]
        recorder.replies[A] = None
        assert send(world, server.port, at(12, 8, 5)) == Sent(sent=1)
    assert [mail[1] for mail in recorder.mails] == [[B]]
    assert refusals(world) == [(A, 550, 1, None)]
    assert world.contact_state(A) == "bounced"


def test_after_the_fifth_refusal_one_recipient_is_given_up_and_the_letter_has_left(world, duties):
    now = at(12)
    with smtp(Recorder({B: BUSY})) as server:
        for pause in (timedelta(), *RETRY_AFTER):
            now += pause
            send(world, server.port, now)
        assert refusals(world) == [(B, 450, 5, None)]
        assert send(world, server.port, at(12, 16, 29)) == Sent()
    assert world.letters()[0].state == "sent"
    assert world.contact_state(B) == "ok"
    assert len(world.sentences("letter-refused")) == 1


def test_nobody_is_tried_again_about_what_was_answered_or_with_words_of_yesterday(world, duties):
    with smtp(Recorder({B: [BUSY]})) as server:
        send(world, server.port, at(12))
        assert send(world, server.port, at(13)) == Sent(withdrawn=1)
        assert send(world, server.port, at(13)) == Sent()
    assert [(address, retry_at) for address, _, _, retry_at in refusals(world)] == [(B, None)]
    assert world.letters()[0].state == "sent"
    assert world.sentences("letter-withdrawn") == [
        f"Không gửi: lời thư chỉ đúng trong ngày đã gửi. Không gửi lại cho {B}."
    ]


def test_an_answer_ends_the_second_try(world, duties):
    recorder = Recorder({B: [BUSY]})
    with smtp(recorder) as server:
        send(world, server.port, at(12))
        world.answered(*duties)
        assert send(world, server.port, at(12, 9)) == Sent(withdrawn=1)
    assert len(recorder.mails) == 1


def test_a_server_that_is_down_at_the_second_try_costs_nothing(world, duties):
    with smtp(Recorder({B: [BUSY]})) as server:
        send(world, server.port, at(12))
        port = server.port
    assert "Không kết nối được máy chủ thư" in send(world, port, at(12, 9)).problem
    assert (world.letters()[0].state, refusals(world)[0][3]) == ("sent", at(12, 8, 5))


class Killed(BaseException):
    """The process ends here."""


class Dying:
    """A carrier whose process is killed before or after the server took the mail."""

    def __init__(self, session, first):
        self.session, self.first = session, first

    def send(self, message, recipients, envelope):
        if not self.first:
            self.session.send(message, recipients, envelope)
        raise Killed


@pytest.mark.parametrize(("took", "said", "mails"), [(True, True, 2), (False, False, 2), (True, False, 3)])
def test_a_crash_in_the_second_try_waits_for_a_person_and_concerns_that_recipient_alone(
    world, duties, took, said, mails
):
    recorder = Recorder({B: [BUSY]})
    with smtp(recorder) as server:
        send(world, server.port, at(12))
        session = PostSession(Server("127.0.0.1", server.port, Security.NONE))
        with session, pytest.raises(Killed):
            send_queued(world.units, Dying(session, first=not took), at(12, 9), OFFICE)
        assert send(world, server.port, at(12, 10)) == Sent()
        with world.units() as store:
            (letter,) = leftovers(store)
            settle(store, letter.id, at(12, 10), "Cán bộ Mẫu", left=said)
            store.commit()
        assert world.letters()[0].sent_at == at(12)
        send(world, server.port, at(12, 10))
    assert len(recorder.mails) == mails
    assert [mail[1] for mail in recorder.mails[1:]] == [[B]] * (mails - 1)
    assert (world.letters()[0].state, refusals(world)) == ("sent", [])


def test_two_senders_try_a_recipient_again_once(world, duties):
    recorder = Recorder({B: [BUSY]})

    class Rival:
        def __init__(self, session, port):
            self.session, self.port = session, port

        def send(self, message, recipients, envelope):
            assert send(world, self.port, at(12, 9)) == Sent()
            return self.session.send(message, recipients, envelope)

    with smtp(recorder) as server:
        send(world, server.port, at(12))
        with PostSession(Server("127.0.0.1", server.port, Security.NONE)) as session:
            assert send_queued(world.units, Rival(session, server.port), at(12, 9), OFFICE).sent == 1
    assert [mail[1] for mail in recorder.mails] == [[A], [B]]


def test_a_revoked_letter_can_no_longer_be_answered_and_does_not_leave(world, duties):
    (letter,) = world.letters()
    ruling = Ruling("Cán bộ Mẫu", at(12, 9), "gửi nhầm cơ quan")
    with world.units() as store:
        assert "thu hồi địa chỉ trả lời" in revoke(store, letter.id, ruling)
        store.commit()
    recorder = Recorder()
    with smtp(recorder) as server:
        assert send(world, server.port, at(12, 10)) == Sent(withdrawn=1)
    assert recorder.mails == []
    assert world.letters()[0].revoked_at == at(12, 9)
    assert world.sentences("letter-revoked")[0].endswith("Lý do: gửi nhầm cơ quan.")
    with world.units() as store:
        with pytest.raises(RevokedBefore, match="đã được thu hồi từ 09:00 ngày 12/12/2025"):
            revoke(store, letter.id, ruling)
        with pytest.raises(NotFound):
            revoke(store, 999, ruling)
        with pytest.raises(BadRuling):
            revoke(store, letter.id, Ruling("Cán bộ Mẫu", at(12, 9)))


def test_a_letter_that_nobody_can_answer_is_not_revoked(world, duties):
    (letter,) = world.letters()
    with world.units() as store:
        store.outbox.finish([{"id": letter.id, "kind": "note"}])
        with pytest.raises(NothingToRevoke):
            revoke(store, letter.id, Ruling("Cán bộ Mẫu", at(12, 9), "x"))
