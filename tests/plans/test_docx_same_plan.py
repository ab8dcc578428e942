"""A plan read from the Word file that an office would send is the plan read from its plain text."""

import re
import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from plans_scoring import NAMES, shared_plans
from plans_texts import ONE_LINE_PER_PARAGRAPH, WRAPPED_WITHOUT_BLANK_LINES
from producing_docx import docx_of
from producing_docx_xml import WordFile, abstract, item, level, num, run

from plans import samples
from plans.formats.docx import read_docx
from plans.read import read_plan
from plans.sheet import Table

OF_THE_FILE = {"source", "format"}
LINE = re.compile(r"dòng \d+")
DOCUMENTS = sorted((Path(__file__).parent / "documents").glob("*.txt"))


def facts(value):
    """A plan without what belongs to the file it stands in: lines and format."""
    if isinstance(value, str):
        return LINE.sub("dòng", value)
    if isinstance(value, dict):
        return {key: facts(inner) for key, inner in value.items() if key not in OF_THE_FILE}
    return [facts(inner) for inner in value] if isinstance(value, list) else value


def both(text, *, auto_numbering):
    plain = read_plan(text.encode(), "ke-hoach.txt")
    word = read_plan(docx_of(text, auto_numbering=auto_numbering), "ke-hoach.docx")
    assert word.format == "docx"
    return facts(plain.model_dump(mode="json")), facts(word.model_dump(mode="json"))


def check(text, auto_numbering):
    plain, word = both(text, auto_numbering=auto_numbering)
    for part, expected in plain.items():
        assert word[part] == expected, part


numbered = pytest.mark.parametrize("auto_numbering", [True, False], ids=["automatic", "typed"])


@numbered
@pytest.mark.parametrize("name", samples.NAMES)
def test_a_sample_gives_the_same_plan(name, auto_numbering):
    check(samples.path(name).read_text(encoding="utf-8"), auto_numbering)


@numbered
@pytest.mark.parametrize("name", NAMES)
def test_a_real_plan_gives_the_same_plan(name, auto_numbering):
    path = shared_plans() / f"{name}.txt"
    if not path.exists():
        pytest.skip("the real plans are not on this machine")
    check(path.read_text(encoding="utf-8"), auto_numbering)


@numbered
@pytest.mark.parametrize("text", [ONE_LINE_PER_PARAGRAPH, WRAPPED_WITHOUT_BLANK_LINES], ids=["flat", "wrapped"])
def test_plans_of_other_shapes_give_the_same_plan(text, auto_numbering):
    check(text, auto_numbering)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_documents_of_every_kind_give_the_same_plan(path):
    check(path.read_text(encoding="utf-8"), auto_numbering=True)


def test_labels_are_really_automatic_and_letters_that_word_does_not_know_are_typed():
    data = docx_of(samples.path("ha-tinh-mau").read_text(encoding="utf-8"))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        document = archive.read("word/document.xml").decode()
    assert "đ) Học hỏi" in document
    assert "d) Đặt lớp" not in document and "Đặt lớp" in document
    texts = [text for _, text in read_docx(data, "x.docx").written()]
    assert "d) Đặt lớp mầm non trong khu nhà ở xã hội." in texts


def test_pipe_rows_become_a_table_and_marks_become_footnotes():
    text = "KẾ HOẠCH\n\nViệc một¹.\n\n| TT | Việc | Hạn |\n|---|---|---|\n| 1 | Rà soát | 2025 |\n\n¹ Nghị quyết 1."
    sheet = read_docx(docx_of(text), "x.docx")
    table = next(block for block in sheet.blocks if isinstance(block, Table))
    assert [row.cells for row in table.rows] == [("TT", "Việc", "Hạn"), ("1", "Rà soát", "2025")]
    assert sheet.blocks[1].text == "Việc một¹."
    assert [(note.mark, note.text) for note in sheet.notes] == [("¹", "Nghị quyết 1.")]


def test_a_megabyte_of_text_is_read_in_seconds_and_time_grows_in_step_with_it():
    numbering = abstract(0, level(0, "lowerLetter", "%1)")) + num(1, 0)
    words = ("Chủ trì, phối hợp ", "với các sở, ban, ngành ", "triển khai Kế hoạch này. ")
    runs = "".join(run(text) for text in words * 2)
    paragraph = item("", 1).replace("</w:p>", f"{runs}</w:p>")
    spent = []
    for count in (2_000, 8_000):
        data = WordFile(body=paragraph * count, numbering=numbering).bytes()
        start = time.process_time()
        read_docx(data, "lon.docx")
        spent.append(time.process_time() - start)
    # About one second on a quiet machine; the room is for a busy one.
    assert spent[1] < 2.5
    assert spent[1] < spent[0] * 12
