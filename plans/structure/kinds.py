"""Kinds of documents: which are read, which are refused and why, and where the document itself begins in a file."""

import re
from dataclasses import dataclass

from plans.errors import NotAPlan
from plans.questions.slips import mend
from plans.sheet import Line

# Documents that give tasks to bodies. The longer name stands first.
READ_TYPES = (
    "CHƯƠNG TRÌNH HÀNH ĐỘNG",
    "CHƯƠNG TRÌNH",
    "KẾ HOẠCH LIÊN NGÀNH",
    "KẾ HOẠCH LIÊN TỊCH",
    "KẾ HOẠCH HÀNH ĐỘNG",
    "KẾ HOẠCH",
    "ĐỀ ÁN",
    "PHƯƠNG ÁN",
    "CHỈ THỊ",
    "NGHỊ QUYẾT",
    "QUYẾT ĐỊNH",
)
_RULES = "đặt ra quy định chung, không giao việc cho từng cơ quan theo kế hoạch"
_TELLS = "cho biết tình hình hoặc kết quả, không giao việc để theo dõi"
_LETTER = "là thư từ hành chính, không phải văn bản ban hành kế hoạch"
REFUSED_TYPES = {
    "BỘ LUẬT": _RULES,
    "LUẬT": _RULES,
    "PHÁP LỆNH": _RULES,
    "NGHỊ ĐỊNH": _RULES,
    "THÔNG TƯ LIÊN TỊCH": _RULES,
    "THÔNG TƯ": _RULES,
    "QUY CHẾ": _RULES,
    "QUY ĐỊNH": _RULES,
    "ĐIỀU LỆ": _RULES,
    "HƯỚNG DẪN": "hướng dẫn cách làm, không ban hành kế hoạch",
    "BÁO CÁO": _TELLS,
    "TỜ TRÌNH": "mới trình xin ý kiến, chưa được ban hành",
    "THÔNG BÁO": _TELLS,
    "KẾT LUẬN": _TELLS,
    "GIẤY MỜI": _LETTER,
    "CÔNG VĂN": _LETTER,
    "CÔNG ĐIỆN": _LETTER,
    "HỢP ĐỒNG": "là thỏa thuận giữa các bên",
    "BIÊN BẢN": "ghi lại một cuộc họp hoặc sự việc",
    "GIẤY CHỨNG NHẬN": "chứng nhận một sự việc",
    "BẢN TIN": _TELLS,
}
_TYPE_LINE = re.compile(
    rf"(?P<type>{'|'.join(sorted((*READ_TYPES, *REFUSED_TYPES), key=len, reverse=True))})(?!\w)(?P<rest>.*)"
)
# What a decision or resolution may carry behind its signature; anything else it carries is not read.
_ENCLOSED_TYPES = ("KẾ HOẠCH", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "PHƯƠNG ÁN")
ENCLOSED_NOTE = re.compile(
    r"\(?\s*(?:Ban hành )?[Kk]èm theo\s+(?P<type>Quyết định|Nghị quyết|Chỉ thị)\s+(?:số:?\s*)?"
    r"(?P<number>\d{1,5}[a-z]?(?:/\d{4})?)?\s*[/-]\s*(?P<symbol>[A-ZĐ][\w&]*(?:[-/][A-ZĐ][\w&]*)+)",
    re.IGNORECASE,
)
_APPROVES = re.compile(
    r"(?:phê duyệt|ban hành|thông qua)\s.{0,60}?(?:chương trình|kế hoạch|đề án|chiến lược|dự án|phương án)",
    re.IGNORECASE,
)
_NUMBER_LINE = re.compile(r"(?:Luật )?[Ss]ố\s*:?\s*[\d.…_/]*\s*[/-]?\s*(?:\d{4}/)?[A-ZĐ][\w&]*[-/][A-ZĐ]")
_MOTTO_LINE = re.compile(r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM|QUỐC HỘI")
_ABOUT = re.compile(r"V/v[:\s]|Kính gửi\s*:", re.IGNORECASE)
_NEWS = re.compile(
    r"Tin tức|Tin bài|Trang chủ|Phóng viên|\bPV\b|Đọc thêm|Bình luận|Chia sẻ|Nguồn tin|\(Báo |Baovemoitruong"
    r"|\d{1,2}:\d{2}\b|Tác giả|Lượt xem|Ảnh:",
    re.IGNORECASE,
)
# "KẾ HOACH", "QUYÊT ĐỊNH": only short lines in capitals are looked at again with their slips put right.
_SLIPPED = ("K", "Q")
_LONGEST_SLIPPED = 60
_NOTE_REACH = 25
_HEADER_REACH = 60
_TITLE_REACH = 12


@dataclass(frozen=True)
class TypeLine:
    """The line that names the kind of document: "KẾ HOẠCH", with what stands behind the name on the same line."""

    index: int
    word: str
    rest: str


@dataclass(frozen=True)
class Parts:
    """Where the document is: `main` is what is read; `front` the decision that it is enclosed in, if that is there.

    `start` is the index of the first line that belongs to the heading of `main`.
    """

    main: TypeLine
    front: TypeLine | None
    start: int


def find_parts(lines: list[Line]) -> Parts:
    """Find the document in a file.

    :raises NotAPlan: no line names a kind that is read, or the first one names a kind that is refused
    """
    first = _first_type_line(lines)
    if first is None:
        raise _without_type_line(lines)
    if first.word in REFUSED_TYPES:
        raise NotAPlan(found=first.word, reason=REFUSED_TYPES[first.word])
    if first.word not in ("QUYẾT ĐỊNH", "NGHỊ QUYẾT"):
        return Parts(first, None, 0)
    enclosed = _enclosed(lines, first.index + 1)
    if enclosed is not None:
        return Parts(enclosed, first, _heading_start(lines, first.index, enclosed.index))
    if first.word == "QUYẾT ĐỊNH" and not _approves(lines, first):
        raise NotAPlan(found=first.word, reason="không ban hành, phê duyệt kế hoạch hay chương trình nào")
    return Parts(first, None, 0)


def _first_type_line(lines: list[Line]) -> TypeLine | None:
    """The first type line below the number or the national motto; menus of web pages stand above those."""
    header = next(
        (i for i, line in enumerate(lines) if _NUMBER_LINE.match(line.text) or _MOTTO_LINE.search(line.text)), None
    )
    below = None if header is None else _type_line_in(lines, header, header + _HEADER_REACH)
    return below or _type_line_in(lines, 0, len(lines))


def _type_line_in(lines: list[Line], start: int, stop: int) -> TypeLine | None:
    for index in range(start, min(stop, len(lines))):
        found = type_line(lines[index], index)
        if found is not None:
            return found
    return None


def type_line(line: Line, index: int) -> TypeLine | None:
    """The kind of document that a line names, if it names one: capitals, with the title behind it or not."""
    match = _TYPE_LINE.fullmatch(line.text)
    if match is None and line.text[:1] in _SLIPPED and len(line.text) <= _LONGEST_SLIPPED and line.text.isupper():
        match = _TYPE_LINE.fullmatch(mend(line.text))
    if match is None:
        return None
    rest = match["rest"].strip()
    # "KẾ HOẠCH Thực hiện ..." may carry its title; for the others a word behind it is too often a sentence.
    if rest and not rest.isupper() and not match["type"].startswith("KẾ HOẠCH"):
        return None
    if rest[:1] in (":", ";", ",", "."):
        return None
    return TypeLine(index, match["type"], rest)


def _enclosed(lines: list[Line], after: int) -> TypeLine | None:
    """The plan behind a decision. Raises NotAPlan when the decision carries rules instead."""
    for index in range(after, len(lines)):
        found = type_line(lines[index], index)
        if found is None:
            continue
        noted = any(ENCLOSED_NOTE.match(line.text) for line in lines[index + 1 : index + _NOTE_REACH])
        if noted and found.word in ("QUY CHẾ", "QUY ĐỊNH", "ĐIỀU LỆ", "HƯỚNG DẪN"):
            raise NotAPlan(found="QUYẾT ĐỊNH", reason=f"ban hành {found.word.lower()}, không kèm kế hoạch")
        if found.word.startswith(_ENCLOSED_TYPES) and (noted or found.word.startswith("KẾ HOẠCH")):
            return found
    return None


def _heading_start(lines: list[Line], after: int, before: int) -> int:
    """Where the heading of an enclosed plan starts: at its motto, or at its type line when it has no heading."""
    for index in range(before - 1, max(after, before - _NOTE_REACH), -1):
        if _MOTTO_LINE.search(lines[index].text):
            while index - 1 > after and not lines[index - 1].blank and lines[index - 1].text.isupper():
                index -= 1
            return index
    return before


def _approves(lines: list[Line], first: TypeLine) -> bool:
    near = [first.rest, *(line.text for line in lines[first.index + 1 : first.index + 1 + _TITLE_REACH])]
    return _APPROVES.search(" ".join(near)) is not None


def _without_type_line(lines: list[Line]) -> NotAPlan:
    head = [line.text for line in lines if not line.blank][:_NOTE_REACH]
    if any(_ABOUT.search(text) for text in head) and any(
        _NUMBER_LINE.search(text) or "Kính gửi" in text for text in head
    ):
        return NotAPlan(found="CÔNG VĂN", reason=REFUSED_TYPES["CÔNG VĂN"])
    if any(_NEWS.search(line.text) for line in lines[:_HEADER_REACH]):
        return NotAPlan(found="TRANG TIN", reason="không có số, ký hiệu và tên loại văn bản")
    return NotAPlan(reason="không tìm thấy dòng tên loại văn bản (“KẾ HOẠCH”, “CHỈ THỊ”, …) và các mục đánh số")
