"""The last rule: nothing is lost, a person looks at it."""

from mail.incoming.message import Message
from mail.incoming.trust import appraise
from mail.rules.model import Kind, Known, Outcome, Standing, Verdict


def check(message: Message, known: Known) -> Verdict | None:
    """Everything that no other rule took."""
    found = appraise(message, None, known)
    kind, who = Kind.UNMATCHED, "người gửi thuộc tên miền của một cơ quan trong danh bạ"
    if found.spoof:
        kind, who = Kind.SPOOF, found.why.removesuffix("; cần người xem.")
    elif found.standing is Standing.FOREIGN:
        who = "người gửi không có trong danh bạ"
    reason = f"Không tìm được thư hỏi tương ứng ({who}); cần người xem."
    return Verdict(kind, Outcome.HOLD, "unmatched", reason, trust=str(found.standing))
