"""An answer that came on paper, or by telephone, typed in by the coordinator on behalf of the agency."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from mail.desk.asked import asked_of
from mail.desk.closing import Settled, tell_agency
from mail.desk.deciding import Decided
from mail.desk.given import read_given
from mail.desk.inbox_errors import BadPaper
from mail.desk.recorded_words import in_full
from mail.files.attachments import Attachment, FileVerdict, facts_of
from mail.office import Office
from mail.read_answer.filled import Filled
from mail.read_answer.model import Understanding
from mail.recording import Origin, record_understood
from mail.rules.model import Kind, Outcome
from state.clock import local
from state.errors import NotFound
from state.events import Event
from state.ladder.ruling import Ruling
from state.post.inbox import NewReply
from state.post.inbox_errors import AlreadyGiven
from state.store import Store
from state.tables import AgencyRow, AnswerRow, AssignmentRow, LetterItemRow, LetterRow, ReplyRow

_MAY_BE_GIVEN = ("open", "held", "answered")
_EARLIEST = 2000
_NUMBER_LIMIT = 120


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """What a document says, by assignment; its number and day, and scans of it.

    All assignments belong to one agency. Without a document (a telephone call) the ruling says why.
    """

    filled: tuple[Filled, ...]
    document_number: str = ""
    document_date: date | None = None
    files: tuple[Attachment, ...] = ()

    @property
    def title(self) -> str:
        """ "Văn bản số 45/BC-UBND ngày 10/12/2025", or that there is none."""
        if not self.document_number:
            return "Báo cáo không bằng văn bản"
        day = f" ngày {self.document_date:%d/%m/%Y}" if self.document_date else ""
        return f"Văn bản số {self.document_number}{day}"


def answer_for(store: Store, paper: PaperAnswer, ruling: Ruling, office: Office) -> Decided:
    """Record what a document says, read by the reader of mails with all its doubts; it came in when it is typed in.

    The known contacts of the agency get a receipt.

    A document that is older than what counts is refused, unless the ruling says why it shall count all the same.

    :raises BadPaper: no number and no reason, a day that cannot be, assignments of several agencies, a file refused
    :raises NotFound: no such assignment
    :raises BadValues: the values cannot be recorded
    :raises AlreadyGiven: the same document with the same values was typed in before
    :raises BadRuling: nobody decides
    """
    ruling.check(reason=not paper.document_number.strip())
    _check(paper, ruling.today)
    rows = _assignments(store, [one.code for one in paper.filled])
    if paper.document_date is not None and not ruling.reason.strip():
        _check_newest(store, rows, paper.document_date)
    asked = asked_of(store, [row.id for row in rows])
    understood = read_given(paper.filled, asked)
    agency = store.session.get_one(AgencyRow, rows[0].agency_id)
    key = _form_key(agency, paper, understood, ruling.today)
    before = store.session.scalar(select(ReplyRow.id).where(ReplyRow.form_key == key))
    if before is not None:
        raise AlreadyGiven(before)
    told = "; ".join(in_full(item) for item in understood.reported)
    sentence = f"{ruling.by} nhập thay {agency.name} ({_lower(paper.title)}): ghi nhận {told}.{ruling.because}"
    reply_id = store.inbox.add(_reply(store, paper, understood, (agency, key, sentence), ruling))
    origin = Origin(reply_id, agency.id, agency.name, "paper", ruling.by)
    answers = record_understood(store, understood, origin, ruling.now)
    data = {"answers": list(answers)}
    store.events.add(Event(ruling.now, "paper-recorded", f"reply:{reply_id}", sentence, ruling.by, data=data))
    settled = Settled(reply_id, agency, _asked_by(store, rows), understood.reported, asked)
    receipt = tell_agency(store, settled, ruling, office)
    return Decided(f"{sentence} Đã lưu thành thư đến số {reply_id}.{receipt}", answers)


def _asked_by(store: Store, rows: Sequence[AssignmentRow]) -> int | None:
    """The newest letter that asked for any of these; an answer to the receipt belongs to it."""
    query = (
        select(LetterRow.id)
        .join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
        .where(LetterItemRow.assignment_id.in_([row.id for row in rows]), LetterRow.kind == "request")
    )
    return store.session.scalar(query.order_by(LetterRow.id.desc()).limit(1))


def _check(paper: PaperAnswer, today: date) -> None:
    day = paper.document_date
    codes = [one.code for one in paper.filled]
    why = ""
    if not codes:
        why = "cần nêu ít nhất một mã với giá trị (--set)"
    elif len(set(codes)) < len(codes):
        why = "một mã được nêu hai lần"
    elif paper.document_number.strip() and day is None:
        why = "cần ngày của văn bản (--dated)"
    elif day is not None and not date(_EARLIEST, 1, 1) <= day <= today:
        why = f"ngày của văn bản {day:%d/%m}/{day.year} không nằm trong khoảng từ năm {_EARLIEST} đến hôm nay"
    elif len(paper.document_number) > _NUMBER_LIMIT:
        why = f"số văn bản dài quá {_NUMBER_LIMIT} ký tự"
    else:
        why = next((file.sentence for file in paper.files if file.verdict is not FileVerdict.ACCEPTED), "")
    if why:
        raise BadPaper(why)


def _assignments(store: Store, codes: Sequence[str]) -> list[AssignmentRow]:
    """The assignments of these codes, all of one agency, which may be answered."""
    found = store.assignments.by_code(codes)
    for code in codes:
        if code not in found:
            raise NotFound("yêu cầu báo cáo", code)
        if found[code].state not in _MAY_BE_GIVEN:
            state = "đã chuyển cho cơ quan khác" if found[code].state == "moved" else "không còn yêu cầu báo cáo"
            raise BadPaper(f"{code} {state}")
    if len({row.agency_id for row in found.values()}) > 1:
        raise BadPaper("các mã thuộc nhiều cơ quan khác nhau; nhập riêng từng cơ quan")
    return [found[code] for code in codes]


def _check_newest(store: Store, rows: Sequence[AssignmentRow], day: date) -> None:
    """An answer counts by the day of its document, or on which it came in."""
    query = (
        select(AssignmentRow.code, AnswerRow.received_at, ReplyRow.document_date)
        .join(AnswerRow, AnswerRow.id == AssignmentRow.answer_id)
        .outerjoin(ReplyRow, ReplyRow.id == AnswerRow.reply_id)
        .where(AssignmentRow.id.in_([row.id for row in rows]))
        .order_by(AssignmentRow.code)
    )
    for code, received_at, dated in store.session.execute(query).tuples():
        counted = dated or local(received_at).date()
        if day < counted:
            raise BadPaper(
                f"văn bản ngày {day:%d/%m/%Y} cũ hơn báo cáo đang được tính của {code} (ngày {counted:%d/%m/%Y}); "
                "nếu vẫn ghi thay thì nêu lý do (--reason)"
            )


def _form_key(agency: AgencyRow, paper: PaperAnswer, understood: Understanding, today: date) -> str:
    number = paper.document_number.strip().casefold()
    parts = (agency.code, number, str(paper.document_date if number else today), understood.text)
    return "paper:" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:50]


def _reply(
    store: Store, paper: PaperAnswer, understood: Understanding, facts: tuple[AgencyRow, str, str], ruling: Ruling
) -> NewReply:
    """The row of the document; ``facts``: the agency, the key that makes it count once, the sentence."""
    agency, key, sentence = facts
    store.files.keep(file.content for file in paper.files)
    return NewReply(
        raw_mail_id=None,
        received_at=ruling.now,
        kind=str(Kind.ANSWER),
        outcome=str(Outcome.RECORD),
        rule="paper",
        reason=sentence,
        sender="",
        sender_name=agency.name,
        subject=paper.title,
        text=understood.text,
        body_sha=hashlib.sha256(understood.text.encode()).hexdigest(),
        agency_id=agency.id,
        channel="paper",
        form_key=key,
        document_number=paper.document_number.strip(),
        document_date=paper.document_date,
        decided_at=ruling.now,
        decided_by=ruling.by,
        attachments=facts_of(paper.files),
    )


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]
