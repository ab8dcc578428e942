"""Dates, years and citations of other documents as Vietnamese administrative texts write them."""

import re
from dataclasses import dataclass
from datetime import date

from plans.meaning.marks import without_marks
from plans.meaning.names import name_end, starts_name
from plans.meaning.scan import matches
from plans.structure.labels import CAPITAL

DOCUMENT_TYPES = (
    "Quyết định|Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Chỉ thị|Kế hoạch|Luật|Bộ luật|Pháp lệnh|Kết luận"
    "|Công văn|Thông báo"
    "|Văn bản|Chương trình|Đề án|Hướng dẫn|Tờ trình|Công điện|Quy định"
)
DATE = re.compile(r"ngày\s+(\d{1,2})\s*(?:/|-|\.|tháng\s)\s*(\d{1,2})\s*(?:/|-|\.|năm\s)\s*(\d{4})", re.IGNORECASE)
CITATION = re.compile(
    rf"(?P<type>{DOCUMENT_TYPES})(?:\s+số:?)?\s+(?P<number>\d{{1,5}}(?:/\d{{4}})?(?:[/-][A-ZĐ][\w-]*(?:/[A-ZĐ][\w-]*)?)?)(?![\w%])"
)
LAW = re.compile(rf"(?P<type>Bộ luật|Luật|Pháp lệnh)\s+(?P<name>{CAPITAL}[^;.,(]{{2,100}})")
YEAR = re.compile(
    r"(?:đến hết|đến|tới|vào|trong|hết|cuối|trước)\s+(?:hết\s+)?(?:năm\s+)?(20\d\d)(?!\d|\s*[-–])|^năm\s+(20\d\d)",
    re.IGNORECASE,
)
SCHOOL_YEAR = re.compile(
    r"(?:đến|tới|vào|trong|hết|cuối|trước|^)\s*(?:hết\s+|kết thúc\s+)?năm học\s+20\d\d\s*[-–]\s*(20\d\d)", re.IGNORECASE
)
YEAR_SPAN = re.compile(r"(?:giai đoạn|thời kỳ)\s+(20\d\d)\s*(?:[-–—]|đến)\s*(20\d\d)", re.IGNORECASE)
VISION = re.compile(r"(?:định hướng|tầm nhìn)\s+(?:đến\s+)?(?:năm\s+)?(20\d\d)", re.IGNORECASE)
RECURRENCE = re.compile(
    # "chi thường xuyên" is a kind of spending, not a rhythm.
    r"(?<!\w)(?:h[ằà]ng (?:năm|quý|tháng|tuần|kỳ)|định kỳ|(?<!chi )(?<!kinh phí )thường xuyên|(?:6|06"
    r"|sáu) tháng (?:một lần|đầu năm))(?!\w)",
    re.IGNORECASE,
)

_RECURRENCE_STARTS = ("hằng", "hàng", "định kỳ", "thường xuyên", "6", "06", "sáu")


@dataclass(frozen=True)
class Cited:
    """A cited document: type, full number ("12/2020/NQ-HĐND"), day of issue and issuer, each None when not written."""

    type: str
    number: str | None
    date: date | None
    issuer: str | None
    end: int


def calendar_date(day: int | None, month: int | None, year: int | None) -> date | None:
    """The date, or None when a part is missing or there is no such day."""
    if day is None or month is None or year is None:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def first_citation(text: str) -> Cited | None:
    """The first document cited in a sentence."""
    match = CITATION.search(text) or LAW.search(text)
    if match is None:
        return None
    number = match.groupdict().get("number")
    tail = text[match.end() : match.end() + 160]
    written = DATE.search(text, match.start(), match.end() + 60)
    issued = calendar_date(int(written[1]), int(written[2]), int(written[3])) if written else None
    issuer = re.search(rf"\bcủa\s+(?={CAPITAL})", tail)
    name = None
    if number and issuer and starts_name(tail, issuer.end()):
        name = tail[issuer.end() : name_end(tail, issuer.end())[0]]
    return Cited(match["type"], number, issued, name, match.end())


def recurrence_words(text: str) -> tuple[str, ...]:
    """Words that make a duty recur, as written, in order."""
    return tuple(match.group() for match in matches(RECURRENCE, _RECURRENCE_STARTS, without_marks(text)))


def own_year(text: str) -> int | None:
    """The last target year a piece of text names ("đến năm 2030", "năm học 2029 - 2030": the year in which it ends)."""
    if "20" not in text:
        return None
    text = without_marks(text)
    years = [(match.start(), int(match[1] or match[2])) for match in YEAR.finditer(text)]
    years += [(match.start(), int(match[1])) for match in SCHOOL_YEAR.finditer(text)]
    return max(years)[1] if years else None
