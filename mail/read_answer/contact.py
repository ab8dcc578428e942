"""A new contact named in a reply: "không phải đầu mối, đề nghị gửi …", "đầu mối mới là …", "người thay tôi là …".

An address counts only in a sentence that says so, or right behind it; two addresses that could be meant are none.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from mail.post.headers import is_address
from mail.read_answer.lexicon import Words, unwrapped, words
from mail.read_answer.model import ProposedContact

Span = tuple[int, int]
Test = Callable[[str], bool]

_PERSON = r"(?:đồng chí|đ/c|đc|ông|bà|anh|chị|thầy|cô)"
_WHO = r"(?: người| cán bộ| cơ quan| đơn vị)?"
_GONE = (
    r"(?:hiện |nay |hiện nay )?(?:đã |vừa |mới |sẽ )?(?:được )?"
    r"(?:chuyển (?:công tác|đơn vị|cơ quan|phòng|sang|về|vị trí)|nghỉ hưu|nghỉ việc|nghỉ chế độ|thôi việc|luân chuyển"
    r"|điều động|biệt phái|nghỉ thai sản)"
)
# The writer is not, or no longer, the one to be asked.
_LEFT = words(
    rf"\bkhông (?:phải|còn)(?: là| làm)?{_WHO} (?:phụ trách|theo dõi|đảm nhận|đầu mối)\b"
    rf"|\b(?:thôi|không tiếp tục|không được (?:giao|phân công))(?: là| làm)?{_WHO}"
    r" (?:phụ trách|theo dõi|đảm nhận|đầu mối)\b"
    r"|\bkhông phụ trách (?:nội dung|nhiệm vụ|việc|mảng|lĩnh vực|phần)\b"
    rf"|\b(?:tôi|em|mình|(?:đầu mối|cán bộ)(?: phụ trách| đầu mối)?(?: cũ)?)(?: \([^()]{{1,80}}\))? {_GONE}"
)
_SOMEBODY_LEFT = words(rf"\b{_PERSON} \w+(?: \w+){{0,4}} {_GONE}")
_SOMEBODY = words(rf"\b{_PERSON} \w")
_NEW = words(
    r"\bđầu mối\b[^\n@]{0,40}?\b(?:mới|hiện nay|hiện tại|thay thế)\b[^\n@]{0,60}?(?:\blà\b|:|\bnhư sau\b)"
    rf"|\bđầu mối\b[^\n@]{{0,60}}?\blà {_PERSON}"
    r"|\bngười (?:thay|thay thế|kế nhiệm|tiếp nhận|nhận bàn giao|phụ trách mới)\b[^\n@]{0,40}?(?:\blà\b|:)"
    r"|\b(?:thay đổi|thay|đổi|cập nhật|bổ sung|thêm) (?:thông tin )?(?:cán bộ |người )?đầu mối\b"
    rf"|\b(?:cử|giao|phân công|bàn giao(?: lại)? cho|là) {_PERSON}[^\n]{{1,120}}?\b(?:làm|là) đầu mối\b"
    rf"|{_PERSON} [^\n]{{1,120}}?\b(?:làm|là) đầu mối\b(?: mới)?"
    r"|\b(?:địa chỉ|email|e-mail|hộp thư|mail)\b[^\n@]{0,40}?\bmới\b"
    rf"|{_PERSON} [^\n]{{1,120}}?\bthay (?:tôi|em|mình)\b"
)
# Only together with the first: by itself it may ask for a form or a document to be sent somewhere.
_SEND = words(
    r"\b(?:đề nghị|xin|vui lòng|mong|nhờ|phiền|hãy|từ nay)\b[^\n]{0,80}?\b(?:gửi|chuyển|liên hệ|trao đổi)\b"
    r"|\b(?:gửi|chuyển|liên hệ) (?:thư |lại |văn bản |email )?(?:cho|đến|tới|về|qua|với)\b"
    rf"|\bdo {_PERSON} [^\n]{{1,120}}?\b(?:phụ trách|theo dõi|đảm nhận)\b"
    rf"|{_PERSON} [^\n]{{1,120}}?\b(?:phụ trách|theo dõi|đảm nhận|tiếp nhận)\b"
)
_NOT_SAID = words(
    r"\b(?:nếu|trường hợp|giả sử|khi nào|có thể là)\b"
    r"|\b(?:chưa|không) (?:có |thay đổi |đổi |cử |phân công |bố trí )+(?:được )?(?:người |cán bộ )?(?:đầu mối|thay|mới)"
    r"|\bvẫn (?:là|do|giữ)\b"
)
_ADDS = words(r"\b(?:gửi thêm|(?:thêm|bổ sung)\b[^\n]{0,30}\b(?:đầu mối|địa chỉ)|cùng (?:với )?tôi|đồng thời gửi)\b")
# What stands before or behind an address that is not the new one: a copy, the one before, the one to forget.
_OTHER_BEFORE = words(
    r"(?:\bb?cc\b|\bđồng (?:kính )?gửi\b|\bthay vì\b|\btrước (?:đây|kia)\b"
    r"|\bkhông (?:còn )?(?:dùng|sử dụng|gửi|phải)\b)[^@,;\n]{0,80}$"
    rf"|\bthay (?:thế )?(?:cho )?(?:{_PERSON}|địa chỉ|email|hộp thư)\b(?:(?!\blà\b)[^@,;\n]){{0,80}}$"
    r"|\b(?:đầu mối|địa chỉ|e-?mail|cán bộ|người|hộp thư) cũ\b(?:(?!\bmới\b|\bthay\b|\bgửi\b)[^@\n]){0,80}$"
)
_OTHER_BEHIND = words(
    r"^[\s)>\]]*(?:này |đã |hiện |nay |hiện nay |là |của (?:tôi|đồng chí \w+) )*"
    r"(?:không (?:còn )?(?:được )?(?:dùng|sử dụng|hoạt động|truy cập)|ngừng|khóa|khoá|hủy|huỷ|đóng|(?:địa chỉ "
    r"|đầu mối )?cũ\b)"
)
_LABEL = words(
    r"^[\s\-*•+]*(?:họ (?:và )?tên|đồng chí|chức vụ|chức danh|đơn vị|điện thoại|sđt|đt|số điện thoại|di động|tel"
    r"|địa chỉ(?: thư| nhận| email| mới)*(?: điện tử)?|thư điện tử|hộp thư|e-?mail|mail)\b"
)
_POINTS = words(r"(?:địa chỉ|email|e-mail|mail|thư điện tử|hộp thư|như sau|sau)(?: là)?\s*:?\s*$|:\s*$")
_NAMED = words(rf"\b(?:{_PERSON}|họ (?:và )?tên|là)\s*:?\s+")
_REPLACED = words(r"\bthay (?:thế )?(?:cho )?$")
# Most replies have none of these words and are spared the rest.
_ANY = words(
    r"đầu mối|phụ trách|theo dõi|đảm nhận|chuyển|nghỉ|thôi việc|điều động|biệt phái|người (?:thay|kế|tiếp|nhận)|mới"
    r"|thay (?:tôi|em|mình)"
)
_EDGE = re.compile(r"[;!?]\n?|\n|\.(?:\n|(?=\s|$))")
_TITLE = re.compile(r"\b(?:TS|ThS|Ths|PGS|GS|BS|KS|CN|TP|Mr|Mrs|Ms)\.")
_ADDRESS = re.compile(r"(?<![\w.+%-])[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_WORD = re.compile(r"[^\W\d_]+")
_NO_NAMES = frozenset("phó trưởng chủ hiệu cán chuyên bí giám email mail địa số điện đt sđt ubnd sở phòng".split())
_NEAR, _AHEAD, _NAME_WORDS, _WINDOW, _ADDRESSES = 2, 6, 5, 160, 10
_MOST = 200
"""Sentences of a reply that are looked at; whoever changes a contact does not write a book."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    text: str


def new_contact(text: str, skip: Test = lambda address: False) -> ProposedContact | None:
    """The one new address that a reply names, or None when it names none or it is not sure which.

    :param text: what the sender wrote now, without quotation and signature
    :param skip: addresses that are never new: the sender's own, and ours
    """
    if "@" not in text or not _has(_ANY, text, text):
        return None
    flat, sentences = _sentences(text)
    found: dict[str, ProposedContact] = {}
    for place in _saying(flat, sentences):
        start, end = sentences[place].start, _end_of_region(flat, sentences, place)
        for match in islice(_ADDRESS.finditer(flat, start, end), _ADDRESSES):
            email = match[0].lower()
            if skip(email) or not is_address(email) or _is_other(flat, match.span(), start):
                continue
            adds = _has(_ADDS, flat, flat[start:end])
            quote = " ".join(text[start:end].split())
            made = ProposedContact(email, _name(flat, (start, end), match.span()), adds, quote[:300])
            found.setdefault(email, made)
    return next(iter(found.values())) if len(found) == 1 else None


def handing_over(text: str) -> tuple[Span, ...]:
    """The sentences that speak of who is to be asked; progress in them is not the sender's report."""
    if not _has(_ANY, text, text):
        return ()
    flat, sentences = _sentences(text)
    left = [number for number, one in enumerate(sentences) if _stated(flat, one) and _has(_LEFT, flat, one.text)]
    named = [
        place
        for place in _saying(flat, sentences)
        if "@" in flat[sentences[place].start : _end_of_region(flat, sentences, place)]
    ]
    about = [
        number
        for number in range(len(sentences))
        if _near(left, number) and _has(_SOMEBODY, flat, sentences[number].text)
    ]
    return tuple((sentences[place].start, sentences[place].end) for place in sorted({*left, *named, *about}))


def _sentences(text: str) -> tuple[str, list[_Sentence]]:
    flat = _TITLE.sub(lambda match: " " * len(match[0]), unwrapped(text))
    made, start = [], 0
    for edge in _EDGE.finditer(flat):
        made.append(_Sentence(start, edge.end(), flat[start : edge.end()]))
        start = edge.end()
        if len(made) == _MOST:
            return flat, made
    return flat, [*made, _Sentence(start, len(flat), flat[start:])]


def _saying(flat: str, sentences: Sequence[_Sentence]) -> list[int]:
    """The numbers of the sentences that name a new contact; asking to send something only beside a farewell."""
    stated = [number for number, one in enumerate(sentences) if _stated(flat, one)]
    gone = [
        number
        for number in stated
        if _has(_LEFT, flat, sentences[number].text) or _has(_SOMEBODY_LEFT, flat, sentences[number].text)
    ]
    return [
        number
        for number in stated
        if _has(_NEW, flat, sentences[number].text)
        or (_near(gone, number) and _has(_SEND, flat, sentences[number].text))
    ]


def _stated(flat: str, one: _Sentence) -> bool:
    """Whether a sentence says something, instead of asking, supposing or denying it, or being a quotation."""
    text = one.text.strip()
    return not (text.endswith("?") or text.startswith(">") or _has(_NOT_SAID, flat, one.text))


def _near(places: Sequence[int], number: int) -> bool:
    before = bisect_right(places, number + _NEAR)
    return before > 0 and places[before - 1] >= number - _NEAR


def _has(pattern: Words, whole: str, part: str) -> bool:
    return pattern.of(whole).search(part.lower()) is not None


def _end_of_region(flat: str, sentences: Sequence[_Sentence], place: int) -> int:
    """Where that which is said of the new contact ends: its sentence, or the labelled lines right behind it."""
    end = sentences[place].end
    if "@" in sentences[place].text:
        return end
    points = _has(_POINTS, flat, sentences[place].text.rstrip(" .\n"))
    for one in sentences[place + 1 : place + 1 + _AHEAD]:
        shown = one.text.strip()
        bare = _ADDRESS.fullmatch(shown.strip(" .-*•+<>()[]:\n")) is not None
        if not shown and not points:
            break
        if shown and not (_has(_LABEL, flat, one.text) or (points and bare)):
            break
        end = one.end
        points = points or _has(_POINTS, flat, shown)
    return end


def _is_other(flat: str, address: Span, start: int) -> bool:
    """Whether the words around an address say that it is a copy or the one before."""
    before, behind = (
        flat[max(start, address[0] - _WINDOW) : address[0]],
        flat[address[1] : address[1] + 60].partition("\n")[0],
    )
    return _has(_OTHER_BEFORE, flat, before) or _has(_OTHER_BEHIND, flat, behind)


def _name(flat: str, region: Span, address: Span) -> str:
    """The name nearest to the address, "" when nothing looks like one."""
    part = flat[region[0] : region[1]]
    named: list[tuple[int, str]] = []
    for match in _NAMED.of(flat).finditer(part.lower()):
        if match[0].split()[0] not in {"là", "la"} and _has(_REPLACED, flat, part[: match.start()]):
            continue
        words_of_name: list[str] = []
        place = match.end()
        while len(words_of_name) < _NAME_WORDS and (word := _WORD.match(part, place)):
            if not word[0][0].isupper() or word[0].lower() in _NO_NAMES:
                break
            words_of_name.append(word[0])
            place = word.end() + 1
            if part[word.end() : place] != " ":
                break
        if words_of_name:
            named.append((region[0] + match.start(), " ".join(words_of_name)))
    before = [name for place, name in named if place < address[0]]
    behind = [name for place, name in named if place > address[1]]
    return before[-1] if before else behind[0] if behind else ""
