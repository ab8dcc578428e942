"""Whether a reply is the sender's own words, said to us: not a chain of somebody else, not a copy for our knowledge."""

import re
from collections.abc import Callable

from mail.charset import fold
from mail.incoming.message import Message
from mail.rules.model import Known, KnownLetter
from mail.split import Parts, split

_READ = 100_000
_MOST = 200
# How the letter of :mod:`mail.letters.confirming` shows what somebody else wrote.
_CONFIRMED = "Thư cần xác nhận"
_EXCERPT = re.compile(r"^\| ", re.MULTILINE)
_LOCAL = re.compile(r"[\w.+%=-]{1,64}$")
_DOMAIN = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# All on folded text of one or two lines.
_FROM = re.compile(r"^[\s>*|]*(?:tu|gui tu|nguoi gui|from)\s*\**\s*:")
_SAYS = re.compile(r"\b(?:da viet|da ghi|wrote)\b[^\n:]{0,80}:\s*$|\bviet\s*:\s*$", re.MULTILINE)
_HEADER = re.compile(
    r"^[\s>*|]*(?:da gui|ngay gui|ngay|sent|date|toi|den|nguoi nhan|to|cc|chu de|tieu de|subject)\b.*:"
)
_NAMED = re.compile(r"^[ \t>*|]*(?:Từ|Gửi từ|Người gửi|From)[ \t]*\*?[ \t]*:([^\n]{3,160})$", re.MULTILINE)


def why_not_own(message: Message, letter: KnownLetter, known: Known) -> str:
    """Why what stands in the mail is not certainly what its sender reports to us; "" when it is.

    A program that answers quotes our letter, and in a colleague's answer the letter of the one who passed it on; what
    is held is a mail in which somebody else's words are all there is, or in which values were typed into them.
    """
    parts: list[Parts] = []

    def taken_apart() -> Parts:
        if not parts:
            parts.append(split(message.text[:_READ], letter.sent_text))
        return parts[0]

    author = _other_author(message, letter, known)
    if author and (taken_apart().inline.strip() or not taken_apart().own.strip()):
        return f"Nội dung trả lời nằm trong thư của {author} được chuyển tiếp, không phải lời của người gửi"
    if _CONFIRMED in message.text and _EXCERPT.search(f"{taken_apart().own}\n{taken_apart().inline}"):
        return "Thư chép lại lời của người khác từ thư đề nghị xác nhận"
    if _only_copied(message, known) and not _names_a_code(taken_apart(), letter):
        return f"Thư gửi cho {message.to[0]}, hệ thống chỉ nhận bản sao và thư không nêu mã nhiệm vụ"
    return ""


def _only_copied(message: Message, known: Known) -> bool:
    """We stand in Cc, and everybody in To is somebody else."""
    return (
        bool(message.to)
        and any(map(known.is_own_address, message.cc))
        and not any(map(known.is_own_address, message.to))
    )


def _names_a_code(parts: Parts, letter: KnownLetter) -> bool:
    said = fold(f"{parts.own}\n{parts.inline}")
    return bool(parts.inline.strip()) or any(fold(item.code) in said for item in letter.asked)


def _other_author(message: Message, letter: KnownLetter, known: Known) -> str:
    """Somebody beside us and the sender whose letter stands in this one."""
    text = message.text[:_READ]

    def strange(address: str) -> bool:
        return address != message.sender and not known.is_own_address(address)

    return _by_address(text, strange) or _by_name(text, message, letter)


def _by_address(text: str, strange: Callable[[str], bool]) -> str:
    at = text.find("@")
    for _ in range(_MOST):
        if at < 0:
            break
        local, domain = _LOCAL.search(text, max(0, at - 64), at), _DOMAIN.match(text, at + 1)
        if local and domain and strange(f"{local[0]}@{domain[0]}".lower()):
            start = text.rfind("\n", 0, at) + 1
            head, tail = fold(text[start:at]), fold(_two_lines(text, domain.end()))
            if _FROM.match(head) or _SAYS.search(tail):
                return f"{local[0]}@{domain[0]}".lower()
        at = text.find("@", at + 1)
    return ""


def _two_lines(text: str, start: int) -> str:
    """The rest of a line and the next one, in which a wrapped attribution ends."""
    return "\n".join(text[start : start + 400].split("\n")[:2])


def _by_name(text: str, message: Message, letter: KnownLetter) -> str:
    """Outlook names the author without an address: above "Đã gửi: …", "Tới: …"."""
    for match in _NAMED.finditer(text):
        following = fold(text[match.end() : match.end() + 400]).split("\n")[1:5]
        name = " ".join(re.sub(r"[\[<(].*", "", match[1]).split()).strip("*_\"'“” ")
        if "@" in match[1] or not name or sum(_HEADER.match(line) is not None for line in following) < 2:
            continue
        plain = fold(name)
        if plain not in fold(letter.sent_text) and plain != fold(message.sender_name):
            return name
    return ""
