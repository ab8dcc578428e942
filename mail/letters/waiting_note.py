"""The note to the coordinator about replies that wait for a person: until then nobody is answered or reminded."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, joinedload

from cycles.calendar import ONE_DAY, WorkCalendar
from mail.letters.note import COORDINATOR, Note, is_written, queue_note
from mail.letters.notices import WaitingContext, WaitingReply, render_waiting_note
from mail.letters.phrases import shorten
from mail.letters.strangers import harmless
from mail.office import Office
from state.clock import local
from state.store import Store
from state.tables import ReplyRow

PATIENCE = 1
"""Working days that a reply may wait before the coordinator is told."""
LISTED = 20


def waiting_note(store: Store, now: datetime, office: Office, calendar: WorkCalendar) -> int | None:
    """Queue one note a day, in office hours, while replies wait longer than a working day; None when there is none.

    Does not commit. Every mail that waits is named again each day until somebody has decided about it.
    """
    day = local(now).date()
    key = f"note:waiting:{day}"
    if not calendar.is_office_time(now) or is_written(store, key):
        return None
    rows = [row for row in _waiting(store.session, now) if _too_long(row, now, calendar)]
    if not rows:
        return None
    store.outbox.one_writer()
    if is_written(store, key):
        return None
    sample = store.views.any_sample()
    listed = tuple(map(_told, rows[:LISTED]))
    rendered = render_waiting_note(WaitingContext(office.name, COORDINATOR, day, listed, len(rows), sample))
    return queue_note(store, Note(key, rendered, sample, "nhắc"), now, office)


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
