"""What letters speak of and why they go, for many letters at once."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from state.tables import AssignmentRow, ClaimRow, LetterItemRow

BATCH = 500


def asked_in(session: Session, letter_ids: Sequence[int]) -> dict[int, list[str]]:
    """The codes of the assignments that letters speak of, by letter."""
    query = select(LetterItemRow.letter_id, AssignmentRow.code).join(
        AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id
    )
    return _by_letter(session, query.order_by(LetterItemRow.id), LetterItemRow.letter_id, letter_ids)


def reasons_of(session: Session, letter_ids: Sequence[int]) -> dict[int, list[str]]:
    """Why letters go: the different reasons of the steps that they carry, by letter."""
    query = select(ClaimRow.letter_id, ClaimRow.reason).order_by(ClaimRow.id)
    found = _by_letter(session, query, ClaimRow.letter_id, letter_ids)
    return {letter: list(dict.fromkeys(reasons)) for letter, reasons in found.items()}


def _by_letter(
    session: Session,
    query: Select[int, str] | Select[int | None, str],
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
    letter_ids: Sequence[int],
) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for start in range(0, len(letter_ids), BATCH):
        for letter, text in session.execute(query.where(column.in_(letter_ids[start : start + BATCH]))):
            if letter is not None:
                found.setdefault(letter, []).append(text)
    return found
