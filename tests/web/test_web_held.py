"""An agency whose mail waits for us is neither silent nor answered; the board counts it as the report does."""

from datetime import datetime

from starlette.testclient import TestClient
from test_web_pages import text_of
from web_world import NOW, World, commune

from reports.collect import collect
from reports.compose import compose
from reports.data import AuthorFacts
from reports.rollup import roll_up
from state.clock import ZONE
from web.figures import late_agencies, tally

REVIEW = "chờ cơ quan tổng hợp xem xét"


def test_the_counts_of_the_board_are_those_of_the_report(world: World) -> None:
    with world.database.unit() as store:
        cycle = store.cycles.get(store.plans.get("TM"), 2024)
        lines = store.views.of_cycles([cycle.id], NOW.date())
        data = collect(store, cycle, "draft", NOW, AuthorFacts())
        totals = roll_up(data)
    board, report = tally(lines), totals.overall
    assert board.held == 1
    assert (board.total, board.answered, board.held, board.overdue, board.waiting) == (
        report.asked,
        report.answered,
        report.held,
        report.overdue,
        report.waiting,
    )
    assert board.total == board.held + sum(count for _, count in board.standings)
    told = dict(totals.standings)
    assert all(told[standing.label] == count for standing, count in board.standings)
    late = {one.code: one.count for one in late_agencies(lines)}
    owed = {line.name: line.punctuality.overdue for line in totals.agencies if line.punctuality.overdue}
    assert sorted(late.values()) == sorted(owed.values())
    assert f"{REVIEW}: {board.held}/{board.total}" in compose(data, totals).timeliness_lead


def test_the_overview_does_not_call_it_overdue(client: TestClient) -> None:
    text = text_of(client.get("/").text)
    assert "UBND xã Số 8 1/2 yêu cầu, quá hạn 1 ngày" in text
    assert f"1/23 yêu cầu đã gửi, {REVIEW}" in text


def test_the_agency_has_a_section_for_it(client: TestClient) -> None:
    text = text_of(client.get(f"/co-quan/{commune(8)}").text)
    assert "Yêu cầu chưa có báo cáo: 1/2" in text
    assert f"Đã gửi, {REVIEW}: 1/2" in text
    row = next(part for part in client.get("/co-quan").text.split("<tr") if f"/co-quan/{commune(8)}" in part)
    assert 'data-label="Chờ xem xét" class="num">1<' in row
    assert "1/1" in row


def test_the_assignment_says_that_it_was_sent(client: TestClient, world: World) -> None:
    text = text_of(client.get(f"/yeu-cau/{world.codes['V.3.a', commune(8)]}").text)
    assert f"Đã gửi, {REVIEW}" in text
    assert "Chưa báo cáo (quá hạn)" not in text
    assert "quá hạn 1 ngày" not in text


def test_the_matrix_gives_it_a_sign_of_its_own(client: TestClient, world: World) -> None:
    html = client.get("/ke-hoach/TM?xem=ma-tran").text
    assert f'href="/yeu-cau/{world.codes["V.3.a", commune(8)]}" title="V.3.a – Đã gửi, {REVIEW}"' in html


def test_a_cycle_in_which_the_last_mail_waits_is_not_called_complete(own_world: World, open_board) -> None:
    with own_world.database.unit() as store:
        codes = list(own_world.codes.values())
        ids = store.assignments.ids_by_code(codes)
        store.assignments.hold(list(ids.values()), datetime(2024, 12, 18, 9, tzinfo=ZONE), "Chờ người xem.")
        store.commit()
    text = text_of(open_board(own_world).get("/ke-hoach/TM").text)
    assert "Không còn yêu cầu nào chưa gửi báo cáo." in text
    assert "Mọi yêu cầu đã có báo cáo." not in text
