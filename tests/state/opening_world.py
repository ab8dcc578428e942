"""Hand-made plans for opening cycles: the shipped sample with deadlines of its own."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from state_world import at, confirm

from flows import importing, intent
from flows.opening import Asked, Choice
from flows.runtime import Runtime
from plans import samples
from state.tables import AgencyRow, AssignmentRow, CycleRow, ResponsibilityRow

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DATED: Mapping[str, str] = MappingProxyType(
    {
        # V.10.7, the districts
        "báo cáo theo quy định.": "báo cáo trước ngày 15/11 hằng năm.",
        # V.4.2, Sở Kế hoạch và Đầu tư
        "- Xây dựng cách thu hút vốn xã hội hóa cho trường, lớp mầm non.": "- Hằng quý, trước ngày 20 của tháng cuối "
        "quý, báo cáo cách thu hút vốn xã hội hóa cho trường, lớp mầm non.",
        # V.8.1, Sở Thông tin và Truyền thông
        "Chủ trì công tác tuyên truyền": "Thường xuyên chủ trì công tác tuyên truyền",
    }
)


def show(day: date | None) -> str:
    """``Thu 14/11/2024``, so that tables can be read beside a wall calendar."""
    return "" if day is None else f"{WEEKDAYS[day.weekday()]} {day:%d/%m/%Y}"


def import_changed(house: Runtime, changes: Mapping[str, str], name: str = "co-han.txt") -> str:
    """Import and confirm the sample of Lai Châu with other words in some places; returns the code of the plan."""
    text = samples.path("lai-chau-mau").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert text.count(old) >= 1, old
        text = text.replace(old, new)
    importing.import_plan(house, importing.Document(text.encode(), name, sample=True), at("2023-12-01 09:00"))
    with house.database.unit() as store:
        code = store.plans.codes()[-1]
    confirm(house, code, at("2023-12-02 09:00"))
    return code


def choice(when: str, **assign: list[str]) -> Choice:
    return Choice("Trần Thị B", assign, True, at(when))


def open_kind(house: Runtime, plan: str, year: int, kind: str, when: str) -> str:
    return intent.open_cycle(house, plan, year, choice(when), Asked(kind))


def cycle_row(house: Runtime, code: str) -> CycleRow:
    with house.database.unit() as store:
        return store.cycles.by_code(code)


def clause(house: Runtime, cycle: str, path: str) -> list[AssignmentRow]:
    """The assignments of a clause in a cycle, by agency."""
    with house.database.unit() as store:
        query = (
            select(AssignmentRow)
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
            .where(CycleRow.code == cycle, ResponsibilityRow.path == path)
            .order_by(AssignmentRow.id)
        )
        return list(store.session.scalars(query))
