"""Messages: headers, charsets, HTML; and that no garbage raises."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_side import EML, FakeKnown, letter

from mail.charset import clean, decode, fold
from mail.html_text import to_text
from mail.incoming.message import parse
from mail.read_reply import read_reply

SAMPLES = sorted(EML.glob("*.eml"))


def test_names_with_commas_and_long_folded_names_come_through_right():
    raw = (
        b"From: =?utf-8?b?VUJORCB4w6MgVMOibiBM4bqtcCwgaHV54buHbiBZw6puIE0=?=\r\n =?utf-8?b?4bu5?= <A@B.example>\r\n"
        b'To: "X, Y" <c@d.example>, e@f.example\r\n\r\n'
    )
    message = parse(raw)
    assert (message.sender, message.sender_name) == ("a@b.example", "UBND xã Tân Lập, huyện Yên Mỹ")
    assert message.to == ("c@d.example", "e@f.example")


def test_line_ends_in_encoded_words_do_not_reach_the_subject():
    subject = parse(b"Subject: =?utf-8?q?a=0D=0ABcc:_b?=\r\n\r\n").subject
    assert subject == "a Bcc: b"


def test_two_senders_are_a_defect():
    assert parse(b"From: a@b.example, c@d.example\r\n\r\nx").defects == ("thư ghi nhiều người gửi",)


def test_the_null_return_path_differs_from_none():
    assert parse(b"Return-Path: <>\r\n\r\n").return_path == ""
    assert parse(b"From: a@b.example\r\n\r\n").return_path is None


@pytest.mark.parametrize("label", ["utf-8", None, "iso-8859-1", "us-ascii", "x-unknown", "punycode", "utf-8; x"])
def test_utf8_is_read_whatever_the_label_says(label):
    assert decode("Đã hoàn thành".encode(), label).text == "Đã hoàn thành"


def test_text_ends_in_nfc_without_control_characters():
    decomposed = unicodedata.normalize("NFD", "Đã hoàn thành")
    assert decode((decomposed + "\x00\u202e\u200b").encode(), "utf-8").text == "Đã hoàn thành"


def test_folding_keeps_every_position():
    text = "Đã HOÀN thành – Ữ Ệ ố “x”"
    assert fold(text) == 'da hoan thanh - u e o "x"'
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Một<br>hai</p><p>ba</p>", "Một\nhai\n\nba"),
        ("<ul><li>một</li><li>hai</li></ul>", "- một\n- hai"),
        ("<table><tr><td>Trạng thái:</td><td>xong</td></tr></table>", "Trạng thái: xong"),
        ('<p>a</p><div style="DISPLAY : none">b</div><span hidden>c</span>', "a"),
        ('<span style="font-size:0px">b</span><p>a</p>', "a"),
        ("<style>p{}</style><script>x</script><p>a</p>", "a"),
        ("<p>a</p><blockquote>b<blockquote>c</blockquote></blockquote>", "a\n\n> b\n>> c\n>>"),
        ("", ""),
        ("<<<", "<<<"),
    ],
)
def test_html_becomes_text(html, text):
    assert to_text(html).rstrip() == text.rstrip()


def test_absurdly_nested_html_is_given_up_at_once():
    assert to_text("<div>" * 100_000 + "x") == ""


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600))
def test_no_garbage_raises(raw):
    message = parse(raw)
    read_reply(message, FakeKnown(letter("one")))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_no_damaged_mail_raises(path: Path, data):
    raw = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        raw[place : place + data.draw(st.integers(1, 40))] = data.draw(st.binary(max_size=8))
    read_reply(parse(bytes(raw)), FakeKnown(letter("three")))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="đãhoàn thành chưa%1234,./:[]()-\nHT26-031CT1Khó khăn>", max_size=300))
def test_no_text_raises_and_no_doubt_is_recorded(text):
    raw = f"From: nguyenvanmau@xamau.example\r\nTo: bao-cao+abcdefghij234567@dondoc.example\r\n\r\n{text}".encode()
    reading = read_reply(parse(raw), FakeKnown(letter("three")))
    if str(reading.verdict.outcome) == "record":
        assert reading.understanding.certain
        assert all(item.status is not None for item in reading.understanding.reported)


def test_deeply_nested_parts_do_not_end_the_process():
    raw = b"From: a@b.example\r\nSubject: x\r\n"
    for number in range(3_000):
        raw += b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number)
    message = parse(raw + b"Content-Type: text/plain\r\n\r\nx")
    assert (message.sender, message.subject) == ("a@b.example", "x")
    assert message.defects


def test_clean_leaves_plain_text_alone():
    assert clean("abc") == "abc"
