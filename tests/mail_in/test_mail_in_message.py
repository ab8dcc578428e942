"""Messages: headers, charsets, HTML, attachments; and that no garbage raises."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_side import EML, FakeKnown, letter

from mail.attachments import MAX_FILE, FileVerdict, attach, examine, safe_name, within_limits
from mail.charset import clean, decode, fold
from mail.html_text import to_text
from mail.message import parse
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


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


TYPES = {"[Content_Types].xml": b"<Types/>"}


@pytest.mark.parametrize(
    ("name", "content", "verdict"),
    [
        ("a.pdf", b"%PDF-1.7\n", FileVerdict.ACCEPTED),
        ("a.pdf", b"MZ%PDF-", FileVerdict.MISMATCH),
        ("a.docx", zipped(**TYPES, word__document=b""), FileVerdict.ACCEPTED),
        ("a.xlsx", zipped(**TYPES, xl__workbook=b""), FileVerdict.ACCEPTED),
        ("a.docx", zipped(**TYPES, xl__workbook=b""), FileVerdict.MISMATCH),
        ("a.xlsx", zipped(**TYPES, xl__a=b"", **{"xl/vbaProject.bin": b""}), FileVerdict.MACRO),
        ("a.docx", zipped(**{"word/../../x": b""}), FileVerdict.BAD_ENTRY),
        ("a.docx", zipped(**{"/etc/x": b""}), FileVerdict.BAD_ENTRY),
        ("a.docx", zipped(x=b"\0" * (5 * 1024 * 1024)), FileVerdict.BOMB),
        ("a.docx", zipped(**{f"w{n}": b"" for n in range(2_001)}), FileVerdict.BOMB),
        ("a.docx", b"PK\x03\x04", FileVerdict.BROKEN),
        ("a.odt", zipped(mimetype=b"application/vnd.oasis.opendocument.text"), FileVerdict.ACCEPTED),
        ("a.ods", zipped(mimetype=b"application/vnd.oasis.opendocument.text"), FileVerdict.MISMATCH),
        ("a.zip", zipped(a=b"b"), FileVerdict.ARCHIVE),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileVerdict.ACCEPTED),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "_VBA_PROJECT".encode("utf-16-le"), FileVerdict.MACRO),
        ("a.JPG", b"\xff\xd8\xff\xe0", FileVerdict.ACCEPTED),
        ("a.exe", b"MZ", FileVerdict.UNKNOWN_TYPE),
        ("khong-duoi", b"x", FileVerdict.UNKNOWN_TYPE),
        ("a.pdf", b"%PDF-" + b"x" * MAX_FILE, FileVerdict.TOO_LARGE),
    ],
)
def test_files_are_examined_by_name_and_by_content(name, content, verdict):
    assert examine(name, content) is verdict


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\Báo cáo.docx", "Báo cáo.docx"),
        (unicodedata.normalize("NFD", "Báo cáo.docx"), "Báo cáo.docx"),
        ("a\u202excod.exe", "axcod.exe"),
        ("", "tep-dinh-kem"),
        ("..", "tep-dinh-kem"),
    ],
)
def test_names_are_never_paths(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_extension():
    name = safe_name("ệ" * 200 + ".docx")
    assert name.endswith(".docx")
    assert len(name.encode()) <= 120


def test_too_many_files_and_too_many_bytes_are_held():
    files = within_limits([attach("a.pdf", "application/pdf", b"%PDF-")] * 12)
    assert [file.verdict for file in files[9:]] == [FileVerdict.ACCEPTED, FileVerdict.TOO_MANY, FileVerdict.TOO_MANY]
    big = within_limits([attach("a.pdf", "application/pdf", b"%PDF-" + b"x" * (9 * 1024 * 1024))] * 3)
    assert [file.verdict for file in big] == [FileVerdict.ACCEPTED, FileVerdict.ACCEPTED, FileVerdict.TOO_LARGE]


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
