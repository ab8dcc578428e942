"""Assignments, requests for more time, and holds as rows: all columns for JSON, a few for a terminal."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import ColumnElement, select

from cycles.ladder import RUNG_LABELS, Rung
from state.ladder.holds import held_name
from state.ladder.pause_errors import STATES
from state.lines import line_of, lines_query
from state.store import Store
from state.tables import AssignmentRow, CycleRow

Row = dict[str, object]

ASSIGNMENT_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "code": "Mã",
        "agency": "Cơ quan",
        "path": "Điểm",
        "due": "Hạn gửi",
        "state": "Trạng thái",
        "last": "Mức gần nhất",
        "next": "Thư kế tiếp",
    }
)
REQUEST_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "code": "Mã",
        "agency": "Cơ quan",
        "due": "Hạn hiện tại",
        "until": "Xin lùi đến",
        "asked": "Ngày xin",
        "words": "Lời của cơ quan",
    }
)
HOLD_COLUMNS: Mapping[str, str] = MappingProxyType(
    {"id": "Số", "held": "Tạm dừng", "since": "Từ ngày", "until": "Đến trước ngày", "by": "Người quyết định"}
    | {"reason": "Lý do"}
)


def assignments(
    store: Store, today: date, *, plan: str | None = None, agency: str | None = None, state: str | None = None
) -> list[Row]:
    """Assignments of every cycle, of one plan, agency or state only when given.

    :raises UnknownPlan: no plan has this code
    :raises NotFound: no agency has this code
    """
    scope: list[ColumnElement[bool]] = []
    if plan is not None:
        cycles = select(CycleRow.id).where(CycleRow.plan_id == store.plans.get(plan.upper()).id)
        scope.append(AssignmentRow.cycle_id.in_(cycles))
    if agency is not None:
        scope.append(AssignmentRow.agency_id == store.views.agency(agency).id)
    if state is not None:
        scope.append(AssignmentRow.state == state)
    lines = [line_of(row, today) for row in store.session.execute(lines_query(scope))]
    return [
        {
            "code": line.code,
            "agency": line.agency_name,
            "path": line.path,
            "due": line.due_on,
            "state": STATES.get(line.state, line.state),
            "standing": line.standing.label,
            "last": _step(line.step),
            "next": line.next_on or "–",
        }
        for line in lines
    ]


def requests(store: Store) -> list[Row]:
    """Requests for more time that wait for a decision."""
    return [
        {
            "code": one.assignment.code,
            "agency": one.assignment.agency.name,
            "due": one.assignment.due_on,
            "until": one.asked_until or "chưa nêu ngày",
            "asked": f"{one.asked_at:%Y-%m-%d}",
            "words": one.words,
        }
        for one in store.pauses.open_extensions()
    ]


def holds(store: Store, today: date) -> list[Row]:
    """Holds of agencies and plans in force."""
    return [
        {
            "id": one.id,
            "held": held_name(one),
            "since": one.since,
            "until": one.until or "khi được gỡ",
            "by": one.held_by,
            "reason": one.reason,
        }
        for one in store.pauses.active_holds(today)
    ]


def _step(key: str | None) -> str:
    name = (key or "").partition("-")[0].partition("+")[0]
    return RUNG_LABELS[Rung(name)] if name in set(Rung) else "–"
