"""What goes into a receipt: what was understood, whether it counts, and why a person looks at it first."""

from datetime import datetime

import pytest
from known_side import ITEMS, letter

from cycles.status import WorkStatus
from mail.incoming.message import parse
from mail.letters.echo import received_of
from mail.read_answer.model import Reported, Sort, Understanding
from mail.read_reply import Reading
from mail.rules.model import Kind, Outcome, Verdict
from state.clock import ZONE

MAIL = parse(b"From: a@xamau.example\r\nMessage-ID: <1@xamau.example>\r\nSubject: Re\r\n\r\nxong\r\n")
NOW = datetime(2025, 12, 12, 9, 5, tzinfo=ZONE)
DONE = Reported(ITEMS[0].code, WorkStatus.HOAN_THANH)


def received(outcome, reason, *doubts):
    verdict = Verdict(
        kind=Kind.ANSWER, outcome=outcome, rule="token", reason=reason, letter=letter("one"), trusted=True, receipt=True
    )
    reading = Reading(MAIL, verdict, None, Understanding(Sort.ANSWER, "xong", (DONE,), doubts))
    return received_of(reading, 1, 1, NOW, None)


def test_what_counts_is_told_as_recorded_and_nothing_waits():
    told = received(Outcome.RECORD, "Trả lời của xã Mẫu.")
    assert (told.recorded, told.waiting) == (True, ())
    assert told.understood[0].brief == "HT26-031 (đã hoàn thành)"
    assert told.understood[0].lacks == "CT1, CT2 của HT26-031"


@pytest.mark.parametrize(
    ("reason", "doubts", "waiting"),
    [
        ("Trả lời của xã Mẫu. Chờ người xem: CT1 có hai số.", ("CT1 có hai số",), ("CT1 có hai số",)),
        ("Thư đã bị thu hồi.", (), ("Thư đã bị thu hồi.",)),
        ("Thư đã bị thu hồi.", ("CT1 có hai số",), ("Thư đã bị thu hồi.", "CT1 có hai số")),
    ],
)
def test_what_is_held_is_not_told_as_recorded_and_the_reason_is_told(reason, doubts, waiting):
    told = received(Outcome.HOLD, reason, *doubts)
    assert (told.recorded, told.waiting) == (False, waiting)
    assert told.understood
