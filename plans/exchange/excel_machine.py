"""The hidden sheet of an exported plan: every item exactly as it was read, for the cells that nobody changed.

A visible row names its item by a key in a hidden column. A person may delete the sheet, the keys or single rows: what
is missing here is read from the visible cells as if it were written by hand.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from plans.errors import UnsupportedFormat
from plans.exchange.excel_grid import Grid
from plans.model import Plan

SHEET = "Dữ liệu máy"
VERSION_KEY = "dondoc_plan"
VERSION = "1"
DOCUMENT_KEY = "document"
PLAN_KEY = "plan"
KEY_TITLE = "Mã dòng"
# A cell holds at most 32,767 characters.
_CHUNK = 30_000
T = TypeVar("T")


def detail_rows(plan: Plan, items: Iterable[tuple[str, object]]) -> Iterator[tuple[str, ...]]:
    """The rows of the hidden sheet: a key, then the JSON of the item in as many cells as it needs.

    `items` are (key, item). All characters are ASCII, so that no program changes any of them.
    """
    yield VERSION_KEY, VERSION
    yield _row(PLAN_KEY, {"format": plan.format})
    yield _row(DOCUMENT_KEY, plan.document.model_dump(mode="json"))
    for key, item in items:
        yield _row(key, item.model_dump(mode="json") if isinstance(item, BaseModel) else item)


def _row(key: str, content: object) -> tuple[str, ...]:
    # "_x0041_" is an escape of the Excel format; spelling its first sign otherwise keeps texts that contain it.
    text = json.dumps(content, separators=(",", ":")).replace("_x", "\\u005fx")
    return (key, *(text[start : start + _CHUNK] for start in range(0, len(text), _CHUNK)))


_ADAPTERS: dict[type, TypeAdapter[object]] = {}


def _read(kind: type[T], text: str) -> T | None:
    # Building an adapter costs more than one reading with it.
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    item = _ADAPTERS[kind].validate_json(text, strict=True)
    return item if isinstance(item, kind) else None


@dataclass
class Machine:
    """The details by key; each is handed out once, so that a copied row counts as written by hand."""

    details: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    @property
    def present(self) -> bool:
        """Whether the file was exported from a plan."""
        return DOCUMENT_KEY in self.details

    def has(self, code: str) -> bool:
        """Whether the exported plan had rows of the sheet with this code."""
        return any(key.startswith(code) and key[len(code) :].isdigit() for key in self.details)

    def take(self, key: str, kind: type[T]) -> T | None:
        """The item of a key, None when it is unknown, used before, or no longer of the right form."""
        if key in self.taken or key not in self.details:
            return None
        self.taken.add(key)
        try:
            return _read(kind, self.details[key])
        except ValidationError:
            return None


def read_machine(grid: Grid | None, name: str) -> Machine:
    """The details of the hidden sheet; empty without it.

    :raises UnsupportedFormat: written by a later version
    """
    rows = [] if grid is None else [[str(c.value or "") for c in row.cells] for row in grid.rows]
    details = {row[0]: "".join(row[1:]) for row in rows if row and row[0]}
    version = details.pop(VERSION_KEY, VERSION)
    if version.removesuffix(".0") != VERSION:
        raise UnsupportedFormat(name, f"Excel của kế hoạch, phiên bản {version}")
    return Machine(details)
