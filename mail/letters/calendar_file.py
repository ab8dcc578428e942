"""Calendar files (RFC 5545): one all-day entry per due day, in a form that asks for no reply.

``METHOD:PUBLISH`` and never ``REQUEST``: a request makes calendar programs send acceptances to our mailbox (RFC 5546).
Written line by line: a library took a third of the time of a letter for it. The tests read the files with one.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

CONTENT_TYPE = "text/calendar"
PRODUCT = "-//dondoc//Lich bao cao//VI"
ZONE = "Asia/Ho_Chi_Minh"
WARNING = "-P1DT16H"
"""At eight in the morning two days before: an alarm at midnight helps nobody."""
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
LINE = 75
"""Octets of a line (RFC 5545, 3.1)."""
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
    cancels = bool(events) and all(event.withdrawn for event in events)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if cancels else 'PUBLISH'}",
        f"X-WR-CALNAME:{_escaped(_line(name))}",
        f"X-WR-TIMEZONE:{ZONE}",
        f"X-PUBLISHED-TTL:{FRESH}",
    ]
    for event in sorted(events, key=lambda one: (one.on, one.uid)):
        lines.extend(_entry(event, organizer))
    return b"".join(map(_folded, (*lines, "END:VCALENDAR")))


def _entry(event: DueEvent, organizer: Organizer) -> Iterator[str]:
    changed = f"{event.changed_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    summary = _escaped(_line(event.summary))
    # In a parameter a caret begins an escape (RFC 6868).
    sender = _line(organizer.name).replace('"', "”").replace("^", "^^")
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}@{organizer.domain}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"SEQUENCE:{event.changes}"
    yield f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{_escaped(_plain(event.description))}"
    yield f'ORGANIZER;CN="{sender}":mailto:{organizer.address}'
    yield f"STATUS:{'CANCELLED' if event.withdrawn else 'CONFIRMED'}"
    # A due day takes nobody's time: who looks for a free hour finds the day free.
    yield "TRANSP:TRANSPARENT"
    if event.warns and not event.withdrawn:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{summary}", f"TRIGGER:{WARNING}", "END:VALARM")
    yield "END:VEVENT"


def _folded(line: str) -> bytes:
    """A line with its end, cut into pieces of 75 octets, never inside a character."""
    rest, pieces, room = line.encode(), [], LINE
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(rest[:cut])
        rest, room = rest[cut:], LINE - 1
    return b"\r\n ".join((*pieces, rest)) + b"\r\n"


def _escaped(text: str) -> str:
    """A value of the type TEXT (RFC 5545, 3.3.11)."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _line(text: str) -> str:
    return " ".join(_plain(text).split())


def _plain(text: str) -> str:
    """Text without control characters, which RFC 5545 forbids, and composed (NFC)."""
    return unicodedata.normalize("NFC", CONTROL.sub("", text))
