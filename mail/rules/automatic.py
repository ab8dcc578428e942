"""Machines that answer for people: out of office, read receipts, calendar answers (RFC 3834)."""

import re

from mail.charset import fold
from mail.days import day_in
from mail.incoming.message import Message
from mail.incoming.trust import appraise
from mail.rules.find import by_anything
from mail.rules.model import Kind, Known, Outcome, Standing, Verdict

_SUBJECT = re.compile(
    r"^(?:re:\s*|tl:\s*|\[[^\]]*\]\s*)*"
    r"(?:tu dong tra loi|tra loi tu dong|thu tra loi tu dong|thong bao vang mat|vang mat"
    r"|automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office|away from)\b"
)
_READ = re.compile(r"^(?:da doc|read|da xem|khong doc|not read)\s*:")
_AWAY = re.compile(
    r"\b(?:vang mat|nghi phep|di cong tac|khong co mat|vang den|out of (?:the )?office|on leave|away|vacation)\b"
)
_UNTIL = re.compile(r"\b(?:den het|cho den|den|toi|until|till|through|back on|tro lai|return(?:ing)? on|quay lai)\b")
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|autoreply)@")


def check(message: Message, known: Known) -> Verdict | None:
    """Any sign that no person wrote this."""
    sign = _sign(message)
    if sign is None:
        return None
    letter = by_anything(message, known)
    until, away = None, False
    trust = str(appraise(message, letter, known).standing) if letter else ""
    reason = f"Thư tự động ({sign}); không tính là báo cáo."
    folded = fold(message.text[:4_000])
    if _AWAY.search(folded) or _AWAY.search(fold(message.subject)):
        # Nobody sends an agency's contact on holiday under a borrowed address.
        away = trust != Standing.FAILED
        pointer = _UNTIL.search(folded)
        until = (
            day_in(message.text[pointer.start() : 4_000], message.date.date() if message.date else None)
            if pointer
            else None
        )
        who = letter.agency_name if letter else message.sender
        reason = (
            f"Đầu mối của {who} vắng mặt"
            + (f" đến ngày {until:%d/%m/%Y}" if until else "")
            + "; không tính là báo cáo."
        )
    kind, outcome = Kind.AUTO_REPLY, Outcome.IGNORE
    return Verdict(
        kind, outcome, "automatic", reason, letter=letter, absent_until=until if away else None, away=away, trust=trust
    )


def _sign(message: Message) -> str | None:
    auto = message.auto
    subject = fold(message.subject)
    signs = (
        (auto.auto_submitted not in {"", "no"}, "Auto-Submitted"),
        (auto.report_type == "disposition-notification" or _READ.match(subject) is not None, "xác nhận đã đọc"),
        (bool(auto.report_type), "báo cáo của máy chủ"),
        (auto.autoreply_header, "X-Autoreply"),
        (auto.precedence in {"auto_reply", "bulk", "junk"}, f"Precedence: {auto.precedence}"),
        (auto.calendar_reply, "trả lời lịch"),
        (message.return_path == "", "không có địa chỉ trả về"),
        (_DAEMON.match(message.sender) is not None, "địa chỉ máy"),
        (_SUBJECT.match(subject) is not None, "tiêu đề trả lời tự động"),
    )
    return next((name for found, name in signs if found), None)
