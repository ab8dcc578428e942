"""The note to the coordinator about contacts: whom no mail reaches, and who proposed another address."""

from datetime import datetime

from mail.letters.note import COORDINATOR, Note, is_written, queue_note
from mail.letters.notices import ContactQuestion, ContactsContext, render_contact_note
from mail.office import Office
from state.clock import local
from state.events import Event
from state.store import Store


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
    if not rows or is_written(store, key):
        return None
    sample = store.views.any_sample()
    questions = tuple(ContactQuestion(row.id, row.agency.name, row.sentence) for row in rows)
    rendered = render_contact_note(ContactsContext(office.name, COORDINATOR, day, questions, sample))
    letter_id = queue_note(store, Note(key, rendered, sample), now, office)
    told = [
        Event(now, "proposal-told", f"proposal:{row.id}", f"Đã báo bộ phận điều phối bằng thư số {letter_id}.")
        for row in rows
    ]
    store.outbox.log(told)
    return letter_id
