"""Asking the known contact about a reply that somebody else sent with our token: one letter, with a signed link."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from cycles.ladder import Rung
from mail.incoming.known import CONFIRM
from mail.letters.compose import choose
from mail.letters.letter import Rendered, render
from mail.letters.phrases import shorten
from mail.letters.strangers import CHARACTERS, harmless
from mail.office import Office
from mail.rules.model import Kind, Standing
from mail.token import new_message_id
from state.clock import local
from state.events import Event
from state.post.outbox import NewLetter
from state.store import Store
from state.tables import AgencyRow, LetterRow, ReplyRow

KIND = CONFIRM
CONFIRMED = "reply-confirmed"
"""The event that the contact said: these words are ours."""
PER_AGENCY_AND_DAY = 3
_KEY = re.compile(r"confirm:(\d{1,18})")
_TAG = re.compile(r"\[([^\]\n]{1,40})\]")
_LINES = 25
_WHY = {
    Standing.FOREIGN: "người gửi không có trong danh sách đầu mối đã đăng ký của quý cơ quan",
    Standing.UNVERIFIED: "hệ thống chưa xác thực được địa chỉ người gửi",
    Standing.FAILED: "thư không đạt kiểm tra xác thực người gửi, có thể bị giả mạo",
}
_IMITATED = "địa chỉ người gửi được viết giống địa chỉ của cơ quan, có thể bị giả mạo"

_COUNT = select(func.count()).where(LetterRow.kind == KIND)


@dataclass(frozen=True, slots=True)
class ConfirmContext:
    """What the letter says: who wrote what and when, why nothing was recorded, and where to say whose words they are.

    ``lines`` is an excerpt without links; ``more`` says that it is one.
    """

    office: str
    agency: str
    tag: str
    sender: str
    sender_name: str
    received_at: datetime
    subject: str
    why: str
    lines: tuple[str, ...]
    more: bool
    files: tuple[str, ...]
    answer_link: str = ""
    sample: bool = False


def ask_contact(store: Store, reply_id: int, letter: LetterRow, now: datetime, office: Office) -> int | None:
    """Queue the question about a held reply; the id of its letter, or None when it is not asked. Does not commit.

    It goes to the registered contacts of the agency to which ``letter`` went, never to an address that the reply
    brought along; once for each reply, and at most three times a day for each agency.
    """
    key = f"{KIND}:{reply_id}"
    asked = store.session.scalar(select(LetterRow.id).where(LetterRow.key == key))
    if asked is not None:
        return asked
    reply, agency = store.inbox.get(reply_id), letter.agency
    refusal = "thư hỏi không gửi cho cơ quan nào"
    if agency is not None:
        recipients = _recipients(store, letter, agency, now)
        refusal = _refusal(store, agency, recipients, now)
        if not refusal:
            return _queue(store, key, _new_letter(store, reply, (letter, agency), recipients, (now, office)), now)
    sentence = f"Không hỏi đầu mối về thư này: {refusal}."
    store.outbox.log([Event(now, "contact-not-asked", f"reply:{reply_id}", sentence)])
    return None


def held_reply_of(store: Store, letter: LetterRow) -> ReplyRow | None:
    """The reply that a letter of this kind asks about; None for every other letter."""
    found = _KEY.fullmatch(letter.key) if letter.kind == KIND else None
    return store.session.get(ReplyRow, int(found[1])) if found else None


def render_confirm(context: ConfirmContext) -> Rendered:
    """The letter."""
    return render("confirm", confirm=context)


def _recipients(store: Store, letter: LetterRow, agency: AgencyRow, now: datetime) -> tuple[str, ...]:
    day = local(now).date()
    contacts = store.agencies.contacts([agency.id], day)[agency.id]
    return choose(contacts, Rung.REMINDER, day).to or tuple(letter.recipients)


def _refusal(store: Store, agency: AgencyRow, recipients: tuple[str, ...], now: datetime) -> str:
    if not recipients:
        return "cơ quan chưa có đầu mối nhận được thư"
    # Two processes must not both find the last place of the day free.
    store.outbox.one_writer()
    query = _COUNT.where(LetterRow.agency_id == agency.id, LetterRow.day == local(now).date())
    if (store.session.scalar(query) or 0) >= PER_AGENCY_AND_DAY:
        return f"trong ngày đã hỏi {agency.name} {PER_AGENCY_AND_DAY} lần"
    return ""


def _queue(store: Store, key: str, letter: NewLetter, now: datetime) -> int:
    letter_id = store.outbox.queue([letter], now)[0]
    sentence = f"Đã soạn thư hỏi đầu mối {', '.join(letter.recipients)} xác nhận thư này."
    queued = f"Đã soạn thư “{letter.subject}” gửi {', '.join(letter.recipients)}."
    store.outbox.log(
        [
            Event(now, "contact-asked", f"reply:{key.partition(':')[2]}", sentence, data={"letter": letter_id}),
            Event(now, "letter-queued", f"letter:{letter_id}", queued),
        ]
    )
    return letter_id


def _new_letter(
    store: Store,
    reply: ReplyRow,
    about: tuple[LetterRow, AgencyRow],
    recipients: tuple[str, ...],
    here: tuple[datetime, Office],
) -> NewLetter:
    (letter, agency), (now, office) = about, here
    message_id = new_message_id(office.domain)
    rendered = render_confirm(_context(reply, letter, agency, office, message_id))
    return NewLetter(
        key=f"{KIND}:{reply.id}",
        kind=KIND,
        agency_id=agency.id,
        day=local(now).date(),
        message_id=message_id,
        # The address of the request: whoever answers by mail answers the request in his own words.
        reply_to=letter.reply_to,
        recipients=recipients,
        in_reply_to=letter.message_id,
        references=(*letter.references, letter.message_id)[-10:],
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        sample=letter.sample,
    )


def _context(reply: ReplyRow, letter: LetterRow, agency: AgencyRow, office: Office, message_id: str) -> ConfirmContext:
    lines = [line.rstrip() for line in harmless(reply.text).strip().split("\n")]
    tag = _TAG.match(letter.subject)
    return ConfirmContext(
        office=office.name,
        agency=agency.name,
        tag=tag[1] if tag else "Báo cáo",
        sender=reply.sender or "(không ghi địa chỉ)",
        sender_name=shorten(harmless(reply.sender_name), 80),
        received_at=local(reply.received_at),
        subject=shorten(harmless(reply.subject), 120) or "(không có tiêu đề)",
        why=_IMITATED if reply.kind == Kind.SPOOF and reply.trust == Standing.FOREIGN else _why(reply.trust),
        lines=tuple(line for line in lines if line)[:_LINES],
        more=len(reply.text) > CHARACTERS or sum(map(bool, lines)) > _LINES,
        files=tuple(harmless(file.name) for file in reply.attachments[:10]),
        answer_link=office.answer_link(message_id),
        sample=letter.sample,
    )


def _why(trust: str) -> str:
    return _WHY[Standing(trust)] if trust in set(_WHY) else _WHY[Standing.FOREIGN]
