"""The note to the coordinator about contacts: whom no mail reaches, and who proposed another address."""

from datetime import datetime

from sqlalchemy import select

from mail.letters.notices import ContactQuestion, ContactsContext, render_contact_note
from mail.office import Office
from mail.token import new_message_id
from state.clock import local
from state.events import Event
from state.post.outbox import NewLetter
from state.store import Store
from state.tables import LetterRow


def contact_note(store: Store, now: datetime, office: Office) -> int | None:
    """Queue one note a day about the proposals that the coordinator has not been told of; None when there is none.

    Does not commit. What comes up after the note of a day waits for that of the next.
    """
    if not store.contacts.waiting():
        return None
    store.outbox.one_writer()
    rows = store.contacts.untold()
    day = local(now).date()
    key = f"note:contacts:{day}"
    if not rows or store.session.scalar(select(LetterRow.id).where(LetterRow.key == key)) is not None:
        return None
    sample = store.views.any_sample()
    questions = tuple(ContactQuestion(row.id, row.agency.name, row.sentence) for row in rows)
    rendered = render_contact_note(ContactsContext(office.name, "Bộ phận điều phối", day, questions, sample))
    letter = NewLetter(
        key=key,
        kind="note",
        day=day,
        message_id=new_message_id(office.domain),
        recipients=(office.coordinator,),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        sample=sample,
    )
    letter_id = store.outbox.queue([letter], now)[0]
    told = [
        Event(now, "proposal-told", f"proposal:{row.id}", f"Đã báo bộ phận điều phối bằng thư số {letter_id}.")
        for row in rows
    ]
    sentence = f"Đã soạn thư báo bộ phận điều phối: {letter.subject}."
    store.outbox.log([*told, Event(now, "letter-queued", f"letter:{letter_id}", sentence)])
    return letter_id
