"""What the rules for incoming mail may ask, answered from the database."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, or_, select

from mail.desk.asked import asked_in
from mail.incoming.trust import PUBLIC_DOMAINS
from mail.rules.model import Earlier, KnownLetter, Limits, Owners, Rates
from mail.token import split_tag
from state.clock import local
from state.ladder.decided import DECISION
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
_EARLIER = select(ReplyRow.id, ReplyRow.duplicate_of, ReplyRow.trust).where(ReplyRow.id == bindparam("reply"))


class StoreKnown:
    """:class:`mail.rules.model.Known` on one unit of work, for one mail; ``raw``: its bytes, when all are there."""

    def __init__(self, store: Store, now: datetime, own: Iterable[str], limits: Limits, raw: bytes = b"") -> None:
        self.limits = limits
        self._raw = raw
        self._store = store
        self._now = now
        self._own = frozenset(split_tag(address)[0] for address in own)
        self._met: list[LetterRow] = []
        """Letters found so far: the session forgets a row that nobody holds, and would load it again."""

    def letter_by_token(self, token: str) -> KnownLetter | None:
        """The letter with this token."""
        row = self._store.outbox.by_token(token)
        return self._known(row) if row else None

    def letter_by_message_id(self, message_id: str) -> KnownLetter | None:
        """The letter with this Message-ID; a receipt or note stands for the request that it belongs to."""
        row = self._store.outbox.by_message_ids([message_id])
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
        return self._known(self._store.outbox.get(key)) if key is not None else None

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
        rows = self._store.session.execute(_OWNERS, asked).tuples().all()
        return Owners(
            {code: name for code, name, email in rows if email == sender}, {code: name for code, name, _ in rows}
        )

    def original(self) -> bytes:
        """The mail as it arrived."""
        return self._raw

    def earlier(self, body_sha: str, sender: str) -> Earlier | None:
        """Same body from the same sender within seven days; of several copies the first."""
        same = self._store.inbox.seen_before(body_sha, sender, self._now - SAME_BODY)
        while same is not None:
            row = self._store.session.execute(_EARLIER, {"reply": same}).one()
            if row.duplicate_of is None:
                return Earlier(row.id, row.trust)
            same = row.duplicate_of
        return None

    def rates(self, sender: str) -> Rates:
        """Mails of the last hour and day; a domain is counted among the newest replies only, to bound the cost."""
        hour, day = self._now - timedelta(hours=1), self._now - timedelta(days=1)
        asked = {
            "sender": sender,
            "hour": hour,
            "day": day,
            "domain": _of_domain(sender),
            "enough": self.limits.domain_day,
        }
        return Rates(*self._store.session.execute(_RATES, asked).tuples().one())

    def _known(self, row: LetterRow) -> KnownLetter | None:
        request = self._request_of(row)
        if request is None or request.agency is None:
            return None
        self._met.append(request)
        # Whoever was written to may answer, also after somebody else has taken over.
        contacts = self._store.agencies.contacts([request.agency.id], local(self._now).date())[request.agency.id]
        emails = frozenset(contact.email for contact in contacts) | {address.lower() for address in request.recipients}
        return KnownLetter(
            id=request.id,
            agency_code=request.agency.code,
            agency_name=request.agency.name,
            domains=frozenset(email.rpartition("@")[2] for email in emails),
            contacts=emails,
            sent_text=self._texts(request, row),
            asked=asked_in(self._store, request.id),
            revoked=request.revoked_at is not None and request.revoked_at <= self._now,
            expired=self._now - request.created_at > ANSWERABLE,
        )

    def _request_of(self, row: LetterRow) -> LetterRow | None:
        """A receipt asks for nothing itself: its reply address is that of the letter it follows."""
        if row.kind in DAILY or not row.reply_to:
            return row
        query = select(LetterRow.id).where(LetterRow.reply_to == row.reply_to, LetterRow.kind.in_(DAILY))
        key = self._store.session.scalar(query.limit(1))
        return self._store.outbox.get(key) if key is not None else row

    def _texts(self, request: LetterRow, row: LetterRow) -> str:
        """All that we wrote in this thread: any of it may come quoted. The HTML of a letter says nothing else."""
        texts = [request.text]
        if request.reply_to:
            asked = {"reply_to": request.reply_to, "request": request.id}
            texts.extend(self._store.session.scalars(_OTHER_TEXTS, asked))
        if request.kind == DECISION and request.in_reply_to:
            first = self._store.outbox.by_message_ids([request.in_reply_to])
            # The form of the request is filled in as an answer to the decision, too.
            texts.extend([first.text] if first else [])
        if row.id != request.id and row.reply_to != request.reply_to:
            texts.append(row.text)
        return "\n\n".join(texts)


def _of_domain(sender: str) -> str:
    """The pattern of all addresses that have the domain of this one."""
    domain = sender.rpartition("@")[2].replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%@{domain}"
