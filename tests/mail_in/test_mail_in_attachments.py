"""Attachments: types by name and by content, limits, bombs, tricks; names that are only names."""

import io
import unicodedata
import zipfile

import docx
import pytest
from form_files import document, our_form, part, rezipped, workbook

from mail.files.attachments import MAX_FILE, FileVerdict, attach, examine, safe_name, within_limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def stream(*names: str) -> bytes:
    """What the directory of an old Office file shows of its streams."""
    return OLE + b"".join(name.encode("utf-16-le") for name in names)


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
        ("a.doc", stream("WordDocument"), FileVerdict.ACCEPTED),
        ("a.xls", stream("Workbook", "_VBA_PROJECT"), FileVerdict.MACRO),
        ("a.JPG", b"\xff\xd8\xff\xe0", FileVerdict.ACCEPTED),
        ("a.exe", b"MZ", FileVerdict.EXECUTABLE),
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
        ("Bao cao.pdf" + " " * 80 + ".exe", "Bao cao.pdf .exe"),
        ("Bao cao.docx\u3164\u200b", "Bao cao.docx"),
        ("a\u2067fdp.exe", "afdp.exe"),
        ("CON.docx", "_CON.docx"),
        ("nul", "_nul"),
        ("Contact.docx", "Contact.docx"),
        ('a:b"<c>|?*.docx', "a_b__c____.docx"),
        ("bao cao...", "bao cao"),
        ("\r\nX: y.docx", "X_ y.docx"),
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


RELATION = '<Relationship Id="r9" Type="http://x/{kind}" Target="http://noi-khac.example/a" TargetMode="{mode}"/>'


def related(kind: str, mode: str = "External", form: str = RELATION) -> bytes:
    """A document that refers to something outside."""
    made = document("Báo cáo")
    rels = part(made, "word/_rels/document.xml.rels").decode()
    rels = rels.replace("</Relationships>", form.format(kind=kind, mode=mode) + "</Relationships>")
    return rezipped(made, **{"word/_rels/document.xml.rels": rels.encode()})


def with_field(xml: bytes) -> bytes:
    """A document with a field in its first paragraph."""
    made = document("Báo cáo")
    body = part(made, "word/document.xml").replace(b"<w:t>", xml + b"<w:t>", 1)
    return rezipped(made, **{"word/document.xml": body})


def encrypted_zip() -> bytes:
    content = bytearray(zipped(a=b"b"))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def two_of_one_name() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", b"a")
        archive.writestr("word/document.xml", b"b")
    return out.getvalue()


def macro_enabled() -> bytes:
    types = part(document("x"), "[Content_Types].xml")
    types = types.replace(b"document.main+xml", b"document.macroEnabled.main+xml")
    return rezipped(document("x"), **{"[Content_Types].xml": types})


@pytest.mark.parametrize(
    ("name", "content", "verdict"),
    [
        ("Bieu.xlsx", our_form(), FileVerdict.ACCEPTED),
        ("Bao cao.docx", document("Báo cáo"), FileVerdict.ACCEPTED),
        ("Bao cao.pdf.exe", b"%PDF-1.7", FileVerdict.EXECUTABLE),
        ("Bao cao.js", b"alert(1)", FileVerdict.EXECUTABLE),
        ("Bao cao.LNK", b"L", FileVerdict.EXECUTABLE),
        ("a.pdf", b"", FileVerdict.EMPTY),
        ("a.xlsm", our_form(), FileVerdict.MACRO),
        ("a.docm", b"x", FileVerdict.MACRO),
        ("a.rar", b"Rar!", FileVerdict.ARCHIVE),
        ("a.xlsx", stream("EncryptedPackage", "EncryptionInfo"), FileVerdict.ENCRYPTED),
        ("a.xls", stream("Workbook", "EncryptedPackage"), FileVerdict.ENCRYPTED),
        ("a.xlsx", stream("Workbook"), FileVerdict.MISMATCH),
        ("a.doc", stream("__substg1.0_0037001F"), FileVerdict.MISMATCH),
        ("a.doc", b"{\\rtf1}", FileVerdict.MISMATCH),
        ("a.doc", stream("WordDocument", "\x01Ole10Native"), FileVerdict.ACTIVE),
        ("a.zip", encrypted_zip(), FileVerdict.ENCRYPTED),
        ("a.docx", two_of_one_name(), FileVerdict.BAD_ENTRY),
        ("a.docx", macro_enabled(), FileVerdict.MACRO),
        ("a.xlsx", rezipped(workbook(), **{"xl/macrosheets/sheet1.xml": b""}), FileVerdict.MACRO),
        ("a.xlsx", rezipped(workbook(), **{"xl/externalLinks/externalLink1.xml": b""}), FileVerdict.ACTIVE),
        ("a.xlsx", rezipped(workbook(), **{"xl/connections.xml": b""}), FileVerdict.ACTIVE),
        ("a.docx", rezipped(document("x"), **{"word/embeddings/oleObject1.bin": b""}), FileVerdict.ACTIVE),
        ("a.docx", rezipped(document("x"), **{"word/embeddings/So lieu.xlsx": b""}), FileVerdict.ACCEPTED),
        ("a.docx", rezipped(document("x"), **{"word/media/cai.exe": b""}), FileVerdict.ACTIVE),
        ("a.docx", related("attachedTemplate"), FileVerdict.ACTIVE),
        ("a.docx", related("oleObject", "&#69;xternal"), FileVerdict.ACTIVE),
        ("a.docx", related("image", form=RELATION.replace("<Rel", "<x:Rel").replace('"', "'")), FileVerdict.ACTIVE),
        ("a.docx", related("hyperlink"), FileVerdict.ACCEPTED),
        ("a.docx", with_field(b"<w:instrText> DDEAUTO c:\\\\x </w:instrText>"), FileVerdict.ACTIVE),
        ("a.docx", with_field(b"<w:instrText> DD</w:instrText><w:instrText>E x</w:instrText>"), FileVerdict.ACTIVE),
        ("a.docx", with_field(b"<w:instrText> PAGE </w:instrText>"), FileVerdict.ACCEPTED),
        ("a.docx", b"PK\x03\x04" + b"x" * 50 + document("x"), FileVerdict.MISMATCH),
        ("a.docx", document("x") + b"%PDF-1.7", FileVerdict.MISMATCH),
        ("a.docx", document("x") + b"\0\0", FileVerdict.ACCEPTED),
        ("a.pdf", b"%PDF-1.7\n" + zipped(a=b"b"), FileVerdict.MISMATCH),
        ("a.pdf", b"<html>%PDF-1.7\n", FileVerdict.MISMATCH),
        ("a.pdf", b"\r\n%PDF-1.7\n", FileVerdict.ACCEPTED),
        ("a.pdf", b"%PDF-1.7\n<</S /JavaScript /JS (x)>>", FileVerdict.ACTIVE),
        ("a.png", b"\x89PNG\r\n\x1a\n" + zipped(a=b"b"), FileVerdict.MISMATCH),
        (
            "a.odt",
            zipped(mimetype=b"application/vnd.oasis.opendocument.text", META_INF__x=b"", Basic__x=b""),
            FileVerdict.MACRO,
        ),
        (
            "a.ods",
            zipped(
                mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
                **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"},
            ),
            FileVerdict.ENCRYPTED,
        ),
    ],
)
def test_what_acts_by_itself_or_hides_what_it_is_waits(name, content, verdict):
    assert examine(name, content) is verdict


def test_a_bomb_of_overlapping_entries_is_one():
    content = bytearray(zipped(a=b"x" * 100, b=b"y" * 100))
    for place in (content.index(b"PK\x01\x02"), content.rindex(b"PK\x01\x02")):
        content[place + 20 : place + 24] = (5_000_000).to_bytes(4, "little")
    assert examine("a.docx", bytes(content)) is FileVerdict.BOMB


@pytest.mark.parametrize("cut", [30, 200, 2_000, -30, -3])
def test_a_cut_document_is_broken_and_nothing_worse(cut):
    assert examine("a.docx", document("Báo cáo")[:cut]) in {FileVerdict.BROKEN, FileVerdict.MISMATCH}


def test_a_document_of_many_pages_is_accepted():
    made = docx.Document()
    for number in range(300):
        made.add_paragraph(f"Đoạn {number}: " + "nội dung báo cáo của xã " * 20)
    out = io.BytesIO()
    made.save(out)
    assert examine("a.docx", out.getvalue()) is FileVerdict.ACCEPTED
