"""Letters and replies as rows: all columns for JSON, a few for a terminal."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sqlalchemy import select

from state.store import Store
from state.tables import AssignmentRow, LetterItemRow

Row = dict[str, object]

LETTER_COLUMNS: Mapping[str, str] = MappingProxyType(
    {"id": "Số", "day": "Ngày", "purpose": "Loại thư", "agency": "Cơ quan", "subject": "Tiêu đề", "state": "Trạng thái"}
)
LETTER_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "request": "đôn đốc báo cáo",
        "decision": "trả lời về hạn gửi",
        "receipt": "xác nhận đã nhận",
        "note": "báo cho người điều phối",
    }
)
REPLY_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Số",
        "received_at": "Nhận lúc",
        "sender": "Người gửi",
        "kind": "Loại",
        "outcome": "Kết quả",
        "reason": "Lý do",
    }
)


def letters(store: Store, limit: int) -> list[Row]:
    """The newest letters, with the codes they ask for."""
    rows = store.outbox.all(limit)
    codes = _codes(store, [row.id for row in rows])
    return [
        {
            "id": row.id,
            "day": f"{row.day:%Y-%m-%d}",
            "kind": row.kind,
            "purpose": LETTER_KINDS.get(row.kind, row.kind),
            "rung": row.rung,
            "agency": row.agency.name if row.agency else "",
            "contacts": [*row.recipients, *row.cc],
            "codes": codes.get(row.id, []),
            "reply_to": row.reply_to or "",
            "message_id": row.message_id,
            "subject": row.subject,
            "state": row.state,
            "error": row.error or "",
        }
        for row in rows
    ]


def _codes(store: Store, letter_ids: Sequence[int]) -> dict[int, list[str]]:
    query = (
        select(LetterItemRow.letter_id, AssignmentRow.code)
        .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
        .where(LetterItemRow.letter_id.in_(letter_ids))
        .order_by(LetterItemRow.id)
    )
    found: dict[int, list[str]] = {}
    for letter, code in store.session.execute(query):
        found.setdefault(letter, []).append(code)
    return found


def replies(store: Store, limit: int, *, held: bool) -> list[Row]:
    """The newest replies, or those that wait for a person, with the sentence that says what happened."""
    return [
        {
            "id": row.id,
            "received_at": f"{row.received_at:%Y-%m-%d %H:%M}",
            "sender": row.sender,
            "agency": row.agency.name if row.agency else "",
            "subject": row.subject,
            "kind": row.kind,
            "outcome": row.outcome,
            "rule": row.rule,
            "reason": row.reason,
        }
        for row in store.inbox.latest(limit, waiting=held)
    ]
