"""Contacts over time: what a person decides about who is written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from agencies.exchange.cells import CellError, as_email
from agencies.model import ROLE_LABELS
from state.errors import NotFound
from state.events import Event
from state.ladder.ruling import Ruling
from state.register.addressing import in_force, usable
from state.register.contact_errors import AgencyGone, BadContactAddress, ContactPeriod, NeedsAddress, UnknownContactRole
from state.register.proposals import ADD, UNREACHABLE, ProposalStore, Proposed
from state.register.reaching import reach_open, resume
from state.tables import AgencyRow, ContactRow, ProposalRow

__all__ = ["ContactStore", "NewContact", "Proposed"]


@dataclass(frozen=True, slots=True)
class NewContact:
    """An address of an agency from a day on, perhaps instead of another one. ``since`` None: from today."""

    agency: str
    email: str
    role: str = "focal"
    name: str = ""
    since: date | None = None
    replaces: str = ""


class ContactStore(ProposalStore):
    """Contacts and decisions about them. Only a decision changes to whom we write."""

    def accept(self, number: int, ruling: Ruling, email: str = "") -> str:
        """Change the contact as proposed; open requests go to the new address with the next letter.

        :param email: the new address, for a question that names none
        :raises NotFound: no such proposal
        :raises ProposalDecided: somebody decided before
        :raises NeedsAddress: neither the proposal nor the decision names an address
        """
        ruling.check()
        row = self._get(number)
        if not (email or row.new_email):
            raise NeedsAddress(number)
        address = email or row.new_email
        registered = any(one.agency_id == row.agency_id for one in self._of(row.old_email))
        replaces = row.old_email if row.kind != ADD and registered and row.old_email != address.lower() else ""
        name = row.name if address == row.new_email else ""
        self._close(row, "accepted", ruling.by, ruling.now)
        resumed = self._resumed(row, ruling)
        return (
            f"{self._change(row.agency, NewContact('', address, row.role, name, replaces=replaces), ruling)}{resumed}"
        )

    def reject(self, number: int, ruling: Ruling) -> str:
        """Leave the contacts as they are; what the proposing mail had stopped goes on.

        :raises BadRuling: no reason
        """
        ruling.check(reason=True)
        row = self._get(number)
        self._close(row, "rejected", ruling.by, ruling.now)
        sentence = f"{ruling.by} không chấp nhận đề xuất số {number} của {row.agency.name}.{ruling.because}"
        self._log(row.agency, "proposal-rejected", sentence, ruling)
        return f"{sentence}{self._resumed(row, ruling)}"

    def change(self, new: NewContact, ruling: Ruling) -> str:
        """Add an address, correct one, or replace one by another; open requests reach the new address.

        :raises NotFound: no such agency, or it has no such address to replace
        :raises BadContactAddress, UnknownContactRole, AgencyGone, ContactPeriod: what cannot be
        """
        ruling.check()
        return self._change(self._by_code(new.agency), new, ruling)

    def end(self, email: str, on: date, ruling: Ruling, agency: str = "") -> str:
        """From ``on`` an address is used no more, for one agency or for all that have it.

        :raises NotFound: nobody has this address
        :raises ContactPeriod: it ended before, or begins later
        """
        ruling.check()
        only = self._by_code(agency).id if agency else None
        rows = [row for row in self._of(email) if only in (None, row.agency_id)]
        if not rows:
            raise NotFound("đầu mối", email)
        for row in rows:
            _check_end(row, on)
        told = []
        for row in rows:
            row.valid_to, row.changed_at = on, ruling.now
            body = self._agency(row)
            told.append(f"{ruling.by} ngừng dùng địa chỉ {row.email} của {body.name} từ ngày {on:%d/%m/%Y}.")
            self._log(body, "contact-ended", told[-1], ruling)
            if not usable(self._beside(body.id), on):
                told.append(f"{body.name} không còn địa chỉ nào dùng được.")
        return " ".join(told)

    def listed(self, agency: str = "", *, bounced: bool = False) -> list[tuple[ContactRow, AgencyRow]]:
        """Contacts with their agencies, of one agency or all, or only those whose mail comes back.

        :raises NotFound: no such agency
        """
        query = select(ContactRow, AgencyRow).join(AgencyRow, AgencyRow.id == ContactRow.agency_id)
        if agency:
            query = query.where(AgencyRow.id == self._by_code(agency).id)
        if bounced:
            query = query.where(ContactRow.state == "bounced")
        return list(self._session.execute(query.order_by(AgencyRow.id, ContactRow.id)).tuples())

    def reach_open(self, contact_ids: Sequence[int], now: datetime) -> int:
        """Let what the agencies of these contacts still owe go to them once more; returns how many requests."""
        self._session.flush()
        return reach_open(self._session, contact_ids, now)

    def _change(self, agency: AgencyRow, new: NewContact, ruling: Ruling) -> str:
        since = new.since or ruling.today
        email = _checked(new.email, new.role)
        if agency.valid_to is not None and agency.valid_to <= since:
            raise AgencyGone(agency.code, agency.name, agency.valid_to)
        old = self._replaced(agency, new.replaces, email, since)
        row = self._put(agency, new, email, since, ruling)
        if old is not None:
            old.valid_to, old.changed_at = since, ruling.now
        for asked in self._open(ProposalRow.agency_id == agency.id):
            if asked.kind == UNREACHABLE or asked.new_email == email:
                self._close(asked, "accepted", ruling.by, ruling.now)
        done = f"thay {old.email} bằng {email}" if old else f"ghi địa chỉ {email}"
        who = f" ({new.name.strip()})" if new.name.strip() else ""
        role = ROLE_LABELS[row.role]  # type: ignore[index]
        sentence = f"{ruling.by} {done}{who} làm {role} của {agency.name} từ ngày {since:%d/%m/%Y}.{ruling.because}"
        self._log(agency, "contact-replaced" if old else "contact-set", sentence, ruling)
        count = self.reach_open([row.id], ruling.now)
        return sentence + (f" {count} yêu cầu đang chờ báo cáo sẽ được gửi đến địa chỉ này." if count else "")

    def _replaced(self, agency: AgencyRow, old: str, email: str, since: date) -> ContactRow | None:
        if not old:
            return None
        found = next((one for one in self._of(old) if one.agency_id == agency.id), None)
        if found is None:
            raise NotFound(f"đầu mối của {agency.name}", old)
        if found.email == email:
            raise BadContactAddress(email, "địa chỉ mới trùng với địa chỉ cũ")
        if found.valid_to is not None and found.valid_to <= since:
            return None
        _check_end(found, since)
        return found

    def _put(self, agency: AgencyRow, new: NewContact, email: str, since: date, ruling: Ruling) -> ContactRow:
        """The row of the address: a new one, or the one that was used before, used again."""
        row = next((one for one in self._of(email) if one.agency_id == agency.id), None)
        if row is None:
            row = ContactRow(agency_id=agency.id, email=email, name="", role=new.role, valid_from=since)
            self._session.add(row)
        elif not in_force(row, since):
            row.valid_from = since
        row.role, row.name = new.role, new.name.strip() or row.name
        row.state, row.away_until, row.hard_bounces, row.valid_to = "ok", None, 0, None
        row.changed_at = ruling.now
        self._session.flush()
        return row

    def _resumed(self, row: ProposalRow, ruling: Ruling) -> str:
        if row.reply_id is None:
            return ""
        why = f"Đã quyết định về đề xuất đầu mối số {row.id}; tiếp tục đôn đốc."
        count = resume(self._session, self._events, row.reply_id, ruling.now, why)
        return f" Tiếp tục đôn đốc {count} yêu cầu đã tạm dừng vì thư này." if count else ""

    def _by_code(self, code: str) -> AgencyRow:
        given = code.strip()
        row = self._session.scalar(select(AgencyRow).where(AgencyRow.code.in_({given, given.upper()})))
        if row is None:
            raise NotFound("cơ quan", code)
        return row

    def _agency(self, row: ContactRow) -> AgencyRow:
        return self._session.get_one(AgencyRow, row.agency_id)

    def _log(self, agency: AgencyRow, kind: str, sentence: str, ruling: Ruling) -> None:
        self._events.add(Event(ruling.now, kind, f"agency:{agency.id}", sentence, ruling.by))


def _checked(email: str, role: str) -> str:
    """The address in the form in which it is kept."""
    if role not in ROLE_LABELS:
        raise UnknownContactRole(role, tuple(ROLE_LABELS))
    try:
        address = as_email(email)
    except CellError as error:
        raise BadContactAddress(email, str(error)) from error
    if not address.isascii():
        raise BadContactAddress(email, "địa chỉ có chữ ngoài bảng ASCII, máy chủ thư không nhận")
    return address


def _check_end(row: ContactRow, on: date) -> None:
    if row.valid_to is not None and row.valid_to <= on:
        raise ContactPeriod(row.email, f"địa chỉ đã ngừng dùng từ ngày {row.valid_to:%d/%m/%Y}")
    if row.valid_from is not None and on <= row.valid_from:
        raise ContactPeriod(row.email, f"địa chỉ được dùng từ ngày {row.valid_from:%d/%m/%Y}, phải ngừng sau ngày đó")
