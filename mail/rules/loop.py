"""Our own mail that came back is never answered and never read."""

from mail.incoming.message import Message
from mail.rules.model import Kind, Known, Outcome, Verdict


def check(message: Message, known: Known) -> Verdict | None:
    """Own Message-ID, own From, or our X-Loop."""
    why = ""
    if message.message_id and known.letter_by_message_id(message.message_id) is not None:
        why = "mã thư là của chính hệ thống"
    elif message.sender and known.is_own_address(message.sender):
        why = "người gửi là địa chỉ của chính hệ thống"
    elif any(known.is_own_address(value.strip().lower()) for value in message.auto.own_loop_header):
        why = "thư mang dấu X-Loop của hệ thống"
    if not why:
        return None
    return Verdict(Kind.LOOP, Outcome.IGNORE, "loop", f"Thư quay vòng ({why}); không xử lý, không trả lời.")
