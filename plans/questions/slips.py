"""Slips of typing and scanning that are common in administrative texts, and names that leave open who is meant."""

import re
from dataclasses import dataclass
from functools import lru_cache, partial

from plans.text import without_marks


@dataclass(frozen=True)
class Slip:
    """A spelling that is no Vietnamese phrase, and what was meant.

    In small letters, what it matches has one of the `words`, if any, and a `hint`, if any.
    """

    pattern: re.Pattern[str]
    meant: str
    words: tuple[str, ...] = ()
    hint: re.Pattern[str] | None = None

    def possible(self, small: str) -> bool:
        """Whether a text in small letters may hold the slip at all."""
        if self.hint is not None and self.hint.search(small) is None:
            return False
        return not self.words or any(word in small for word in self.words)

    def found(self, text: str, small: str) -> list[str]:
        """The places in `text`, as written. `small`: that text, or any longer one around it, in small letters.

        To look for the words in the small letters of a whole plan first costs far less than the pattern on every text.
        """
        if not self.possible(small):
            return []
        return [match.group() for match in self.pattern.finditer(text)]


# What was meant, and how it is mistyped or misread by a scanner. No entry is a Vietnamese phrase, also not across two
# words of a sentence ("ảnh hưởng dẫn đến", "phát triển khái niệm"), so that `mend` may trust every one.
NON_WORDS = {
    "kế hoạch": ("kế hoach", "kê hoạch", "kế hoạnh", "kế họach", "kể hoạch"),
    "thực hiện": ("thưc hiện", "thực hiên", "thục hiện", "thưc hiên", "thực hiệm", "thực hịên"),
    "giáo dục": ("gíao dục", "giáo duc", "giaó dục", "gìáo dục"),
    "đào tạo": ("đao tạo", "đào tao", "đaò tạo"),
    "nhân dân": ("nhân dan", "nhan dân"),
    "chủ trì": ("chủ trỉ", "chú trì", "chù trì"),
    "phối hợp": ("phôi hợp", "phối hơp", "phối họp", "phôi hơp", "phồi hợp"),
    "hướng dẫn": ("hướng đẫn", "huớng dẫn", "hướng dẩn"),
    "tham mưu": ("tham mựu", "tham muu", "thạm mưu"),
    "tổ chức": ("tổ chưc", "tô chức", "tồ chức", "tố chức"),
    "quyết định": ("quyêt định", "quyết đinh", "quyết dịnh"),
    "triển khai": ("triên khai", "triền khai", "triển khaí"),
    "mục tiêu": ("mục tiệu", "muc tiêu"),
    "nhiệm vụ": ("nhiêm vụ", "nhiệm vu", "nhiệm vự"),
    "trách nhiệm": ("trách nhiêm", "trach nhiệm"),
    "giải pháp": ("giải phảp", "giái pháp", "giải phap"),
    "báo cáo": ("bảo cáo", "báo cảo"),
}
# "Chủ tri" alone is a slip, "làm chủ tri thức" is none.
_CHU_TRI = re.compile(r"(?:[Cc]hủ tri|CHỦ TRI)(?!\w| thức| THỨC)")


def _spellings(wrong: tuple[str, ...]) -> re.Pattern[str]:
    # Literals without a word boundary in front let the search skip from one first letter to the next.
    written = (form for word in wrong for form in (word, word[0].upper() + word[1:], word.upper()))
    return re.compile(f"(?:{'|'.join(map(re.escape, written))})(?!\\w)")


# A letter read for a figure, or next to one: "l5/12/2025", "3O/11/2025", "năm 2O25".
_FIGURE_LETTERS = re.compile(r"[li]\d|\d[lio]")
_FIGURES = re.compile(
    r"(?:[lI]\d|\d[lIO])/\d{1,2}/\d{4}(?!\w)|\d{1,2}/(?:[lI]\d|\d[lIO])/\d{4}(?!\w)"
    r"|(?:năm |/)2(?:[oO]\d\d|0[lIO]\d|0\d[lIO])(?!\w)"
)
# Written without IGNORECASE: the spellings in capitals are listed, which keeps the search of a whole plan cheap.
SLIPS = (
    Slip(
        re.compile(r"[Pp](?:hân đầu|hấn đầu|hân đấu|hần đấu|hẩn đấu)\b"),
        "phấn đấu",
        ("hân đ", "hấn đầ", "hần đ", "hẩn đ"),
    ),
    Slip(
        re.compile(r"[ỦUủu](?:ỷ|y|ỳ)? ?ban nhân(?! d[âa]n)(?: tỉnh| huyện| xã)?"),
        "Ủy ban nhân dân",
        ("ban nhân",),
    ),
    Slip(re.compile(r"(?:đồng bào|người) dân thiểu số"), "dân tộc thiểu số", ("dân thiểu số",)),
    Slip(re.compile(r"[Đđ]ội ngũ công tác viên\b"), "cộng tác viên", ("công tác viên",)),
    Slip(re.compile(r"/KH-Ủy ban nhân dân(?: tỉnh)?"), "/KH-UBND", ("/kh-ủy",)),
    Slip(
        re.compile(r"-(?:UBN[0O]|U8ND|UBNĐ|ƯBND|UẸND)(?!\w)"),
        "-UBND",
        ("-ubn0", "-ubno", "-u8", "-ubnđ", "-ưb", "-uẹ"),
    ),
    Slip(re.compile(r"/(?:QD|OĐ|0Đ|QB)-(?=[A-ZĐ])"), "/QĐ-", ("/qd-", "/ođ-", "/0đ-", "/qb-")),
    Slip(_FIGURES, "ngày tháng năm viết bằng chữ số", hint=_FIGURE_LETTERS),
    Slip(re.compile(r"(?<!ảnh )(?<!thụ )(?:hưởng|Hưởng) dẫn(?! đến| tới| đầu)\b"), "hướng dẫn", ("hưởng dẫn",)),
    Slip(_CHU_TRI, "chủ trì", ("chủ tri",)),
    *(Slip(_spellings(wrong), meant, wrong) for meant, wrong in NON_WORDS.items()),
)
_MENDS = tuple((word, _spellings((word,)), meant) for meant, wrong in NON_WORDS.items() for word in wrong)


def mend(text: str) -> str:
    """The text with its certain slips put right, to recognise headings and roles; what is stored stays as written."""
    small = text.lower()
    for word, pattern, meant in _MENDS:
        if word in small:
            text = pattern.sub(partial(_as_written, meant), text)
    return _CHU_TRI.sub(partial(_as_written, "chủ trì"), text) if "chủ tri" in small else text


def _as_written(meant: str, match: re.Match[str]) -> str:
    """The word that was meant, in capitals where the slip is."""
    written = match.group()
    if written.isupper():
        return meant.upper()
    return meant[0].upper() + meant[1:] if written[0].isupper() else meant


SURNAMES = frozenset(
    (
        "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đinh Lâm Trịnh Mai Trương "
        "Cao Hà Phùng Tô Tạ Châu Quách Thái Lương Tống Chu Vương Kiều Lưu Triệu Đoàn Thạch Tăng La Giàng Sùng "
        "Vàng Lò Lầu Hạng Thào Mùa Cứ Cà Quàng Tòng Lường Nông Ma Bế Sầm Vi Hứa Doãn Tôn Từ Khuất Nghiêm Viên "
        "Ninh Bạch Thân Trà Uông Âu Đàm Đồng Giáp Hàn Kim Khổng Lục Mạc Ông Phí Tiêu Thiều Trang Văn Y Điêu "
        "Đèo Cầm Pờ Chảo Tẩn Phàn Má Vừ Và Sìn Hờ Ksor Siu Rơ Danh Sơn Thị Đậu Biện Lại Cù Bá Hồng "
    ).split()
)


def likely_surnames(name: str) -> tuple[str, ...]:
    """Surnames that differ from the first word of `name` only in its marks, when that word itself is none."""
    first = name.split()[0]
    if first in SURNAMES:
        return ()
    return tuple(surname for surname in sorted(SURNAMES) if _bare(surname) == _bare(first))


@lru_cache(maxsize=512)
def _bare(word: str) -> str:
    return without_marks(word).casefold()


_OPEN = re.compile(r"(?:Các|Những|Một số)\s", re.IGNORECASE)
_UNLISTED = re.compile(r"\b(?:liên quan|khác|cơ quan|đơn vị|tổ chức|doanh nghiệp|cá nhân)\b", re.IGNORECASE)


def is_open_group(owner: str) -> bool:
    """Whether an owner is a group that no list can close: "các sở, ngành ... liên quan"."""
    return _OPEN.match(owner) is not None and _UNLISTED.search(owner) is not None
