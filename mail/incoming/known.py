"""What the rules for incoming mail may ask, answered from the database."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select

from mail.desk.asked import asked_in
from mail.incoming.trust import PUBLIC_DOMAINS
from mail.rules.model import Earlier, KnownLetter, Limits, Owners, Rates
from mail.token import split_tag
from state.clock import local
from state.direct import direct
from state.ladder.decided import DECISION
from state.post.found_letter import FoundLetter, found_by_id, found_by_message_id, found_by_token
from state.post.outbox import DAILY
from state.store import Store
from state.tables import AgencyRow, AssignmentRow, ContactRow, LetterItemRow, LetterRow, ReplyRow

SAME_BODY = timedelta(days=7)
ANSWERABLE = timedelta(days=180)
"""How long the reply address of a letter is good for."""
CONFIRM = "confirm"
_RECENT = 2_000
_TEXTS = 6

# Built once: making a statement anew costs more than running it, and these run for every mail.
_NEWEST = select(func.max(ReplyRow.id) - _RECENT).scalar_subquery()
_OF_DOMAIN = (
    select(ReplyRow.id)
    .where(
        ReplyRow.id > _NEWEST,
        ReplyRow.received_at >= bindparam("day"),
        ReplyRow.sender.like(bindparam("domain"), escape="/"),
    )
    .limit(bindparam("enough"))
    .subquery()
)
_OF_SENDER = select(func.count(ReplyRow.id)).where(
    ReplyRow.sender == bindparam("sender"), ReplyRow.received_at >= bindparam("hour")
)
_RATES = select(_OF_SENDER.scalar_subquery(), select(func.count()).select_from(_OF_DOMAIN).scalar_subquery())
_OTHER_TEXTS = (
    select(LetterRow.text)
    .where(
        LetterRow.reply_to == bindparam("reply_to"),
        LetterRow.id != bindparam("request"),
        # It repeats the words of somebody else; the agency may send us the very same ones.
        LetterRow.kind != CONFIRM,
    )
    .order_by(LetterRow.id.desc())
    .limit(_TEXTS)
)
_REQUEST = (
    select(LetterRow.id)
    .where(LetterRow.reply_to == bindparam("reply_to"), LetterRow.kind.in_(DAILY))
    .order_by(LetterRow.id)
    .limit(1)
)
_CONTACTS = select(ContactRow.email).where(
    ContactRow.agency_id == bindparam("agency"),
    or_(ContactRow.valid_from.is_(None), ContactRow.valid_from <= bindparam("day")),
    or_(ContactRow.valid_to.is_(None), ContactRow.valid_to > bindparam("day")),
)
_OWNERS = (
    select(AgencyRow.code, AgencyRow.name, ContactRow.email)
    .join(ContactRow, ContactRow.agency_id == AgencyRow.id)
    .where(
        or_(
            ContactRow.email == bindparam("sender"),
            ContactRow.email.like(bindparam("domain"), escape="/"),
        ),
        or_(ContactRow.valid_to.is_(None), ContactRow.valid_to > bindparam("day")),
        or_(AgencyRow.valid_to.is_(None), AgencyRow.valid_to > bindparam("day")),
    )
    .order_by(AgencyRow.id)
)
_EARLIER = select(
    ReplyRow.id, ReplyRow.duplicate_of, ReplyRow.trust, ReplyRow.rule, ReplyRow.outcome, ReplyRow.decided_at
).where(ReplyRow.id == bindparam("reply"))


class StoreKnown:
    """:class:`mail.rules.model.Known` on one unit of work, for one mail; ``raw``: its bytes, when all are there."""

    def __init__(self, store: Store, now: datetime, own: Iterable[str], limits: Limits, raw: bytes = b"") -> None:
        self.limits = limits
        self._raw = raw
        self._store = store
        self._now = now
        self._own = frozenset(split_tag(address)[0] for address in own)
        self._contacts: set[str] = set()
        """The addresses of the agencies whose letters were found."""

    def letter_by_token(self, token: str) -> KnownLetter | None:
        """The letter with this token."""
        row = found_by_token(self._store.session, token)
        return self._known(row) if row else None

    def letter_by_message_id(self, message_id: str) -> KnownLetter | None:
        """The letter with this Message-ID; a receipt or note stands for the request that it belongs to."""
        row = found_by_message_id(self._store.session, message_id)
        return self._known(row) if row else None

    def letter_by_code(self, code: str) -> KnownLetter | None:
        """The newest request for an assignment."""
        query = (
            select(LetterRow.id)
            .join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
            .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
            .where(AssignmentRow.code == code, LetterRow.kind == "request")
            .order_by(LetterRow.id.desc())
            .limit(1)
        )
        key = self._store.session.scalar(query)
        row = found_by_id(self._store.session, key) if key is not None else None
        return self._known(row) if row else None

    def is_own_address(self, address: str) -> bool:
        """Whether we write from this address, with or without a tag."""
        return "@" in address and split_tag(address)[0] in self._own

    def agency_domains(self) -> Collection[str]:
        """Domains of all contacts."""
        emails = self._store.session.scalars(select(ContactRow.email))
        return {email.rpartition("@")[2] for email in emails} - PUBLIC_DOMAINS

    def owners(self, sender: str) -> Owners:
        """Agencies that exist today, by their contacts of today."""
        asked = {"sender": sender, "domain": _of_domain(sender), "day": local(self._now).date()}
        rows = direct(self._store.session).execute(_OWNERS, asked).tuples().all()
        return Owners(
            {code: name for code, name, email in rows if email == sender}, {code: name for code, name, _ in rows}
        )

    def original(self) -> bytes:
        """The mail as it arrived."""
        return self._raw

    def earlier(self, said_sha: str, sender: str) -> Earlier | None:
        """The same words from the same sender within seven days; of several copies the first.

        What a person put aside, or what could not be read, is said anew when it comes again.
        """
        same = self._same(said_sha, sender)
        while same is not None:
            row = direct(self._store.session).execute(_EARLIER, {"reply": same}).one()
            if row.duplicate_of is None:
                rejected = row.outcome == "ignore" and row.decided_at is not None and row.decided_at <= self._now
                return None if rejected or row.rule == "error" else Earlier(row.id, row.trust)
            same = row.duplicate_of
        return None

    def _same(self, said_sha: str, sender: str) -> int | None:
        return self._store.inbox.seen_before(said_sha, sender, self._now - SAME_BODY)

    def rates(self, sender: str) -> Rates:
        """Mails of the last hour and day; a domain is counted among the newest replies only, to bound the cost.

        The mails of a domain limit no registered address, so for those they are not counted.
        """
        hour, day = self._now - timedelta(hours=1), self._now - timedelta(days=1)
        connection = direct(self._store.session)
        if sender in self._contacts:
            return Rates(connection.execute(_OF_SENDER, {"sender": sender, "hour": hour}).scalar_one())
        asked = {
            "sender": sender,
            "hour": hour,
            "day": day,
            "domain": _of_domain(sender),
            "enough": self.limits.domain_day,
        }
        return Rates(*connection.execute(_RATES, asked).tuples().one())

    def _known(self, row: FoundLetter) -> KnownLetter | None:
        request = self._request_of(row)
        if request.agency_code is None or request.agency_name is None:
            return None
        asked = {"agency": request.agency_id, "day": local(self._now).date()}
        contacts = direct(self._store.session).scalars(_CONTACTS, asked)
        # Whoever was written to may answer, also after somebody else has taken over.
        emails = frozenset(contacts) | {address.lower() for address in request.recipients}
        self._contacts |= emails
        return KnownLetter(
            id=request.id,
            agency_code=request.agency_code,
            agency_name=request.agency_name,
            domains=frozenset(email.rpartition("@")[2] for email in emails),
            contacts=emails,
            sent_text=self._texts(request, row),
            asked=asked_in(self._store, request.id),
            revoked=request.revoked_at is not None and request.revoked_at <= self._now,
            expired=self._now - request.created_at > ANSWERABLE,
            sent=request,
        )

    def _request_of(self, row: FoundLetter) -> FoundLetter:
        """A receipt asks for nothing itself: its reply address is that of the letter it follows."""
        if row.kind in DAILY or not row.reply_to:
            return row
        session = self._store.session
        key = direct(session).scalar(_REQUEST, {"reply_to": row.reply_to})
        return (found_by_id(session, key) if key is not None else None) or row

    def _texts(self, request: FoundLetter, row: FoundLetter) -> str:
        """All that we wrote in this thread: any of it may come quoted. The HTML of a letter says nothing else."""
        texts = [request.text]
        if request.reply_to:
            asked = {"reply_to": request.reply_to, "request": request.id}
            texts.extend(direct(self._store.session).scalars(_OTHER_TEXTS, asked))
        if request.kind == DECISION and request.in_reply_to:
            first = found_by_message_id(self._store.session, request.in_reply_to)
            # The form of the request is filled in as an answer to the decision, too.
            texts.extend([first.text] if first else [])
        if row.id != request.id and row.reply_to != request.reply_to:
            texts.append(row.text)
        return "\n\n".join(texts)


def _of_domain(sender: str) -> str:
    """The pattern of all addresses that have the domain of this one."""
    domain = sender.rpartition("@")[2].replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%@{domain}"
