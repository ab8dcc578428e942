"""What a file would change in the register: a preview for people, and the records to write."""

from dataclasses import dataclass
from typing import Literal

from agencies.directory import Directory
from agencies.exchange.errors import Place, Problem
from agencies.model import Agency, Contact

How = Literal["added", "changed", "closed"]
HOW_LABELS: dict[How, str] = {"added": "thêm", "changed": "sửa", "closed": "kết thúc"}


@dataclass(frozen=True)
class FieldChange:
    """One cell that differs from the register; both sides as people read them."""

    column: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.column}: {self.old or '(trống)'} → {self.new or '(trống)'}"


@dataclass(frozen=True)
class Difference:
    """One row that adds, changes or closes an agency or a contact; ``name`` says which one to people."""

    how: How
    place: Place
    agency: str
    name: str
    fields: tuple[FieldChange, ...]

    @property
    def sentence(self) -> str:
        """The difference in one line."""
        told = "; ".join(str(field) for field in self.fields)
        return f"{HOW_LABELS[self.how]} {self.name}" + (f" ({told})" if told else "")


@dataclass(frozen=True)
class RegistryChanges:
    """The register after the good rows of a file. Agencies and contacts that the file does not name stay as they are.

    ``bodies`` are all records of every code that is new or differs, ``contacts`` those that are new or differ;
    ``unchanged`` counts the rows that say what the register says.
    """

    differences: tuple[Difference, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    bodies: tuple[tuple[Agency, ...], ...]
    contacts: tuple[Contact, ...]
    after: Directory

    def of(self, how: How) -> tuple[Difference, ...]:
        """The differences of one kind, in reading order."""
        return tuple(one for one in self.differences if one.how == how)
