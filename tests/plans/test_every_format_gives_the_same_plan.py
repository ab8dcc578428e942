"""The plan read from Word, PDF and a web page is the plan read from the plain text."""

import json
import re
from functools import cache
from pathlib import Path

import pytest
from plans_scoring import NAMES, shared_plans
from producing_docx import docx_of
from producing_html import html_of
from producing_pdf import pdfs_of

from plans import samples
from plans.errors import PlanError
from plans.read import read_plan

DOCUMENTS = Path(__file__).parent / "documents"
FORMATS = ("docx", "pdf", "html")
# Parts of the reading that say where an item stands, not what it says.
PLACES = frozenset({"source", "format"})
LINE_NUMBER = re.compile(r" \(từ dòng \d+\)")
# A blank left for the number or the day is as wide as the typist likes; a table cell would be made of it.
BLANK = re.compile(r"(Số:|ngày|tháng)\s{3,}")
_SIGNERS = "two offices sign side by side: a file made in columns keeps the names, not the order of their titles"
_ONE_ROW = "the whole ending stands in one row of a table, which a PDF does not show as a table"
KNOWN_DIFFERENCES = {
    ("lien-nganh-phong-chong-duoi-nuoc", "pdf"): _SIGNERS,
    ("lien-nganh-phong-chong-duoi-nuoc", "html"): _SIGNERS,
    ("ha-noi-cai-cach-hanh-chinh", "pdf"): _ONE_ROW,
    ("huyen-phan-loai-rac", "pdf"): "a printed line that begins with “(ii)” becomes an item of its own, same owner",
    ("quyet-dinh-thu-vien-truong-hoc", "html"): "the made page puts signature and next heading into one table",
    ("tinh-giam-ngheo-giao-tung-so", "html"): "the title of an annex that is not read stands in the question only",
}


def texts() -> dict[str, Path]:
    """Every plan text there is: shipped samples, own documents, the two real plans where they are at hand."""
    found = {name: samples.path(name) for name in samples.NAMES}
    found |= {path.stem: path for path in sorted(DOCUMENTS.glob("*.txt"))}
    found |= {name: shared_plans() / f"{name}.txt" for name in NAMES}
    return found


TEXTS = texts()


@cache
def text_of(name: str) -> str:
    path = TEXTS[name]
    if not path.exists():
        pytest.skip("the real plans are not on this machine (set DONDOC_SHARED)")
    return BLANK.sub(r"\1 ", path.read_text(encoding="utf-8"))


@cache
def word_file(name: str) -> bytes:
    return docx_of(text_of(name))


@pytest.fixture(scope="session")
def pdf_files() -> dict[str, bytes]:
    return pdfs_of({name: word_file(name) for name, path in TEXTS.items() if path.exists()})


def reading(data: bytes, name: str) -> dict[str, str]:
    """What was read as "path = value" facts, or the refusal."""
    try:
        plan = read_plan(data, name)
    except PlanError as error:
        return {"refused": type(error).__name__}
    return dict(facts(json.loads(plan.model_dump_json()), ""))


def facts(value, path):
    if isinstance(value, dict):
        for key, below in value.items():
            if key not in PLACES:
                yield from facts(below, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for index, below in enumerate(value):
            yield from facts(below, f"{path}[{below.get('path') or index}]")
    else:
        yield path, LINE_NUMBER.sub("", json.dumps(value, ensure_ascii=False))


def differences(expected: dict[str, str], read: dict[str, str]) -> str:
    """Facts that differ, one per line and version."""
    lines = []
    for key in (*expected, *(key for key in read if key not in expected)):
        if expected.get(key) != read.get(key):
            lines.append(f"{key}\n  txt  {expected.get(key)}\n  file {read.get(key)}")
    return "\n".join(lines[:40])


@pytest.mark.parametrize("format_name", FORMATS)
@pytest.mark.parametrize("name", TEXTS)
def test_a_file_is_read_like_its_text(name, format_name, request):
    expected = reading(text_of(name).encode(), f"{name}.txt")
    if format_name == "pdf":
        data = request.getfixturevalue("pdf_files")[name]
    else:
        data = word_file(name) if format_name == "docx" else html_of(text_of(name))
    found = differences(expected, reading(data, f"{name}.{format_name}"))
    if reason := KNOWN_DIFFERENCES.get((name, format_name)):
        assert found, f"{name}.{format_name} is read like its text now: take it out of KNOWN_DIFFERENCES"
        pytest.xfail(reason)
    assert not found, f"{name}.{format_name}:\n{found}"
