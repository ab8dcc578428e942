"""The directories that come with the program, one per province, and the reorganisations that changed them."""

import re
from datetime import date
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from agencies import names
from agencies.directory import Directory
from agencies.errors import UnknownProvince, UnknownReorganisation
from agencies.reading import read_directory
from agencies.reorganisation import read_reorganisation, reorganised

_SUFFIX = ".toml"
_DATED = re.compile(r"(.+)-(\d{4}-\d{2}-\d{2})")


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """Slugs of the shipped directories, sorted: "ha-tinh", "lai-chau"."""
    return _names_in(_files())


@lru_cache(maxsize=16)
def shipped_reorganisations(slug: str) -> tuple[str, ...]:
    """Names of the shipped reorganisations of a province, oldest first: "lai-chau-2025-03-01"."""
    dated = ((name, _DATED.fullmatch(name)) for name in _names_in(_files().joinpath("reorganisations")))
    return tuple(name for name, parts in dated if parts is not None and parts[1] == slug)


def reorganisation_text(name: str) -> str:
    """A shipped reorganisation word for word; raises UnknownReorganisation."""
    known = tuple(one for slug in shipped() for one in shipped_reorganisations(slug))
    if name not in known:
        raise UnknownReorganisation(name, known)
    return _files().joinpath("reorganisations").joinpath(f"{name}{_SUFFIX}").read_text(encoding="utf-8")


def load(slug: str, until: date | None = None) -> Directory:
    """The shipped directory with this slug, checked, after its reorganisations up to and on ``until`` (None: all).

    Raises UnknownProvince or another DirectoryError.
    """
    if slug not in shipped():
        raise UnknownProvince(slug, shipped())
    past = [name for name in shipped_reorganisations(slug) if until is None or _day(name) <= until]
    return _after(slug, len(past))


def for_province(name: str, until: date | None = None) -> Directory | None:
    """The shipped directory of a province by its name ("Lai Châu", "tỉnh Hà Tĩnh"), None when there is none."""
    slug = names.slug(name).removeprefix("ubnd-").removeprefix("uy-ban-nhan-dan-").removeprefix("tinh-")
    return load(slug, until) if slug in shipped() else None


@lru_cache(maxsize=32)
def _after(slug: str, steps: int) -> Directory:
    """The directory after the first ``steps`` reorganisations of the province."""
    if not steps:
        name = f"{slug}{_SUFFIX}"
        return read_directory(_files().joinpath(name).read_text(encoding="utf-8"), name)
    before = _after(slug, steps - 1)
    name = shipped_reorganisations(slug)[steps - 1]
    return reorganised(before, read_reorganisation(reorganisation_text(name), f"{name}{_SUFFIX}", before))


def _files() -> Traversable:
    return resources.files("agencies").joinpath("data")


def _names_in(folder: Traversable) -> tuple[str, ...]:
    found = (entry.name for entry in folder.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in found if name.endswith(_SUFFIX)))


def _day(name: str) -> date:
    return date.fromisoformat(name[-10:])
