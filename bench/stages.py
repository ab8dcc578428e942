"""Home folders at the moments that measurements begin with, built once per size through the real stores."""

import shutil
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy.orm import configure_mappers

from bench.answers import as_recorded
from bench.past_post import add_past, answer_the_rest
from bench.replies import write_replies
from bench.sample import CLAUSES, YEAR, directory, plan_text
from cycles.cycle import yearly
from flows import importing, intent, runtime
from flows.runtime import Runtime
from mail.letters.compose import Composed, compose_day
from mail.post.outbox import send_queued
from mail.post.verdict import Delivery
from state.clock import ZONE
from state.plan.decisions import Confirmation
from state.settings import Settings

IMPORTED = datetime(YEAR, 1, 5, 9, tzinfo=ZONE)
BY = "Nguyễn Văn A (dữ liệu mẫu)"
PLAN = "QM"


def house_in(home: Path, **settings: object) -> Runtime:
    """The real composition on a home folder; the environment of the caller has no say in it.

    What a process does once when it starts (imports, mapping of the tables, the calendar) is over afterwards.
    """
    values: dict[str, object] = {
        "home": home,
        "database_url": "",
        "smtp_host": "",
        "imap_host": "",
        "authserv_id": "",
        **settings,
    }
    house = runtime.compose(Settings(**values))  # type: ignore[arg-type]  # pydantic checks the types
    configure_mappers()
    opening_day(house)
    return house


def opening_day(house: Runtime) -> datetime:
    """The morning on which the first letters are due."""
    day = yearly(YEAR, house.calendar).opens_on
    return datetime.combine(house.calendar.next_working_day(day), time(7, 45), ZONE)


def stage(base: Path, size: int, name: str) -> Path:
    """The home folder of a stage, built from the stage before it when it is not there yet."""
    home = base / f"{name}-{size}"
    if home.exists():
        return home
    before, work = STAGES[name]
    draft = base / f"{name}-{size}.making"
    shutil.rmtree(draft, ignore_errors=True)
    if before:
        shutil.copytree(stage(base, size, before), draft)
    else:
        draft.mkdir(parents=True)
    house = house_in(draft)
    work(house, size)
    house.database.close()
    draft.rename(home)
    return home


def import_plan(house: Runtime, size: int, clauses: Sequence[str] = CLAUSES) -> None:
    """A province whose communes have ``size`` assignments together when the plan is whole, and the confirmed plan."""
    with house.database.unit() as store:
        store.agencies.load(directory(max(1, size // len(CLAUSES))), IMPORTED)
        store.commit()
    document = importing.Document(plan_text(clauses).encode(), "ke-hoach-mau.txt", sample=True)
    importing.import_plan(house, document, IMPORTED)
    intent.confirm_plan(house, PLAN, Confirmation(BY, IMPORTED, waive_rest="Văn bản mẫu để đo tốc độ."))


def open_cycle(house: Runtime, size: int) -> None:
    """All assignments of the year."""
    intent.open_cycle(house, PLAN, YEAR, intent.Choice(BY, {}, False, IMPORTED))


def claim(house: Runtime, size: int) -> None:
    """Every opening, one responsibility after the other, as the daily tick does it."""
    now = opening_day(house)
    with house.database.unit() as store:
        due = store.assignments.due(store.plans.get(PLAN).id, now.date())
    for item in due:
        with house.database.unit() as store:
            store.assignments.claim_responsibility(item.responsibility_id, now, house.calendar)
            store.commit()


def compose(house: Runtime, size: int) -> Composed:
    """The letters of the day, as the daily tick writes them."""
    now = opening_day(house)
    with house.database.unit() as store:
        store.assignments.claim_agencies(list(store.outbox.waiting_claims(now.date())), now, house.calendar)
        composed = compose_day(store, now, house.office)
        store.commit()
    return composed


class _Everything:
    """Carries every mail: preparing a later measurement needs no server."""

    def send(self, message: EmailMessage, recipients: Sequence[str], envelope: str) -> Delivery:
        """Accepted."""
        return Delivery(tuple(recipients), {})


def _send(house: Runtime, size: int) -> None:
    send_queued(house.database.unit, _Everything(), opening_day(house), house.office, limit=size)


def _reply(house: Runtime, size: int) -> None:
    write_replies(house, opening_day(house) + timedelta(days=1, hours=2))


def _answer(house: Runtime, size: int) -> None:
    with house.database.unit() as store:
        answers = as_recorded(store, opening_day(house) + timedelta(days=1))
        for first in range(0, len(answers), 1_000):
            store.answers.record(answers[first : first + 1_000])
        store.commit()


def _reply_one(house: Runtime, size: int) -> None:
    """As many letters and replies as otherwise, but each about one assignment, as in an issue tracker."""
    import_plan(house, size, CLAUSES[-1:])
    for work in (open_cycle, claim, compose, _send, _reply):
        work(house, size)


def _reply_with_figure(house: Runtime, size: int) -> None:
    """Some letters of one duty with one figure, and their replies, in a house of any size that is in full service."""
    now = opening_day(house)
    with house.database.unit() as store:
        agencies = answer_the_rest(store, now - timedelta(days=60))
        store.assignments.claim_agencies(agencies, now, house.calendar)
        compose_day(store, now, house.office)
        store.commit()
    _send(house, size)
    _reply(house, size)
    with house.database.unit() as store:
        add_past(store.session, size // len(CLAUSES), now - timedelta(days=30))
        store.commit()


STAGES: dict[str, tuple[str, Callable[[Runtime, int], object]]] = {
    "imported": ("", import_plan),
    "opened": ("imported", open_cycle),
    "claimed": ("opened", claim),
    "queued": ("claimed", compose),
    "sent": ("queued", _send),
    "replied": ("sent", _reply),
    "replied-one": ("", _reply_one),
    "replied-figure": ("opened", _reply_with_figure),
    "answered": ("opened", _answer),
}
"""Each stage with the one before it and what leads from there to it."""
