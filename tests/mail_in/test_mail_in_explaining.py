"""One mail read without recording: the same verdict as the inbox would give, and not a row more."""

import json
from datetime import timedelta

import pytest
from known_side import EML
from quick_world import Template
from reply_world import CONTACT, NOW, OWN
from sqlalchemy import select

from mail.desk.explaining import Surroundings, explain
from mail.desk.inbox_errors import NotAMail
from mail.rules.model import Limits
from state.tables import Base

AROUND = Surroundings(OWN)
MAILS = sorted(EML.glob("*.eml"))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    return Template(tmp_path_factory.mktemp("mau"))


@pytest.fixture
def world(template, tmp_path):
    found = template.copy(tmp_path)
    yield found
    found.database.close()


def told(world, raw: bytes, now=NOW, around=AROUND):
    with world.units() as store:
        found = explain(store, raw, now, around)
        assert not store.session.new | store.session.dirty | store.session.deleted
    return found


def dump(world):
    """Every row of every table."""
    with world.units() as store:
        return {table.name: store.session.execute(select(table)).all() for table in Base.metadata.sorted_tables}


def test_explaining_leaves_no_row_and_no_event(world):
    world.put("three-duties")
    world.gather()
    before = dump(world)
    for path in MAILS:
        json.dumps(told(world, path.read_bytes()))
    assert dump(world) == before


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_the_inbox_does_what_was_explained(world, path):
    said = told(world, path.read_bytes())
    world.box.put(path.read_bytes())
    world.gather()
    (reply,) = world.replies()
    assert (said["kind"], said["outcome"], said["rule"]) == (reply.kind, reply.outcome, reply.rule)
    assert (said["reason"], said["sender"]["trust"]) == (reply.reason, reply.trust)
    assert said["agency"] == (reply.agency.code if reply.agency else None)
    if reply.outcome == "record" and reply.kind == "answer":
        for one in said["assignments"]:
            (answer,) = world.answers(one["code"])
            assert (one["status"], one["percent"]) == (answer.status, answer.percent)
            assert one["text"] == answer.narrative
            assert len(one["values"]) == len(answer.figures)


def test_a_copy_names_the_mail_that_it_repeats(world):
    world.write("HT26-031: đã hoàn thành", number=1)
    raw = world.box.mails[0].raw
    world.gather()
    again = told(world, raw.replace(b"tra-loi-1", b"tra-loi-2"), NOW + timedelta(days=1))
    assert (again["outcome"], again["rule"], again["duplicate_of"]) == ("ignore", "duplicate", 1)
    same = told(world, raw, NOW + timedelta(days=30))
    assert (same["outcome"], same["duplicate_of"], same["assignments"]) == ("ignore", 1, [])
    assert same["recorded"]["outcome"] == "record"


@pytest.mark.parametrize(
    ("sender", "suggested"),
    [(CONTACT, "người gửi là đầu mối"), ("aido@xamau.example", "người gửi cùng tên miền"), ("aido@gmail.com", None)],
)
def test_a_mail_without_a_letter_comes_with_whose_it_may_be(world, sender, suggested):
    raw = f"From: {sender}\r\nTo: bao-cao@dondoc.example\r\nSubject: Bao cao\r\n\r\nDa hoan thanh.\r\n".encode()
    said = told(world, raw)
    assert (said["kind"], said["outcome"], said["agency"]) == ("unmatched", "hold", None)
    assert [one["why"] for one in said["suggestions"]] == ([suggested] if suggested else [])
    if suggested:
        (one,) = said["suggestions"]
        assert (one["agency"], one["codes"]) == ("xa-mau", ["HT26-031", "HT26-032", "HT26-033"])


def test_of_a_mail_that_is_too_large_the_head_is_read(world):
    raw = (EML / "gmail-vi.eml").read_bytes()
    said = told(world, raw + b"\n" + b"x" * 70_000, around=Surroundings(OWN, Limits(max_size=len(raw))))
    assert (said["rule"], said["outcome"], said["assignments"]) == ("oversize", "hold", [])


@pytest.mark.parametrize(
    "raw", [b"", b" \r\n ", b"\xd0\xcf\x11\xe0rest", b"%PDF-1.4\n%\xe2\xe3", b"PK\x03\x04", b"\0" * 99]
)
def test_what_is_no_mail_is_refused(world, raw):
    with pytest.raises(NotAMail):
        told(world, raw)
