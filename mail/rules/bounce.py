"""Failed deliveries: which letter, which recipient, how bad (RFC 3463 status codes)."""

import re
from collections.abc import Collection

from mail.charset import fold
from mail.incoming.delivery import Delivery
from mail.incoming.message import Message
from mail.rules.find import by_anything, by_return_address
from mail.rules.model import Bounced, Kind, Known, KnownLetter, Outcome, Severity, Verdict

_DAEMON = re.compile(r"^(mailer-daemon|postmaster|mail-daemon|mdaemon)@")
_FULL = re.compile(
    r"hop thu (?:da )?day|mailbox (?:is )?full|over ?quota|vuot (?:qua )?(?:dung luong|han muc)|quota exceeded"
)
_UNKNOWN = re.compile(
    r"khong ton tai|user unknown|no such user|does not exist|unknown (?:user|recipient)|address not found"
    r"|khong tim thay (?:dia chi|nguoi nhan)|invalid recipient|recipient (?:unknown|not found)"
    r"|(?:could ?n.t|could not|cannot) be found|recipnotfound"
)
# Behind the reply code of RFC 5321, so that no version or section number is taken for a status.
_STATUS = re.compile(r"\b[45]\d\d[ -]#?([45]\.\d{1,3}\.\d{1,3})\b")
_WORDS = {
    Severity.HARD: "Địa chỉ {0} không nhận được thư (mã {1}); đầu mối được đánh dấu để thay địa chỉ.",
    Severity.SOFT: "Hộp thư {0} đầy hoặc tạm thời không nhận (mã {1}); sẽ gửi lại sau.",
    Severity.POLICY: "Máy chủ của {0} từ chối thư vì chính sách (mã {1}); cần cán bộ kỹ thuật xem.",
    Severity.DELAYED: "Thư gửi {0} đang bị chậm (mã {1}); máy chủ còn tiếp tục gửi.",
    Severity.DELIVERED: "Máy chủ báo đã chuyển thư đến {0} (mã {1}).",
}
_NOT_RETURNED = (
    "Thư báo không gửi được đến {0} không về theo địa chỉ trả thư của hệ thống, có thể do người khác viết; "
    "chưa đánh dấu đầu mối, cần người xem."
)
_MARKING = frozenset({Severity.HARD, Severity.SOFT})
_READ = 20_000
_UNSAID = "không rõ"
_ORDER = (Severity.HARD, Severity.POLICY, Severity.SOFT, Severity.DELAYED, Severity.DELIVERED)


def check(message: Message, known: Known) -> Verdict | None:
    """A report of delivery, structured or in one of the dialects of mail systems."""
    bounced = tuple(Bounced(item.recipient, item.status or _UNSAID, severity(item)) for item in message.deliveries)
    letter = None
    if not bounced:
        if not _from_daemon(message):
            return None
        letter = by_anything(message, known)
        guess = _by_words(message.text)
        if letter is None or guess is None:
            return None
        status, bad = guess
        bounced = tuple(Bounced(address, status, bad) for address in _named(message.text, letter.contacts))
        if not bounced:
            return _held("Thư báo lỗi gửi không nêu địa chỉ nào; cần người xem.")
    letter = letter or by_anything(message, known)
    if letter is None:
        # Anybody can write a report; without a letter of ours behind it no contact is marked.
        return _held("Thư báo lỗi gửi không thuộc thư nào của hệ thống; cần người xem.")
    if not _came_back(message, letter, known) and any(item.severity in _MARKING for item in bounced):
        named = ", ".join(dict.fromkeys(item.recipient for item in bounced))
        return Verdict(Kind.BOUNCE, Outcome.HOLD, "bounce", _NOT_RETURNED.format(named), letter=letter, bounced=bounced)
    worst = min(bounced, key=lambda item: _ORDER.index(item.severity))
    passing = worst.severity in {Severity.DELAYED, Severity.DELIVERED}
    reason = _WORDS[worst.severity].format(worst.recipient, worst.status)
    outcome = Outcome.IGNORE if passing else Outcome.BOUNCE
    return Verdict(Kind.BOUNCE, outcome, "bounce", reason, letter=letter, bounced=bounced)


def _came_back(message: Message, letter: KnownLetter, known: Known) -> bool:
    """Whether a report came the way of reports: without a sender, to the address from which that letter had left.

    Whoever has seen our letter can write a report. Without tagged addresses there is no way to tell.
    """
    if not known.limits.plus_addresses:
        return True
    home = by_return_address(message, known)
    return message.return_path == "" and home is not None and home.id == letter.id


def severity(item: Delivery) -> Severity:
    """How bad one delivery status is."""
    status = item.status
    if item.action in {"delivered", "relayed", "expanded"} or status.startswith("2"):
        return Severity.DELIVERED
    if status.endswith(".2.2"):
        return Severity.SOFT
    if item.action == "delayed" or status.startswith("4"):
        return Severity.DELAYED
    if status.startswith("5.7"):
        return Severity.POLICY
    return Severity.HARD


def _from_daemon(message: Message) -> bool:
    return message.return_path == "" or _DAEMON.match(message.sender) is not None


def _by_words(text: str) -> tuple[str, Severity] | None:
    """Status ("không rõ" when only words tell it) and how bad it is, out of prose."""
    found = _STATUS.search(text[:_READ])
    if found:
        return found[1], severity(Delivery("", "failed", found[1], ""))
    folded = fold(text[:_READ])
    if _FULL.search(folded):
        return _UNSAID, Severity.SOFT
    return (_UNSAID, Severity.HARD) if _UNKNOWN.search(folded) else None


def _named(text: str, contacts: Collection[str]) -> list[str]:
    """The addresses that the prose names; the only one there is when it names none."""
    said = text[:_READ].lower()
    named = [address for address in sorted(contacts) if address in said]
    return named or (list(contacts) if len(contacts) == 1 else [])


def _held(reason: str) -> Verdict:
    return Verdict(Kind.BOUNCE, Outcome.HOLD, "bounce", reason)
