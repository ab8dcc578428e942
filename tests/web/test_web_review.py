"""The page of a review: what was read stands beside its source, with the doubts, the decisions and what to type."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from test_web_pages import text_of
from test_web_safety import Elements

from cycles.calendar import shipped_calendar
from flows import importing, intent
from flows.review import decide, look
from flows.runtime import Runtime
from mail.office import office_of
from plans import samples
from state.clock import ZONE
from state.database import Database
from state.plan.decisions import Confirmation
from state.plan.review import Who
from state.settings import Settings
from web.app import create_app

NOW = datetime(2025, 12, 2, 9, tzinfo=ZONE)
WHO = Who("Trần Thị B", NOW, 'Vì <b onclick="x()">thế</b>.')
HOSTILE = "<script>alert(1)</script>"
PAGE = "/ke-hoach/HT/ra-soat"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Runtime]:
    database = Database(f"sqlite:///{tmp_path / 'review.db'}")
    database.upgrade()
    settings = Settings(home=tmp_path)
    made = Runtime(settings, database, shipped_calendar(), office_of(settings))
    file = samples.path("ha-tinh-mau")
    words = file.read_text(encoding="utf-8").replace("thực hiện Kế hoạch.", f"thực hiện Kế hoạch {HOSTILE}.", 1)
    importing.import_plan(made, importing.Document(words.encode(), file.name, sample=True), NOW)
    yield made
    database.close()


def page(house: Runtime, address: str = PAGE) -> str:
    board = create_app(house.database, Path("var"), "", lambda: NOW)
    answer = TestClient(board, base_url="http://127.0.0.1:8080").get(address)
    assert answer.status_code == 200
    return answer.text


def code(house: Runtime, kind: str) -> str:
    return next(doubt.code for doubt in look(house, "HT").doubts if doubt.kind == kind)


def test_an_item_in_doubt_stands_beside_its_source_with_what_to_type(house: Runtime) -> None:
    text = text_of(page(house))
    assert f"Còn {look(house, 'HT').open} câu hỏi" in text
    assert "227 8. Các sở, cơ quan trực thuộc Sở" in text
    assert "Cơ quan Các sở, cơ quan trực thuộc Sở và các cơ quan liên quan" in text
    assert f"dondoc plan accept HT {code(house, 'no_deadline')}" in text
    assert f"dondoc plan confirm HT --assign &#39;{code(house, 'owner')}=" in page(house)
    assert "None" not in text


def test_what_was_decided_is_shown_with_who_and_why(house: Runtime) -> None:
    decide(house, "HT", lambda store, known: store.correct("HT", "CT7", {"value": "12,5"}, WHO, known))
    mark = code(house, "no_deadline")
    decide(house, "HT", lambda store, known: store.accept("HT", [mark], WHO, known))
    text = text_of(page(house))
    assert "Mức ≥ 12,5 % (tăng, giảm)" in text
    assert "Trước khi sửa" in text
    assert "đã chấp nhận" in text
    assert "Sửa: Trần Thị B, 09:00 ngày 02/12/2025. Lý do:" in text


def test_words_of_the_document_and_of_people_stay_words(house: Runtime) -> None:
    mark = code(house, "no_deadline")
    decide(house, "HT", lambda store, known: store.accept("HT", [mark], WHO, known))
    html = page(house, f"{PAGE}?xem=tat-ca")
    assert "&lt;script&gt;alert(1)" in html
    elements = Elements(html)
    assert elements.named("script") == [{"src": "/static/vendor/htmx.min.js", "defer": None}]
    assert not {name for _, attributes in elements.found for name in attributes if name.startswith("on")}


def test_items_that_nobody_doubts_are_shown_when_asked_for(house: Runtime) -> None:
    assert "V.2.a" not in text_of(page(house))
    assert "V.2.a" in text_of(page(house, f"{PAGE}?xem=tat-ca"))


def test_the_review_is_one_click_from_the_plan(house: Runtime) -> None:
    assert f'href="{PAGE}"' in page(house, "/ke-hoach/HT")
    assign = {"V.8.1": ["Sở Tư pháp"]}
    intent.confirm_plan(house, "HT", Confirmation("B", NOW, assign, waive_rest="Đã xem."))
    intent.open_cycle(house, "HT", 2026, intent.Choice("B", {}, False, NOW))
    assert f'href="{PAGE}"' in page(house, "/ke-hoach/HT")
    assert "đã chọn cơ quan" in text_of(page(house))


def test_a_later_version_shows_what_it_changes(house: Runtime) -> None:
    intent.confirm_plan(house, "HT", Confirmation("B", NOW, {"V.8.1": ["Sở Tư pháp"]}, waive_rest="Đã xem."))
    words = samples.path("ha-tinh-mau").read_text(encoding="utf-8")
    importing.import_plan(house, importing.Document(words.encode(), "sau.txt", amends="HT"), NOW)
    text = text_of(page(house))
    assert "So với lần đã xác nhận trước" in text
    assert "Sửa đổi trách nhiệm V.8.1" in text
