"""A plan in a database, imported and opened through the doors that people use."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from databases import TABLES, Copied, Stage

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
    """Import a sample plan; into an untouched database it is copied from one that imported it once in this run."""
    if isinstance(house.database, Copied) and house.database.untouched:
        house.database.begin_at(_imported(name, when))
    else:
        _import(house, name, when)
    with house.database.unit() as store:
        return store.plans.codes()[-1]


def _import(house: Runtime, name: str, when: str) -> None:
    file = samples.path(name)
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), at(when))


def _imported(name: str, when: str) -> Stage:
    return Stage(f"{name} {when}", lambda database: _import(house_on(database), name, when), TABLES)


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
    """The sample of Lai Châu with its cycle of a year; copied where the database is untouched."""
    if isinstance(house.database, Copied) and house.database.untouched:
        imported = _imported("lai-chau-mau", "2023-12-01 09:00")
        house.database.begin_at(Stage(f"open {year}", lambda database: _open(house_on(database), year), imported))
    else:
        _import(house, "lai-chau-mau", "2023-12-01 09:00")
        _open(house, year)
    with house.database.unit() as store:
        return store.plans.codes()[-1]


def _open(house: Runtime, year: int) -> None:
    with house.database.unit() as store:
        code = store.plans.codes()[-1]
    confirm(house, code, at("2023-12-02 09:00"))
    intent.open_cycle(house, code, year, intent.Choice("Trần Thị B", {}, False, at("2023-12-03 09:00")))
