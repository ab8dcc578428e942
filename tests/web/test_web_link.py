"""The answer page: what it shows, to whom, and that looking changes nothing."""

from datetime import timedelta

import pytest
from link_world import CONTACT, FIRST, HOSTILE, MESSAGE_ID, SECOND, THIRD, Fields, LinkWorld
from sqlalchemy import update
from starlette.routing import Route
from starlette.testclient import TestClient

from mail.link import Links
from state.tables import AssignmentRow, LetterRow
from web.answering import Answering
from web.app import create_app
from web.link_app import create_link_app


def test_the_page_shows_what_is_asked_with_aims_and_due_days(linked: LinkWorld) -> None:
    html = linked.browser().get(linked.path).text
    for piece in (FIRST, SECOND, THIRD, "Chỉ tiêu: ít nhất 30%", "Hạn gửi: 17/12/2025", "còn 6 ngày", "DỮ LIỆU MẪU"):
        assert piece in html


def test_hostile_text_builds_no_element_and_the_page_has_no_script(linked: LinkWorld) -> None:
    page = Fields(linked.browser().get(linked.path).text)
    assert "&lt;script&gt;alert(1)" in page.html
    assert not [tag for tag, _ in page.elements if tag in {"script", "img", "iframe"}]
    assert not [name for _, found in page.elements for name in found if name.startswith("on") or name == "style"]


def test_a_page_says_its_policy_and_is_kept_nowhere(linked: LinkWorld) -> None:
    headers = linked.browser().get(linked.path).headers
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert "form-action 'self'" in headers["content-security-policy"]


def test_looking_changes_nothing(linked: LinkWorld) -> None:
    linked.send(linked.form(HT25_001__status="khong_phat_sinh"))
    before = linked.dump()
    browser = linked.browser()
    for method in ("GET", "HEAD"):
        for query in ("", "?nhan=1", "?nhan=99", "?nhan=x"):
            browser.request(method, linked.path + query)
    browser.get("/t/khong-dung")
    browser.get(linked.path, headers={"sec-fetch-site": "cross-site", "purpose": "prefetch"})
    assert linked.dump() == before


@pytest.mark.parametrize(
    ("token", "status", "sentence"),
    [
        ("abc", 404, "không đúng hoặc bị thiếu"),
        ("{token}x", 404, "không đúng hoặc bị thiếu"),
        ("{cut}", 404, "không đúng hoặc bị thiếu"),
        ("{foreign}", 404, "không đúng hoặc bị thiếu"),
        ("{unknown}", 404, "Không tìm thấy thư"),
        ("%00", 404, "không đúng hoặc bị thiếu"),
    ],
)
def test_only_our_own_links_open(linked: LinkWorld, token: str, status: int, sentence: str) -> None:
    good = linked.links.token(MESSAGE_ID)
    other = Links("http://127.0.0.1:8081", "dondoc.example", "khoa-khac")
    named = token.format(
        token=good,
        cut=good[:-1],
        foreign=other.token(MESSAGE_ID),
        unknown=linked.links.token("<dondoc.ffffffffffffffffffffffff@dondoc.example>"),
    )
    for answer in (linked.browser().get(f"/t/{named}"), linked.browser().post(f"/t/{named}", data={"x": "1"})):
        assert answer.status_code == status
        assert sentence in answer.text


def test_an_old_link_has_ended(linked: LinkWorld) -> None:
    path, data = linked.path, linked.form(HT25_001__status="khong_phat_sinh")
    linked.now += timedelta(days=3000)
    for answer in (linked.browser().get(path), linked.browser().post(path, data=data)):
        assert answer.status_code == 410
        assert "hết hiệu lực" in answer.text
    assert linked.replies() == []


def test_a_revoked_letter_has_no_page(linked: LinkWorld) -> None:
    data = linked.form(HT25_001__status="khong_phat_sinh")
    with linked.database.unit() as store:
        store.session.execute(update(LetterRow).values(revoked_at=linked.now))
        store.commit()
    for answer in (linked.browser().get(linked.path), linked.send(data)):
        assert answer.status_code == 410
        assert "đã được thu hồi" in answer.text
    assert linked.replies() == []


@pytest.mark.parametrize("state", ["moved", "waived"])
def test_what_is_asked_no_more_is_shown_without_a_form(linked: LinkWorld, state: str) -> None:
    data = linked.form(HT25_001__status="khong_phat_sinh")
    with linked.database.unit() as store:
        store.session.execute(update(AssignmentRow).where(AssignmentRow.code == FIRST).values(state=state))
        store.commit()
    assert f"{FIRST}.status" not in linked.form()
    answer = linked.send(data)
    assert answer.status_code == 422
    assert "không còn chờ báo cáo" in answer.text
    assert linked.answer(FIRST) is None


def test_the_answer_pages_serve_nothing_else(linked: LinkWorld) -> None:
    browser = linked.browser()
    for address in ("/", "/thu-den", "/co-quan", "/suc-khoe", "/docs", "/openapi.json", "/static/../app.py", "/t/"):
        assert browser.get(address).status_code == 404
    assert browser.get("/static/link.css").status_code == 200
    assert browser.delete(linked.path).status_code == 404


def test_the_public_name_is_answered_and_foreign_names_are_not(linked: LinkWorld) -> None:
    links = Links("https://bao-cao.dondoc.example", "dondoc.example", "khoa-thu")
    office = linked.browser().app.state.answering.office  # type: ignore[attr-defined]
    app = create_link_app(linked.database, links, office, lambda: linked.now)
    assert TestClient(app, base_url="https://bao-cao.dondoc.example").get("/t/abc").status_code == 404
    assert TestClient(app, base_url="https://evil.example").get("/t/abc").status_code == 421


def test_the_board_serves_the_pages_on_this_machine_when_told_to(linked: LinkWorld, tmp_path) -> None:
    answering: Answering = linked.browser().app.state.answering  # type: ignore[attr-defined]
    board = create_app(linked.database, tmp_path, "", lambda: linked.now, answering=answering)
    routes = {route.path for route in board.routes if isinstance(route, Route) and "POST" in (route.methods or ())}
    assert routes <= {"/t/{token}"}
    browser = TestClient(board, base_url="http://127.0.0.1:8080", follow_redirects=False)
    page = browser.get(linked.path)
    assert page.status_code == 200
    done = browser.post(linked.path, data=Fields(page.text).filled(HT25_001__status="khong_phat_sinh"))
    assert done.status_code == 303
    assert browser.post("/thu-den").status_code == 405
    without = TestClient(create_app(linked.database, tmp_path, ""), base_url="http://127.0.0.1:8080")
    assert without.get(linked.path).status_code == 404


def test_what_was_understood_is_shown_with_its_way_and_moment(linked: LinkWorld) -> None:
    linked.send(
        linked.form(
            HT25_001__status="dang_thuc_hien",
            HT25_001__percent="70",
            HT25_001__CT1__n="410",
            HT25_001__CT1__d="512",
            HT25_001__difficulty="Thiếu giáo viên",
        )
    )
    html = linked.browser().get(linked.path).text
    for piece in (
        "qua trang trả lời",
        "lúc 09:00 ngày 11/12/2025",
        "410/512",
        "Đang thực hiện, 70%",
        "Thiếu giáo viên",
    ):
        assert piece in html
    form = Fields(html).values
    assert form[f"{FIRST}.status"] == ["dang_thuc_hien"]
    assert form[f"{FIRST}.CT1.n"] == ["410"]


def test_contacts_are_named_nowhere_on_the_page(linked: LinkWorld) -> None:
    assert CONTACT not in linked.browser().get(linked.path).text
    assert HOSTILE not in linked.browser().get(linked.path).text
