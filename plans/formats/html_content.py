"""Where in a saved page the document stands: the innermost container that holds nearly all that looks like one."""

import re
from collections.abc import Callable
from itertools import accumulate

from plans.formats.html_markup import Mark, Span, Text

# What only the document itself has; its container must hold every one of them.
_LETTERHEAD = re.compile(
    r"CỘNG\s+H(?:ÒA|OÀ)|Số\s*:?\s*\d*[\s.…]*/\s*[A-ZĐ]{2,}|Nơi nhận\s*:|(?:TM|KT|TL|TUQ)\.\s*[A-ZĐ]"
)
_TYPE_LINE = re.compile(
    r"(?:KẾ HOẠCH|QUYẾT ĐỊNH|CHỈ THỊ|NGHỊ QUYẾT|THÔNG TƯ|NGHỊ ĐỊNH|BÁO CÁO|TỜ TRÌNH|THÔNG BÁO|HƯỚNG DẪN|CÔNG ĐIỆN)\W*"
)
# What the paragraphs of a document begin with, and a page around it seldom does.
_PARAGRAPH = re.compile(
    r"\s*(?:(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,6})[.)/]\s|[a-zđ]\)\s|[-–+]\s|Điều \d|Căn cứ\s|Thực hiện\s|PHỤ LỤC)"
)
_ENOUGH = 3
_SHARE = 0.9
_CHROME = ("header", "footer")


def main_content(stream: list[Text | Mark], root: Span) -> tuple[int, int]:
    """Start and end of the document in the stream, the whole stream when nothing looks like one."""
    dropped = _site_frame(stream, root)
    strong = _sums(stream, dropped, _is_letterhead)
    weak = _sums(stream, dropped, _is_paragraph)
    span = root
    span.end = len(stream)
    while True:
        inner = next((child for child in span.children if _holds(span, child, strong, weak)), None)
        if inner is None:
            return span.start, span.end
        span = inner


def without_site_frame(stream: list[Text | Mark], root: Span, start: int, end: int) -> list[Text | Mark]:
    """The part of the stream without the page's own header and footer."""
    dropped = _site_frame(stream, root)
    return [stream[i] for i in range(start, end) if not any(i in part for part in dropped)]


def _site_frame(stream: list[Text | Mark], root: Span) -> list[range]:
    """The <header> and <footer> elements in which no part of a document stands; those inside others left out."""
    found: list[range] = []
    waiting = [root]
    while waiting and len(found) < 50:
        span = waiting.pop()
        if span.tag in _CHROME and not any(map(_is_letterhead, stream[span.start : span.end])):
            found.append(range(span.start, span.end))
        else:
            waiting += span.children
    return found


def _sums(stream: list[Text | Mark], dropped: list[range], counts: Callable[[Text | Mark], bool]) -> list[int]:
    hits = [int(counts(item)) for item in stream]
    for part in dropped:
        for index in part:
            hits[index] = 0
    return [0, *accumulate(hits)]


def _is_letterhead(item: Text | Mark) -> bool:
    if not isinstance(item, Text) or item.note:
        return False
    text = item.raw[:200].strip()
    return _LETTERHEAD.match(text) is not None or (not item.linked and _TYPE_LINE.fullmatch(text) is not None)


def _is_paragraph(item: Text | Mark) -> bool:
    return isinstance(item, Text) and not item.note and not item.linked and _PARAGRAPH.match(item.raw[:60]) is not None


def _holds(outer: Span, inner: Span, strong: list[int], weak: list[int]) -> bool:
    """Whether nearly all signs of a document in `outer` stand in `inner`."""
    strong_outer = strong[outer.end] - strong[outer.start]
    weak_outer = weak[outer.end] - weak[outer.start]
    if strong_outer + weak_outer < _ENOUGH:
        return False
    strong_inner = strong[inner.end] - strong[inner.start]
    weak_inner = weak[inner.end] - weak[inner.start]
    return strong_inner == strong_outer and weak_inner >= weak_outer * _SHARE
