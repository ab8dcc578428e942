"""Letters and replies as rows for a terminal or JSON."""

from sqlalchemy import select

from state.store import Store
from state.tables import AssignmentRow, LetterItemRow


def letters(store: Store, limit: int) -> list[dict[str, object]]:
    """The newest letters, with the codes they ask for."""
    rows = store.outbox.all(limit)
    ids = [row.id for row in rows]
    codes: dict[int, list[str]] = {}
    query = (
        select(LetterItemRow.letter_id, AssignmentRow.code)
        .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
        .where(LetterItemRow.letter_id.in_(ids))
        .order_by(LetterItemRow.id)
    )
    for letter, code in store.session.execute(query):
        codes.setdefault(letter, []).append(code)
    return [
        {
            "id": row.id,
            "ngày": f"{row.day:%d/%m/%Y}",
            "loại": row.kind,
            "cơ quan": row.agency.name if row.agency else "",
            "người nhận": list(row.recipients),
            "mã": codes.get(row.id, []),
            "địa chỉ trả lời": row.reply_to or "",
            "message_id": row.message_id,
            "tiêu đề": row.subject,
            "trạng thái": row.state,
            "lỗi": row.error or "",
        }
        for row in rows
    ]


def replies(store: Store, limit: int, *, held: bool) -> list[dict[str, object]]:
    """The newest replies, or those that wait for a person, with the sentence that says what happened."""
    return [
        {
            "id": row.id,
            "nhận lúc": f"{row.received_at:%d/%m/%Y %H:%M}",
            "người gửi": row.sender,
            "cơ quan": row.agency.name if row.agency else "",
            "loại": row.kind,
            "kết quả": row.outcome,
            "lý do": row.reason,
        }
        for row in store.inbox.latest(limit, waiting=held)
    ]
