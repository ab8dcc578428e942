"""Putting open assignments into other hands: the same row for one heir, a new one for each heir of a divided territory.

Every heir gets an opening letter; the ladder goes on from there, with the same due day. Nothing here commits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from agencies.model import Agency
from cycles.calendar import WorkCalendar, legal_day
from cycles.ladder import Rung
from state.cycle.cycles import relation_of
from state.cycle.sharing import Sharing
from state.events import Event, EventStore
from state.ladder.laddering import Schedules
from state.succession.handover import Fate, Field, Passing
from state.tables import AssignmentRow, ClaimRow, ExtensionRow, HandoverRow, LetterRow, ReorganisationRow

OPEN = "open"
MOVED = "moved"
REASON = "Cơ quan kế thừa nhận yêu cầu báo cáo: thư mở đầu gửi cơ quan kế thừa."
WITHDRAWN = "Không gửi: cơ quan nhận đã kết thúc hoạt động, yêu cầu đã chuyển cho cơ quan kế thừa."
CLOSED = "Yêu cầu đã chuyển cho cơ quan kế thừa; cơ quan kế thừa đề nghị lại nếu cần."


@dataclass(frozen=True)
class Applied:
    """Who applies a reorganisation, when, by which calendar; ``office`` is the code of the body that follows up."""

    by: str
    now: datetime
    calendar: WorkCalendar
    office: str


@dataclass
class Hands:
    """Carries out what was decided, row by row, and writes what belongs together in a few statements at the end."""

    session: Session
    events: EventStore
    schedules: Schedules
    record: ReorganisationRow
    known: Field
    ids: Mapping[str, int]
    applied: Applied
    _taken: dict[tuple[int, int, str], AssignmentRow] = field(init=False)
    _numbers: dict[int, int] = field(init=False, default_factory=dict)
    _links: list[tuple[AssignmentRow, AssignmentRow, int, int]] = field(init=False, default_factory=list)
    _opened: list[tuple[AssignmentRow, int]] = field(init=False, default_factory=list)
    _begun: set[int] = field(init=False, default_factory=set)
    _born: list[AssignmentRow] = field(init=False, default_factory=list)
    _told: list[Event] = field(init=False, default_factory=list)
    _heirs: dict[int, dict[str, AssignmentRow]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Rows that are handed over take places, too."""
        self._taken = dict(self.known.taken)

    def carry_out(self, passings: Sequence[Passing]) -> None:
        """Do it all."""
        before = [(one, one.row.agency_id, one.row.agency.name) for one in passings]
        for one, from_id, name in before:
            match one.fate:
                case Fate.MOVED:
                    self._move(one, from_id, name)
                case Fate.DIVIDED | Fate.COVERED:
                    self._share_out(one, from_id, name)
                case Fate.WAIVED:
                    self._stop(one.row, "waived")
                    self._tell(one.row, "waived", f"không yêu cầu nữa vì {name} kết thúc hoạt động: {one.note}")
                case Fate.PAST:
                    one.row.next_on = None
                    self._tell(one.row, "kept", f"giữ nguyên với {name}: kỳ báo cáo đã kết thúc trước ngày sắp xếp")
                case _:
                    self._tell(one.row, "kept", f"giữ nguyên với {name}: báo cáo đã gửi, chờ xem xét")
        self._shared(passings)
        self._ask_once(passings)
        self._write(passings)

    def _move(self, one: Passing, from_id: int, name: str) -> None:
        """The row goes to the one heir as it is; letters and answers that name its code stay true."""
        row, heir = one.row, one.heirs[0]
        self._inherit(row, name)
        row.agency_id = self.ids[heir.code]
        row.relation = str(relation_of(heir, row.responsibility.requested, self.applied.office))
        if row.step is not None:
            self._open(row)
            self._opened.append((row, row.agency_id))
            self._begun.add(id(row))
        row.next_on = self.schedules.next_on(row, self.applied.calendar) if row.state == OPEN else None
        self._taken[row.cycle_id, row.responsibility_id, heir.code] = row
        self._pass(row, row, from_id, row.agency_id)
        self._tell(row, "handed-over", f"chuyển từ {name} sang {heir.name}")

    def _share_out(self, one: Passing, from_id: int, name: str) -> None:
        """The row ends; every heir has one of its own, or answers under the one that it has already."""
        row = one.row
        for heir in one.heirs:
            place = row.cycle_id, row.responsibility_id, heir.code
            carrier = self._taken.get(place)
            if carrier is None:
                carrier = self._taken[place] = self._heir_of(row, heir, name)
                self._tell(carrier, "begun", f"là phần của {heir.name} trong yêu cầu {row.code} của {name}")
            else:
                self._join(carrier, row, from_id, name)
            self._heirs.setdefault(row.id, {})[heir.code] = carrier
            self._pass(row, carrier, from_id, self.ids[heir.code])
        self._stop(row, MOVED)
        names = "; ".join(
            f"{heir.name} ({self._taken[row.cycle_id, row.responsibility_id, heir.code].code})" for heir in one.heirs
        )
        self._tell(row, "handed-over", f"của {name} chuyển cho {names}")

    def _heir_of(self, row: AssignmentRow, heir: Agency, name: str) -> AssignmentRow:
        new = AssignmentRow(
            code=f"{row.cycle.code}-{self._number(row.cycle_id):03d}",
            cycle_id=row.cycle_id,
            responsibility_id=row.responsibility_id,
            agency_id=self.ids[heir.code],
            relation=str(relation_of(heir, row.responsibility.requested, self.applied.office)),
            due_on=row.due_on,
            due_kind=row.due_kind,
            due_basis=row.due_basis,
            targets=list(row.targets),
            state=OPEN,
            opens_on=row.opens_on,
            standing=row.standing,
            quiet_until=row.quiet_until,
            shared=dict(row.shared),
        )
        new.cycle, new.responsibility = row.cycle, row.responsibility
        self._inherit(new, name)
        new.next_on = self.schedules.next_on(new, self.applied.calendar)
        self.session.add(new)
        self._born.append(new)
        return new

    def _join(self, carrier: AssignmentRow, row: AssignmentRow, from_id: int, name: str) -> None:
        """The heir answers for both under its own row; what it has answered already waits for the part it inherits."""
        self._inherit(carrier, name)
        carrier.targets = list(dict.fromkeys((*carrier.targets, *row.targets)))
        if carrier.state not in {OPEN, "held"}:
            carrier.state = OPEN
            self._open(carrier)
        if carrier.step is not None and id(carrier) not in self._begun:
            self._opened.append((carrier, from_id))
            self._begun.add(id(carrier))
        self._tell(carrier, "inherited", f"nay gồm cả phần kế thừa từ {name} (yêu cầu {row.code})")

    def _inherit(self, row: AssignmentRow, name: str) -> None:
        """Several bodies may come together in one row; it names them all."""
        joined = row.heir_of and row.heir_since == self.known.on
        row.heir_of = f"{row.heir_of}, {name}" if joined else name
        row.heir_since = self.known.on

    def _open(self, row: AssignmentRow) -> None:
        """The opening leaves on the first working day, and the ladder counts from there when that is late."""
        calendar = self.applied.calendar
        self.schedules.open(row, calendar.next_working_day(self.applied.now.date()), calendar)

    def _stop(self, row: AssignmentRow, state: str) -> None:
        row.state, row.next_on = state, None

    def _pass(self, row: AssignmentRow, heir: AssignmentRow, from_id: int, to_id: int) -> None:
        self._links.append((row, heir, from_id, to_id))

    def _number(self, cycle_id: int) -> int:
        if cycle_id not in self._numbers:
            query = select(func.count(AssignmentRow.id)).where(AssignmentRow.cycle_id == cycle_id)
            with self.session.no_autoflush:
                self._numbers[cycle_id] = self.session.scalar(query) or 0
        self._numbers[cycle_id] += 1
        return self._numbers[cycle_id]

    def _tell(self, row: AssignmentRow, kind: str, what: str) -> None:
        # The subject needs the key of a row that may be new: it is filled in when all rows are written.
        decision = f", theo {self.record.decision}" if self.record.decision else ""
        sentence = f"Yêu cầu {row.code} {what}; từ {legal_day(self.known.on)}{decision}."
        self._told.append(Event(self.applied.now, f"assignment-{kind}", row.code, sentence, self.applied.by))

    def _shared(self, passings: Sequence[Passing]) -> None:
        """A figure that was to come from another assignment of the old body comes from one of the heir, or is asked.

        What the old body has answered there stays good for the one heir, but not for the parts of a divided territory.
        """
        moved = [one.row for one in passings if one.fate is Fate.MOVED]
        born = [row for rows in self._heirs.values() for row in rows.values()]
        codes = {link["assignment"] for row in (*moved, *born) for link in row.shared.values()}
        if not codes:
            return
        query = select(AssignmentRow).where(AssignmentRow.code.in_(codes))
        sources = {row.code: row for row in self.session.scalars(query)}
        for rows, whole in ((moved, True), (born, False)):
            for row in rows:
                given = {one: self._source(row, sources[link["assignment"]], whole) for one, link in row.shared.items()}
                row.shared = {one: {**row.shared[one], "assignment": code} for one, code in given.items() if code}

    def _ask_once(self, passings: Sequence[Passing]) -> None:
        """Figures of what ended are asked elsewhere again; a new row leaves out what its agency is asked elsewhere."""
        self.session.flush()
        sharing = Sharing(self.session, self.events)
        sharing.release([one.row for one in passings if one.row.state in {MOVED, "waived"}], self.applied.now)
        cycles = {row.cycle_id: row.cycle for row in self._born}
        for key, cycle in cycles.items():
            sharing.share(cycle, [row for row in self._born if row.cycle_id == key], self.applied.now)

    def _source(self, row: AssignmentRow, source: AssignmentRow, whole: bool) -> str:
        """The code under which the body of ``row`` gives the figure of ``source`` now; "" when it does not."""
        if source.state == MOVED:
            heirs = self._heirs.get(source.id, {}).values()
            return next((heir.code for heir in heirs if heir.agency_id == row.agency_id), "")
        mine = source.agency_id == row.agency_id or (whole and source.state == "answered")
        return source.code if mine else ""

    def _write(self, passings: Sequence[Passing]) -> None:
        self.session.flush()
        kept = {Fate.WRITTEN, Fate.UNDECIDED}
        gone = [one.row.id for one in passings if one.fate not in kept]
        # A step that was claimed for the old body and never written is not written to the heir: it gets its opening.
        self.session.execute(delete(ClaimRow).where(ClaimRow.assignment_id.in_(gone), ClaimRow.letter_id.is_(None)))
        ended = [one.row.id for one in passings if one.row.state == MOVED]
        asked = ExtensionRow.assignment_id.in_(ended), ExtensionRow.state == "asked"
        values = {
            "state": "refused",
            "reason": CLOSED,
            "decided_at": self.applied.now,
            "decided_by": self.applied.by,
        }
        self.session.execute(update(ExtensionRow).where(*asked).values(values))
        self._insert(ClaimRow, _claims(self._opened, self.applied.now))
        self._insert(HandoverRow, [self._handover(*link) for link in self._links])
        keys = {row.code: row.id for row in self._rows(passings)}
        self.events.add_all(
            Event(one.at, one.kind, f"assignment:{keys[one.subject]}", one.sentence, one.actor) for one in self._told
        )

    def _rows(self, passings: Sequence[Passing]) -> Iterable[AssignmentRow]:
        yield from (one.row for one in passings)
        yield from (heir for _, heir, _, _ in self._links)

    def _handover(self, row: AssignmentRow, heir: AssignmentRow, from_id: int, to_id: int) -> dict[str, object]:
        return {
            "reorganisation_id": self.record.id,
            "assignment_id": row.id,
            "heir_assignment_id": heir.id,
            "from_agency_id": from_id,
            "to_agency_id": to_id,
            "on_date": self.known.on,
            "decision": self.record.decision,
            "decided_by": self.applied.by,
        }

    def _insert(self, table: type[ClaimRow] | type[HandoverRow], rows: list[dict[str, object]]) -> None:
        if rows:
            self.session.execute(insert(table), rows)


def withdraw_letters(session: Session, events: EventStore, agency_ids: Sequence[int], applied: Applied) -> int:
    """Take back the requests to bodies that have ended and that did not leave yet; returns how many."""
    waiting = LetterRow.agency_id.in_(agency_ids), LetterRow.kind == "request", LetterRow.state == "queued"
    # Locked, so that a sender that has just taken one keeps it.
    ids = list(session.scalars(select(LetterRow.id).where(*waiting).with_for_update()))
    if ids:
        session.execute(update(LetterRow).where(LetterRow.id.in_(ids)).values(state="withdrawn", error=WITHDRAWN))
        events.add_all(Event(applied.now, "letter-withdrawn", f"letter:{key}", WITHDRAWN, applied.by) for key in ids)
    return len(ids)


def _claims(opened: Sequence[tuple[AssignmentRow, int]], now: datetime) -> list[dict[str, object]]:
    """An opening for every row whose ladder has begun; the number keeps it apart from the opening of the old body."""
    return [
        {
            "assignment_id": row.id,
            "step": f"{Rung.OPENING}-{number}",
            "rung": str(Rung.OPENING),
            "day": now.date(),
            "reason": REASON,
        }
        for row, number in opened
    ]
