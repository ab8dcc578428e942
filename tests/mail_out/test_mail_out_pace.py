"""The pace: no domain gets more letters a minute than it bears, and none waits longer than it must."""

from datetime import timedelta
from email import message_from_bytes

import pytest
from post_world import OFFICE, World, at
from smtp_servers import Recorder, smtp

from cycles.ladder import Rung
from flows.runtime import Runtime
from mail.letters.compose import compose_day
from mail.post.outbox import Sent, send_queued
from mail.post.pace import Pace, domains_of
from mail.post.session import PostSession
from mail.post.verdict import Security, Server
from state.post.outbox import NewLetter
from state.settings import Settings

A, B = "van-thu@mot.example", "van-thu@hai.example"
MINUTE = timedelta(minutes=1)


class Clock:
    """Seconds that pass when the test says so."""

    seconds = 0.0

    def __call__(self):
        return self.seconds


def begun(per_minute, departures=(), now=at(12)):
    pace = Pace(per_minute, clock := Clock())
    pace.begin(now, departures)
    return pace, clock


def test_letters_over_the_pace_are_told_their_minute():
    pace, _ = begun(3)
    turns = [pace.turn([A]) for _ in range(8)]
    assert turns == [None] * 3 + [at(12) + MINUTE] * 3 + [at(12) + 2 * MINUTE] * 2


def test_one_slow_domain_does_not_hold_up_another():
    pace, _ = begun(1)
    assert [pace.turn([A]), pace.turn([A]), pace.turn([B])] == [None, at(12) + MINUTE, None]
    # A letter to both goes when both can take it, and is not counted before.
    assert pace.turn([A, B]) == at(12) + 2 * MINUTE


def test_what_another_sender_sent_in_the_last_minute_counts():
    ago = [(at(12) - timedelta(seconds=seconds), [A]) for seconds in (70, 40, 10)]
    pace, _ = begun(2, ago)
    assert pace.turn([A]) == at(12) - timedelta(seconds=40) + MINUTE
    assert begun(3, ago)[0].turn([A]) is None


def test_the_time_that_a_long_run_takes_is_counted():
    pace, clock = begun(1)
    assert pace.turn([A]) is None
    clock.seconds = 59.0
    assert pace.turn([A]) == at(12) + MINUTE
    clock.seconds = 60.0
    assert pace.turn([A]) is None
    assert pace.now == at(12) + MINUTE


def test_within_any_minute_no_domain_gets_more_than_its_share():
    """A hundred letters, looked at every half minute as the mail loop does: out within four minutes, never too fast."""
    waiting, left = {number: at(12) for number in range(100)}, []
    for round_ in range(8):
        now = at(12) + timedelta(seconds=30 * round_)
        pace, _ = begun(30, [(moment, [A]) for moment in left if moment > now - MINUTE], now)
        for number in [number for number, moment in waiting.items() if moment <= now]:
            turn = pace.turn([A])
            if turn is None:
                del waiting[number]
                left.append(now)
            else:
                waiting[number] = turn
    assert waiting == {}
    assert left[-1] - left[0] == 3 * MINUTE
    assert max(sum(start - MINUTE < moment <= start for moment in left) for start in left) == 30


def test_domains_are_compared_without_case():
    assert domains_of(["a@Mot.Example", "b@mot.example", A]) == {"mot.example"}


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


def queue(world, *emails):
    duties = [world.agency(f"UBND xã {email}", f"focal:{email}")[1][0] for email in emails]
    world.claim(duties, "reminder-3", Rung.REMINDER, 12)
    with world.units() as store:
        compose_day(store, at(12), OFFICE)
        store.commit()


def send(world, port, now, per_minute=2, clock=None):
    with PostSession(Server("127.0.0.1", port, Security.NONE, timeout=5.0)) as session:
        return send_queued(world.units, session, now, OFFICE, pace=Pace(per_minute, clock or Clock()))


def test_letters_over_the_pace_stay_queued_and_leave_in_the_next_minutes(world):
    queue(world, *(f"x{number}@mot.example" for number in range(5)), B)
    recorder = Recorder()
    with smtp(recorder) as server:
        assert send(world, server.port, at(12, 8)) == Sent(sent=3, paced=3)
        assert [one.not_before for one in world.letters() if one.state == "queued"] == [
            at(12, 8, 1),
            at(12, 8, 1),
            at(12, 8, 2),
        ]
        # Another sender, half a minute later, knows of them.
        assert send(world, server.port, at(12, 8) + timedelta(seconds=30)) == Sent()
        assert send(world, server.port, at(12, 8, 1)) == Sent(sent=2)
        assert send(world, server.port, at(12, 8, 2)) == Sent(sent=1)
    assert {one.state for one in world.letters()} == {"sent"}
    assert len({message_from_bytes(mail[2])["Message-ID"] for mail in recorder.mails}) == 6


def test_a_letter_that_a_server_did_not_take_uses_up_no_share(world):
    queue(world, "x1@mot.example", "x2@mot.example")
    with smtp(Recorder({"x1@mot.example": ["450 4.2.1 busy"]})) as server:
        assert send(world, server.port, at(12, 8), per_minute=1) == Sent(delayed=1, paced=1)
        assert send(world, server.port, at(12, 8, 1), per_minute=1) == Sent(sent=1)


def test_a_receipt_does_not_stand_behind_the_reminders(world):
    queue(world, "x1@mot.example", "x2@mot.example", "x3@mot.example")
    with world.units() as store:
        facts = {"key": "receipt:1", "kind": "receipt", "day": at(12).date(), "message_id": "<dondoc.r@dondoc.example>"}
        words = {"subject": "Đã ghi nhận", "text": "Đã ghi nhận\n", "html": "<p>Đã ghi nhận</p>\n"}
        store.outbox.queue([NewLetter(**facts, **words, recipients=("y@mot.example",))], at(12))
        store.commit()
    recorder = Recorder()
    with smtp(recorder) as server:
        assert send(world, server.port, at(12, 8), per_minute=1) == Sent(sent=1, paced=3)
    assert [mail[1] for mail in recorder.mails] == [["y@mot.example"]]


def test_only_a_real_server_is_spared_unless_the_setting_asks(tmp_path):
    def pace_of(**values):
        return Runtime(Settings(home=tmp_path, **values), None, None, OFFICE).pace()

    assert pace_of() is None
    assert pace_of(smtp_host="mail.dondoc.example") is not None
    assert pace_of(letters_per_minute=5) is not None
