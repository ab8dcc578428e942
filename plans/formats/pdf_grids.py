"""Ruling lines of a page to grids: where a table stands, its columns and rows, and which cells are merged."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from plans.formats.pdf_page import Page
from plans.formats.pdf_view import Rule

SNAP = 3.0
NEAR = 4.5
MIN_COLUMN = 8.0
MIN_ROW = 5.0
MIN_OPEN_ROW = 8.0
# Rows lower than a small letter are no rows of text.
MIN_MEAN_ROW = 8.0
COVERED = 0.6
# More lines than this are a map or a chart, not a table.
MAX_LINES = 400
MAX_CELLS = 6_000


@dataclass(frozen=True)
class Grid:
    """Borders of one table's columns and rows.

    `walls[row][column]`: a rule stands right of that cell; `floors[row][column]`: one stands below it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    walls: tuple[tuple[bool, ...], ...]
    floors: tuple[tuple[bool, ...], ...]

    @property
    def columns(self) -> int:
        """Number of columns."""
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.ys) - 1

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is inside."""
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """Row and column of a point inside, the first one of a merged cell."""
        column = min(max(bisect_right(self.xs, x) - 1, 0), self.columns - 1)
        row = min(max(bisect_right(self.ys, y) - 1, 0), self.rows - 1)
        return self.first(row, column)

    def first(self, row: int, column: int) -> tuple[int, int]:
        """The upper left part of the merged cell that a part belongs to."""
        while column > 0 and not self.walls[row][column - 1]:
            column -= 1
        while row > 0 and not self.floors[row - 1][column]:
            row -= 1
        return row, column


def find_grids(page: Page) -> list[Grid]:
    """The ruled tables of a page from top to bottom: at least two columns."""
    across, down = _merged(page.across), _merged(page.down)
    if max(len(across), len(down)) > MAX_LINES:
        return []
    grids = [grid for part in _connected(across, down) if (grid := _grid(*part)) is not None]
    return sorted(grids, key=lambda grid: grid.ys[0])


def _merged(rules: tuple[Rule, ...]) -> list[Rule]:
    """Rules on one line that touch or overlap become one."""
    result: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at / SNAP), rule.start)):
        last = result[-1] if result else None
        if last is not None and abs(rule.at - last.at) < SNAP and rule.start <= last.end + SNAP:
            result[-1] = Rule(last.at, last.start, max(last.end, rule.end))
        else:
            result.append(rule)
    return result


def _connected(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of rules that cross or touch each other."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, line in enumerate(across):
        for j, post in enumerate(down, start=len(across)):
            if line.start - SNAP <= post.at <= line.end + SNAP and post.start - SNAP <= line.at <= post.end + SNAP:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, rule in enumerate([*across, *down]):
        group = groups.setdefault(root(i), ([], []))
        group[0 if i < len(across) else 1].append(rule)
    return list(groups.values())


def _grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    if len(down) < 3 or not across:
        return None
    xs = _positions([rule.at for rule in down], MIN_COLUMN)
    ends = [min(rule.start for rule in down), max(rule.end for rule in down)]
    inner = _positions([rule.at for rule in across], MIN_ROW)
    # Posts that reach beyond the last line across: the row goes on over the page break.
    ys = [
        *([ends[0]] if inner[0] - ends[0] > MIN_OPEN_ROW else []),
        *inner,
        *([ends[1]] if ends[1] - inner[-1] > MIN_OPEN_ROW else []),
    ]
    if len(xs) < 3 or len(ys) < 2 or len(xs) * len(ys) > MAX_CELLS:
        return None
    if ys[-1] - ys[0] < MIN_MEAN_ROW * (len(ys) - 1):
        return None
    posts = [[rule for rule in down if abs(rule.at - x) < NEAR] for x in xs[1:-1]]
    floors = [[rule for rule in across if abs(rule.at - y) < NEAR] for y in ys[1:-1]]
    return Grid(
        tuple(xs),
        tuple(ys),
        tuple((*(_covered(rules, top, bottom) for rules in posts), True) for top, bottom in pairwise(ys)),
        (
            *(tuple(_covered(rules, left, right) for left, right in pairwise(xs)) for rules in floors),
            (True,) * (len(xs) - 1),
        ),
    )


def _positions(values: list[float], apart: float) -> list[float]:
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] >= apart:
            result.append(value)
    return result


def _covered(rules: list[Rule], start: float, end: float) -> bool:
    length = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules)
    return length > COVERED * (end - start)
