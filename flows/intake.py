"""Taking in what agencies wrote, without Prefect: the mail loop runs it all day, the daily tick once more."""

from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta

from flows.runtime import Runtime
from flows.summary import Gathered
from mail.contact_note import contact_note
from mail.inbox import Reception, gather
from mail.outbox import Received, receipt, send_queued
from mail.rules.model import Limits
from state import clock
from state.store import Store

SIMULATED = timedelta(minutes=10)
"""A clock farther from the machine's than this is a simulated one."""


def take_in(house: Runtime, now: datetime) -> Gathered:
    """Read the mailbox, record answers, write and send receipts. Safe to run at any moment, as often as one likes."""
    receipts: list[int] = []

    def acknowledge(store: Store, received: Received) -> None:
        written = receipt(store, received, now, house.office)
        if isinstance(written, int):
            receipts.append(written)

    limits = Limits(authserv_id=house.settings.authserv_id)
    real = abs(clock.now() - now) < SIMULATED
    reception = Reception(house.office.own_addresses, limits, acknowledge, by_arrival=real)
    try:
        # A mail server counts the sessions of a user, and keeps one that was not closed for half an hour.
        with closing(house.mailbox()) as box:
            found = gather(house.database.unit, box, now, reception)
        with house.database.unit() as store:
            contact_note(store, now, house.office)
            store.commit()
    finally:
        # Receipts of an earlier round leave even when the box cannot be opened now.
        kinds = () if house.calendar.is_office_time(now) else ("receipt",)
        with house.post() as post:
            send_queued(house.database.unit, post, now, house.office, kinds=kinds)
    return Gathered(outcomes=dict(Counter(str(outcome.outcome) for outcome in found.outcomes)), receipts=len(receipts))
