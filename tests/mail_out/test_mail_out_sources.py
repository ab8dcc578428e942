"""Fetching: every mail once, none lost, nothing marked as read, whatever the place."""

import os
from dataclasses import replace

import pytest
from imap_server import can_run, dovecot
from imapclient import IMAPClient

from mail.errors import BoxUnavailable, NotEncrypted
from mail.incoming.imap import Imap, ImapBox
from mail.incoming.sources import HEAD, DropFolder, Maildir
from mail.post.server import deliver, mails_in
from mail.post.verdict import Security

needs_dovecot = pytest.mark.skipif(not can_run(), reason="Dovecot chưa cài hoặc không chạy với quyền root")


def a_mail(number, size=0):
    return f"Message-ID: <{number}@mau.example>\r\nSubject: {number}\r\n\r\nThân thư {number}{'x' * size}\r\n".encode()


def test_a_maildir_shows_a_mail_until_it_is_done(tmp_path):
    for number in range(3):
        deliver(tmp_path / "inbox", a_mail(number))
    source = Maildir(tmp_path / "inbox")
    fetched = list(source.fetch())
    assert [one.raw for one in fetched] == [a_mail(number) for number in range(3)]
    assert [one.raw for one in source.fetch()] == [one.raw for one in fetched]
    source.done(fetched[0])
    source.done(fetched[0])
    assert [one.uid for one in source.fetch()] == [one.uid for one in fetched[1:]]
    (kept,) = mails_in(tmp_path / "inbox" / ".Processed")
    assert kept.read_bytes() == a_mail(0)


def test_a_mail_that_a_person_opened_is_still_fetched(tmp_path):
    path = deliver(tmp_path / "inbox", a_mail(1))
    (before,) = Maildir(tmp_path / "inbox").fetch()
    path.rename(tmp_path / "inbox" / "cur" / f"{path.name}:2,S")
    (after,) = Maildir(tmp_path / "inbox").fetch()
    assert (after.uid, after.raw) == (before.uid, before.raw)
    Maildir(tmp_path / "inbox").done(after)
    assert list(Maildir(tmp_path / "inbox").fetch()) == []


def test_a_batch_has_a_limit_and_the_rest_comes_next(tmp_path):
    for number in range(5):
        deliver(tmp_path / "inbox", a_mail(number))
    source = Maildir(tmp_path / "inbox")
    assert len(list(source.fetch(limit=2))) == 2


@pytest.mark.parametrize("kind", [Maildir, DropFolder])
def test_of_a_mail_over_the_limit_only_the_beginning_is_read(tmp_path, kind):
    if kind is Maildir:
        deliver(tmp_path / "box", a_mail(1, size=HEAD * 2))
    else:
        (tmp_path / "box").mkdir()
        (tmp_path / "box" / "a.eml").write_bytes(a_mail(1, size=HEAD * 2))
    source = kind(tmp_path / "box", size_limit=HEAD)
    (one,) = source.fetch()
    assert (len(one.raw), one.size, one.truncated) == (HEAD, len(a_mail(1, size=HEAD * 2)), True)
    source.done(one)
    assert list(source.fetch()) == []


@pytest.mark.parametrize("kind", [Maildir, DropFolder])
def test_a_place_that_is_not_there_is_said_in_words(tmp_path, kind):
    with pytest.raises(BoxUnavailable, match="chưa có thư mục này"):
        list(kind(tmp_path / "none").fetch())


def test_files_dropped_by_people_are_taken_once_and_never_overwritten(tmp_path):
    source = DropFolder(tmp_path)
    (tmp_path / "thư.eml").write_bytes(a_mail(1))
    (tmp_path / "ghi chú.txt").write_bytes(b"x")
    (first,) = source.fetch()
    source.done(first)
    (tmp_path / "thư.eml").write_bytes(a_mail(2))
    (second,) = source.fetch()
    assert first.uid != second.uid
    source.done(second)
    assert list(source.fetch()) == []
    kept = sorted((tmp_path / "processed").iterdir())
    assert [path.name for path in kept] == ["thư-1.eml", "thư.eml"]
    assert {path.read_bytes() for path in kept} == {a_mail(1), a_mail(2)}
    assert (tmp_path / "ghi chú.txt").exists()


def box(port, **options):
    return ImapBox("127.0.0.1", port, "bao-cao", "secret", Security.NONE, timeout=10.0, **options)


def fill(port, *mails):
    with IMAPClient("127.0.0.1", port, ssl=False) as client:
        client.login("bao-cao", "secret")
        for mail in mails:
            client.append("INBOX", mail)


def flags(port, folder):
    with IMAPClient("127.0.0.1", port, ssl=False) as client:
        client.login("bao-cao", "secret")
        client.select_folder(folder, readonly=True)
        return [
            tuple(flag for flag in value[b"FLAGS"] if flag != b"\\Recent")
            for value in client.fetch(client.search("ALL"), ["FLAGS"]).values()
        ]


@needs_dovecot
@pytest.mark.parametrize("move", [True, False])
def test_imap_shows_a_mail_until_it_is_done_and_marks_nothing(tmp_path, move):
    with dovecot(tmp_path / "imap", move=move) as port:
        fill(port, a_mail(1), a_mail(2))
        source = Imap(box(port))
        first, second = source.fetch()
        assert (first.raw, second.raw) == (a_mail(1), a_mail(2))
        assert first.size == len(a_mail(1))
        assert flags(port, "INBOX") == [(), ()]
        source.done(first)
        source.close()
        again = Imap(box(port))
        assert [(one.uidvalidity, one.uid) for one in again.fetch()] == [(second.uidvalidity, second.uid)]
        again.close()
        assert len(flags(port, "Processed")) == 1


@needs_dovecot
def test_imap_reads_only_the_beginning_of_a_mail_over_the_limit(tmp_path):
    with dovecot(tmp_path / "imap") as port:
        fill(port, a_mail(1, size=HEAD * 2), a_mail(2))
        source = Imap(box(port, size_limit=HEAD))
        large, small = source.fetch()
        assert (len(large.raw), large.truncated) == (HEAD, True)
        assert large.size == len(a_mail(1, size=HEAD * 2))
        assert (small.raw, small.truncated) == (a_mail(2), False)
        source.close()


@needs_dovecot
def test_a_rebuilt_imap_box_loses_no_mail(tmp_path):
    with dovecot(tmp_path / "imap") as port:
        fill(port, a_mail(1))
        old = Imap(box(port))
        (before,) = old.fetch()
        old.close()
        for name in os.listdir(tmp_path / "imap" / "mail"):
            if name.startswith("dovecot"):
                (tmp_path / "imap" / "mail" / name).unlink()
        with IMAPClient("127.0.0.1", port, ssl=False) as client:
            client.login("bao-cao", "secret")
            client.delete_folder("Processed")
        new = Imap(box(port))
        (after,) = new.fetch()
        assert after.raw == before.raw
        new.done(replace(after, uidvalidity="1"))
        assert len(list(new.fetch())) == 1
        new.close()


@needs_dovecot
def test_a_wrong_password_of_the_box_is_said_in_words(tmp_path):
    with dovecot(tmp_path / "imap") as port, pytest.raises(BoxUnavailable, match="Không mở được hộp thư"):
        list(Imap(ImapBox("127.0.0.1", port, "bao-cao", "x", Security.NONE, timeout=10.0)).fetch())


def test_a_server_that_is_not_there_is_said_in_words():
    with pytest.raises(BoxUnavailable):
        list(Imap(box(1)).fetch())


def test_a_mailbox_is_never_opened_in_the_clear():
    with pytest.raises(NotEncrypted):
        Imap(ImapBox("mail.dondoc.example", 143, "u", "p", Security.NONE))


def test_the_password_of_the_box_stands_in_no_text_about_it():
    assert "secret" not in repr(box(1))
