"""The register to a file and back: one unit of work each, and a preview that is rolled back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from agencies.exchange.csv_form import csv_of_agencies, csv_of_contacts
from agencies.exchange.errors import UnknownRegistryKind
from agencies.exchange.workbook import excel_of_registry
from flows.runtime import Runtime
from state.errors import FileExists
from state.register.registry import Import, RegistryFile

CONTACTS = "-dau-moi"


@dataclass(frozen=True)
class Wanted:
    """A file for the register of a province ("" when there is only one), who brings it, and when."""

    file: RegistryFile
    province: str
    by: str
    now: datetime


def preview(house: Runtime, wanted: Wanted) -> Import:
    """What the file would change; nothing is kept. Raises as :meth:`state.register.registry.RegistryStore.preview`."""
    with house.database.unit() as store:
        return store.registry.preview(wanted.file, wanted.province, wanted.now)


def apply(house: Runtime, wanted: Wanted) -> Import:
    """Write what the file changes, or nothing. Raises as :meth:`state.register.registry.RegistryStore.apply`."""
    with house.database.unit() as store:
        done = store.registry.apply(wanted.file, wanted.province, wanted.by, wanted.now)
        store.commit()
        return done


def export(house: Runtime, file: Path, province: str, now: datetime) -> tuple[Path, ...]:
    """Write the register as a workbook, or as two CSV files; returns the files.

    :raises UnknownRegistryKind: neither .xlsx nor .csv
    :raises FileExists: one of the files is there already; none is written
    """
    suffix = file.suffix.lower()
    if suffix not in {".xlsx", ".csv"}:
        raise UnknownRegistryKind(file.name)
    with house.database.unit() as store:
        directory = store.registry.directory(province, now)
        states = store.registry.delivery(directory.province)
    if suffix == ".xlsx":
        contents = {file: excel_of_registry(directory, states, now.date())}
    else:
        contacts = file.with_name(f"{file.stem}{CONTACTS}{file.suffix}")
        contents = {file: csv_of_agencies(directory), contacts: csv_of_contacts(directory, states)}
    for path in contents:
        if path.exists():
            raise FileExists(path.name)
    for path, content in contents.items():
        with path.open("xb") as opened:
            opened.write(content)
    return tuple(contents)
