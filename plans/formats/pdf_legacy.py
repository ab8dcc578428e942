"""Text in fonts from before Unicode (.VnTime, VNI-Times), turned into Unicode."""

import re
from dataclasses import replace

from plans.formats.legacy import Encoding, convert, detect
from plans.formats.pdf_page import Page, Word
from plans.formats.syllables import is_syllable
from plans.sheet import Doubt

_TCVN3_FONT = re.compile(r"\.?Vn[A-Z]")
_VNI_FONT = re.compile(r"VNI[-_ ]", re.IGNORECASE)
# Fonts of capitals have an H at the end of their name and show small letters as capitals.
_CAPITAL_FONT = re.compile(r"\.?Vn[A-Z][A-Za-z]*H(?:\b|$)")
_WITH_HYPHEN = re.compile(r"[^\W\d_]{0,6}-[^\W\d_]{0,6}")
_NAMES = {"tcvn3": "TCVN3", "vni": "VNI"}
SOFT_HYPHEN = "\u00ad"


def in_unicode(pages: list[Page]) -> tuple[list[Page], tuple[Doubt, ...]]:
    """The pages with such words converted, and a doubt when there were any."""
    encodings = _encodings(pages)
    converted = [replace(page, words=tuple(_converted(page, encodings))) for page in pages]
    if not encodings:
        return converted, ()
    names = " và ".join(sorted({_NAMES[encoding] for encoding in encodings.values()}))
    message = f"Tệp dùng bảng mã cũ {names}, chữ đã được chuyển sang Unicode; hãy đối chiếu với bản gốc."
    return converted, (Doubt("legacy_encoding", message),)


def _encodings(pages: list[Page]) -> dict[str, Encoding]:
    """The encoding of every font that has one: by its name, or by what its letters look like."""
    texts: dict[str, list[str]] = {}
    for page in pages:
        for word in page.words:
            if not word.text.isascii() or _CAPITAL_FONT.match(word.font):
                texts.setdefault(word.font, []).append(word.text)
    found: dict[str, Encoding] = {}
    for font, words in texts.items():
        encoding = detect(" ".join(words)) if not _is_unicode(words) else None
        named = _named(font)
        if encoding is None and named is not None and not _is_unicode(words):
            encoding = named
        if encoding is not None:
            found[font] = named or encoding
    return found


def _named(font: str) -> Encoding | None:
    if _TCVN3_FONT.match(font):
        return "tcvn3"
    return "vni" if _VNI_FONT.match(font) else None


def _is_unicode(words: list[str]) -> bool:
    """Whether a mended document has Unicode letters under the name of an old font."""
    sure = sum(any("\u1ea0" <= letter <= "\u1ef9" or letter in "ăđơưĂĐƠƯ" for letter in word) for word in words)
    return sure * 10 > len(words)


def _horned(found: re.Match[str]) -> str:
    """TCVN3 has "ư" at the code of the soft hyphen, which a PDF shows as a hyphen: "ch-ơng" is "chương"."""
    meant = found.group().replace("-", "ư")
    return meant if is_syllable(meant) else found.group()


def _converted(page: Page, encodings: dict[str, Encoding]) -> list[Word]:
    words = []
    for word in page.words:
        encoding = encodings.get(word.font)
        if encoding is not None:
            text = convert(word.text, encoding)
            if encoding == "tcvn3":
                text = _WITH_HYPHEN.sub(_horned, text)
            words.append(word._replace(text=text.upper() if _CAPITAL_FONT.match(word.font) else text))
        elif SOFT_HYPHEN in word.text:
            if text := word.text.replace(SOFT_HYPHEN, ""):
                words.append(word._replace(text=text))
        else:
            words.append(word)
    return words
