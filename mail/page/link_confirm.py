"""The page of a letter that asks whose words a held mail are: two buttons, and what follows from them."""

from dataclasses import dataclass
from datetime import datetime

from mail.desk.asked_contact import confirmed
from mail.desk.deciding import accept, reject
from mail.desk.held_reading import HeldReader
from mail.desk.inbox_errors import NothingToRecord
from mail.letters.confirming import CONFIRMED, held_reply_of
from mail.office import Office
from mail.page.link_errors import NoAnswerPage
from mail.read_answer.model import Understanding
from state.events import Event
from state.ladder.ruling import NAME_LIMIT, Ruling
from state.post.inbox_errors import AlreadyDecided
from state.store import Store
from state.tables import LetterRow, ReplyRow

_NOT_OURS = "đầu mối cho biết thư này không phải của cơ quan"


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """The held mail. ``understood`` is what it says; ``confirmed`` that the contact has said yes before."""

    letter: LetterRow
    reply: ReplyRow
    understood: Understanding | None
    confirmed: bool

    @property
    def open(self) -> bool:
        """Whether there is still something to say."""
        return self.reply.waiting and not self.confirmed


def confirm_page(store: Store, letter: LetterRow, now: datetime, office: Office) -> ConfirmPage:
    """Read the page; nothing changes.

    :raises NoAnswerPage: the letter asks about no mail
    """
    reply = held_reply_of(store, letter)
    if reply is None:
        raise NoAnswerPage(letter.message_id)
    understood = HeldReader(store, office, now).read(reply).understanding if reply.waiting else None
    return ConfirmPage(letter, reply, understood, confirmed(store, reply.id))


def decide_by_link(store: Store, letter: LetterRow, ours: bool, now: datetime, office: Office) -> None:
    """The contact says whether the words are the agency's; said twice, it counts once. The caller commits.

    What can be read surely is then recorded; what is doubtful goes on waiting for a person, who sees the confirmation.

    :raises NoAnswerPage: the letter asks about no mail
    """
    page = confirm_page(store, letter, now, office)
    if not page.open:
        return
    by = f"đầu mối {letter.first_recipient}"[:NAME_LIMIT]
    try:
        if not ours:
            reject(store, page.reply.id, Ruling(by, now, _NOT_OURS))
            return
        _log(store, page, by, now)
        if page.understood is not None and page.understood.certain:
            accept(store, page.reply.id, Ruling(by, now, "xác nhận trên trang của thư hỏi"), office)
    except (AlreadyDecided, NothingToRecord):
        # Somebody was faster, or a newer answer is there: the confirmation stays, a person sees both.
        return


def _log(store: Store, page: ConfirmPage, by: str, now: datetime) -> None:
    sentence = f"{by[:1].upper()}{by[1:]} xác nhận trên trang của thư hỏi: thư này là của cơ quan."
    store.events.add(Event(now, CONFIRMED, f"reply:{page.reply.id}", sentence, by, data={"letter": page.letter.id}))
