"""Who issued a document: the agency above the number, the body above it, their level and province."""

import re
from dataclasses import dataclass

from plans.model import Level
from plans.text import collapse

# The national name and motto, whole or in the pieces a crawled table leaves of it.
_MOTTO = re.compile(
    r"CỘNG|(?:CỘNG )?H(?:ÒA|OÀ)(?: XÃ HỘI)?(?: CHỦ NGHĨA)?(?: VIỆT NAM)?|(?:CHỦ NGHĨA )?VIỆT NAM|CHỦ NGHĨA"
    r"|CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN VIỆT NAM"
    # In the place of the national name stands that of the organisation.
    r"|ĐOÀN (?:TNCS|THANH NIÊN CỘNG SẢN) HỒ CHÍ MINH"
    r"|(?:Độc lập|Tự do|Hạnh phúc).*",
    re.IGNORECASE,
)
_SAMPLE_MARK = re.compile(r"VĂN BẢN MẪU|BẢN MẪU|DỰ THẢO|HỎA TỐC|KHẨN", re.IGNORECASE)
_AGENCY_WORD = re.compile(
    r"(?:[ỦU][YỶ](?: BAN|$)|UBND|UBMTTQ|SỞ|BAN(?! NHÂN)|BỘ|HỘI ĐỒNG|HĐND|PHÒNG|CỤC|CHI CỤC|VĂN PHÒNG|CÔNG AN|THỦ TƯỚNG"
    r"|CHÍNH PHỦ|QUỐC HỘI|TỈNH [ỦU]Y|TỈNH UỶ|THÀNH [ỦU]Y|HUYỆN [ỦU]Y|ĐẢNG [ỦU]Y|ĐẢNG UỶ|TỈNH ĐOÀN|HỘI(?! CHỦ)|LIÊN ĐOÀN"
    r"|TRƯỜNG|CHỦ TỊCH|ĐẠI HỌC|TRUNG TÂM|THANH TRA|BẢO HIỂM|KHO BẠC|BỆNH VIỆN|HỌC VIỆN|VIỆN|TRẠM|ĐÀI|NGÂN HÀNG"
    r"|CÔNG TY|CÔNG ĐOÀN|TỔNG CÔNG TY|TỔNG CỤC|TẬP ĐOÀN|TÒA ÁN|TOÀ ÁN|HẠT KIỂM LÂM"
    r"|THÀNH ĐOÀN|HUYỆN ĐOÀN|QUẬN ĐOÀN)(?!\w)"
)
# Bodies of one rank, none under the other: two of them in a heading issue the document together.
_PEERS = (
    re.compile(r"BỘ (?!CHỈ HUY)|NGÂN HÀNG NHÀ NƯỚC|THANH TRA CHÍNH PHỦ"),
    re.compile(
        r"SỞ |CÔNG AN (?:TỈNH|THÀNH PHỐ)|BỘ CHỈ HUY|TỈNH ĐOÀN|THÀNH ĐOÀN|LIÊN ĐOÀN LAO ĐỘNG|BẢO HIỂM XÃ HỘI"
        r"|ĐÀI PHÁT THANH"
        r"|HỘI (?:LIÊN HIỆP|NÔNG DÂN|CỰU|CHỮ THẬP|KHUYẾN HỌC)|(?:ỦY|UỶ) BAN (?:MẶT TRẬN|MTTQ)|BAN DÂN TỘC"
    ),
    re.compile(r"PHÒNG "),
)
# Two bodies in one cell of a table: "UBND TỈNH X SỞ Y TẾ".
_TWO_IN_ONE = re.compile(
    r"((?:UBND|[ỦU][YỶ] BAN NHÂN DÂN) (?:TỈNH|THÀNH PHỐ) .{1,40}?) (?=SỞ )"
    r"|(SỞ .{3,60}?) (?=(?:BỆNH VIỆN|TRUNG TÂM|TRƯỜNG|CHI CỤC) )"
)
_AREA_LINE = re.compile(r"(?:TỈNH|THÀNH PHỐ|HUYỆN|QUẬN|THỊ XÃ|ĐẢNG BỘ)(?!\w)")
_NUMBER_CELL = re.compile(r"Số\s*[:/]|Số \d")
# The first line that fits wins; "THỊ XÃ" must be met before "XÃ".
LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("huyện", re.compile(r"\b(?:HUYỆN|QUẬN|THỊ XÃ)\b")),
    ("xã", re.compile(r"\b(?:XÃ(?! HỘI)|PHƯỜNG|THỊ TRẤN|ĐẶC KHU)\b")),
    ("tỉnh", re.compile(r"\b(?:TỈNH|THÀNH PHỐ|TP|SỞ|THÀNH [ỦU]Y|THÀNH UỶ)\b")),
    ("trung ương", re.compile(r"\b(?:THỦ TƯỚNG|CHÍNH PHỦ|BỘ|QUỐC HỘI|TRUNG ƯƠNG|TỔNG CỤC|BAN BÍ THƯ|BỘ CHÍNH TRỊ)\b")),
)
_PROVINCE = re.compile(r"(?:^|\s)(?:(?:TỈNH|THÀNH) (?:ỦY|UỶ)|TỈNH(?! ỦY| UỶ)|THÀNH PHỐ|TP\.?)\s+(?P<name>.+)$")
_NAMED_PROVINCE = re.compile(
    r"(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã)\s+[^,;.()\n]{2,30},\s*"
    r"(?:(?:huyện|thị xã)\s+[^,;.()\n]{2,30},\s*)?"
    r"(?:tỉnh|thành phố)\s+(?P<name>(?:[A-ZĐÂÁÔỨỦ][^\W\d_]*(?:\s|-|$)?){1,4})"
)


@dataclass(frozen=True)
class Issuer:
    """`name` of the body that issued the document and `superior`, the line above it; both as set in the heading."""

    name: str | None
    superior: str | None


def read_issuer(cells: tuple[str, ...]) -> Issuer:
    """The last agency named in capitals above the number; lines below it go on with its name."""
    names: list[list[str]] = []
    for cell in (piece for whole in cells for piece in _pieces(whole)):
        if _NUMBER_CELL.match(cell):
            break
        if not cell.isupper() or _MOTTO.fullmatch(cell) or _SAMPLE_MARK.search(cell):
            continue
        if _AGENCY_WORD.match(cell) and not _goes_on(names):
            names.append([cell])
        elif names and not _heads(names[-1]):
            names[-1].append(cell)
        elif _AREA_LINE.match(cell):
            names.append([cell])
    named = [collapse(" ".join(name)) for name in names]
    issuers = [name for name in named if _AGENCY_WORD.match(name)]
    if not issuers:
        return Issuer(None, None)
    first = last = named.index(issuers[-1])
    while first and any(peer.match(named[first - 1]) and peer.match(named[last]) for peer in _PEERS):
        first -= 1
    return Issuer(" - ".join(dict.fromkeys(named[first : last + 1])), named[first - 1] if first else None)


def _pieces(cell: str) -> tuple[str, ...]:
    two = _TWO_IN_ONE.match(cell) if cell.isupper() else None
    return (two[0].strip(), cell[two.end() :]) if two else (cell,)


def _heads(name: list[str]) -> bool:
    """Whether a line of a higher body stands complete ("TỈNH LAI CHÂU"): the next line does not go on with it."""
    return _AREA_LINE.match(name[0]) is not None


def _goes_on(names: list[list[str]]) -> bool:
    """Whether an agency word is the second half of a name that a line end cuts ("SỞ GIÁO DỤC VÀ" / ...)."""
    return bool(names) and names[-1][-1].endswith((" VÀ", ",", " CỦA"))


def level_of(issuer: str | None, superior: str | None) -> Level | None:
    """The level of administration of the issuer, or None when its name does not tell."""
    name = (issuer or "").upper()
    if re.match(r"(?:THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|BỘ(?! CHỈ HUY)\b)", name):
        return "trung ương"
    own = next((level for level, words in LEVELS if words.search(name)), None)
    above = next((level for level, words in LEVELS if superior and words.search(superior.upper())), None)
    if own == "tỉnh" and "THÀNH PHỐ" in name and above == "tỉnh":
        # A city under a province is a district.
        return "huyện"
    if own is None and superior:
        return above
    return own


def province_of(place: str | None, issuer: Issuer, level: Level | None, text: str) -> str | None:
    """The province by name: from the issuer, the body above it, or the place; None where only a part of it is named."""
    if level == "trung ương":
        return None
    for name in (issuer.name, issuer.superior) if level != "huyện" else (issuer.superior, issuer.name):
        named = _PROVINCE.search(name) if name else None
        # The city that issues a district plan is no province.
        if name and named and not (level == "huyện" and name == issuer.name and "TỈNH" not in name):
            return named["name"].title()
    if level in ("huyện", "xã"):
        written = _NAMED_PROVINCE.search(text)
        return written["name"].strip(" -") if written else None
    return re.sub(r"^(?:TP\.?|Thành phố|Tỉnh)\s+", "", place) if place else None
