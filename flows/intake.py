"""Taking in what agencies wrote, without Prefect: the mail loop runs it all day, the daily tick once more."""

from datetime import datetime

from flows.runtime import Runtime
from flows.summary import Gathered
from mail.inbox import gather
from mail.outbox import receipt, send_queued


def take_in(house: Runtime, now: datetime) -> Gathered:
    """Read the mailbox, record answers, write and send receipts. Safe to run at any moment, as often as one likes."""
    found = gather(house.database.unit, house.mailbox(), now, house.office, house.settings.authserv_id)
    receipts = 0
    with house.database.unit() as store:
        for received in found.received:
            receipts += isinstance(receipt(store, received, now, house.office), int)
        store.commit()
    if receipts:
        with house.post() as post:
            send_queued(house.database.unit, post, now, house.office)
    return Gathered(outcomes=found.outcomes, receipts=receipts)
