"""One reply about one duty with one figure: trust, splitting, reading, recording, receipt; without sending it."""

import statistics
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from functools import partial
from pathlib import Path

from bench.measure import Finding, Spent, peak_mb, timed
from bench.stages import house_in, opening_day
from flows.runtime import Runtime
from mail.incoming.inbox import Reception, ReplyOutcome, take_in
from mail.incoming.sources import Fetched
from mail.letters.receipts import Received, receipt
from mail.rules.model import Limits
from state.store import Store

WARM = 20
"""So many replies are not measured: statements and templates are made ready once in a process that runs for months."""


@dataclass(slots=True)
class _Measured:
    """What one pass has spent; the floor of each mail is taken beside it, because the machine may be shared."""

    ours: list[Spent] = field(default_factory=list)
    floors: list[Spent] = field(default_factory=list)
    outcomes: list[ReplyOutcome | None] = field(default_factory=list)


def reply_with_receipt(home: Path, size: int) -> Finding:
    """From the bytes to the recorded answer and the queued receipt; the floor is ``email`` parsing alone."""
    house = house_in(home)
    now = opening_day(house) + timedelta(days=1, hours=2)
    receipts: list[object] = []

    def acknowledge(store: Store, received: Received) -> None:
        receipts.append(receipt(store, received, now, house.office))

    reception = Reception(house.office.own_addresses, Limits(), acknowledge)
    mails = list(house.mailbox().fetch())
    warm = WARM if len(mails) > 2 * WARM else 0
    _pass(house, mails[:warm], now, reception)
    receipts.clear()
    found = _pass(house, mails[warm:], now, reception)
    house.database.close()
    each = statistics.median(one.cpu_seconds for one in found.ours) * 1000
    floor = statistics.median(one.cpu_seconds for one in found.floors) * 1000
    answers = sum(len(one.answers) for one in found.outcomes if one)
    written = sum(isinstance(one, int) for one in receipts)
    note = (
        f"replies with receipts; half of them within {each:.2f} CPU ms, the floor {floor:.2f};"
        f" {answers} answers, {written} receipts"
    )
    return Finding(len(found.ours), _sum(found.ours), _sum(found.floors), note)


def _pass(house: Runtime, mails: list[Fetched], now: datetime, reception: Reception) -> _Measured:
    found = _Measured()
    for mail in mails:
        floor, _ = timed(partial(message_from_bytes, mail.raw))
        spent, outcome = timed(partial(_taken, house, mail, now, reception))
        found.ours.append(spent)
        found.floors.append(floor)
        found.outcomes.append(outcome)
    return found


def _taken(house: Runtime, mail: Fetched, now: datetime, reception: Reception) -> ReplyOutcome | None:
    with house.database.unit() as store:
        return take_in(store, mail, now, reception)


def _sum(spent: list[Spent]) -> Spent:
    return Spent(sum(one.seconds for one in spent), sum(one.cpu_seconds for one in spent), peak_mb())
