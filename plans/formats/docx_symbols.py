"""Characters of symbol fonts (Symbol, Wingdings) as Unicode, and runs in the fonts of the old encodings."""

import re
from typing import Literal

LegacyEncoding = Literal["tcvn3", "vni"]

# Code in the private area to what is seen. Whatever is not here is some bullet.
_SYMBOL = {
    0x2B: "+",
    0x2D: "-",
    0xA3: "≤",
    0xA5: "∞",
    0xAE: "→",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xBC: "…",
    0xDB: "⇔",
    0xDE: "⇒",
}
_WINGDINGS = {0x6F: "☐", 0xA8: "☐", 0xE0: "→", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
_PRIVATE = re.compile("[\uf000-\uf0ff]")
# Letters that only Unicode text has: a font of the old encodings under them is a remnant.
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9ăĂđĐơƠưƯ]")


def is_symbol_font(font: str | None) -> bool:
    """Fonts in which letters are drawn as signs."""
    return font is not None and font.lower().startswith(("wingdings", "webdings"))


def symbol(code: int, font: str | None) -> str:
    """What a character of a symbol font shows."""
    table = _WINGDINGS if is_symbol_font(font) else _SYMBOL
    return table.get(code & 0xFF, "•")


def without_private(text: str, font: str | None) -> str:
    """Text with the private characters of symbol fonts replaced."""
    if is_symbol_font(font):
        return "".join(c if c.isspace() else symbol(ord(c), font) for c in text)
    if _PRIVATE.search(text) is None:
        return text
    if legacy_encoding(font) is not None:
        # Word stores the old fonts like symbol fonts: the byte stands behind F000.
        return _PRIVATE.sub(lambda found: chr(ord(found[0]) & 0xFF), text)
    return _PRIVATE.sub(lambda found: symbol(ord(found[0]), font), text)


def legacy_encoding(font: str | None) -> LegacyEncoding | None:
    """The encoding that a font name stands for: ".VnTime" is TCVN3, "VNI-Times" is VNI."""
    if font is None:
        return None
    lower = font.lower()
    if lower.startswith(".vn"):
        return "tcvn3"
    return "vni" if lower.startswith(("vni-", "vni ")) else None


def is_unicode(text: str) -> bool:
    """Whether the text has Vietnamese letters that the old encodings do not use."""
    return _VIETNAMESE.search(text) is not None


def converted(text: str, encoding: LegacyEncoding) -> str:
    """Text of an old encoding as Unicode."""
    from plans.formats.legacy import convert

    result: str = convert(text, encoding)
    return result


def readable(text: str, font: str | None) -> str:
    """Text in one font as Unicode, for what is no run of a paragraph."""
    text = without_private(text, font)
    encoding = legacy_encoding(font)
    return text if encoding is None or text.isascii() or is_unicode(text) else converted(text, encoding)


def is_capital_font(font: str | None) -> bool:
    """Fonts of TCVN3 that draw every letter as a capital (".VnTimeH")."""
    return font is not None and font.startswith(".") and font.endswith("H")
