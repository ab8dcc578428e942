"""A house in full service: all duties but one per agency are answered, many letters and replies have gone before."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from bench.answers import as_recorded
from state.store import Store
from state.tables import AssignmentRow

ASKED = 100
"""Letters of which the replies are measured, however large the house is."""
_BATCH = 5_000
_ASSIGNMENT, _LETTER, _RAW, _REPLY = (
    AssignmentRow.metadata.tables[name] for name in ("assignment", "letter", "raw_mail", "reply")
)


def answer_the_rest(store: Store, first: datetime) -> list[int]:
    """Answer all that asks for no figure; the rest asks for one. Returns the agencies of the measured letters."""
    session = store.session
    rows = session.execute(select(_ASSIGNMENT.c.id, _ASSIGNMENT.c.agency_id, _ASSIGNMENT.c.targets)).tuples().all()
    asked = {key: agency for key, agency, targets in rows if targets}
    given = [one for one in as_recorded(store, first) if one.assignment_id not in asked]
    for start in range(0, len(given), _BATCH):
        store.answers.record(given[start : start + _BATCH])
    session.execute(update(_ASSIGNMENT).values(next_on=None).where(_ASSIGNMENT.c.id.not_in(asked)))
    session.execute(update(_ASSIGNMENT).values(targets=["CT1"]).where(_ASSIGNMENT.c.id.in_(asked)))
    return sorted(set(asked.values()))[:ASKED]


def add_past(session: Session, count: int, moment: datetime) -> None:
    """Letters and replies of earlier rounds, like those of this one, with short texts."""
    letter = dict(session.execute(select(_LETTER).order_by(_LETTER.c.id).limit(1)).mappings().one())
    short = {"text": "Thư mẫu.", "html": "<p>Thư mẫu.</p>", "created_at": moment, "sent_at": moment}
    del letter["id"]
    letters, mails, replies = [], [], []
    for number in range(count):
        known = {"key": f"past:{number}", "message_id": f"<past-{number}@dondoc.example>"}
        secret = {"token_hash": f"{number:064x}", "reply_to": f"bao-cao+past{number}@dondoc.example"}
        letters.append(letter | short | known | secret)
        mails.append(_mail(number, moment))
        replies.append(_reply(number, moment, letter))
    for table, made in ((_LETTER, letters), (_RAW, mails)):
        _write(session, table, made)
    ids = session.execute(select(_RAW.c.id)).scalars()
    _write(session, _REPLY, [one | {"raw_mail_id": key} for key, one in zip(ids, replies, strict=True)])


def _mail(number: int, moment: datetime) -> dict[str, object]:
    return {
        "box": "past",
        "uidvalidity": "",
        "uid": str(number),
        "message_id": f"<past-reply-{number}@quang-mau.example>",
        "body_sha": f"{number:064x}",
        "size": 1,
        "truncated": False,
        "received_at": moment,
        "content": b".",
    }


def _reply(number: int, moment: datetime, letter: Mapping[str, object]) -> dict[str, object]:
    return {
        "channel": "mail",
        "received_at": moment,
        "kind": "answer",
        "outcome": "record",
        "rule": "token",
        "reason": "Thư mẫu.",
        "waiting": False,
        "agency_id": letter["agency_id"],
        "sender": f"past.{number}@quang-mau.example",
        "sender_name": "",
        "subject": "",
        "text": "Thư mẫu.",
        "signature": "",
        "body_sha": f"{number:064x}",
    }


def _write(session: Session, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    for start in range(0, len(rows), _BATCH):
        session.execute(insert(table), rows[start : start + _BATCH])
