"""Waiting for mail: at once where the box can say so, by looking where it cannot; what is unreadable stops nobody."""

import logging
import os
import threading
import time
from contextlib import contextmanager

import pytest
from imap_server import Wire, can_run, dovecot
from imapclient import IMAPClient

from mail.errors import BoxUnavailable
from mail.incoming import imap
from mail.incoming.imap import Imap, ImapBox
from mail.incoming.sources import DropFolder, Maildir
from mail.post.server import deliver, mails_in
from mail.post.verdict import Security


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    if not can_run():
        pytest.skip("Dovecot chưa cài hoặc không chạy với quyền root")
    with dovecot(tmp_path_factory.mktemp("imap") / "imap") as port:
        yield port


@pytest.fixture
def port(running):
    """The port of a server with an empty mailbox."""
    with IMAPClient("127.0.0.1", running, ssl=False) as client:
        client.login("bao-cao", "secret")
        client.select_folder("INBOX")
        client.delete_messages(client.search("ALL"))
        client.expunge()
    return running


def a_mail(number):
    return f"Message-ID: <{number}@mau.example>\r\nSubject: {number}\r\n\r\nThân thư {number}\r\n".encode()


def box(port):
    return ImapBox("127.0.0.1", port, "bao-cao", "secret", Security.NONE, timeout=10.0)


def put(port, *mails):
    with IMAPClient("127.0.0.1", port, ssl=False) as client:
        client.login("bao-cao", "secret")
        for mail in mails:
            client.append("INBOX", mail)


@contextmanager
def soon(work, seconds=0.3):
    timer = threading.Timer(seconds, work)
    timer.start()
    try:
        yield
    finally:
        timer.join()


def waited(source, seconds):
    began = time.monotonic()
    return source.wait(seconds), time.monotonic() - began


def test_a_mail_that_comes_while_we_wait_is_known_at_once_and_fetched_in_the_same_session(port):
    source = Imap(box(port))
    assert list(source.fetch()) == []
    assert waited(source, 0.2)[0] is False
    with soon(lambda: put(port, a_mail(1))):
        news, seconds = waited(source, 8.0)
    assert news
    assert seconds < 2.0
    (one,) = source.fetch()
    assert one.raw == a_mail(1)
    source.done(one)
    # What lies there but is not new wakes nobody; the next mail does.
    put(port, a_mail(2))
    assert source.wait(1.0)
    source.close()
    again = Imap(box(port))
    assert len(list(again.fetch())) == 1
    assert waited(again, 0.3)[0] is False
    again.close()


def test_a_session_that_idles_too_long_is_renewed_before_the_server_ends_it(port, monkeypatch):
    source = Imap(box(port))
    list(source.fetch())
    source.wait(0.05)
    monkeypatch.setattr(imap, "RENEW_SECONDS", 0.0)
    assert source.wait(0.05)
    assert list(source.fetch()) == []
    monkeypatch.undo()
    with soon(lambda: put(port, a_mail(1)), 0.1):
        assert source.wait(5.0)
    source.close()


def test_a_server_that_goes_away_while_we_wait_is_noticed_and_connected_to_again(port):
    wire = Wire(port)
    source = Imap(box(wire.port))
    list(source.fetch())
    source.wait(0.05)
    wire.cut()
    # No error, no news, and no busy loop.
    results = [waited(source, 0.1) for _ in range(3)]
    assert not any(news for news, _ in results)
    assert all(seconds >= 0.09 for _, seconds in results)
    with pytest.raises(BoxUnavailable):
        list(source.fetch())
    source.close()


def test_a_box_that_was_never_opened_waits_in_peace():
    news, seconds = waited(Imap(box(1)), 0.05)
    assert (news, seconds >= 0.05) == (False, True)


@pytest.mark.parametrize("kind", [Maildir, DropFolder])
def test_folders_wait_by_looking(tmp_path, kind):
    def put_one(number):
        if kind is Maildir:
            deliver(tmp_path / "box", a_mail(number))
        else:
            (tmp_path / "box" / f"{number}.eml").write_bytes(a_mail(number))

    (tmp_path / "box").mkdir()
    source = kind(tmp_path / "box")
    assert list(source.fetch()) == []
    assert waited(source, 0.05)[0] is False
    with soon(lambda: put_one(1), 0.02):
        assert source.wait(0.2)
    assert source.wait(0.0)
    (one,) = source.fetch()
    # A mail that was met and stays there is not new.
    assert not source.wait(0.0)
    source.done(one)
    assert not source.wait(0.0)


def test_a_folder_that_is_gone_is_no_news(tmp_path):
    assert not DropFolder(tmp_path / "none").wait(0.0)
    assert not Maildir(tmp_path / "none").wait(0.0)


def strange_files(folder):
    (folder / "thư mục.eml").mkdir()
    (folder / "mất.eml").symlink_to(folder / "không có")
    (folder / "lạ.eml").symlink_to(__file__)
    (folder / "rỗng.eml").write_bytes(b"")
    os.mkfifo(folder / "ống.eml")
    (folder / "~$thư.tmp").write_bytes(b"x")


def test_what_people_drop_by_mistake_keeps_no_mail_from_being_taken(tmp_path):
    strange_files(tmp_path)
    (tmp_path / "THƯ.EML").write_bytes(a_mail(1))
    source = DropFolder(tmp_path)
    (one,) = source.fetch()
    source.done(one)
    assert list(source.fetch()) == []
    assert not source.wait(0.0)
    assert [path.name for path in (tmp_path / "processed").iterdir()] == ["THƯ.EML"]


def test_a_file_that_cannot_be_opened_is_said_once_and_the_others_are_taken(tmp_path, monkeypatch, caplog):
    for number in (1, 2):
        (tmp_path / f"{number}.eml").write_bytes(a_mail(number))
    source = DropFolder(tmp_path)
    opening = type(tmp_path).open

    def locked(path, *words, **options):
        if path.name == "1.eml":
            raise PermissionError(13, "Permission denied")
        return opening(path, *words, **options)

    with caplog.at_level(logging.WARNING), monkeypatch.context() as patch:
        patch.setattr(type(tmp_path), "open", locked)
        for _ in range(3):
            assert [one.raw for one in source.fetch()] == [a_mail(2)]
    assert caplog.text.count("Không đọc hoặc không chuyển được thư 1.eml") == 1
    # Somebody closes the program that held it, and saves it anew.
    (tmp_path / "1.eml").write_bytes(a_mail(1) + b"x")
    assert len(list(source.fetch())) == 2


def test_a_folder_in_which_nothing_can_be_moved_is_not_read_for_ever(tmp_path, caplog):
    (tmp_path / "1.eml").write_bytes(a_mail(1))
    (tmp_path / "processed").write_bytes(b"a file where the folder should be")
    source = DropFolder(tmp_path)
    (one,) = source.fetch()
    source.done(one)
    assert "Không đọc hoặc không chuyển được thư 1.eml" in caplog.text
    assert list(source.fetch()) == []


def test_a_file_that_is_still_being_copied_is_left_alone(tmp_path):
    (tmp_path / "1.eml").write_bytes(a_mail(1))
    patient = DropFolder(tmp_path, rest=0.3)
    assert list(patient.fetch()) == []
    assert not patient.wait(0.0)
    assert patient.wait(0.35)
    (one,) = patient.fetch()
    assert one.raw == a_mail(1)


def test_a_mail_that_cannot_be_read_keeps_no_other_in_the_maildir(tmp_path, caplog):
    deliver(tmp_path / "box", a_mail(1))
    (tmp_path / "box" / "new" / "0.loop").symlink_to("0.loop")
    assert [one.raw for one in Maildir(tmp_path / "box").fetch()] == [a_mail(1)]
    assert len(list(mails_in(tmp_path / "box"))) == 1
