"""Roll-up of the answers to one responsibility: counts first, then the agencies' own words, grouped."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.data import AWAITING_REVIEW, AssignmentRow, DifficultyRow
from reports.vietnamese import clean, fold, path_key

# Order in which standings are told; keys of cycles.status.
STANDINGS = (
    "hoan_thanh_dung_han",
    "hoan_thanh_qua_han",
    "dang_thuc_hien_trong_han",
    "dang_thuc_hien_qua_han",
    "chua_thuc_hien",
    "khong_phat_sinh",
    AWAITING_REVIEW.key,
    "chua_bao_cao_trong_han",
    "chua_bao_cao_qua_han",
)
NOT_STARTED = "chua_thuc_hien"
IN_PROGRESS = "dang_thuc_hien"
_FULL_WORDS = 600


@dataclass(frozen=True, slots=True)
class Saying:
    """The same words from one or more agencies."""

    text: str
    agencies: tuple[str, ...]
    standing: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One clause with everything that came back on it. ``sayings`` are ordered, the most telling first."""

    path: str
    clause: str
    heading: str
    requested: bool
    asked: int
    answered: int
    late: int
    standings: tuple[tuple[str, int], ...]
    sayings: tuple[Saying, ...]
    unfinished: tuple[AssignmentRow, ...]


@dataclass(frozen=True, slots=True)
class Concern:
    """One difficulty or proposal with the agencies which raised it in the same words."""

    kind: str
    text: str
    agencies: tuple[str, ...]
    paths: tuple[str, ...]


def roll_up_duties(rows: Iterable[AssignmentRow]) -> tuple[Duty, ...]:
    """Duties in the order of the plan; rows are put together by the path and the words of their clause."""
    by_clause: dict[tuple[str, str], list[AssignmentRow]] = {}
    for row in rows:
        by_clause.setdefault((row.path, row.clause), []).append(row)
    return tuple(_duty(group) for _, group in sorted(by_clause.items(), key=lambda item: path_key(item[0][0])))


def _duty(rows: Sequence[AssignmentRow]) -> Duty:
    first = rows[0]
    return Duty(
        path=first.path,
        clause=first.clause,
        heading=first.heading,
        requested=all(row.requested for row in rows),
        asked=len(rows),
        answered=sum(row.answered for row in rows),
        late=sum(row.late for row in rows),
        standings=count_standings(rows),
        sayings=_sayings(rows),
        unfinished=tuple(row for row in rows if row.answered and _open(row)),
    )


def _open(row: AssignmentRow) -> bool:
    return row.standing.key.startswith((NOT_STARTED, IN_PROGRESS))


def count_standings(rows: Iterable[AssignmentRow]) -> tuple[tuple[str, int], ...]:
    """(label, count) of every standing that occurs, in the order of ``STANDINGS``; their sum is the number of rows."""
    counts = Counter((row.standing.key, row.standing.label) for row in rows)

    def order(standing: tuple[str, str]) -> tuple[int, str]:
        key = standing[0]
        return (STANDINGS.index(key) if key in STANDINGS else len(STANDINGS), key)

    return tuple((label, counts[key, label]) for key, label in sorted(counts, key=order))


def _sayings(rows: Iterable[AssignmentRow]) -> tuple[Saying, ...]:
    """Distinct narratives: those with figures before those without, then the fuller ones, then as in the rows."""
    groups: dict[str, list[AssignmentRow]] = {}
    for row in rows:
        folded = fold(row.narrative) if row.answered else ""
        if folded:
            groups.setdefault(folded, []).append(row)
    sayings = [
        Saying(clean(group[0].narrative), tuple(dict.fromkeys(row.named for row in group)), group[0].standing.key)
        for group in groups.values()
    ]
    return tuple(sorted(sayings, key=_weight))


def _weight(saying: Saying) -> tuple[bool, int]:
    return (not any(char.isdigit() for char in saying.text), -min(len(saying.text), _FULL_WORDS))


def notable(sayings: Sequence[Saying], limit: int) -> tuple[Saying, ...]:
    """The first ``limit`` sayings. One from an agency that has not begun is always among them, so that the
    extract does not only show success."""
    chosen = tuple(sayings[:limit])
    if len(sayings) <= limit or limit < 2 or any(one.standing == NOT_STARTED for one in chosen):
        return chosen
    other = next((one for one in sayings[limit:] if one.standing == NOT_STARTED), None)
    return (*chosen[:-1], other) if other else chosen


def group_concerns(rows: Iterable[DifficultyRow]) -> tuple[Concern, ...]:
    """Difficulties and proposals; same words once with all their agencies, those raised by most agencies first."""
    groups: dict[tuple[str, str], list[DifficultyRow]] = {}
    for row in rows:
        folded = fold(row.text)
        if folded:
            groups.setdefault((row.kind, folded), []).append(row)
    concerns = [
        Concern(
            kind=kind,
            text=clean(group[0].text),
            agencies=tuple(dict.fromkeys(row.agency_name for row in group)),
            paths=tuple(sorted({row.path for row in group if row.path}, key=path_key)),
        )
        for (kind, _), group in groups.items()
    ]
    return tuple(sorted(concerns, key=lambda concern: -len(concern.agencies)))
