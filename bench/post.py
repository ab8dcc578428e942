"""Measurements of the post: sending, taking in."""

import smtplib
import sqlite3
from base64 import encodebytes
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path

from bench.floors import Raw
from bench.letters import per_hundred
from bench.measure import Finding, Spent, timed
from bench.postbox import postbox
from bench.stages import house_in, opening_day
from flows.intake import take_in
from flows.runtime import Runtime
from flows.summary import Gathered
from mail.incoming.inbox import Reception, ReplyOutcome, gather
from mail.post.outbox import send_queued
from mail.rules.model import Limits, Outcome

_ENVELOPE = (
    "From: {0}\r\nTo: {1}\r\nSubject: =?utf-8?q?B=C3=A1o_c=C3=A1o?=\r\nMessage-ID: {2}\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/alternative; boundary="ranh"\r\n\r\n'
    "--ranh\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{3}\r\n"
    "--ranh\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{4}\r\n--ranh--\r\n"
)


def letters_send(home: Path, size: int) -> Finding:
    """The queued letters to the embedded server, which runs in a process of its own."""
    with postbox(home / "mail") as port:
        house = house_in(home, smtp_port=port)
        now = opening_day(house)

        def work() -> int:
            with house.post() as post:
                return send_queued(house.database.unit, post, now, house.office, limit=size).sent

        spent, sent = timed(work)
        house.database.close()
        with sqlite3.connect(home / "dondoc.db") as source:
            rows = source.execute("SELECT first_recipient, message_id, text, html FROM letter").fetchall()
        source.close()
        floor, _ = timed(lambda: _bare_sending(port, house.office.address, rows))
    return Finding(sent, spent, floor, f"letters; {per_hundred(spent.cpu_seconds, sent)}; the server apart")


def _bare_sending(port: int, sender: str, rows: "list[tuple[str, str, str, str]]") -> None:
    with smtplib.SMTP("127.0.0.1", port) as client:
        for recipient, message_id, text, page in rows:
            bodies = [encodebytes(body.encode()).decode() for body in (text, page)]
            client.sendmail(sender, [recipient], _ENVELOPE.format(sender, recipient, message_id, *bodies))


def replies(home: Path, size: int) -> Finding:
    """Taking in the mailbox: keep, commit, decide, record, commit, move; one reply per letter, four mail programs."""
    house = house_in(home)
    now = opening_day(house) + timedelta(days=1, hours=2)
    reception = Reception(house.office.own_addresses, Limits())
    spent, outcomes = timed(lambda: _emptied(house, now, reception))
    house.database.close()
    floor, count = _bare_keeping(home)
    each, recorded = spent.cpu_seconds / max(count, 1) * 1000, sum(one.outcome is Outcome.RECORD for one in outcomes)
    answers = sum(len(one.answers) for one in outcomes)
    note = f"replies; {each:.2f} CPU ms each; {recorded} of {count} recorded, {answers} answers"
    return Finding(count, spent, floor, note)


def _emptied(house: Runtime, now: datetime, reception: Reception) -> list[ReplyOutcome]:
    """Look into the mailbox until nothing is left; one look takes five hundred mails."""
    outcomes: list[ReplyOutcome] = []
    while True:
        found = gather(house.database.unit, house.mailbox(), now, reception)
        outcomes.extend(found.outcomes)
        if not found.fetched:
            return outcomes


def intake(home: Path, size: int) -> Finding:
    """The same with the receipts written and sent, as the mail loop does it."""
    with postbox(home / "out") as port:
        house = house_in(home, smtp_port=port)
        now = opening_day(house) + timedelta(days=1, hours=2)
        spent, looks = timed(lambda: _answered(house, now))
        house.database.close()
    floor, count = _bare_keeping(home)
    each = spent.cpu_seconds / max(count, 1) * 1000
    recorded, receipts = sum(look.outcomes.get("record", 0) for look in looks), sum(look.receipts for look in looks)
    note = f"replies with receipts; {each:.2f} CPU ms each; {recorded} of {count} recorded, {receipts} receipts"
    return Finding(count, spent, floor, note)


def _answered(house: Runtime, now: datetime) -> list[Gathered]:
    looks: list[Gathered] = []
    while not looks or looks[-1].total:
        looks.append(take_in(house, now))
    return looks


def _bare_keeping(home: Path) -> tuple[Spent, int]:
    """Reading every mail with the standard library and keeping it in one raw row, each row committed."""
    with Raw(home, "raw_mail") as raw:
        contents = [next(value for value in row if isinstance(value, bytes)) for row in raw.rows["raw_mail"]]

        def bare() -> int:
            for row, content in zip(raw.rows["raw_mail"], contents, strict=True):
                message_from_bytes(content)
                raw.insert("raw_mail", [row])
                raw.connection.commit()
            return len(contents)

        return timed(bare)
