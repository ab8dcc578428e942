"""Whether a sentence speaks of another time than the cycle that is asked about, or of a day that has not come."""

import re
from collections.abc import Iterator
from datetime import date

from mail.charset import fold
from mail.read_answer import caution_words as w
from mail.read_answer.caution_lines import Line, Lines

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_FAR = 80
_EARLY = 3
"""Up to this month a report may still be about the year before."""


class Times:
    """The year of the cycle, or the years that a mail of that day may speak of; and that day."""

    def __init__(self, year: int | None, written_on: date | None) -> None:
        self.written_on = written_on
        if year is not None:
            self._years = frozenset({year})
        elif written_on is not None:
            early = {written_on.year - 1} if written_on.month <= _EARLY else set()
            self._years = frozenset({written_on.year, *early})
        else:
            self._years = frozenset()

    def elsewhere(self, line: Line) -> str:
        """Why the sentence of a status may be about another time."""
        said = self.other(line.sentence)
        if said:
            return f"nói về thời gian khác (“{said}”)"
        late = [found for found in _years(line.front) if self._years and int(found[1]) > max(self._years)]
        if any(not re.search(r"\b(?:den|toi|tu|truoc)\s*$", fold(line.front[: found.start()])) for found in late):
            return f"nói về năm khác (“{late[0][0]}”)"
        return ""

    def above(self, lines: Lines, line: Line) -> str:
        """Why the heading over a line, which ends in a colon, makes it that of another time."""
        heading = lines.above(line).strip(" *")
        if not heading.endswith(":") or len(heading) > _FAR:
            return ""
        said = self.other(heading) or (match[0] if (match := w.UNREAL.of(heading).search(heading)) else "")
        return f"đứng dưới “{heading}”" if said else ""

    def other(self, low: str) -> str:
        """The words that name an earlier time, "" for none; what is only compared with does not count."""
        for match in w.BEFORE_NOW.of(low).finditer(low):
            front = low[: match.start()]
            if not (w.COMPARED.of(low).search(front) or w.SPAN_OF_YEARS.of(low).search(front)):
                return match[0]
        if self._years:
            for match in _years(low):
                if int(match[1]) < min(self._years) and not self._aside(low, match.start()):
                    return match[0]
            for match in w.DATED.finditer(low):
                if match[3] and int(match[3]) < min(self._years) and not self._aside(low, match.start()):
                    return match[0]
        return ""

    def other_year(self, low: str) -> str:
        """A bare number that is another year."""
        for match in w.BARE_YEAR.finditer(low):
            if self._years and int(match[1]) < min(self._years) and not self._aside(low, match.start()):
                return match[0]
        return ""

    def _aside(self, low: str, place: int) -> bool:
        front = low[:place]
        marked = w.COMPARED.of(low).search(front) or w.SPAN_OF_YEARS.of(low).search(front)
        return marked is not None or w.DOCUMENT.search(fold(front)) is not None

    def ahead(self, line: Line) -> str:
        """Why a completion may be yet to come."""
        if self.written_on is None:
            return ""
        behind = fold(line.behind)[:_FAR]
        told = re.search(r"\b(?:da|deu)\s+$", fold(line.front)) is not None
        if told and w.AHEAD.of(line.sentence).match(line.behind[:_FAR]):
            return ""
        for place, day in _days(behind, self.written_on):
            if day > self.written_on and not w.DOCUMENT.search(behind[:place]):
                return "nêu thời điểm chưa đến"
        return ""


def _years(low: str) -> Iterator["re.Match[str]"]:
    return w.YEAR.finditer(fold(low))


def _days(folded: str, today: date) -> Iterator[tuple[int, date]]:
    for match in w.DATED.finditer(folded):
        if match[3] or re.search(r"(?:ngay|truoc|vao|den|:)\s*$", folded[: match.start()]):
            yield from _day(match.start(), (int(match[3] or today.year), int(match[2]), int(match[1])))
    for match in w.QUARTER.finditer(folded):
        number = _ROMAN.get(match[1]) or int(match[1])
        yield from _day(match.start(), (int(match[2] or today.year), 3 * number - 2, 1))
    for match in w.MONTH.finditer(folded):
        if match[2] or 0 <= int(match[1]) - today.month <= 6:
            yield from _day(match.start(), (int(match[2] or today.year), int(match[1]), 1))
    for match in w.YEAR.finditer(folded):
        if not re.search(r"\b(?:den|giai doan|tu)\s*$", folded[: match.start()]):
            yield from _day(match.start(), (int(match[1]), 1, 1))


def _day(place: int, parts: tuple[int, int, int]) -> Iterator[tuple[int, date]]:
    try:
        yield place, date(*parts)
    except ValueError:
        return
