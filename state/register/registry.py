"""The register of a province as a table that people edit: what a file would change, and applying it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from agencies import names, shipped
from agencies.directory import Directory
from agencies.exchange.changes import HOW_LABELS, Difference, RegistryChanges
from agencies.exchange.columns import AGENCY_SHEET, TITLES
from agencies.exchange.comparing import compare_registry
from agencies.exchange.errors import Problem, RegistryErrors
from agencies.exchange.reading import read_registry
from agencies.model import Agency, Contact
from state.errors import NoDirectory, StateError
from state.events import Event, EventStore
from state.ladder.ruling import check_name
from state.register.agencies import AgencyStore
from state.register.agency_rows import Body
from state.register.contacts import ContactStore
from state.tables import AgencyRow, AliasRow, AssignmentRow, ContactRow, PlacementRow

# Somebody still waits for a report: an assignment in one of these states needs an answering body.
_WAITED_FOR = ("open", "held")


class UnclearProvince(StateError):
    """Several provinces have a register, and nobody said which one is meant."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self.known = known
        have = f"có {len(known)} tỉnh: {', '.join(known)}" if known else "chưa có danh bạ nào"
        super().__init__(f"Cần nêu tỉnh bằng --province 'Tên tỉnh' ({have}).")


@dataclass(frozen=True)
class RegistryFile:
    """A file as it was given: its bytes, its name, and whether rows with mistakes are left out."""

    data: bytes
    name: str
    skip_bad_rows: bool = False


@dataclass(frozen=True)
class Import:
    """What a file would change or has changed in the register of a province.

    ``notes`` are sentences about open assignments that people should know before they apply.
    """

    province: str
    changes: RegistryChanges
    notes: tuple[str, ...]

    @property
    def summary(self) -> str:
        """One line: how many rows add, change, close, say nothing new, or are wrong."""
        changes = self.changes
        counts = [f"{label} {len(changes.of(how))}" for how, label in HOW_LABELS.items()]
        wrong = f"; {len(changes.problems)} chỗ sai" if changes.problems else ""
        return f"Danh bạ {self.province}: {', '.join(counts)}, không đổi {changes.unchanged} dòng{wrong}."


class RegistryStore:
    """The register as a whole: preview and apply a file. The caller commits, or rolls a preview back."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events
        self._agencies = AgencyStore(session, events)

    def provinces(self) -> tuple[str, ...]:
        """The provinces that have a register, by name."""
        query = select(AgencyRow.province).where(AgencyRow.province != "").distinct().order_by(AgencyRow.province)
        return tuple(self._session.scalars(query))

    def province(self, named: str = "") -> str:
        """The province that is meant: the named one as the register writes it, else the only one.

        :raises UnclearProvince: none is named and there is not exactly one
        """
        known = self.provinces()
        if not named.strip():
            if len(known) != 1:
                raise UnclearProvince(known)
            return known[0]
        slug = names.slug(named).removeprefix("tinh-")
        if found := next((one for one in known if names.slug(one) == slug), None):
            return found
        directory = shipped.for_province(named)
        return directory.province if directory else " ".join(named.split()).removeprefix("tỉnh ")

    def province_of(self, code: str) -> str:
        """The province whose register has this code; "" when none has, or when provinces share it."""
        return self._session.scalar(select(AgencyRow.province).where(AgencyRow.code == code)) or ""

    def directory(self, named: str, now: datetime) -> Directory:
        """The register of a province; the shipped directory is loaded first when there is none yet.

        :raises NoDirectory: neither the register nor the program knows the province
        """
        province = self.province(named)
        self._load_shipped(province, now)
        if not self._agencies.has_province(province):
            raise NoDirectory(province)
        return self._agencies.directory(province)

    def delivery(self, province: str) -> dict[tuple[str, str], str]:
        """What is known of the delivery to each (code, address), in words; nothing for an address that works."""
        found: dict[tuple[str, str], str] = {}
        for row in self._agencies.rows(province):
            for contact in row.contacts:
                if contact.state == "bounced":
                    found[row.code, contact.email] = "thư bị trả lại"
                elif contact.state == "away":
                    until = f" đến {contact.away_until:%d/%m/%Y}" if contact.away_until else ""
                    found[row.code, contact.email] = f"vắng mặt{until}"
        return found

    def preview(self, file: RegistryFile, named: str, now: datetime) -> Import:
        """What a file would change; problems are part of the answer.

        :raises BadRegistryFile: the file is no register
        :raises RegistryErrors: no row can be judged for all the contradictions
        :raises UnclearProvince: no province is named and there is not exactly one
        """
        province = self.province(named)
        self._load_shipped(province, now)
        directory = self._agencies.directory(province)
        table = read_registry(file.data, file.name)
        changes = compare_registry(directory, table)
        waiting = self._waiting(body[0].code for body in changes.bodies)
        if refused := _refused(changes, directory, waiting):
            places = {problem.place for problem in refused}
            spoilt = {one.agency: one.place for one in changes.differences if one.place in places}
            table = replace(table, problems=(*table.problems, *refused), spoilt={**table.spoilt, **spoilt})
            changes = compare_registry(directory, table)
        return Import(province, changes, _notes(changes, directory, waiting))

    def apply(self, file: RegistryFile, named: str, by: str, now: datetime) -> Import:
        """Write what a file changes, all or nothing, with an event for every row.

        :raises RegistryErrors: a row is wrong, and nobody asked to leave such rows out
        :raises DirectoryError: as :meth:`preview`
        """
        check_name(by)
        done = self.preview(file, named, now)
        changes = done.changes
        if changes.problems and not file.skip_bad_rows:
            raise RegistryErrors(file.name, changes.problems)
        known = self._agencies.ids(body[0].code for body in changes.bodies)
        self._agencies.add(record for body in changes.bodies if body[0].code not in known for record in body)
        for body in changes.bodies:
            if body[0].code in known:
                self._rewrite(known[body[0].code], Body(body))
        reached = self._write_contacts(changes.contacts)
        # The register is read back with all its checks before anybody may commit it.
        self._agencies.directory(done.province)
        self._tell(done, file.name, by, now)
        ContactStore(self._session, self._events).reach_open(reached, now)
        return done

    def _load_shipped(self, province: str, now: datetime) -> None:
        directory = None if self._agencies.has_province(province) else shipped.for_province(province)
        if directory is not None:
            self._agencies.load(directory, now)

    def _waiting(self, codes: Iterable[str]) -> dict[str, int]:
        """How many reports each body still owes."""
        ids = self._agencies.ids(codes)
        query = (
            select(AssignmentRow.agency_id, func.count())
            .where(AssignmentRow.agency_id.in_(ids.values()), AssignmentRow.state.in_(_WAITED_FOR))
            .group_by(AssignmentRow.agency_id)
        )
        counts: dict[int, int] = dict(self._session.execute(query).tuples().all())
        return {code: counts[key] for code, key in ids.items() if key in counts}

    def _rewrite(self, key: int, body: Body) -> None:
        """The row of a body that is known, its other names and its placements, as the file has them."""
        self._session.execute(update(AgencyRow).where(AgencyRow.id == key).values(**body.columns()))
        self._session.execute(delete(PlacementRow).where(PlacementRow.agency_id == key))
        self._session.execute(delete(AliasRow).where(AliasRow.agency_id == key))
        self._agencies.add_parts({body.records[0].code: body}, {body.records[0].code: key})

    def _write_contacts(self, contacts: Sequence[Contact]) -> list[int]:
        """Returns the primary keys of the addresses that are new or in use again."""
        ids = self._agencies.ids(one.agency for one in contacts)
        rows = {
            (row.agency_id, row.email): row
            for row in self._session.scalars(select(ContactRow).where(ContactRow.agency_id.in_(ids.values())))
        }
        again: list[int] = []
        for contact in contacts:
            row = rows.get((ids[contact.agency], contact.email.lower()))
            if row is not None:
                if row.valid_to is not None and contact.valid_to is None:
                    again.append(row.id)
                row.name, row.role = contact.name, contact.role
                row.valid_from, row.valid_to = contact.valid_from, contact.valid_to
        self._session.flush()
        new = {
            (ids[one.agency], one.email.lower()): one
            for one in contacts
            if (ids[one.agency], one.email.lower()) not in rows
        }
        self._agencies.add_contacts(new.values())
        written = select(ContactRow).where(ContactRow.agency_id.in_(ids.values()))
        return again + [row.id for row in self._session.scalars(written) if (row.agency_id, row.email) in new]

    def _tell(self, done: Import, name: str, by: str, now: datetime) -> None:
        ids = self._agencies.ids(one.agency for one in done.changes.differences)
        sentence = f"{by} nhập danh bạ từ tệp {name}. {done.summary}"
        self._events.add(Event(now, "registry-imported", f"province:{done.province}", sentence, by))
        self._events.add_all(
            Event(now, f"registry-{one.how}", f"agency:{ids[one.agency]}", f"{_capital(one.sentence)}.", by)
            for one in done.changes.differences
        )


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _refused(changes: RegistryChanges, directory: Directory, waiting: dict[str, int]) -> tuple[Problem, ...]:
    """Bodies that a file ends or moves while reports are still waited for: that is a reorganisation."""
    found: list[Problem] = []
    for one in _agency_rows(changes):
        before = [record for record in directory.agencies if record.code == one.agency]
        after = [record for record in changes.after.agencies if record.code == one.agency]
        if one.agency in waiting and before and _life(before) != _life(after):
            sentence = (
                f"{one.agency} còn {waiting[one.agency]} yêu cầu báo cáo đang mở; kết thúc hoặc chuyển cơ quan này "
                "bằng lệnh dondoc agency reorganise."
            )
            found.append(Problem(one.place, TITLES[AGENCY_SHEET]["valid_to"], sentence))
    return tuple(found)


def _agency_rows(changes: RegistryChanges) -> Iterable[Difference]:
    return (one for one in changes.differences if one.place.sheet == AGENCY_SHEET)


def _life(records: Sequence[Agency]) -> tuple[date | None, ...]:
    """The days on which a body is moved or ends; its beginning lies before any open assignment."""
    return tuple(one.valid_to for one in records)


def _notes(changes: RegistryChanges, directory: Directory, waiting: dict[str, int]) -> tuple[str, ...]:
    """What people should know: assignments keep the tone they were opened with, and an end without an heir."""
    linked = {link.predecessor for link in directory.successions}
    found = [
        f"{one.name} kết thúc mà chưa ghi cơ quan kế thừa hay văn bản; việc của cơ quan này phải có người quyết định."
        for one in changes.of("closed")
        if one.place.sheet == AGENCY_SHEET and one.agency not in linked and not changes.after.get(one.agency).closed_by
    ]
    for body in changes.bodies:
        code = body[0].code
        if code not in waiting:
            continue
        before = directory.get(code)
        if (before.kind, before.parent, before.in_chain) != (body[-1].kind, body[-1].parent, body[-1].in_chain):
            found.append(f"{waiting[code]} yêu cầu đang mở của {code} vẫn được đôn đốc theo quan hệ cũ đến hết kỳ.")
    return tuple(found)
