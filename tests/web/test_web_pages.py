"""Every page renders, in Vietnamese, with the facts it is for."""

import re

import pytest
from sqlalchemy import update
from starlette.testclient import TestClient
from web_world import World, commune

from state.tables import PlanRow, QuestionRow, VersionRow


def text_of(html: str) -> str:
    """The words of a page without its tags, with single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def pages(world: World) -> dict[str, str]:
    """All kinds of page by name."""
    code = world.codes["V.3.a", commune(1)]
    return {
        "overview": "/",
        "plan": "/ke-hoach/TM?nam=2024",
        "matrix": "/ke-hoach/TM?xem=ma-tran",
        "agencies": "/co-quan",
        "agency": f"/co-quan/{commune(1)}",
        "hostile agency": "/co-quan/TM.NV",
        "ended agency": "/co-quan/TM.LD",
        "assignment": f"/yeu-cau/{code}",
        "hostile assignment": f"/yeu-cau/{world.codes['V.2.a', 'TM.NV']}",
        "letters": "/thu-di",
        "letter": f"/thu-di/{world.letter}",
        "replies": "/thu-den",
        "held replies": "/thu-den?cho=1",
        "reply": f"/thu-den/{world.reply}",
    }


NAMES = tuple(pages(World(None, None, {("V.3.a", commune(1)): "", ("V.2.a", "TM.NV"): ""})))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_vietnamese_and_says_that_it_is_sample_data(client: TestClient, world: World, name: str) -> None:
    answer = client.get(pages(world)[name])
    assert answer.status_code == 200
    assert '<html lang="vi">' in answer.text
    assert "DỮ LIỆU MẪU" in answer.text
    assert "None" not in text_of(answer.text)


def test_the_overview_counts_with_their_base_and_names_who_is_overdue(client: TestClient) -> None:
    text = text_of(client.get("/").text)
    assert "8/23 đã báo cáo" in text
    assert "Chưa báo cáo (quá hạn) 12/23" in text
    assert "Đã hoàn thành (đúng hạn) 5/23" in text
    assert "Đang thực hiện (quá hạn báo cáo) 2/23" in text
    assert "Quá hạn: 10/13 cơ quan" in text
    assert "1/13 cơ quan đã báo cáo đủ" in text
    assert "UBND xã Số 9 2/2 yêu cầu, quá hạn 1 ngày" in text
    assert "Chốt số liệu 14/12/2024" in text


def test_the_overview_lists_what_waits_for_a_person(client: TestClient, world: World) -> None:
    html = client.get("/").text
    text = text_of(html)
    for words in (
        "1 thư đến chờ người xem",
        "1 thư không gửi được",
        "1 yêu cầu đã gửi, chờ cơ quan tổng hợp xem xét",
        "1 địa chỉ thư không dùng được",
    ):
        assert words in text
    assert f'href="/thu-den/{world.held}"' in html
    assert f'href="/bao-cao/{world.report}/docx"' in html
    assert 'href="http://127.0.0.1:4200"' in html


def test_an_agency_shows_its_time_its_line_and_its_contacts(client: TestClient) -> None:
    text = text_of(client.get("/co-quan/TM.NV").text)
    assert "Từ 01/03/2024" in text
    assert "Kế thừa từ Sở Lao động tỉnh Mẫu từ 01/03/2024 (toàn bộ) Nghị quyết mẫu số 01/NQ-HĐND" in text
    assert "Được kế thừa bởi Sở Nội vụ" in text_of(client.get("/co-quan/TM.LD").text)
    assert "thư bị trả lại" in text_of(client.get(f"/co-quan/{commune(9)}").text)
    assert "dau-moi@tm.x09.example" in text_of(client.get("/co-quan").text)
    assert "thư bị trả lại" not in text_of(client.get(f"/co-quan/{commune(2)}").text)
    assert "Yêu cầu chưa có báo cáo: 1/2" in text_of(client.get(f"/co-quan/{commune(1)}").text)


def test_an_assignment_quotes_its_clause_and_keeps_every_version(client: TestClient, world: World) -> None:
    text = text_of(client.get(pages(world)["assignment"]).text)
    assert "Huy động trẻ nhà trẻ đến trường." in text
    assert "ke-hoach-mau.txt, dòng 103–104" in text
    assert "17/12/2024 suy ra" in text
    assert "Nghị định 09/2019/NĐ-CP" in text
    assert "Lần 2: Đã hoàn thành, 80,1% đang có hiệu lực" in text
    assert "Lần 1: Đã hoàn thành, 27,5%" in text
    assert "410 512 80,08%" in text
    assert "Khó khăn: Thiếu 14 giáo viên" in text
    assert "thư mở kỳ báo cáo" in text
    # The correction came after the due day; the first version did not.
    assert "Đã hoàn thành (đúng hạn)" in text


def test_the_lists_of_mails_filter_and_page(client: TestClient, world: World) -> None:
    assert f'href="/thu-di/{world.letter}"' in client.get("/thu-di").text
    assert f'href="/thu-di/{world.letter}"' not in client.get("/thu-di?trang_thai=failed").text
    assert f'href="/thu-den/{world.reply}"' not in client.get("/thu-den?cho=1").text
    assert f'href="/thu-den/{world.held}"' not in client.get(f"/thu-den?truoc={world.held}").text


def test_a_reply_says_what_was_understood_and_why(client: TestClient, world: World) -> None:
    text = text_of(client.get(f"/thu-den/{world.reply}").text)
    assert "Ghi nhận báo cáo theo mã trong địa chỉ nhận." in text
    assert "Đã ghi nhận: 9 báo cáo" in text
    assert "tệp nén phải do cán bộ mở" in text
    assert "3,3 MB" in text
    assert "phần trích dẫn" in text


def test_a_plan_without_a_cycle_shows_what_a_person_has_to_decide(own_world: World, open_board) -> None:
    with own_world.database.unit() as store:
        plan = PlanRow(
            code="MOI",
            title="Kế hoạch chưa xác nhận",
            province="",
            issuer="",
            label="Kế hoạch số 2/KH-UBND",
            programme=None,
            period_start=None,
            period_end=None,
            sample=False,
            created_at=store.plans.get("TM").created_at,
        )
        version = VersionRow(
            plan=plan, number=1, file_name="m.txt", sha256="1" * 64, source=b"", reading={}, imported_at=plan.created_at
        )
        version.questions = [
            QuestionRow(path="V.8", kind="owner", message="Các cơ quan liên quan là ai?", blocking=True)
        ]
        store.session.add(version)
        store.commit()
    board = open_board(own_world)
    assert "Còn 1 điểm phải do người quyết định" in text_of(board.get("/").text)
    page = board.get("/ke-hoach/moi")
    assert page.status_code == 200
    assert "Các cơ quan liên quan là ai?" in page.text
    assert "DỮ LIỆU MẪU" not in page.text


def test_the_ribbon_is_only_for_sample_data(own_world: World, open_board) -> None:
    with own_world.database.unit() as store:
        store.session.execute(update(PlanRow).values(sample=False))
        store.commit()
    board = open_board(own_world)
    for address in pages(own_world).values():
        assert "DỮ LIỆU MẪU" not in board.get(address).text


def test_an_empty_database_has_pages_too(tmp_path, open_board) -> None:
    from state.database import Database

    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    database.upgrade()
    board = open_board(World(database, tmp_path))
    for address in ("/", "/co-quan", "/thu-di", "/thu-den"):
        assert board.get(address).status_code == 200
    assert "Chưa có kế hoạch nào" in board.get("/").text


def test_health_is_json(client: TestClient) -> None:
    facts = client.get("/suc-khoe").json()
    assert facts["trang_thai"] == "tốt"
    assert (facts["ke_hoach"], facts["thu_den_cho_nguoi"], facts["thu_di_loi"]) == (1, 1, 1)
