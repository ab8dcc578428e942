"""The words that tell how far work is, one sign each: negations, plans and "đã hoàn thành 70%" are no completions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum, auto
from itertools import islice

from mail.numbers import read_number, read_percent, written
from mail.read_answer import sign_words as w
from mail.read_answer.lexicon import respelt, spoken


class Sign(Enum):
    """One piece of evidence."""

    DONE = auto()
    DONE_PART = auto()
    PROGRESS = auto()
    NOT_STARTED = auto()
    NOT_DONE = auto()
    PLAN = auto()
    ROUGH = auto()
    NOTHING_AROSE = auto()
    PERCENT = auto()
    NEUTRAL = auto()


@dataclass(frozen=True, slots=True)
class Told:
    """A sign and the percentage that was said with it.

    ``what``: the object of a completion ("việc khảo sát"). ``doubt``: why it may not be trusted. ``bare``: a
    percentage that no word calls progress.
    """

    sign: Sign
    percent: Decimal | None = None
    what: str = ""
    doubt: str = ""
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sign stands in a text; ``weak`` words may speak of the report instead of the work."""

    start: int
    end: int
    told: Told
    weak: bool = False


MOST = 300
"""Signs of one text that are looked at; no answer has so many."""


def places(text: str) -> Iterator[Place]:
    """The signs of a text in their order within each sentence, with where they stand."""
    for match in w.SENTENCE.finditer(respelt(text.lower())):
        sentence, edge = match[0], match.start()
        # A question reports nothing: "nhiệm vụ này đã hoàn thành chưa?"
        if len(sentence.strip()) < 2 or sentence.rstrip().endswith("?") or w.QUESTION.of(sentence).search(sentence):
            continue
        found = sorted(_of_sentence(sentence), key=lambda item: item[0])
        why = _unaccounted(sentence, [told for _, _, told in found])
        for number, (start, end, told) in enumerate(found):
            weak = told.sign is Sign.PROGRESS and _is_weak(sentence, start, end)
            told = replace(told, doubt=why) if why and not number and not told.doubt else told
            yield Place(edge + start, edge + end, told, weak)


def _of_sentence(sentence: str) -> Iterator[tuple[int, int, Told]]:
    for match in islice(w.FINISHED.of(sentence).finditer(sentence), MOST):
        told = _finished(sentence, match.start(), match.end())
        if told is not None:
            yield match.start(), match.end(), told
    for pattern, kind in (
        (w.PROGRESS, Sign.PROGRESS),
        (w.NOT_STARTED, Sign.NOT_STARTED),
        (w.NOTHING, Sign.NOTHING_AROSE),
    ):
        for match in islice(pattern.of(sentence).finditer(sentence), MOST):
            percent, doubt = _percent_after(sentence[match.end() :])
            if percent is None and not doubt and kind is Sign.PROGRESS:
                doubt = _lost_number(sentence[match.end() :])
            yield match.start(), match.end(), Told(kind, percent, doubt=doubt)
    for match in islice(w.PERCENT_NAMED.of(sentence).finditer(sentence), MOST):
        percent, doubt = _share(match)
        yield match.start(), match.end("rest") - len(match["rest"]), Told(Sign.PERCENT, percent, doubt=doubt)
    alone = w.PERCENT_ALONE.of(sentence).match(sentence)
    if alone:
        yield 0, alone.end(), Told(Sign.PERCENT, read_percent(alone[1]), bare=True)


def _unaccounted(sentence: str, told: list[Told]) -> str:
    """Why a sentence with signs may not be trusted: a share above the whole, or one that contradicts "hoàn thành"."""
    if not told or "%" not in sentence:
        return ""
    done = all(one.sign in {Sign.DONE, Sign.DONE_PART} for one in told)
    known = {one.percent for one in told}
    for match in islice(w.SHARE.finditer(sentence), MOST):
        share = read_percent(match[1])
        before = sentence[max(0, match.start() - w.NEAR) : match.start()]
        if share is None or share in known or w.OF_GROWTH.of(sentence).search(before):
            continue
        if share > 100:
            return f"tỷ lệ hoàn thành {written(share)}% lớn hơn 100%"
        if w.OF_TARGET.of(sentence).search(before):
            continue
        if done and share < 100:
            return f"báo hoàn thành nhưng trong câu còn tỷ lệ {written(share)}%"
        if known - {None}:
            shares = sorted({share, *(one for one in known if one is not None)})
            return "nêu nhiều tỷ lệ hoàn thành khác nhau: " + "; ".join(f"{written(one)}%" for one in shares)
    return ""


def _is_weak(sentence: str, start: int, end: int) -> bool:
    said, after = sentence[start:end], sentence[end : end + w.NEAR]
    return w.WEAK.of(sentence).search(said) is not None or w.OF_REPORT.of(sentence).match(after) is not None


def _finished(sentence: str, start: int, end: int) -> Told | None:
    before, after, word = _clause_before(sentence, start), sentence[end : end + w.NEAR], sentence[start:end]
    # "thực hiện xong", "hoàn thành xong": one statement, judged at its first word.
    if word == "xong" and w.FINISHED.of(sentence).search(before):
        return None
    sign = _modal(before)
    if sign is Sign.NEUTRAL or w.CONDITION.of(sentence).search(before):
        return None
    if w.DENIED_AFTER.of(sentence).match(after):
        return Told(Sign.NOT_DONE)
    percent, doubt = _percent_after(after)
    part = _part_of(before)
    if part is not None and sign in {None, Sign.DONE} and percent is None:
        return Told(part)
    if sign is None:
        whole = w.WHOLE_AFTER.of(sentence).match(after) is not None
        headmaster = word in w.HEADMASTER and percent is None
        speaks = not before or (w.SPEAKER.of(before).match(before) is not None and not headmaster)
        if not (speaks or (whole and percent is not None) or w.SUBJECT.of(before).search(before)) or (
            headmaster and after.strip(" .!,")
        ):
            return None
        # "hoàn thành trước 20/12" without "đã" is a promise as often as a report.
        sign = Sign.PLAN if percent is None and w.WHEN_AFTER.of(sentence).match(after) else Sign.DONE
    if sign is not Sign.DONE:
        return Told(sign, percent if sign in {Sign.PROGRESS, Sign.ROUGH} else None)
    return _how_much(sentence, after, percent, doubt)


def _how_much(sentence: str, after: str, percent: Decimal | None, doubt: str) -> Told | None:
    if percent is not None or doubt:
        sign = Sign.PERCENT if not percent else Sign.DONE if percent >= 100 else Sign.PROGRESS
        return Told(sign, percent, doubt=doubt)
    ratio = w.RATIO_AFTER.of(sentence).match(after)
    if ratio:
        top, bottom = read_number(ratio[2]), read_number(ratio[3])
        # "10/12" may be a day; with a noun behind it ("10/12 xã") it is a part of a whole.
        if top is not None and bottom is not None and top < bottom:
            return Told(Sign.PROGRESS if ratio[4] else Sign.ROUGH)
        if top is not None and top == bottom and ratio[4]:
            return Told(Sign.DONE)
    if w.ROUGH_AFTER.of(sentence).match(after):
        return Told(Sign.ROUGH)
    if w.OWN_REPORT.of(sentence).match(after):
        return None
    lost = _lost_number(after)
    whole = w.WHOLE_AFTER.of(sentence).match(after) is not None
    what = "" if whole else (w.CLAUSE_EDGE.of(sentence).split(after, maxsplit=1)[0]).strip(" .;!")
    return Told(Sign.DONE if whole else Sign.DONE_PART, what=what, doubt=lost)


def _part_of(before: str) -> Sign | None:
    """What "hoàn thành" says behind a part of the work: "5/7 thôn đã …", "phần a đã …", "cơ bản đã …"."""
    ratio = w.RATIO_BEFORE.search(before)
    if ratio:
        top, bottom = read_number(ratio[1]), read_number(ratio[2])
        if top is not None and bottom is not None and top < bottom:
            return Sign.PROGRESS
    return Sign.ROUGH if w.PART_BEFORE.of(before).search(before) else None


def _clause_before(sentence: str, start: int) -> str:
    edge = max(0, start - w.NEAR)
    for match in w.CLAUSE_EDGE.of(sentence).finditer(sentence, edge, start):
        edge = match.end()
    return sentence[edge:start].strip(' \t-–*•]"“')


def _modal(before: str) -> Sign | None:
    """The nearest word in front that decides; up to five words are looked at."""
    parts = before.split()
    for back in range(min(len(parts), 5)):
        head = " ".join(parts[: len(parts) - back])
        for pattern, sign in _MODALS:
            # The words in front decide alone: "da" and "se" stand in a sentence that may have marks elsewhere.
            if pattern.of(before).search(head):
                return sign
    return None


_MODALS = (
    (w.DENIED, Sign.NOT_DONE),
    (w.PLANNED, Sign.PLAN),
    (w.ROUGHLY, Sign.ROUGH),
    (spoken(r"\bđang$"), Sign.PROGRESS),
    (w.NEUTRAL, Sign.NEUTRAL),
    (w.SAID, Sign.DONE),
)


def _percent_after(after: str) -> tuple[Decimal | None, str]:
    match = w.PERCENT_AFTER.marked.match(after) or w.PERCENT_AFTER.bare.match(after)
    return _share(match) if match else (None, "")


def _share(match: "re.Match[str]") -> tuple[Decimal | None, str]:
    """The percentage behind a sign, and why it may be none of the work."""
    percent = read_percent(match[2])
    shown = f"“{' '.join(match[0].split())[:60].strip(' ,:')}”"
    if w.ROUGH_NUMBER.of(match["filler"]).search(match["filler"]):
        return percent, f"chỉ nêu tỷ lệ ước chừng {shown}"
    if w.OF_OTHERS.of(match["rest"]).match(match["rest"]):
        return percent, f"chưa rõ có phải tỷ lệ hoàn thành nhiệm vụ không: {shown}"
    return percent, ""


def _lost_number(after: str) -> str:
    """A number right behind a sign that says neither percent nor of what."""
    match = w.NUMBER_AFTER.marked.match(after) or w.NUMBER_AFTER.bare.match(after)
    return f"số “{match[2]}” đứng sau trạng thái, chưa rõ nghĩa" if match and not w.YEAR.fullmatch(match[2]) else ""
