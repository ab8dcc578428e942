"""Nothing hostile comes through, nothing outside is served or fetched, and looking changes nothing."""

import re
import sqlite3
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import text, update
from starlette.routing import Route
from starlette.testclient import TestClient
from test_web_pages import NAMES, pages
from web_world import NOW, World

from state.tables import ReportRow
from web.app import create_app
from web.guard import local_host

GONE = "/khong-co-trang-nay"


class Elements(HTMLParser):
    """What a browser would build of a page: every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements with this name."""
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("name", NAMES)
def test_hostile_text_builds_no_element_and_no_handler(client: TestClient, world: World, name: str) -> None:
    page = Elements(client.get(pages(world)[name]).text)
    assert page.named("script") == [{"src": "/static/vendor/htmx.min.js", "defer": None}]
    assert not page.named("img")
    names = {attribute for _, attributes in page.found for attribute in attributes}
    assert not {one for one in names if one.startswith(("on", "hx-on")) or one == "style"}


def test_hostile_text_is_really_on_the_pages(client: TestClient, world: World) -> None:
    for name in ("overview", "plan", "hostile agency", "assignment", "letter", "reply"):
        assert "&lt;script&gt;alert(1)" in client.get(pages(world)[name]).text


def test_hostile_words_of_a_search_are_escaped(client: TestClient) -> None:
    html = client.get("/ke-hoach/TM", params={"tim": '"><script>alert(3)</script>'}).text
    assert "<script>alert(3)" not in html
    assert "&#34;&gt;&lt;script&gt;alert(3)" in html


def test_the_html_of_a_letter_lives_in_a_sandbox_that_allows_nothing(client: TestClient, world: World) -> None:
    (frame,) = Elements(client.get(f"/thu-di/{world.letter}").text).named("iframe")
    assert frame["sandbox"] == ""
    assert (frame["srcdoc"] or "").startswith('<p style="color:red">Kính gửi</p><script>')


@pytest.mark.parametrize("name", NAMES)
def test_pages_load_nothing_from_elsewhere(client: TestClient, world: World, name: str) -> None:
    page = Elements(client.get(pages(world)[name]).text)
    loaded = [one["href"] for one in page.named("link")]
    loaded += [values[key] for _, values in page.found for key in ("src", "action", "hx-get") if key in values]
    assert len(loaded) >= 4
    assert all(re.match(r"/(?!/)|data:,", one or "") for one in loaded)


@pytest.mark.parametrize("address", ["/", GONE, "/suc-khoe", "/static/board.css", "/thu-di/1", "/bao-cao/1/pdf"])
def test_every_answer_carries_the_headers(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src 'self';" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_styles_inside_a_page_are_allowed_only_beside_a_letter(client: TestClient, world: World) -> None:
    for name, address in pages(world).items():
        policy = client.get(address).headers["content-security-policy"]
        assert ("unsafe-inline" in policy) == (name == "letter")
        assert "script-src 'self';" in policy


@pytest.mark.parametrize(
    ("kind", "start"), [("docx", "application/vnd"), ("xlsx", "application/vnd"), ("pdf", "application/pdf")]
)
def test_reports_are_handed_out(client: TestClient, world: World, kind: str, start: str) -> None:
    answer = client.get(f"/bao-cao/{world.report}/{kind}")
    assert answer.content == f"nội dung {kind}".encode()
    assert answer.headers["content-type"].startswith(start)
    assert "attachment" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    "name",
    [
        "../bi-mat.docx",
        "TM24/../../bi-mat.docx",
        "{root}/bi-mat.docx",
        "lien-ket.docx",
        "TM24/bao-cao-1.pdf",
        "",
        "TM24",
    ],
)
def test_a_report_never_leads_outside_its_folder(own_world: World, open_board, name: str) -> None:
    root = own_world.out.parent
    (root / "bi-mat.docx").write_text("bí mật", encoding="utf-8")
    (own_world.out / "lien-ket.docx").symlink_to(root / "bi-mat.docx")
    with own_world.database.unit() as store:
        store.session.execute(update(ReportRow).values(word=name.format(root=root)))
        store.commit()
    answer = open_board(own_world).get(f"/bao-cao/{own_world.report}/docx")
    assert answer.status_code == 404
    assert "Không tìm thấy tệp báo cáo" in answer.text


@pytest.mark.parametrize(
    "address",
    [
        GONE,
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/vendor/..%2f..%2fapp.py",
        "/bao-cao/1/..%2f..%2fweb.db",
        "/bao-cao/1/exe",
        "/bao-cao/99999999999999999999/pdf",
        "/thu-di/0",
        "/thu-di/999999",
        "/thu-den/abc",
        "/co-quan/KHONG.CO",
        "/co-quan/%00",
        "/yeu-cau/%27%20OR%201=1",
        "/thu-di?trang_thai=xyz",
        "/thu-den?truoc=-1",
        "/docs",
        "/openapi.json",
    ],
)
def test_what_does_not_exist_gets_a_vietnamese_page(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Không tìm thấy" in answer.text


def test_no_route_takes_anything_but_looking(client: TestClient, world: World) -> None:
    app = create_app(world.database, world.out, "")
    routes = [route for route in app.routes if isinstance(route, Route)]
    assert all((route.methods or set()) <= {"GET", "HEAD"} for route in routes)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        answer = client.request(method, "/ke-hoach/TM")
        assert answer.status_code == 405
        assert "Trang này chỉ để xem" in answer.text
    assert client.head("/").status_code == 200


def test_looking_changes_nothing(own_world: World, open_board) -> None:
    def dump() -> list[str]:
        with sqlite3.connect(own_world.database.engine.url.database or "") as connection:
            return list(connection.iterdump())

    before = dump()
    board = open_board(own_world)
    for address in (*pages(own_world).values(), "/suc-khoe", GONE, f"/bao-cao/{own_world.report}/pdf"):
        board.get(address)
    assert dump() == before


def test_an_error_inside_is_a_vietnamese_page_without_details(own_world: World, open_board) -> None:
    with own_world.database.engine.begin() as connection:
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        connection.execute(text("DROP TABLE letter_item"))
    answer = open_board(own_world).get("/thu-di")
    assert answer.status_code == 500
    assert "Hệ thống gặp lỗi" in answer.text
    assert "letter_item" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_health_says_when_the_database_is_broken(tmp_path: Path, open_board) -> None:
    from state.database import Database

    answer = open_board(World(Database(f"sqlite:///{tmp_path / 'none.db'}"), tmp_path)).get("/suc-khoe")
    assert answer.status_code == 503
    assert answer.json()["trang_thai"] == "lỗi"


@pytest.mark.parametrize(
    ("host", "accepted"),
    [
        ("127.0.0.1:8080", True),
        ("localhost:8080", True),
        ("[::1]:8080", True),
        ("192.168.1.5", True),
        ("may-chu", True),
        ("dondoc.example", True),
        ("DONDOC.example:443", True),
        ("evil.example", False),
        ("127.0.0.1.evil.example:8080", False),
        ("", False),
    ],
)
def test_only_local_and_named_hosts_are_answered(host: str, accepted: bool) -> None:
    assert local_host(host, {"dondoc.example"}) is accepted


def test_a_foreign_host_name_gets_no_page(world: World) -> None:
    app = create_app(world.database, world.out, "", lambda: NOW)
    answer = TestClient(app, base_url="http://evil.example").get("/")
    assert answer.status_code == 421
    assert "TM" not in answer.text
