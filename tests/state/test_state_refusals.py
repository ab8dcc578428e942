"""Recipients that were refused, and letters that wait for their turn, on both databases."""

from datetime import datetime, timedelta

from state.clock import ZONE
from state.post.outbox import NewLetter
from state.post.refusals import Refused

NOW = datetime(2025, 12, 12, 8, 0, tzinfo=ZONE)
LATER = NOW + timedelta(minutes=5)
A, B = "a@mau.example", "b@mau.example"


def queued(store, number):
    words = {"subject": "Chủ đề", "text": "Thư\n", "html": "<p>Thư</p>\n", "day": NOW.date()}
    letter = NewLetter(
        key=f"note:{number}", kind="note", message_id=f"<{number}@dondoc.example>", recipients=(A,), cc=(B,), **words
    )
    return store.outbox.queue([letter], NOW)[0]


def test_a_letter_is_claimed_once_and_again_only_when_a_recipient_is_due(database):
    with database.unit() as store:
        key = queued(store, 1)
        assert not store.outbox.claim(key, NOW - timedelta(seconds=1))
        assert store.outbox.claim(key, NOW)
        assert not store.outbox.claim(key, NOW)
        store.outbox.finish([{"id": key, "state": "sent", "sent_at": NOW}])
        refusals = store.outbox.refusals
        refusals.write(key, [Refused(B, 450, "bận", LATER)], [A], NOW)
        store.commit()
    with database.unit() as store:
        refusals = store.outbox.refusals
        assert refusals.due(NOW, 10) == []
        assert not store.outbox.claim(key, NOW)
        assert [letter.id for letter in refusals.due(LATER, 10)] == [key]
        assert refusals.due(LATER, 10, kinds=("receipt",)) == []
        assert store.outbox.claim(key, LATER)
        assert not store.outbox.claim(key, LATER)
        # The second refusal counts on; the row of an address that took the letter goes.
        refusals.write(key, [Refused(B, 451, "vẫn bận", LATER)], [], LATER)
        assert [(row.address, row.code, row.tries) for row in refusals.of(key)] == [(B, 451, 2)]
        assert refusals.of_all([key])[key][0].words == "vẫn bận"
        refusals.write(key, [], [B], LATER)
        assert refusals.of(key) == []


def test_nobody_is_tried_again_after_it_was_given_up(database):
    with database.unit() as store:
        key = queued(store, 1)
        store.outbox.finish([{"id": key, "state": "sent", "sent_at": NOW}])
        refusals = store.outbox.refusals
        refusals.write(key, [Refused(A, 550, "không có hộp thư", None), Refused(B, 450, "bận", LATER)], [], NOW)
        assert refusals.give_up(key) == [B]
        assert refusals.due(LATER, 10) == []
        assert [row.retry_at for row in refusals.of(key)] == [None, None]


def test_departures_of_a_minute_are_known_to_every_sender(database):
    with database.unit() as store:
        first, second, third = (queued(store, number) for number in (1, 2, 3))
        for key, moment in ((first, NOW), (second, NOW + timedelta(seconds=40))):
            assert store.outbox.claim(key, moment)
        store.outbox.postpone({first: LATER, third: LATER})
        store.commit()
    with database.unit() as store:
        now = NOW + timedelta(seconds=50)
        assert store.outbox.departures(NOW - timedelta(seconds=10), now) == [
            (NOW, [A, B]),
            (NOW + timedelta(seconds=40), [A, B]),
        ]
        assert store.outbox.departures(NOW, now) == [(NOW + timedelta(seconds=40), [A, B])]
        # Only a letter that still waits is moved.
        assert (store.outbox.get(first).not_before, store.outbox.get(third).not_before) == (NOW, LATER)
