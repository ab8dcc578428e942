"""Agencies in the database: loaded from a directory once, then the register of the province."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, func, insert, select
from sqlalchemy.orm import Session, selectinload

from agencies.directory import Directory
from agencies.model import Agency, Contact, Succession
from state.errors import NotFound
from state.events import Event, EventStore
from state.register.agency_rows import (
    Body,
    Columns,
    bodies,
    contact_columns,
    contact_of,
    records_of,
    succession_columns,
    succession_of,
)
from state.tables import AgencyRow, AliasRow, Base, ContactRow, PlacementRow, SuccessionRow

# Built once: making a statement anew costs more than running it, and these run for every reply.
_CONTACTS = select(ContactRow).where(ContactRow.agency_id.in_(bindparam("ids", expanding=True))).order_by(ContactRow.id)
_ROWS = (
    select(AgencyRow)
    .where(AgencyRow.province.in_(bindparam("provinces", expanding=True)))
    .options(selectinload(AgencyRow.aliases), selectinload(AgencyRow.contacts), selectinload(AgencyRow.placements))
    .order_by(AgencyRow.id)
    # A unit that has just written parts of an agency must see them here.
    .execution_options(populate_existing=True)
)


class AgencyStore:
    """Keeps a directory and gives it back as the pure ``Directory`` that decides who answers for whom."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def has_province(self, province: str) -> bool:
        """Whether a directory of this province was loaded."""
        return bool(self._session.scalar(select(func.count()).where(AgencyRow.province == province)))

    def load(self, directory: Directory, now: datetime) -> int:
        """Write a directory into an empty province. Ministries are shared by provinces.

        :raises UnstorableRecords: the records of one code are not one body
        """
        known = self.ids(agency.code for agency in directory.agencies)
        ids = self.add(agency for agency in directory.agencies if agency.code not in known)
        self.add_links(link for link in directory.successions if {link.predecessor, link.successor} <= ids.keys())
        self.add_contacts(contact for contact in directory.contacts if contact.agency in ids)
        count = len({agency.code for agency in directory.agencies})
        self._events.add(
            Event(
                now,
                "directory-loaded",
                f"province:{directory.province}",
                f"Đã nạp danh bạ {directory.province}: {count} cơ quan.",
            )
        )
        return count

    def add(self, agencies: Iterable[Agency]) -> dict[str, int]:
        """Write new agencies, all records of a code together; returns code -> primary key of the new ones.

        :raises UnstorableRecords: the records of one code are not one body
        """
        found = bodies(agencies)
        self._insert(AgencyRow, [body.columns() for body in found.values()])
        ids = self.ids(found)
        self.add_parts(found, ids)
        return ids

    def add_parts(self, found: Mapping[str, Body], ids: Mapping[str, int]) -> None:
        """Write the placements and other names of agencies that have none yet."""
        self._insert(PlacementRow, [row for code, body in found.items() for row in body.placements(ids[code])])
        aliases = [
            {"agency_id": ids[code], "name": name}
            for code, body in found.items()
            for name in dict.fromkeys(body.records[0].aliases)
        ]
        self._insert(AliasRow, aliases)

    def add_links(self, links: Iterable[Succession]) -> None:
        """Write new successions between agencies that are in the register."""
        new = list(links)
        ids = self.ids(code for link in new for code in (link.predecessor, link.successor))
        self._insert(SuccessionRow, [succession_columns(link, ids) for link in new])

    def add_contacts(self, contacts: Iterable[Contact]) -> None:
        """Write new contacts of agencies that are in the register."""
        new = list(contacts)
        ids = self.ids(contact.agency for contact in new)
        self._insert(ContactRow, [contact_columns(contact, ids[contact.agency]) for contact in new])

    def _insert(self, table: type[Base], rows: list[Columns]) -> None:
        if rows:
            self._session.execute(insert(table), rows)

    def ids(self, codes: Iterable[str]) -> dict[str, int]:
        """Code to primary key, for all agencies (the register is small: thousands)."""
        wanted = set(codes)
        rows = self._session.execute(select(AgencyRow.code, AgencyRow.id)).all()
        return {code: key for code, key in rows if code in wanted}

    def rows(self, province: str) -> list[AgencyRow]:
        """The agencies of a province and the shared ministries, with aliases, placements and contacts loaded."""
        return list(self._session.scalars(_ROWS, {"provinces": [province, ""]}))

    def directory(self, province: str) -> Directory:
        """The pure directory of a province, as the register has it now."""
        rows = self.rows(province)
        codes = {row.id: row.code for row in rows}
        links = self._session.scalars(
            select(SuccessionRow).where(SuccessionRow.predecessor_id.in_(codes)).order_by(SuccessionRow.id)
        )
        return Directory(
            province=province,
            agencies=tuple(record for row in rows for record in records_of(row)),
            successions=tuple(succession_of(link, codes) for link in links),
            contacts=tuple(contact_of(row.code, contact) for row in rows for contact in row.contacts),
        )

    def get(self, code: str) -> AgencyRow:
        """One agency by code.

        :raises NotFound: no such code
        """
        row = self._session.scalar(select(AgencyRow).where(AgencyRow.code == code))
        if row is None:
            raise NotFound("cơ quan", code)
        return row

    def contacts(self, agency_ids: Sequence[int], day: date | None = None) -> dict[int, list[ContactRow]]:
        """Contacts of several agencies, in one look; those in use on ``day`` only, when one is given."""
        found: dict[int, list[ContactRow]] = {key: [] for key in agency_ids}
        for row in self._session.scalars(_CONTACTS, {"ids": agency_ids}):
            if day is None or _used_on(row, day):
                found[row.agency_id].append(row)
        return found

    def by_address(self, email: str) -> list[ContactRow]:
        """Who this address belongs to; empty when nobody registered it."""
        return list(self._session.scalars(select(ContactRow).where(ContactRow.email == email.lower())))


def _used_on(row: ContactRow, day: date) -> bool:
    begun = row.valid_from is None or row.valid_from <= day
    return begun and (row.valid_to is None or day < row.valid_to)
