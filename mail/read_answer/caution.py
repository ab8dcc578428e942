"""A second, suspicious look at what was read: whatever makes a value another's, another time's or unreal is a doubt.

It knows nothing of how a value was found: only the line it stands in, its sentence, and the words in front and behind.
A question costs a minute; a wrong record is believed for a year.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from cycles.status import WorkStatus
from mail.charset import fold
from mail.read_answer import caution_words as w
from mail.read_answer.caution_figures import figure_doubts
from mail.read_answer.caution_layout import layout_doubts
from mail.read_answer.caution_lines import Line, Lines
from mail.read_answer.caution_time import Times
from mail.read_answer.model import AskedItem, Reported

_SHOWN = 60
_SIGN = re.compile(r"\b(?:hoan thanh|xong|thuc hien|trien khai)\b")


def cautions(
    text: str,
    reported: Sequence[Reported],
    asked: Sequence[AskedItem],
    *,
    year: int | None = None,
    written_on: date | None = None,
) -> tuple[str, ...]:
    """Why the values read out of a text may be wrong, one Vietnamese sentence each; ``year``: that of the cycle."""
    if not any(one.evidence for one in reported):
        return ()
    lines, times = Lines(text), Times(year, written_on)
    found = list(layout_doubts(lines, reported, asked))
    withdrawn = lines.search(w.WITHDRAWN)
    if withdrawn:
        found.append(f"thư có ý rút lại hoặc báo nhầm: “{_short(withdrawn)}”")
    items = {item.code: item for item in asked}
    for one in reported:
        doubts = [*_of_status(one, lines, times, len(asked)), *_of_narrative(one, times)]
        doubts += figure_doubts(one, items[one.code], lines, times)
        found.extend(f"{one.code}: {doubt}" for doubt in doubts)
    return tuple(dict.fromkeys(found))


def _of_status(one: Reported, lines: Lines, times: Times, asked: int) -> Iterator[str]:
    others = sorted(
        (told.start, told.end) for name, told in one.evidence.items() if name in {"status", "percent"} and told.end
    )
    for start, end in others:
        line = lines.at(start, end)
        shown = f"câu “{_short(line.text[line.first : line.last])}”"
        why = _about_else(line, one, asked) or times.elsewhere(line) or times.above(lines, line)
        if not why and one.status is WorkStatus.DANG_THUC_HIEN and one.percent is None:
            why = _of_the_report(line)
        if not why and one.status is WorkStatus.HOAN_THANH:
            why = _not_done(line) or times.ahead(line)
        if not why and one.status is not None:
            why = _beside_the_option(line, one.status)
        if why:
            yield f"{shown} {why}"


def _about_else(line: Line, one: Reported, asked: int) -> str:
    """Why a sentence about any status may speak of something else."""
    sentence, front = line.sentence, line.clause
    exception = w.EXCEPT.of(sentence).search(sentence)
    if exception and not _goes_on(line, *exception.span()):
        return f"có phần loại trừ (“{exception[0]}”)"
    if w.HEARSAY.of(sentence).search(line.front):
        return "dẫn lời nơi khác"
    if w.WRONG.of(sentence).search(sentence):
        return "nói có điều không đúng"
    unreal = w.UNREAL.of(sentence).search(front)
    if unreal:
        return f"chưa phải kết quả thật (“{unreal[0]}”)"
    none = w.NONE_LEFT.of(sentence).search(front)
    if none:
        return f"có ý phủ định “{none[0]}”"
    part = w.PART_OF_DUTIES.search(line.folded[line.first : line.last])
    if part and asked > 1 and int(part[1]) < int(part[2]):
        return "chỉ nói về một số nhiệm vụ"
    if one.status is WorkStatus.KHONG_PHAT_SINH and ("%" in sentence or w.NOTHING_NEW.of(sentence).match(line.behind)):
        return "chưa rõ là cả nhiệm vụ không phát sinh"
    return ""


def _goes_on(line: Line, start: int, end: int) -> bool:
    """Whether an exception is told to its end: "… đã hoàn thành, trừ HT26-032 đang thực hiện"."""
    told, rest = line.folded[line.first : line.first + start], line.folded[line.first + end : line.last]
    if line.value >= line.first + end:
        return _SIGN.search(told) is not None
    return re.search(r"\d.*\b(?:dang|chua|da) ", rest) is not None


def _of_the_report(line: Line) -> str:
    """Why what is under way may be the report instead of the work: "đang tổng hợp số liệu, mai gửi"."""
    sentence = line.sentence
    weak = w.REPORTING.of(sentence).search(line.low[line.value : line.end])
    return "nói về việc làm báo cáo" if weak and w.OF_REPORT.of(sentence).search(sentence) else ""


def _not_done(line: Line) -> str:
    """Why a completion may be none, or that of a part."""
    sentence, front = line.sentence, line.clause
    denied = w.DENIED.of(sentence).search(front) or w.NOBODY.of(sentence).search(line.front)
    if denied:
        return f"có từ phủ định “{denied[0]}” ở phía trước"
    other = w.OTHERS.of(sentence).search(front)
    if other:
        return f"nói về “{other[0]}”, chưa rõ là cả nhiệm vụ"
    ratio = w.RATIO.search(line.folded[line.first : line.last])
    if ratio and int(ratio[1]) < int(ratio[2]):
        return f"chỉ nêu một phần (“{ratio[0]}”)"
    if w.PART_BEHIND.of(sentence).match(line.behind):
        return "chỉ nêu một phần công việc"
    if w.FORESEEN.of(sentence).match(line.behind):
        return "còn là dự kiến"
    places = {(match[1] or match[2]).strip().lower() for match in w.PLACE.finditer(line.text, line.first, line.last)}
    return "nói về nhiều xã, phường" if len(places) > 1 else ""


def _beside_the_option(line: Line, status: WorkStatus) -> str:
    """The line of the status in our form says one of four things; whatever else stands in it is for a person."""
    label = w.STATUS_LABEL.match(line.folded)
    if not label or line.value < label.end() or w.OPTION.fullmatch(line.folded[label.end() :].strip(" \t*[]“”\"'")):
        return ""
    return f"ghi thêm ngoài trạng thái “{status.label if hasattr(status, 'label') else status}”"


def _of_narrative(one: Reported, times: Times) -> Iterator[str]:
    """What the words beside a completion leave undone."""
    words = one.narrative.lower()
    for note in w.NOTE.finditer(fold(words)):
        if times.other(words[slice(*note.span())]) or w.NOT_YET_KNOWN.of(words).search(words[slice(*note.span())]):
            yield f"ghi chú “{_short(one.narrative[slice(*note.span())])}”"
    if one.status is WorkStatus.HOAN_THANH and not one.kept:
        left = w.REMAINDER.of(words).search(words)
        if left:
            yield f"báo đã hoàn thành nhưng còn nêu “{_short(one.narrative[slice(*left.span())])}”"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
