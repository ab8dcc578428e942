"""The outbox: a letter stands in the database, under its unique key, before a byte of it leaves."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session, joinedload, undefer

from state.errors import NotFound
from state.events import Event, EventStore
from state.tables import AssignmentRow, ClaimRow, CycleRow, LetterItemRow, LetterRow


@dataclass(frozen=True)
class NewLetter:
    """A letter to be queued. ``items`` maps an assignment to the step and rung that made it due."""

    key: str
    kind: str
    rung: str | None
    agency_id: int | None
    day: date
    message_id: str
    token: str | None
    reply_to: str | None
    recipients: Sequence[str]
    cc: Sequence[str]
    in_reply_to: str | None
    references: Sequence[str]
    subject: str
    text: str
    html: str
    items: Mapping[int, tuple[str, str]]
    sample: bool = False


def token_hash(token: str) -> str:
    """What is kept of a token: sha256 of its lower-case form, since relays change the case of addresses."""
    return hashlib.sha256(token.lower().encode()).hexdigest()


class OutboxStore:
    """Queues letters, hands them out for sending once, and finds the letter that a reply belongs to."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def waiting_claims(self, day: date) -> dict[int, list[ClaimRow]]:
        """Claims up to ``day`` that no letter carries yet and whose assignment is still open, by agency."""
        query = (
            select(ClaimRow, AssignmentRow)
            .join(AssignmentRow, AssignmentRow.id == ClaimRow.assignment_id)
            .where(ClaimRow.letter_id.is_(None), ClaimRow.day <= day, AssignmentRow.state == "open")
            .order_by(AssignmentRow.agency_id, AssignmentRow.id, ClaimRow.id)
        )
        found: dict[int, list[ClaimRow]] = {}
        for claim, assignment in self._session.execute(query):
            found.setdefault(assignment.agency_id, []).append(claim)
        return found

    def open_assignments(self, agency_ids: Sequence[int]) -> dict[int, list[AssignmentRow]]:
        """All assignments of these agencies whose ladder has begun and that are still open, by agency."""
        query = (
            select(AssignmentRow)
            .where(
                AssignmentRow.agency_id.in_(agency_ids), AssignmentRow.state == "open", AssignmentRow.step.is_not(None)
            )
            .options(
                joinedload(AssignmentRow.responsibility),
                joinedload(AssignmentRow.agency),
                joinedload(AssignmentRow.cycle).joinedload(CycleRow.plan),
            )
            .order_by(AssignmentRow.id)
        )
        found: dict[int, list[AssignmentRow]] = {}
        for row in self._session.scalars(query):
            found.setdefault(row.agency_id, []).append(row)
        return found

    def lettered_today(self, agency_ids: Sequence[int], day: date) -> set[int]:
        """Agencies which got their letter of the day already."""
        query = select(LetterRow.agency_id).where(
            LetterRow.agency_id.in_(agency_ids), LetterRow.day == day, LetterRow.kind == "request"
        )
        return {key for key in self._session.scalars(query) if key is not None}

    def threads(self, agency_ids: Sequence[int]) -> dict[int, list[tuple[str, int]]]:
        """Message-IDs of earlier requests with one assignment each, oldest first, by agency: for References."""
        query = (
            select(LetterRow.agency_id, LetterRow.message_id, func.min(LetterItemRow.assignment_id))
            .join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
            .where(LetterRow.agency_id.in_(agency_ids), LetterRow.kind == "request")
            .group_by(LetterRow.id)
            .order_by(LetterRow.id)
        )
        found: dict[int, list[tuple[str, int]]] = {}
        for agency, message_id, assignment in self._session.execute(query):
            if agency is not None:
                found.setdefault(agency, []).append((message_id, assignment))
        return found

    def queue(self, letters: Sequence[NewLetter], now: datetime) -> list[int]:
        """Put letters into the outbox and tie the waiting claims of their assignments to them; returns their ids."""
        if not letters:
            return []
        rows = [_row(letter, now) for letter in letters]
        self._session.execute(insert(LetterRow), rows)
        keys = [letter.key for letter in letters]
        query = select(LetterRow.key, LetterRow.id).where(LetterRow.key.in_(keys))
        ids = dict(self._session.execute(query).tuples().all())
        items = [
            {"letter_id": ids[letter.key], "assignment_id": assignment, "step": step, "rung": rung}
            for letter in letters
            for assignment, (step, rung) in letter.items.items()
        ]
        if items:
            self._session.execute(insert(LetterItemRow), items)
        return [ids[letter.key] for letter in letters]

    def attach_claims(self, pairs: Mapping[int, int]) -> None:
        """Tie claims to letters: claim id to letter id."""
        if pairs:
            self._session.execute(
                update(ClaimRow), [{"id": claim, "letter_id": letter} for claim, letter in pairs.items()]
            )

    def queued(self, now: datetime, limit: int = 500, kinds: Sequence[str] = ()) -> list[LetterRow]:
        """Letters that may leave now, with their texts; only of some kinds when given."""
        query = (
            select(LetterRow)
            .where(LetterRow.state == "queued", LetterRow.not_before <= now)
            .options(undefer(LetterRow.text), undefer(LetterRow.html))
            .order_by(LetterRow.id)
            .limit(limit)
        )
        if kinds:
            query = query.where(LetterRow.kind.in_(kinds))
        return list(self._session.scalars(query))

    def take(self, letter_ids: Sequence[int]) -> set[int]:
        """Claim letters for sending (queued to sending); only those that this caller changed may be sent by it."""
        taken = set()
        for key in letter_ids:
            result = self._session.execute(
                update(LetterRow).where(LetterRow.id == key, LetterRow.state == "queued").values(state="sending")
            )
            if result.rowcount == 1:  # type: ignore[attr-defined]
                taken.add(key)
        return taken

    def finish(self, outcomes: Iterable[Mapping[str, object]]) -> None:
        """Write what became of letters: rows with ``id`` and the columns that change (state, sent_at, error …)."""
        rows = [dict(outcome) for outcome in outcomes]
        if rows:
            self._session.execute(update(LetterRow), rows)

    def by_token(self, token: str) -> LetterRow | None:
        """The letter whose reply address carries this token."""
        return self._letter(LetterRow.token_hash == token_hash(token))

    def by_message_ids(self, message_ids: Sequence[str]) -> LetterRow | None:
        """The first of these Message-IDs that is ours, in the order given."""
        for message_id in message_ids:
            found = self._letter(LetterRow.message_id == message_id)
            if found is not None:
                return found
        return None

    def get(self, letter_id: int) -> LetterRow:
        """One letter with its texts.

        :raises NotFound: no such letter
        """
        row = self._letter(LetterRow.id == letter_id)
        if row is None:
            raise NotFound("thư", letter_id)
        return row

    def _letter(self, condition: object) -> LetterRow | None:
        query = select(LetterRow).where(condition).options(undefer(LetterRow.text), undefer(LetterRow.html))  # type: ignore[arg-type]
        return self._session.scalar(query)

    def all(self, limit: int = 200, state: str | None = None) -> list[LetterRow]:
        """The newest letters first."""
        query = select(LetterRow).options(joinedload(LetterRow.agency)).order_by(LetterRow.id.desc()).limit(limit)
        if state is not None:
            query = query.where(LetterRow.state == state)
        return list(self._session.scalars(query))

    def receipts_to(self, address: str, day: date) -> int:
        """How many receipts this address got on a day."""
        query = select(func.count()).where(
            LetterRow.kind == "receipt", LetterRow.first_recipient == address, LetterRow.day == day
        )
        return self._session.scalar(query) or 0

    def log(self, events: Iterable[Event]) -> None:
        """Append events about letters."""
        self._events.add_all(events)


def _row(letter: NewLetter, now: datetime) -> dict[str, object]:
    return {
        "key": letter.key,
        "kind": letter.kind,
        "rung": letter.rung,
        "agency_id": letter.agency_id,
        "day": letter.day,
        "message_id": letter.message_id,
        "token_hash": token_hash(letter.token) if letter.token else None,
        "reply_to": letter.reply_to,
        "recipients": list(letter.recipients),
        "first_recipient": letter.recipients[0] if letter.recipients else "",
        "cc": list(letter.cc),
        "in_reply_to": letter.in_reply_to,
        "references": list(letter.references),
        "subject": letter.subject,
        "text": letter.text,
        "html": letter.html,
        "sample": letter.sample,
        "state": "queued",
        "tries": 0,
        "not_before": now,
        "created_at": now,
        "sent_at": None,
        "error": None,
    }
