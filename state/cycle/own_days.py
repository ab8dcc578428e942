"""What in an open cycle does not follow its rule: days that the plan itself names, standing duties."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from state.cycle.cycle_rows import ordered
from state.tables import AssignmentRow, CycleRow, ResponsibilityRow


def own_days(session: Session, row: CycleRow) -> list[str]:
    """One sentence for each clause with a day of its own, one for all standing duties; nothing when all is derived."""
    query = (
        select(ResponsibilityRow.path, AssignmentRow.due_on, AssignmentRow.due_basis)
        .join(AssignmentRow, AssignmentRow.responsibility_id == ResponsibilityRow.id)
        .where(AssignmentRow.cycle_id == row.id)
        .distinct()
    )
    named = query.where(AssignmentRow.due_kind == "explicit").order_by(AssignmentRow.due_on, ResponsibilityRow.path)
    told = (
        []
        if ordered(row)
        else [f"Điểm {path}: hạn {on:%d/%m/%Y} – {basis}" for path, on, basis in session.execute(named).tuples()]
    )
    standing = query.with_only_columns(ResponsibilityRow.path).where(AssignmentRow.standing.is_(True))
    paths = sorted(session.scalars(standing))
    return [*told, *([f"Thường xuyên, không tính quá hạn: {', '.join(paths)}."] if paths else [])]
