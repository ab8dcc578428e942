"""Agencies in the database: loaded from a directory once, then the register of the province."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy.orm import Session, selectinload

from agencies.directory import Directory
from agencies.model import Agency, Contact, ContactRole, Kind, Succession
from state.errors import NotFound
from state.events import Event, EventStore
from state.tables import AgencyRow, AliasRow, ContactRow, SuccessionRow

# Built once: making a statement anew costs more than running it, and these run for every reply.
_CONTACTS = select(ContactRow).where(ContactRow.agency_id.in_(bindparam("ids", expanding=True))).order_by(ContactRow.id)
_CONTACT = ContactRow.metadata.tables["contact"]
_REACHABLE = (
    update(_CONTACT)
    .where(_CONTACT.c.email == bindparam("address"), _CONTACT.c.state != "ok")
    .values(state="ok", away_until=None, changed_at=bindparam("now"))
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
        """Write a directory into an empty province. Ministries are shared by provinces."""
        rows = [
            {
                "code": agency.code,
                "name": agency.name,
                "short_name": agency.short_name,
                "kind": str(agency.kind),
                "province": "" if agency.kind is Kind.MINISTRY else directory.province,
                "parent": agency.parent,
                "in_chain": agency.in_chain,
                "valid_from": agency.valid_from,
                "valid_to": agency.valid_to,
                "to_confirm": agency.to_confirm,
                "note": agency.note,
            }
            for agency in directory.agencies
        ]
        known = self.ids(agency.code for agency in directory.agencies)
        self._session.execute(insert(AgencyRow), [row for row in rows if row["code"] not in known])
        ids = self.ids(agency.code for agency in directory.agencies)
        self._load_parts(directory, {code: key for code, key in ids.items() if code not in known})
        self._events.add(
            Event(
                now,
                "directory-loaded",
                f"province:{directory.province}",
                f"Đã nạp danh bạ {directory.province}: {len(rows)} cơ quan.",
            )
        )
        return len(rows)

    def _load_parts(self, directory: Directory, ids: dict[str, int]) -> None:
        aliases = [
            {"agency_id": ids[a.code], "name": name}
            for a in directory.agencies
            if a.code in ids
            for name in dict.fromkeys(a.aliases)
        ]
        successions = [
            {
                "predecessor_id": ids[s.predecessor],
                "successor_id": ids[s.successor],
                "on_date": s.on,
                "decision": s.decision,
                "share": s.share,
                "to_confirm": s.to_confirm,
            }
            for s in directory.successions
            if s.predecessor in ids and s.successor in ids
        ]
        contacts = [
            {"agency_id": ids[c.agency], "email": c.email.lower(), "name": c.name, "role": c.role, "state": "ok"}
            for c in directory.contacts
            if c.agency in ids
        ]
        for table, rows in ((AliasRow, aliases), (SuccessionRow, successions), (ContactRow, contacts)):
            if rows:
                self._session.execute(insert(table), rows)

    def ids(self, codes: object) -> dict[str, int]:
        """Code to primary key, for all agencies (the register is small: thousands)."""
        wanted = set(codes)  # type: ignore[call-overload]
        rows = self._session.execute(select(AgencyRow.code, AgencyRow.id)).all()
        return {code: key for code, key in rows if code in wanted}

    def directory(self, province: str) -> Directory:
        """The pure directory of a province, as the register has it now."""
        rows = self._session.scalars(
            select(AgencyRow)
            .where(AgencyRow.province.in_((province, "")))
            .options(selectinload(AgencyRow.aliases), selectinload(AgencyRow.contacts))
            .order_by(AgencyRow.id)
        ).all()
        by_id = {row.id: row for row in rows}
        links = self._session.scalars(select(SuccessionRow).where(SuccessionRow.predecessor_id.in_(by_id))).all()
        return Directory(
            province=province,
            agencies=tuple(_agency(row) for row in rows),
            successions=tuple(
                Succession(
                    predecessor=by_id[link.predecessor_id].code,
                    successor=by_id[link.successor_id].code,
                    on=link.on_date,
                    decision=link.decision,
                    share=link.share,
                    to_confirm=link.to_confirm,
                )
                for link in links
            ),
            contacts=tuple(
                Contact(agency=row.code, email=c.email, role=cast(ContactRole, c.role), name=c.name)
                for row in rows
                for c in row.contacts
            ),
        )

    def get(self, code: str) -> AgencyRow:
        """One agency by code.

        :raises NotFound: no such code
        """
        row = self._session.scalar(select(AgencyRow).where(AgencyRow.code == code))
        if row is None:
            raise NotFound("cơ quan", code)
        return row

    def contacts(self, agency_ids: Sequence[int]) -> dict[int, list[ContactRow]]:
        """Contacts of several agencies, in one look."""
        found: dict[int, list[ContactRow]] = {key: [] for key in agency_ids}
        for row in self._session.scalars(_CONTACTS, {"ids": agency_ids}):
            found[row.agency_id].append(row)
        return found

    def by_address(self, email: str) -> list[ContactRow]:
        """Who this address belongs to; empty when nobody registered it."""
        return list(self._session.scalars(select(ContactRow).where(ContactRow.email == email.lower())))

    def mark_bounced(self, email: str, now: datetime, sentence: str) -> int:
        """Mark an address as unreachable; returns how many contacts carry it."""
        return self._mark(email, now, "bounced", sentence)

    def mark_away(self, email: str, until: date | None, now: datetime, sentence: str) -> int:
        """Mark a contact as away; the day may be unknown."""
        return self._mark(email, now, "away", sentence, until)

    def mark_reachable(self, email: str, now: datetime) -> None:
        """A report came from this address: whatever was said of it before, somebody reads it."""
        self._session.execute(_REACHABLE, {"address": email.lower(), "now": now})

    def _mark(self, email: str, now: datetime, state: str, sentence: str, until: date | None = None) -> int:
        rows = self.by_address(email)
        for row in rows:
            row.state, row.changed_at, row.away_until = state, now, until
            self._events.add(Event(now, f"contact-{state}", f"agency:{row.agency_id}", sentence, data={"email": email}))
        return len(rows)


def _agency(row: AgencyRow) -> Agency:
    return Agency(
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
    )
