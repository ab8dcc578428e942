"""A mail over the limit is kept by its head only and waits for a person."""

from mail.incoming.message import Message
from mail.incoming.trust import appraise
from mail.rules.find import by_thread, by_token
from mail.rules.model import Kind, Known, Outcome, Verdict


def check(message: Message, known: Known) -> Verdict | None:
    """Larger than the limit, or cut before it came here."""
    if message.size <= known.limits.max_size and not message.truncated:
        return None
    megabytes = f"{message.size / 1024 / 1024:.1f}".replace(".", ",")
    limit = known.limits.max_size // 1024 // 1024
    letter = by_token(message, known) or by_thread(message, known)
    return Verdict(
        Kind.ANSWER,
        Outcome.HOLD,
        "oversize",
        f"Thư nặng {megabytes} MB, vượt mức {limit} MB; chỉ lưu phần đầu, cần người xem trong hộp thư.",
        letter=letter,
        trust=str(appraise(message, letter, known).standing),
    )
