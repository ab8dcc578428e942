"""Lines to paragraphs: hard wraps joined, page breaks healed by grammar, footnotes lifted out."""

import re
from dataclasses import dataclass
from itertools import pairwise

from plans.meaning.names import starts_name
from plans.sheet import Line
from plans.structure.headings import is_agency_heading, names_section
from plans.structure.labels import Label, Level, split_label

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
_GROUND = re.compile(r"(?:Căn cứ|Theo|Thực hiện|Xét) ")
# A heading in capitals goes on in the next paragraph only when both are as short as headings are.
LONGEST_HEADING = 160


@dataclass(frozen=True)
class Paragraph:
    """A paragraph without its label; `spans` are the runs of lines it came from, `strong` when it is set as a heading.

    `direct` is True when no blank line stands above it.
    """

    text: str
    label: Label | None
    spans: tuple[tuple[int, int], ...]
    strong: bool = False
    direct: bool = False


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
    under = [line.text for before, line in pairwise(lines) if not before.blank and not line.blank and not line.whole]
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
    above = True
    for line in lines:
        if pieces and (line.blank or _next_ground(line, pieces) or _starts_paragraph(line, pieces[-1], layout)):
            result.append(_paragraph(pieces, above))
            pieces, above = [], line.blank
        if not line.blank:
            pieces.append(line)
        elif not pieces:
            above = True
    if pieces:
        result.append(_paragraph(pieces, above))
    return result


def _next_ground(line: Line, pieces: list[Line]) -> bool:
    """Whether a ground ("Căn cứ ...;") ends above: what follows with a capital letter is a paragraph, at any width."""
    return pieces[-1].text.endswith(";") and line.text[:1].isupper() and _GROUND.match(pieces[0].text) is not None


def _starts_paragraph(line: Line, above: Line, layout: Layout) -> bool:
    """Whether a line directly under another one starts a paragraph of its own."""
    text, before = line.text, above.text
    if line.whole or above.whole or FOOTNOTE.match(text):
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
    return ends_sentence(before) or OPENING_WORD.match(text) is not None or _is_heading_label(before, text)


def _is_heading_label(line: str, below: str) -> bool:
    """Whether a line is a label and a whole heading, so that what follows with a capital is a paragraph of its own.

    A heading is names of bodies ("3. Sở Y tế"), or in capitals above a line that is not ("IV. KINH PHÍ").
    """
    label, rest = split_label(line)
    if label is None:
        return False
    return is_agency_heading(rest) or (
        rest.isupper() and not below.isupper() and not DANGLING.search(rest.lower()[-12:])
    )


def _paragraph(pieces: list[Line], blank_above: bool) -> Paragraph:
    text = " ".join(piece.text for piece in pieces)
    label, rest = split_label(text)
    strong = all(piece.strong for piece in pieces)
    return Paragraph(rest, label, ((pieces[0].number, pieces[-1].number),), strong, not blank_above)


class _Growing:
    """A paragraph or footnote that more pieces are added to. Joined once at the end: a pile of pieces stays linear."""

    def __init__(self, first: Paragraph, text: str) -> None:
        self.first = first
        self.texts = [text]
        self.spans = [*first.spans]

    def add(self, text: str, spans: tuple[tuple[int, int], ...]) -> None:
        self.texts.append(text)
        self.spans.extend(spans)

    @property
    def last(self) -> str:
        return self.texts[-1]

    @property
    def text(self) -> str:
        return " ".join(text for text in self.texts if text)


def _lift_footnotes(body: list[Paragraph]) -> tuple[list[Paragraph], list[FootnoteBlock]]:
    kept: list[Paragraph] = []
    notes: list[tuple[str, _Growing]] = []
    unfinished: _Growing | None = None
    for paragraph in body:
        mark = FOOTNOTE.match(paragraph.text) if paragraph.label is None else None
        if mark is not None:
            unfinished = _Growing(paragraph, paragraph.text[mark.end() :])
            notes.append((mark["mark"], unfinished))
        elif unfinished is not None and _continues_note(paragraph):
            unfinished.add(f"{'- ' if paragraph.label else ''}{paragraph.text}", paragraph.spans)
        else:
            kept.append(paragraph)
            unfinished = None
            continue
        # A footnote goes on only after a semicolon or colon: its items stand below it as dashes.
        if unfinished.last[-1:] not in (";", ":"):
            unfinished = None
    return kept, [FootnoteBlock(mark, note.text, tuple(note.spans)) for mark, note in notes]


def _continues_note(paragraph: Paragraph) -> bool:
    return paragraph.label is not None and paragraph.label.level in (Level.DASH, Level.PLUS)


def _heal_page_breaks(body: list[Paragraph]) -> list[Paragraph]:
    healed: list[_Growing] = []
    for paragraph in body:
        if healed and paragraph.label is None and _continues(healed[-1], paragraph):
            healed[-1].add(paragraph.text, paragraph.spans)
        else:
            healed.append(_Growing(paragraph, paragraph.text))
    return [Paragraph(g.text, g.first.label, tuple(g.spans), g.first.strong, g.first.direct) for g in healed]


def _continues(growing: _Growing, after: Paragraph) -> bool:
    before = growing.last
    if not before:
        # A label alone on its line: "Chương I", "PHẦN THỨ NHẤT", "1.".
        return True
    if ends_sentence(before):
        return False
    return starts_lower(after.text) or DANGLING.search(before[-12:]) is not None or _splits_heading(growing, after)


def _splits_heading(growing: _Growing, after: Paragraph) -> bool:
    """Whether a heading in capitals goes on: on the next line, or after a word that cannot end it ("VÀ")."""
    before = growing.last
    label = growing.first.label
    if not (before.isupper() and after.text.isupper() and len(before) + len(after.text) <= LONGEST_HEADING):
        return False
    if DANGLING.search(before[-12:].lower()) is not None:
        return True
    return label is not None and after.direct and not names_section(after.text) and not starts_name(after.text.title())
