"""Where a name of a body starts: the vocabulary of `plans.meaning.name_words`, ready to be looked up in a text."""

import re

from plans.meaning.name_ends import CAPITAL_VERBS, KIND_TAILS, STOPS, TAILS
from plans.meaning.name_match import Lookup, Words, word_at
from plans.meaning.name_units import UNIT_WORDS
from plans.meaning.name_words import BARE_GROUPS, DEPARTMENTS, NOUNS, OFFICES, OPENERS, SMALL_WORDS

_OPENING = tuple(word for words in OPENERS.values() for word in words)
PROPER = Words(_OPENING)
NOUN_ANY_CASE = Words(NOUNS, ignore_case=True)
NOUN = Words(NOUNS)
BARE_GROUP = Words(BARE_GROUPS)
FIXED = Words(
    (
        "(?:cấp|cơ quan|người) có thẩm quyền",
        "cấp trên",
        "(?:[Hh]ai|[Bb]a|0[23]) (?:[Ss]ở|[Bb]ộ|[Nn]gành|cơ quan|đơn vị)",
        "lãnh đạo (?:Sở|Bộ|Ban|Cục|Vụ|Chi cục|cơ quan|đơn vị)(?! [A-ZĐ])",
    )
)
SMALL = Words(SMALL_WORDS)
UNIT = Words(UNIT_WORDS)
STOP = Words(STOPS)
GROUP_TAIL = Words((*KIND_TAILS, *TAILS))
KIND_TAIL = Words(KIND_TAILS)
CAPITAL_VERB = Words((CAPITAL_VERBS,))
DEPARTMENT = Words(DEPARTMENTS)
# "Việt Nam Thành phố": a place in the form of address that the body itself uses.
PLACE = Words(
    (
        "Thành phố|Thị xã|Thị trấn|Đặc khu",
        r"(?:Tỉnh|Huyện|Phường|Xã|Quận)(?! (?:ủy|uỷ|[Đđ]oàn)|\w)",
    )
)
_OPENER = r"(?:[Tt]ất cả |[Tt]oàn thể )?(?:[Cc]ác|[Nn]hững|[Mm]ột số)"
_GROUP_OPENER = Words((_OPENER,), ignore_case=True, end=r"\s+")
_PROPER_OF_MANY = Words(_OPENING, end=r"(?!\w)\s[A-ZĐ]")
# What may open a name; the offices are those of one person in many bodies.
STARTS = Lookup(
    FIXED,
    Words((OFFICES,), ignore_case=True, end=r"\s+"),
    Words((_OPENER,), end=r"\s+"),
    _GROUP_OPENER,
    BARE_GROUP,
    PROPER,
)
# What a word written small inside a name may be, and one with a capital.
SMALL_MEANINGS = Lookup(SMALL, UNIT, STOP, BARE_GROUP)
CAPITAL_MEANINGS = Lookup(PLACE, CAPITAL_VERB, PROPER)


def starts_name(text: str, position: int = 0) -> bool:
    """Whether a body is named at this position."""
    found = STARTS[word_at(text, position)]
    if found is None:
        return False
    fixed, office, _, group, bare, proper = found
    return bool(
        (proper and proper(text, position))
        or (bare and bare(text, position))
        or (group and group_opener_end(text, position) is not None)
        or (fixed and fixed(text, position))
        or (office and office_end(text, office(text, position)) is not None)
    )


def group_opener_end(text: str, position: int = 0) -> int | None:
    """The end of "các", "những", "một số" where a noun of bodies follows."""
    opener = _GROUP_OPENER.match(text, position)
    return opener.end() if opener and NOUN_ANY_CASE.match(text, opener.end()) else None


def opened_noun_end(text: str, position: int) -> int | None:
    """The end of the first noun of a group that "các" opens."""
    opener = _GROUP_OPENER.match(text, position)
    noun = NOUN_ANY_CASE.match(text, opener.end()) if opener else None
    return noun.end() if noun else None


def many_proper_end(text: str, opener: re.Match[str] | None) -> int | None:
    """The end of "các" in "Các Sở Giáo dục và Đào tạo": bodies of one name in many places."""
    return opener.end() if opener and _PROPER_OF_MANY.match(text, opener.end()) else None


def office_end(text: str, office: re.Match[str] | None) -> int | None:
    """The end of an office that many people hold: "Giám đốc" in "Giám đốc các sở"."""
    return office.end() if office and group_opener_end(text, office.end()) is not None else None


def skip(text: str, position: int) -> int:
    """The place of the next character that is no white space."""
    while position < len(text) and text[position].isspace():
        position += 1
    return position
