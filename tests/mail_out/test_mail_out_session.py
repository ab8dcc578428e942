"""Handing over: what the server says, what happens when it hangs up, and who may be trusted."""

from datetime import datetime

import pytest
from smtp_servers import Recorder, certificate, smtp

from mail.errors import LoginRefused, NotEncrypted, Unreachable
from mail.letters.letter import Rendered
from mail.post.build import Person, Posting, Purpose, build_message
from mail.post.session import PostSession, is_loopback
from mail.post.verdict import Refusal, Security, Server
from state.clock import ZONE

A, B = "a@mau.example", "b@mau.example"
ENVELOPE = "bounce+abcdefghij234567@dondoc.example"


def a_mail(*addresses):
    posting = Posting(
        "<dondoc.1@dondoc.example>",
        Person("Sở Mẫu", "bao-cao@dondoc.example"),
        tuple(Person("Xã Mẫu", one) for one in addresses or (A,)),
        datetime(2025, 12, 1, 8, 0, tzinfo=ZONE),
        Purpose.REQUEST,
    )
    return build_message(Rendered("Chủ đề", "Thư\n", "<p>Thư</p>\n"), posting)


def loopback(port, **options):
    return Server("127.0.0.1", port, Security.NONE, timeout=5.0, **options)


def test_a_letter_arrives_with_its_own_return_path():
    recorder = Recorder()
    with smtp(recorder) as server, PostSession(loopback(server.port)) as session:
        delivery = session.send(a_mail(), [A, B], ENVELOPE)
    assert delivery.accepted == (A, B)
    assert delivery.sentence == f"Máy chủ thư đã nhận thư cho {A}, {B}."
    ((sender, recipients, content),) = recorder.mails
    assert (sender, recipients) == (ENVELOPE, [A, B])
    assert content.count(b"Message-ID: <dondoc.1@dondoc.example>") == 1


def test_a_receipt_leaves_with_the_null_return_path():
    recorder = Recorder()
    with smtp(recorder) as server, PostSession(loopback(server.port)) as session:
        session.send(a_mail(), [A], "")
    assert recorder.mails[0][0] == "<>"


def test_many_letters_use_one_session_and_a_new_one_begins_after_the_limit():
    recorder = Recorder()
    with smtp(recorder) as server, PostSession(loopback(server.port), per_session=3) as session:
        for _ in range(7):
            assert session.send(a_mail(), [A], ENVELOPE).accepted
    assert recorder.connections == 3
    assert len(recorder.mails) == 7


@pytest.mark.parametrize(
    ("replies", "accepted", "permanent", "temporary", "words"),
    [
        ({A: "550 5.1.1 no such user"}, (B,), False, False, "không có hộp thư này (550 5.1.1 no such user)"),
        ({A: "550 5.1.1 x", B: "550 5.1.1 x"}, (), True, False, "không có hộp thư này"),
        ({A: "450 4.2.1 busy", B: "550 5.1.1 x"}, (), False, True, "tạm thời chưa nhận (450 4.2.1 busy)"),
        ({A: "552 5.2.2 full", B: "552 5.2.2 full"}, (), True, False, "hộp thư đầy hoặc thư quá lớn"),
        ({"DATA": "451 4.3.0 later"}, (), False, True, "tạm thời chưa nhận (451 4.3.0 later)"),
        ({"DATA": "554 5.7.1 spam"}, (), True, False, "bị chính sách của máy chủ chặn (554 5.7.1 spam)"),
        ({"MAIL": "553 5.7.0 not you"}, (), True, False, "bị chính sách"),
        ({}, (A, B), False, False, "đã nhận thư"),
    ],
)
def test_every_answer_of_the_server_becomes_a_decision_and_a_sentence(replies, accepted, permanent, temporary, words):
    with smtp(Recorder(replies)) as server, PostSession(loopback(server.port)) as session:
        delivery = session.send(a_mail(A, B), [A, B], ENVELOPE)
    assert (delivery.accepted, delivery.permanent, delivery.temporary) == (accepted, permanent, temporary)
    assert words in delivery.sentence
    assert not delivery.uncertain


def test_a_refused_letter_does_not_spoil_the_session():
    recorder = Recorder({A: ["550 5.1.1 x"]})
    with smtp(recorder) as server, PostSession(loopback(server.port)) as session:
        assert session.send(a_mail(), [A], ENVELOPE).permanent
        assert session.send(a_mail(), [A], ENVELOPE).accepted
    assert recorder.connections == 1


@pytest.mark.parametrize("bad_end", ["hang up", "421 4.3.2 closing"])
@pytest.mark.parametrize("command", ["MAIL", A])
def test_an_old_session_that_broke_before_the_text_is_renewed_and_sends_once(command, bad_end):
    recorder = Recorder({command: [None, bad_end]})
    with smtp(recorder) as server, PostSession(loopback(server.port)) as session:
        assert session.send(a_mail(), [A], ENVELOPE).accepted
        assert session.send(a_mail(), [A], ENVELOPE).accepted
    assert len(recorder.mails) == 2
    assert recorder.connections == 2


def test_a_connection_that_breaks_within_the_text_is_uncertain_and_never_repeated():
    recorder = Recorder({"DATA": [None, "hang up"]})
    with smtp(recorder) as server, PostSession(loopback(server.port)) as session:
        session.send(a_mail(), [A], ENVELOPE)
        delivery = session.send(a_mail(), [A], ENVELOPE)
        assert delivery.uncertain
        assert not delivery.permanent
        assert not delivery.temporary
        assert "cần người kiểm tra" in delivery.sentence
        assert len(recorder.mails) == 1
        assert session.send(a_mail(), [A], ENVELOPE).accepted


def test_a_server_that_always_hangs_up_is_a_temporary_failure():
    with smtp(Recorder({"MAIL": "hang up"})) as server, PostSession(loopback(server.port)) as session:
        delivery = session.send(a_mail(), [A], ENVELOPE)
    assert delivery.temporary
    assert "mất kết nối (máy chủ đóng kết nối)" in delivery.sentence


def test_a_server_that_restarted_in_a_pause_is_found_out_before_the_mail():
    first, second = Recorder(), Recorder()
    with smtp(first) as server:
        session = PostSession(loopback(server.port), idle=-1.0)
        assert session.send(a_mail(), [A], ENVELOPE).accepted
    with session, smtp(second, port=server.port):
        assert session.send(a_mail(), [A], ENVELOPE).accepted
    assert len(second.mails) == 1
    assert second.connections == 1


def test_closing_twice_or_after_the_server_has_gone_is_harmless():
    with smtp(Recorder()) as server:
        session = PostSession(loopback(server.port))
        session.send(a_mail(), [A], ENVELOPE)
    session.close()
    session.close()


def test_nobody_listening_is_said_in_words_and_nothing_is_lost():
    with smtp(Recorder()) as server:
        port = server.port
    with pytest.raises(Unreachable, match=r"không có dịch vụ ở cổng này.*Các thư vẫn nằm trong hàng chờ"):
        PostSession(loopback(port)).send(a_mail(), [A], ENVELOPE)


def test_a_wrong_password_is_said_in_words():
    recorder = Recorder()
    options = {"authenticator": recorder.check_login, "auth_require_tls": False}
    with smtp(recorder, **options) as server:
        with PostSession(loopback(server.port, user="bao-cao@dondoc.example", password="secret")) as session:
            assert session.send(a_mail(), [A], ENVELOPE).accepted
        with pytest.raises(LoginRefused, match=r"từ chối đăng nhập của “bao-cao@dondoc\.example”"):
            PostSession(loopback(server.port, user="bao-cao@dondoc.example", password="x")).send(a_mail(), [A], "")
    assert recorder.logins[0] == b"bao-cao@dondoc.example"


def test_the_password_stands_in_no_text_about_the_server():
    assert "secret" not in repr(loopback(1, user="u", password="secret"))


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.SSL])
def test_only_a_certificate_of_the_own_authority_is_trusted(tmp_path, security):
    ca, context = certificate(tmp_path)
    recorder = Recorder()
    options = {"ssl_context": context} if security is Security.SSL else {"tls_context": context}
    with smtp(recorder, **options) as server:
        trusted = Server("127.0.0.1", server.port, security, ca_file=ca, timeout=5.0)
        with PostSession(trusted) as session:
            assert session.send(a_mail(), [A], ENVELOPE).accepted
        with pytest.raises(Unreachable, match="chứng thư không được tin cậy"):
            PostSession(Server("127.0.0.1", server.port, security, timeout=5.0)).send(a_mail(), [A], ENVELOPE)
    assert len(recorder.mails) == 1


def test_letters_never_cross_a_network_in_the_clear():
    with pytest.raises(NotEncrypted, match="phải dùng kết nối mã hóa"):
        PostSession(Server("mail.dondoc.example", 25, Security.NONE))


def test_a_certificate_file_that_is_missing_is_said_in_words(tmp_path):
    server = Server("127.0.0.1", 1, Security.STARTTLS, ca_file=tmp_path / "none.pem")
    with pytest.raises(Unreachable):
        PostSession(server).send(a_mail(), [A], ENVELOPE)


@pytest.mark.parametrize(
    ("host", "local"), [("127.0.0.1", True), ("::1", True), ("localhost", True), ("10.0.0.1", False), ("x.vn", False)]
)
def test_only_this_machine_is_loopback(host, local):
    assert is_loopback(host) is local


@pytest.mark.parametrize(
    ("code", "text", "dead"),
    [
        (550, "5.1.1 unknown", True),
        (550, "no such user", True),
        (550, "5.7.1 blocked", False),
        (552, "5.2.2 full", False),
        (450, "4.1.1 x", False),
        (553, "5.1.3 bad address", True),
    ],
)
def test_only_words_about_the_address_itself_condemn_a_contact(code, text, dead):
    assert Refusal(code, text).no_such_mailbox is dead
