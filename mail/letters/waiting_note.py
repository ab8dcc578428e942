"""The note to the coordinator about replies that wait for a person: until then nobody is answered or reminded."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from cycles.calendar import ONE_DAY, WorkCalendar
from mail.letters.notices import WaitingContext, WaitingReply, render_waiting_note
from mail.letters.phrases import shorten
from mail.letters.strangers import harmless
from mail.office import Office
from mail.token import new_message_id
from state.clock import local
from state.events import Event
from state.post.new_letter import NewLetter
from state.store import Store
from state.tables import LetterRow, ReplyRow

PATIENCE = 1
"""Working days that a reply may wait before the coordinator is told."""
LISTED = 20


def waiting_note(store: Store, now: datetime, office: Office, calendar: WorkCalendar) -> int | None:
    """Queue one note a day, in office hours, while replies wait longer than a working day; None when there is none.

    Does not commit. Every mail that waits is named again each day until somebody has decided about it.
    """
    day = local(now).date()
    key = f"note:waiting:{day}"
    if not calendar.is_office_time(now) or _written(store, key):
        return None
    rows = [row for row in _waiting(store.session, now) if _too_long(row, now, calendar)]
    if not rows:
        return None
    store.outbox.one_writer()
    if _written(store, key):
        return None
    sample = store.views.any_sample()
    listed = tuple(map(_told, rows[:LISTED]))
    rendered = render_waiting_note(WaitingContext(office.name, "Bộ phận điều phối", day, listed, len(rows), sample))
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
    sentence = f"Đã soạn thư nhắc bộ phận điều phối: {letter.subject}."
    store.outbox.log([Event(now, "letter-queued", f"letter:{letter_id}", sentence)])
    return letter_id


def _written(store: Store, key: str) -> bool:
    return store.session.scalar(select(LetterRow.id).where(LetterRow.key == key)) is not None


def _waiting(session: Session, now: datetime) -> list[ReplyRow]:
    """Oldest first, without their texts: this is asked at every look into the box."""
    query = (
        select(ReplyRow)
        .where(ReplyRow.waiting, ReplyRow.received_at < now - PATIENCE * ONE_DAY)
        .options(joinedload(ReplyRow.agency), defer(ReplyRow.text), defer(ReplyRow.signature))
        .order_by(ReplyRow.id)
    )
    return list(session.scalars(query))


def _too_long(row: ReplyRow, now: datetime, calendar: WorkCalendar) -> bool:
    """A mail of Friday evening has waited a working day on Monday evening."""
    came = local(row.received_at)
    return datetime.combine(calendar.add_working_days(came.date(), PATIENCE), came.timetz()) < now


def _told(row: ReplyRow) -> WaitingReply:
    return WaitingReply(
        number=row.id,
        agency=row.agency.name if row.agency else "",
        sender=shorten(harmless(row.sender or row.sender_name), 80),
        subject=shorten(harmless(row.subject), 100) or "(không có tiêu đề)",
        why=shorten(harmless(row.reason), 300),
        since=local(row.received_at),
    )
