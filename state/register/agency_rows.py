"""Agencies as records (one per interval) and as rows (one per code, with the later placements beside it)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from agencies.model import Agency, Change, Contact, ContactRole, Kind, Succession
from state.errors import StateError
from state.tables import AgencyRow, ContactRow, SuccessionRow

Columns = dict[str, object]
# What a body keeps for good; another name or kind is another body with a code of its own.
_LASTING = ("name", "short_name", "kind", "province", "aliases", "identifier")


class UnstorableRecords(StateError):
    """The records of one code do not follow one another without a gap, or are not one body."""

    def __init__(self, code: str, on: date | None) -> None:
        self.code, self.on = code, on
        when = f" tại ngày {on:%d/%m/%Y}" if on else ""
        super().__init__(
            f"Các giai đoạn của cơ quan {code} không nối tiếp nhau hoặc khác tên, loại{when}; "
            "một cơ quan đổi tên, đổi loại hoặc lập lại phải mang mã mới."
        )


@dataclass(frozen=True)
class Body:
    """All records of one code, oldest first, checked to be one body without a gap.

    :raises UnstorableRecords: they are not
    """

    records: tuple[Agency, ...]

    def __post_init__(self) -> None:
        """Refuse what one row with placements cannot hold."""
        for before, after in zip(self.records, self.records[1:], strict=False):
            lasting = all(getattr(before, field) == getattr(after, field) for field in _LASTING)
            if not lasting or after.valid_from is None or before.valid_to != after.valid_from:
                raise UnstorableRecords(after.code, after.valid_from)

    def columns(self) -> Columns:
        """The row of the body; ministries are shared by provinces."""
        first, last = self.records[0], self.records[-1]
        return {
            "code": first.code,
            "name": first.name,
            "short_name": first.short_name,
            "kind": str(first.kind),
            "province": "" if first.kind is Kind.MINISTRY else first.province,
            "parent": first.parent,
            "in_chain": first.in_chain,
            "valid_from": first.valid_from,
            "valid_to": last.valid_to,
            "to_confirm": last.to_confirm,
            "note": last.note,
            "identifier": first.identifier,
            "closed_by": last.closed_by,
        }

    def placements(self, key: int) -> Iterator[Columns]:
        """The rows of the later placements; the document that ended a record is the one that made the next."""
        for before, after in zip(self.records, self.records[1:], strict=False):
            yield {
                "agency_id": key,
                "since": after.valid_from,
                "parent": after.parent,
                "in_chain": after.in_chain,
                "decision": before.closed_by,
            }


def bodies(agencies: Iterable[Agency]) -> dict[str, Body]:
    """Records grouped by code, in the order in which the codes come.

    :raises UnstorableRecords: some records of one code are not one body
    """
    found: defaultdict[str, list[Agency]] = defaultdict(list)
    for agency in agencies:
        found[agency.code].append(agency)
    return {
        code: Body(tuple(sorted(records, key=lambda one: one.valid_from or date.min)))
        for code, records in found.items()
    }


def records_of(row: AgencyRow) -> tuple[Agency, ...]:
    """The records of a row, oldest first; ``placements`` and ``aliases`` must be loaded."""
    current = Agency(
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=Kind(row.kind),
        province=row.province,
        parent=row.parent,
        in_chain=row.in_chain,
        aliases=tuple(alias.name for alias in row.aliases),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        to_confirm=row.to_confirm,
        note=row.note,
        identifier=row.identifier,
        closed_by=row.closed_by,
    )
    found: list[Agency] = []
    for placed in row.placements:
        found.append(replace(current, valid_to=placed.since, closed_by=placed.decision))
        current = replace(current, valid_from=placed.since, parent=placed.parent, in_chain=placed.in_chain)
    return (*found, current)


def contact_of(code: str, row: ContactRow) -> Contact:
    """A contact as the directory knows it, without its delivery state."""
    return Contact(
        agency=code,
        email=row.email,
        role=cast(ContactRole, row.role),
        name=row.name,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def contact_columns(contact: Contact, key: int) -> Columns:
    """The row of a new contact of the agency ``key``."""
    return {
        "agency_id": key,
        "email": contact.email.lower(),
        "name": contact.name,
        "role": contact.role,
        "state": "ok",
        "valid_from": contact.valid_from,
        "valid_to": contact.valid_to,
    }


def succession_of(link: SuccessionRow, codes: dict[int, str]) -> Succession:
    """A succession as the directory knows it; ``codes`` by primary key."""
    return Succession(
        predecessor=codes[link.predecessor_id],
        successor=codes[link.successor_id],
        on=link.on_date,
        decision=link.decision,
        share=link.share,
        to_confirm=link.to_confirm,
        change=Change(link.change),
    )


def succession_columns(link: Succession, ids: dict[str, int]) -> Columns:
    """The row of a succession; ``ids`` by code."""
    return {
        "predecessor_id": ids[link.predecessor],
        "successor_id": ids[link.successor],
        "on_date": link.on,
        "decision": link.decision,
        "share": link.share,
        "to_confirm": link.to_confirm,
        "change": str(link.change),
    }
