"""Taking in what agencies wrote, without Prefect: the mail loop runs it all day, the daily tick once more."""

from collections import Counter
from datetime import datetime

from flows.runtime import Runtime
from flows.summary import Gathered
from mail.inbox import Reception, gather
from mail.outbox import receipt, send_queued
from mail.rules.model import Limits


def take_in(house: Runtime, now: datetime) -> Gathered:
    """Read the mailbox, record answers, write and send receipts. Safe to run at any moment, as often as one likes."""
    reception = Reception(house.office.own_addresses, Limits(authserv_id=house.settings.authserv_id))
    found = gather(house.database.unit, house.mailbox(), now, reception)
    receipts = 0
    with house.database.unit() as store:
        for outcome in found.outcomes:
            if outcome.received is not None:
                receipts += isinstance(receipt(store, outcome.received, now, house.office), int)
        store.commit()
    kinds = () if house.calendar.is_office_time(now) else ("receipt",)
    with house.post() as post:
        send_queued(house.database.unit, post, now, house.office, kinds=kinds)
    return Gathered(outcomes=dict(Counter(str(outcome.outcome) for outcome in found.outcomes)), receipts=receipts)
