"""The page of a plan: its numbers, its filters, its table of communes, and what it costs the database."""

import re

import pytest
from sqlalchemy import event, update
from starlette.testclient import TestClient
from test_web_pages import text_of
from web_world import World, build, commune

from state.tables import AssignmentRow

OVERDUE = "chua_bao_cao_qua_han"


def shown(client: TestClient, query: str = "") -> tuple[int, int]:
    """How many assignments and clauses the table shows."""
    html = client.get(f"/ke-hoach/TM{query}", headers={"HX-Request": "true"}).text
    return html.count('data-label="Mã"'), html.count('<article class="clause')


def test_the_page_groups_by_clause_with_counts_on_their_base(client: TestClient) -> None:
    text = text_of(client.get("/ke-hoach/TM").text)
    assert "7/10 đã báo cáo, 2 quá hạn , 1 chờ xem xét" in text
    assert "0/10 đã báo cáo, 10 quá hạn" in text
    assert "8/23 đã báo cáo, 12 quá hạn , 1 chờ xem xét" in text
    assert "Vai trò: đề nghị đề nghị" in text


def test_a_due_day_carries_its_basis_visibly_and_as_a_tooltip(client: TestClient) -> None:
    html = client.get("/ke-hoach/TM").text
    assert re.search(r'title="[^"]*Nghị định 09/2019/NĐ-CP[^"]*">17/12/2024</span>', html)
    assert "suy ra</small>" in html


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", (23, 5)),
        (f"?trang_thai={OVERDUE}", (12, 2)),
        ("?trang_thai=hoan_thanh_dung_han", (5, 1)),
        ("?trang_thai=hoan_thanh_qua_han", (0, 0)),
        ("?trang_thai=khong-co-that", (23, 5)),
        ("?trang_thai=tam_dung", (1, 1)),
        (f"?co_quan={commune(3)}", (2, 2)),
        (f"?co_quan={commune(3)}&trang_thai={OVERDUE}", (1, 1)),
        ("?co_quan=khong-co", (0, 0)),
        ("?tim=nha+tre", (10, 1)),
        ("?tim=NHÀ+TRẺ", (10, 1)),
        ("?tim=quy+hoach+dat", (10, 1)),
        ("?tim=V.3.b", (10, 1)),
        ("?tim=so+7", (2, 2)),
        ("?tim=mat+tran", (1, 1)),
        ("?tim=khong+co+chu+nay", (0, 0)),
        ("?tim=%25_%27%22", (23, 5)),
    ],
)
def test_filters_work_without_marks_and_together(client: TestClient, query: str, expected: tuple[int, int]) -> None:
    assert shown(client, query) == expected


def test_the_headline_figures_do_not_move_with_the_filter(client: TestClient) -> None:
    text = text_of(client.get(f"/ke-hoach/TM?co_quan={commune(3)}").text)
    assert "Đang hiện 2/23 yêu cầu" in text
    assert "8/23 đã báo cáo" in text


def test_htmx_gets_the_table_alone_and_the_history_gets_the_page(client: TestClient) -> None:
    part = client.get("/ke-hoach/TM", headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<section id="bang"')
    assert "<html" not in part.text
    back = client.get("/ke-hoach/TM", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.text
    assert part.headers["vary"] == back.headers["vary"] == "HX-Request"


def test_without_javascript_the_form_keeps_what_was_chosen(client: TestClient) -> None:
    assert client.get("/ke-hoach/TM?ky=TM24").text == client.get("/ke-hoach/TM?nam=2024").text
    html = client.get(f"/ke-hoach/TM?nam=2024&trang_thai={OVERDUE}&co_quan={commune(3)}&tim=dat").text
    assert '<form class="filter" method="get" action="/ke-hoach/TM"' in html
    assert f'<option value="{OVERDUE}" selected>' in html
    assert f'<option value="{commune(3)}" selected>' in html
    assert 'name="tim" value="dat"' in html


def test_many_agencies_are_one_line_that_opens(client: TestClient) -> None:
    assert client.get("/ke-hoach/TM").text.count("<details>") == 2
    assert client.get("/ke-hoach/TM?tim=nha+tre").text.count("<details open>") == 1


def test_the_matrix_has_a_row_per_commune_and_words_behind_every_symbol(client: TestClient, world: World) -> None:
    html = client.get("/ke-hoach/TM?xem=ma-tran").text
    assert html.count('<th scope="row">') == 10
    code = world.codes["V.3.a", commune(6)]
    assert re.search(rf'href="/yeu-cau/{code}" title="V.3.a – Đang thực hiện \(quá hạn báo cáo\)"', html)
    # Those who owe most stand first.
    assert html.index("UBND xã Số 9<") < html.index("UBND xã Số 1<")
    one = client.get(f"/ke-hoach/TM?xem=ma-tran&co_quan={commune(2)}").text
    assert one.count('<th scope="row">') == 1
    assert "Không có xã, phường, huyện nào" in client.get("/ke-hoach/TM?xem=ma-tran&co_quan=TM.GD").text


def test_waived_assignments_leave_the_totals(own_world: World, open_board) -> None:
    with own_world.database.unit() as store:
        code = own_world.codes["V.4.a", "TM.MT"]
        store.session.execute(update(AssignmentRow).where(AssignmentRow.code == code).values(state="waived"))
        store.commit()
    board = open_board(own_world)
    page = board.get("/ke-hoach/TM")
    assert "8/22 đã báo cáo" in text_of(page.text)
    assert "Không giao cho cơ quan nào trong kỳ này" in page.text
    assert "không yêu cầu báo cáo" in board.get("/co-quan/TM.MT").text


@pytest.mark.parametrize(
    "address", ["/", "/ke-hoach/TM", "/ke-hoach/TM?xem=ma-tran", "/co-quan", "/thu-di", "/thu-den"]
)
def test_the_number_of_statements_does_not_grow_with_the_assignments(
    tmp_path_factory: pytest.TempPathFactory, world: World, open_board, address: str
) -> None:
    large = build(tmp_path_factory.mktemp("large"), communes=40)
    counts = []
    for one in (world, large):
        statements: list[str] = []

        def note(*arguments: object, into: list[str] = statements) -> None:
            into.append(str(arguments[2]))

        event.listen(one.database.engine, "before_cursor_execute", note)
        try:
            assert open_board(one).get(address).status_code == 200
        finally:
            event.remove(one.database.engine, "before_cursor_execute", note)
        counts.append(len(statements))
    large.database.close()
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/ke-hoach/KHONG", "Các mã đang có: TM."),
        ("/ke-hoach/TM?nam=2031", "chưa mở kỳ báo cáo năm 2031"),
        ("/ke-hoach/TM?ky=TM24Q1", "TM24Q1"),
        ("/ke-hoach/TM?nam=abc", "Không tìm thấy trang này"),
    ],
)
def test_a_wrong_address_is_answered_with_a_sentence(client: TestClient, address: str, words: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert words in answer.text
