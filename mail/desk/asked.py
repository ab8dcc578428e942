"""What was asked, as the reader of answers has to know it: by letter, or by assignment where there was no letter."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, bindparam, select

from cycles.status import WorkStatus
from mail.letters.phrases import one_label
from mail.read_answer.model import AskedFigure, AskedItem
from state.direct import direct
from state.store import Store
from state.tables import (
    AnswerRow,
    AssignmentRow,
    CycleRow,
    FigureRow,
    LetterItemRow,
    ResponsibilityRow,
    TargetRow,
)

# Columns instead of rows: the objects behind an assignment would cost three statements each. Built once, because they
# run for every reply.
_ITEMS = (
    select(
        AssignmentRow.code,
        AssignmentRow.targets,
        AssignmentRow.shared,
        CycleRow.version_id,
        CycleRow.year,
        ResponsibilityRow.path,
        ResponsibilityRow.text,
        AnswerRow.id,
        AnswerRow.status,
        AnswerRow.percent,
        AnswerRow.narrative,
    )
    .join(CycleRow, CycleRow.id == AssignmentRow.cycle_id)
    .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
    .outerjoin(AnswerRow, AnswerRow.id == AssignmentRow.answer_id)
    .order_by(AssignmentRow.id)
)
_IN_LETTER = _ITEMS.join(LetterItemRow, LetterItemRow.assignment_id == AssignmentRow.id).where(
    LetterItemRow.letter_id == bindparam("letter")
)
_BY_ID = _ITEMS.where(AssignmentRow.id.in_(bindparam("ids", expanding=True)))
_GIVEN = (
    select(FigureRow.answer_id, TargetRow.code)
    .join(TargetRow, TargetRow.id == FigureRow.target_id)
    .where(FigureRow.answer_id.in_(bindparam("answers", expanding=True)))
)
_TARGETS = select(TargetRow.version_id, TargetRow.code, TargetRow.text, TargetRow.unit).where(
    TargetRow.version_id.in_(bindparam("versions", expanding=True))
)


def asked_in(store: Store, letter_id: int) -> tuple[AskedItem, ...]:
    """What a letter asks for."""
    return _items(store, direct(store.session).execute(_IN_LETTER, {"letter": letter_id}).all())


def asked_of(store: Store, assignment_ids: Collection[int]) -> tuple[AskedItem, ...]:
    """What assignments ask for, whether a letter told of them or not."""
    return _items(store, direct(store.session).execute(_BY_ID, {"ids": list(assignment_ids)}).all())


def _items(store: Store, rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[AskedItem, ...]:
    # Any: a row of columns of several tables.
    known = _targets(store, {row.version_id for row in rows if row.targets})
    given = _given(store, [row.id for row in rows if row.id is not None])
    return tuple(
        AskedItem(
            row.code,
            row.path,
            row.text,
            # What another duty asks for is not asked here once more.
            tuple(
                known[row.version_id, name]
                for name in row.targets
                if (row.version_id, name) in known and name not in row.shared
            ),
            WorkStatus(row.status) if row.status else None,
            Decimal(str(row.percent)) if row.percent is not None else None,
            row.narrative or "",
            frozenset(given.get(row.id, ())),
            row.year,
        )
        for row in rows
    )


def _given(store: Store, answers: Collection[int]) -> dict[int, list[str]]:
    """The codes of the figures which these answers hold."""
    found: dict[int, list[str]] = {}
    if answers:
        for answer, code in direct(store.session).execute(_GIVEN, {"answers": list(answers)}).tuples():
            found.setdefault(answer, []).append(code)
    return found


def _targets(store: Store, versions: Collection[int]) -> dict[tuple[int, str], AskedFigure]:
    if not versions:
        return {}
    rows = direct(store.session).execute(_TARGETS, {"versions": list(versions)}).tuples()
    return {(version, code): AskedFigure(code, one_label(text), unit or "") for version, code, text, unit in rows}
