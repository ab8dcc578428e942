"""The grammar of agency names: where a list of bodies starts and where it ends inside a sentence.

Vietnamese has no case endings, so the end of a name is found from its shape: a proper name is written with capitals
("Sở Giáo dục và Đào tạo"), a group is "các" plus nouns of bodies, and both stop at the first verb or function word.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from plans.name_ends import CAPITAL_VERBS, DUTY_VERBS, KIND_TAILS, STOPS, TAILS
from plans.name_known import ONE_BODY, known_name
from plans.name_units import UNIT_HEADS, UNIT_WORDS
from plans.name_words import (
    BARE_GROUPS,
    DEPARTMENTS,
    NOUNS,
    OFFICES,
    OPENERS,
    SMALL_WORDS,
)


def _any(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(words)})(?!\w)"


_PROPER = re.compile(_any(word for words in OPENERS.values() for word in words))
_NOUN_I = re.compile(_any(NOUNS), re.IGNORECASE)
_NOUN_LOWER = re.compile(_any(NOUNS))
_OPENER = r"(?:[Tt]ất cả |[Tt]oàn thể )?(?:[Cc]ác|[Nn]hững|[Mm]ột số)\s+"
_GROUP_OPENER = re.compile(rf"{_OPENER}(?={_any(NOUNS)})", re.IGNORECASE)
# "Các Sở Giáo dục và Đào tạo": bodies of one name in many places.
_MANY_PROPER = re.compile(rf"{_OPENER}(?={_PROPER.pattern}\s[A-ZĐ])")
_BARE_GROUP = re.compile(_any(BARE_GROUPS))
_FIXED = re.compile(
    r"(?:(?:cấp|cơ quan|người) có thẩm quyền|cấp trên"
    r"|(?:[Hh]ai|[Bb]a|0[23]) (?:[Ss]ở|[Bb]ộ|[Nn]gành|cơ quan|đơn vị)"
    r"|lãnh đạo (?:Sở|Bộ|Ban|Cục|Vụ|Chi cục|cơ quan|đơn vị)(?! [A-ZĐ]))(?!\w)"
)
_LOWER_IN_PROPER = re.compile(_any(SMALL_WORDS))
_UNIT_WORDS = re.compile(_any(UNIT_WORDS))
_UNIT_HEADS = re.compile(UNIT_HEADS)
_OFFICES = re.compile(rf"{OFFICES}\s+(?={_OPENER}{_any(NOUNS)})", re.IGNORECASE)
_STOP = re.compile(_any(STOPS))
_GROUP_TAIL = re.compile(_any((*KIND_TAILS, *TAILS)))
_KIND_TAIL = re.compile(_any(KIND_TAILS))
_CAPITAL_VERB = re.compile(rf"(?:{CAPITAL_VERBS})(?!\w)")
_WORD = re.compile(r"[\s\u2060]*([^\s\u2060,;:.()“”\"]+)")
# Marks of footnotes stick to names; in their place stands a character that is neither a letter nor a space.
_NOTE_MARK = re.compile(r"[¹²³⁰⁴-⁹]+(?!\w)")
_NO_MARK = "\u2060"
# "Việt Nam Thành phố": a place in the form of address that the body itself uses.
_PLACE = re.compile(
    r"(?:Thành phố|Thị xã|Thị trấn|Đặc khu)(?!\w)|(?:Tỉnh|Huyện|Phường|Xã|Quận)(?! (?:ủy|uỷ|[Đđ]oàn)|\w)"
)
# What follows a complete name at once: the verb of a duty, or the next body of the list.
_SURE_END = re.compile(
    r"\s+(?:chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|tham mưu|là (?:cơ quan|đơn vị|đầu mối))(?!\w)|\s*:"
)
_LONGEST_REST = 4
_SMALL_WORD = re.compile(r"\s([a-zà-ỹđ]+)(?!\w)")
_SEPARATOR = re.compile(r"[\s\u2060]*(?:,\s*và|,|\bvà|\bcùng với|\bcùng|\bvới)\s+")
_DEPARTMENT = re.compile(_any(DEPARTMENTS))
_SHORT_LIST = re.compile(
    r"(?P<many>[Cc]ác\s+)?(?P<head>[Ss]ở|[Bb]an|[Hh]ội|[Pp]hòng|[Bb]ộ)(?:,\s*(?:ban|ngành))*(?P<colon>\s*:)?"
    r"\s+(?=[A-ZĐÂÁÔỨỦ])"
)
_LIST_LINK = re.compile(r"\s*[,;]\s+(?:và\s+)?|\s+và\s+")
_GROUP_LINK = re.compile(r",?\s+và\s+|,\s+")


def starts_name(text: str, position: int = 0) -> bool:
    """Whether a body is named at this position."""
    return any(p.match(text, position) for p in (_FIXED, _PROPER, _GROUP_OPENER, _BARE_GROUP, _OFFICES))


def read_names(text: str, position: int = 0) -> tuple[tuple[str, ...], int]:
    """The bodies listed from `position` on, as written, and where the list ends. Empty when no body is named there."""
    names: list[str] = []
    end = position
    generic_before = False
    text = _unmarked(text)
    while True:
        short = _short_names(text, position)
        if short is not None:
            names.extend(short[0])
            stop, generic = short[1], False
        else:
            stop, generic = name_end(text, position)
            if stop <= position:
                break
            if generic_before and generic and names and text[end:position].strip() == "và":
                names[-1] += text[end:stop]
            else:
                names.append(text[position:stop])
        end, generic_before = stop, generic
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            break
        position = separator.end()
    return tuple(name.replace(_NO_MARK, "") for name in names), end


@lru_cache(maxsize=64)
def _unmarked(text: str) -> str:
    """The text, letter for letter as long, without the marks of footnotes that stick to its words."""
    return _NOTE_MARK.sub(lambda mark: _NO_MARK * len(mark.group()), text)


def _short_names(text: str, position: int) -> tuple[list[str], int] | None:
    """Several departments after one head word: "các Sở: Tài chính, Nội vụ", "Sở Y tế, Tài chính và Tư pháp"."""
    match = _SHORT_LIST.match(text, position)
    if match is None:
        return None
    head, end = match["head"].capitalize(), match.end()
    names: list[str] = []
    start = end
    while start < len(text) and text[start].isupper() and not (names and starts_name(text, start)):
        known = _DEPARTMENT.match(text, start)
        if known is None and names and not (match["many"] or match["colon"]):
            break
        end = known.end() if known else start
        if not known or not _ends_here(text, end):
            end = max(end, _proper_end(text, start))
        names.append(f"{head} {text[start:end]}")
        link = _LIST_LINK.match(text, end)
        if link is None:
            break
        start = link.end()
    return (names, end) if len(names) > 1 or (names and match["colon"]) else None


def _ends_here(text: str, end: int) -> bool:
    """Whether the name of a department is complete: no small syllable or place belongs to it any more."""
    return text[end : end + 1] != " " or _LIST_LINK.match(text, end) is not None


def name_end(text: str, position: int) -> tuple[int, bool]:
    """Where the one name at `position` ends (`position` itself when there is none) and whether it is a group."""
    fixed = _FIXED.match(text, position)
    if fixed:
        return fixed.end(), False
    office = _OFFICES.match(text, position)
    if office:
        return name_end(text, office.end())[0], False
    many = _MANY_PROPER.match(text, position)
    if many:
        return _proper_end(text, many.end()), False
    noun = _opened_noun_end(text, position)
    if noun is None and (bare := _BARE_GROUP.match(text, position)):
        noun = bare.end()
    if noun is not None:
        return _group_end(text, noun), True
    if _PROPER.match(text, position):
        return _proper_end(text, position), False
    return position, False


_SURE_VERB = re.compile(_any((*STOPS, *DUTY_VERBS)))


def is_cut_short(text: str, end: int) -> bool:
    """Whether a small word follows the name that ends at `end` which is no known verb: it may belong to the name."""
    word = _SMALL_WORD.match(text, end)
    return word is not None and word[1].islower() and _SURE_VERB.match(text, word.start(1)) is None


def _group_end(text: str, position: int) -> int:
    """The end of a group whose first noun ends at `position`."""
    end, begin, own_kind = position, position, False
    while True:
        tail = _GROUP_TAIL.match(text, _skip(text, end)) if text[end : end + 1] == " " else None
        link = _GROUP_LINK.match(text, end)
        if tail:
            step: int | None = tail.end()
            own_kind = own_kind or _KIND_TAIL.match(text, tail.start()) is not None
        elif link:
            step = _noun_end(text, link.end()) or ("và" in link.group() and _opened_noun_end(text, link.end())) or None
            # "Các cơ sở lưu trú, doanh nghiệp vận tải", "các đảng ủy xã, đảng ủy trực thuộc": two groups.
            noun = text[link.end() : step] if step else ""
            if step and text[end] == "," and (own_kind or text.endswith(noun, 0, begin)):
                return end
        else:
            step = _rest_of_name(text, end)
        if step is None:
            return end
        end = step


def _rest_of_name(text: str, end: int) -> int | None:
    """Small words that no table knows, when right after them a duty or the next body is sure to begin."""
    position = end
    for _ in range(_LONGEST_REST):
        word = _SMALL_WORD.match(text, position)
        if word is None or not word[1].islower() or _STOP.match(text, word.start(1)) or word[1] in ("và", "cùng"):
            return None
        position = word.end()
        if _SURE_END.match(text, position):
            return position if _SURE_END.match(text, end) is None else None
        link = _LIST_LINK.match(text, position)
        if link and text[link.end() : link.end() + 1].isupper() and _PROPER.match(text, link.end()):
            return position
    return None


def _noun_end(text: str, position: int) -> int | None:
    """The end of a noun of bodies written small, or of a group people name without "các"."""
    match = _NOUN_LOWER.match(text, position) or _BARE_GROUP.match(text, position)
    return match.end() if match else None


def _opened_noun_end(text: str, position: int) -> int | None:
    opener = _GROUP_OPENER.match(text, position)
    noun = _NOUN_I.match(text, opener.end()) if opener else None
    return noun.end() if noun else None


# One office that serves two bodies: "Văn phòng HĐND và UBND xã".
_SHARED_OFFICE = re.compile(
    r"Văn phòng (?:HĐND|Hội đồng nhân dân|Đoàn ĐBQH|Đoàn [Đđ]ại biểu Quốc hội)(?: (?:tỉnh|huyện|xã|phường))?"
)
_COUNCIL = re.compile(r"UBND|[ỦU][ỷỳyỶ]? ?[Bb]an nhân dân|Ủy ban nhân dân|HĐND|Hội đồng nhân dân")
# "Phòng Nghiệp vụ Y (Sở Y tế)": a unit with the body it belongs to.
_SUPERIOR = re.compile(r"\s\((?:Sở|Bộ|Công an|UBND|Ủy ban)\s[^()]{1,60}\)")
# "Văn hóa, Thể thao và Du lịch", "Phát thanh, Truyền hình": the comma stands inside the name.
_COMMA_INSIDE = ("hóa", "hoá", "Phát thanh", "Lao động")


def _goes_on(text: str, position: int) -> bool:
    return text[position : position + 1].isupper() and _PROPER.match(text, position) is None


@dataclass
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


def _proper_end(text: str, position: int) -> int:
    one = ONE_BODY.match(text, position)
    if one:
        return one.end()
    walk = _Walk(position, position, _UNIT_HEADS.match(text, position) is not None)
    if text[position].islower() and (opener := _PROPER.match(text, position)):
        # "ngành Y tế"
        walk.end = opener.end()
    while word := _WORD.match(text, walk.end):
        if not _take(walk, text, word.start(1), word.end(1)):
            break
        end = walk.end
        if text.endswith("Chính trị", 0, end) and text.startswith(", tư tưởng", end):
            walk.end += len(", tư tưởng")
        elif (
            text.startswith(", ", end) and text.endswith(_COMMA_INSIDE, 0, end) and _goes_on(text, _skip(text, end + 1))
        ):
            walk.end += 1
    rest = _rest_of_name(text, walk.end) if walk.capital else None
    if rest:
        walk.end = rest
    superior = _SUPERIOR.match(text, walk.end) if walk.unit else None
    if superior:
        return superior.end()
    return len(text[: walk.end].rstrip(" -–,"))


def _take(walk: _Walk, text: str, start: int, stop: int) -> bool:
    """Read one more word into the name, or say that it does not belong there."""
    if text[start].isupper():
        known = known_name(text, start, stop) if start > walk.begin else None
        if known:
            return walk.step(known)
        place = _PLACE.match(text, start) if start > walk.begin else None
        if place:
            return walk.step(place.end())
        first = walk.unit and _UNIT_HEADS.fullmatch(text, walk.begin, walk.end) is not None
        if start > walk.begin and not first and _CAPITAL_VERB.match(text, start):
            return False
        # After an acronym or a second capital ("Lai Châu") no small second syllable follows.
        complete = text[start:stop].isupper() and (stop - start > 1 or text[start] in "IVX")
        return walk.step(stop, not (complete or walk.place), _PROPER.match(text, start) is None)
    if text[start:stop] in ("và", "-", "–", "&"):
        after = _skip(text, stop)
        if _SHARED_OFFICE.fullmatch(text, walk.begin, walk.end) and _COUNCIL.match(text, after):
            return walk.step(stop)
        if not text[after : after + 1].isupper() or _PROPER.match(text, after):
            return False
        return walk.step(stop, walk.capital)
    small = _LOWER_IN_PROPER.match(text, start) or (_UNIT_WORDS.match(text, start) if walk.unit else None)
    if small:
        return walk.step(small.end())
    if walk.capital and not _STOP.match(text, start) and not _BARE_GROUP.match(text, start):
        # The second syllable of a compound is written small: "Giáo dục", "Nội vụ".
        return walk.step(stop)
    return False


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


# "Các cơ quan liên quan (gồm Sở Y tế, Sở Tài chính)": a group whose members are named.
_LISTED = re.compile(r"[^()]{3,120}\((?:(?:bao gồm|gồm|cụ thể|là)\s*:?\s+)?(?P<members>[^()]{5,400})\)\s*[.:;]?")
_LIST_BREAK = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+")


def split_heading_names(heading: str) -> tuple[str, ...]:
    """The bodies of a heading which is nothing but names. Only a word that can start a name starts the next one."""
    listed = _LISTED.fullmatch(heading) if "(" in heading and _GROUP_OPENER.match(heading) else None
    if listed:
        members, end = read_names(listed["members"])
        if len(members) > 1 and end == len(listed["members"].rstrip()):
            return members
    heading = re.sub(r"\s*(?:\((?!Sở |Bộ |UBND )[^)]*\)|[-–]\s*[Cc]ơ quan .*)\s*$", "", heading).strip(" .:;")
    short = _short_names(heading, 0)
    names = list(short[0]) if short else []
    start = 0
    if short:
        rest = _LIST_LINK.match(heading, short[1])
        if rest is None:
            return tuple(names)
        start = rest.end()
    for gap in _LIST_BREAK.finditer(heading, start):
        one = ONE_BODY.match(heading, start)
        if one and gap.start() < one.end():
            continue
        after = heading[gap.end() :]
        if _SHARED_OFFICE.fullmatch(heading, start, gap.start()) and _COUNCIL.match(after):
            continue
        proper = _PROPER.match(after) or (after.isupper() and _PROPER.match(after.title()))
        group = _GROUP_OPENER.match(after) is not None
        # "Các sở và các cơ quan liên quan" is one open group, "UBND các xã, các cơ quan liên quan" are two names.
        same_group = "và" in gap.group() and _GROUP_OPENER.match(heading, start) is not None
        if proper or (group and not same_group):
            names.append(heading[start : gap.start()])
            start = gap.end()
    names.append(heading[start:])
    return tuple(name.strip() for name in names if name.strip())
