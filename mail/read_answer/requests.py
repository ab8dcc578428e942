"""What a reply says besides an answer: wrong addressee, "we got your letter", "see the attached file"."""

import re

from mail.charset import fold
from mail.read_answer.lexicon import spoken, words

_NOT_OURS = spoken(
    r"\bkhông (?:phải|còn)(?: là)? (?:cơ quan |đơn vị )?đầu mối\b"
    r"|\bkhông thuộc (?:chức năng|phạm vi|thẩm quyền|trách nhiệm|nhiệm vụ của|lĩnh vực|ubnd|xã|phường|đơn vị|cơ quan)\b"
)
_RECEIVED = spoken(
    r"\b(?:đã nhận|đã nhận được|xác nhận đã nhận|nhận được)(?: được)?(?: \w+){0,2}"
    r" (?:thư|văn bản|email|mail|công văn|yêu cầu)\b"
    r"|\bđã rõ\b|\bxin tiếp thu\b|\bsẽ (?:báo cáo|gửi báo cáo|trả lời|phúc đáp)(?: sau| sớm| đúng hạn)?\b|^\s*cảm ơn\b"
)
_ATTACHED = words(r"\b(?:đính kèm|gửi kèm|kèm theo|tệp|file|văn bản số|công văn số|báo cáo số)\b")


def says_not_ours(text: str) -> bool:
    """Whether the sender says that somebody else is to be asked."""
    return _NOT_OURS.of(text).search(text.lower()) is not None


def only_confirms(text: str) -> bool:
    """Whether a text only says that the letter arrived or that an answer will come."""
    return _RECEIVED.of(text).search(text.lower()) is not None


def points_elsewhere(text: str) -> bool:
    """Whether the answer stands in a file or in another document."""
    return _ATTACHED.of(text).search(text.lower()) is not None


_NO_DIFFICULTY = re.compile(r"^\W*(?:khong|khong co|khong phat sinh|chua co|chua phat sinh)\b[^.;\n]{0,40}\W*$")
_BULLET = re.compile(r"^\s*(?:[-*•+]|\d{1,2}[.)])\s+")


def entries(text: str) -> tuple[str, ...]:
    """The separate difficulties or proposals under one label; "không có" is none."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not any(_BULLET.match(line) for line in lines[1:]):
        lines = [" ".join(lines)] if lines else []
    cleaned = (_BULLET.sub("", line).strip(" -;") for line in lines)
    return tuple(line for line in cleaned if line and not _NO_DIFFICULTY.match(fold(line)))
