"""The PDF from LibreOffice when it is there, otherwise from typst; both from the same content."""

import re
import stat
import time
from dataclasses import fields
from pathlib import Path

import pytest
from docx import Document
from report_examples import HOSTILE, assignment, example, report

from reports import pdf
from reports.compose import compose
from reports.content import Content, Head
from reports.data import ReportData
from reports.errors import PdfError
from reports.pdf import convert_word, soffice, typeset, write_pdf
from reports.word import TEMPLATE, render_word


def pages(content: bytes) -> int:
    """Number of page objects; typst and LibreOffice write them uncompressed or give the count in the page tree."""
    counts = [int(found) for found in re.findall(rb"/Type\s*/Pages[^>]*?/Count\s+(\d+)", content)]
    counts += [int(found) for found in re.findall(rb"/Count\s+(\d+)[^>]*?/Type\s*/Pages", content)]
    return max(counts, default=0)


def word_file(folder: Path, data: ReportData) -> Path:
    path = folder / "bao-cao.docx"
    path.write_bytes(render_word(compose(data)))
    return path


def fake_soffice(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Puts a program called soffice, and only it and the basic tools, on the path."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


def test_typst_makes_a_pdf_of_the_whole_report() -> None:
    made = typeset(compose(example(8, 8)))
    assert made.startswith(b"%PDF")
    assert pages(made) >= 8


@pytest.mark.parametrize("hostile", [*HOSTILE, "#panic()", "$x", "@nguon", "\\"])
def test_typst_reads_words_of_agencies_as_words(hostile: str) -> None:
    rows = (assignment(narrative=hostile, clause=hostile, heading=hostile, agency_name=hostile),)
    assert typeset(compose(report(assignments=rows))).startswith(b"%PDF")


def test_an_empty_report_can_be_typeset() -> None:
    assert typeset(compose(report())).startswith(b"%PDF")


def test_a_broken_typst_template_is_an_error_in_vietnamese(tmp_path: Path) -> None:
    broken = tmp_path / "hong.typ"
    broken.write_text("#khong-co")
    with pytest.raises(PdfError, match="Không tạo được bản PDF"):
        typeset(compose(report()), broken)


def test_without_libreoffice_typst_makes_the_pdf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = report(assignments=(assignment(),))
    source = word_file(tmp_path, data)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert write_pdf(source, data, tmp_path / "ra.pdf") == "typst"
    assert (tmp_path / "ra.pdf").read_bytes().startswith(b"%PDF")


def test_a_failing_libreoffice_is_replaced_by_typst(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_soffice(tmp_path, monkeypatch, "exit 1")
    data = report(assignments=(assignment(),))
    assert write_pdf(word_file(tmp_path, data), data, tmp_path / "ra.pdf") == "typst"


def test_a_hanging_libreoffice_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = tmp_path / "con.pid"
    fake_soffice(tmp_path, monkeypatch, f"sleep 60 & echo $! > {mark}; wait")
    started = time.monotonic()
    assert not convert_word(word_file(tmp_path, report()), tmp_path / "ra.pdf", timeout=0.5)
    assert time.monotonic() - started < 10
    child = Path(f"/proc/{mark.read_text().strip()}/stat")
    # The child may be a zombie until init reaps it, but it no longer runs.
    assert not child.exists() or child.read_text().rpartition(")")[2].split()[0] == "Z"


@pytest.mark.skipif(soffice() is None, reason="LibreOffice (soffice) is not installed on this machine")
def test_libreoffice_converts_the_word_file(tmp_path: Path) -> None:
    data = report(assignments=(assignment(),))
    out = tmp_path / "ra.pdf"
    assert write_pdf(word_file(tmp_path, data), data, out) == "libreoffice"
    assert pages(out.read_bytes()) >= 3


def test_the_shipped_fonts_are_used_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = sorted(pdf.FONTS.glob("*.ttf"))
    if not fonts:
        pytest.skip("templates/fonts is made at set-up and is absent here")
    assert b"Tinos" in typeset(compose(report()))


def test_both_templates_show_every_part_of_the_content() -> None:
    document = Document(str(TEMPLATE))
    word = document.element.body.xml + "".join(section.header._element.xml for section in document.sections)
    typ = pdf.TYPST_TEMPLATE.read_text(encoding="utf-8")
    for part in fields(Content):
        assert re.search(rf"\b{part.name}\b", word), part.name
        assert re.search(rf"\bc\.{part.name}\b", typ), part.name
    for part in fields(Head):
        assert f"head.{part.name}" in word, part.name
        assert f"head.{part.name}" in typ, part.name
