"""The ways Word writes a counter: 1, 01, I, i, A, a, 1st, ① …"""

from collections.abc import Callable

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# Word repeats the letter after z: aa, bb. A counter beyond this length is noise and is shown as a figure.
_LONGEST = 32767


def roman(number: int) -> str:
    """4: "IV". Numbers that Roman figures cannot show stay decimal."""
    if not 0 < number < 4000:
        return str(number)
    parts = []
    for worth, letters in _ROMAN:
        count, number = divmod(number, worth)
        parts.append(letters * count)
    return "".join(parts)


def letter(number: int) -> str:
    """1: "a", 26: "z", 27: "aa", 28: "bb", as Word counts; there is no "đ" in it."""
    if not 0 < number <= 26 * 30:
        return str(number)
    repeats, index = divmod(number - 1, 26)
    return chr(ord("a") + index) * (repeats + 1)


def english_ordinal(number: int) -> str:
    """1: "1st"."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def circled(number: int) -> str:
    """1: "①"."""
    return _CIRCLED[number - 1] if 0 < number <= len(_CIRCLED) else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letter(number).upper(),
    "lowerLetter": letter,
    "ordinal": english_ordinal,
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "numberInDash": lambda number: f"- {number} -",
    "hex": lambda number: f"{number:X}",
    "none": lambda number: "",
    "bullet": lambda number: "",
}


def shown(number: int, kind: str) -> str:
    """A counter in a `w:numFmt` kind; a kind that is not in the table is shown as a decimal figure."""
    return FORMATS.get(kind, str)(min(max(number, 0), _LONGEST))
