"""Names as written → one key per name: case, marks, dashes, "và", abbreviations and the usual typos do not matter.

Two spellings have one key only through the visible tables of this file; nothing here compares by likeness.
"""

import re
import unicodedata
from functools import lru_cache

# Abbreviations without separators, marks and case. "GD&ĐT", "GD-ĐT", "GDĐT" and "GD và ĐT" all arrive as "gddt".
ABBREVIATIONS: dict[str, str] = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "gddt": "giao duc dao tao",
    "ldtbxh": "lao dong thuong binh xa hoi",
    "ldtb": "lao dong thuong binh",
    "nnptnt": "nong nghiep phat trien nong thon",
    "ptnt": "phat trien nong thon",
    "nnmt": "nong nghiep moi truong",
    "tnmt": "tai nguyen moi truong",
    "khdt": "ke hoach dau tu",
    "khcn": "khoa hoc cong nghe",
    "tttt": "thong tin truyen thong",
    "vhttdl": "van hoa the thao du lich",
    "vhtt": "van hoa the thao",
    "gtvt": "giao thong van tai",
    "dttg": "dan toc ton giao",
    "ptth": "phat thanh truyen hinh",
    "mttq": "mat tran to quoc",
    "mttqvn": "mat tran to quoc viet nam",
    "ubmttq": "uy ban mat tran to quoc",
    "ubmttqvn": "uy ban mat tran to quoc viet nam",
    "ub": "uy ban",
    "vn": "viet nam",
    "lhpn": "lien hiep phu nu",
    "lhpnvn": "lien hiep phu nu viet nam",
    "lhtn": "lien hiep thanh nien",
    "ldld": "lien doan lao dong",
    "tncs": "thanh nien cong san",
    "tncshcm": "thanh nien cong san ho chi minh",
    "ccb": "cuu chien binh",
    "bdbp": "bo doi bien phong",
    "bchbdbp": "bo chi huy bo doi bien phong",
    "bchqs": "bo chi huy quan su",
    "bhxh": "bao hiem xa hoi",
    "kbnn": "kho bac nha nuoc",
    "nhnn": "ngan hang nha nuoc",
    "nhcsxh": "ngan hang chinh sach xa hoi",
    "kkt": "khu kinh te",
    "bql": "ban quan ly",
    "vp": "van phong",
    "tp": "thanh pho",
    "tx": "thi xa",
    "p": "phuong",
    "h": "huyen",
}
LONGEST_RUN = 5

REQUEST = re.compile(r"^\s*đề\s+nghị\s*[:,]?\s*", re.IGNORECASE)
LIST_NUMBER = re.compile(r"^\s*(?:\d{1,2}\s*[.)]|[a-zđ]\s*\))\s+", re.IGNORECASE)
# A remark in brackets after a name. Any other bracket may narrow a group ("các phường (A, B)") and stays.
REMARK = re.compile(
    r"\s*\(\s*(?:là )?(?:cơ quan |đơn vị )?"
    r"(?:thường trực|chủ trì|đầu mối|phối hợp|(?:để )?(?:báo cáo|b/c|thực hiện|phối hợp|biết))\s*\)[\s.;,]*$",
    re.IGNORECASE,
)
# The head of a body, named for the body: "Giám đốc Sở Y tế", "Chánh Văn phòng UBND tỉnh", "Trưởng Ban Dân tộc".
HEAD_KEY = re.compile(
    r"(?:giam doc|chu tich|thu truong|truong|chanh|bi thu|bo truong|tong giam doc|tong bien tap|chi huy truong"
    r"|hieu truong|cuc truong|vu truong) (?=\S)"
)
EDGES = " \t\r\n-–—•*+.,;:|\"“”'"

_NOT_WORD = re.compile(r"[^0-9a-z]+")
# "kỹ/kĩ", "mỹ/mĩ", "quý/quí": y and i are one vowel after these letters at the end of a word; "ủy" and "ủi" are not.
_FINAL_Y = re.compile(r"\b(h|k|l|m|s|t|qu)y\b")
_DROPPED_DAN = re.compile(r"\buy ban nhan (?!dan\b)")


def fold(text: str) -> str:
    """Lower case without Vietnamese marks: "Đề nghị" → "de nghi"; "Uỷ" and "Ủy" become equal."""
    plain = text.replace("đ", "d").replace("Đ", "d")
    split = unicodedata.normalize("NFD", plain)
    return "".join(char for char in split if not unicodedata.combining(char)).lower()


@lru_cache(maxsize=65_536)
def bare(text: str) -> str:
    """The name without list number, bullets, closing marks, "Đề nghị" before it and remarks after it."""
    text = " ".join(unicodedata.normalize("NFC", text).split()).strip(EDGES)
    text = LIST_NUMBER.sub("", text)
    return REMARK.sub("", REQUEST.sub("", text)).strip(EDGES)


def is_request(text: str) -> bool:
    """True when the name is introduced by "Đề nghị": the body is asked, not told."""
    text = " ".join(unicodedata.normalize("NFC", text).split()).strip(EDGES)
    return REQUEST.match(LIST_NUMBER.sub("", text)) is not None


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """The comparison key of a name: folded, abbreviations written out, "và", dashes and commas dropped."""
    words = [word for word in _NOT_WORD.split(fold(bare(text))) if word and word != "va"]
    written = f"{' '.join(_expand(words))} "
    written = _DROPPED_DAN.sub("uy ban nhan dan ", written).rstrip()
    return _FINAL_Y.sub(r"\1i", written)


def headless(text: str) -> str | None:
    """The key of the body whose head is named ("Giám đốc Sở Y tế" gives that of "Sở Y tế"); None when no head is."""
    whole = key(text)
    head = HEAD_KEY.match(whole)
    return whole[head.end() :] if head else None


def _expand(words: list[str]) -> list[str]:
    """Write abbreviations out; the longest run of pieces ("gd", "dt") that joins to a known one wins."""
    result: list[str] = []
    start = 0
    while start < len(words):
        for stop in range(min(start + LONGEST_RUN, len(words)), start, -1):
            meaning = ABBREVIATIONS.get("".join(words[start:stop]))
            if meaning is not None:
                result.append(meaning)
                start = stop
                break
        else:
            result.append(words[start])
            start += 1
    return result


def slug(text: str, joint: str = "-") -> str:
    """ASCII form for codes and sample addresses: "Bình Lư" → "binh-lu"."""
    return joint.join(word for word in _NOT_WORD.split(fold(text)) if word)
