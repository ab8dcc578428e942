"""Signs by which a mail shows that no person wrote it (RFC 3834 and the older customs): sure ones, and mere hints."""

import re

from mail.charset import fold
from mail.incoming.message import Message

_SUBJECT = re.compile(
    r"^(?:re:\s*|tl:\s*|\[[^\]]*\]\s*)*"
    r"(?:tu dong tra loi|tra loi tu dong|thu tra loi tu dong|thong bao vang mat|vang mat"
    r"|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office|away from)\b"
)
_READ = re.compile(r"^(?:da doc|read|da xem|khong doc|not read)\s*:")
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|autoreply)@")


def sure_sign(message: Message) -> str:
    """What only machines write, "" when there is none of it."""
    auto = message.auto
    signs = (
        (auto.auto_submitted not in {"", "no"}, "Auto-Submitted"),
        (
            auto.report_type == "disposition-notification" or _READ.match(fold(message.subject)) is not None,
            "xác nhận đã đọc",
        ),
        (bool(auto.report_type), "báo cáo của máy chủ"),
        (auto.autoreply_header, "X-Autoreply"),
        (auto.precedence == "auto_reply", "Precedence: auto_reply"),
        (auto.calendar_reply, "trả lời lịch"),
        (message.return_path == "", "không có địa chỉ trả về"),
        (_DAEMON.match(message.sender) is not None, "địa chỉ máy"),
    )
    return next((name for found, name in signs if found), "")


def hint(message: Message) -> str:
    """What machines write and people may, too: a gateway marks mails as bulk, a person answers under any subject."""
    if message.auto.precedence in {"bulk", "junk"}:
        return f"Precedence: {message.auto.precedence}"
    return "tiêu đề trả lời tự động" if _SUBJECT.match(fold(message.subject)) else ""
