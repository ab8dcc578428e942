"""The grammar of agency names: where a list of bodies starts and where it ends inside a sentence.

Vietnamese has no case endings, so the end of a name is found from its shape: a proper name is written with capitals
("Sở Giáo dục và Đào tạo"), a group is "các" plus nouns of bodies, and both stop at the first verb or function word.
"""

import re
from functools import lru_cache

from plans.meaning.name_ends import DUTY_VERBS, STOPS
from plans.meaning.name_known import ONE_BODY
from plans.meaning.name_match import Words, word_at
from plans.meaning.name_starts import (
    BARE_GROUP,
    DEPARTMENT,
    GROUP_TAIL,
    KIND_TAIL,
    NOUN,
    PROPER,
    STARTS,
    group_opener_end,
    many_proper_end,
    office_end,
    opened_noun_end,
    skip,
    starts_name,
)
from plans.meaning.name_walk import COUNCIL, LIST_LINK, SHARED_OFFICE, SMALL_WORD, proper_end, rest_of_name

__all__ = ["is_cut_short", "name_end", "read_names", "split_heading_names", "starts_name"]

# Marks of footnotes stick to names; in their place stands a character that is neither a letter nor a space.
_NOTE_MARK = re.compile(r"[¹²³⁰⁴-⁹]+(?!\w)")
_NO_MARK = "\u2060"
_SEPARATOR = re.compile(r"[\s\u2060]*(?:,\s*và|,|\bvà|\bcùng với|\bcùng|\bvới)\s+")
_SHORT_LIST = re.compile(
    r"(?P<many>[Cc]ác\s+)?(?P<head>[Ss]ở|[Bb]an|[Hh]ội|[Pp]hòng|[Bb]ộ)(?:,\s*(?:ban|ngành))*(?P<colon>\s*:)?"
    r"\s+(?=[A-ZĐÂÁÔỨỦ])"
)
_LIST_REACH = 300
_GROUP_LINK = re.compile(r",?\s+và\s+|,\s+")


@lru_cache(maxsize=512)
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
    if not match["colon"] and not _may_list(text, end):
        return None
    while start < len(text) and text[start].isupper() and not (names and starts_name(text, start)):
        known = DEPARTMENT.match(text, start)
        if known is None and names and not (match["many"] or match["colon"]):
            break
        end = known.end() if known else start
        if not known or not _ends_here(text, end):
            end = max(end, proper_end(text, start))
        names.append(f"{head} {text[start:end]}")
        link = LIST_LINK.match(text, end)
        if link is None:
            break
        start = link.end()
    return (names, end) if len(names) > 1 or (names and match["colon"]) else None


def _may_list(text: str, position: int) -> bool:
    """Whether a comma or "và" comes with a capital after it: without one, the first department is the only one."""
    department = DEPARTMENT.match(text, position)
    start = department.end() if department else position
    for mark in (",", ";", "và"):
        place = text.find(mark, start, start + _LIST_REACH)
        while place >= 0:
            after = skip(text, place + len(mark))
            if text[after : after + 1].isupper():
                return True
            place = text.find(mark, after, start + _LIST_REACH)
    return False


def _ends_here(text: str, end: int) -> bool:
    """Whether the name of a department is complete: no small syllable or place belongs to it any more."""
    return text[end : end + 1] != " " or LIST_LINK.match(text, end) is not None


@lru_cache(maxsize=512)
def name_end(text: str, position: int) -> tuple[int, bool]:
    """Where the one name at `position` ends (`position` itself when there is none) and whether it is a group."""
    found = STARTS[word_at(text, position)]
    if found is None:
        return position, False
    fixed, office, many, group, bare, proper = found
    if fixed and (name := fixed(text, position)):
        return name.end(), False
    if office and (end := office_end(text, office(text, position))) is not None:
        return name_end(text, end)[0], False
    if many and (end := many_proper_end(text, many(text, position))) is not None:
        return proper_end(text, end), False
    noun = opened_noun_end(text, position) if group else None
    if noun is None and bare and (name := bare(text, position)):
        noun = name.end()
    if noun is not None:
        return _group_end(text, noun), True
    if proper and proper(text, position):
        return proper_end(text, position), False
    return position, False


_SURE_VERB = Words((*STOPS, *DUTY_VERBS))


def is_cut_short(text: str, end: int) -> bool:
    """Whether a small word follows the name that ends at `end` which is no known verb: it may belong to the name."""
    word = SMALL_WORD.match(text, end)
    return word is not None and word[1].islower() and _SURE_VERB.match(text, word.start(1)) is None


def _group_end(text: str, position: int) -> int:
    """The end of a group whose first noun ends at `position`."""
    end, begin, own_kind = position, position, False
    while True:
        tail = GROUP_TAIL.match(text, skip(text, end)) if text[end : end + 1] == " " else None
        link = _GROUP_LINK.match(text, end)
        if tail:
            step: int | None = tail.end()
            own_kind = own_kind or KIND_TAIL.match(text, tail.start()) is not None
        elif link:
            step = _noun_end(text, link.end()) or ("và" in link.group() and opened_noun_end(text, link.end())) or None
            # "Các cơ sở lưu trú, doanh nghiệp vận tải", "các đảng ủy xã, đảng ủy trực thuộc": two groups.
            noun = text[link.end() : step] if step else ""
            if step and text[end] == "," and (own_kind or text.endswith(noun, 0, begin)):
                return end
        else:
            step = rest_of_name(text, end)
        if step is None:
            return end
        end = step


def _noun_end(text: str, position: int) -> int | None:
    """The end of a noun of bodies written small, or of a group people name without "các"."""
    match = NOUN.match(text, position) or BARE_GROUP.match(text, position)
    return match.end() if match else None


# "Các cơ quan liên quan (gồm Sở Y tế, Sở Tài chính)": a group whose members are named.
_LISTED = re.compile(r"[^()]{3,120}\((?:(?:bao gồm|gồm|cụ thể|là)\s*:?\s+)?(?P<members>[^()]{5,400})\)\s*[.:;]?")
_LIST_BREAK = re.compile(r"\s*[,;]\s*(?:và\s+)?|\s+và\s+")


def split_heading_names(heading: str) -> tuple[str, ...]:
    """The bodies of a heading which is nothing but names. Only a word that can start a name starts the next one."""
    listed = _LISTED.fullmatch(heading) if "(" in heading and group_opener_end(heading) is not None else None
    if listed:
        members, end = read_names(listed["members"])
        if len(members) > 1 and end == len(listed["members"].rstrip()):
            return members
    heading = re.sub(r"\s*(?:\((?!Sở |Bộ |UBND )[^)]*\)|[-–]\s*[Cc]ơ quan .*)\s*$", "", heading).strip(" .:;")
    short = _short_names(heading, 0)
    names = list(short[0]) if short else []
    start = 0
    if short:
        rest = LIST_LINK.match(heading, short[1])
        if rest is None:
            return tuple(names)
        start = rest.end()
    for gap in _LIST_BREAK.finditer(heading, start):
        one = ONE_BODY.match(heading, start)
        if one and gap.start() < one.end():
            continue
        after = heading[gap.end() :]
        if SHARED_OFFICE.fullmatch(heading, start, gap.start()) and COUNCIL.match(after):
            continue
        proper = PROPER.match(after) or (after.isupper() and PROPER.match(after.title()))
        group = group_opener_end(after) is not None
        # "Các sở và các cơ quan liên quan" is one open group, "UBND các xã, các cơ quan liên quan" are two names.
        same_group = "và" in gap.group() and group_opener_end(heading, start) is not None
        if proper or (group and not same_group):
            names.append(heading[start : gap.start()])
            start = gap.end()
    names.append(heading[start:])
    return tuple(name.strip() for name in names if name.strip())
