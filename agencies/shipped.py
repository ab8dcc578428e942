"""The directories that come with the program, one per province."""

from functools import lru_cache
from importlib import resources

from agencies import names
from agencies.directory import Directory
from agencies.errors import UnknownProvince
from agencies.reading import read_directory

_SUFFIX = ".toml"


@lru_cache(maxsize=1)
def shipped() -> tuple[str, ...]:
    """Slugs of the shipped directories, sorted: "ha-tinh", "lai-chau"."""
    files = (entry.name for entry in resources.files("agencies").joinpath("data").iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in files if name.endswith(_SUFFIX)))


@lru_cache(maxsize=16)
def load(slug: str) -> Directory:
    """The shipped directory with this slug, checked; raises UnknownProvince or another DirectoryError."""
    if slug not in shipped():
        raise UnknownProvince(slug, shipped())
    name = f"{slug}{_SUFFIX}"
    text = resources.files("agencies").joinpath("data").joinpath(name).read_text(encoding="utf-8")
    return read_directory(text, name)


def for_province(name: str) -> Directory | None:
    """The shipped directory of a province by its name ("Lai Châu", "tỉnh Hà Tĩnh"), None when there is none."""
    slug = names.slug(name).removeprefix("ubnd-").removeprefix("uy-ban-nhan-dan-").removeprefix("tinh-")
    return load(slug) if slug in shipped() else None
