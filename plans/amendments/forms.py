"""The orders of amending decisions as a table of forms: replace, insert, remove, substitute.

A form reads one statement and gives its instructions; the first form whose verb heads the statement is asked. To add a
form, write its verb and its reader and put them into FORMS.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plans.amendments.model import Instruction, NotApplied
from plans.amendments.places import Place, key_before, read_places
from plans.amendments.statements import OPEN_MARK, QUOTED, Statement
from plans.model import Question
from plans.structure.labels import split_label
from plans.structure.outline import source_of

_FIRST = re.compile(
    r"^(?:đính chính:\s*)?tại\s[^:;]{3,120}?[,:]\s*"
    r"(?=(?:sửa|điều chỉnh|đính chính|thay|bãi bỏ|hủy bỏ|huỷ bỏ|xóa bỏ|bỏ|bổ sung|thêm)(?!\w))",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(
    r"hiệu lực|chịu trách nhiệm thi hành|trách nhiệm thi hành|không thay đổi|giữ nguyên|không sửa đổi"
    r"|căn cứ [Qq]uyết định thi hành|nội dung còn lại|các nội dung khác",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?:toàn bộ|toàn văn|tất cả|cả)\s+(?:nội dung\s+)?(?:các\s)?", re.IGNORECASE)
_HEADING_ONLY = re.compile(r"(?:tên|tiêu đề|đề mục|tên gọi)\s+(?:của\s+)?(?:khoản|mục|điểm|phần)", re.IGNORECASE)
_PAIR = re.compile(
    rf"{QUOTED.pattern}(?P<middle>[^{OPEN_MARK}]{{0,160}}?)\s(?:bằng|thành|là)\s+"
    rf"(?:các\s+)?(?:cụm từ|từ|chữ|số|nội dung)?\s*{QUOTED.pattern}",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"{QUOTED.pattern}\s+(?:vào\s+)?(?:(?:ngay|liền)\s+)?(?P<side>sau|trước)\s+(?:cụm từ|từ|chữ)\s*{QUOTED.pattern}",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:vào\s+)?(?:ngay\s+)?(?:liền\s+)?(?:sau|tiếp sau|phía sau)\s+", re.IGNORECASE)
_INTO = re.compile(r"(?:vào|tại)\s+(?:cuối\s+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Form:
    """One kind of order: the verb that heads it and the reader of its statement."""

    verb: re.Pattern[str]
    read: Callable[[Statement], Iterator[Instruction]]


def instructions_of(statement: Statement) -> tuple[tuple[Instruction, ...], tuple[Question, ...]]:
    """What one statement orders, and what in it a person must look at."""
    order = _FIRST.sub("", statement.order)
    form = next((form for form in FORMS if form.verb.match(order)), None)
    if form is None and (found := _PASSIVE.search(statement.order)):
        form = next((form for form in FORMS if form.verb.match(found["verb"] or found["other"])), None)
    if form is None or (statement.has_below and not statement.quotes):
        return (), tuple(_left_over(statement, form is not None))
    try:
        if not statement.closed:
            raise NotApplied("dấu ngoặc kép không đóng nên không rõ nội dung mới kết thúc ở đâu")
        return tuple(form.read(statement)), ()
    except NotApplied as error:
        return (), (_question(statement, error.sentence),)


def _left_over(statement: Statement, is_order: bool) -> Iterator[Question]:
    """Headings over other statements and the final articles need nobody; anything else does."""
    if is_order or statement.has_below or _NEUTRAL.search(statement.order) or not statement.order.strip(" .;:"):
        return
    yield _question(statement, "đây không phải một cách sửa đổi quen thuộc")


def _question(statement: Statement, why: str) -> Question:
    message = f"Nội dung sửa đổi “{statement.words}” chưa được áp dụng: {why}. Cần sửa kế hoạch như thế nào?"
    return Question(path="document", kind="amendment_not_understood", message=message, item=statement.words)


def _instruction(statement: Statement, **fields: object) -> Instruction:
    blank: dict[str, object] = {"target": None, "text": None}
    return Instruction.model_validate(
        {**blank, "words": statement.words, "source": source_of(tuple(statement.spans)), **fields}
    )


def _places(statement: Statement, text: str) -> list[Place]:
    """The places named in a piece of the order, completed by the headings above."""
    outer = _outer(statement)
    return [place.inside(outer) for place in read_places(QUOTED.sub(" ", text))]


def _outer(statement: Statement) -> Place | None:
    above = statement.above
    while above is not None:
        named = [] if above.quotes else list(read_places(above.order))
        if len(named) == 1:
            return named[0].inside(_outer(above))
        above = above.above
    return None


def _text(statement: Statement) -> list[str]:
    if len(statement.quotes) != 1 or not statement.quotes[0]:
        raise NotApplied("không có đúng một đoạn nội dung mới đặt trong ngoặc kép")
    return statement.quotes[0]


def _replace(statement: Statement) -> Iterator[Instruction]:
    """ "Sửa đổi điểm b khoản 3 Mục V như sau: “b) …”"; several places need one labelled text each."""
    text = _text(statement)
    places = _places(statement, statement.order)
    if not places:
        raise NotApplied("không nêu rõ sửa mục nào")
    heading = _HEADING_ONLY.search(statement.order) is not None
    for place, lines in zip(places, _shares(places, text), strict=True):
        yield _instruction(statement, kind="replace", target=place.path, text="\n".join(lines), heading_only=heading)


def _shares(places: list[Place], text: list[str]) -> list[list[str]]:
    """The paragraphs of each place: a paragraph with the label of the next place begins its share."""
    if len(places) == 1:
        return [text]
    keys = [place.units[-1].key for place in places]
    shares: list[list[str]] = []
    for line in text:
        label, _ = split_label(line)
        if len(shares) < len(keys) and label is not None and label.key == keys[len(shares)]:
            shares.append([])
        if not shares:
            break
        shares[-1].append(line)
    if len(shares) != len(places):
        raise NotApplied("sửa nhiều mục cùng lúc nhưng nội dung mới không chia theo từng mục")
    return shares


def _insert(statement: Statement) -> Iterator[Instruction]:
    """ "Bổ sung điểm đ vào sau điểm d khoản 1 Mục V: “đ) …”", "Bổ sung khoản 12 vào Mục V: “12. …”"."""
    text = _text(statement)
    order = statement.order
    after = _AFTER.search(order)
    if after is not None:
        anchors = _places(statement, order[after.end() :])
        if len(anchors) != 1:
            raise NotApplied("không nêu rõ bổ sung vào sau mục nào")
        new = _places(statement, order[: after.start()])
        target = _beside(new[0], anchors[0]) if len(new) == 1 else None
        yield _instruction(statement, kind="insert", target=target, text="\n".join(text), after=anchors[0].path)
        return
    yield _into(statement, text)


def _beside(new: Place, anchor: Place) -> str:
    """The path of a new item: its own key under what its neighbour stands under."""
    above = [unit.key for unit in anchor.units if unit.depth < new.units[-1].depth]
    return ".".join([*above, new.units[-1].key])


def _into(statement: Statement, text: list[str]) -> Instruction:
    """Without a neighbour, the new item follows the one before it in the sequence, or ends the item it goes into."""
    into = _INTO.search(statement.order)
    new = _places(statement, statement.order[: into.start()] if into else statement.order)
    goal = _places(statement, statement.order[into.end() :]) if into else []
    if len(new) == 1 and len(goal) <= 1:
        place = new[0].inside(goal[0]) if goal else new[0]
        before = key_before(place.units[-1].key)
        if before is not None and len(place.units) > 1:
            above = [unit.key for unit in place.units[:-1]]
            return _instruction(
                statement, kind="insert", target=place.path, text="\n".join(text), after=".".join([*above, before])
            )
    elif not new and len(goal) == 1:
        return _instruction(statement, kind="insert", text="\n".join(text), into=goal[0].path)
    raise NotApplied("không nêu rõ bổ sung vào chỗ nào")


def _remove(statement: Statement) -> Iterator[Instruction]:
    """ "Bãi bỏ điểm c khoản 2 Mục V"; with quoted words only these go."""
    places = _places(statement, statement.order)
    if not places:
        raise NotApplied("không nêu rõ bãi bỏ mục nào")
    if statement.quotes:
        for place in places:
            for quote in statement.quotes:
                yield _reword(statement, place.path, " ".join(quote), "")
        return
    for place in places:
        yield _instruction(statement, kind="remove", target=place.path)


def _substitute(statement: Statement) -> Iterator[Instruction]:
    """ "Thay cụm từ “A” bằng cụm từ “B” tại …": every pair at every place, or everywhere when that is said."""
    texts = [" ".join(quote) for quote in statement.quotes]
    pairs = [(texts[int(match[1])], texts[int(match[3])]) for match in _PAIR.finditer(statement.order)]
    rest = _PAIR.sub(lambda match: match["middle"], statement.order)
    yield from _everywhere(statement, pairs, rest)


def _add_words(statement: Statement) -> Iterator[Instruction]:
    """ "Bổ sung cụm từ “X” vào sau cụm từ “Y” tại …": Y becomes "Y X"."""
    texts = [" ".join(quote) for quote in statement.quotes]
    pairs = []
    for match in _BESIDE.finditer(statement.order):
        new, known = texts[int(match[1])], texts[int(match[3])]
        gap = "" if new[:1] in (",", ";") else " "
        pairs.append((known, f"{known}{gap}{new}" if match["side"].lower() == "sau" else f"{new} {known}"))
    yield from _everywhere(statement, pairs, _BESIDE.sub(" ", statement.order))


def _everywhere(statement: Statement, pairs: list[tuple[str, str]], rest: str) -> Iterator[Instruction]:
    if not pairs or QUOTED.search(rest):
        raise NotApplied("không rõ cụm từ nào thay bằng cụm từ nào")
    places = _places(statement, rest)
    if not places and not _WHOLE.search(rest):
        raise NotApplied("không nêu rõ thay ở mục nào hay trong toàn bộ kế hoạch")
    paths: list[str | None] = [place.path for place in places]
    for old, new in pairs:
        for path in paths or [None]:
            yield _reword(statement, path, old, new)


def _reword(statement: Statement, path: str | None, old: str, new: str) -> Instruction:
    if not old:
        raise NotApplied("cụm từ bị thay để trống")
    return _instruction(statement, kind="substitute", target=path, old_words=old, new_words=new)


_WORDS = r"(?:các\s+)?(?:cụm từ|từ ngữ|từ|chữ|số liệu|con số|số)\s*"
_CHANGE = r"(?:sửa đổi|sửa|điều chỉnh|đính chính|thay thế|thay)"
_DROP = r"(?:bãi bỏ|hủy bỏ|huỷ bỏ|xóa bỏ|bỏ)"
_QUOTE = QUOTED.pattern
_UNQUOTED = f"[^{OPEN_MARK}]*"
# Verbs in the order they are asked: an order about words before one about items.
FORMS = tuple(
    Form(re.compile(verb, re.IGNORECASE), read)
    for verb, read in (
        (rf"{_CHANGE}\s+{_WORDS}{_QUOTE}", _substitute),
        (rf"{_CHANGE}\s{_UNQUOTED}{_QUOTE}{_UNQUOTED}\s(?:bằng|thành)\s{_UNQUOTED}{_QUOTE}", _substitute),
        (rf"{_DROP}\s", _remove),
        (rf"(?:bổ sung|thêm)\s+{_WORDS}{_QUOTE}", _add_words),
        (rf"{_CHANGE}(?!\w)", _replace),
        (r"(?:bổ sung|thêm)(?!\w)", _insert),
    )
)
# "Khoản 3 Mục V được sửa đổi như sau", "Khoản 3 Mục V sửa lại như sau".
_PASSIVE = re.compile(
    r"(?:được|nay)?\s+(?P<verb>sửa|sửa đổi|bổ sung|điều chỉnh|thay thế|bãi bỏ)(?:\s+lại)?\s+(?:như sau|thành)(?!\w)"
    r"|được\s+(?P<other>sửa đổi|bổ sung|điều chỉnh|thay thế|bãi bỏ)(?!\w)",
    re.IGNORECASE,
)
