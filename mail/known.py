"""What the rules for incoming mail may ask, answered from the database."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import bindparam, func, select

from cycles.status import WorkStatus
from mail.html_text import to_text
from mail.letter import one_label
from mail.read_answer.model import AskedFigure, AskedItem
from mail.rules.model import KnownLetter, Limits, Rates
from mail.token import split_tag
from mail.trust import PUBLIC_DOMAINS
from state.clock import local
from state.ladder.decided import DECISION
from state.post.outbox import DAILY
from state.store import Store
from state.tables import (
    AnswerRow,
    AssignmentRow,
    ContactRow,
    CycleRow,
    FigureRow,
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
    select(LetterRow.text, LetterRow.html)
    .where(LetterRow.reply_to == bindparam("reply_to"), LetterRow.id != bindparam("request"))
    .order_by(LetterRow.id.desc())
    .limit(_TEXTS)
)
# Columns instead of rows: the objects behind an assignment would cost three statements each.
_ASKED = (
    select(
        AssignmentRow.code,
        AssignmentRow.targets,
        AssignmentRow.shared,
        CycleRow.version_id,
        ResponsibilityRow.path,
        ResponsibilityRow.text,
        AnswerRow.id,
        AnswerRow.status,
        AnswerRow.percent,
        AnswerRow.narrative,
    )
    .join(LetterItemRow, LetterItemRow.assignment_id == AssignmentRow.id)
    .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
    .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
    .outerjoin(AnswerRow, AnswerRow.id == AssignmentRow.answer_id)
    .where(LetterItemRow.letter_id == bindparam("letter"))
    .order_by(AssignmentRow.id)
)
_GIVEN = (
    select(FigureRow.answer_id, TargetRow.code)
    .join(TargetRow, TargetRow.id == FigureRow.target_id)
    .where(FigureRow.answer_id.in_(bindparam("answers", expanding=True)))
)
_TARGETS = select(TargetRow.version_id, TargetRow.code, TargetRow.text, TargetRow.unit).where(
    TargetRow.version_id.in_(bindparam("versions", expanding=True))
)


class StoreKnown:
    """:class:`mail.rules.model.Known` on one unit of work."""

    def __init__(self, store: Store, now: datetime, own: Iterable[str], limits: Limits) -> None:
        self.limits = limits
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

    def seen_before(self, body_sha: str, sender: str) -> bool:
        """Same body from the same sender within seven days."""
        return self._store.inbox.seen_before(body_sha, sender, self._now - SAME_BODY) is not None

    def rates(self, sender: str) -> Rates:
        """Mails of the last hour and day; a domain is counted among the newest replies only, to bound the cost."""
        domain = sender.rpartition("@")[2].replace("/", "//").replace("%", "/%").replace("_", "/_")
        hour, day = self._now - timedelta(hours=1), self._now - timedelta(days=1)
        asked = {"sender": sender, "hour": hour, "day": day, "domain": f"%@{domain}", "enough": self.limits.domain_day}
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
            asked=self._asked(request),
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
        """All that we wrote in this thread, as text and as a mail program shows the HTML: any of it may come quoted."""
        texts = [(request.text, request.html)]
        if request.reply_to:
            asked = {"reply_to": request.reply_to, "request": request.id}
            texts.extend(self._store.session.execute(_OTHER_TEXTS, asked).tuples())
        if request.kind == DECISION and request.in_reply_to:
            first = self._store.outbox.by_message_ids([request.in_reply_to])
            # The form of the request is filled in as an answer to the decision, too.
            texts.extend([(first.text, first.html)] if first else [])
        if row.id != request.id and row.reply_to != request.reply_to:
            texts.append((row.text, row.html))
        return "\n\n".join(piece for text, html in texts for piece in (text, to_text(html)))

    def _asked(self, request: LetterRow) -> tuple[AskedItem, ...]:
        rows = self._store.session.execute(_ASKED, {"letter": request.id}).all()
        known = self._targets({row.version_id for row in rows if row.targets})
        given = self._given([row.id for row in rows if row.id is not None])
        return tuple(
            AskedItem(
                row.code,
                row.path,
                row.text,
                # What another duty asks for is not asked here once more.
                tuple(
                    known[row.version_id, name]
                    for name in row.targets
                    if (row.version_id, name) in known and name not in row.shared
                ),
                WorkStatus(row.status) if row.status else None,
                Decimal(str(row.percent)) if row.percent is not None else None,
                row.narrative or "",
                frozenset(given.get(row.id, ())),
            )
            for row in rows
        )

    def _given(self, answers: Collection[int]) -> dict[int, list[str]]:
        """The codes of the figures which these answers hold."""
        found: dict[int, list[str]] = {}
        if answers:
            for answer, code in self._store.session.execute(_GIVEN, {"answers": list(answers)}).tuples():
                found.setdefault(answer, []).append(code)
        return found

    def _targets(self, versions: Collection[int]) -> dict[tuple[int, str], AskedFigure]:
        if not versions:
            return {}
        rows = self._store.session.execute(_TARGETS, {"versions": list(versions)}).tuples()
        return {(version, code): AskedFigure(code, one_label(text), unit or "") for version, code, text, unit in rows}
