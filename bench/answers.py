"""Answers to all assignments of a cycle, as agencies give them over a month (sample data)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from state.answers import Measured, NewAnswer
from state.store import Store
from state.tables import AssignmentRow

_STATUSES = (("hoan_thanh", 100.0), ("dang_thuc_hien", 70.0), ("hoan_thanh", 100.0), ("chua_thuc_hien", None))
_SPREAD = 33
"""Days over which the answers come; the last ones are late."""


def as_recorded(store: Store, first: datetime) -> list[NewAnswer]:
    """One answer to nine of ten assignments, with the figures that were asked for."""
    rows = store.session.execute(
        select(AssignmentRow.id, AssignmentRow.agency_id, AssignmentRow.targets).order_by(AssignmentRow.id)
    )
    return list(_answers(rows.tuples().all(), first))


def _answers(rows: Sequence[tuple[int, int, list[str]]], first: datetime) -> Iterator[NewAnswer]:
    for number, (assignment, agency, targets) in enumerate(rows):
        if number % 10 == 9:
            continue
        status, percent = _STATUSES[number % len(_STATUSES)]
        yield NewAnswer(
            assignment_id=assignment,
            agency_id=agency,
            reply_id=None,
            source="link",
            status=status,
            percent=percent,
            narrative=f"Đã làm xong phần việc mẫu số {number}; phần còn lại làm trong quý sau.",
            received_at=first + timedelta(days=number % _SPREAD),
            sentence="Báo cáo mẫu.",
            figures={code: _figure(number, place) for place, code in enumerate(targets)},
            difficulties=("Thiếu giáo viên ở điểm trường lẻ.",) if number % 12 == 0 else (),
            proposals=("Bổ sung biên chế.",) if number % 15 == 0 else (),
        )


def _figure(number: int, place: int) -> Measured:
    whole = 200 + number % 97
    part = whole * (3 + (number + place) % 7) // 10
    return Measured(float(part), float(whole), None, "%", f"{part}/{whole}")
