"""Whether the unit written beside an amount is the one that was asked for."""

import re

from mail.charset import fold

# 1 unit of money in triệu đồng is what amounts are read in; these spellings of it stand behind a plain number.
_SAME = {
    "trieu dong": ("trieu", "trd"),
    "ty dong": ("ty", "ti", "ti dong"),
    "tre em": ("tre",),
}
# Words that go on with the sentence and name no unit.
_GOES_ON = re.compile(
    r"(?:trong|tinh|den|da|duoc|va|cua|tai|o|la|nam|ngay|thang|theo|so voi|gom|bao gom|de|cho|tu|dat|toan)\b"
)
_CURRENCY_BEFORE = re.compile(r"(?:[$€£¥₫]|\b(?:usd|eur|vnd|us|dong))\s*$")


def other_unit(asked: str, text: str, start: int, end: int, money: bool) -> bool:
    """Whether the number at ``start`` to ``end`` is written in another unit than ``asked``.

    ``money``: a unit of money was read as part of the number; then nothing more may follow it.
    """
    folded = fold(text)
    if _CURRENCY_BEFORE.search(folded[:start]):
        return True
    gap, after = re.match(r"(\s*)(.*)", folded[end:], re.DOTALL).groups()  # type: ignore[union-attr]
    if after.startswith("/") or (after[:1] and not gap and (after[0].isalnum() or after[0] in "$€£¥₫")):
        return not _fits(asked, after, money)
    if not after or not (after[0].isalnum() or after[0] in "$€£¥₫") or _GOES_ON.match(after):
        return False
    return not _fits(asked, after, money)


def _fits(asked: str, after: str, money: bool) -> bool:
    if money:
        names: tuple[str, ...] = ("dong", "vnd", "viet nam dong")
    else:
        unit = " ".join(fold(asked).split())
        names = (unit, *_SAME.get(unit, ()))
    line = " ".join(after.split())
    # "triệu đồng/lớp" is a price, and "triệu USD" is no triệu.
    return any(
        re.match(rf"{re.escape(name)}(?![\w/])(?!\s+(?:usd|eur|do la|nguoi|chi\b))", line) is not None for name in names
    )
