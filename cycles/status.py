"""How an assignment stands: what the agency reported, crossed with the due day, in words for people."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class WorkStatus(StrEnum):
    """What an agency says about its own work."""

    CHUA_THUC_HIEN = "chua_thuc_hien"
    DANG_THUC_HIEN = "dang_thuc_hien"
    HOAN_THANH = "hoan_thanh"
    KHONG_PHAT_SINH = "khong_phat_sinh"


@dataclass(frozen=True, slots=True)
class Standing:
    """A key for code and a label for people; both are stable."""

    key: str
    label: str


NOT_REPORTED_IN_TIME = Standing("chua_bao_cao_trong_han", "Chưa báo cáo (trong hạn)")
NOT_REPORTED_OVERDUE = Standing("chua_bao_cao_qua_han", "Chưa báo cáo (quá hạn)")
NOT_STARTED = Standing("chua_thuc_hien", "Chưa thực hiện")
UNDER_WAY_IN_TIME = Standing("dang_thuc_hien_trong_han", "Đang thực hiện (đúng hạn báo cáo)")
UNDER_WAY_OVERDUE = Standing("dang_thuc_hien_qua_han", "Đang thực hiện (quá hạn báo cáo)")
DONE_IN_TIME = Standing("hoan_thanh_dung_han", "Đã hoàn thành (đúng hạn)")
DONE_OVERDUE = Standing("hoan_thanh_qua_han", "Đã hoàn thành (quá hạn)")
NOTHING_AROSE = Standing("khong_phat_sinh", "Không phát sinh")

STANDINGS: tuple[Standing, ...] = (
    NOT_REPORTED_IN_TIME,
    NOT_REPORTED_OVERDUE,
    NOT_STARTED,
    UNDER_WAY_IN_TIME,
    UNDER_WAY_OVERDUE,
    DONE_IN_TIME,
    DONE_OVERDUE,
    NOTHING_AROSE,
)


def standing(
    reported: WorkStatus | None,
    received_on: date | None,
    due_on: date | None,
    today: date,
    duty_standing: bool = False,
) -> Standing:
    """The standing on ``today``.

    Without an answer ``today`` is compared with the due day; with one, the day it was received. An answer without a
    receiving day counts as received today. No due day means never overdue, and so does a standing duty ("thường
    xuyên"), which is only reported in each cycle. The due day itself is still in time.
    """
    limit = None if duty_standing else due_on
    if reported is None:
        return NOT_REPORTED_OVERDUE if limit is not None and today > limit else NOT_REPORTED_IN_TIME
    late = limit is not None and (received_on or today) > limit
    match reported:
        case WorkStatus.CHUA_THUC_HIEN:
            return NOT_STARTED
        case WorkStatus.DANG_THUC_HIEN:
            return UNDER_WAY_OVERDUE if late else UNDER_WAY_IN_TIME
        case WorkStatus.HOAN_THANH:
            return DONE_OVERDUE if late else DONE_IN_TIME
        case WorkStatus.KHONG_PHAT_SINH:
            return NOTHING_AROSE
