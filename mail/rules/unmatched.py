"""The last rule: nothing is lost, a person looks at it."""

from mail.message import Message
from mail.rules.model import Kind, Known, Outcome, Verdict


def check(message: Message, known: Known) -> Verdict | None:
    """Everything that no other rule took."""
    registered = message.sender_domain in known.agency_domains()
    who = "người gửi thuộc tên miền của một cơ quan trong danh bạ" if registered else "người gửi không có trong danh bạ"
    reason = f"Không tìm được thư hỏi tương ứng ({who}); cần người xem."
    return Verdict(Kind.UNMATCHED, Outcome.HOLD, "unmatched", reason)
