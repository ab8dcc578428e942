"""Lines to paragraphs: hard wraps joined, page breaks healed by grammar, footnotes lifted out."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from plans.labels import Label, Level, split_label
from plans.sheet import Line

FOOTNOTE = re.compile(r"(?P<mark>[¹²³⁴⁵⁶⁷⁸⁹][⁰¹²³⁴⁵⁶⁷⁸⁹]*|\[\d{1,2}\])\s*(?=\S)")
SENTENCE_END = re.compile(r"[.;:!?…][\"”’)\]]*[¹²³⁴⁵⁶⁷⁸⁹⁰]*$")
# A paragraph that ends in one of these words is cut, whatever letter the next one starts with.
DANGLING = re.compile(
    r"(?:,|-|–|\b(?:và|các|của|với|cho|về|theo|trong|tại|từ|đến|bởi|do|để|là|số|ngày|tháng|năm|những|được|bằng|hoặc"
    r"|Sở|Bộ|Ban|Hội|Phòng|Ủy|Chương|Đề|Kế|Quyết|Nghị|Thông))$"
)
MIN_WRAPPED_LINES = 3
WRAPPED_SHARE = 0.4
YEAR_RANGE_CUT = re.compile(r"(?:19|20)\d\d$")
# A line that starts with one of these starts a paragraph even under a heading without a full stop.
OPENING_WORD = re.compile(
    r"(?:Chủ trì|Phối hợp|Tham mưu|Tổ chức|Chỉ đạo|Hướng dẫn|Căn cứ|Hằng năm|Hàng năm|Tăng cường|Đẩy mạnh|Xây dựng"
    r"|Rà soát"
    r"|Tiếp tục|Chủ động|Thực hiện|Triển khai|Bố trí|Đôn đốc|Phấn đấu|Nâng cao|Huy động|Phát huy|Yêu cầu|Các|Những"
    r"|Trong|Trên"
    r"|Từ|Đến|Theo|Để|Khi|Việc|Về|Nhằm|Tại|Đối với)(?!\w)"
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph without its label; `spans` are the runs of lines it came from."""

    text: str
    label: Label | None
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class FootnoteBlock:
    """A footnote with all the lines that belong to it."""

    mark: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Layout:
    """How the file sets paragraphs apart: wrapped at `width` or not at all, with blank lines between or not."""

    width: int | None
    blank_between: bool


def paragraphs(lines: list[Line]) -> tuple[list[Paragraph], list[FootnoteBlock]]:
    """The paragraphs of the body in order, and its footnotes."""
    body, notes = _lift_footnotes(_raw(lines))
    return _heal_page_breaks(body), notes


def starts_lower(text: str) -> bool:
    """Whether the first letter is a small one: such a paragraph goes on with the one before it."""
    return text[:1].islower()


def ends_sentence(text: str) -> bool:
    """Whether a paragraph ends in punctuation that closes it."""
    return SENTENCE_END.search(text[-12:]) is not None


def wrap_width(lines: list[Line]) -> int | None:
    """Column at which the file is hard-wrapped; None when one line is one paragraph.

    In a wrapped file most lines under another one go on in the middle of a sentence, with a small letter.
    """
    under = [line.text for before, line in pairwise(lines) if not before.blank and not line.blank]
    unlabelled = [text for text in under if split_label(text)[0] is None]
    going_on = sum(starts_lower(text) for text in unlabelled)
    if going_on < MIN_WRAPPED_LINES or going_on < len(unlabelled) * WRAPPED_SHARE:
        return None
    lengths = sorted(len(line.text) for line in lines if not line.blank)
    return lengths[int(len(lengths) * 0.9)]


def _blank_between(lines: list[Line]) -> bool:
    labelled = [i for i, line in enumerate(lines) if i and split_label(line.text)[0] is not None]
    after_blank = sum(lines[i - 1].blank for i in labelled)
    return bool(labelled) and after_blank >= len(labelled) * 0.8


def _raw(lines: list[Line]) -> list[Paragraph]:
    layout = Layout(wrap_width(lines), _blank_between(lines))
    result: list[Paragraph] = []
    pieces: list[Line] = []
    for line in lines:
        if pieces and (line.blank or _starts_paragraph(line.text, pieces[-1].text, layout)):
            result.append(_paragraph(pieces))
            pieces = []
        if not line.blank:
            pieces.append(line)
    if pieces:
        result.append(_paragraph(pieces))
    return result


def _starts_paragraph(text: str, before: str, layout: Layout) -> bool:
    """Whether a line directly under another one starts a paragraph of its own."""
    if FOOTNOTE.match(text):
        return True
    label, rest = split_label(text)
    if layout.width is None:
        return label is not None or not starts_lower(text)
    if label is not None and label.level is Level.DASH and YEAR_RANGE_CUT.search(before) and rest[:2] in ("19", "20"):
        return False
    if layout.blank_between:
        return label is not None and ends_sentence(before)
    short = len(before) < layout.width * 0.75
    if label is not None:
        return ends_sentence(before) or short
    if not short or starts_lower(text):
        return False
    return ends_sentence(before) or OPENING_WORD.match(text) is not None


def _paragraph(pieces: list[Line]) -> Paragraph:
    text = " ".join(piece.text for piece in pieces)
    label, rest = split_label(text)
    return Paragraph(rest, label, ((pieces[0].number, pieces[-1].number),))


def _lift_footnotes(body: list[Paragraph]) -> tuple[list[Paragraph], list[FootnoteBlock]]:
    kept: list[Paragraph] = []
    notes: list[FootnoteBlock] = []
    unfinished: FootnoteBlock | None = None
    for paragraph in body:
        mark = FOOTNOTE.match(paragraph.text) if paragraph.label is None else None
        if mark is not None:
            unfinished = FootnoteBlock(mark["mark"], paragraph.text[mark.end() :], paragraph.spans)
        elif unfinished is not None and _continues_note(paragraph):
            text = f"{unfinished.text} {'- ' if paragraph.label else ''}{paragraph.text}"
            notes.pop()
            unfinished = replace(unfinished, text=text, spans=unfinished.spans + paragraph.spans)
        else:
            kept.append(paragraph)
            unfinished = None
            continue
        notes.append(unfinished)
        # A footnote goes on only after a semicolon or colon: its items stand below it as dashes.
        if unfinished.text[-1:] not in (";", ":"):
            unfinished = None
    return kept, notes


def _continues_note(paragraph: Paragraph) -> bool:
    return paragraph.label is not None and paragraph.label.level in (Level.DASH, Level.PLUS)


def _heal_page_breaks(body: list[Paragraph]) -> list[Paragraph]:
    healed: list[Paragraph] = []
    for paragraph in body:
        if healed and paragraph.label is None and _continues(healed[-1].text, paragraph.text):
            before = healed[-1]
            text = f"{before.text} {paragraph.text}"
            healed[-1] = replace(before, text=text, spans=before.spans + paragraph.spans)
        else:
            healed.append(paragraph)
    return healed


def _continues(before: str, after: str) -> bool:
    if ends_sentence(before):
        return False
    return starts_lower(after) or DANGLING.search(before[-12:]) is not None
