"""Sample plans written for this project. They are marked as samples and are no issued documents."""

from pathlib import Path

NAMES = ("lai-chau-mau", "ha-tinh-mau")


def path(name: str) -> Path:
    """The file of a sample plan; `name` is one of NAMES. Raises KeyError for another name."""
    if name not in NAMES:
        raise KeyError(name)
    return Path(__file__).parent / f"{name}.txt"
