"""The office day by day on a simulated clock: what the daily flow does to the store, without the Prefect server.

The flow itself, with its server, mail server and mailboxes, is held by ``test_one_reporting_year.py``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage

from sqlalchemy import select

from flows.opening import open_due
from flows.runtime import Runtime
from mail.post.outbox import compose_day, late_note, send_queued
from mail.post.verdict import Delivery
from state.answers import NewAnswer
from state.clock import ZONE
from state.cycle.cycle_rows import last_due
from state.tables import AgencyRow, AnswerRow, AssignmentRow, ClaimRow, CycleRow, LetterItemRow, LetterRow

ONE_DAY = timedelta(days=1)


def at(day: date, hour: int = 8, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)


@dataclass
class Carrier:
    """The outgoing server: takes everything, and remembers whom each mail was for."""

    taken: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def send(self, message: EmailMessage, recipients: Sequence[str], _envelope: str) -> Delivery:
        self.taken.append((str(message["Message-ID"]), tuple(recipients)))
        return Delivery(accepted=tuple(recipients), refused={})


@dataclass
class Days:
    """Ticks of several plans. ``clashes`` collects what must never be: an open request in the hands of no valid body.

    ``problems`` are cycles that the rhythm of a plan could not open without a person.
    """

    house: Runtime
    plans: Sequence[str]
    carrier: Carrier = field(default_factory=Carrier)
    clashes: list[str] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)

    def tick(self, now: datetime) -> None:
        """One tick of every plan, in office hours only."""
        house = self.house
        if not house.calendar.is_office_time(now):
            return
        for code in self.plans:
            with house.database.unit() as store:
                plan = store.plans.get(code)
                self.problems[code] = "\n".join(open_due(house, store, plan, now).problems)
                calendar = house.calendar_of(store)
                for due in store.assignments.due(plan.id, now.date()):
                    store.assignments.claim_responsibility(due.responsibility_id, now, calendar)
                store.assignments.claim_agencies(list(store.outbox.waiting_claims(now.date())), now, calendar)
                compose_day(store, now, house.office)
                late_note(store, now, house.office)
                store.commit()
            send_queued(house.database.unit, self.carrier, now, house.office, limit=5000)

    def run(self, first: date, last: date) -> Iterator[date]:
        """Every working day with a letter due, and every Monday, on which cycles open; ticks after the caller acted."""
        day = first
        while day <= last:
            yield day
            self.tick(at(day))
            self._look(day)
            with self.house.database.unit() as store:
                due = store.assignments.next_day()
            monday = day + timedelta(days=7 - day.weekday())
            soon = max(due, day + ONE_DAY) if due is not None else monday
            day = self.house.calendar.next_working_day(min(soon, monday))

    def _look(self, day: date) -> None:
        """Every open request of a cycle that is not over lies with a body that exists on the day."""
        columns = (AssignmentRow.code, AssignmentRow.cycle_id, AgencyRow.name)
        query = select(*columns).join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
        query = query.where(AssignmentRow.state.in_(("open", "held")))
        with self.house.database.unit() as store:
            rows = store.session.execute(query.where((AgencyRow.valid_from > day) | (AgencyRow.valid_to <= day))).all()
            ends = {row.id: last_due(row) for row in store.session.scalars(select(CycleRow))} if rows else {}
        for code, cycle, name in rows:
            if day <= ends[cycle]:
                self.clashes.append(f"{day} {code} {name}")

    def answer(self, codes: Sequence[str], now: datetime) -> None:
        """Reports of agencies arrive on paper."""
        with self.house.database.unit() as store:
            rows = store.assignments.by_code(codes).values()
            arrived = [
                NewAnswer(
                    assignment_id=row.id,
                    agency_id=row.agency_id,
                    reply_id=None,
                    source="paper",
                    status="dang_thuc_hien",
                    percent=50.0,
                    narrative="Số liệu mẫu.",
                    received_at=now,
                    sentence=f"{row.agency.name} báo cáo bằng văn bản.",
                )
                for row in sorted(rows, key=lambda row: row.id)
            ]
            store.answers.record(arrived)
            store.commit()


@dataclass(frozen=True)
class Asked:
    """One assignment with its letters: the day, the rung and the step of each."""

    code: str
    cycle: str
    agency: str
    letters: tuple[tuple[date, str, str], ...]


def letters_of(house: Runtime, plan: str) -> dict[str, Asked]:
    """Every letter that was written about every assignment of a plan, by code of the assignment."""
    with house.database.unit() as store:
        plan_id = store.plans.get(plan).id
        query = (
            select(AssignmentRow.code, CycleRow.code, LetterRow.day, ClaimRow.rung, ClaimRow.step)
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .join(ClaimRow, ClaimRow.assignment_id == AssignmentRow.id)
            .join(LetterRow, LetterRow.id == ClaimRow.letter_id)
            .where(CycleRow.plan_id == plan_id)
            .order_by(AssignmentRow.id, ClaimRow.id)
        )
        found: dict[str, list[tuple[date, str, str]]] = {}
        cycles: dict[str, str] = {}
        for code, cycle, day, rung, step in store.session.execute(query):
            cycles[code] = cycle
            found.setdefault(code, []).append((day, rung, step))
        names = {code: row.agency.name for code, row in store.assignments.by_code(found).items()}
    return {code: Asked(code, cycles[code], names[code], tuple(rows)) for code, rows in found.items()}


def check_manners(house: Runtime) -> None:
    """In office hours of working days, one letter an agency and day, none about what was answered before."""
    calendar = house.calendar
    with house.database.unit() as store:
        to_agencies = select(LetterRow).where(LetterRow.kind.in_(("request", "decision")))
        letters = [letter for letter in store.session.scalars(to_agencies) if letter.sent_at]
        ends = dict(store.session.execute(select(AgencyRow.id, AgencyRow.valid_to)).tuples().all())
        gone = [one for one in letters if (end := ends[one.agency_id or 0]) is not None and end <= one.day]
        assert [(one.day, one.subject) for one in gone] == []
        late = (
            select(LetterRow.id, LetterItemRow.assignment_id)
            .join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
            .join(AnswerRow, AnswerRow.assignment_id == LetterItemRow.assignment_id)
            .where(LetterRow.created_at > AnswerRow.received_at, LetterRow.kind == "request")
        )
        assert store.session.execute(late).all() == []
    days = [(letter.agency_id, letter.sent_at.date()) for letter in letters if letter.sent_at]
    assert len(set(days)) == len(days)
    assert [letter.id for letter in letters if letter.sent_at and not calendar.is_office_time(letter.sent_at)] == []
    assert {letter.state for letter in letters} == {"sent"} if letters else True
