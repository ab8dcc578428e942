"""Pages that are pictures, and text layers that a machine guessed: refused or pointed out."""

import re

from plans.errors import ScannedFile
from plans.formats.pdf_page import Page
from plans.formats.syllables import is_syllable
from plans.sheet import Doubt

FEW_LETTERS = 60
PICTURE_SHARE = 0.4
SCANNED_SHARE = 0.5
HIDDEN_SHARE = 0.5
UNREADABLE_SHARE = 0.05
GARBAGE_SHARE = 0.45
MIN_WORDS = 30
_LETTERS_ONLY = re.compile(r"[^\W\d_]+")


def doubts_about(pages: list[Page], name: str) -> tuple[Doubt, ...]:
    """What a person should know about the text layer. Raises ScannedFile when there is none worth reading."""
    with_content = [page for page in pages if page.letters or page.picture_share > PICTURE_SHARE]
    scanned = [page for page in with_content if page.letters < FEW_LETTERS and page.picture_share > PICTURE_SHARE]
    if with_content and len(scanned) >= len(with_content) * SCANNED_SHARE:
        raise ScannedFile(name)
    letters = sum(page.letters for page in pages)
    if letters and sum(page.unreadable for page in pages) > letters * SCANNED_SHARE:
        raise ScannedFile(name)
    doubts: list[Doubt] = []
    if scanned:
        numbers = ", ".join(str(page.number) for page in scanned)
        doubts.append(Doubt("scanned_pages", f"Trang {numbers} là ảnh quét, không đọc được chữ; hãy xem bản gốc."))
    if sum(page.unreadable for page in pages) > letters * UNREADABLE_SHARE:
        doubts.append(Doubt("unreadable_letters", "Một số chữ trong tệp không rõ là chữ gì; hãy đối chiếu bản gốc."))
    doubts += _guessed_text(pages, name, letters)
    return tuple(doubts)


def _guessed_text(pages: list[Page], name: str, letters: int) -> list[Doubt]:
    hidden = sum(page.hidden for page in pages)
    if not letters or hidden < letters * HIDDEN_SHARE:
        return []
    words = [text.casefold() for page in pages for word in page.words for text in _LETTERS_ONLY.findall(word.text)]
    strange = sum(not is_syllable(word) for word in words)
    if len(words) >= MIN_WORDS and strange > len(words) * GARBAGE_SHARE:
        raise ScannedFile(name)
    message = "Chữ của tệp này do máy nhận dạng từ ảnh quét (OCR), có thể sai; hãy đối chiếu với bản gốc."
    return [Doubt("recognised_text", message)]
