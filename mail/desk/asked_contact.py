"""Whether the known contact was asked about a reply of somebody else, and what it has said."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from mail.letters.confirming import CONFIRMED, KIND
from state.clock import local
from state.listing import LETTER_STATES
from state.store import Store
from state.tables import EventRow, LetterRow


@dataclass(frozen=True, slots=True)
class Question:
    """The letter that asks whose words a reply are; ``confirmed_at``: when the contact said that they are its own."""

    letter: int
    to: str
    at: datetime
    state: str
    confirmed_at: datetime | None = None

    @property
    def sentence(self) -> str:
        """ "Đã hỏi đầu mối a@xamau.example (thư số 83 ngày 11/12/2025), chưa trả lời."."""
        number = f"thư số {self.letter} ngày {local(self.at):%d/%m/%Y}"
        if self.confirmed_at is not None:
            when = f"{local(self.confirmed_at):%H:%M ngày %d/%m/%Y}"
            return f"Đầu mối {self.to} đã xác nhận lúc {when} rằng thư này là của cơ quan ({number})."
        if self.state == "sent":
            return f"Đã hỏi đầu mối {self.to} ({number}), chưa trả lời."
        return f"Đã soạn thư hỏi đầu mối {self.to} ({number}): {LETTER_STATES.get(self.state, self.state)}."

    def told(self) -> dict[str, object]:
        """Plain data for JSON."""
        return {
            "letter": self.letter,
            "to": self.to,
            "at": local(self.at).isoformat(timespec="seconds"),
            "state": self.state,
            "confirmed_at": local(self.confirmed_at).isoformat(timespec="seconds") if self.confirmed_at else None,
            "sentence": self.sentence,
        }


def questions(store: Store, reply_ids: Collection[int]) -> dict[int, Question]:
    """The questions about these replies, by reply: two statements, however many."""
    keys = {f"{KIND}:{one}": one for one in reply_ids}
    if not keys:
        return {}
    letters = select(
        LetterRow.key, LetterRow.id, LetterRow.recipients, LetterRow.sent_at, LetterRow.created_at, LetterRow.state
    ).where(LetterRow.key.in_(keys))
    said = _confirmed(store, reply_ids)
    return {
        keys[key]: Question(number, ", ".join(to), sent_at or created_at, state, said.get(keys[key]))
        for key, number, to, sent_at, created_at, state in store.session.execute(letters).tuples()
    }


def confirmed(store: Store, reply_id: int) -> bool:
    """Whether the known contact has said that a reply is the agency's."""
    return reply_id in _confirmed(store, [reply_id])


def _confirmed(store: Store, reply_ids: Collection[int]) -> dict[int, datetime]:
    subjects = {f"reply:{one}": one for one in reply_ids}
    query = select(EventRow.subject, EventRow.at).where(EventRow.subject.in_(subjects), EventRow.kind == CONFIRMED)
    return {subjects[subject]: at for subject, at in store.session.execute(query).tuples()}
