"""The embedded server: who gets which mail, in which Maildir, with which traces of the transport."""

import smtplib
from email import message_from_bytes
from email.message import EmailMessage

import pytest

from mail.errors import NotLoopback, Unreachable
from mail.post.server import AGENCIES, INBOX, PostOffice, PostServer, agency_box, mails_in
from mail.token import split_tag

OWN = ("bao-cao@dondoc.example", "bounce@dondoc.example")


def office(tmp_path, **options):
    return PostOffice(tmp_path, OWN, **options)


def post(server, recipients, sender="xa@mau.example", body="Thân thư"):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "xa@mau.example", recipients[0], "Báo cáo"
    message.set_content(body)
    with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as client:
        return client.send_message(message, from_addr=sender, to_addrs=recipients)


def test_own_mail_goes_to_the_inbox_whatever_its_tag(tmp_path):
    with PostServer(office(tmp_path)) as server:
        post(server, ["bao-cao+abcdefghij234567@dondoc.example"])
        post(server, ["BOUNCE+abcdefghij234567@dondoc.example"], sender="")
    first, second = (message_from_bytes(path.read_bytes()) for path in mails_in(tmp_path / INBOX))
    assert first["Delivered-To"] == first["X-Original-To"] == "bao-cao+abcdefghij234567@dondoc.example"
    assert first["Return-Path"] == "<xa@mau.example>"
    assert second["Return-Path"] == "<>"


def test_every_other_recipient_has_a_box_of_its_own(tmp_path):
    with PostServer(office(tmp_path)) as server:
        post(server, ["xa@mau.example", "So+Viec@Mau.example", "bao-cao@dondoc.example"])
    for address in ("xa@mau.example", "so@mau.example"):
        (path,) = mails_in(agency_box(tmp_path, address))
        assert split_tag(message_from_bytes(path.read_bytes())["Delivered-To"])[0] == address
    assert len(mails_in(tmp_path / INBOX)) == 1


def test_the_content_arrives_byte_for_byte(tmp_path):
    body = "Dòng một\r\n.\r\n..hai chấm\r\nTừ: ế ộ ự\r\n"
    with PostServer(office(tmp_path)) as server:
        post(server, ["xa@mau.example"], body=body)
    (path,) = mails_in(agency_box(tmp_path, "xa@mau.example"))
    payload = message_from_bytes(path.read_bytes()).get_payload(decode=True)
    assert payload.decode().replace("\r\n", "\n").rstrip() == body.replace("\r\n", "\n").rstrip()


def test_unknown_mailboxes_are_refused_and_the_others_still_get_the_mail(tmp_path):
    with PostServer(office(tmp_path, unknown=lambda address: address.startswith("cu@"))) as server:
        refused = post(server, ["cu@mau.example", "xa@mau.example"])
    assert refused["cu@mau.example"][0] == 550
    assert b"5.1.1" in refused["cu@mau.example"][1]
    assert not agency_box(tmp_path, "cu@mau.example").exists()
    assert len(mails_in(agency_box(tmp_path, "xa@mau.example"))) == 1


def test_a_mail_over_the_limit_is_refused_before_it_is_sent(tmp_path):
    with PostServer(office(tmp_path, size_limit=2000)) as server:
        with pytest.raises(smtplib.SMTPSenderRefused) as caught:
            post(server, ["xa@mau.example"], body="x" * 5000)
        post(server, ["xa@mau.example"])
    assert caught.value.smtp_code == 552
    assert len(mails_in(agency_box(tmp_path, "xa@mau.example"))) == 1


def test_the_local_secret_logs_in_and_nothing_else_does(tmp_path):
    with PostServer(office(tmp_path, password="bí mật")) as server:
        with smtplib.SMTP("127.0.0.1", server.port, timeout=5) as client:
            client.ehlo()
            assert "auth" in client.esmtp_features
            assert client.docmd("AUTH PLAIN AHgAc2Fp")[0] == 535
    with PostServer(office(tmp_path)) as server, smtplib.SMTP("127.0.0.1", server.port, timeout=5) as client:
        client.ehlo()
        assert "auth" not in client.esmtp_features


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::"])
def test_it_listens_on_this_machine_only(tmp_path, host):
    with pytest.raises(NotLoopback):
        PostServer(office(tmp_path, host=host))


def test_a_taken_port_is_said_in_words(tmp_path):
    with PostServer(office(tmp_path)) as server:
        with pytest.raises(Unreachable):
            PostServer(office(tmp_path, port=server.port)).start()


@pytest.mark.parametrize(
    "address", ["../../etc/passwd@mau.example", "a/b@mau.example", "x" * 150 + "@mau.example", "..@mau.example"]
)
def test_no_address_leads_out_of_the_folder_of_boxes(tmp_path, address):
    box = agency_box(tmp_path, address)
    assert box.parent == tmp_path / AGENCIES
    assert len(box.name) <= 110
    assert not box.name.startswith(".")


def test_two_addresses_that_look_alike_have_two_boxes(tmp_path):
    assert agency_box(tmp_path, "a/b@mau.example") != agency_box(tmp_path, "a_b@mau.example")


def test_stopping_twice_and_starting_again_is_harmless(tmp_path):
    server = PostServer(office(tmp_path))
    server.stop()
    with server:
        post(server, ["xa@mau.example"])
    server.stop()
    assert len(mails_in(agency_box(tmp_path, "xa@mau.example"))) == 1
