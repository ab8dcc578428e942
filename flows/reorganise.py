"""A reorganisation over open assignments, previewed or applied in the name of a person; all or nothing."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from agencies.changes import Reorganisation
from agencies.directory import Directory
from agencies.errors import AlreadyApplied, BadDirectoryFile
from agencies.reorganisation import read_reorganisation, reorganised
from agencies.shipped import reorganisation_text
from flows.runtime import Runtime
from state.store import Store
from state.succession.handing import Applied
from state.succession.handover import Choices
from state.succession.reorganising_preview import ReorganisationPreview


@dataclass(frozen=True)
class Wanted:
    """A file, by its path or the name of a shipped one, and what a person decided about it."""

    file: str
    by: str
    now: datetime
    choices: Choices = field(default_factory=Choices)


def preview(house: Runtime, wanted: Wanted) -> ReorganisationPreview:
    """What the reorganisation would change; nothing is written."""
    with house.database.unit() as store:
        change, after = _read(house, store, wanted.file)
        return store.reorganising.preview(change, after, wanted.choices, _applied(house, wanted, after))


def apply(house: Runtime, wanted: Wanted) -> ReorganisationPreview:
    """Apply the reorganisation, and tell what was done."""
    with house.database.unit() as store:
        change, after = _read(house, store, wanted.file)
        done = store.reorganising.apply(change, after, wanted.choices, _applied(house, wanted, after))
        store.commit()
        return done


def _read(house: Runtime, store: Store, file: str) -> tuple[Reorganisation, Directory]:
    text = _text(file)
    name = Path(file).name
    directory = house.directory(store, _province(text, name))
    change = read_reorganisation(text, name, directory)
    try:
        return change, reorganised(directory, change)
    except AlreadyApplied:
        # A directory that was loaded whole knows it already; the assignments may still be with the old bodies.
        return change, directory


def _text(file: str) -> str:
    path = Path(file)
    if path.suffix != ".toml":
        return reorganisation_text(file)
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadDirectoryFile(path.name, "không phải tệp văn bản UTF-8") from error


def _province(text: str, where: str) -> str:
    """The province whose register the file changes: the rest of it can only be read against that register."""
    try:
        province = tomllib.loads(text).get("province")
    except tomllib.TOMLDecodeError as error:
        raise BadDirectoryFile(where, f"không phải TOML ({error})") from error
    if not isinstance(province, str):
        raise BadDirectoryFile(where, "mục “province”: bị thiếu")
    return province


def _applied(house: Runtime, wanted: Wanted, after: Directory) -> Applied:
    office = house.office_code(after, wanted.now.date())
    return Applied(wanted.by, wanted.now, house.calendar, office)
