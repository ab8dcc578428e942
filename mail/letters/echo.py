"""What a receipt says back: the understood values in the words of the letter."""

from collections.abc import Sequence
from datetime import datetime

from mail.letters.notices import UnderstoodItem
from mail.letters.receipts import Received
from mail.numbers import written
from mail.read_answer.model import AskedItem, Figure, Reported, Sort
from mail.read_answer.status import NAMES
from mail.read_reply import Reading
from mail.rules.model import Outcome
from state.post.found_letter import FoundLetter


def received_of(
    reading: Reading, reply_id: int, agency_id: int | None, now: datetime, letter: FoundLetter | None
) -> Received | None:
    """What :func:`mail.letters.receipts.receipt` needs, or None when this sender gets no receipt."""
    verdict, message, understood = reading.verdict, reading.message, reading.understanding
    if not verdict.receipt or verdict.letter is None or understood is None:
        return None
    recorded = verdict.outcome is Outcome.RECORD
    asked = {item.code: item for item in verdict.letter.asked}
    shown = understood.reported if recorded or understood.sort is Sort.ANSWER else ()
    return Received(
        reply_id=reply_id,
        agency_id=agency_id,
        sender=message.sender,
        sender_name=message.sender_name,
        message_id=message.message_id,
        subject=message.subject,
        received_at=now,
        automatic=False,
        verified=verdict.trusted,
        understood=tuple(understood_item(item, asked[item.code]) for item in shown if item.code in asked),
        waiting=() if recorded else _waiting(verdict.reason, understood.doubts),
        references=message.references,
        reply_to=(letter.reply_to or "") if letter else "",
        letter=letter.message_id if letter else "",
        sample=letter is not None and letter.sample,
        recorded=recorded,
    )


def _waiting(reason: str, doubts: Sequence[str]) -> tuple[str, ...]:
    """The doubts alone where they are the reason; what held the reply before it was read comes first."""
    return tuple(doubts) if doubts and doubts[0] in reason else (reason, *doubts)


def understood_item(item: Reported, asked: AskedItem) -> UnderstoodItem:
    """One assignment as label and value, with the figures that are still missing."""
    values = [("Trạng thái", NAMES[item.status])] if item.status else []
    if item.percent is not None:
        values.append(("Tỷ lệ hoàn thành", f"{written(item.percent)}%"))
    labels = {figure.code: figure.label for figure in asked.figures}
    values.extend((f"{code} – {labels[code]}", in_figures(figure)) for code, figure in item.figures.items())
    values.extend(("Khó khăn", text) for text in item.difficulties)
    values.extend(("Kiến nghị", text) for text in item.proposals)
    # A later version keeps the figures which it does not repeat.
    given = asked.answered_figures | item.figures.keys()
    missing = tuple(f"{code} – {label}" for code, label in labels.items() if code not in given)
    return UnderstoodItem(asked.code, asked.path, asked.text, tuple(values), missing)


def in_figures(figure: Figure) -> str:
    """ "410/512; 80,1%"."""
    pieces = []
    if figure.numerator is not None and figure.denominator is not None:
        pieces.append(f"{written(figure.numerator)}/{written(figure.denominator)}")
    if figure.value is not None:
        unit = figure.unit if figure.unit == "%" else f" {figure.unit}".rstrip()
        pieces.append(f"{written(figure.value)}{unit}")
    return "; ".join(pieces)
