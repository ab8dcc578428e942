"""A letter as the officer of an agency reads it: what is asked, until when, and where the answer goes."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from demo.hours import ZONE

RATIO = "tử số/mẫu số"

_HEADING = re.compile(r"^\[([^\]\s]+)\] (\S+) – (.+)$")
_FIGURE = re.compile(r"^(CT\d{1,3}) – (.+) \(([^()]*)\): *$")
_LISTED = re.compile(r"^\d+\. \[([^\]\s]+)\] ")
_DUE = re.compile(r"^ *Hạn gửi: ngày (\d\d)/(\d\d)/(\d{4})")
_AIM = re.compile(r"^ +Số liệu (CT\d{1,3}): .*\(chỉ tiêu: ([^()]*)\) *$")
_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asking:
    """A figure of the form: its code, label, what is wanted ("tử số/mẫu số" or a unit), and the aim in words."""

    code: str
    label: str
    wanted: str
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """One section of the form; ``text`` is the whole clause."""

    code: str
    path: str
    label: str
    text: str
    due: date | None
    figures: tuple[Asking, ...] = ()


@dataclass(frozen=True)
class Letter:
    """One mail from the office. ``duties`` is empty for mails that ask nothing.

    ``agency`` is the name under which we are addressed, ``office`` the name of the sender; ``returned_to`` is the
    return path, "" when it is null.
    """

    message_id: str
    references: tuple[str, ...]
    subject: str
    date: datetime | None
    office: str
    office_address: str
    agency: str
    to: tuple[str, ...]
    delivered_to: str
    reply_to: str
    returned_to: str
    automatic: str
    text: str
    html: str
    duties: tuple[Duty, ...]
    headers: str

    @property
    def to_head(self) -> bool:
        """Whether the head of the body is addressed."""
        return "\nKính gửi: Lãnh đạo " in f"\n{self.text}"

    @property
    def html_body(self) -> str:
        """What stands between the body tags."""
        found = _BODY.search(self.html)
        return found[1] if found else self.html


def read_letter(raw: bytes) -> Letter:
    """Read one file of a Maildir."""
    mime = message_from_bytes(raw)
    people = _people(mime, "To")
    office, office_address = (_people(mime, "From") or [("", "")])[0]
    text = _part(mime, "text/plain")
    return Letter(
        message_id=str(mime.get("Message-ID", "")).strip(),
        references=tuple(str(mime.get("References", "")).split()),
        subject=_decoded(str(mime.get("Subject", ""))),
        date=_date(mime),
        office=office,
        office_address=office_address,
        agency=people[0][0] if people else "",
        to=tuple(address.lower() for _, address in (*people, *_people(mime, "Cc")) if address),
        delivered_to=str(mime.get("Delivered-To", "")).strip().lower(),
        reply_to=(_people(mime, "Reply-To") or [("", "")])[0][1],
        returned_to=str(mime.get("Return-Path", "")).strip("<> \r\n"),
        automatic=str(mime.get("Auto-Submitted", "no")).strip().lower(),
        text=text,
        html=_part(mime, "text/html"),
        duties=_duties(text),
        headers=raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("ascii", "replace"),
    )


def _people(mime: Message, name: str) -> list[tuple[str, str]]:
    # Addresses are taken apart before they are decoded: the name of a body may hold a comma.
    found = getaddresses([" ".join(str(mime.get(name, "")).split())])
    return [(_decoded(shown), email) for shown, email in found]


def _decoded(value: str) -> str:
    line = " ".join(value.split())
    return unicodedata.normalize("NFC", str(make_header(decode_header(line))))


def _date(mime: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(str(mime.get("Date", "")))
    except ValueError:
        return None
    return found.astimezone(ZONE) if found.tzinfo else found.replace(tzinfo=ZONE)


def _part(mime: Message, kind: str) -> str:
    for part in mime.walk():
        payload = part.get_payload(decode=True) if part.get_content_type() == kind else None
        if isinstance(payload, bytes):
            return payload.decode(part.get_content_charset() or "utf-8", "replace").replace("\r\n", "\n")
    return ""


def _duties(text: str) -> tuple[Duty, ...]:
    """The sections of the form at the end, with what the list above says about each."""
    lines = text.split("\n")
    clauses, dues, aims = _listed(lines)
    common = next((_day(match) for match in map(_DUE.match, lines) if match), None)
    found: list[Duty] = []
    for number, line in enumerate(lines):
        heading = _HEADING.match(line)
        if heading is None or not any(later.startswith("Trạng thái (") for later in lines[number + 1 : number + 2]):
            continue
        code, path, label = heading.groups()
        figures = tuple(
            Asking(match[1], match[2], match[3], aims.get((code, match[1]), ""))
            for match in map(_FIGURE.match, _until_gap(lines, number + 1))
            if match
        )
        found.append(Duty(code, path, label, clauses.get(code, label), dues.get(code, common), figures))
    return tuple(found)


def _listed(lines: list[str]) -> tuple[dict[str, str], dict[str, date], dict[tuple[str, str], str]]:
    clauses: dict[str, str] = {}
    dues: dict[str, date] = {}
    aims: dict[tuple[str, str], str] = {}
    code = ""
    for line in lines:
        listed = _LISTED.match(line)
        if listed:
            code = listed[1]
        elif code and line.startswith("   "):
            due, aim = _DUE.match(line), _AIM.match(line)
            if due:
                dues[code] = _day(due)
            elif aim:
                aims[code, aim[1]] = aim[2]
            else:
                clauses.setdefault(code, line.strip())
    return clauses, dues, aims


def _until_gap(lines: list[str], start: int) -> list[str]:
    end = next((number for number in range(start, len(lines)) if not lines[number].strip()), len(lines))
    return lines[start:end]


def _day(match: "re.Match[str]") -> date:
    return date(int(match[3]), int(match[2]), int(match[1]))


def fill_in(letter: Letter, values: dict[tuple[str, str], str]) -> str:
    """The text of a letter with values typed behind the labels of its form.

    ``values`` maps the code of a duty and the beginning of a line ("Kết quả", "CT1") to what is typed.
    """
    code, result = "", []
    for line in letter.text.split("\n"):
        heading = _HEADING.match(line)
        code = heading[1] if heading else (code if line.strip() else "")
        typed = next((value for (of, label), value in values.items() if of == code and _labelled(line, label)), "")
        result.append(f"{line.rstrip()} {typed}" if typed and not heading else line)
    return "\n".join(result)


def _labelled(line: str, label: str) -> bool:
    """Whether a line begins with a label and not only with its first letters, as "CT10" does with "CT1"."""
    return line.startswith(label) and not line.removeprefix(label)[:1].isalnum()
