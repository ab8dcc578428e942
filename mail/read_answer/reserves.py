"""What keeps a written number from being a statement: a sign, a bound, a guess, a range, a size nobody can keep."""

import re

from mail.charset import fold
from mail.numbers import DATE, NUMBER, keepable, read_number

_YEARS = re.compile(r"\b20\d\d\s*-\s*20\d\d\b")
_TO = r"\s*%?\s*(?:-|−|\bden\b|\btoi\b)\s*"
# "410/512 - 80,1%" says one thing twice, "410/512-420" names two.
_RANGE = re.compile(rf"(?<!\w){NUMBER}{_TO}{NUMBER}(?!\s*(?:%|phan tram))|(?<![\w/.,]){NUMBER}{_TO}{NUMBER}")
_SIGN = re.compile(r"(?:(?<![\w%)])|(?<=\s))[-−+]\s?$")
_SYMBOL = re.compile(r"[<>≤≥~≈±]\s*=?\s*$")
# Words that may stand between the reserve and the number: "ước đạt khoảng", "dưới mức".
_BETWEEN = r"(?:\s+(?:dat|duoc|muc|la|chi|co|them|ty le|ti le|con|so|den|toi|qua))*\s*$"
_BEFORE = re.compile(
    r"\b(?:am|duoi|tren|hon|gan|khoang|uoc|uoc tinh|uoc chung|xap xi|tam|it nhat|toi thieu|toi da|nhieu nhat"
    r"|khong|chua|chang|vuot|hut|thieu(?!\s+so)|du kien|phan dau|ke hoach|muc tieu|chi tieu|cam ket|se|phai)"
    rf"{_BETWEEN}"
)
_RISE = re.compile(rf"\btang{_BETWEEN}")
_ASKS_FOR_RISE = re.compile(r"\btang\b(?!\s+cuong)")
_ASKS_FOR_FALL = re.compile(r"\bgiam\b(?!\s+(?:nghi|sat|doc))")
_FALL = re.compile(rf"\bgiam{_BETWEEN}")
_AFTER = re.compile(
    r"\s*(?:%|phan tram)?\s*(?:tro len|tro xuong|hoac hon|hoac it hon|\(?\s*(?:so\s+)?(?:uoc|du kien|am)\b|\+)"
    r"|[^,;:.()\n\d]{0,40}\b(?:chua|khong)\b"
)

# More than these are no figure of an office, whatever the database makes of them.
_MOST_DIGITS = 24
# No figure takes a whole page; reading one as a figure would also take minutes.
_LONGEST = 2000


def outsize(text: str) -> bool:
    """Whether a text is no figure at all, or holds a number that Numeric(18,4) does not keep."""
    if len(text.strip()) > _LONGEST:
        return True
    text = text.strip()
    for match in re.finditer(NUMBER, text):
        digits = sum(letter.isdigit() for letter in match[0])
        value = read_number(match[0]) if digits <= _MOST_DIGITS else None
        if digits > _MOST_DIGITS or (value is not None and not keepable(value)):
            return True
    return False


def reserve(text: str, places: list[tuple[int, int]], label: str = "") -> str:
    """Why the numbers at ``places`` state no exact value, "" when they do; ``label`` is what was asked for."""
    # Without marks "chừng" (about) would be "chung" (in all).
    folded = fold(text.lower().replace("chừng", "~    ")) if "chừng" in text else fold(text)
    still = DATE.sub(_blank, _YEARS.sub(_blank, folded))
    # Only a range that touches the value: an age such as "3-5 tuổi" may stand before it.
    if any(match.start() < end and start < match.end() for match in _RANGE.finditer(still) for start, end in places):
        return "nêu một khoảng giá trị, chưa phải một số cụ thể"
    asked = fold(label)
    for start, end in places:
        before = folded[:start]
        if _SIGN.search(before) or re.search(rf"\bam{_BETWEEN}", before):
            # "410/512 - 80,1%": a dash behind another number joins the two.
            if not any(other < start and re.fullmatch(r"[^\w]*-\s", folded[stop:start]) for other, stop in places):
                return "ghi số âm hoặc có dấu trước số"
        if _rough(before, asked) or _AFTER.match(folded, end):
            return "chỉ nêu mức ước chừng, giới hạn hoặc mức tăng giảm, chưa phải một số cụ thể"
    return ""


def _rough(before: str, asked: str) -> bool:
    if _SYMBOL.search(before):
        return True
    if _FALL.search(before):
        return _ASKS_FOR_FALL.search(asked) is None
    if _RISE.search(before):
        return _ASKS_FOR_RISE.search(asked) is None
    return _BEFORE.search(before) is not None


def _blank(match: "re.Match[str]") -> str:
    return " " * len(match[0])
