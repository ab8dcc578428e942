"""Headings set with spaces between their letters ("K Ế  H O Ạ C H", "T HÀNH P HỐ"), closed up again.

Only upper-case lines are looked at. A stretch of words is changed only when it has a piece that is no syllable, and
when the pieces then make words of administrative headings; "VITAMIN D CHO TRẺ" or "KHỐI B" stays as it is.
"""

import re
from dataclasses import dataclass

from plans.formats.syllables import is_syllable

# Syllables of the headings, letterheads and titles of administrative documents.
VOCABULARY = frozenset(
    (
        "ỦY UỶ BAN NHÂN DÂN TỈNH THÀNH PHỐ HUYỆN QUẬN THỊ XÃ PHƯỜNG TRẤN ĐẶC KHU CỘNG HÒA HOÀ HỘI CHỦ NGHĨA VIỆT NAM "
        "ĐỘC LẬP TỰ DO HẠNH PHÚC KẾ HOẠCH QUYẾT ĐỊNH CHỈ NGHỊ THÔNG BÁO CÁO CHƯƠNG TRÌNH ĐỀ ÁN TỜ CÔNG VĂN HƯỚNG DẪN "
        "PHỤ LỤC BIỂU MỤC ĐÍCH YÊU CẦU TIÊU NHIỆM VỤ GIẢI PHÁP NỘI DUNG KINH PHÍ NGUỒN LỰC TỔ CHỨC THỰC HIỆN TRIỂN "
        "KHAI PHÂN TRÁCH TỊCH PHÓ GIÁM ĐỐC SỞ BỘ ĐỒNG PHÒNG CỤC TRƯỞNG CHÁNH THỨ TƯỚNG PHỦ THỦ CHÍNH NƠI NHẬN GIÁO DỤC "
        "ĐÀO TẠO TẾ TÀI ĐẦU TƯ NÔNG NGHIỆP MÔI TRƯỜNG KHOA HỌC NGHỆ VÀ CỦA VỀ CHO TRONG TRÊN ĐỊA BÀN GIAI ĐOẠN NĂM ĐẾN "
        "TẦM NHÌN PHÁT NÂNG CAO CHẤT LƯỢNG MẦM NON PHỔ THỜI GIAN TIẾN ĐỘ SẢN PHẨM KẾT QUẢ ĐIỀU KHOẢN LUẬT QUY CHẾ MẶT "
        "TRẬN TỔNG HỢP LIÊN ĐOÀN PHỤ NỮ THANH NIÊN TRA KIỂM SÁT AN QUÂN SỰ TRUNG ƯƠNG QUỐC GIA CẤP CƠ QUAN ĐƠN VỊ "
        "DANH PHỐI VÙNG KHÓ KHĂN DÂN TỘC THIỂU SỐ NGÀNH MIỀN NÚI ĐẠI BIỂU THAM MƯU TRÌ CHUNG CỤ THỂ KÝ KHẨN HỎA TỐC"
    ).split()
)
# Pairs that prove a single closed-up word: "THÀNH P HỐ".
PAIRS = frozenset(
    (
        "ỦY BAN,UỶ BAN,BAN NHÂN,NHÂN DÂN,THÀNH PHỐ,CỘNG HÒA,CỘNG HOÀ,XÃ HỘI,CHỦ NGHĨA,VIỆT NAM,ĐỘC LẬP,TỰ DO,HẠNH PHÚC,"
        "KẾ HOẠCH,QUYẾT ĐỊNH,CHỈ THỊ,NGHỊ QUYẾT,THÔNG BÁO,BÁO CÁO,CHƯƠNG TRÌNH,ĐỀ ÁN,TỜ TRÌNH,PHỤ LỤC,MỤC ĐÍCH,YÊU CẦU,"
        "MỤC TIÊU,NHIỆM VỤ,GIẢI PHÁP,NỘI DUNG,KINH PHÍ,NGUỒN LỰC,TỔ CHỨC,THỰC HIỆN,TRIỂN KHAI,PHÂN CÔNG,TRÁCH NHIỆM,"
        "CHỦ TỊCH,PHÓ CHỦ,GIÁM ĐỐC,HỘI ĐỒNG,GIÁO DỤC,ĐÀO TẠO,GIAI ĐOẠN,ĐỊA BÀN,THỦ TƯỚNG,CHÍNH PHỦ,MẦM NON,ĐỊNH HƯỚNG,"
        "DÂN TỈNH,TỈNH ỦY,VĂN PHÒNG,MẶT TRẬN,TỔ QUỐC,DÂN HUYỆN,DÂN XÃ,DÂN THÀNH,DÂN PHƯỜNG"
    ).split(",")
)
_CONSONANTS = "BCDĐGHKLMNPQRSTVX"
_VOWELS = "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬEÈÉẺẼẸÊỀẾỂỄỆIÌÍỈĨỊOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢUÙÚỦŨỤƯỪỨỬỮỰYỲÝỶỸỴ"
# A lone consonant or a row of single letters; ordinary lines have neither and are left at once.
_SUSPECT = re.compile(rf"(?<![^\s\"“(])[{_CONSONANTS}]{{1,3}}(?=\s+[^\W\d_])|(?<!\S)[^\W\d_](?:\s[^\W\d_]){{2}}(?!\w)")
_PIECE = re.compile(r"(?P<gap>\s*)(?P<word>\S+)")
_WORD = re.compile(r"(?P<open>[\"“(\[]*)(?P<letters>[^\W\d_]+)(?P<close>[^\w\s]*)")
_LONGEST = 7
# A wider gap stands between columns, not between the letters or words of one heading.
_WIDEST = 3
_SINGLES = 4


@dataclass(frozen=True)
class _Piece:
    written: str
    gap: int
    letters: str
    before: str = ""
    after: str = ""


def mend_spacing(line: str) -> str:
    """The upper-case line with its letter-spaced words closed up; any other line comes back as it is."""
    if not _SUSPECT.search(line):
        return line
    result: list[str] = []
    stretch: list[_Piece] = []
    for match in _PIECE.finditer(line):
        word = _WORD.fullmatch(match["word"])
        gap = len(match["gap"].expandtabs(8))
        if stretch and (word is None or gap > _WIDEST or word["open"] or stretch[-1].after):
            result.append(_mended(stretch))
            stretch = []
        if word is None:
            result.append(match.group())
        else:
            stretch.append(_Piece(match.group(), gap, word["letters"], word["open"], word["close"]))
    if stretch:
        result.append(_mended(stretch))
    return "".join(result)


def _mended(stretch: list[_Piece]) -> str:
    words = _best_words(stretch)
    if words is None or not _proven(stretch, words):
        return "".join(piece.written for piece in stretch)
    space = stretch[0].written[: len(stretch[0].written) - len(stretch[0].written.lstrip())]
    return f"{space}{stretch[0].before}{' '.join(word for word, _ in words)}{stretch[-1].after}"


def _best_words(stretch: list[_Piece]) -> list[tuple[str, int]] | None:
    """The pieces as words with the number of pieces in each; None when a piece is left that can be no word."""
    if all(is_syllable(piece.letters) and len(piece.letters) > 1 for piece in stretch):
        return None
    spaced = _in_spaced_row(stretch)
    wide = _word_gap(stretch)
    costs: list[float] = [0.0] + [float("inf")] * len(stretch)
    steps = [0] * (len(stretch) + 1)
    for end in range(1, len(stretch) + 1):
        for start in range(end - 1, max(-1, end - 1 - _LONGEST), -1):
            if start < end - 1 and stretch[start + 1].gap >= wide:
                break
            word = "".join(piece.letters for piece in stretch[start:end])
            cost = costs[start] + _cost(word, end - start, all(spaced[start:end]))
            if cost < costs[end]:
                costs[end], steps[end] = cost, end - start
    if costs[-1] == float("inf"):
        return None
    words: list[tuple[str, int]] = []
    end = len(stretch)
    while end:
        words.insert(0, ("".join(piece.letters for piece in stretch[end - steps[end] : end]), steps[end]))
        end -= steps[end]
    return words


def _cost(word: str, pieces: int, spaced: bool) -> float:
    if word in VOCABULARY:
        return 1.0
    if not is_syllable(word):
        return float("inf")
    if pieces == 1:
        return 2.0
    # A syllable that is no word of headings (a name of a place) is believed only in a row of single letters.
    return 2.5 if spaced else float("inf")


def _in_spaced_row(stretch: list[_Piece]) -> list[bool]:
    """Which pieces stand in a row of at least four single letters."""
    inside = [False] * len(stretch)
    start = 0
    for index in range(len(stretch) + 1):
        if index == len(stretch) or len(stretch[index].letters) > 1:
            if index - start >= _SINGLES:
                inside[start:index] = [True] * (index - start)
            start = index + 1
    return inside


def _word_gap(stretch: list[_Piece]) -> float:
    """The width of the gaps between words, where the setting keeps them wider than those between letters."""
    gaps = {piece.gap for piece in stretch[1:]}
    return max(gaps) if len(gaps) > 1 else float("inf")


def _proven(stretch: list[_Piece], words: list[tuple[str, int]]) -> bool:
    """Whether the closed-up words cannot be chance: two of them, a known pair, or a letter cut off a known word."""
    joined = [index for index, (_, count) in enumerate(words) if count > 1]
    if not joined:
        return False
    if len(joined) > 1 or (len(words) == 1 and len(stretch) >= _SINGLES):
        return True
    index = joined[0]
    around = (words[max(0, index - 1) : index + 1], words[index : index + 2])
    if any(len(pair) > 1 and f"{pair[0][0]} {pair[1][0]}" in PAIRS for pair in around):
        return True
    first = sum(count for _, count in words[:index])
    letter, rest = stretch[first].letters, "".join(p.letters for p in stretch[first + 1 : first + words[index][1]])
    # "T ỈNH" is one word, "KHỐI B AN" may be two: the rest must be no word of its own.
    return letter in _CONSONANTS and words[index][0] in VOCABULARY and rest[0] in _VOWELS and rest not in VOCABULARY
