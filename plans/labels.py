"""The labels of Vietnamese administrative numbering: "A.", "I.", "1.", "1.1.", "a)", "đ)", "-", "+"."""

import re
from dataclasses import dataclass
from enum import IntEnum

# Capital letters of Vietnamese; a range of code points would mix in small ones.
CAPITAL = "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
# The order of lettered clauses in legal texts: đ follows d; f, j, w and z are not used.
ALPHABET = "abcdđeghiklmnopqrstuvxy"


class Level(IntEnum):
    """Depth of a label; a smaller one closes every larger one."""

    PART = 0
    ROMAN = 1
    NUMBER = 2
    NUMBER_2 = 3
    NUMBER_3 = 4
    LETTER = 5
    DASH = 6
    PLUS = 7
    PLAIN = 8


@dataclass(frozen=True)
class Label:
    """`key` is what a path uses: "IV", "2.1", "đ"; empty for a dash."""

    level: Level
    key: str


# "C." and "D." would be Roman hundreds, which no plan reaches: they are parts.
_LABEL = re.compile(
    r"(?:(?P<roman>[IVX]{1,6})\s?[./]|(?P<part>[A-HK])\.|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\s?(?:\.|\)|/(?!\d))"
    r"|(?P<letter>[a-zđ])\s?(?:\)|\.(?=\s))|(?P<dash>[-–—])(?=\s|[^\W\d])|(?P<plus>\+))\s*(?=\S)"
)
_NUMBER_BARE = re.compile(rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\s+(?={CAPITAL})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def split_label(text: str) -> tuple[Label | None, str]:
    """The label at the head of a paragraph and the text after it."""
    match = _NUMBER_BARE.match(text) or _LABEL.match(text)
    if match is None:
        return None, text
    rest = text[match.end() :]
    kind = match.lastgroup or ""
    key = match.group(kind)
    if kind == "number":
        # "31. 12" or "3.5 triệu" is a figure, and a number glued to letters ("1.Mục tiêu") is a label.
        if rest[:1].isdigit():
            return None, text
        return Label(Level(min(Level.NUMBER + key.count("."), Level.NUMBER_3)), key), rest
    levels = {"roman": Level.ROMAN, "part": Level.PART, "letter": Level.LETTER, "dash": Level.DASH, "plus": Level.PLUS}
    return Label(levels[kind], "" if kind in ("dash", "plus") else key), rest


def ordinal(label: Label) -> int | None:
    """Position of a label in its sequence, from 1; None for dashes and unused letters."""
    if label.level is Level.LETTER:
        return ALPHABET.index(label.key) + 1 if label.key in ALPHABET else None
    if label.level is Level.ROMAN:
        values = [_ROMAN_VALUES[letter] for letter in label.key]
        return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
    if label.level in (Level.NUMBER, Level.NUMBER_2, Level.NUMBER_3):
        return int(label.key.rsplit(".", 1)[-1])
    return None
