"""The calendar file in letters: once with the opening, again only when a due day has moved, under one identifier."""

from datetime import date

import pytest
from icalendar import Calendar
from post_world import DUE, OFFICE, World, at

from cycles.ladder import Rung
from mail.letters.compose import compose_day
from mail.letters.enclosing import days_in
from mail.post.outbox import message_of
from state.events import Event
from state.tables import AssignmentRow, LetterRow

COMMON = "mau25-co-quan-ubnd xã một"


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path)
    yield made
    made.database.close()


def letter(world, duties, step, rung, day):
    """What the letter of a day carries: the entries of its calendar by identifier, None without a file."""
    world.claim(duties, step, rung, day)
    with world.units() as store:
        compose_day(store, at(day), OFFICE)
        store.commit()
        found = store.outbox.get(max(one.id for one in store.outbox.all()))
        message = message_of(found, at(day), OFFICE)
    world.all_sent(day)
    files = [part for part in message.iter_attachments() if part.get_content_type() == "text/calendar"]
    if not files:
        return None
    (file,) = files
    assert file.get_filename() == "han-bao-cao.ics"
    assert file.get_param("method") == "PUBLISH"
    assert file.get_content_charset() == "utf-8"
    calendar = Calendar.from_ical(file.get_payload(decode=True))
    assert calendar["METHOD"] == "PUBLISH"
    return {str(one["UID"]).removesuffix("@dondoc.example"): one for one in calendar.walk("VEVENT")}


def moved(world, duty, day):
    """A person has agreed to a later day."""
    with world.units() as store:
        row = store.session.get_one(AssignmentRow, duty)
        row.due_on, row.due_kind = day, "extended"
        store.events.add_all([Event(at(12), "extension-granted", f"assignment:{duty}", "Lùi hạn.")])
        store.commit()


def test_the_opening_letter_carries_the_due_day(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=3)
    entries = letter(world, duties, "opening", Rung.OPENING, 1)
    assert list(entries) == [COMMON]
    assert entries[COMMON].decoded("dtstart") == DUE  # Wednesday 17/12/2025
    assert "3 nội dung" in entries[COMMON]["SUMMARY"]
    assert "MAU25-003, mục V.3" in entries[COMMON]["DESCRIPTION"]


def test_a_reminder_of_a_day_that_is_known_carries_nothing(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=2)
    letter(world, duties, "opening", Rung.OPENING, 1)
    assert letter(world, duties, "reminder-7", Rung.REMINDER, 8) is None


def test_a_day_that_has_moved_goes_with_the_next_letter_and_raises_the_sequence(database, tmp_path):
    world = World(tmp_path, database)
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    first = letter(world, duties, "opening", Rung.OPENING, 1)
    moved(world, duties[0], date(2025, 12, 24))
    second = letter(world, duties, "reminder-3-r2", Rung.REMINDER, 19)
    assert second[COMMON].decoded("dtstart") == date(2025, 12, 24)  # Wednesday
    assert second[COMMON]["SEQUENCE"] > first[COMMON]["SEQUENCE"]
    assert letter(world, duties, "reminder-1-r2", Rung.REMINDER, 23) is None


def test_one_duty_with_a_day_of_its_own_becomes_an_entry_of_its_own(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=3)
    letter(world, duties, "opening", Rung.OPENING, 1)
    moved(world, duties[2], date(2025, 12, 24))
    entries = letter(world, duties, "reminder-3", Rung.REMINDER, 12)
    assert {key: one.decoded("dtstart") for key, one in entries.items()} == {
        COMMON: DUE,
        "mau25-003": date(2025, 12, 24),
    }


def test_a_file_that_never_left_told_nothing(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example")
    letter(world, duties, "opening", Rung.OPENING, 1)
    with world.units() as store:
        store.session.query(LetterRow).update({"state": "failed"})
        store.commit()
    assert letter(world, duties, "reminder-7", Rung.REMINDER, 8) is not None


def test_what_was_sent_is_not_told_again(world):
    _, duties = world.agency("UBND xã Một", "focal:mot@mau.example", duties=2)
    letter(world, duties, "opening", Rung.OPENING, 1)
    world.answered(duties[0])
    assert letter(world, duties[1:], "reminder-3", Rung.REMINDER, 12) is None


def test_days_are_read_out_of_folded_lines():
    content = b"BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:2025\r\n 1217\r\nUID:mau25-x\r\n 01@dondoc.example\r\nEND:VEVENT\r\n"
    assert days_in(content) == {"mau25-x01": date(2025, 12, 17)}
    assert days_in(b"") == {}
