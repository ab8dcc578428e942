"""What a cycle does not follow: clauses that nobody was given and targets without figures, each with its reason."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from plans.asking import asked_in_year, milestones
from reports.data import ClauseLeftOut, TargetsLeftOut
from state import tables

OWNER = "owner"
WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What a cycle does not follow."""

    targets: TargetsLeftOut
    clauses: tuple[ClauseLeftOut, ...]


def targets_left_out(known: Sequence[tables.TargetRow], followed: Collection[str], year: int) -> TargetsLeftOut:
    """The targets of a version whose codes are not ``followed`` in the cycle of ``year``.

    The milestones are those of all targets, as they were when the cycle was opened.
    """
    years = milestones((target.group, target.year) for target in known)
    qualitative, other_year, nobody = [], [], []
    for target in known:
        if target.code in followed:
            continue
        if target.value is None:
            qualitative.append(target.path)
        elif not asked_in_year(years, target.year, target.group, year):
            other_year.append(target.path)
        else:
            nobody.append(target.path)
    return TargetsLeftOut(qualitative=tuple(qualitative), other_year=tuple(other_year), nobody_asked=tuple(nobody))


def clauses_left_out(session: Session, version_id: int, followed: Iterable[str]) -> tuple[ClauseLeftOut, ...]:
    """The clauses of a version whose paths are not ``followed``, in the order of the plan."""
    duty, question = tables.ResponsibilityRow, tables.QuestionRow
    have = set(followed)
    waived = set(
        session.scalars(
            select(question.path).where(
                question.version_id == version_id, question.kind == OWNER, question.decision == WAIVED
            )
        )
    )
    paths = session.scalars(select(duty.path).where(duty.version_id == version_id).order_by(duty.position))
    return tuple(ClauseLeftOut(path=path, waived=path in waived) for path in paths if path not in have)
