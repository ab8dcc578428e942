"""What the words of a server mean for a letter: who has it, who is tried again, who never will be.

A letter that somebody took has left; those whom the server refused for the moment are tried again alone, with the
same Message-ID, in the same rhythm as a letter that nobody took.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mail.post.verdict import Delivery
from state.post.refusals import Refused
from state.tables import LetterRow, RefusalRow

RETRY_AFTER = (timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=60), timedelta(minutes=240))
"""Pauses after the first, second, third and fourth temporary refusal; the fifth is final."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of a letter: columns of its row, the event, what each recipient's server said.

    ``accepted``: who has the letter now; ``dead``: addresses that do not exist.
    """

    letter: LetterRow
    columns: dict[str, object]
    kind: str = ""
    sentence: str = ""
    accepted: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    dead: tuple[str, ...] = field(default=())


def recipients_of(letter: LetterRow, refusals: Sequence[RefusalRow]) -> tuple[str, ...]:
    """Whom the next attempt is for: neither those who have the letter nor those who will never take it."""
    known = {row.address: row.retry_at for row in refusals}
    everybody = dict.fromkeys((*letter.recipients, *letter.cc))
    first = letter.sent_at is None
    return tuple(one for one in everybody if (known[one] is not None if one in known else first))


def judge(letter: LetterRow, delivery: Delivery, now: datetime) -> Outcome:
    """What the server's words mean for the letter and for each of its recipients."""
    if delivery.uncertain:
        return Outcome(letter, {"state": "sending", "error": delivery.sentence}, "letter-uncertain", delivery.sentence)
    later = now + RETRY_AFTER[letter.tries] if letter.tries < len(RETRY_AFTER) else None
    refused = tuple(
        Refused(address, one.code, one.sentence, None if one.permanent else later)
        for address, one in delivery.refused.items()
    )
    dead = tuple(address for address, one in delivery.refused.items() if one.no_such_mailbox)
    waiting = later is not None and any(one.retry_at for one in refused)
    sentence = delivery.sentence
    if waiting:
        sentence += f" Thử lại lúc {later:%H:%M ngày %d/%m/%Y}."
    columns: dict[str, object] = {"tries": letter.tries + 1, "error": delivery.sentence if refused else None}
    if delivery.accepted or letter.sent_at is not None:
        columns |= {"state": "sent", "sent_at": letter.sent_at or now}
        kind = "letter-sent" if delivery.accepted else "letter-delayed" if waiting else "letter-refused"
    elif waiting:
        columns |= {"state": "queued", "not_before": later}
        kind = "letter-delayed"
    else:
        columns |= {"state": "failed"}
        kind, sentence = "letter-failed", f"Không gửi được thư: {sentence}"
    return Outcome(letter, columns, kind, sentence, delivery.accepted, refused, dead)


def unsendable(letter: LetterRow, sentence: str) -> Outcome:
    """A letter that cannot be made into a mail at all."""
    columns: dict[str, object] = {"state": "failed", "tries": letter.tries + 1, "error": sentence}
    return Outcome(letter, columns, "letter-failed", f"Không gửi được thư: {sentence}")
