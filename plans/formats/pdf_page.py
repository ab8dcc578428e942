"""What one page of a PDF shows: its words and its ruling lines, with the reading direction turned upright."""

import ctypes
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from plans.formats.pdf_drawing import read_drawing
from plans.formats.pdf_view import Box, Rule, View

# Gaps between two letters, as a share of the letter size.
GAP_WITHOUT_SPACE = 0.25
GAP_WITH_SPACE = 0.06
RAISED_BY = 0.15
MAX_LETTERS = 120_000
# A hyphen at the end of a line comes as one of these.
LINE_END_HYPHENS = frozenset({0x02, 0xFFFE})
UNREADABLE = 0xFFFD
HIDDEN_TEXT = 3
SLANTED = -1
SUBSET_PREFIX = re.compile(r"^[A-Z]{6}\+")
BOLD_FONT = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
BOLD_WEIGHT = 700
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")


class CrowdedPage(Exception):
    """A page with more letters than any page has."""


class Style(NamedTuple):
    """How a run of letters is set; `turn` is its direction in quarter turns."""

    size: float
    bold: bool
    font: str
    turn: int
    hidden: bool


class Word(NamedTuple):
    """Letters without a gap. Positions in points from the top left; `y` is the base line, `raised` a superscript."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    font: str
    raised: bool


@dataclass(frozen=True)
class Page:
    """One page, upright. `picture_share` is the part that pictures cover; `hidden` counts invisible letters."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    across: tuple[Rule, ...]
    down: tuple[Rule, ...]
    picture_share: float
    letters: int
    hidden: int
    unreadable: int


class _Run(NamedTuple):
    """What the letters of one text object share: style and a point on their base line."""

    style: Style
    origin: tuple[float, float]


# Letter code, box on the page, whether the font itself raises it, and the run it belongs to. A plain tuple: a document
# has hundreds of thousands of them.
_Glyph = tuple[int, Box, bool, _Run]


def read_page(page: Any, number: int) -> Page:  # noqa: ANN401
    """Read a page of an open document. Raises CrowdedPage."""
    width, height = _page_size(page)
    text_page = page.get_textpage()
    try:
        glyphs = _glyphs(text_page)
    finally:
        text_page.close()
    turns = Counter(glyph[3].style.turn for glyph in glyphs)
    turn = max((turn for turn in turns if turn != SLANTED), key=turns.__getitem__, default=0)
    upright = [glyph for glyph in glyphs if glyph[3].style.turn == turn and glyph[0] != UNREADABLE]
    view = View(page.get_bbox(), turn)
    drawing = read_drawing(page, view)
    if turn % 2:
        width, height = height, width
    return Page(
        number=number,
        width=width,
        height=height,
        words=tuple(_words(upright, view)),
        across=tuple(drawing.across),
        down=tuple(drawing.down),
        picture_share=min(1.0, drawing.pictures / max(1.0, width * height)),
        letters=len(glyphs),
        hidden=sum(glyph[3].style.hidden for glyph in glyphs),
        unreadable=sum(glyph[0] == UNREADABLE for glyph in glyphs),
    )


def _page_size(page: Any) -> tuple[float, float]:  # noqa: ANN401
    left, bottom, right, top = page.get_bbox()
    return abs(right - left), abs(top - bottom)


def _glyphs(text_page: Any) -> list[_Glyph]:  # noqa: ANN401
    raw = text_page.raw
    unicode_of, object_of = pdfium_c.FPDFText_GetUnicode, pdfium_c.FPDFText_GetTextObject
    box_of, box = pdfium_c.FPDFText_GetLooseCharBox, pdfium_c.FS_RECTF()
    at_box, address_of = ctypes.byref(box), ctypes.addressof
    runs: dict[int, _Run] = {}
    found: list[_Glyph] = []
    count = text_page.count_chars()
    if count > MAX_LETTERS:
        raise CrowdedPage
    for index in range(count):
        owner = object_of(raw, index)
        if not owner:
            continue
        key = address_of(owner.contents)
        run = runs.get(key)
        if run is None:
            run = runs[key] = _run(raw, index, owner)
        code = unicode_of(raw, index)
        box_of(raw, index, at_box)
        raised = 48 <= code <= 57 and _is_raised_glyph(raw, index, run)
        if not (32 <= code < 0xD800):
            code = _letter(code)
        found.append((code, (box.left, box.bottom, box.right, box.top), raised, run))
    return found


def _letter(code: int) -> int:
    if code in LINE_END_HYPHENS:
        return 0x2D
    if code == 0 or 0xE000 <= code <= 0xF8FF:
        # Symbol fonts keep their bullets in the private area.
        return 0x2D if code in (0xF02D, 0xF0B7, 0xF0A7, 0xF0D8) else UNREADABLE
    return code if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else UNREADABLE


def _run(raw: Any, index: int, owner: Any) -> _Run:  # noqa: ANN401
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix))
    size = abs(pdfium_c.FPDFText_GetFontSize(raw, index)) * ((matrix.c**2 + matrix.d**2) ** 0.5 or 1.0)
    name = ctypes.create_string_buffer(128)
    pdfium_c.FPDFText_GetFontInfo(raw, index, name, 128, None)
    font = SUBSET_PREFIX.sub("", name.value.decode("utf-8", "replace"))
    weight = pdfium_c.FPDFText_GetFontWeight(raw, index)
    bold = BOLD_FONT.search(font) is not None or weight >= BOLD_WEIGHT
    hidden = pdfium_c.FPDFTextObj_GetTextRenderMode(owner) == HIDDEN_TEXT
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDFText_GetCharOrigin(raw, index, ctypes.byref(x), ctypes.byref(y))
    return _Run(Style(min(size, 1000.0), bold, font, _turn(matrix.a, matrix.b), hidden), (x.value, y.value))


def _turn(a: float, b: float) -> int:
    """Quarter turns of the direction (a, b) of a text; SLANTED for what runs across the page, as watermarks do."""
    if min(abs(a), abs(b)) > 0.1 * max(abs(a), abs(b)):
        return SLANTED
    return (0 if a >= 0 else 2) if abs(a) >= abs(b) else (1 if b > 0 else 3)


def _is_raised_glyph(raw: Any, index: int, run: _Run) -> bool:  # noqa: ANN401
    """Whether a digit stands above its own base line: fonts have superscript digits of full letter size."""
    if run.style.turn != 0:
        return False
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium_c.FPDFText_GetCharBox(raw, index, left, right, bottom, top)
    return bool(bottom.value - run.origin[1] > run.style.size * RAISED_BY)


def _words(glyphs: list[_Glyph], view: View) -> list[Word]:
    """Neighbouring letters on one base line, cut at spaces and gaps."""
    words: list[Word] = []
    letters: list[str] = []
    x0 = x1 = y = last = base = 0.0
    run: _Run | None = None
    style = Style(1.0, False, "", 0, False)
    raised = spaced = False
    plain, shift = view.turn == 0, view.box[0]
    for code, box, is_raised, owner in glyphs:
        letter = chr(code)
        if letter.isspace() or code < 32:
            spaced = True
            continue
        left, right = (box[0] - shift, box[2] - shift) if plain else view.span(box)[::2]
        if owner is not run:
            run, base = owner, view.point(*owner.origin)[1]
        if letters:
            size = owner.style.size or 1.0
            gap = left - x1
            beside = -0.5 * size < gap < (GAP_WITH_SPACE if spaced else GAP_WITHOUT_SPACE) * size
            level = abs(base - y) < 0.1 * size and abs(owner.style.size - style.size) < 0.1 * size
            if not (level and is_raised == raised and (beside or abs(left - last) < 0.01 or 0x300 <= code <= 0x36F)):
                _close(words, letters, Word("", x0, x1, y, style.size, style.bold, style.font, raised))
        if not letters:
            x0, x1, y, style, raised = left, right, base, owner.style, is_raised
        letters.append(letter)
        x1, last, spaced = right if right > x1 else x1, left, False
    _close(words, letters, Word("", x0, x1, y, style.size, style.bold, style.font, raised))
    return words


def _close(words: list[Word], letters: list[str], word: Word) -> None:
    if not letters:
        return
    text = _text("".join(letters))
    if text:
        words.append(Word(text, *word[1:]))
    letters.clear()


def _text(text: str) -> str:
    """NFC; typographic ligatures become their letters; zero-width characters go."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    if max(text) < "\u2000":
        return text
    text = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    return _INVISIBLE.sub("", text)
