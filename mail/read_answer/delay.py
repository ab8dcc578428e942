"""Requests for more time, and the words in them that excuse the delay instead of reporting on the work."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from mail.days import day_in
from mail.read_answer.lexicon import unwrapped, words
from mail.read_answer.model import Extension
from mail.read_answer.signs import places

Span = tuple[int, int]

_WISH = words(
    r"(?:xin|đề nghị|cho phép|mong|kính mong|(?<!nhận )được)\b[^.;\n]{0,80}?\b"
    r"(?P<delay>lùi|gia hạn|kéo dài thời|hoãn|thêm (?:\w+ )?thời gian|nộp chậm|gửi chậm|chậm nộp|chậm gửi"
    r"|nộp muộn|gửi muộn|gửi sau|nộp sau|báo cáo sau|trả lời sau|chậm báo cáo|báo cáo chậm|chậm thời hạn)\b"
    r"[^.;\n]{0,100}(?:\.\d[^.;\n]{0,20})?"
)
_UNTIL = words(r"\b(?:đến|tới|trước|vào|hết|ngày|chậm nhất)\b")
_BECAUSE = words(r"\b(?:do|vì|bởi|lý do|nguyên nhân|để|nhằm)\b")
_EDGE = re.compile(r"[;!?\n]|\.(?=\s|$)")
# A mail asks once or twice; one that repeats itself thousands of times must not take minutes.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """A request for more time: its sentence in the text, where the asking word stands, and what it says."""

    sentence: Span
    verb: int
    extension: Extension


def wishes(text: str, written_on: date | None) -> tuple[Wish, ...]:
    """The requests for more time, one for each sentence, with the day where one is named."""
    flat = unwrapped(text)
    found: dict[Span, Wish] = {}
    edges: list[Span] | None = None
    for match in _WISH.of(text).finditer(flat.lower()):
        edges = edges if edges is not None else [edge.span() for edge in _EDGE.finditer(flat)]
        sentence = _around(edges, match.start(), len(text))
        if sentence in found or len(found) == _MOST:
            continue
        said = match[0]
        pointer = _UNTIL.of(text).search(said)
        until = day_in(said[pointer.start() :], written_on) if pointer else None
        extension = Extension(until, " ".join(text[match.start() : match.end()].split()))
        found[sentence] = Wish(sentence, match.start("delay"), extension)
    return tuple(found.values())


def without_excuses(text: str, found: Sequence[Wish]) -> str:
    """The text, of the same length, without the words that only say why more time is needed.

    In a sentence that asks for time a status counts when it comes with a percentage, or when it stands before the
    request and is not its reason: "đang thực hiện, xin gia hạn …" reports, "xin lùi … do đang chờ số liệu" does not.
    """
    flat = unwrapped(text)
    excuses: list[Span] = []
    for wish in found:
        start, end = wish.sentence
        sentence = flat[start:end]
        because = _BECAUSE.of(sentence).search(sentence.lower())
        limit = min(wish.verb - start, because.start() if because else len(sentence))
        excuses.extend(
            (start + place.start, start + place.end)
            for place in places(sentence)
            if place.told.percent is None and (place.weak or place.start > limit)
        )
    return blanked(text, excuses)


def without_weak(text: str) -> str:
    """The text, of the same length, without progress words that may speak of the report alone."""
    return blanked(text, [(one.start, one.end) for one in places(text) if one.weak and one.told.percent is None])


def without_progress(text: str, spans: Sequence[Span]) -> str:
    """The text, of the same length, without the progress that is told in these places; a percentage still counts."""
    if not spans:
        return text
    told = [(start, one) for start, end in spans for one in places(text[start:end]) if one.told.percent is None]
    return blanked(text, [(start + one.start, start + one.end) for start, one in told])


def until_in_words(extension: Extension | None) -> str:
    """ " đến ngày 20/12/2025", or nothing when no day was named."""
    return f" đến ngày {extension.until:%d/%m/%Y}" if extension and extension.until else ""


def _around(edges: Sequence[Span], place: int, length: int) -> Span:
    after = bisect_left(edges, (place, 0))
    return edges[after - 1][1] if after else 0, edges[after][0] if after < len(edges) else length


def blanked(text: str, spans: Sequence[Span]) -> str:
    """The text, of the same length, with spaces for these places."""
    pieces, edge = [], 0
    for start, end in sorted(spans):
        if end > edge:
            start = max(start, edge)
            pieces += [text[edge:start], " " * (end - start)]
            edge = end
    return "".join([*pieces, text[edge:]])
