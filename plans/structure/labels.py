"""The labels of Vietnamese administrative numbering: "Phần A", "Chương I", "Điều 1.", "I.", "1.1.", "a)", "-", "+".

Each kind of label is one line of a table: how it looks, its usual depth and its style. The depth that a node really has
is decided in `plans.structure.outline`, because "1)" or "*" mean different depths in different documents.
"""

import re
from dataclasses import dataclass, field
from enum import IntEnum

# Capital letters of Vietnamese; a range of code points would mix in small ones.
CAPITAL = "[A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]"
# The order of lettered clauses in legal texts: đ follows d; f, j, w and z are not used.
ALPHABET = "abcdđeghiklmnopqrstuvxy"


class Level(IntEnum):
    """Usual depth of a label; a smaller one closes every larger one."""

    DIVISION = 0
    CHAPTER = 1
    HEAD = 2
    ARTICLE = 3
    PART = 4
    ROMAN = 5
    NUMBER = 6
    NUMBER_2 = 7
    NUMBER_3 = 8
    LETTER = 9
    ITEM = 10
    DASH = 11
    PLUS = 12
    STAR = 13
    PLAIN = 14


@dataclass(frozen=True)
class Label:
    """`key` is what a path uses: "IV", "2.1", "đ", "Đ2" for an article; empty for a dash.

    `style` tells "1." from "1)" and "1/": labels of one sequence share it.
    """

    level: Level
    key: str
    style: str = field(default="", compare=False)


@dataclass(frozen=True)
class LabelRule:
    """One way to write a label: group 1 is its key, which `prefix` makes unique among the levels."""

    level: Level
    style: str
    form: re.Pattern[str]
    prefix: str = ""


# The heading of these labels stands behind a mark, on the next line, or right behind in capitals ("blank").
_TAIL = r"(?:\s*[.:]\s*|\s+[-–]\s+|\s*$|(?P<blank>\s+)(?=\S))"
_WORD_NUMBERS = {
    word: str(n)
    for n, word in enumerate(("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười"), start=1)
} | {"bốn": "4"}
_NUMERAL = r"([IVX]{1,6}|\d{1,2})"
_BULLETS = "•●▪◦·*■□➢✓"
LABEL_RULES = (
    LabelRule(
        Level.DIVISION,
        "division",
        re.compile(
            rf"P(?:hần|HẦN)\s+(?:(?i:thứ)\s+((?i:{'|'.join(_WORD_NUMBERS)}))(?!\w)|([A-H]|[IVX]{{1,5}}|\d{{1,2}})){_TAIL}"
        ),
        "P",
    ),
    LabelRule(Level.CHAPTER, "chapter", re.compile(rf"C(?:hương|HƯƠNG)\s+{_NUMERAL}{_TAIL}"), "C"),
    LabelRule(Level.HEAD, "head", re.compile(rf"M(?:ục|ỤC)\s+{_NUMERAL}{_TAIL}"), "M"),
    LabelRule(Level.ARTICLE, "article", re.compile(r"Đ(?:iều|IỀU)\s+(\d{1,3})\s*[.:]\s*"), "Đ"),
    LabelRule(Level.NUMBER, "number.", re.compile(r"K(?:hoản|HOẢN)\s+(\d{1,2})\s*[.:]\s*(?=\S)")),
)

_LABEL = re.compile(
    r"(?:(?P<roman>[IVX]{1,6})\s?(?:[./)]|[-–](?=\s))|(?P<part>[A-HK])[./]|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})\s?(?P<close>\.|\)|/(?!\d)|-(?=\s[^\W\d_a-z]))"
    r"|\((?P<bracket>\d{1,2}|[ivx]{1,5}|[a-zđ])\)|(?P<small>[ivx]{1,5})\)"
    r"|(?P<letter>[a-zđ])\s?(?:\)|\.(?=\s)|/(?=\s))"
    rf"|(?P<dash>[-–—−‒])(?=\s|[^\W\d])|(?P<plus>\+)|(?P<star>[{_BULLETS}]))\s*(?=\S)"
)
_NUMBER_BARE = re.compile(rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})\s+(?={CAPITAL})")
# A label alone on its line: the text follows on the next one.
_ALONE = re.compile(
    r"(?P<roman>[IVX]{1,6})[./)]|(?P<part>[A-H])\.|(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?P<close>[./)])|(?P<letter>[a-zđ])\)"
)
_LONGEST_ALONE = 12
_DATE_REST = re.compile(r"\d{1,2}\s*[./]\s*(?:\d{4}(?!\d)|\d{1,2}\s*[./])|\d+\W*$")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_BY_FIRST_LETTER = "PCMĐK"
_BY_TWO_LETTERS = "PCMĐKIVXivx"
_DEPTHS = {
    "roman": Level.ROMAN,
    "part": Level.PART,
    "letter": Level.LETTER,
    "small": Level.ITEM,
    "bracket": Level.ITEM,
    "dash": Level.DASH,
    "plus": Level.PLUS,
    "star": Level.STAR,
}
_WITHOUT_KEY = ("dash", "plus", "star")


def split_label(text: str) -> tuple[Label | None, str]:
    """The label at the head of a paragraph and the text after it, which is empty for a label alone on its line."""
    first, second = text[:1], text[1:2]
    if first.isalpha() and second.isalpha() and first not in _BY_TWO_LETTERS:
        # Most lines start with a word: no label does, but for "iv)", "II." and those told by their first letter.
        return None, text
    if first in _BY_FIRST_LETTER:
        named = _named_label(text)
        if named is not None:
            return named
    match = _NUMBER_BARE.match(text) or _LABEL.match(text)
    if match is None and len(text) <= _LONGEST_ALONE:
        match = _ALONE.fullmatch(text)
    if match is None:
        return None, text
    rest = text[match.end() :]
    found = match.groupdict()
    kind = next(name for name, value in found.items() if value is not None and name != "close")
    key = found[kind]
    if kind == "number":
        # "3.5 triệu" and "31. 12. 2025" are figures; "1. 100% học sinh" and "1.Mục tiêu" have labels.
        if rest[:1].isdigit() and (not text[match.end() - 1].isspace() or _DATE_REST.match(rest)):
            return None, text
        depth = Level(min(Level.NUMBER + key.count("."), Level.NUMBER_3))
        close = found.get("close") or "."
        # "1-" is how the Party writes "1.".
        return Label(depth, key, f"number{key.count('.')}{'.' if close == '-' else close}"), rest
    if kind == "small" and len(key) == 1:
        # "i)" is the ninth letter or the first small Roman number; the outline decides by what is open.
        return Label(Level.LETTER, key, "letter"), rest
    return Label(_DEPTHS[kind], "" if kind in _WITHOUT_KEY else key, kind), rest


def _named_label(text: str) -> tuple[Label, str] | None:
    for rule in LABEL_RULES:
        match = rule.form.match(text)
        if match is None:
            continue
        if match.groupdict().get("blank") and not text[match.end() :].isupper():
            # "Chương I Nghị định này" in the middle of a wrapped sentence cites another document.
            continue
        written = next(group for group in match.groups() if group)
        key = _WORD_NUMBERS.get(written.lower(), written)
        if rule.prefix and key[0] in _ROMAN_VALUES and set(key) <= set(_ROMAN_VALUES):
            key = str(roman_value(key))
        prefix = "" if key in tuple("ABCDEFGH") else rule.prefix
        return Label(rule.level, f"{prefix}{key}", rule.style), text[match.end() :]
    return None


def roman_value(key: str) -> int:
    """The value of a Roman number up to 39."""
    values = [_ROMAN_VALUES[letter] for letter in key]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def roman(number: int) -> str:
    """A number up to 39 in Roman letters, a larger one in digits."""
    if number >= 40:
        return str(number)
    return "X" * (number // 10) + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[number % 10]


def ordinal(label: Label) -> int | None:
    """Position of a label in its sequence, from 1; None for dashes and unused letters."""
    if label.level is Level.LETTER:
        return ALPHABET.index(label.key) + 1 if label.key in ALPHABET else None
    if label.level is Level.ROMAN:
        return roman_value(label.key)
    if label.level in (Level.NUMBER, Level.NUMBER_2, Level.NUMBER_3):
        return int(label.key.rsplit(".", 1)[-1])
    if label.level is Level.PART:
        return ord(label.key) - ord("A") + 1
    if label.level <= Level.ARTICLE:
        return int(label.key[1:]) if label.key[1:].isdigit() else ord(label.key[0]) - ord("A") + 1
    return None
