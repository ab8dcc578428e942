"""Calendar files by RFC 5545: read again they say the same, whatever the words; nobody is asked to accept anything."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from mail.letters.calendar_file import DueEvent, Organizer, calendar_of
from state.clock import ZONE

OFFICE = Organizer("Sở GD&ĐT tỉnh Mẫu", "bao-cao@mau.example")
DUE = DueEvent(
    uid="mau26-qm.x001",
    on=date(2026, 12, 16),  # Wednesday
    summary="Hạn gửi báo cáo năm 2026: 3 nội dung (MAU26)",
    description="Kế hoạch số 01/KH-UBND\n- MAU26-001, mục V.1: quỹ đất; kinh phí, biên chế",
    changed_at=datetime(2026, 11, 16, 7, 45, 12, tzinfo=ZONE),
)


def read(content):
    calendar = Calendar.from_ical(content)
    return calendar, calendar.walk("VEVENT")


def test_an_entry_read_again_says_the_same():
    calendar, (entry,) = read(calendar_of([DUE], "Hạn báo cáo", OFFICE))
    assert (calendar["METHOD"], calendar["VERSION"], calendar["X-WR-CALNAME"]) == ("PUBLISH", "2.0", "Hạn báo cáo")
    assert entry["UID"] == "mau26-qm.x001@mau.example"
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (date(2026, 12, 16), date(2026, 12, 17))
    assert (entry["SUMMARY"], entry["DESCRIPTION"]) == (DUE.summary, DUE.description)
    assert (entry["STATUS"], entry["TRANSP"], entry["SEQUENCE"]) == ("CONFIRMED", "TRANSPARENT", 0)
    assert entry.decoded("dtstamp") == DUE.changed_at
    assert entry["ORGANIZER"] == "mailto:bao-cao@mau.example"
    assert entry["ORGANIZER"].params["CN"] == OFFICE.name
    assert "ATTENDEE" not in entry


def test_the_owner_is_warned_at_eight_in_the_morning_two_days_before():
    _, (entry,) = read(calendar_of([DUE], "Hạn báo cáo", OFFICE))
    (alarm,) = entry.walk("VALARM")
    at = datetime.combine(DUE.on, time(), ZONE) + alarm.decoded("trigger")
    assert (at, alarm["ACTION"]) == (datetime(2026, 12, 14, 8, tzinfo=ZONE), "DISPLAY")


def test_an_entry_without_warning_has_no_alarm():
    _, (entry,) = read(calendar_of([replace(DUE, warns=False)], "Hạn báo cáo", OFFICE))
    assert entry.walk("VALARM") == []


def test_a_moved_day_keeps_its_identifier_and_raises_its_sequence():
    moved = replace(DUE, on=DUE.on + timedelta(days=9), changes=DUE.changes + 1)
    (_, (before,)), (_, (after,)) = (read(calendar_of([one], "Hạn báo cáo", OFFICE)) for one in (DUE, moved))
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


@pytest.mark.parametrize(
    ("withdrawn", "method", "states"),
    [
        ((), "PUBLISH", []),
        ((False, False), "PUBLISH", ["CONFIRMED", "CONFIRMED"]),
        ((True, False), "PUBLISH", ["CANCELLED", "CONFIRMED"]),
        ((True, True), "CANCEL", ["CANCELLED", "CANCELLED"]),
    ],
    ids=["nothing due", "both due", "one withdrawn", "both withdrawn"],
)
def test_what_is_withdrawn_is_struck_out(withdrawn, method, states):
    events = [replace(DUE, uid=f"mau26-{number}", withdrawn=one) for number, one in enumerate(withdrawn)]
    calendar, entries = read(calendar_of(events, "Hạn báo cáo", OFFICE))
    assert calendar["METHOD"] == method
    assert [entry["STATUS"] for entry in entries] == states
    assert [bool(entry.walk("VALARM")) for entry in entries] == [not one for one in withdrawn]


def test_entries_stand_by_day_whatever_the_order_they_came_in():
    events = [replace(DUE, uid=f"mau26-{day}", on=date(2026, 12, day)) for day in (18, 16, 17)]
    content = calendar_of(events, "Hạn báo cáo", OFFICE)
    assert [entry.decoded("dtstart").day for entry in read(content)[1]] == [16, 17, 18]
    assert content == calendar_of(events[::-1], "Hạn báo cáo", OFFICE)


WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=300)


@given(WORDS, WORDS, WORDS)
def test_any_words_make_lines_of_75_octets_that_can_be_read(summary, description, name):
    event = replace(DUE, summary=summary, description=description)
    content = calendar_of([event], name, Organizer(name, OFFICE.address))
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    _, (entry,) = read(content)
    assert entry["UID"] == "mau26-qm.x001@mau.example"
    assert entry.decoded("dtstart") == DUE.on


@pytest.mark.parametrize("hostile", ["a\r\nATTENDEE:mailto:x@y.example", "a\nBEGIN:VEVENT", 'a":mailto:x@y.example'])
def test_words_cannot_bring_in_lines_of_their_own(hostile):
    event = replace(DUE, summary=hostile, description=hostile)
    calendar, entries = read(calendar_of([event], hostile, Organizer(hostile, OFFICE.address)))
    assert len(entries) == 1
    assert "ATTENDEE" not in entries[0]
    assert entries[0]["ORGANIZER"] == "mailto:bao-cao@mau.example"
    assert "ATTENDEE" not in calendar
