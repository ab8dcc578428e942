"""What a reply that waits for a person says, read against the letter that it answers or against one that is chosen."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from mail.desk.asked import asked_of
from mail.desk.inbox_errors import NothingAsked
from mail.incoming.known import StoreKnown
from mail.incoming.message import Message, parse
from mail.office import Office
from mail.read_answer.model import AskedItem, Understanding
from mail.read_answer.understand import understand
from mail.read_reply import read_against
from mail.rules.model import KnownLetter, Limits
from mail.split import Parts
from state.clock import local
from state.errors import NotFound
from state.post.held import owed_to
from state.post.outbox import DAILY
from state.store import Store
from state.tables import AgencyRow, AssignmentRow, LetterRow, ReplyRow

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Target:
    """What a reply is read against; ``letter_id`` is None where assignments were asked for in no letter."""

    agency: AgencyRow
    letter: KnownLetter
    letter_id: int | None


@dataclass(frozen=True, slots=True)
class HeldReading:
    """A reply with what it says. ``target`` is None when nobody knows what it answers, ``understanding`` then, too."""

    reply: ReplyRow
    message: Message
    target: Target | None = None
    parts: Parts | None = None
    understanding: Understanding | None = None


class HeldReader:
    """Reads replies of one unit of work again, as a person wants to see them: whoever sent them, whatever the rules."""

    def __init__(self, store: Store, office: Office, now: datetime) -> None:
        self._store = store
        self._known = StoreKnown(store, now, office.own_addresses, Limits())

    def read(self, reply: ReplyRow, target: Target | None = None) -> HeldReading:
        """Read one reply against what it answers, or against ``target``."""
        content = self._store.inbox.content(reply)
        message = parse(*content) if content else Message(sender=reply.sender, text=reply.text, date=reply.received_at)
        target = target or self.target_of(reply)
        if target is None or message.truncated:
            return HeldReading(reply, message, target)
        if content:
            try:
                return HeldReading(reply, message, target, *read_against(message, target.letter, self._known))
            except Exception:
                # One mail on which the reader fails must not hide the others that wait.
                _log.exception("reply %s could not be read", reply.id)
                return HeldReading(reply, message, target)
        # What came by link or on paper is kept as the form that was filled in: nothing is quoted there.
        parts = Parts(reply.text, "", "", "")
        understood = understand(parts, target.letter.asked, written_on=local(reply.received_at).date())
        return HeldReading(reply, message, target, parts, understood)

    def target_of(self, reply: ReplyRow) -> Target | None:
        """What a reply answers, as far as the rules or a person found out."""
        if reply.letter_id is not None:
            return self._by_letter(self._store.session.get_one(LetterRow, reply.letter_id))
        return self._by_agency(reply.agency_id) if reply.agency_id is not None else None

    def named(self, to: str) -> Target:
        """What a person names: the number of a letter, the code of an assignment, or the code of an agency.

        :raises NotFound: there is nothing of that name
        :raises NothingAsked: the agency was asked nothing
        """
        name = to.strip().upper()
        if name.isdecimal():
            found = self._by_letter(self._store.outbox.get(int(name[:9])))
        elif rows := self._store.assignments.by_code([name]):
            found = self._by_assignment(rows[name])
        else:
            query = select(AgencyRow.id).where(AgencyRow.code.in_((to.strip(), name, to.strip().lower())))
            agency = self._store.session.scalar(query.limit(1))
            if agency is None:
                raise NotFound("cơ quan, yêu cầu báo cáo hoặc thư đi", to)
            found = self._by_agency(agency)
        if found is None or not found.letter.asked:
            raise NothingAsked(to)
        return found

    def _by_letter(self, row: LetterRow) -> Target | None:
        letter = self._known.letter_by_message_id(row.message_id)
        if letter is None or row.agency_id is None:
            return None
        return Target(self._store.session.get_one(AgencyRow, row.agency_id), letter, letter.id)

    def _by_assignment(self, row: AssignmentRow) -> Target:
        """One assignment alone, with the text of the newest letter that asked for it."""
        agency = self._store.session.get_one(AgencyRow, row.agency_id)
        letter = self._known.letter_by_code(row.code)
        asked = asked_of(self._store, [row.id])
        return _target(agency, letter if letter and letter.agency_code == agency.code else None, asked)

    def _by_agency(self, agency_id: int) -> Target | None:
        """Everything that an agency still owes, or else what its newest letter asked for."""
        agency = self._store.session.get_one(AgencyRow, agency_id)
        query = select(LetterRow).where(LetterRow.agency_id == agency_id, LetterRow.kind.in_(DAILY))
        row = self._store.session.scalar(query.order_by(LetterRow.id.desc()).limit(1))
        letter = self._known.letter_by_message_id(row.message_id) if row else None
        owed = owed_to(self._store.session, agency_id)
        asked = asked_of(self._store, owed) if owed else letter.asked if letter else ()
        return _target(agency, letter, asked) if asked else None


def _target(agency: AgencyRow, letter: KnownLetter | None, asked: tuple[AskedItem, ...]) -> Target:
    if letter is None:
        return Target(agency, KnownLetter(0, agency.code, agency.name, frozenset(), frozenset(), "", asked), None)
    return Target(agency, replace(letter, asked=asked), letter.id)
