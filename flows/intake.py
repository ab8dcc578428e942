"""Taking in what agencies wrote, without Prefect: the mail loop runs it all day, the daily tick once more."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import datetime, timedelta

from flows.runtime import Runtime
from flows.summary import Gathered
from mail.errors import MailError
from mail.incoming.dkim_keys import load_keys
from mail.incoming.inbox import Reception, gather
from mail.incoming.sources import MailSource
from mail.letters.confirming import ask_contact
from mail.letters.contact_note import contact_note
from mail.letters.waiting_note import waiting_note
from mail.post.outbox import Received, Sent, receipt, send_queued
from mail.rules.model import Limits
from state import clock
from state.store import Store
from state.tables import LetterRow

SIMULATED = timedelta(minutes=10)
"""A clock farther from the machine's than this is a simulated one."""


def take_in(house: Runtime, now: datetime, boxes: Sequence[MailSource] | None = None) -> Gathered:
    """Read the mailboxes, record answers, write and send receipts and what else is due. Safe to run at any moment.

    :param boxes: opened before and kept open by the caller; those of the settings otherwise
    :raises BoxUnavailable: a box cannot be opened; the others were read, and what was due has been sent
    """
    receipts: list[int] = []

    def acknowledge(store: Store, received: Received) -> None:
        written = receipt(store, received, now, house.office)
        if isinstance(written, int):
            receipts.append(written)

    def ask(store: Store, reply_id: int, letter: LetterRow) -> None:
        ask_contact(store, reply_id, letter, now, house.office)

    real = abs(clock.now() - now) < SIMULATED
    try:
        reception = Reception(house.office.own_addresses, limits_of(house), acknowledge, ask, by_arrival=real)
        if boxes is not None:
            outcomes = _read_all(house, boxes, now, reception)
        else:
            with ExitStack() as stack:
                # A mail server counts the sessions of a user, and keeps one that was not closed for half an hour.
                opened = [stack.enter_context(closing(box)) for box in house.mailboxes()]
                outcomes = _read_all(house, opened, now, reception)
        with house.database.unit() as store:
            contact_note(store, now, house.office)
            waiting_note(store, now, house.office, house.calendar)
            store.commit()
    finally:
        # Receipts of an earlier round leave even when the box cannot be opened now.
        send_due(house, now)
    return Gathered(outcomes=outcomes, receipts=len(receipts))


def send_due(house: Runtime, now: datetime) -> Sent:
    """What may leave now: outside office hours receipts alone, and never more than the receiving domains bear."""
    kinds = () if house.calendar.is_office_time(now) else ("receipt",)
    with house.post() as post:
        return send_queued(house.database.unit, post, now, house.office, kinds=kinds, pace=house.pace())


def limits_of(house: Runtime) -> Limits:
    """The limits of the rules under these settings.

    :raises BadDkimKeys: the file of DKIM keys cannot be used
    """
    settings = house.settings
    return Limits(
        authserv_id=settings.authserv_id,
        dkim=load_keys(settings.dkim_keys) if settings.dkim_keys else None,
        plus_addresses=settings.plus_addresses,
    )


def _read_all(house: Runtime, boxes: Sequence[MailSource], now: datetime, reception: Reception) -> dict[str, int]:
    """Every box; one that cannot be read costs the others nothing."""
    outcomes: Counter[str] = Counter()
    problem: Exception | None = None
    for box in boxes:
        try:
            found = gather(house.database.unit, box, now, reception)
        except (MailError, OSError) as error:
            problem = problem or error
        else:
            outcomes.update(str(outcome.outcome) for outcome in found.outcomes)
    if problem is not None:
        raise problem
    return dict(outcomes)
