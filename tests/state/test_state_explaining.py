"""An assignment explains itself: why it is due then, who was asked where, each step, what comes next."""

from datetime import date

import pytest
from pause_world import CALENDAR, CODE, PROMISED, answer_now, ask, assignment, fresh, grant, ruling
from state_world import at

from mail.letters.compose import compose_day
from mail.office import office_of
from state.errors import NotFound
from state.ladder.explaining import explain
from state.settings import Settings
from state.store import Store

OFFICE = office_of(Settings(home="var"))


def tick(store: Store, when: str) -> None:
    """One tick with its letters."""
    for item in store.assignments.due(store.plans.get("LC").id, at(when).date()):
        store.assignments.claim_responsibility(item.responsibility_id, at(when), CALENDAR)
    fresh(store)
    ids = compose_day(store, at(when), OFFICE).letters
    store.outbox.finish({"id": key, "state": "sent", "sent_at": at(when)} for key in ids)
    fresh(store)


def told(store: Store, when: str) -> list[str]:
    return [f"{one.at:%d/%m %H:%M} {one.sentence}" for one in explain(store, CODE.lower(), at(when), CALENDAR)]


def test_the_history_names_the_reason_of_the_day_the_address_each_step_and_the_next_one(store: Store) -> None:
    tick(store, "2024-11-14 07:45")  # Thursday
    tick(store, "2024-12-18 07:45")  # Wednesday, one day overdue after silence
    agency = assignment(store).agency
    address = store.agencies.contacts([agency.id])[agency.id][0].email
    lines = told(store, "2024-12-18 09:00")
    assert lines[0].startswith(f"03/12 09:00 Yêu cầu {CODE}: {agency.name} báo cáo năm 2024 về điểm V.10.7 (")
    assert sum(address in line for line in lines) == 2
    missed = next(line for line in lines if line.startswith("18/12 07:45 Đến lượt"))
    assert "thư nhắc quá hạn" in missed
    assert "bỏ qua 4 mức đã lỡ, không gửi dồn: thư nhắc trước hạn ngày 06/12/2024" in missed
    assert lines[-2].startswith("18/12 09:00 Hạn gửi 17/12/2024: ")
    assert "ngày chốt số liệu 14/12/2024" in lines[-2]
    assert lines[-1] == (
        "18/12 09:00 Tiếp theo: thư gửi người đứng đầu cơ quan ngày 19/12/2024 (2 ngày làm việc sau hạn), "
        "theo thang đôn đốc đối với cơ quan cấp dưới."
    )


def test_a_pause_is_told_with_who_decided_and_why(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    ask(store, "2024-12-16 10:00")
    assert told(store, "2024-12-16 11:00")[-1].endswith(
        "Hiện nay: đang tạm dừng chờ quyết định; không gửi thêm thư nào."
    )
    grant(store, PROMISED, "2024-12-17 08:00")
    hold = store.pauses.hold_agency(
        assignment(store).agency.code, ruling("2024-12-17 09:00", "bão lũ"), date(2024, 12, 30)
    )
    lines = told(store, "2024-12-18 08:00")
    assert "03/12 09:00 Hạn gửi ban đầu: 17/12/2024." in lines
    assert any("xin lùi hạn đến ngày 24/12/2024: “xin lùi đến 24/12”" in line for line in lines)
    assert any("Trần Thị B đồng ý cho" in line and "từ 17/12/2024 đến 24/12/2024" in line for line in lines)
    assert any(f"(lệnh số {hold.id}). Lý do: bão lũ." in line and line.startswith("18/12 08:00 Hiện") for line in lines)
    assert lines[-2].endswith("không nhắc trước ngày 24/12/2024.")
    assert "thư nhắc ngày đến hạn ngày 24/12/2024" in lines[-1]


def test_an_answer_ends_the_story(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    answer_now(store, "2024-12-09 09:00")
    lines = told(store, "2024-12-10 08:00")
    assert "09/12 09:00 Đã ghi nhận báo cáo." in lines
    assert lines[-1].endswith("Hiện nay: đã có báo cáo; không gửi thêm thư nào.")


def test_the_story_can_be_told_up_to_a_moment(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    answer_now(store, "2024-12-09 09:00")
    assert told(store, "2024-12-01 08:00")[-1] == (
        "01/12 08:00 Sau thời điểm này còn 1 sự việc; bỏ --at để xem đến nay."
    )


def test_a_ladder_that_is_over_says_that_a_person_must_act(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    tick(store, "2025-02-10 07:45")  # Monday
    assert "cần người phụ trách xử lý trực tiếp" in told(store, "2025-02-10 09:00")[-1]


def test_an_unknown_code_is_said(store: Store) -> None:
    with pytest.raises(NotFound, match="LC24-999"):
        explain(store, "LC24-999", at("2024-12-10 08:00"), CALENDAR)
