"""Recipients that a server did not take, one by one: what it said, and who is tried again when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.orm import Session, selectinload, undefer
from sqlalchemy.sql.elements import BindParameter

from state.tables import EnclosureRow, LetterRow, RefusalRow

_REFUSAL = RefusalRow.metadata.tables["letter_refusal"]
_OF_LETTER = _REFUSAL.c.letter_id == bindparam("letter")
# Built once: they run for every mail that was tried before.
_ROWS = select(RefusalRow).where(RefusalRow.letter_id == bindparam("letter")).order_by(RefusalRow.id)
_FORGET = delete(_REFUSAL).where(_OF_LETTER, _REFUSAL.c.address.in_(bindparam("addresses", expanding=True)))
_WAITING = _REFUSAL.c.retry_at.is_not(None)
NOW: BindParameter[datetime] = bindparam("now", type_=_REFUSAL.c.retry_at.type)
DUE = exists().where(_REFUSAL.c.letter_id == bindparam("letter_id"), _REFUSAL.c.retry_at <= NOW)
"""Whether a letter (``letter_id``) has a recipient who is to be tried again ``now``."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What the server said about one recipient; ``retry_at`` is None when nothing more is tried."""

    address: str
    code: int
    words: str
    retry_at: datetime | None


class RefusalStore:
    """The recipients of letters that were refused. A row goes when the server takes the letter after all."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of(self, letter_id: int) -> list[RefusalRow]:
        """The refused recipients of a letter, in the order of their first refusal."""
        return list(self._session.scalars(_ROWS, {"letter": letter_id}))

    def of_all(self, letter_ids: Sequence[int]) -> dict[int, list[RefusalRow]]:
        """The same for several letters at once."""
        found: dict[int, list[RefusalRow]] = {}
        query = select(RefusalRow).where(RefusalRow.letter_id.in_(letter_ids)).order_by(RefusalRow.id)
        for row in self._session.scalars(query):
            found.setdefault(row.letter_id, []).append(row)
        return found

    def write(self, letter_id: int, refused: Sequence[Refused], accepted: Sequence[str], now: datetime) -> None:
        """What an attempt brought: rows of those who have the letter now go, the others are counted once more."""
        before = {row.address: row.tries for row in self.of(letter_id)}
        gone = [address for address in (*accepted, *(one.address for one in refused)) if address in before]
        if gone:
            self._session.execute(_FORGET, {"letter": letter_id, "addresses": gone})
        rows = [
            {
                "letter_id": letter_id,
                "address": one.address,
                "code": one.code,
                "words": one.words,
                "tries": before.get(one.address, 0) + 1,
                "refused_at": now,
                "retry_at": one.retry_at,
            }
            for one in refused
        ]
        if rows:
            self._session.execute(insert(_REFUSAL), rows)

    def due(self, now: datetime, limit: int, kinds: Sequence[str] = ()) -> list[LetterRow]:
        """Letters that left for some recipients, while others are to be tried again now; with their texts."""
        waiting = select(RefusalRow.letter_id).where(RefusalRow.retry_at <= now)
        query = (
            select(LetterRow)
            .where(LetterRow.id.in_(waiting), LetterRow.state == "sent")
            .options(
                undefer(LetterRow.text),
                undefer(LetterRow.html),
                selectinload(LetterRow.enclosures).undefer(EnclosureRow.content),
            )
            .order_by(LetterRow.id)
            .limit(limit)
        )
        if kinds:
            query = query.where(LetterRow.kind.in_(kinds))
        return list(self._session.scalars(query))

    def give_up(self, letter_id: int) -> list[str]:
        """Try nobody of a letter again; the addresses that were still to be tried."""
        query = select(_REFUSAL.c.address).where(_OF_LETTER, _WAITING).order_by(_REFUSAL.c.id)
        addresses = list(self._session.scalars(query, {"letter": letter_id}))
        self._session.execute(update(_REFUSAL).where(_REFUSAL.c.letter_id == letter_id, _WAITING).values(retry_at=None))
        return addresses

    def retry(self, letter_id: int, now: datetime) -> None:
        """Try those who still wait again at once."""
        self._session.execute(update(_REFUSAL).where(_REFUSAL.c.letter_id == letter_id, _WAITING).values(retry_at=now))

    def arrived(self, letter_id: int) -> None:
        """A person knows that the letter reached those who still waited."""
        self._session.execute(delete(_REFUSAL).where(_REFUSAL.c.letter_id == letter_id, _WAITING))
