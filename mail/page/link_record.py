"""A checked form is written: the reply, its answers, requests and files, and the receipt to the contact."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from mail.files.attachments import Attachment, FileVerdict, facts_of
from mail.incoming.trust import PUBLIC_DOMAINS
from mail.letters.echo import understood_item
from mail.letters.phrases import long_day
from mail.letters.receipts import Received, receipt
from mail.office import Office
from mail.page.answer_page import AnswerPage, PageItem
from mail.page.typed import Submission, Typed, TypedContact
from mail.read_answer.filled import written_out
from mail.read_answer.form import read_form
from mail.read_answer.model import Reported, Understanding
from mail.read_reply import in_words
from mail.recording import Origin, record_understood
from state.clock import local
from state.post.inbox import NewReply
from state.register.addressing import readers, usable
from state.register.contacts import Proposed
from state.register.proposals import ADD, REPLACE
from state.store import Store
from state.tables import ContactRow, LetterRow

RULE = "link"


@dataclass
class Work:
    """One form being taken in. ``recorded`` is certain; ``held``, ``doubts`` and, when ``file_held``, the files are for
    a person; ``delayed`` are the codes for which more time ``until`` a day is asked; ``digest`` is the key under which
    the form counts once.
    """

    page: AnswerPage
    form: Submission
    now: datetime
    digest: str
    recorded: Understanding | None = None
    held: list[Typed] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    file_held: bool = False
    delayed: tuple[str, ...] = ()
    until: date | None = None

    @property
    def letter(self) -> LetterRow:
        """The letter of the page."""
        return self.page.letter

    @property
    def reported(self) -> tuple[Reported, ...]:
        """The answers that are certain."""
        return self.recorded.reported if self.recorded else ()

    @cached_property
    def filed_codes(self) -> set[str]:
        """The assignments of which a form among the files speaks."""
        return {section.code for section in read_form(self.form.filed.text)} - {""}

    @property
    def wish(self) -> str:
        """The request for more time in words, or ""."""
        return f"lùi hạn {', '.join(self.delayed)} đến ngày {long_day(self.until)}" if self.until else ""

    def item(self, code: str) -> PageItem:
        """An assignment of the page."""
        return next(item for item in self.page.items if item.code == code)


def write(store: Store, work: Work, office: Office) -> int:
    """Write a form with everything that follows from it; what a person has to read is a reply of its own."""
    form = work.form
    certain = bool(work.reported or form.wish or form.contact)
    reply_id = 0
    if certain:
        reply_id = store.inbox.add(_certain(work))
        _follow(store, work, reply_id)
    if work.held or work.file_held or not certain:
        held_id = store.inbox.add(_held(work, apart=certain))
        _stop_reminding(store, work)
        reply_id = reply_id or held_id
    store.files.keep([file.content for file in form.files])
    _acknowledge(store, work, reply_id, office)
    return reply_id


def _follow(store: Store, work: Work, reply_id: int) -> None:
    agency, form = work.page.agency, work.form
    if work.recorded and work.reported:
        record_understood(store, work.recorded, Origin(reply_id, agency.id, agency.name, "link"), work.now)
    if form.wish:
        ids = [work.item(code).row.id for code in work.delayed]
        store.pauses.ask(ids, work.until, form.wish.reason, work.now, reply_id)
    if form.contact:
        known = store.agencies.contacts([agency.id], local(work.now).date())[agency.id]
        store.contacts.propose(_proposed(work, form.contact, known, reply_id), work.now)


def _certain(work: Work) -> NewReply:
    form, notes = work.form, work.recorded.notes if work.recorded else ()
    told, texts = [], [work.recorded.text] if work.recorded else []
    if work.reported:
        told.append(f"Đã ghi nhận {'; '.join(in_words(one) for one in work.reported)}.")
    if form.wish:
        told.append(f"Xin {work.wish}; chờ quyết định.")
        texts.append(f"Xin {work.wish}: {form.wish.reason}")
    if form.contact:
        told.append(f"Báo đầu mối mới {form.contact.email}; chờ xác nhận.")
        texts.append(f"Đầu mối mới: {' '.join((form.contact.name, form.contact.email)).strip()}")
    if work.recorded and work.recorded.extension:
        told.append("Phần kết quả có nêu việc lùi thời hạn.")
    if notes:
        told.append(f"Lưu ý: {'; '.join(notes)}.")
    kind = "answer" if work.reported else "note"
    return _reply(
        work, (work.digest, kind, "record"), (" ".join(told), "\n\n".join(texts)), () if work.file_held else form.files
    )


def _held(work: Work, *, apart: bool) -> NewReply:
    """``apart``: the certain part has a reply of its own, and the files with it unless they are for a person."""
    texts = [written_out(item.filled for item in work.held if not item.not_ours)]
    texts += [
        f"[{item.code}]\nKhông phải đầu mối của nội dung này. {item.result}".strip()
        for item in work.held
        if item.not_ours
    ]
    if work.file_held:
        texts.append(work.form.filed.text)
    text = "\n\n".join(piece for piece in texts if piece)
    kind = "note" if work.held and all(item.not_ours for item in work.held) else "answer"
    named = (f"{work.digest[:62]}-2" if apart else work.digest, kind, "hold")
    told = "; ".join(_for_a_person(work)) or "nội dung trả lời nằm trong tệp đính kèm, cần người đọc"
    return _reply(
        work, named, (f"Chờ người xem: {told}.", text), () if apart and not work.file_held else work.form.files
    )


def _for_a_person(work: Work) -> list[str]:
    not_ours = [
        f"{item.code}: cơ quan cho biết không phải đầu mối của nội dung này" for item in work.held if item.not_ours
    ]
    return [*not_ours, *(doubt.rstrip(".") for doubt in work.doubts)]


def _reply(work: Work, named: tuple[str, str, str], said: tuple[str, str], files: Sequence[Attachment]) -> NewReply:
    """``named``: key of the form, kind and outcome; ``said``: what became of it, and the text itself."""
    letter, who, notes = work.letter, work.form.who, work.form.filed.notes
    (digest, kind, outcome), (told, text) = named, said
    by = f" ({who})" if who else ""
    waiting = [file.sentence for file in files if file.verdict is not FileVerdict.ACCEPTED]
    checked = f" Tệp chờ kiểm tra: {'; '.join(waiting)}." if waiting else ""
    return NewReply(
        raw_mail_id=None,
        received_at=work.now,
        kind=kind,
        outcome=outcome,
        rule=RULE,
        reason=f"{work.page.agency.name}{by} trả lời trên trang của thư “{letter.subject}”. {told}{checked}",
        sender=letter.first_recipient.lower(),
        sender_name=who,
        subject=letter.subject,
        text=text,
        body_sha=hashlib.sha256(text.encode()).hexdigest(),
        agency_id=work.page.agency.id,
        letter_id=letter.id,
        trust="registered",
        channel="link",
        form_key=digest,
        attachments=facts_of(files, notes),
    )


def _stop_reminding(store: Store, work: Work) -> None:
    """The agency has written; until a person has read it, no reminder follows."""
    codes = {item.code for item in work.held} | (work.filed_codes if work.file_held else set())
    items = [item for item in work.page.items if item.code in codes]
    items = items or [item for item in work.page.asked_here if item.waits]
    sentence = f"{work.page.agency.name} trả lời trên trang của thư “{work.letter.subject}”; chờ người xem."
    store.assignments.hold([item.row.id for item in items], work.now, sentence)


def _proposed(work: Work, contact: TypedContact, known: Sequence[ContactRow], reply_id: int) -> Proposed:
    agency, old = work.page.agency, work.letter.first_recipient.lower()
    replaces = contact.replaces and any(row.email == old for row in known)
    shown = f"{contact.name} ({contact.email})" if contact.name else contact.email
    wish = f"thay đầu mối {old} bằng {shown}" if replaces else f"thêm đầu mối {shown}"
    return Proposed(
        agency_id=agency.id,
        kind=REPLACE if replaces else ADD,
        source="link",
        new_email=contact.email,
        sentence=f"{agency.name} đề nghị {wish} (trang của thư “{work.letter.subject}”)."
        + _warning(contact.email, known),
        name=contact.name,
        old_email=old if replaces else "",
        reply_id=reply_id,
    )


def _warning(email: str, known: Sequence[ContactRow]) -> str:
    """What a person should know before accepting the address."""
    domain = email.rpartition("@")[2]
    if domain in PUBLIC_DOMAINS:
        return " Địa chỉ mới là hộp thư công cộng, ai cũng mở được; cần xác minh."
    own = sorted({row.email.rpartition("@")[2] for row in known} - PUBLIC_DOMAINS)
    if domain in own:
        return ""
    registered = ", ".join(own) or "chưa có"
    return f" Địa chỉ mới không thuộc tên miền đã đăng ký của cơ quan ({registered}); cần xác minh."


def _acknowledge(store: Store, work: Work, reply_id: int, office: Office) -> None:
    """The receipt goes to the contact, who so learns what somebody has done with the link."""
    letter, agency, today = work.letter, work.page.agency, local(work.now).date()
    known = [row.email for row in readers(usable(store.agencies.contacts([agency.id], today)[agency.id], today))]
    if not known:
        return
    first = letter.first_recipient.lower()
    received = Received(
        reply_id=reply_id,
        agency_id=agency.id,
        sender=first if first in known else known[0],
        sender_name="",
        message_id=letter.message_id,
        subject=letter.subject,
        received_at=work.now,
        automatic=False,
        verified=True,
        understood=tuple(understood_item(one, work.item(one.code).asked) for one in work.reported),
        waiting=tuple(_waiting(work)),
        references=tuple(letter.references),
        reply_to=letter.reply_to or "",
        letter=letter.message_id,
        sample=letter.sample,
    )
    receipt(store, received, work.now, office)


def _waiting(work: Work) -> list[str]:
    found = _for_a_person(work)
    if work.wish:
        found.append(f"đề nghị {work.wish}")
    if work.form.contact:
        found.append(f"đầu mối mới {work.form.contact.email}")
    found += [f"tệp {file.sentence}" for file in work.form.files if file.verdict is not FileVerdict.ACCEPTED]
    if work.form.files and not (work.reported or found):
        found.append("nội dung trả lời nằm trong tệp đính kèm")
    return found
