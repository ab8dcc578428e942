"""Slips of typing and scanning that are common in administrative texts, and names that leave open who is meant."""

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Slip:
    """A spelling that is no Vietnamese phrase, and what was meant."""

    pattern: re.Pattern[str]
    meant: str


# Written without IGNORECASE: the first letter is spelt both ways, which keeps the search of a whole plan cheap.
SLIPS = (
    Slip(re.compile(r"\b[Pp](?:hân đầu|hấn đầu|hân đấu|hần đấu|hẩn đấu)\b"), "phấn đấu"),
    Slip(re.compile(r"[ỦUủu](?:ỷ|y|ỳ)? ?ban nhân(?! dân)(?: tỉnh| huyện| xã)?"), "Ủy ban nhân dân"),
    Slip(re.compile(r"\b(?:đồng bào|người) dân thiểu số"), "dân tộc thiểu số"),
    Slip(re.compile(r"\b[Đđ]ội ngũ công tác viên\b"), "cộng tác viên"),
    Slip(re.compile(r"\b(?:[Kk]ế hoach|[Tt]hưc hiện|[Gg]íao dục)\b"), "kế hoạch/thực hiện/giáo dục"),
    Slip(re.compile(r"/KH-Ủy ban nhân dân(?: tỉnh)?"), "/KH-UBND"),
)

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


def _bare(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word.replace("Đ", "D").replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


_OPEN = re.compile(r"(?:Các|Những|Một số)\s", re.IGNORECASE)
_UNLISTED = re.compile(r"\b(?:liên quan|khác|cơ quan|đơn vị|tổ chức|doanh nghiệp|cá nhân)\b", re.IGNORECASE)


def is_open_group(owner: str) -> bool:
    """Whether an owner is a group that no list can close: "các sở, ngành ... liên quan"."""
    return _OPEN.match(owner) is not None and _UNLISTED.search(owner) is not None
