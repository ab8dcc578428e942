"""The same words from the same sender within seven days change nothing and get no second receipt."""

from mail.message import Message
from mail.rules.find import by_anything
from mail.rules.model import Kind, Known, Outcome, Verdict


def check(message: Message, known: Known) -> Verdict | None:
    """Same body, same recipients, same sender."""
    if not known.seen_before(message.body_sha, message.sender):
        return None
    return Verdict(
        Kind.NOTE,
        Outcome.IGNORE,
        "duplicate",
        "Thư trùng nội dung với thư đã nhận của cùng người gửi; không ghi thêm.",
        letter=by_anything(message, known),
    )
