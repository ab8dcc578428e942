"""From a mail to what is to be done with it: the table of rules, then the reading; still without any database."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mail.charset import OLD_FONT
from mail.files.attachments import FileVerdict
from mail.html_text import STRUCK
from mail.incoming.alternatives import TWO_WORDS
from mail.incoming.message import Message
from mail.numbers import written
from mail.read_answer.delay import until_in_words
from mail.read_answer.model import Reported, Sort, Understanding
from mail.read_answer.status import NAMES
from mail.read_answer.understand import understand
from mail.read_files.reading import Asking, FilesReading, Opener, open_limited, read_files
from mail.rules.model import Kind, Known, KnownLetter, Outcome, Verdict
from mail.rules.table import decide
from mail.split import Parts, split

_SHOWN = 4
_READ = 100_000
"""Characters of a reply that are read; no answer is longer, and quoted threads come last."""
_IN_FILE = "nội dung trả lời nằm trong tệp đính kèm, cần người đọc"


@dataclass(frozen=True, slots=True)
class Reading:
    """A mail with its verdict; ``parts`` and ``understanding`` only when there was an answer to read.

    ``notes``: what was found in a file, by its sha256, for those that were opened.
    """

    message: Message
    verdict: Verdict
    parts: Parts | None = None
    understanding: Understanding | None = None
    notes: Mapping[str, str] = field(default_factory=dict)


def read_reply(message: Message, known: Known, opener: Opener = open_limited) -> Reading:
    """Decide, take apart, understand; what is doubtful is held with the reasons in one sentence.

    :param opener: opens the files of a mail whose letter is known; the files of anybody else stay closed
    """
    verdict = decide(message, known)
    letter = verdict.letter
    if letter is None or verdict.kind not in {Kind.ANSWER, Kind.SPOOF} or message.truncated:
        return Reading(message, verdict)
    parts, understood, files = _read(message, letter, known, opener if verdict.kind is Kind.ANSWER else None)
    # Whom we do not trust is read as well, so that the person who decides sees what it would say.
    if verdict.outcome is Outcome.RECORD:
        verdict = _after_reading(verdict, message, understood)
    return Reading(message, verdict, parts, understood, files.notes)


def read_against(
    message: Message, letter: KnownLetter, known: Known, opener: Opener = open_limited
) -> tuple[Parts, Understanding]:
    """What a mail says as an answer to a letter, whatever the rules make of it: a person has chosen the letter."""
    parts, understood, _ = _read(message, letter, known, opener)
    return parts, understood


def _read(
    message: Message, letter: KnownLetter, known: Known, opener: Opener | None
) -> tuple[Parts, Understanding, FilesReading]:
    parts = split(message.text[:_READ], letter.sent_text)
    files = FilesReading()
    if message.attachments and opener is not None:
        files = read_files(message.attachments, Asking(letter.asked, letter.agency_code, letter.sent_text), opener)
        parts = replace(parts, filed=files.text, places=files.places)
    understood = understand(
        parts,
        letter.asked,
        written_on=message.date.date() if message.date else None,
        known=lambda address: address == message.sender or known.is_own_address(address),
    )
    return parts, _with_files(understood, message, files), files


def _with_files(understood: Understanding, message: Message, files: FilesReading) -> Understanding:
    """The same with what the files leave open; a file that nobody has read may be the whole answer."""
    if understood.sort is Sort.EMPTY and message.attachments:
        blank = f"biểu mẫu gửi kèm ({', '.join(files.blank)}) chưa được điền" if files.blank else _IN_FILE
        return replace(understood, doubts=files.doubts or (_IN_FILE if files.unread else blank,))
    if understood.sort is Sort.NOTE and (files.unread or files.doubts):
        return replace(understood, sort=Sort.UNCLEAR, doubts=files.doubts or (_IN_FILE,))
    return replace(understood, doubts=(*understood.doubts, *files.doubts)) if files.doubts else understood


def unreadable(message: Message) -> Reading:
    """A mail on which the reader failed waits for a person."""
    reason = "Hệ thống gặp lỗi khi đọc thư; cần người xem."
    return Reading(message, Verdict(Kind.UNMATCHED, Outcome.HOLD, "error", reason))


def _after_reading(verdict: Verdict, message: Message, understood: Understanding) -> Verdict:
    if understood.sort is Sort.NOTE:
        reason = f"{verdict.reason} Cơ quan mới báo đã nhận thư hoặc sẽ trả lời; chưa phải báo cáo."
        return replace(verdict, kind=Kind.NOTE, outcome=Outcome.IGNORE, reason=reason, receipt=False)
    doubts = [*_broken(message), *understood.doubts]
    if doubts:
        kind = Kind.NOTE if understood.sort in {Sort.EXTENSION, Sort.NOT_OURS} else Kind.ANSWER
        shown = "; ".join(doubts[:_SHOWN]) + (f"; và {len(doubts) - _SHOWN} điểm khác" if len(doubts) > _SHOWN else "")
        return replace(verdict, kind=kind, outcome=Outcome.HOLD, reason=f"{verdict.reason} Chờ người xem: {shown}.")
    said = "; ".join(in_words(item) for item in understood.reported)
    return replace(verdict, reason=f"{verdict.reason} Đã ghi nhận {said}.{_additions(understood, message)}")


def in_words(item: Reported) -> str:
    """ "HT26-031: đang thực hiện, 70%", and that an addition left the status as it was."""
    status = NAMES[item.status] if item.status else "chưa rõ trạng thái"
    share = f", {written(item.percent)}%" if item.percent is not None else ""
    kept = " (giữ trạng thái đã báo cáo)" if item.kept else ""
    return f"{item.code}: {status}{share}{kept}"


def _broken(message: Message) -> list[str]:
    return [
        defect
        for defect in message.defects
        if defect in {OLD_FONT, TWO_WORDS, STRUCK} or "hỏng" in defect or "nhiều người gửi" in defect
    ]


def _additions(understood: Understanding, message: Message) -> str:
    return f"{_more_time(understood)}{_contact(understood)}{_notes(understood)}{_files(message)}"


def _contact(understood: Understanding) -> str:
    return f" Cơ quan báo đầu mối mới: {understood.contact.shown}." if understood.contact else ""


def _more_time(understood: Understanding) -> str:
    wish = understood.extension
    return f" Cơ quan xin lùi thời hạn{until_in_words(wish)} cho {', '.join(wish.codes)}." if wish else ""


def _notes(understood: Understanding) -> str:
    notes = understood.notes
    more = f"; và {len(notes) - _SHOWN} điểm khác" if len(notes) > _SHOWN else ""
    return f" Lưu ý: {'; '.join(notes[:_SHOWN])}{more}." if notes else ""


def _files(message: Message) -> str:
    held = [file.sentence for file in message.attachments if file.verdict is not FileVerdict.ACCEPTED]
    return f" Tệp chờ kiểm tra: {'; '.join(held)}." if held else ""
