"""What waits for a person, with what would be recorded, whose it may be, and what to type next."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mail.desk.asked_contact import Question, questions
from mail.desk.deciding import missing
from mail.desk.explaining import Explained, assignments_of
from mail.desk.held_reading import HeldReader, HeldReading
from mail.desk.inbox_errors import NothingAsked
from mail.desk.next_commands import caution, commands_for, one_thing
from mail.incoming.trust import PUBLIC_DOMAINS
from mail.office import Office
from state.clock import local
from state.post.held import Suggestion, suggested, waiting_replies
from state.store import Store
from state.tables import ReplyRow

Suggestions = Mapping[str, Sequence[Suggestion]]


def waiting_told(store: Store, office: Office, now: datetime, limit: int) -> list[Explained]:
    """Every reply that waits, oldest first, as plain data; see :func:`reply_told`."""
    rows = waiting_replies(store.session, limit)
    reader = HeldReader(store, office, now)
    senders = {row.sender for row in rows if row.agency_id is None}
    by_sender = suggested(store.session, senders, PUBLIC_DOMAINS)
    asked = questions(store, [row.id for row in rows])
    return [reply_told(store, reader, row, (by_sender, asked.get(row.id))) for row in rows]


def one_told(store: Store, office: Office, now: datetime, reply_id: int) -> Explained:
    """One reply with all its words and its history.

    :raises NotFound: no such reply
    """
    row = store.inbox.get(reply_id)
    senders = [row.sender] if row.agency_id is None else []
    by_sender = suggested(store.session, senders, PUBLIC_DOMAINS)
    asked = questions(store, [row.id]).get(row.id)
    told = reply_told(store, HeldReader(store, office, now), row, (by_sender, asked))
    return told | {
        "text": row.text,
        "signature": row.signature,
        "decided_by": row.decided_by,
        "decided_at": _moment(row.decided_at) if row.decided_at else None,
        "document": {"number": row.document_number, "date": row.document_date} if row.document_number else None,
        "history": [
            {"at": _moment(event.at), "actor": event.actor, "sentence": event.sentence}
            for event in store.events.of(f"reply:{row.id}")
        ],
    }


def reply_told(
    store: Store, reader: HeldReader, row: ReplyRow, known: tuple[Suggestions, Question | None]
) -> Explained:
    """One reply as plain data; ``known``: whose it may be by sender, and the question to the contact about it.

    ``would_record`` is what accepting it would record (as ``assignments`` of :func:`mail.desk.explaining.explain`),
    ``missing`` why it cannot be accepted as it is, ``suggestions`` the agencies that it may come from,
    ``asked_contact`` whether the known contact was asked about it, ``caution`` why it must not be recorded just so,
    ``commands`` what to type next.
    """
    by_sender, asked = known
    ideas = by_sender.get(row.sender, ())
    careful = caution(row, asked)
    reading = _read(reader, row, ideas) if row.waiting else None
    understood = reading.understanding if reading else None
    lacks = missing(store, reading, understood) if reading else []
    return {
        "id": row.id,
        "received_at": _moment(row.received_at),
        "channel": row.channel,
        "sender": row.sender,
        "sender_name": row.sender_name,
        "trust": row.trust,
        "subject": row.subject,
        "kind": row.kind,
        "outcome": row.outcome,
        "waiting": row.waiting,
        "rule": row.rule,
        "reason": row.reason,
        "agency": row.agency.code if row.agency else None,
        "agency_name": row.agency.name if row.agency else "",
        "letter": row.letter_id,
        "asked": [item.code for item in reading.target.letter.asked] if reading and reading.target else [],
        "would_record": assignments_of(understood.reported, understood.text) if understood else [],
        "missing": lacks,
        "suggestions": [one.told() for one in ideas],
        "attachments": [
            {"name": one.name, "type": one.content_type, "verdict": one.verdict} for one in row.attachments
        ],
        "asked_contact": asked.told() if asked and row.waiting else None,
        "caution": careful,
        "commands": commands_for(row, reading, lacks, ideas, doubtful=bool(careful)) if row.waiting else [],
    }


def _read(reader: HeldReader, row: ReplyRow, ideas: Sequence[Suggestion]) -> HeldReading:
    """Read against what is known, else against the only agency that it may come from."""
    if row.agency_id is None and len(ideas) == 1:
        try:
            return reader.read(row, reader.named(one_thing(ideas[0])))
        except NothingAsked:
            pass
    return reader.read(row)


def _moment(at: datetime) -> str:
    return local(at).isoformat(timespec="seconds")
