"""A small province whose plans are followed for real, tick by tick, so that a rehearsal can be laid beside it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select

from bench.sample import CLAUSES, directory, plan_text
from cycles.calendar import WorkCalendar
from flows import importing, intent
from flows.opening import Asked, Choice, open_due
from flows.rehearsal import Rehearsal
from flows.runtime import Runtime
from mail.office import office_of
from mail.post.outbox import compose_day, late_note
from plans import samples
from state.clock import ZONE
from state.database import Database
from state.ladder.rehearsal import NOTE
from state.plan.decisions import Confirmation
from state.post.letter_facts import asked_in
from state.settings import Settings
from state.tables import AssignmentRow, ClaimRow, PlanRow

BY = "Trần Thị B"
COMMUNES = 4
CLAUSE_SETS = (CLAUSES[1:3], (CLAUSES[0], CLAUSES[3], CLAUSES[6]))
"""The first clause of the second plan names a day of its own: "trong quý I hằng năm"."""
CODES = ("QM", "QM2")

Written = set[tuple[date, str, str, frozenset[str]]]
"""Day, code of the agency and rung (or "" and "note" for the coordinator), codes of assignments: one per letter."""


def at(text: str) -> datetime:
    """``2026-11-16 07:45`` in Việt Nam."""
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)


def choice(now: datetime) -> Choice:
    return Choice(BY, {}, False, now)


def house_on(database: Database) -> Runtime:
    settings = Settings(home="var", database_url="")
    return Runtime(settings, database, WorkCalendar(), office_of(settings))


def province(database: Database, *sets: int) -> Runtime:
    """A house with one confirmed plan per set of clauses, each for every commune."""
    sets = sets or (0,)
    house = house_on(database)
    imported = at("2026-01-05 09:00")
    with database.unit() as store:
        store.agencies.load(directory(COMMUNES), imported)
        store.commit()
    for number in sets:
        text = plan_text(CLAUSE_SETS[number]).replace("Số: 01/KH", f"Số: 0{number + 1}/KH")
        importing.import_plan(house, importing.Document(text.encode(), f"mau-{number}.txt", sample=True), imported)
    with database.unit() as store:
        assert tuple(store.plans.codes()) == CODES[: len(sets)]
    for code in CODES[: len(sets)]:
        intent.confirm_plan(house, code, Confirmation(BY, imported, waive_rest="Văn bản mẫu."))
    return house


def lai_chau(database: Database) -> Runtime:
    """A house with the sample plan of 2023, which outlives the districts and departments that it names."""
    house, imported, file = house_on(database), at("2023-12-01 09:00"), samples.path("lai-chau-mau")
    importing.import_plan(house, importing.Document(file.read_bytes(), file.name, sample=True), imported)
    intent.confirm_plan(house, "LC", Confirmation(BY, imported, waive_rest="Đã đối chiếu văn bản gốc."))
    return house


def open_cycle(house: Runtime, code: str, when: str, kind: str = "năm") -> None:
    intent.open_cycle(house, code, 2026, choice(at(when)), Asked(kind))


def set_cadence(house: Runtime, code: str, *kinds: str) -> None:
    with house.database.unit() as store:
        store.plans.get(code).cadence = list(kinds)
        store.commit()


def tick(house: Runtime, plan: PlanRow, now: datetime) -> None:
    """What the daily flow of a plan does to the database, and all mails accepted by the server."""
    with house.database.unit() as store:
        open_due(house, store, plan, now)
        due = store.assignments.due(plan.id, now.date())
        if not due and not store.outbox.anything_to_post(now):
            return
        for item in due:
            store.assignments.claim_responsibility(item.responsibility_id, now, house.calendar_of(store))
        waiting = list(store.outbox.waiting_claims(now.date()))
        store.assignments.claim_agencies(waiting, now, house.calendar_of(store))
        compose_day(store, now, house.office)
        late_note(store, now, house.office)
        sent = [{"id": letter.id, "state": "sent", "sent_at": now} for letter in store.outbox.queued(now)]
        store.outbox.finish(sent)
        store.commit()


def follow(house: Runtime, first: date, last: date) -> Written:
    """Tick every plan on every working day of a span; returns what was written."""
    with house.database.unit() as store:
        known = {letter.id for letter in store.outbox.all(limit=100_000)}
        plans = store.plans.all()
    for day in working_days(house.calendar, first, last):
        if not busy(house, day):
            continue
        for minute, plan in enumerate(plans):
            tick(house, plan, datetime.combine(day, time(7, 30 + minute), ZONE))
    return written(house, known)


def busy(house: Runtime, day: date) -> bool:
    """Whether a tick might do anything at all; leaving out idle days keeps the tests quick."""
    waiting = select(ClaimRow.id).where(ClaimRow.letter_id.is_(None))
    ripe = select(AssignmentRow.id).where(AssignmentRow.state == "open", AssignmentRow.next_on <= day)
    with house.database.unit() as store:
        rhythm = any(plan.cadence for plan in store.plans.all())
        return rhythm or store.session.scalar(select(or_(waiting.exists(), ripe.exists()))) is True


def working_days(calendar: WorkCalendar, first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if calendar.is_working_day(day):
            yield day
        day += timedelta(days=1)


def written(house: Runtime, known: set[int]) -> Written:
    with house.database.unit() as store:
        letters = [letter for letter in store.outbox.all(limit=100_000) if letter.id not in known]
        codes = asked_in(store.session, [letter.id for letter in letters])
        return {
            (letter.day, letter.agency.code, letter.rung or "", frozenset(codes[letter.id]))
            if letter.agency
            else (letter.day, "", NOTE, frozenset(codes[letter.id]))
            for letter in letters
            if letter.id in codes
        }


def told(found: Rehearsal) -> Written:
    """The same of a rehearsal."""
    return {(one.day, one.agency, str(one.rung) if one.agency else NOTE, frozenset(one.codes)) for one in found.letters}
