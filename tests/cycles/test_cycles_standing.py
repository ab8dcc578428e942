"""How an assignment stands, crossed with its due day."""

from datetime import date

import pytest

from cycles.status import STANDINGS, WorkStatus, standing

DUE, DAY_AFTER, DAY_BEFORE = date(2026, 12, 17), date(2026, 12, 18), date(2026, 12, 16)
NOT_STARTED, UNDER_WAY = WorkStatus.CHUA_THUC_HIEN, WorkStatus.DANG_THUC_HIEN
DONE, NOTHING = WorkStatus.HOAN_THANH, WorkStatus.KHONG_PHAT_SINH

TABLE = [
    (None, None, DUE, DUE, "Chưa báo cáo (trong hạn)"),
    (None, None, DUE, DAY_AFTER, "Chưa báo cáo (quá hạn)"),
    (None, None, None, DAY_AFTER, "Chưa báo cáo (trong hạn)"),
    (NOT_STARTED, DAY_BEFORE, DUE, DAY_AFTER, "Chưa thực hiện"),
    (UNDER_WAY, DUE, DUE, DAY_AFTER, "Đang thực hiện (đúng hạn báo cáo)"),
    (UNDER_WAY, DAY_AFTER, DUE, DAY_AFTER, "Đang thực hiện (quá hạn báo cáo)"),
    (DONE, DUE, DUE, DAY_AFTER, "Đã hoàn thành (đúng hạn)"),
    (DONE, DAY_AFTER, DUE, DAY_AFTER, "Đã hoàn thành (quá hạn)"),
    (DONE, DAY_AFTER, None, DAY_AFTER, "Đã hoàn thành (đúng hạn)"),
    (DONE, None, DUE, DAY_AFTER, "Đã hoàn thành (quá hạn)"),
    (NOTHING, DAY_AFTER, DUE, DAY_AFTER, "Không phát sinh"),
]


@pytest.mark.parametrize(("reported", "received", "due", "today", "label"), TABLE)
def test_an_assignment_stands_as_people_would_say(reported, received, due, today, label):
    assert standing(reported, received, due, today).label == label


def test_the_keys_are_those_other_rooms_store():
    assert [one.key for one in STANDINGS] == [
        "chua_bao_cao_trong_han",
        "chua_bao_cao_qua_han",
        "chua_thuc_hien",
        "dang_thuc_hien_trong_han",
        "dang_thuc_hien_qua_han",
        "hoan_thanh_dung_han",
        "hoan_thanh_qua_han",
        "khong_phat_sinh",
    ]


STANDING_DUTY = [
    (None, None, "Chưa báo cáo (trong hạn)"),
    (UNDER_WAY, DAY_AFTER, "Đang thực hiện (đúng hạn báo cáo)"),
    (DONE, DAY_AFTER, "Đã hoàn thành (đúng hạn)"),
    (NOT_STARTED, DAY_AFTER, "Chưa thực hiện"),
]


@pytest.mark.parametrize(("reported", "received", "label"), STANDING_DUTY)
def test_a_standing_duty_is_never_overdue(reported, received, label):
    assert standing(reported, received, DUE, DAY_AFTER, duty_standing=True).label == label


@pytest.mark.parametrize("status", WorkStatus)
def test_every_status_has_a_standing(status):
    assert standing(status, DUE, DUE, DUE) in STANDINGS
