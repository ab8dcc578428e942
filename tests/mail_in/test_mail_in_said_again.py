"""What is a copy and what is not: the same words about something else, and what was put aside and comes again."""

from datetime import timedelta

import pytest
from known_side import MESSAGE_ID, TOKEN
from quick_world import Template
from reply_world import CONTACT, NOW

from mail.desk.deciding import reject
from mail.incoming.message import parse
from state.ladder.ruling import Ruling

WHY = Ruling("Trần Thị B", NOW + timedelta(hours=1), "chưa rõ của ai")


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def world(template, tmp_path):
    found = template.copy(tmp_path)
    yield found
    found.database.close()


def a_mail(number=1, to="bao-cao@dondoc.example", text="Đã hoàn thành.", **heads) -> bytes:
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in heads.items()]
    head = "\r\n".join((f"From: {CONTACT}", f"To: {to}", f"Message-ID: <mail-{number}@xamau.example>", *lines))
    return f"{head}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()


def test_the_same_words_under_the_code_of_another_duty_are_no_copy(world):
    for number, code in enumerate(("HT26-031", "HT26-032", "HT26-032"), start=1):
        world.box.put(a_mail(number, Subject=f"Re: [{code}] bao cao"))
        world.gather(NOW + timedelta(minutes=number))
    assert [(row.rule, row.duplicate_of) for row in world.replies()] == [
        ("code", None),
        ("code", None),
        ("duplicate", 2),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"Subject": "Re: bao cao"}, {"Subject": "RE: TL: Fwd:  Bao   cao"}, True),
        ({"Subject": "=?utf-8?b?VHLhuqMgbOG7nWk6IGLDoW8gY8Ohbw==?="}, {"Subject": "bao cao"}, True),
        ({"Subject": "bao cao"}, {"Subject": "bao cao lan 2"}, False),
        ({"In_Reply_To": MESSAGE_ID}, {"In_Reply_To": "<khac@dondoc.example>"}, False),
        ({"References": f"<a@b.example> {MESSAGE_ID}"}, {"References": f"{MESSAGE_ID} <a@b.example>"}, False),
        ({"to": f"bao-cao+{TOKEN}@dondoc.example"}, {"to": "bao-cao+bcdefghij2345672@dondoc.example"}, False),
        ({"to": "a@b.example, c@d.example"}, {"to": "c@d.example, a@b.example"}, True),
        ({"Cc": "lanhdao@xamau.example"}, {}, False),
        ({"text": "Đã hoàn thành."}, {"text": "Đã  hoàn\nthành."}, True),
    ],
)
def test_what_a_mail_is_about_belongs_to_what_it_says(one, other, same):
    assert (parse(a_mail(**one)).said_sha == parse(a_mail(**other)).said_sha) == same


def test_the_key_under_which_a_mail_is_kept_knows_no_subject(world):
    """Rows that are stored already are found by it."""
    one, other = a_mail(Subject="mot"), a_mail(Subject="hai")
    assert parse(one).body_sha == parse(other).body_sha
    for raw in (one, other):
        world.box.put(raw)
    assert world.gather().known == 1


def test_what_a_person_rejected_is_looked_at_anew_when_it_comes_again(world):
    text = "Em gửi kết quả ạ: xong một phần."
    for number in (1, 2):
        world.write(text, number=number)
        world.gather()
    world.decide(lambda store: reject(store, 1, WHY))
    for number in (3, 4):
        world.write(text, number=number)
        world.gather(WHY.now + timedelta(hours=number))
    assert [(row.outcome, row.duplicate_of) for row in world.replies()] == [
        ("ignore", None),
        ("ignore", 1),
        ("hold", None),
        ("ignore", 3),
    ]
