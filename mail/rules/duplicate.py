"""The same words from the same sender within seven days change nothing and get no second receipt."""

from mail.incoming.message import Message
from mail.incoming.trust import appraise
from mail.rules.find import by_anything
from mail.rules.model import Kind, Known, Outcome, Standing, Verdict

_BELIEVED = frozenset({"", Standing.VERIFIED, Standing.REGISTERED})


def check(message: Message, known: Known) -> Verdict | None:
    """Same sender, same recipients, same subject and thread, same words and files.

    What somebody wrote under a borrowed address does not make the words of its owner a copy.
    """
    earlier = known.earlier(message.said_sha, message.sender)
    if earlier is None:
        return None
    letter = by_anything(message, known)
    trust = str(appraise(message, letter, known).standing)
    if earlier.trust not in _BELIEVED and trust in _BELIEVED:
        return None
    return Verdict(
        Kind.NOTE,
        Outcome.IGNORE,
        "duplicate",
        f"Thư trùng nội dung với thư số {earlier.reply_id} đã nhận của cùng người gửi; không ghi thêm.",
        letter=letter,
        trust=trust,
        duplicate_of=earlier.reply_id,
    )
