"""Letters and replies as rows: all columns for JSON, a few for a terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from state.clock import local
from state.post.letter_facts import asked_in
from state.store import Store
from state.tables import LetterRow, RefusalRow

Row = dict[str, object]

LETTER_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Số",
        "day": "Ngày",
        "purpose": "Loại thư",
        "agency": "Cơ quan",
        "subject": "Tiêu đề",
        "standing": "Trạng thái",
    }
)
LETTER_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "request": "đôn đốc báo cáo",
        "decision": "trả lời về hạn gửi",
        "confirm": "hỏi lại đầu mối",
        "receipt": "xác nhận đã nhận",
        "note": "báo cho người điều phối",
    }
)
LETTER_STATES: Mapping[str, str] = MappingProxyType(
    {
        "queued": "chờ gửi",
        "sending": "chưa rõ đã gửi hay chưa",
        "sent": "đã gửi",
        "failed": "không gửi được",
        "withdrawn": "đã rút lại",
    }
)
REPLY_KINDS: Mapping[str, str] = MappingProxyType(
    {
        "answer": "báo cáo",
        "note": "trao đổi",
        "auto-reply": "trả lời tự động",
        "bounce": "thư bị trả lại",
        "loop": "thư quay vòng",
        "spoof": "nghi giả mạo",
        "unmatched": "chưa rõ thuộc yêu cầu nào",
    }
)
REPLY_OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "record": "ghi nhận",
        "hold": "chờ người xem",
        "ignore": "không xử lý",
        "bounce": "báo không gửi được",
    }
)
REPLY_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Số",
        "received_at": "Nhận lúc",
        "sender": "Người gửi",
        "purpose": "Loại",
        "standing": "Kết quả",
        "reason": "Lý do",
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which letters: at most so many, of one state, of one agency (its code); ``texts``: with their words."""

    limit: int = 50
    state: str | None = None
    agency: str | None = None
    texts: bool = False


def letters(store: Store, wanted: Wanted) -> list[Row]:
    """The newest letters, with the codes they ask for and the recipients whom a server refused.

    :raises NotFound: no agency has this code
    """
    agency = store.agencies.get(wanted.agency.strip().upper()).id if wanted.agency else None
    rows = store.outbox.all(wanted.limit, wanted.state, agency, texts=wanted.texts)
    keys = [row.id for row in rows]
    codes, refusals = asked_in(store.session, keys), store.outbox.refusals.of_all(keys)
    return [_letter(row, codes.get(row.id, []), refusals.get(row.id, [])) | _words(row, wanted) for row in rows]


def letter(store: Store, letter_id: int) -> Row:
    """One letter with all that is known of it.

    :raises NotFound: no such letter
    """
    row = store.outbox.get(letter_id)
    told = _letter(row, asked_in(store.session, [row.id]).get(row.id, []), store.outbox.refusals.of(row.id))
    files = [{"name": one.name, "type": one.content_type} for one in row.enclosures]
    return told | {"body": row.text, "html": row.html, "enclosures": files, "tries": row.tries}


def _words(row: LetterRow, wanted: Wanted) -> Row:
    return {"body": row.text} if wanted.texts else {}


def _letter(row: LetterRow, codes: list[str], refusals: Sequence[RefusalRow]) -> Row:
    return {
        "id": row.id,
        "day": f"{row.day:%Y-%m-%d}",
        "kind": row.kind,
        "purpose": LETTER_KINDS.get(row.kind, row.kind),
        "rung": row.rung,
        "agency": row.agency.name if row.agency else "",
        "agency_code": row.agency.code if row.agency else "",
        "contacts": [*row.recipients, *row.cc],
        "codes": codes,
        "reply_to": row.reply_to or "",
        "message_id": row.message_id,
        "subject": row.subject,
        "state": row.state,
        "standing": LETTER_STATES.get(row.state, row.state) + (", đã thu hồi" if row.revoked_at else ""),
        "revoked": row.revoked_at is not None,
        "not_before": f"{local(row.not_before):%Y-%m-%d %H:%M}" if row.state == "queued" else "",
        "sent_at": f"{local(row.sent_at):%Y-%m-%d %H:%M}" if row.sent_at else "",
        "error": row.error or "",
        "refusals": [
            {
                "address": one.address,
                "code": one.code,
                "words": one.words,
                "tries": one.tries,
                "retry_at": f"{local(one.retry_at):%Y-%m-%d %H:%M}" if one.retry_at else "",
            }
            for one in refusals
        ],
    }


def replies(store: Store, limit: int, *, held: bool) -> list[Row]:
    """The newest replies, or those that wait for a person, with the sentence that says what happened."""
    return [
        {
            "id": row.id,
            "received_at": f"{row.received_at:%Y-%m-%d %H:%M}",
            "channel": row.channel,
            "sender": row.sender,
            "trust": row.trust,
            "agency": row.agency.name if row.agency else "",
            "agency_code": row.agency.code if row.agency else None,
            "letter": row.letter_id,
            "subject": row.subject,
            "kind": row.kind,
            "purpose": REPLY_KINDS.get(row.kind, row.kind),
            "outcome": row.outcome,
            "standing": REPLY_OUTCOMES["hold" if row.waiting else row.outcome],
            "waiting": row.waiting,
            "rule": row.rule,
            "reason": row.reason,
            "duplicate_of": row.duplicate_of,
            "decided_by": row.decided_by,
        }
        for row in store.inbox.latest(limit, waiting=held)
    ]
