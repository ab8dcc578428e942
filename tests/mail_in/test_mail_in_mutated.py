"""Spoilt mails: whatever arrives is kept, gets one outcome and one sentence, within a second, and breaks nothing."""

import os
import random
import signal
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest
from mutated_world import NOW, MutatedWorld
from spoilt_mails import SPOILS
from sqlalchemy import func, select

from mail.incoming.inbox import Reception, take_in
from mail.incoming.message import parse
from mail.incoming.sources import Fetched
from mail.rules.model import Kind, Limits, Outcome
from state.tables import RawMailRow, ReplyRow

TESTS = Path(__file__).parents[1]
ROUNDS = int(os.environ.get("DONDOC_FUZZ_ROUNDS", "0"))
"""How often every mail is spoilt anew; 0 is the short test, a third of the mails once."""
NO_FLOOD = Limits(sender_hour=1_000_000, domain_day=1_000_000)
LIMIT = 1.0
"""CPU seconds for one mail; the clock on the wall gets more, because other tests may be running."""


class Hung(BaseException):
    """Not an Exception, so that nobody who catches those can hide it."""


def _hung(_signal: int, _frame: object) -> None:
    raise Hung


@pytest.fixture(scope="module")
def samples():
    """All sample mails of this folder and of the exam."""
    folders = (TESTS / "mail_in" / "eml", TESTS / "mail_exam" / "eml")
    mails = {f"{path.parent.parent.name}/{path.name}": path.read_bytes() for f in folders for path in f.glob("*.eml")}
    return dict(sorted(mails.items()))


@pytest.fixture(scope="module")
def world(samples, tmp_path_factory):
    text = (TESTS / "mail_exam" / "letters" / "gd.txt").read_text(encoding="utf-8")
    made = MutatedWorld(tmp_path_factory.mktemp("mutated"), samples, text)
    yield made
    made.database.close()


@pytest.fixture
def alarm():
    before = signal.signal(signal.SIGALRM, _hung)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def _spoilt(samples, rounds):
    """Every mail with one or two ways of spoiling it; the same ones in every run."""
    chosen = list(samples.items())[:: 1 if rounds else 3]
    for turn in range(rounds or 1):
        for place, (name, raw) in enumerate(chosen):
            dice = random.Random(f"{turn} {name}")
            ways = [SPOILS[(place + turn) % len(SPOILS)], *dice.sample(SPOILS, dice.choice((0, 0, 1)))]
            mail = raw
            for way in ways:
                mail = way(mail, dice) or b"x"
            yield f"{turn} {name} {'+'.join(way.__name__ for way in ways)}", mail


def _take(world, name, mail):
    fetched = Fetched("fuzz", "1", sha256(name.encode()).hexdigest()[:32], mail, len(mail))
    signal.setitimer(signal.ITIMER_REAL, 20)
    started = time.process_time()
    with world.units() as store:
        outcome = take_in(store, fetched, NOW, Reception(world.own, NO_FLOOD))
    spent = time.process_time() - started
    signal.setitimer(signal.ITIMER_REAL, 0)
    return outcome, spent


def test_a_spoilt_mail_is_kept_and_given_one_outcome_and_one_sentence(world, samples, alarm):
    seen: Counter[str] = Counter()
    faults = []
    for name, mail in _spoilt(samples, ROUNDS):
        outcome, spent = _take(world, name, mail)
        if spent > LIMIT:
            faults.append(f"{spent:.2f} s {name}")
        if outcome is None:
            faults += [] if _was_kept_before(world, mail) else [f"not kept: {name}"]
            continue
        seen[outcome.outcome] += 1
        if outcome.rule == "error" or not outcome.reason.strip() or "\n" in outcome.reason:
            faults.append(f"{name}: {outcome.rule} {outcome.reason}")
    assert not faults, "\n".join(faults)
    assert seen[Outcome.HOLD] > 50 and seen[Outcome.RECORD] > 4, seen
    with world.units() as store:
        raws = store.session.scalars(select(RawMailRow.id)).all()
        replies = store.session.execute(select(ReplyRow.raw_mail_id, ReplyRow.outcome, ReplyRow.kind)).all()
    assert len(raws) == seen.total()
    assert sorted(row.raw_mail_id for row in replies) == sorted(raws), "one reply for each mail"
    assert {row.outcome for row in replies} <= {str(one) for one in Outcome}
    assert {row.kind for row in replies} <= {str(one) for one in Kind}


def _was_kept_before(world, mail):
    message = parse(mail)
    with world.units() as store:
        return (
            store.inbox.kept(message.message_id or f"sha256:{sha256(mail).hexdigest()}", message.body_sha) is not None
        )


def test_the_same_spoilt_mail_twice_is_kept_once(world, samples, alarm):
    first = next(iter(samples.values()))
    mail = first[: len(first) // 2]
    _take(world, "once", mail)
    with world.units() as store:
        before = store.session.scalar(select(func.count(RawMailRow.id)))
    again, _ = _take(world, "twice", mail)
    with world.units() as store:
        assert store.session.scalar(select(func.count(RawMailRow.id))) == before
    assert again is None
