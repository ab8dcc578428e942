"""From the files of a mail to the text of our fill-in form, and to what has to be said about each file."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mail.charset import fold
from mail.files.attachments import Attachment, FileVerdict
from mail.files.limited import run_limited
from mail.read_answer.filled import Filled, written_out
from mail.read_answer.form import DIFFICULTY, PERCENT, PROPOSAL, RESULT, STATUS, read_form
from mail.read_answer.model import AskedItem
from mail.read_answer.segments import CodeFinder
from mail.read_files.excel_form import read_workbook
from mail.read_files.table import TableReading
from mail.read_files.word_form import read_document

Opener = Callable[[str, bytes], object | None]
"""Gives the content of a file as plain lists, or None: extension and bytes go in."""

MOST_OPENED = 4
"""Files of one mail that are opened; forms come alone or in pairs."""

_INSIDE = {"xlsx": "mail.read_files.inside_excel", "docx": "mail.read_files.inside_word"}
_DOCUMENTS = frozenset({"xlsx", "docx", "doc", "xls", "odt", "ods", "pdf", "zip", "rar", "7z", "xlsm", "docm", "rtf"})
_PICTURES = frozenset({"jpg", "jpeg", "png"})
_LOGO = 40_000
"""Bytes up to which a picture belongs to a signature rather than being a scanned page."""

UNREAD = "không đọc được tệp, cần người xem"
NO_FORM = "không phải biểu mẫu của thư, cần người đọc"
BLANK = "biểu mẫu chưa được điền"


def open_limited(extension: str, content: bytes) -> object | None:
    """Open a file in a process of its own that is allowed next to nothing (:mod:`mail.files.limited`)."""
    return run_limited(_INSIDE[extension], content)


@dataclass(frozen=True, slots=True)
class Asking:
    """What was asked, of whom, in which words."""

    items: Sequence[AskedItem]
    agency: str
    sent: str


@dataclass(frozen=True, slots=True)
class FilesReading:
    """What the files of a mail say.

    ``text`` is our form filled in, for :attr:`mail.split.Parts.filed`, with ``places`` beside it. ``notes`` are one
    phrase by the sha256 of each file that was looked at. ``unread``: names of documents that only a person can read.
    """

    text: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()


def read_files(files: Sequence[Attachment], asking: Asking, opener: Opener = open_limited) -> FilesReading:
    """Read the forms among the files; the same file sent twice is read once."""
    total = TableReading()
    notes: dict[str, str] = {}
    unread: list[str] = []
    blank: list[str] = []
    opened = 0
    for file in {one.sha256: one for one in files}.values():
        extension = file.name.rpartition(".")[2].lower()
        readable = file.verdict is FileVerdict.ACCEPTED and extension in _INSIDE
        if readable and opened >= MOST_OPENED:
            total.doubts.append(f"thư có hơn {MOST_OPENED} tệp, tệp {file.name} chưa được đọc")
        if not readable or opened >= MOST_OPENED:
            if extension in _DOCUMENTS or (extension in _PICTURES and file.size > _LOGO):
                unread.append(file.name)
            continue
        opened += 1
        one = _read(file, extension, asking, opener)
        notes[file.sha256] = _note(one)
        if one is None or not one.is_form:
            unread.append(file.name)
        elif not one.filled and not one.doubts:
            blank.append(file.name)
        if one is not None:
            total.add(one)
    total.doubts += _more_than_typed(total.filled, asking.items)
    text = written_out(total.filled)
    return FilesReading(text, total.places, tuple(dict.fromkeys(total.doubts)), notes, tuple(unread), tuple(blank))


def _read(file: Attachment, extension: str, asking: Asking, opener: Opener) -> TableReading | None:
    content = opener(extension, file.content)
    if not isinstance(content, Mapping) or "error" in content:
        return None
    if extension == "xlsx":
        return read_workbook(content, file.name, asking.items, asking.agency)
    return read_document(content, file.name, asking.items, asking.sent)


def _more_than_typed(filled: Sequence[Filled], asked: Sequence[AskedItem]) -> Iterator[str]:
    """A cell of many lines may hold lines of our form itself; then nobody can tell what belongs to what."""
    finder = CodeFinder(asked)
    for one in filled:
        text = written_out([one])
        folded = fold(text)
        headings = finder.headings(folded)
        sections = read_form(text, folded, headings)
        put = {STATUS: one.status, PERCENT: one.percent, **one.figures}
        known = {key for key, value in put.items() if value.strip()} | {RESULT, DIFFICULTY, PROPOSAL}
        found = [(section.code, field.key) for section in sections for field in section.fields]
        if len(headings) != 1 or any(code != one.code or key not in known for code, key in found):
            yield f"{one.code}: một ô trong tệp ghi nhiều nội dung của mẫu trả lời, cần người đọc"


def _note(reading: TableReading | None) -> str:
    if reading is None:
        return UNREAD
    if not reading.is_form:
        return NO_FORM
    codes = list(dict.fromkeys(one.code for one in reading.filled))
    return f"đã đọc biểu mẫu: {', '.join(codes)}" if codes else BLANK
