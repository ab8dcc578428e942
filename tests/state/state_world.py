"""A plan in a database, imported and opened through the doors that people use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from cycles.calendar import shipped_calendar
from flows import importing, intent
from flows.runtime import Runtime
from mail.office import office_of
from plans import samples
from state.clock import ZONE
from state.database import Database
from state.plan.decisions import Confirmation
from state.settings import Settings


def house_on(database: Database, home: str = "var") -> Runtime:
    settings = Settings(home=home)
    return Runtime(settings, database, shipped_calendar(), office_of(settings))


def at(text: str) -> datetime:
    """``2024-11-14 07:45`` in Việt Nam."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def import_sample(house: Runtime, name: str, when: str = "2023-12-01 09:00") -> str:
    file = samples.path(name)
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), at(when))
    with house.database.unit() as store:
        return store.plans.codes()[-1]


def confirm(
    house: Runtime,
    code: str,
    now: datetime,
    assign: Mapping[str, Sequence[str]] = MappingProxyType({}),
    waive: Sequence[str] = (),
    rest: str = "Đã đối chiếu văn bản gốc.",
) -> str:
    """Confirm with these decisions; every question that needs none of its own is waived with a reason."""
    return intent.confirm_plan(house, code, Confirmation("Trần Thị B", now, assign, waive, rest))


def open_lai_chau(house: Runtime, year: int = 2024) -> str:
    code = import_sample(house, "lai-chau-mau")
    confirm(house, code, at("2023-12-02 09:00"))
    intent.open_cycle(house, code, year, intent.Choice("Trần Thị B", {}, False, at("2023-12-03 09:00")))
    return code
