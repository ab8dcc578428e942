"""Our own words copied into a reply: the heading of a duty ("Hoàn thành phổ cập …"), its target, its last answer."""

import re
from collections.abc import Sequence

from mail.charset import fold
from mail.read_answer.model import AskedItem

_BEGINNING = 30
_SHORTEST = 12
# "Kỳ trước – Năm 2024: đang thực hiện, 70%" and "Số liệu CT1: … (chỉ tiêu: ít nhất 30%)", lines of our letters.
_LINES = re.compile(
    r"^[ \t>]*(?:(?:bao cao )?ky truoc[ \t]*[-:][^\n]*"
    r"|so lieu ct ?\d{1,3}: [^\n]*\(chi tieu: [^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)[ \t]*)$",
    re.MULTILINE,
)


def copied(text: str, asked: Sequence[AskedItem]) -> list[tuple[int, int]]:
    """Where words of the letter stand in the text of a reply."""
    folded = fold(text)
    spans = [match.span() for match in _LINES.finditer(folded)]
    for item in asked:
        heading = fold(" ".join(item.text.split()))
        place = folded.find(heading[:_BEGINNING]) if len(heading) >= _SHORTEST else -1
        while place >= 0:
            length = _common(folded, place, heading)
            tail = 1 if folded[place + length : place + length + 1] == "…" else 0
            spans.append((place, place + length + tail))
            place = folded.find(heading[:_BEGINNING], place + length + 1)
    return spans


def _common(folded: str, place: int, heading: str) -> int:
    length = 0
    for one, other in zip(folded[place : place + len(heading)], heading, strict=False):
        if one != other and not (one == "\n" and other == " "):
            break
        length += 1
    return length
