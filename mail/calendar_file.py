"""Calendar files (RFC 5545): one all-day entry per due day, in a form that asks for no reply.

``METHOD:PUBLISH`` and never ``REQUEST``: a request makes calendar programs send acceptances to our mailbox (RFC 5546).
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

CONTENT_TYPE = "text/calendar"
PRODUCT = "-//dondoc//Lich bao cao//VI"
ZONE = "Asia/Ho_Chi_Minh"
WARNING = timedelta(days=-2, hours=8)
"""At eight in the morning two days before: an alarm at midnight helps nobody."""
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
FRESH = "PT6H"
"""How often a program that follows a feed should look again."""


@dataclass(frozen=True, slots=True)
class DueEvent:
    """One entry of a calendar.

    :ivar uid: the part before "@" of an identifier that never changes; the domain is that of the organizer
    :ivar changes: how often the entry has changed (``SEQUENCE``); it must never fall
    :ivar changed_at: the moment of the last change, aware
    :ivar withdrawn: nothing is due any more; programs strike the entry out
    :ivar warns: whether the program warns its owner two days before
    """

    uid: str
    on: date
    summary: str
    description: str
    changed_at: datetime
    changes: int = 0
    withdrawn: bool = False
    warns: bool = True


@dataclass(frozen=True, slots=True)
class Organizer:
    """The body that publishes a calendar, and its mailbox."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        """The domain in which the identifiers are ours."""
        return self.address.rpartition("@")[2]


def calendar_of(events: Sequence[DueEvent], name: str, organizer: Organizer) -> bytes:
    """The file: CRLF, folded lines, entries by day; the same entries always give the same bytes.

    When all entries are withdrawn the whole file is a ``METHOD:CANCEL``, which removes them where they were taken over.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    cancels = bool(events) and all(event.withdrawn for event in events)
    calendar.add("method", "CANCEL" if cancels else "PUBLISH")
    calendar.add("x-wr-calname", vText(_line(name)))
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("x-published-ttl", FRESH)
    for event in sorted(events, key=lambda one: (one.on, one.uid)):
        calendar.add_component(_entry(event, organizer))
    return bytes(calendar.to_ical())


def _entry(event: DueEvent, organizer: Organizer) -> Event:
    entry = Event()
    changed = event.changed_at.astimezone(UTC).replace(microsecond=0)
    entry.add("uid", f"{event.uid}@{organizer.domain}")
    entry.add("dtstamp", changed)
    entry.add("last-modified", changed)
    entry.add("sequence", event.changes)
    entry.add("dtstart", event.on)
    entry.add("dtend", event.on + timedelta(days=1))
    entry.add("summary", _line(event.summary))
    entry.add("description", _plain(event.description))
    sender = vCalAddress(f"mailto:{organizer.address}")
    sender.params["CN"] = vText(_line(organizer.name).replace('"', "”"))
    entry.add("organizer", sender)
    entry.add("status", "CANCELLED" if event.withdrawn else "CONFIRMED")
    # A due day takes nobody's time: who looks for a free hour finds the day free.
    entry.add("transp", "TRANSPARENT")
    if event.warns and not event.withdrawn:
        entry.add_component(_alarm(event))
    return entry


def _alarm(event: DueEvent) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(event.summary))
    alarm.add("trigger", WARNING)
    return alarm


def _line(text: str) -> str:
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """Text without control characters, which RFC 5545 forbids, and composed (NFC)."""
    return unicodedata.normalize("NFC", CONTROL.sub("", text))
