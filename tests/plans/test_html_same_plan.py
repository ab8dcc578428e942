"""A plan read from a saved page is the plan read from its text; the other formats are in their own files."""

import base64
import random

import pytest
from plans_scoring import NAMES, shared_plans
from producing_html import html_of

from plans import samples
from plans.errors import PlanError
from plans.read import read_plan

PLANS = [*map(samples.path, samples.NAMES), *(shared_plans() / f"{name}.txt" for name in NAMES)]
PLACES = {"source", "format"}


def said(value):
    """What was read, without the places where it stands."""
    if isinstance(value, dict):
        return {key: said(below) for key, below in value.items() if key not in PLACES}
    return [said(below) for below in value] if isinstance(value, (list, tuple)) else value


def reading(data, name):
    return said(read_plan(data, name).model_dump(mode="json"))


def text_of(path):
    if not path.exists():
        pytest.skip("the real plans are not on this machine (set DONDOC_SHARED)")
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("flavour", ["site", "word"])
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.stem)
def test_a_saved_page_is_read_like_its_text(path, flavour):
    text = text_of(path)
    assert reading(html_of(text, flavour), "trang.html") == reading(text.encode(), "van-ban.txt")


def archived(page):
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html\n'
    return head + b"Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(page) + b"\n--b--\n"


FORMS = {
    "utf-16": lambda page: page.decode().encode("utf-16"),
    "entities": lambda page: page.decode().encode("ascii", "xmlcharrefreplace"),
    "archive": archived,
    "capital tags": lambda page: page.replace(b"<p", b"<P").replace(b"</p>", b"").replace(b"</td>", b""),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_the_page_gives_the_same_plan(form):
    page = html_of(text_of(PLANS[1]))
    assert reading(FORMS[form](page), "trang.mht" if form == "archive" else "trang") == reading(page, "trang.html")


@pytest.mark.parametrize("seed", range(8))
def test_a_mutated_page_gives_a_plan_or_a_typed_error(seed):
    chance = random.Random(seed)
    for path in PLANS[:2]:
        page = bytearray(html_of(text_of(path), chance.choice(("site", "word"))))
        for _ in range(chance.randint(1, 60)):
            place = chance.randrange(len(page))
            page[place : place + chance.randint(0, 30)] = chance.choice(
                (b"<", b">", b"</td>", b"<table>", b"<div hidden>", b'"', b"&", b"<!--", b"", chance.randbytes(3))
            )
        try:
            read_plan(bytes(page), "trang.html")
        except PlanError as error:
            assert str(error).endswith(".")
