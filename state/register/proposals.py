"""What mails show about contacts: what bounced, who is away, what somebody proposed; a person decides what follows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from state.clock import local
from state.errors import NotFound
from state.events import SYSTEM, Event, EventStore
from state.register.addressing import in_force, usable
from state.register.contact_errors import ProposalDecided
from state.tables import AgencyRow, ContactRow, EventRow, ProposalRow

SEVERAL = 2
"""So many mails that came back for good are a question to the coordinator."""
REPLACE, ADD, UNREACHABLE = "replace", "add", "unreachable"

_CONTACT = ContactRow.metadata.tables["contact"]
# Built once: making a statement anew costs more than running it, and this one runs for every reply.
_REACHABLE = (
    update(_CONTACT)
    .where(_CONTACT.c.email == bindparam("address"), or_(_CONTACT.c.state != "ok", _CONTACT.c.hard_bounces > 0))
    .values(state="ok", away_until=None, hard_bounces=0, changed_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change that somebody proposes. ``kind``: replace, add; ``source``: mail, link."""

    agency_id: int
    kind: str
    source: str
    new_email: str
    sentence: str
    name: str = ""
    old_email: str = ""
    role: str = "focal"
    reply_id: int | None = None


class ProposalStore:
    """What is known of addresses from mails, and the questions to the coordinator that follow."""

    def __init__(self, session: Session, events: EventStore) -> None:
        self._session = session
        self._events = events

    def bounced(self, email: str, now: datetime, sentence: str, *, cause: str = "", hard: bool = True) -> int:
        """An address does not take mail: mark it, and ask the coordinator when it happened several times or when no
        other address is left. Returns how many contacts carry the address.

        :param cause: the letter that came back (``letter:12``); told twice, it counts once
        :param hard: False when the box was full too often, which does not count as a failure for good
        """
        rows = self._of(email)
        for row in rows:
            subject = f"agency:{row.agency_id}"
            if hard and not (cause and self._told(subject, row.email, cause)):
                row.hard_bounces += 1
            row.state, row.changed_at, row.away_until = "bounced", now, None
            data = {"email": row.email, "cause": cause}
            self._events.add(Event(now, "contact-bounced", subject, sentence, data=data))
        self._session.flush()
        for agency in dict.fromkeys(row.agency_id for row in rows):
            self.ask_if_unreachable(agency, now)
        return len(rows)

    def away(self, email: str, until: date | None, now: datetime, sentence: str) -> int:
        """Somebody is out of office, until a day where one was named."""
        rows = self._of(email)
        for row in rows:
            row.state, row.changed_at, row.away_until = "away", now, until
            subject, data = f"agency:{row.agency_id}", {"email": row.email}
            self._events.add(Event(now, "contact-away", subject, sentence, data=data))
        return len(rows)

    def reachable(self, email: str, now: datetime) -> None:
        """A report came from this address: whatever was said of it before, somebody reads it."""
        address = email.lower()
        changed = self._session.execute(_REACHABLE, {"address": address, "now": now})
        if changed.rowcount:  # type: ignore[attr-defined]
            agencies = {row.agency_id for row in self._of(address)}
            for asked in self._open(ProposalRow.kind == UNREACHABLE, ProposalRow.agency_id.in_(agencies)):
                self._close(asked, "rejected", SYSTEM, now)

    def ask_if_unreachable(self, agency_id: int, now: datetime) -> int | None:
        """Ask the coordinator for a new address, once, when mail does not reach an agency; the id of the question."""
        agency = self._session.get_one(AgencyRow, agency_id)
        today = local(now).date()
        known = [one for one in self._beside(agency_id) if in_force(one, today)]
        left = usable(known, today)
        failures = sum(one.hard_bounces for one in known)
        if left and failures < SEVERAL:
            return None
        newest = max((one.changed_at for one in known if one.changed_at), default=None)
        asked = (ProposalRow.agency_id == agency_id, ProposalRow.kind == UNREACHABLE)
        before = self._session.scalar(select(ProposalRow).where(*asked).order_by(ProposalRow.id.desc()).limit(1))
        if before and (before.state == "open" or newest is None or before.proposed_at >= newest):
            return None
        dead = [one for one in known if one.state == "bounced"]
        listed = ", ".join(one.email for one in dead)
        why = f"thư gửi đến {listed} bị trả lại" if dead else "chưa có địa chỉ nhận thư"
        rest = f"hiện chỉ còn {', '.join(one.email for one in left)}" if left else "không còn địa chỉ nào dùng được"
        sentence = f"{agency.name}: {why}; {rest}. Cần địa chỉ đầu mối mới."
        old, role = (dead[0].email, dead[0].role) if dead else ("", "focal")
        return self._add(Proposed(agency_id, UNREACHABLE, "bounce", "", sentence, old_email=old, role=role), now)

    def propose(self, new: Proposed, now: datetime) -> int | None:
        """Keep a proposal for a person; None when the same one waits already."""
        same = (ProposalRow.agency_id == new.agency_id, ProposalRow.new_email == new.new_email.lower())
        return None if self._open(*same) else self._add(new, now)

    def proposals(self, *, everything: bool = False) -> list[ProposalRow]:
        """Proposals that wait for a person, or all of them, oldest first, with their agencies."""
        query = select(ProposalRow).options(joinedload(ProposalRow.agency)).order_by(ProposalRow.id)
        return list(self._session.scalars(query if everything else query.where(ProposalRow.state == "open")))

    def untold(self) -> list[ProposalRow]:
        """Open proposals of which no mail to the coordinator has told yet."""
        rows = self.proposals()
        subjects = [f"proposal:{row.id}" for row in rows]
        query = select(EventRow.subject).where(EventRow.subject.in_(subjects), EventRow.kind == "proposal-told")
        told = set(self._session.scalars(query)) if rows else set()
        return [row for row in rows if f"proposal:{row.id}" not in told]

    def name_of(self, agency_id: int) -> str:
        """The name of an agency by its key."""
        return self._session.get_one(AgencyRow, agency_id).name

    def waiting(self) -> int:
        """How many proposals wait for a person."""
        return self._session.scalar(select(func.count(ProposalRow.id)).where(ProposalRow.state == "open")) or 0

    def _of(self, email: str) -> Sequence[ContactRow]:
        return self._session.scalars(select(ContactRow).where(ContactRow.email == email.strip().lower())).all()

    def _beside(self, agency_id: int) -> Sequence[ContactRow]:
        query = select(ContactRow).where(ContactRow.agency_id == agency_id).order_by(ContactRow.id)
        return self._session.scalars(query).all()

    def _told(self, subject: str, email: str, cause: str) -> bool:
        """Whether this letter was counted as a failure of this address before."""
        query = select(EventRow.data).where(EventRow.subject == subject, EventRow.kind == "contact-bounced")
        return any(data == {"email": email, "cause": cause} for data in self._session.scalars(query))

    def _open(self, *scope: ColumnElement[bool]) -> Sequence[ProposalRow]:
        return self._session.scalars(select(ProposalRow).where(ProposalRow.state == "open", *scope)).all()

    def _add(self, new: Proposed, now: datetime) -> int:
        row = ProposalRow(
            agency_id=new.agency_id,
            kind=new.kind,
            source=new.source,
            old_email=new.old_email.lower(),
            new_email=new.new_email.lower(),
            name=new.name,
            role=new.role,
            sentence=new.sentence,
            reply_id=new.reply_id,
            state="open",
            proposed_at=now,
        )
        self._session.add(row)
        self._session.flush()
        data = {"proposal": row.id, "kind": new.kind, "reply": new.reply_id}
        self._events.add(Event(now, "contact-proposed", f"agency:{new.agency_id}", new.sentence, data=data))
        return row.id

    def _get(self, number: int) -> ProposalRow:
        row = self._session.get(ProposalRow, number, options=[joinedload(ProposalRow.agency)])
        if row is None:
            raise NotFound("đề xuất đầu mối", number)
        return row

    def _close(self, row: ProposalRow, state: str, by: str, now: datetime) -> None:
        """Decide once: of two people who decide at the same moment the second is refused."""
        query = update(ProposalRow).where(ProposalRow.id == row.id, ProposalRow.state == "open")
        done = self._session.execute(query.values(state=state, decided_at=now, decided_by=by))
        self._session.refresh(row)
        if done.rowcount != 1:  # type: ignore[attr-defined]
            raise ProposalDecided(row.id, row.state, row.decided_by or "")
