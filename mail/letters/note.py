"""A note to the coordinator, whatever it is about: one recipient, one key, one line in the log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from mail.letters.letter import Rendered
from mail.office import Office
from mail.token import new_message_id
from state.clock import local
from state.events import Event
from state.post.new_letter import Enclosure, NewLetter
from state.store import Store
from state.tables import LetterRow

COORDINATOR = "Bộ phận điều phối"


@dataclass(frozen=True, slots=True)
class Note:
    """A rendered note under its key. ``items`` and ``rung`` as in a letter; ``purpose`` is a word for the log."""

    key: str
    rendered: Rendered
    sample: bool
    purpose: str = "báo"
    rung: str | None = None
    items: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    enclosures: Sequence[Enclosure] = ()


def is_written(store: Store, key: str) -> bool:
    """Whether there is a letter with this key."""
    return store.session.scalar(select(LetterRow.id).where(LetterRow.key == key)) is not None


def queue_note(store: Store, note: Note, now: datetime, office: Office) -> int:
    """Put a note into the outbox and into the log; returns its number. Does not commit."""
    letter = NewLetter(
        key=note.key,
        kind="note",
        rung=note.rung,
        day=local(now).date(),
        message_id=new_message_id(office.domain),
        recipients=(office.coordinator,),
        subject=note.rendered.subject,
        text=note.rendered.text,
        html=note.rendered.html,
        items=note.items,
        sample=note.sample,
        enclosures=note.enclosures,
    )
    letter_id = store.outbox.queue([letter], now)[0]
    enclosed = ", ".join(one.name for one in note.enclosures)
    sentence = f"Đã soạn thư {note.purpose} bộ phận điều phối: {letter.subject}" + (
        f"; kèm {enclosed}." if enclosed else "."
    )
    store.outbox.log([Event(now, "letter-queued", f"letter:{letter_id}", sentence)])
    return letter_id
