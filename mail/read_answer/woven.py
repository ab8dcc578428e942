"""Passages of a text set one under the other, with the way back to where each of them stood."""

from bisect import bisect_right
from collections.abc import Sequence

Span = tuple[int, int]


class Woven:
    """``text``: the passages, stripped of spaces and brackets, a line each."""

    def __init__(self, text: str, passages: Sequence[Span]) -> None:
        lines: list[str] = []
        self._starts: list[int] = []
        self._shifts: list[int] = []
        place = 0
        for start, end in passages:
            line = text[start:end].lstrip(" \t[]")
            self._starts.append(place)
            self._shifts.append(end - len(line) - place)
            lines.append(line.rstrip(" \t[]"))
            place += len(lines[-1]) + 1
        self.text = "\n".join(lines)

    def back(self, span: Span) -> Span:
        """Where a place of the woven text stands in the whole one."""
        shift = self._shifts[max(bisect_right(self._starts, span[0]) - 1, 0)]
        return span[0] + shift, span[1] + shift
