"""A tick that is taken back: what it would claim, write and post, in a unit of work that is never committed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.opening import open_due
from flows.runtime import Runtime
from mail.post.outbox import compose_day, late_note
from state import clock
from state.post.letter_facts import asked_in, reasons_of
from state.store import Store
from state.tables import AgencyRow, LetterRow

MOST = 100_000
QUIET = "Ngoài giờ làm việc: nhịp lúc này không gửi thư."


@dataclass(frozen=True)
class DryLetter:
    """A letter that would leave now; ``reasons`` say in Vietnamese which steps of the ladder made it due."""

    kind: str
    agency: str
    rung: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    codes: tuple[str, ...]
    reasons: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class DryTick:
    """What the daily tick of a plan would do at a moment."""

    plan: str
    at: datetime
    quiet: str
    opened: tuple[str, ...]
    letters: tuple[DryLetter, ...]
    skipped: tuple[str, ...]
    problems: tuple[str, ...]


def dry_tick(house: Runtime, code: str, now: datetime) -> DryTick:
    """Do what a tick does to the database, look at the outbox, and take everything back.

    The mailbox is not looked into, a reply that waits there may make a letter needless; and no report is compiled.

    :raises UnknownPlan: no such plan
    """
    moment = clock.local(now)
    with house.database.unit() as store:
        calendar = house.calendar_of(store)
        plan = store.plans.get(code)
        tried = open_due(house, store, plan, moment)
        if not calendar.is_office_time(moment):
            return DryTick(plan.code, moment, QUIET, tried.opened, (), (), tried.problems)
        for item in store.assignments.due(plan.id, moment.date()):
            store.assignments.claim_responsibility(item.responsibility_id, moment, calendar)
        store.assignments.claim_agencies(list(store.outbox.waiting_claims(moment.date())), moment, calendar)
        composed = compose_day(store, moment, house.office)
        late_note(store, moment, house.office)
        letters = tuple(_shown(store, store.outbox.queued(moment, limit=MOST)))
        skipped = tuple(
            f"{store.session.get_one(AgencyRow, agency).name}: {reason}" for agency, reason in composed.skipped.items()
        )
        return DryTick(plan.code, moment, "", tried.opened, letters, skipped, tried.problems)


def _shown(store: Store, letters: Sequence[LetterRow]) -> Iterator[DryLetter]:
    ids = [letter.id for letter in letters]
    codes, reasons = asked_in(store.session, ids), reasons_of(store.session, ids)
    for letter in letters:
        yield DryLetter(
            kind=letter.kind,
            agency=letter.agency.name if letter.agency else "",
            rung=letter.rung or "",
            to=tuple(letter.recipients),
            cc=tuple(letter.cc),
            subject=letter.subject,
            codes=tuple(codes.get(letter.id, ())),
            reasons=tuple(reasons.get(letter.id, ())),
            text=letter.text,
        )
