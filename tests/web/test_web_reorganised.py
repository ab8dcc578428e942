"""A page of an assignment or an agency says who handed over to whom; what was handed over counts nowhere."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from web_world import NOW, PROVINCE, World, commune

from agencies.changes import Reorganisation
from agencies.model import Change, Succession
from agencies.reorganisation import reorganised
from cycles.calendar import shipped_calendar
from state.succession.handing import Applied
from state.succession.handover import Choices
from state.tables import AgencyRow, AssignmentRow

Open = Callable[[World], TestClient]
DAY = date(2024, 12, 18)
"""A Wednesday, the day of the board."""


@pytest.fixture
def merged(own_world: World) -> tuple[World, str, str]:
    """Commune 3, which owes an answer, was merged into commune 1 of the same duty: its code and that of the heir."""
    with own_world.database.unit() as store:
        directory = store.agencies.directory(PROVINCE)
        link = Succession(commune(3), commune(1), DAY, "Nghị quyết mẫu", change=Change.MERGE)
        change = Reorganisation(PROVINCE, "Sáp nhập mẫu", DAY, "Nghị quyết mẫu", links=(link,), ended=(commune(3),))
        rows = store.session.scalars(
            select(AssignmentRow).join(AgencyRow).where(AgencyRow.code.in_((commune(3), commune(1))))
        ).all()
        for row in rows:
            row.state = "open"
        store.session.flush()
        applied = Applied("Trần Thị B", NOW, shipped_calendar(), "TM.GD")
        store.reorganising.apply(change, reorganised(directory, change), Choices(), applied)
        store.commit()
        codes = {row.agency.code: row.code for row in rows}
    return own_world, codes[commune(3)], codes[commune(1)]


def test_the_page_of_a_request_names_both_bodies_and_the_decision(
    merged: tuple[World, str, str], open_board: Open
) -> None:
    world, old, heir = merged
    client = open_board(world)
    for code in (old, heir):
        page = client.get(f"/yeu-cau/{code}").text
        assert "Chuyển giao khi sắp xếp tổ chức" in page
        assert f'href="/yeu-cau/{old}"' in page
        assert f'href="/yeu-cau/{heir}"' in page
        assert "Nghị quyết mẫu, Trần Thị B" in page
    assert "đã chuyển cho cơ quan khác" in client.get(f"/yeu-cau/{old}").text
    assert "kế thừa" in client.get(f"/yeu-cau/{heir}").text


def test_the_page_of_a_body_that_ended_owes_nothing(merged: tuple[World, str, str], open_board: Open) -> None:
    world, old, _ = merged
    page = open_board(world).get(f"/co-quan/{commune(3)}").text
    assert "Đã chuyển cho cơ quan khác khi sắp xếp tổ chức" in page
    assert "Yêu cầu chưa có báo cáo: 0/" in page
    assert old in page


def test_what_was_handed_over_is_in_no_count_of_the_plan(
    merged: tuple[World, str, str], world: World, open_board: Open
) -> None:
    with world.database.unit() as before, merged[0].database.unit() as after:
        cycle = before.session.scalar(select(AssignmentRow.cycle_id).limit(1)) or 0
        counts = [len(store.views.of_cycles([cycle], DAY)) for store in (before, after)]
    moved = sum(line.state == "moved" for line in _lines(merged[0]))
    assert counts[0] - counts[1] == moved > 0


def _lines(world: World) -> list[AssignmentRow]:
    with world.database.unit() as store:
        return list(store.session.scalars(select(AssignmentRow)))
