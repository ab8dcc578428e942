"""The table of measurements: name, the stage it begins with, and the work."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench import ladder, letters, post, reading, receiving, reporting
from bench.measure import Finding


@dataclass(frozen=True, slots=True)
class Case:
    """One measurement: it gets a home folder of its own at a stage, and the size."""

    name: str
    stage: str
    work: Callable[[Path, int], Finding]


CASES: dict[str, Case] = {
    case.name: case
    for case in (
        Case("plan-read", "", reading.plan_read),
        Case("plan-long", "", reading.plan_long),
        Case("plan-word", "", reading.plan_word),
        Case("plan-compare", "", reading.plan_compare),
        Case("open-cycle", "imported", ladder.cycle_open),
        Case("rehearse", "opened", ladder.rehearsal),
        Case("tick-idle", "sent", ladder.tick_idle),
        Case("claim", "opened", ladder.claims),
        Case("letters-compose", "claimed", letters.letters_compose),
        Case("letters-form", "claimed", letters.letters_form),
        Case("letters-send", "queued", post.letters_send),
        Case("replies", "replied", post.replies),
        Case("replies-one", "replied-one", post.replies),
        Case("reply-with-receipt", "replied-figure", receiving.reply_with_receipt),
        Case("intake", "replied", post.intake),
        Case("roll-up", "answered", reporting.rolling_up),
        Case("report", "answered", reporting.report),
    )
}
