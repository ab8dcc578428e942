"""Word files that are broken, locked, dangerous or something else are refused with a typed error and a sentence."""

import io
import random
import zipfile

import pytest
from producing_docx_xml import MAIN_TYPE, NAMESPACES, WordFile, abstract, item, level, num, par, style, table, zipped

from plans.errors import (
    DamagedFile,
    DangerousFile,
    EmptyFile,
    LockedFile,
    MacroFile,
    PlanError,
    ScannedFile,
    UnsupportedFormat,
)
from plans.formats.docx import read_docx

GOOD = WordFile(body=par("Việc"))
DOCUMENT = "word/document.xml"


def file_with(entries):
    return zipped(GOOD.entries_of_zip() | entries)


def document(xml):
    return WordFile(entries={DOCUMENT: xml if isinstance(xml, bytes) else xml.encode()}).bytes()


def with_flag(data):
    """The encryption flag set in the local header and in the directory."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def with_bad_checksum(data):
    at = data.find(b"PK\x01\x02", data.find(DOCUMENT.encode()))
    while data[at + 46 : at + 46 + len(DOCUMENT)] != DOCUMENT.encode():
        at = data.find(b"PK\x01\x02", at + 4)
    return data[: at + 16] + b"\x00\x00\x00\x00" + data[at + 20 :]


def without(name):
    return zipped({key: data for key, data in GOOD.entries_of_zip().items() if key != name})


def typed(main):
    return WordFile(body=par("Việc"), main_type=main).bytes()


OFFICE = "application/vnd.openxmlformats-officedocument."
NESTED = f"<w:document {NAMESPACES}><w:body>" + "<w:sdt>" * 400 + "</w:sdt>" * 400 + "</w:body></w:document>"
ENTITY = f'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document {NAMESPACES}><w:body>{par("&a;")}</w:body></w:document>'


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", DamagedFile),
        (b"PK\x03\x04 chi la chu", DamagedFile),
        (GOOD.bytes()[:-60], DamagedFile),
        (GOOD.bytes()[: len(GOOD.bytes()) // 2], DamagedFile),
        (with_bad_checksum(GOOD.bytes()), DamagedFile),
        (without(DOCUMENT), DamagedFile),
        (document("<w:document"), DamagedFile),
        (document(b"\xff\xfe\x00"), DamagedFile),
        (document(f"<w:document {NAMESPACES}/>"), DamagedFile),
        (document("<khac/>"), DamagedFile),
        (document(NESTED), DamagedFile),
        (file_with({"word/styles.xml": b"<w:styles"}), DamagedFile),
        (with_flag(GOOD.bytes()), LockedFile),
        (file_with({"word/vbaProject.bin": b"x"}), MacroFile),
        (typed("application/vnd.ms-word.document.macroEnabled.main+xml"), MacroFile),
        (document(ENTITY), DangerousFile),
        (document(ENTITY.encode("utf-16")), DangerousFile),
        (lambda: file_with({f"word/{i}": b"" for i in range(5001)}), DangerousFile),
        (lambda: file_with({"word/media/a": b"\0" * 30_000_000}), DangerousFile),
        (typed(OFFICE + "spreadsheetml.sheet.main+xml"), UnsupportedFormat),
        (typed(OFFICE + "presentationml.presentation.main+xml"), UnsupportedFormat),
        (zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}), UnsupportedFormat),
        (zipped({"anh.png": b""}), UnsupportedFormat),
        (WordFile(body=par()).bytes(), EmptyFile),
        (WordFile(body=par("<w:r><w:drawing/></w:r>")).bytes(), ScannedFile),
        (zipped(WordFile(body=par()).entries_of_zip() | {"word/media/a.png": b"x"}), ScannedFile),
        (WordFile(body='<w:altChunk r:id="rId1"/>').bytes(), UnsupportedFormat),
        (typed(OFFICE + "wordprocessingml.template.main+xml"), None),
    ],
)
def test_a_file_is_refused_for_its_own_reason(data, error):
    data = data() if callable(data) else data  # large files are made only where they are tested
    if error is None:
        assert read_docx(data, "ke-hoach.docx").blocks
        return
    with pytest.raises(error) as caught:
        read_docx(data, "ke-hoach.docx")
    assert type(caught.value) is error
    assert "ke-hoach.docx" in str(caught.value)


@pytest.mark.parametrize(
    ("main", "name"),
    [("spreadsheetml.sheet.main+xml", "Excel"), ("presentationml.presentation.main+xml", "PowerPoint")],
)
def test_another_kind_of_office_file_is_named(main, name):
    with pytest.raises(UnsupportedFormat, match=name):
        read_docx(typed(OFFICE + main), "x.docx")


def test_a_declared_size_is_believed_before_anything_is_unpacked(monkeypatch):
    monkeypatch.setattr("plans.formats.docx_package.MAX_UNPACKED", 1_000)
    with pytest.raises(DangerousFile):
        read_docx(GOOD.bytes(), "x.docx")


def test_a_part_of_absurd_size_is_dangerous(monkeypatch):
    monkeypatch.setattr("plans.formats.docx_package.MAX_XML", 100)
    with pytest.raises(DangerousFile):
        read_docx(GOOD.bytes(), "x.docx")


def test_an_embedded_excel_sheet_does_not_make_a_word_file_an_excel_file():
    types = GOOD.entries_of_zip()["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Default Extension="xlsx" ContentType="{OFFICE}spreadsheetml.sheet"/></Types>'.encode(),
    )
    assert MAIN_TYPE.encode() in types
    assert read_docx(file_with({"[Content_Types].xml": types}), "x.docx").blocks


def test_the_main_part_may_have_another_name_and_names_may_have_backslashes():
    entries = GOOD.entries_of_zip()
    moved = {"word/document2.xml" if name == DOCUMENT else name: data for name, data in entries.items()}
    moved["_rels/.rels"] = entries["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    assert read_docx(zipped(moved), "x.docx").blocks
    assert read_docx(zipped({name.replace("/", "\\"): data for name, data in entries.items()}), "x.docx").blocks


def test_strict_open_xml_is_read():
    entries = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in GOOD.entries_of_zip().items()
    }
    assert [line.text for line in read_docx(zipped(entries), "x.docx").blocks] == ["Việc"]


def test_deep_nesting_that_the_parser_allows_is_read_without_running_out_of_stack():
    deep = par("Đáy")
    for _ in range(80):
        deep = f"<w:tbl><w:tr><w:tc>{deep}</w:tc></w:tr></w:tbl>"
    assert [line.text for line in read_docx(WordFile(body=deep).bytes(), "x.docx").blocks] == ["Đáy"]


NOISE = (b"", b"9", b"-", b'"', b"<w:p>", b"</w:p>", b"\0")


def mutations():
    """Mutated parts and mutated zips of one file that has a bit of everything."""
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "bullet", "-")) + num(1, 0)
    body = item("Một", 1) + table(["A", "B", "C"], ["1", "2", "3"]) + par('<w:r><w:footnoteReference w:id="1"/></w:r>')
    footnotes = f'<w:footnote w:id="1">{par("Chú thích")}</w:footnote>'
    file = WordFile(body=body, numbering=numbering, styles=style("Normal"), footnotes=footnotes)
    chance = random.Random(20)
    for _ in range(150):
        entries = dict(file.entries_of_zip())
        name = chance.choice(sorted(entries))
        data = bytearray(entries[name])
        for _ in range(chance.choice((1, 3, 20))):
            at = chance.randrange(len(data))
            data[at : at + chance.choice((0, 1, 8))] = chance.choice(
                (b"", b"9", b"-", b'"', b"<w:p>", b"</w:p>", b"\0")
            )
        entries[name] = bytes(data)
        yield zipped(entries)
    whole = file.bytes()
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 5))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        yield bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
    yield from (b"PK\x03\x04" + chance.randbytes(chance.randrange(2000)) for _ in range(50))


def test_a_mutated_file_is_read_or_refused_with_a_typed_error_and_nothing_else():
    outcomes = set()
    for data in mutations():
        try:
            read_docx(data, "x.docx")
            outcomes.add("read")
        except PlanError as error:
            outcomes.add(type(error).__name__)
    assert {"read", "DamagedFile"} <= outcomes


def test_an_archive_within_the_archive_is_not_opened():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("vbaProject.bin", b"x")
    assert read_docx(file_with({"word/embeddings/a.docx": inner.getvalue()}), "x.docx").blocks
