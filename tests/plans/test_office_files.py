import subprocess
import time

import pytest
from producing_html import html_of

from plans import errors, samples
from plans.formats import office
from plans.formats.opening import open_sheet
from plans.read import read_plan

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_office = pytest.mark.skipif(office.soffice() is None, reason="LibreOffice is not installed")


def ole(*streams, flags=0):
    """The shell of an OLE file: its mark, a first block of Word, and a directory with these streams."""
    block = b"\xec\xa5\xc1\x00" + bytes(6) + flags.to_bytes(2, "little") + bytes(500)
    names = b"".join(stream.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for stream in ("Root Entry", *streams))
    return OLE + bytes(504) + block + names


REFUSED = [
    (ole("EncryptionInfo", "EncryptedPackage"), errors.LockedFile),
    (ole("WordDocument", flags=0x0100), errors.LockedFile),
    (ole("Workbook"), errors.UnsupportedFormat),
    (ole("PowerPoint Document"), errors.UnsupportedFormat),
    (ole("WordDocument", "Macros", "VBA", "_VBA_PROJECT"), errors.MacroFile),
    (ole(), errors.DamagedFile),
    (b"{\\rtf1{\\field{\\*\\fldinst DDEAUTO c:\\\\a.exe}}}", errors.DangerousFile),
    (b"{\\rtf1{\\object\\objautlink\\objupdate}}", errors.DangerousFile),
]


@pytest.mark.parametrize(("data", "error"), REFUSED)
def test_a_file_that_must_not_be_opened_is_refused_before_any_conversion(data, error, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(error) as caught:
        read_plan(data, "ke-hoach.doc")
    assert "ke-hoach.doc" in str(caught.value)


@pytest.mark.parametrize(("data", "words"), [(ole("WordDocument"), "Word cũ"), (b"{\\rtf1 abc}", "RTF")])
def test_without_libreoffice_the_person_is_told_what_to_do(data, words, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(errors.ConverterMissing, match=rf"{words}.*LibreOffice"):
        read_plan(data, "ke-hoach.doc")


def program(tmp_path, script):
    path = tmp_path / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_converter_that_hangs_is_stopped_with_its_children(tmp_path):
    mark = tmp_path / "still-here"
    stuck = program(tmp_path, f"(sleep 1; touch {mark}) & sleep 60")
    start = time.monotonic()
    with pytest.raises(errors.ConversionFailed, match="giây"):
        office.to_docx(stuck, b"", "doc", "a.doc", timeout=0.3)
    assert time.monotonic() - start < 3
    time.sleep(1)
    assert not mark.exists()


@pytest.mark.parametrize("script", ["exit 1", "exit 0"])
def test_a_converter_that_makes_nothing_is_an_error(tmp_path, script):
    with pytest.raises(errors.ConversionFailed):
        office.to_docx(program(tmp_path, script), b"", "doc", "a.doc")


def test_a_converter_that_cannot_start_is_an_error(tmp_path):
    with pytest.raises(errors.ConversionFailed):
        office.to_docx(str(tmp_path / "missing"), b"", "doc", "a.doc")


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    script = 'while [ "$1" != --outdir ]; do shift; done; mkdir -p "$2"; echo x > "$2/ke-hoach.docx"'
    made = office.to_docx(program(tmp_path, script), b"", "rtf", "a.rtf")
    assert made == b"x\n"
    assert list((tmp_path / "temp").iterdir()) == []


@pytest.fixture(scope="module")
def old_files(tmp_path_factory):
    """The sample plan as .doc and .rtf, made by LibreOffice from the page that Word saves of it."""
    folder = tmp_path_factory.mktemp("office")
    page = html_of(samples.path("ha-tinh-mau").read_text(encoding="utf-8"), "word")
    (folder / "mau.html").write_bytes(page)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for kind, source in (("doc:MS Word 97", "mau.html"), ("rtf:Rich Text Format", "mau.doc")):
        command = [office.soffice(), profile, "--headless", "--convert-to", kind, "--outdir", str(folder)]
        subprocess.run([*command, str(folder / source)], capture_output=True, timeout=120, check=True)
    return {kind: (folder / f"mau.{kind}").read_bytes() for kind in ("doc", "rtf")}


@needs_office
@pytest.mark.parametrize("kind", ["doc", "rtf"])
def test_an_old_word_file_is_read_like_its_text(kind, old_files):
    plan = read_plan(old_files[kind], f"mau.{kind}")
    text = read_plan(samples.path("ha-tinh-mau").read_bytes(), "mau.txt")
    assert plan.format == kind
    assert [(r.path, r.owners, r.owner_role, r.text) for r in plan.responsibilities] == [
        (r.path, r.owners, r.owner_role, r.text) for r in text.responsibilities
    ]
    assert [(t.path, t.text, t.value) for t in plan.targets] == [(t.path, t.text, t.value) for t in text.targets]
    assert plan.document == text.document


@needs_office
def test_a_cut_old_word_file_is_a_typed_error(old_files):
    with pytest.raises(errors.PlanError):
        open_sheet(old_files["doc"][:3000], "mau.doc")
