"""A mail counts by when it was written: one that comes late or again does not replace what is newer."""

from datetime import timedelta

import pytest
from quick_world import QuickWorld
from reply_world import CONTACT, NOW, OWN, TOKEN, ReplyWorld

from mail.desk.explaining import Surroundings, explain
from mail.desk.rereading import reread
from state.ladder.ruling import Ruling

TODAY = "Thu, 11 Dec 2025 08:15:00 +0700"


def put(world: ReplyWorld, text: str, number: int, date: str) -> None:
    head = f"From: {CONTACT}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nSubject: Re: bao cao\r\nDate: {date}\r\n"
    mime = f"Message-ID: <lan-{number}@xamau.example>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
    world.box.put(f"{head}{mime}{text}\r\n".encode())


@pytest.fixture
def world(tmp_path):
    return ReplyWorld(tmp_path)


@pytest.mark.parametrize("looks", [1, 2])
def test_an_older_mail_that_arrives_later_waits_for_a_person(world, looks):
    put(world, "HT26-031: đang thực hiện, 80%.", 1, TODAY)
    if looks == 2:
        world.gather(NOW)
    put(world, "HT26-031: đang thực hiện, 50%.", 2, "Wed, 10 Dec 2025 20:15:00 +0700")
    world.gather(NOW)
    assert [(reply.outcome, "trước thư đang được ghi nhận" in reply.reason) for reply in world.replies()] == [
        ("record", False),
        ("hold", True),
    ]
    assert [int(answer.percent) for answer in world.answers("HT26-031")] == [80]


def test_a_mail_from_before_our_letter_answers_nothing(world):
    put(world, "HT26-031: đã hoàn thành 100%.", 1, "Mon, 11 Dec 2023 08:15:00 +0700")
    world.gather(NOW)
    (reply,) = world.replies()
    assert reply.outcome == "hold" and "trước khi có thư hỏi" in reply.reason and "Đã ghi nhận" not in reply.reason
    assert not world.answers("HT26-031")


def test_a_newer_mail_replaces_an_older_one(world):
    for number, date in ((1, "Wed, 10 Dec 2025 20:15:00 +0700"), (2, TODAY)):
        put(world, f"HT26-031: đang thực hiện, {number * 30}%.", number, date)
        world.gather(NOW)
    assert [reply.outcome for reply in world.replies()] == ["record", "record"]


def test_both_databases_know_when_the_counting_mail_was_written(database):
    world = QuickWorld(database)
    put(world, "HT26-031: đang thực hiện, 80%.", 1, TODAY)
    world.gather(NOW)
    put(world, "HT26-031: đang thực hiện, 50%.", 2, "Wed, 10 Dec 2025 20:15:00 +0700")
    world.gather(NOW)
    assert [reply.outcome for reply in world.replies()] == ["record", "hold"]


def test_explaining_and_rereading_hold_an_old_mail_as_the_inbox_does(world):
    put(world, "HT26-031: đang thực hiện, 80%.", 1, TODAY)
    world.gather(NOW)
    put(world, "HT26-031: đang thực hiện, 50%.", 2, "Wed, 10 Dec 2025 20:15:00 +0700")
    raw = world.box.mails[-1].raw
    around = Surroundings(OWN)
    with world.units() as store:
        told = explain(store, raw, NOW, around)
    assert told["outcome"] == "hold" and "trước thư đang được ghi nhận" in str(told["reason"])
    world.gather(NOW)
    ruling = Ruling("Trần Thị B", NOW + timedelta(hours=1))
    assert list(reread(world.units, NOW - timedelta(days=1), around, ruling)) == []
    assert [int(answer.percent) for answer in world.answers("HT26-031")] == [80]
