"""Whether a mail may be newer than what it would replace: an old mail that arrives late, or again, says old things."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from sqlalchemy import bindparam, func, select

from mail.read_reply import Reading
from mail.rules.model import Kind, Outcome
from state.direct import direct
from state.store import Store
from state.tables import AnswerRow, AssignmentRow, RawMailRow, ReplyRow

_HEAD = 64 * 1024
_SKEW = timedelta(days=1)
"""Clocks of offices may be wrong by hours; what is older than that was written before our letter."""
_COUNTING = (
    select(func.substr(RawMailRow.content, 1, _HEAD))
    .join(ReplyRow, ReplyRow.raw_mail_id == RawMailRow.id)
    .join(AnswerRow, AnswerRow.reply_id == ReplyRow.id)
    .join(AssignmentRow, AssignmentRow.answer_id == AnswerRow.id)
    .where(AssignmentRow.code.in_(bindparam("codes", expanding=True)))
    .distinct()
)


def in_order(store: Store, reading: Reading) -> Reading:
    """The same reading, held when the mail was written before our letter or before the mail whose answer counts."""
    verdict, understood, written = reading.verdict, reading.understanding, reading.message.date
    if verdict.kind is not Kind.ANSWER or verdict.outcome is not Outcome.RECORD:
        return reading
    if verdict.letter is None or understood is None or written is None:
        return reading
    why, sent = "", verdict.letter.sent
    if sent is not None and written < sent.created_at - _SKEW:
        why = f"thư ghi ngày {written:%d/%m/%Y}, trước khi có thư hỏi"
    elif any(item.answered_status is not None for item in verdict.letter.asked):
        codes = [item.code for item in understood.reported]
        heads = direct(store.session).scalars(_COUNTING, {"codes": codes}).all()
        if any(earlier is not None and written < earlier for earlier in map(_date, heads)):
            why = f"thư viết lúc {written:%H:%M %d/%m/%Y}, trước thư đang được ghi nhận"
    if not why:
        return reading
    return replace(
        reading,
        verdict=replace(verdict, outcome=Outcome.HOLD, reason=f"{_known(verdict.reason)} Chờ người xem: {why}."),
    )


def _known(reason: str) -> str:
    """The reason without the sentence that tells of a record."""
    return reason.partition(" Đã ghi nhận ")[0]


def _date(head: bytes) -> datetime | None:
    try:
        moment = parsedate_to_datetime(str(BytesHeaderParser().parsebytes(bytes(head)).get("Date", "")))
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
