"""The calendar file that goes with a letter: the due days of the agency, for its own calendar program.

It goes when it has something to say that the last one did not: with an opening letter, and with the first letter after
a due day has moved. Its entries are those of the agency's file on the board, with the same identifiers.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mail.letters.calendar_events import of_rows, subjects_of
from mail.letters.calendar_file import CONTENT_TYPE, DueEvent, Organizer, calendar_of
from mail.office import Office
from state.cycle.due_days import Changes, assignments_by_agency, changes_of
from state.post.outbox import Enclosure
from state.store import Store
from state.tables import AgencyRow, AssignmentRow, EnclosureRow, LetterRow

NAME = "han-bao-cao.ics"
TYPE = f'{CONTENT_TYPE}; method=PUBLISH; charset="utf-8"'
BATCH = 200
"""Agencies whose entries are read at once."""
_ARRIVING = ("queued", "sending", "sent")
_UID = re.compile(rb"^UID:(.+?)@", re.MULTILINE)
_START = re.compile(rb"^DTSTART;VALUE=DATE:(\d{8})", re.MULTILINE)

Told = Mapping[str, date]
"""Day by the identifier of an entry, without its domain."""


def calendars(
    store: Store, open_rows: Mapping[int, Sequence[AssignmentRow]], day: date, office: Office
) -> dict[int, tuple[Enclosure, ...]]:
    """The files for letters of a day, by agency; agencies that know all their days already are left out.

    :param open_rows: what the letters ask for, by agency
    """
    told = _told(store.session, list(open_rows))
    news = (key for key, rows in open_rows.items() if any(_is_new(row, told.get(key, {})) for row in rows))
    organizer = Organizer(office.name, office.address)
    files: dict[int, tuple[Enclosure, ...]] = {}
    while batch := list(islice(news, BATCH)):
        asked = assignments_by_agency(store.session, batch, day)
        changes = changes_of(store.session, {subject for rows in asked.values() for subject in subjects_of(rows)})
        for key in batch:
            agency = open_rows[key][0].agency
            events = list(_events(agency, asked[key], changes, told.get(key, {})))
            content = calendar_of(events, f"Hạn gửi báo cáo: {agency.name}", organizer)
            files[key] = (Enclosure(NAME, TYPE, content),)
    return files


def days_in(content: bytes) -> Told:
    """The day of every entry of a file of ours. A whole parser would cost more than writing the file."""
    entries = content.replace(b"\r\n ", b"").replace(b"\r\n", b"\n").split(b"BEGIN:VEVENT")[1:]
    found: dict[str, date] = {}
    for entry in entries:
        uid, start = _UID.search(entry), _START.search(entry)
        if uid and start:
            found[uid[1].decode()] = date.fromisoformat(start[1].decode())
    return found


def _is_new(row: AssignmentRow, told: Told) -> bool:
    """Whether the agency's calendar does not show the due day of an assignment: by its own entry or its cycle's."""
    common = told.get(f"{row.cycle.code}-{row.agency.code}".lower())
    return told.get(row.code.lower(), common) != row.due_on


def _events(
    agency: AgencyRow, rows: Sequence[AssignmentRow], changes: Mapping[str, Changes], told: Told
) -> Iterator[DueEvent]:
    """What is still to be sent, and what is withdrawn of that which was told; what nobody was asked yet stays out."""
    asked = [row for row in rows if row.state != "open" or row.step is not None]
    for event in of_rows(agency, asked, changes):
        if event.warns or (event.withdrawn and event.uid in told):
            yield event


def _told(session: Session, agencies: Sequence[int]) -> dict[int, Told]:
    """What the last file of each agency said."""
    last = (
        select(func.max(EnclosureRow.id))
        .join(LetterRow, LetterRow.id == EnclosureRow.letter_id)
        .where(LetterRow.agency_id.in_(agencies), EnclosureRow.name == NAME, LetterRow.state.in_(_ARRIVING))
        .group_by(LetterRow.agency_id)
    )
    query = (
        select(LetterRow.agency_id, EnclosureRow.content)
        .join(LetterRow, LetterRow.id == EnclosureRow.letter_id)
        .where(EnclosureRow.id.in_(last))
    )
    return {key: days_in(content) for key, content in session.execute(query).tuples() if key is not None}
