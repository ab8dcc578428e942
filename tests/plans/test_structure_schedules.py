"""Sections of dated lines: whoever a line names has a duty with the day at its head."""

from datetime import date

import pytest
from structure_texts import GOALS, ORGANISATION, read_body_text


def schedule(lines, heading="TIẾN ĐỘ THỰC HIỆN"):
    return read_body_text(f"{GOALS}II. {heading}\n{lines}\n{ORGANISATION}")


def dated(plan):
    return [
        (item.owners, item.text, [deadline.end for deadline in item.deadlines])
        for item in plan.responsibilities
        if item.path.startswith("II.")
    ]


@pytest.mark.parametrize("heading", ["TIẾN ĐỘ THỰC HIỆN", "LỘ TRÌNH", "THỜI GIAN THỰC HIỆN", "LỊCH TRÌNH TRIỂN KHAI"])
def test_a_dated_line_that_names_a_body_is_a_duty_with_its_deadline(heading):
    plan = schedule("- Trước ngày 05/4/2026: Các đơn vị báo cáo kết quả về Phòng Nội vụ.", heading)
    assert dated(plan) == [
        (("Các đơn vị",), "Các đơn vị báo cáo kết quả về Phòng Nội vụ.", [date(2026, 4, 4)]),
    ]
    assert plan.responsibilities[0].reports_to == ("Phòng Nội vụ",)


def test_the_day_may_stand_in_the_heading_above():
    plan = schedule("1. Quý I/2026\n- Phòng Nội vụ rà soát biên chế.")
    assert dated(plan) == [(("Phòng Nội vụ",), "Phòng Nội vụ rà soát biên chế.", [date(2026, 3, 31)])]


def test_only_the_part_that_names_a_body_is_a_duty():
    plan = schedule("- Tháng 02/2026: Ban hành kế hoạch; Ban Phong trào chuẩn bị lễ ra quân.")
    assert dated(plan) == [(("Ban Phong trào",), "Ban Phong trào chuẩn bị lễ ra quân.", [date(2026, 2, 28)])]


def test_a_dated_line_without_a_body_is_a_question():
    plan = schedule("- Tháng 01/2026: Khảo sát địa điểm, xây dựng dự thảo.")
    assert [(q.kind, q.path) for q in plan.questions if q.path == "II.1"] == [("schedule_without_owner", "II.1")]
    assert "Tháng 01/2026" in next(q.message for q in plan.questions if q.path == "II.1")


def test_time_and_place_of_an_event_are_no_schedule():
    plan = schedule("1. Thời gian: Từ ngày 01/3/2026.\n2. Địa điểm: Nhà văn hóa xã.", "THỜI GIAN, ĐỊA ĐIỂM")
    assert dated(plan) == []
    assert "schedule_without_owner" not in {question.kind for question in plan.questions}
