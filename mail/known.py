"""What the rules for incoming mail may ask, answered from the database."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from mail.html_text import to_text
from mail.letter import one_label
from mail.read_answer.model import AskedFigure, AskedItem
from mail.rules.model import KnownLetter, Limits, Rates
from mail.token import split_tag
from mail.trust import PUBLIC_DOMAINS
from state.store import Store
from state.tables import (
    AssignmentRow,
    ContactRow,
    CycleRow,
    LetterItemRow,
    LetterRow,
    ReplyRow,
    ResponsibilityRow,
    TargetRow,
)

SAME_BODY = timedelta(days=7)
ANSWERABLE = timedelta(days=180)
"""How long the reply address of a letter is good for."""
_RECENT = 2_000
_TEXTS = 6


class StoreKnown:
    """:class:`mail.rules.model.Known` on one unit of work."""

    def __init__(self, store: Store, now: datetime, own: Iterable[str], limits: Limits) -> None:
        self.limits = limits
        self._store = store
        self._now = now
        self._own = frozenset(split_tag(address)[0] for address in own)

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

    def seen_before(self, body_sha: str, sender: str) -> bool:
        """Same body from the same sender within seven days."""
        return self._store.inbox.seen_before(body_sha, sender, self._now - SAME_BODY) is not None

    def rates(self, sender: str) -> Rates:
        """Mails of the last hour and day; a domain is counted among the newest replies only, to bound the cost."""
        domain = sender.rpartition("@")[2]
        newest = self._store.session.scalar(select(func.max(ReplyRow.id))) or 0
        query = select(func.count()).where(
            ReplyRow.id > newest - _RECENT,
            ReplyRow.received_at >= self._now - timedelta(days=1),
            ReplyRow.sender.endswith(f"@{domain}", autoescape=True),
        )
        return Rates(
            self._store.inbox.count_from(sender, self._now - timedelta(hours=1)),
            self._store.session.scalar(query) or 0,
        )

    def _known(self, row: LetterRow) -> KnownLetter | None:
        request = self._request_of(row)
        if request is None or request.agency is None:
            return None
        contacts = self._store.agencies.contacts([request.agency.id])[request.agency.id]
        emails = frozenset(contact.email for contact in contacts) | {address.lower() for address in request.recipients}
        return KnownLetter(
            id=request.id,
            agency_code=request.agency.code,
            agency_name=request.agency.name,
            domains=frozenset(email.rpartition("@")[2] for email in emails),
            contacts=emails,
            sent_text=self._texts(request, row),
            asked=self._asked(request),
            revoked=request.revoked_at is not None and request.revoked_at <= self._now,
            expired=self._now - request.created_at > ANSWERABLE,
        )

    def _request_of(self, row: LetterRow) -> LetterRow | None:
        """A receipt asks for nothing itself: its reply address is that of the request it follows."""
        if row.kind == "request" or not row.reply_to:
            return row
        query = select(LetterRow.id).where(LetterRow.reply_to == row.reply_to, LetterRow.kind == "request")
        key = self._store.session.scalar(query.limit(1))
        return self._store.outbox.get(key) if key is not None else row

    def _texts(self, request: LetterRow, row: LetterRow) -> str:
        """All that we wrote in this thread, as text and as a mail program shows the HTML: any of it may come quoted."""
        texts = [(request.text, request.html)]
        if request.reply_to:
            query = (
                select(LetterRow.text, LetterRow.html)
                .where(LetterRow.reply_to == request.reply_to, LetterRow.id != request.id)
                .order_by(LetterRow.id.desc())
                .limit(_TEXTS)
            )
            texts.extend(self._store.session.execute(query).tuples())
        if row.id != request.id and row.reply_to != request.reply_to:
            texts.append((row.text, row.html))
        return "\n\n".join(piece for text, html in texts for piece in (text, to_text(html)))

    def _asked(self, request: LetterRow) -> tuple[AskedItem, ...]:
        # Columns instead of rows: the objects behind an assignment would cost three statements each.
        query = (
            select(
                AssignmentRow.code,
                AssignmentRow.targets,
                CycleRow.version_id,
                ResponsibilityRow.path,
                ResponsibilityRow.text,
            )
            .join(LetterItemRow, LetterItemRow.assignment_id == AssignmentRow.id)
            .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .where(LetterItemRow.letter_id == request.id)
            .order_by(AssignmentRow.id)
        )
        rows = self._store.session.execute(query).tuples().all()
        known = self._targets({version for _, targets, version, _, _ in rows if targets})
        return tuple(
            AskedItem(code, path, text, tuple(known[version, name] for name in targets if (version, name) in known))
            for code, targets, version, path, text in rows
        )

    def _targets(self, versions: Collection[int]) -> dict[tuple[int, str], AskedFigure]:
        if not versions:
            return {}
        rows = self._store.session.scalars(select(TargetRow).where(TargetRow.version_id.in_(versions)))
        return {(row.version_id, row.code): AskedFigure(row.code, one_label(row.text), row.unit or "") for row in rows}
