"""A directory file (TOML) → a checked Directory.

A file lists provincial bodies one by one (``agencies``), local committees by place (``places``), ``succession`` links,
``contact`` rows, and may ask for sample contacts under a ``.example`` domain (``sample_domain``).
"""

from collections.abc import Iterator
from datetime import date

from pydantic import Field

from agencies.directory import Directory
from agencies.model import Change, Succession
from agencies.rows import FileForm, Heir, Row, parse


class _SuccessionForm(Row):
    predecessor: str = Field(alias="from")
    to: tuple[str | Heir, ...] = Field(min_length=1)
    on: date
    decision: str
    share: str = ""
    confirm: bool = False
    change: Change | None = None


class _File(FileForm):
    succession: tuple[_SuccessionForm, ...] = ()


def read_directory(text: str, where: str) -> Directory:
    """Read and check a directory; ``where`` names the file in messages. Raises DirectoryError."""
    file = parse(_File, text, where)
    agencies = file.bodies()
    successions = tuple(link for row in file.succession for link in _links(row))
    return Directory(file.province, agencies, successions, file.contacts(agencies))


def _links(row: _SuccessionForm) -> Iterator[Succession]:
    change = row.change or (Change.SPLIT if len(row.to) > 1 else Change.MERGE)
    for one in row.to:
        heir = Heir(code=one) if isinstance(one, str) else one
        share, confirm = heir.share or row.share, row.confirm or heir.confirm
        yield Succession(row.predecessor, heir.code, row.on, row.decision, share, confirm, change)
