"""Which sentence speaks of which assignment: by code, by place in the plan, or of all of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mail.charset import fold
from mail.read_answer.lexicon import words
from mail.read_answer.model import AskedItem
from mail.read_answer.status import has_status

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")
_SENTENCE_EDGE = re.compile(r"[;!?]|\.(?=\s|$)")
_JOINT = re.compile(r"^[\s,;&\[\]()]*(?:va|voi|cung|den|toi|-)?[\s,;&\[\]()]*$")
_RANGE = re.compile(r"\b(?:den|toi)\b|^[\s\])]*-[\s\[(]*$")
_LEAD = re.compile(
    r"^[\s\-*•+\d.)(\[]*(?:(?:doi voi|ve|ket qua|bao cao)\s+)*"
    r"(?:(?:cac\s+)?(?:nhiem vu|noi dung|muc|ma|viec|yeu cau)\s*)*"
    r"(?:co\s+)?(?:ma|so)?[\s:\[(]*$"
)
_ALL = words(
    r"\b(?:tất cả|toàn bộ|cả \w+|các|những)(?: các| những)?"
    r" (?:nhiệm vụ|nội dung|mục|việc|công việc|yêu cầu|phần việc)\b"
    r"|\b(?:nhiệm vụ|nội dung|mục)\b[^.;\n]{0,40}\bđều\b"
    r"|\b(?:nhiệm vụ|nội dung|mục|việc|mã)(?: \w+)? còn lại\b"
    r"|^\W*(?:tất cả|toàn bộ|cả (?:\d+|hai|ba|bốn|năm|sáu))(?: đều)? (?:đã|đang|chưa|xong|hoàn thành|không)\b"
)
_REST = words(r"\bcòn lại\b")
_EXCEPT = words(r"\b(?:trừ|ngoại trừ|riêng|chỉ còn|ngoài)\b")


@dataclass
class Segments:
    """Spans of the text by code; ``everything`` are the spans that speak of all assignments.

    ``blocks``: where each new naming of a code begins, to tell two reports on it from one long one.
    """

    by_code: dict[str, list[Span]] = field(default_factory=dict)
    loose: list[Span] = field(default_factory=list)
    everything: list[Span] = field(default_factory=list)
    blocks: dict[str, list[int]] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def add(self, codes: Sequence[str], span: Span) -> None:
        """Give a span to each of these codes."""
        for code in codes:
            self.by_code.setdefault(code, []).append(span)

    def name(self, codes: Sequence[str], span: Span) -> None:
        """Give a span to each of these codes, which are named here."""
        self.add(codes, span)
        for code in codes:
            self.blocks.setdefault(code, []).append(span[0])


@dataclass(frozen=True, slots=True)
class _Mark:
    codes: tuple[str, ...]
    start: int
    end: int


class CodeFinder:
    """Finds the codes and paths of the asked items, and codes of the same make that nobody asked for."""

    def __init__(self, asked: Sequence[AskedItem]) -> None:
        self.codes = [item.code for item in asked]
        known = {_key(item.code): item.code for item in asked}
        paths = [item.path for item in asked if item.path]
        known |= {fold(item.path): item.code for item in asked if item.path and paths.count(item.path) == 1}
        self._known = known
        shapes = {_shape(item.code) for item in asked}
        names = [rf"(?<![\w.]){re.escape(fold(path))}(?![\w.]*\w)" for path in dict.fromkeys(paths) if len(path) >= 3]
        shapes_or_paths = [rf"(?<!\w){shape}(?!\d)" for shape in sorted(shapes)] + names
        self._pattern = re.compile("|".join(f"(?:{part})" for part in shapes_or_paths)) if shapes_or_paths else None

    def find(self, folded: str) -> tuple[list[tuple[str, int, int]], list[str]]:
        """Places of asked codes, and the codes which were not asked for."""
        if self._pattern is None:
            return [], []
        found, strange = [], []
        for match in self._pattern.finditer(folded):
            code = self._known.get(_key(match[0])) or self._known.get(match[0])
            if code:
                found.append((code, match.start(), match.end()))
            else:
                strange.append(" ".join(match[0].upper().split()))
        return found, strange

    def headings(self, folded: str) -> list[tuple[int, int, str]]:
        """Codes at the beginning of a line, which open what is said about them: start of the line, end, code."""
        if self._pattern is None:
            return []
        result = []
        for match in self._pattern.finditer(folded):
            line = folded.rfind("\n", 0, match.start()) + 1
            if _LEAD.match(folded[line : match.start()]):
                code = self._known.get(_key(match[0])) or self._known.get(match[0])
                result.append((line, match.end(), code or " ".join(match[0].upper().split())))
        return result


def _key(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(code))


def _shape(code: str) -> str:
    """A pattern for codes of this make: the same letters, any digits, any or no separator."""
    parts = [re.sub(r"\d+", _digits, part) for part in re.split(r"[^a-z0-9]+", fold(code)) if part]
    return r"[\s\-_.]{0,3}".join(parts)


def _digits(run: "re.Match[str]") -> str:
    space = r"\s?" if run.start() else ""
    return rf"{space}\d{{{len(run[0])}}}"


def segment(text: str, spans: Sequence[Span], finder: CodeFinder) -> Segments:
    """Give every sentence of the allowed spans to the assignments it speaks of."""
    result = Segments()
    folded = fold(text)
    open_codes: tuple[str, ...] = ()
    for start, end in spans:
        for line in _LINE.finditer(text, start, end):
            for piece in _sentences(folded, line.start(), line.end()):
                open_codes = _place(text, folded, piece, (open_codes, result), finder)
    return result


def _sentences(folded: str, start: int, end: int) -> list[Span]:
    edges = [match.end() for match in _SENTENCE_EDGE.finditer(folded, start, end)]
    # "1. HT26-031: …" and "a. …": an ordinal is no sentence.
    cuts = [start, *(edge for edge in edges if edge - start > 4), end]
    return [(a, b) for a, b in pairwise(cuts) if folded[a:b].strip(" .")]


def _place(
    text: str, folded: str, piece: Span, state: tuple[tuple[str, ...], Segments], finder: CodeFinder
) -> tuple[str, ...]:
    open_codes, result = state
    found, strange = finder.find(folded[piece[0] : piece[1]])
    result.doubts.extend(f"thư nêu mã {code} không có trong thư hỏi" for code in strange)
    sentence = text[piece[0] : piece[1]]
    general = _ALL.of(sentence).search(sentence.lower()) is not None and has_status(sentence)
    if not found:
        if general:
            result.everything.append(piece)
        elif (
            open_codes
            and len(finder.codes) > 1
            and _REST.of(sentence).search(sentence.lower())
            and has_status(sentence)
        ):
            shown = " ".join(sentence.split())[:80]
            result.doubts.append(f"câu “{shown}” chưa rõ nói về phần nào của thư hỏi")
        elif open_codes:
            result.add(open_codes, piece)
        else:
            result.loose.append(piece)
        return open_codes
    marks = _join(folded, [(code, piece[0] + a, piece[0] + b) for code, a, b in found], finder.codes)
    if general and _EXCEPT.of(sentence).search(sentence.lower()):
        result.everything.append((piece[0], _EXCEPT.of(sentence).search(sentence.lower()).start() + piece[0]))  # type: ignore[union-attr]
        for mark, end in zip(marks, [mark.start for mark in marks[1:]] + [piece[1]], strict=True):
            result.name(mark.codes, (mark.end, end))
        return marks[-1].codes
    return _share(text, folded, piece, marks, result)


def _share(text: str, folded: str, piece: Span, marks: list[_Mark], result: Segments) -> tuple[str, ...]:
    """A sentence with codes: what is said stands behind each code, or in front of it, but not both."""
    before = [
        text[a:b] for a, b in zip([piece[0]] + [m.end for m in marks[:-1]], [m.start for m in marks], strict=True)
    ]
    tail = text[marks[-1].end : piece[1]]
    leads = _LEAD.match(folded[piece[0] : marks[0].start]) is not None
    first_says = not leads and has_status(before[0])
    if first_says and has_status(tail):
        result.doubts.append(f"câu “{' '.join(text[piece[0] : piece[1]].split())[:80]}” có thể hiểu theo hai cách")
    if first_says:
        edge = piece[0]
        for mark in marks:
            result.name(mark.codes, (edge, mark.start))
            edge = mark.end
        result.add(marks[-1].codes, (edge, piece[1]))
    else:
        for mark, end in zip(marks, [m.start for m in marks[1:]] + [piece[1]], strict=True):
            result.name(mark.codes, (mark.end, end))
    return marks[-1].codes


def _join(folded: str, found: list[tuple[str, int, int]], order: list[str]) -> list[_Mark]:
    """Codes with nothing but a joint between them are one group; "HT26-031 đến HT26-033" includes what lies between."""
    marks: list[_Mark] = []
    for code, start, end in found:
        last = marks[-1] if marks else None
        joint = folded[last.end : start] if last else ""
        if last and (_JOINT.match(joint) or (code in last.codes and len(joint) <= 4)):
            codes: tuple[str, ...] = (*last.codes, code)
            if _RANGE.search(joint):
                between = sorted(order)
                low, high = between.index(last.codes[-1]), between.index(code)
                codes = (*last.codes, *between[low + 1 : high + 1])
            marks[-1] = _Mark(tuple(dict.fromkeys(codes)), last.start, end)
        else:
            marks.append(_Mark((code,), start, end))
    return marks


def joined(spans: Sequence[Span], text: str) -> list[Span]:
    """The same spans, with those made one that have nothing but spaces between them."""
    result: list[Span] = []
    for start, end in spans:
        if result and not text[result[-1][1] : start].strip():
            result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def gaps(taken: Sequence[Span], length: int) -> list[Span]:
    """What lies between spans, which are given in order of their beginnings."""
    free, edge = [], 0
    for start, end in taken:
        if start > edge:
            free.append((edge, start))
        edge = max(edge, end)
    if edge < length:
        free.append((edge, length))
    return free
