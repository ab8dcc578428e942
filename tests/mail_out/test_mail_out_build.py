"""Headers and parts as another program reads them: parsed again from the bytes by the compat32 parser."""

import unicodedata
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import getaddresses, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.errors import BadAddress, BadMessageId
from mail.letters.letter import Rendered
from mail.post.build import Person, Posting, Purpose, build_message
from mail.post.headers import address, address_header, encoded, identifier_header, is_address, one_line, text_header
from mail.token import TOKEN, bounce_address, new_message_id, new_token, split_tag, tagged, token_in
from state.clock import ZONE
from state.post.outbox import Enclosure

NAME = "UBND xã Tân Lập, huyện Yên Mỹ (tỉnh “Mẫu”) – Văn phòng"
RENDERED = Rendered(
    "[HT26] Hạn 17/12: 6 nhiệm vụ cần báo cáo (còn 3 ngày)", "Kính gửi: …\nDòng hai\n", "<p>Kính gửi</p>\n"
)
POSTING = Posting(
    message_id="<dondoc.1@dondoc.example>",
    sender=Person("Sở Giáo dục và Đào tạo, tỉnh Mẫu", "bao-cao@dondoc.example"),
    to=(Person(NAME, "xa@mau.example"), Person("Plain, Name", "b@mau.example")),
    date=datetime(2025, 12, 1, 8, 0, tzinfo=ZONE),
    purpose=Purpose.REQUEST,
    reply_to="bao-cao+abcdefghij234567@dondoc.example",
    cc=(Person("", "c@mau.example"),),
    references=("<first@dondoc.example>",),
)


def read(rendered=RENDERED, posting=POSTING):
    return message_from_bytes(build_message(rendered, posting).as_bytes())


def decoded(value):
    return str(make_header(decode_header(value)))


def people(header):
    return [(decoded(name), email) for name, email in getaddresses([header.replace("\n", "")])]


def test_names_with_commas_stay_one_recipient_each():
    message = read()
    assert people(message["To"]) == [(NAME, "xa@mau.example"), ("Plain, Name", "b@mau.example")]
    assert people(message["Cc"]) == [("", "c@mau.example")]
    assert people(message["From"]) == [("Sở Giáo dục và Đào tạo, tỉnh Mẫu", "bao-cao@dondoc.example")]


def test_both_alternatives_arrive_whole():
    message = read()
    plain, html = message.get_payload()
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in (plain, html)] == ["text/plain", "text/html"]
    assert [part["Content-Transfer-Encoding"] for part in (plain, html)] == ["base64", "base64"]
    assert plain.get_payload(decode=True).decode().replace("\r\n", "\n") == RENDERED.text
    assert html.get_payload(decode=True).decode().replace("\r\n", "\n") == RENDERED.html


def test_a_request_tells_machines_to_be_quiet_but_lets_bounces_through():
    message = read()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Precedence"] is None
    assert message["X-Loop"] is None


def test_a_receipt_carries_every_mark_against_loops():
    message = read(posting=replace(POSTING, purpose=Purpose.RECEIPT))
    marks = [message[name] for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence", "X-Loop")]
    assert marks == ["auto-replied", "All", "bulk", "bao-cao@dondoc.example"]


def test_thread_headers_name_the_first_letter_and_the_one_that_is_answered():
    message = read(posting=replace(POSTING, in_reply_to="<second@dondoc.example>"))
    assert message["In-Reply-To"] == "<second@dondoc.example>"
    assert message["References"].split() == ["<first@dondoc.example>", "<second@dondoc.example>"]


@pytest.mark.parametrize("length", [20, 76, 200, 480])
def test_a_long_identifier_of_somebody_else_is_never_re_encoded(length):
    identifier = f"<{'x' * length}@mau.example>"
    message = read(posting=replace(POSTING, in_reply_to=identifier))
    assert message["In-Reply-To"] == identifier
    assert message["References"].split()[-1] == identifier


def test_every_header_stands_once_and_every_line_is_short_ascii():
    head, _, _ = build_message(RENDERED, POSTING).as_bytes().partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")
    names = [line.partition(":")[0].lower() for line in lines if not line.startswith(" ")]
    assert len(names) == len(set(names))
    assert names.count("message-id") == 1
    assert max(len(line) for line in lines) <= 78


def test_the_whole_mail_is_seven_bit_with_smtp_line_ends():
    raw = build_message(RENDERED, POSTING).as_bytes()
    assert raw.isascii()
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78


def test_the_date_keeps_the_time_zone():
    assert parsedate_to_datetime(read()["Date"]) == POSTING.date


@pytest.mark.parametrize("breaker", ["\r\n", "\n", "\r", "\x00", "\x85", "\u2028", "\u2029", "\x0b"])
def test_line_ends_in_text_cannot_add_a_header(breaker):
    evil = f"Báo cáo{breaker}Bcc: x@evil.example{breaker}{breaker}thân thư"
    rendered = replace(RENDERED, subject=evil)
    posting = replace(POSTING, sender=Person(evil, "bao-cao@dondoc.example"), to=(Person(evil, "xa@mau.example"),))
    message = read(rendered, posting)
    assert message["Bcc"] is None
    assert decoded(message["Subject"]) == "Báo cáo Bcc: x@evil.example thân thư"
    assert people(message["To"]) == [("Báo cáo Bcc: x@evil.example thân thư", "xa@mau.example")]


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "xa",
        "xa@",
        "@mau.example",
        "xa@mau.example, y@mau.example",
        "xa@mau.example\r\nBcc: y@evil.example",
        "xã@mau.example",
        "xa@máu.example",
        "Tên <xa@mau.example>",
        "x" * 65 + "@mau.example",
        "xa @mau.example",
        "xa@mau..example",
    ],
)
def test_a_wrong_address_is_refused_with_a_sentence(bad):
    assert not is_address(bad)
    with pytest.raises(BadAddress, match="không hợp lệ"):
        build_message(RENDERED, replace(POSTING, to=(Person("UBND", bad),)))
    if bad:
        with pytest.raises(BadAddress):
            build_message(RENDERED, replace(POSTING, reply_to=bad))


@pytest.mark.parametrize("bad", ["", "x@y", "<x>", "<x@y> <z@y>", "<x@y\r\nBcc: z@y>", "<x y@z>", "<x@y@z<>"])
def test_a_wrong_identifier_is_refused(bad):
    with pytest.raises(BadMessageId):
        build_message(RENDERED, replace(POSTING, message_id=bad))


def test_text_arrives_composed_even_when_it_was_written_decomposed():
    loose = unicodedata.normalize("NFD", "Sở Giáo dục")
    message = read(replace(RENDERED, subject=loose), replace(POSTING, sender=Person(loose, "a@b.example")))
    assert decoded(message["Subject"]) == "Sở Giáo dục"
    assert people(message["From"]) == [("Sở Giáo dục", "a@b.example")]


def test_text_that_looks_like_an_encoded_word_is_not_decoded_by_the_reader():
    tricky = "=?utf-8?b?SGFjaw==?= thường"
    message = read(replace(RENDERED, subject=tricky), replace(POSTING, to=(Person("=?utf-8?q?x?=", "a@b.example"),)))
    assert decoded(message["Subject"]) == tricky
    assert people(message["To"]) == [("=?utf-8?q?x?=", "a@b.example")]


@given(st.text(max_size=200))
def test_any_text_survives_as_a_header(text):
    value = one_line(text.encode("utf-8", "ignore").decode())
    wire = text_header("Subject", value).wire
    assert wire.isascii()
    assert decoded(wire.replace("\n", "")) == value


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=80))
def test_any_display_name_survives_and_stays_one_recipient(text):
    name = one_line(text)
    header = address_header("To", [address(name, "xa@mau.example")])
    assert people(header.wire) == [(name, "xa@mau.example")]


@given(st.text(min_size=1, max_size=120))
def test_encoded_words_keep_to_the_limit_of_the_standard(text):
    value = one_line(text.encode("utf-8", "ignore").decode())
    assert all(len(word) <= 75 for word in encoded(value).split() if word.startswith("=?utf-8?b?"))


def test_identifiers_are_folded_only_between_each_other():
    assert identifier_header("References", ["<a@b>", "<c@d>"]).wire == "<a@b>\n <c@d>"


def test_a_token_fits_a_local_part_and_survives_folding_of_case():
    token = new_token()
    assert TOKEN.fullmatch(token)
    email = tagged("bao-cao@dondoc.example", token)
    assert is_address(email)
    assert token_in(email.upper()) == token
    assert split_tag("Bao-Cao+X@Dondoc.example") == ("bao-cao@dondoc.example", "x")
    assert token_in("bao-cao+abc@dondoc.example") == ""
    assert bounce_address("bao-cao@dondoc.example", token) == f"bounce+{token}@dondoc.example"


def test_tokens_and_identifiers_are_never_the_same_twice():
    assert len({new_token() for _ in range(500)}) == 500
    assert len({new_message_id("dondoc.example") for _ in range(500)}) == 500


def test_a_file_goes_beside_both_alternatives_byte_for_byte():
    file = Enclosure("han-bao-cao.ics", 'text/calendar; method=PUBLISH; charset="utf-8"', b"BEGIN:VCALENDAR\r\n")
    message = read(posting=replace(POSTING, enclosures=(file,)))
    body, attached = message.get_payload()
    assert (message.get_content_type(), body.get_content_type()) == ("multipart/mixed", "multipart/alternative")
    assert [part.get_content_type() for part in body.get_payload()] == ["text/plain", "text/html"]
    assert (attached.get_content_type(), attached.get_param("method")) == ("text/calendar", "PUBLISH")
    assert (attached.get_content_disposition(), attached.get_filename()) == ("attachment", "han-bao-cao.ics")
    assert attached.get_payload(decode=True) == file.content
