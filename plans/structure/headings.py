"""Headings known by their words: names of sections, and bare names of bodies, with a label or without one."""

import re
from functools import lru_cache

from plans.meaning.names import read_names, starts_name
from plans.questions.slips import mend

# What a section is for, by the words its heading starts with (in small letters).
SECTION_NAMES = {
    "goals": re.compile(
        r"(?:các |những )?(?:mục tiêu|chỉ tiêu)\b|mục đích.{0,30}\bmục tiêu\b|quan điểm.{0,30}\bmục tiêu\b"
    ),
    "tasks": re.compile(
        r"(?:các |một số |những )?(?:nội dung,? |định hướng,? )?(?:và )?"
        r"(?:nhiệm vụ|giải pháp|nội dung)\b(?! của (?:các|sở|bộ))"
    ),
    "funding": re.compile(r"(?:nguồn |dự toán )?kinh phí\b|nguồn lực\b|nguồn vốn\b|ngân sách\b"),
    "organisation": re.compile(
        r"(?:công tác )?tổ chức (?:triển khai,? )?(?:thực hiện|thi hành|triển khai)"
        r"(?: (?:các )?(?:kế hoạch|chương trình|đề án|phương án|chỉ thị|nghị quyết|quyết định|dự án)\b.{0,60})?"
        r"(?:\s*(?:,|;|và)\s.{0,80})?\W*$"
        r"|phân công (?:nhiệm vụ|trách nhiệm|thực hiện|tổ chức|triển khai)\b"
        r"|trách nhiệm (?:thực hiện|của|các|tổ chức)\b"
        r"|(?:nhiệm vụ|nội dung|giải pháp) (?:cụ thể )?của các (?:sở|bộ|cơ quan|đơn vị|ngành|cấp)\b"
    ),
    "reporting": re.compile(
        r"chế độ (?:thông tin,? )?(?:và )?báo cáo\b|(?:công tác )?(?:thông tin,? )?báo cáo\W*$"
        r"|kiểm tra,? giám sát\b|giám sát,? đánh giá\b"
        r"|theo dõi,? (?:đôn đốc|đánh giá|giám sát)\b"
    ),
    "purpose": re.compile(
        r"mục đích\b|yêu cầu\b|quan điểm\b|thực trạng\b|đánh giá\b|tình hình\b|sự cần thiết\b|đặt vấn đề\b"
        r"|căn cứ\b|cơ sở\b"
        r"|(?:những )?(?:đặc điểm|tồn tại|hạn chế|khó khăn|thuận lợi|thành tựu|nguyên nhân)\b|hiện trạng\b|khái quát\b"
        r"|tổng quan\b"
        r"|đối tượng\b|phạm vi\b|bối cảnh\b|kết quả\b"
    ),
}
_OTHER_SECTION = re.compile(
    r"(?:mục đích|yêu cầu|quan điểm|sự cần thiết|đặt vấn đề|cơ sở pháp lý|căn cứ (?:pháp lý|xây dựng)|thực trạng"
    r"|đánh giá|tình hình|phạm vi|đối tượng|thời gian thực hiện|tiến độ|lộ trình|hiệu quả"
    r"|chế độ (?:thông tin|báo cáo))\b"
)
REQUEST = re.compile(r"(?:Đề nghị|Kính đề nghị|Trân trọng đề nghị)\s*:?\s+", re.IGNORECASE)
ORDER = re.compile(
    r"(?:Giao(?: nhiệm vụ)?(?: cho)?|Phân công(?: cho)?|Yêu cầu|Đối với"
    r"|(?:Trách nhiệm|Nhiệm vụ)(?: chung| cụ thể)? của)\s+",
    re.IGNORECASE,
)
# "Sở X có trách nhiệm:" names a body and says no more.
BEARS = re.compile(r"\s*(?:(?:có|chịu) trách nhiệm|thực hiện(?: các)?(?: nhiệm vụ)?(?: sau)?)\s*:?\s*$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_LONGEST_HEADING = 160
_FEWEST_WORDS = 2
_SMALL_WORDS = re.compile(
    r"(?<!^)\b(?:Và|Các|Của|Thuộc|Cấp|Có|Liên Quan|Xã|Phường|Huyện|Thị|Trấn|Ngành|Đoàn Thể|Đặc Khu)\b"
)


@lru_cache(maxsize=512)
def section_words(heading: str) -> str:
    """A heading as the tables of names want it: small letters, certain slips of typing put right."""
    if len(heading) > _LONGEST_HEADING:
        return heading.casefold()
    return mend(heading).casefold()


def names_section(text: str) -> bool:
    """Whether a heading is one that plans usually have."""
    small = section_words(text).strip(" .:")
    return any(pattern.match(small) for pattern in SECTION_NAMES.values()) or _OTHER_SECTION.match(small) is not None


def is_section_heading(text: str, strong: bool) -> bool:
    """Whether a paragraph without a label heads a section: capitals, or bold and a name that sections have."""
    if len(text) > _LONGEST_HEADING or text[-1:] in ".;,!?" or len(text.split()) < _FEWEST_WORDS:
        return False
    if text.isupper():
        return text[:1].isalpha() and not is_agency_heading(text)
    return strong and names_section(text)


def without_order(text: str) -> str:
    """The heading without the words that ask or tell: "Đề nghị", "Giao", "Trách nhiệm của"."""
    request = REQUEST.match(text)
    if request:
        return text[request.end() :]
    order = ORDER.match(text)
    return text[order.end() :] if order else text


def small_letters(text: str) -> str:
    """A text in capitals spelt as names are, letter for letter ("SỞ Y TẾ" as "Sở Y Tế"): names are found in it."""
    if not text.isupper():
        return text
    spelt = _SMALL_WORDS.sub(lambda match: match.group().lower(), text.title())
    return spelt if len(spelt) == len(text) else text


def is_agency_heading(text: str) -> bool:
    """Whether a paragraph is nothing but names of bodies ("Sở Y tế:", "Giao Sở Y tế", "Sở Y tế có trách nhiệm:")."""
    if len(text) > _LONGEST_HEADING or text[-1:] in ".;,!?":
        return False
    named = small_letters(without_order(text))
    if not starts_name(named):
        return False
    end = read_names(named)[1]
    rest = _BRACKETS.sub("", named[end:].rstrip(" :"))
    return not rest.strip(" :-–") or BEARS.match(named[end:]) is not None


_PARENT = re.compile(r"\s*\((?P<body>[^()]{2,80})\)")
_LINK = re.compile(r"\s*(?:,|;|,?\s+và)\s+")


def names_with_parents(text: str) -> tuple[tuple[str, ...], int]:
    """The bodies at the head of a text, each with its parent: "Phòng A (Sở Y tế) và Phòng B (Sở Nội vụ)"."""
    names, end = read_names(text)
    while names and (parent := _PARENT.match(text, end)) and starts_name(parent["body"]):
        names = (*names[:-1], f"{names[-1]}{parent.group()}")
        end = parent.end()
        link = _LINK.match(text, end)
        more, stop = read_names(text, link.end()) if link else ((), end)
        names, end = (*names, *more), stop if more else end
    return names, end
