"""A second look at figures: last year's, wanted or decided ones, in another unit, or one of two on a line."""

import re
from collections.abc import Iterator

from mail.charset import fold
from mail.read_answer import caution_words as w
from mail.read_answer.caution_lines import Line, Lines
from mail.read_answer.caution_time import Times
from mail.read_answer.confidence import CLEAN
from mail.read_answer.model import AskedFigure, AskedItem, Figure, Reported


def figure_doubts(one: Reported, item: AskedItem, lines: Lines, times: Times) -> Iterator[str]:
    """Why the figures of one assignment may be none of this year."""
    asked = {figure.code: figure for figure in item.figures}
    for code, figure in one.figures.items():
        line = lines.at(*figure.span)
        why = _why(line, figure, asked[code], times) if code in asked and figure.span[1] else ""
        if why:
            yield f"{code}: dòng “{' '.join(line.text.split())[:80]}” {why}"
    # Who filled in a form had a field for every figure; bare numbers in the words beside it are no answers.
    in_form = "status" in one.evidence and one.evidence["status"].confidence >= CLEAN
    for wanted in item.figures:
        if wanted.code not in one.figures and wanted.code not in item.answered_figures:
            unread = _labelled(wanted, one) if in_form else _unread(wanted, one)
            if unread:
                yield f"{wanted.code}: trong thư có số “{unread}”, chưa rõ có phải số liệu này không"


def _labelled(asked: AskedFigure, one: Reported) -> str:
    """The code of a figure with a number behind it, in the words about a duty."""
    match = re.search(rf"\b{re.escape(fold(asked.code))}\b\s*[:=–-]?\s*\d[\d.,/]*", fold(one.narrative))
    return one.narrative[slice(*match.span())] if match else ""


def _unread(asked: AskedFigure, one: Reported) -> str:
    """A number in the words about a duty that may be a figure which was asked for and not found."""
    words, unit = fold(one.narrative), " ".join(fold(asked.unit).split())
    if unit == "%":
        match = next((match for match in w.NUMBER_PAIR.finditer(words) if _is_share(match)), None)
    else:
        match = re.search(rf"\b\d[\d., ]*\s*{re.escape(unit)}\b", words) if unit else None
    return one.narrative[slice(*match.span())].strip(" .,") if match else ""


def _is_share(pair: "re.Match[str]") -> bool:
    """Whether a pair is no day, no month and no number of a document."""
    top, bottom = (int(re.sub(r"\D", "", part) or 0) for part in pair.groups())
    return 31 < bottom >= top and not (top <= 12 and 1990 <= bottom <= 2100)


def _why(line: Line, figure: Figure, asked: AskedFigure, times: Times) -> str:
    front, behind = _front(line, asked), _behind(line)
    said = times.other(front) or times.other_year(front) or times.other(behind) or times.other_year(behind)
    if said:
        return f"nói về thời gian khác (“{said.strip()}”)"
    wanted = w.WANTED.of(line.low).search(front)
    if wanted:
        return f"chưa phải số liệu thực hiện (“{wanted[0]}”)"
    unknown = w.NOT_YET_KNOWN.of(line.low).search(behind)
    if unknown:
        return f"nói chưa có số liệu (“{unknown[0]}”)"
    if _other_money(line, asked, fold(front), fold(behind)):
        return f"ghi theo đơn vị tiền khác “{asked.unit}”"
    own = re.sub(r"\D+", "/", line.folded[line.value : line.end]).strip("/")
    for pair in w.NUMBER_PAIR.finditer(behind):
        top, bottom = (int(re.sub(r"\D", "", part) or 0) for part in pair.groups())
        # "15/11" may be a day.
        if figure.numerator is not None and not (top <= 31 and bottom <= 12) and pair[0].replace(" ", "") not in own:
            return "nêu hai giá trị khác nhau"
    return ""


def _front(line: Line, asked: AskedFigure) -> str:
    """From the code or the label of the figure, which may itself speak of plans, to the number."""
    front = line.folded[: line.value]
    edges = [line.first if line.first <= line.value else 0]
    edges += [match.end() for match in w.FIGURE_CODE.finditer(front)]
    label = " ".join(fold(asked.label).split())
    place = front.rfind(label) if label else -1
    if place >= 0:
        edges.append(place + len(label))
    return line.low[max(edges) : line.value]


def _behind(line: Line) -> str:
    """The rest of the line, up to what is said of another figure."""
    following = w.FIGURE_CODE.search(line.folded, line.end)
    return line.low[line.end : following.start() if following else len(line.low)]


def _other_money(line: Line, asked: AskedFigure, front: str, behind: str) -> bool:
    unit = " ".join(fold(asked.unit).split())
    if not unit.endswith("dong"):
        return False
    scale = unit.removesuffix("dong").strip()
    if any(letter.isalpha() for letter in line.folded[line.value : line.end]):
        return False
    after = w.OTHER_MONEY.match(behind)
    if after and not re.match(rf"\s*[(\[]?\s*{scale or 'dong'}\b", behind):
        return True
    named = [match["scale"] or "" for match in w.MONEY_IN_FRONT.finditer(front)]
    return bool(named) and named[-1].replace("ngan", "nghin").replace("ti", "ty") != scale
