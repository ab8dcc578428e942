"""Coordinates of a page turned upright: from the top left, in the direction in which its text runs."""

from dataclasses import dataclass
from typing import NamedTuple

Box = tuple[float, float, float, float]


class Rule(NamedTuple):
    """A ruling line: across from `start` to `end` at height `at`, or down at `at`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True)
class View:
    """`box` is the page from its bottom left corner; `turn` the direction of its text in quarter turns."""

    box: Box
    turn: int

    def point(self, x: float, y: float) -> tuple[float, float]:
        left, bottom, right, top = self.box
        if self.turn == 0:
            return x - left, top - y
        if self.turn == 1:
            return y - bottom, x - left
        if self.turn == 2:
            return right - x, y - bottom
        return top - y, right - x

    def span(self, box: Box) -> Box:
        """Left, top, right, bottom of a box given as left, bottom, right, top."""
        ax, ay = self.point(box[0], box[1])
        bx, by = self.point(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
