"""From lines to what the board shows: counts with their base, groups, filters, the table of territories. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cycles.status import Standing
from reports.vietnamese import fold
from state.lines import Line
from state.tables import ResponsibilityRow
from web.words import PAUSED, TERRITORIAL, URGENCY, URGENT_FIRST

FOLD_FROM = 7
"""A clause with at least so many agencies is shown as one line that opens."""


def held(line: Line) -> bool:
    """Whether the agency has written and a person of ours has still to read it: neither silent nor answered."""
    return line.state == "held" and not line.answered


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over one set of assignments; ``total`` is the base of all of them.

    ``held`` ones stand in none of ``standings``: total = held + the sum of ``standings``, as in the report.
    """

    total: int
    answered: int
    overdue: int
    held: int
    standings: tuple[tuple[Standing, int], ...]

    @property
    def waiting(self) -> int:
        """Nothing came yet, and the due day is not over."""
        return self.total - self.answered - self.held - self.overdue


def tally(lines: Iterable[Line]) -> Tally:
    """Count lines by standing, the urgent ones first; standings nobody has are left out."""
    rows = tuple(lines)
    counts = Counter(line.standing.key for line in rows if not held(line))
    return Tally(
        total=len(rows),
        answered=sum(line.answered for line in rows),
        overdue=counts[URGENT_FIRST[0].key],
        held=sum(held(line) for line in rows),
        standings=tuple((one, counts[one.key]) for one in URGENT_FIRST if counts[one.key]),
    )


@dataclass(frozen=True, slots=True)
class LateAgency:
    """An agency that owes answers after their due day."""

    code: str
    name: str
    count: int
    asked: int
    since: date


def brief(line: Line) -> str:
    """The short name of an agency for narrow places."""
    return line.agency_short or line.agency_name


def late_agencies(lines: Iterable[Line]) -> tuple[LateAgency, ...]:
    """Who is overdue: the longest first, then the most. Who waits for us is not."""
    owed: dict[str, list[Line]] = defaultdict(list)
    asked: Counter[str] = Counter()
    for line in lines:
        asked[line.agency] += 1
        if line.overdue and not held(line):
            owed[line.agency].append(line)
    found = (
        LateAgency(code, brief(rows[0]), len(rows), asked[code], min(row.due_on for row in rows))
        for code, rows in owed.items()
    )
    return tuple(sorted(found, key=lambda one: (one.since, -one.count, one.name)))


def complete_agencies(lines: Iterable[Line]) -> tuple[int, int]:
    """How many agencies have answered everything, and how many were asked."""
    done: dict[str, bool] = {}
    for line in lines:
        done[line.agency] = done.get(line.agency, True) and line.answered
    return sum(done.values()), len(done)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter of a page: key of a standing (or ``PAUSED``), code of an agency, words with or without marks."""

    standing: str = ""
    agency: str = ""
    text: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.standing or self.agency or self.text)

    def line(self, line: Line) -> bool:
        """Whether the standing and the agency are wanted; the words are looked up by :func:`clauses`."""
        if held(line):
            state = self.standing in {"", PAUSED}
        else:
            state = self.standing in {"", line.standing.key}
        return state and self.agency in {"", line.agency}


@dataclass(frozen=True, slots=True)
class Clause:
    """One responsibility: all its counts, and the lines that the filter lets through."""

    row: ResponsibilityRow
    tally: Tally
    shown: tuple[Line, ...]
    due_on: tuple[date, ...]

    @property
    def folded(self) -> bool:
        """Whether the agencies are too many to stand open."""
        return self.tally.total >= FOLD_FROM


def clauses(rows: Sequence[ResponsibilityRow], lines: Iterable[Line], wanted: Wanted) -> tuple[Clause, ...]:
    """The clauses that have something to show, in the order of the plan; inside, the urgent agencies first."""
    by_clause: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_clause[line.responsibility_id].append(line)
    words = fold(wanted.text).split()
    found: list[Clause] = []
    for row in rows:
        mine = by_clause.get(row.id, [])
        named = fold(" ".join((row.path, row.heading, row.text, *row.owners)))
        shown = [
            line
            for line in mine
            if wanted.line(line)
            and _has(words, f"{named} {fold(f'{line.agency_name} {line.agency_short} {line.code}')}")
        ]
        bare = not mine and not wanted.standing and not wanted.agency and _has(words, named)
        if shown or bare:
            shown.sort(key=lambda line: URGENCY[line.standing.key])
            due_on = tuple(sorted({line.due_on for line in mine}))
            found.append(Clause(row, tally(mine), tuple(shown), due_on))
    return tuple(found)


def _has(words: Sequence[str], folded: str) -> bool:
    """Whether every word is a word of the text; the last one may still be half typed.

    Vietnamese syllables are short: "nha" as a beginning would also find "nhan" and "nhat".
    """
    if not words:
        return True
    *whole, last = (f" {word}" for word in words)
    text = f" {folded} "
    return all(f"{word} " in text for word in whole) and (last if len(last) > 2 else f"{last} ") in text


@dataclass(frozen=True, slots=True)
class Matrix:
    """Territories by clauses; ``cells`` by code of the agency and id of the clause."""

    columns: tuple[ResponsibilityRow, ...]
    rows: tuple[tuple[str, str, Tally], ...]
    cells: Mapping[tuple[str, int], Line]


def matrix(found: Sequence[Clause], lines: Iterable[Line]) -> Matrix | None:
    """The table of communes, wards and districts that the filter lets through; None when there is no such agency.

    A row shows all its cells, also those that the filter alone would hide, so that it can be read across.
    """
    kept = {line.agency for clause in found for line in clause.shown if line.kind in TERRITORIAL}
    if not kept:
        return None
    by_agency: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.agency in kept:
            by_agency[line.agency].append(line)
    cells = {(line.agency, line.responsibility_id): line for mine in by_agency.values() for line in mine}
    asked = {clause for _, clause in cells}
    return Matrix(
        columns=tuple(clause.row for clause in found if clause.row.id in asked),
        rows=tuple(
            sorted(
                ((code, brief(mine[0]), tally(mine)) for code, mine in by_agency.items()),
                key=lambda row: (-row[2].overdue, fold(row[1])),
            )
        ),
        cells=cells,
    )
