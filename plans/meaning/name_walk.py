"""How far a proper name reaches: capitals, the small words that names hold, and what surely ends them."""

import re
from dataclasses import dataclass

from plans.meaning.name_known import ONE_BODY, known_name
from plans.meaning.name_match import word_at
from plans.meaning.name_starts import CAPITAL_MEANINGS, PROPER, SMALL_MEANINGS, STOP, skip
from plans.meaning.name_units import UNIT_HEADS

LIST_LINK = re.compile(r"\s*[,;]\s+(?:và\s+)?|\s+và\s+")
SMALL_WORD = re.compile(r"\s([a-zà-ỹđ]+)(?!\w)")
_NOTHING = (None, None, None)
_UNIT_HEADS = re.compile(UNIT_HEADS)
_WORD = re.compile(r"[\s\u2060]*([^\s\u2060,;:.()“”\"]+)")
# What follows a complete name at once: the verb of a duty, or the next body of the list.
_SURE_END = re.compile(
    r"\s+(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|tham mưu|là (?:cơ quan|đơn vị|đầu mối))(?!\w)|\s*:"
)
_LONGEST_REST = 4
# One office that serves two bodies: "Văn phòng HĐND và UBND xã".
SHARED_OFFICE = re.compile(
    r"Văn phòng (?:HĐND|Hội đồng nhân dân|Đoàn ĐBQH|Đoàn [Đđ]ại biểu Quốc hội)(?: (?:tỉnh|huyện|xã|phường))?"
)
COUNCIL = re.compile(r"UBND|[ỦU][ỷỳyỶ]? ?[Bb]an nhân dân|Ủy ban nhân dân|HĐND|Hội đồng nhân dân")
# "Phòng Nghiệp vụ Y (Sở Y tế)": a unit with the body it belongs to.
_SUPERIOR = re.compile(r"\s\((?:Sở|Bộ|Công an|UBND|Ủy ban)\s[^()]{1,60}\)")
# "Văn hóa, Thể thao và Du lịch", "Phát thanh, Truyền hình": the comma stands inside the name.
_COMMA_INSIDE = ("hóa", "hoá", "Phát thanh", "Lao động")


def _goes_on(text: str, position: int) -> bool:
    return text[position : position + 1].isupper() and PROPER.match(text, position) is None


@dataclass(slots=True)
class _Walk:
    """How far a proper name has been read. `capital` and `place` tell what the last word was."""

    begin: int
    end: int
    unit: bool
    capital: bool = False
    place: bool = False

    def step(self, end: int, capital: bool = False, place: bool = False) -> bool:
        self.end, self.capital, self.place = end, capital, place
        return True


def proper_end(text: str, position: int) -> int:
    """The end of the proper name whose first word stands at `position`."""
    one = ONE_BODY.match(text, position)
    if one:
        return one.end()
    walk = _Walk(position, position, _UNIT_HEADS.match(text, position) is not None)
    if text[position].islower() and (opener := PROPER.match(text, position)):
        # "ngành Y tế"
        walk.end = opener.end()
    while word := _WORD.match(text, walk.end):
        if not _take(walk, text, word.start(1), word.end(1)):
            break
        end = walk.end
        if text[end : end + 1] != ",":
            continue
        if text.endswith("Chính trị", 0, end) and text.startswith(", tư tưởng", end):
            walk.end += len(", tư tưởng")
        elif (
            text.endswith(_COMMA_INSIDE, 0, end) and text.startswith(", ", end) and _goes_on(text, skip(text, end + 1))
        ):
            walk.end += 1
    rest = rest_of_name(text, walk.end) if walk.capital else None
    if rest:
        walk.end = rest
    superior = _SUPERIOR.match(text, walk.end) if walk.unit else None
    if superior:
        return superior.end()
    return len(text[: walk.end].rstrip(" -–,"))


def _take(walk: _Walk, text: str, start: int, stop: int) -> bool:
    """Read one more word into the name, or say that it does not belong there."""
    written = text[start:stop]
    if written[0].isupper():
        return _take_capital(walk, text, start, stop)
    if written in ("và", "-", "–", "&"):
        return _take_link(walk, text, stop)
    meanings = SMALL_MEANINGS[written if written.isalnum() else word_at(text, start)]
    if meanings is not None:
        inside, of_unit, verb, group = meanings
        small = (inside and inside(text, start)) or (walk.unit and of_unit and of_unit(text, start))
        if small:
            return walk.step(small.end())
        if (verb and verb(text, start)) or (group and group(text, start)):
            return False
    # The second syllable of a compound is written small: "Giáo dục", "Nội vụ".
    return walk.capital and walk.step(stop)


def _take_link(walk: _Walk, text: str, stop: int) -> bool:
    after = skip(text, stop)
    if COUNCIL.match(text, after) and SHARED_OFFICE.fullmatch(text, walk.begin, walk.end):
        return walk.step(stop)
    if not text[after : after + 1].isupper() or PROPER.match(text, after):
        return False
    return walk.step(stop, walk.capital)


def _take_capital(walk: _Walk, text: str, start: int, stop: int) -> bool:
    written = text[start:stop]
    place, verb, opener = CAPITAL_MEANINGS[written if written.isalnum() else word_at(text, start)] or _NOTHING
    if start > walk.begin:
        known = known_name(text, start, stop)
        if known:
            return walk.step(known)
        if place and (found := place(text, start)):
            return walk.step(found.end())
        if verb and verb(text, start) and not (walk.unit and _UNIT_HEADS.fullmatch(text, walk.begin, walk.end)):
            return False
    # After an acronym or a second capital ("Lai Châu") no small second syllable follows.
    complete = written.isupper() and (len(written) > 1 or written in "IVX")
    return walk.step(stop, not (complete or walk.place), not (opener and opener(text, start)))


def rest_of_name(text: str, end: int) -> int | None:
    """Small words that no table knows, when right after them a duty or the next body is sure to begin."""
    position = end
    for _ in range(_LONGEST_REST):
        word = SMALL_WORD.match(text, position)
        if word is None or not word[1].islower() or STOP.match(text, word.start(1)) or word[1] in ("và", "cùng"):
            return None
        position = word.end()
        if _SURE_END.match(text, position):
            return position if _SURE_END.match(text, end) is None else None
        link = LIST_LINK.match(text, position)
        if link and text[link.end() : link.end() + 1].isupper() and PROPER.match(text, link.end()):
            return position
    return None
