"""The outbox: a letter stands in the database, under its unique key, before a byte of it leaves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, insert, or_, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload, undefer
from sqlalchemy.sql.elements import BindParameter

from state.direct import direct, inserted
from state.errors import NotFound
from state.events import Event, EventStore
from state.ladder.decided import DECISION, still_told
from state.ladder.laddering import LOCK, claim_waits, may_be_asked, may_be_listed
from state.post.new_letter import Enclosure, NewLetter, token_hash
from state.post.sending import DAILY, SendingStore
from state.tables import (
    AgencyRow,
    AssignmentRow,
    ClaimRow,
    CycleRow,
    LetterItemRow,
    LetterRow,
    ResponsibilityRow,
)

__all__ = ["DAILY", "Enclosure", "NewLetter", "OutboxStore", "token_hash"]


def _letter_by(column: InstrumentedAttribute[Any]) -> Select[LetterRow]:
    """A letter with its texts and its agency by one of its keys, the bound value."""
    texts = (undefer(LetterRow.text), undefer(LetterRow.html), joinedload(LetterRow.agency))
    return select(LetterRow).where(column == bindparam("value")).options(*texts)


# Built once: making a statement anew costs more than running it, and these run for every mail.
_BY_TOKEN, _BY_MESSAGE_ID, _BY_ID = (
    _letter_by(column) for column in (LetterRow.token_hash, LetterRow.message_id, LetterRow.id)
)
_INSERT, _INSERT_ITEM, _INSERT_ENCLOSURE = (
    insert(LetterRow.metadata.tables[name]) for name in ("letter", "letter_item", "enclosure")
)
_RECEIPTS = select(func.count(LetterRow.id)).where(
    LetterRow.kind == "receipt",
    LetterRow.first_recipient == bindparam("address"),
    LetterRow.day == bindparam("day"),
)
_OWED = (
    select(AssignmentRow.code, ResponsibilityRow.path, ResponsibilityRow.text, AssignmentRow.due_on)
    .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
    .where(
        AssignmentRow.agency_id == bindparam("agency"), AssignmentRow.state == "open", AssignmentRow.step.is_not(None)
    )
    .order_by(AssignmentRow.id)
)
_NOTES = text("SELECT pg_advisory_xact_lock(20250701)")
_DAY: BindParameter[date] = bindparam("day")
_AGENCIES = LetterRow.agency_id.in_(bindparam("agencies", expanding=True))
_LETTERED = select(LetterRow.agency_id).where(
    _AGENCIES,
    LetterRow.day == _DAY,
    or_(
        LetterRow.kind == "request",
        and_(
            LetterRow.kind == DECISION,
            LetterRow.state != "withdrawn",
            or_(LetterRow.state != "queued", still_told(_DAY)),
        ),
    ),
)
_LOCK_AGENCIES = (
    select(AgencyRow.id)
    .where(AgencyRow.id.in_(bindparam("agencies", expanding=True)))
    .order_by(AgencyRow.id)
    .with_for_update(key_share=True)
)


def _stale(day: date, kinds: Sequence[str] = DAILY) -> tuple[ColumnElement[bool], ...]:
    return (LetterRow.kind.in_(kinds), LetterRow.state == "queued", LetterRow.day < day)


class OutboxStore(SendingStore):
    """Queues letters, hands them out for sending once, and finds the letter that a reply belongs to."""

    def __init__(self, session: Session, events: EventStore) -> None:
        super().__init__(session)
        self._events = events

    def waiting_claims(self, day: date) -> dict[int, list[ClaimRow]]:
        """Claims up to ``day`` that no letter carries yet and whose assignment is still open, by agency.

        Held agencies and plans are left in peace; so are assignments whose report is promised for a later day, for
        which even a step that was claimed before the promise is over.
        """
        query = (
            select(ClaimRow, AssignmentRow.agency_id)
            .join(AssignmentRow, AssignmentRow.id == ClaimRow.assignment_id)
            .where(*claim_waits(day), AssignmentRow.state == "open", *may_be_asked(day))
            .order_by(AssignmentRow.agency_id, AssignmentRow.id, ClaimRow.id)
        )
        found: dict[int, list[ClaimRow]] = {}
        for claim, agency in self._session.execute(query):
            found.setdefault(agency, []).append(claim)
        return found

    def open_assignments(self, agency_ids: Sequence[int], day: date | None = None) -> dict[int, list[AssignmentRow]]:
        """All assignments of these agencies whose ladder has begun and that are still open, by agency.

        :param day: leave out what a letter of this day must not speak of: held plans, and reports that are promised
            for a later day (unless their opening is still to be sent)
        """
        query = (
            select(AssignmentRow)
            .where(
                AssignmentRow.agency_id.in_(agency_ids),
                AssignmentRow.state == "open",
                AssignmentRow.step.is_not(None),
                *(() if day is None else may_be_listed(day)),
            )
            .options(
                selectinload(AssignmentRow.responsibility),
                selectinload(AssignmentRow.agency),
                selectinload(AssignmentRow.cycle).joinedload(CycleRow.plan),
            )
            .order_by(AssignmentRow.id)
        )
        found: dict[int, list[AssignmentRow]] = {}
        for row in self._session.scalars(query):
            found.setdefault(row.agency_id, []).append(row)
        return found

    def still_owed(self, agency_id: int) -> list[tuple[str, str, str, date]]:
        """Code, clause, words and due day of what one agency was asked and has not answered."""
        return list(direct(self._session).execute(_OWED, {"agency": agency_id}).tuples())

    def lettered_today(self, agency_ids: Sequence[int], day: date) -> set[int]:
        """Agencies which got their letter of the day already: a request, or a decision that there is still to tell.

        They stay locked until the unit of work ends: a tick and a decision must not both find the day free.
        """
        self._session.execute(_LOCK_AGENCIES, {"agencies": list(agency_ids)}).all()
        found = self._session.scalars(_LETTERED, {"agencies": list(agency_ids), "day": day})
        return {key for key in found if key is not None}

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
        rows = [letter.row(now) for letter in letters]
        ids = self._insert(rows, [letter.key for letter in letters])
        items = [
            {"letter_id": ids[letter.key], "assignment_id": assignment, "step": step, "rung": rung}
            for letter in letters
            for assignment, (step, rung) in letter.items.items()
        ]
        enclosed = [
            {"letter_id": ids[letter.key], "name": one.name, "content_type": one.content_type, "content": one.content}
            for letter in letters
            for one in letter.enclosures
        ]
        if items:
            direct(self._session).execute(_INSERT_ITEM, items)
        if enclosed:
            direct(self._session).execute(_INSERT_ENCLOSURE, enclosed)
        return [ids[letter.key] for letter in letters]

    def _insert(self, rows: Sequence[Mapping[str, object]], keys: Sequence[str]) -> dict[str, int]:
        """Write letters; their ids by key."""
        connection = direct(self._session)
        if len(rows) == 1:
            return {keys[0]: inserted(connection.execute(_INSERT, rows[0]))}
        connection.execute(_INSERT, rows)
        query = select(LetterRow.key, LetterRow.id).where(LetterRow.key.in_(keys))
        return dict(connection.execute(query).tuples().all())

    def one_writer(self) -> None:
        """Let one unit of work at a time write the notes of the day; held until it ends."""
        self._session.execute(LOCK)
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.execute(_NOTES)

    def attach_claims(self, pairs: Mapping[int, int]) -> None:
        """Tie claims to letters: claim id to letter id."""
        if pairs:
            self._session.execute(
                update(ClaimRow), [{"id": claim, "letter_id": letter} for claim, letter in pairs.items()]
            )

    def withdraw_stale(self, day: date) -> list[int]:
        """Take back requests of earlier days that never left, and free their claims for one new letter.

        After an outage an agency gets one letter with today's words, not all those that it missed. A decision stays
        true: it becomes the letter of today.
        """
        self._session.execute(update(LetterRow).where(*_stale(day, (DECISION,))).values(day=day))
        query = select(LetterRow.id).where(*_stale(day))
        # Locked, so that a sender that has just taken one keeps it.
        ids = list(self._session.scalars(query.with_for_update()))
        if ids:
            sentence = "Không gửi: thư của ngày trước chưa gửi được, nội dung được viết lại trong thư mới."
            self._session.execute(
                update(LetterRow).where(LetterRow.id.in_(ids)).values(state="withdrawn", error=sentence)
            )
            self._session.execute(update(ClaimRow).where(ClaimRow.letter_id.in_(ids)).values(letter_id=None))
        return ids

    def anything_to_post(self, now: datetime) -> bool:
        """Whether a tick has letters to write or to send."""
        stale = self._session.scalar(select(LetterRow.id).where(*_stale(now.date())).limit(1))
        return bool(stale or self.waiting_claims(now.date()) or self.queued(now, limit=1))

    def revoke(self, letter: LetterRow, now: datetime) -> int:
        """End the reply address and the link of a letter, and of what was sent with the same address; how many."""
        same = LetterRow.reply_to == letter.reply_to if letter.reply_to else LetterRow.id == letter.id
        result = self._session.execute(
            update(LetterRow).where(same, LetterRow.revoked_at.is_(None)).values(revoked_at=now)
        )
        return int(result.rowcount)  # type: ignore[attr-defined]

    def by_token(self, token: str) -> LetterRow | None:
        """The letter whose reply address carries this token."""
        return self._session.scalar(_BY_TOKEN, {"value": token_hash(token)})

    def get(self, letter_id: int) -> LetterRow:
        """One letter with its texts.

        :raises NotFound: no such letter
        """
        row = self._session.scalar(_BY_ID, {"value": letter_id})
        if row is None:
            raise NotFound("thư", letter_id)
        return row

    def all(
        self, limit: int = 200, state: str | None = None, agency_id: int | None = None, *, texts: bool = False
    ) -> list[LetterRow]:
        """The newest letters first, of one state or of one agency when given; ``texts``: their words at once."""
        query = select(LetterRow).options(joinedload(LetterRow.agency)).order_by(LetterRow.id.desc()).limit(limit)
        if state is not None:
            query = query.where(LetterRow.state == state)
        if agency_id is not None:
            query = query.where(LetterRow.agency_id == agency_id)
        if texts:
            query = query.options(undefer(LetterRow.text))
        return list(self._session.scalars(query))

    def receipts_to(self, address: str, day: date) -> int:
        """How many receipts this address got on a day."""
        return direct(self._session).scalar(_RECEIPTS, {"address": address, "day": day}) or 0

    def log(self, events: Iterable[Event]) -> None:
        """Append events about letters."""
        self._events.add_all(events)
