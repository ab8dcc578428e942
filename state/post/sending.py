"""The half of the outbox that sends: what may leave, who hands it over, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import and_, bindparam, or_, select, update
from sqlalchemy.orm import Session, selectinload, undefer
from sqlalchemy.sql.elements import BindParameter

from state.ladder.decided import DECISION, still_told
from state.ladder.laddering import may_be_asked
from state.post.refusals import DUE, NOW, RefusalStore
from state.tables import AssignmentRow, EnclosureRow, LetterItemRow, LetterRow

_LETTER = LetterRow.metadata.tables["letter"]
_FINISH = update(_LETTER).where(_LETTER.c.id == bindparam("letter_id"))
_CLAIM = _FINISH.where(
    or_(
        and_(_LETTER.c.state == "queued", _LETTER.c.not_before <= NOW),
        and_(_LETTER.c.state == "sent", DUE),
    )
).values(state="sending", not_before=NOW)
_POSTPONE = _FINISH.where(_LETTER.c.state == "queued").values(not_before=bindparam("later"))
_DEPARTED = select(_LETTER.c.not_before, _LETTER.c.recipients, _LETTER.c.cc).where(
    _LETTER.c.state.in_(("sending", "sent", "failed")),
    _LETTER.c.not_before > bindparam("since"),
    _LETTER.c.not_before <= NOW,
)
_STILL_ASKED = (
    select(AssignmentRow.id)
    .join(LetterItemRow, LetterItemRow.assignment_id == AssignmentRow.id)
    .join(LetterRow, LetterRow.id == LetterItemRow.letter_id)
    .where(LetterItemRow.letter_id == bindparam("letter_id"), AssignmentRow.state == "open")
    .where(*may_be_asked(LetterRow.day))
    .limit(1)
)
_DAY: BindParameter[date] = bindparam("day")
_STILL_TOLD = select(LetterRow.id).where(LetterRow.id == bindparam("letter_id"), still_told(_DAY))
DAILY = ("request", DECISION)
"""Kinds of which an agency gets at most one letter a day, and whose words hold for their day only."""


class SendingStore:
    """Hands letters out for sending once, and writes down what became of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def refusals(self) -> RefusalStore:
        """Recipients that were refused, one by one."""
        return RefusalStore(self._session)

    def queued(self, now: datetime, limit: int = 500, kinds: Sequence[str] = ()) -> list[LetterRow]:
        """Letters that may leave now, with their texts; only of some kinds when given.

        A request of an earlier day is not among them: its words ("còn 3 ngày") are no longer true. Nor is a decision
        of an earlier day, before :meth:`withdraw_stale` has made it the letter of today.
        """
        fresh = or_(LetterRow.kind.not_in(DAILY), LetterRow.day >= now.date())
        query = (
            select(LetterRow)
            .where(LetterRow.state == "queued", LetterRow.not_before <= now, fresh)
            .options(
                undefer(LetterRow.text),
                undefer(LetterRow.html),
                selectinload(LetterRow.enclosures).undefer(EnclosureRow.content),
            )
            # Somebody waits for a receipt; it must not stand behind a hundred reminders to the same domain.
            .order_by(LetterRow.kind != "receipt", LetterRow.id)
            .limit(limit)
        )
        if kinds:
            query = query.where(LetterRow.kind.in_(kinds))
        return list(self._session.scalars(query))

    def claim(self, letter_id: int, now: datetime) -> bool:
        """Claim one letter for sending, or for a second try; ``not_before`` then says when it was handed over."""
        result = self._session.execute(_CLAIM, {"letter_id": letter_id, "now": now})
        return bool(result.rowcount == 1)  # type: ignore[attr-defined]

    def postpone(self, turns: Mapping[int, datetime]) -> None:
        """Letters that are over the pace leave when their turn comes: letter id to that moment."""
        for key, later in turns.items():
            self._session.execute(_POSTPONE, {"letter_id": key, "later": later})

    def departures(self, since: datetime, now: datetime) -> list[tuple[datetime, list[str]]]:
        """When letters were handed over since a moment, and to whom; without those that go back to the queue."""
        found = self._session.execute(_DEPARTED, {"since": since, "now": now}).tuples()
        return [(moment, [*recipients, *cc]) for moment, recipients, cc in found]

    def finish(self, outcomes: Iterable[Mapping[str, object]]) -> None:
        """Write what became of letters: rows with ``id`` and the columns that change (state, sent_at, error …)."""
        for outcome in outcomes:
            row = dict(outcome)
            self._session.execute(_FINISH, {"letter_id": row.pop("id"), **row})

    def still_asked(self, letter_id: int) -> bool:
        """Whether anything that a letter asks for is still open."""
        return self._session.scalar(_STILL_ASKED, {"letter_id": letter_id}) is not None

    def still_told(self, letter_id: int, day: date) -> bool:
        """Whether a letter about decisions still has something to tell on a day."""
        return self._session.scalar(_STILL_TOLD, {"letter_id": letter_id, "day": day}) is not None
