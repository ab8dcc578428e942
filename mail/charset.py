"""Bytes to Vietnamese text: never trust a charset label, always end in NFC.

What arrives was measured with real clients: UTF-8 labelled as Latin-1, UTF-8 without a label, windows-1258 with its
combining accents, decomposed text from macOS, and TCVN3 (the ABC fonts of the 1990s) labelled as Latin-1.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_KNOWN_LABEL = re.compile(
    r"^(utf-?8|utf-?16([bl]e)?|utf-?32([bl]e)?|us-ascii|ascii|iso-?8859-?\d{1,2}|latin-?1|(windows-?|cp)125\d|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|euc-(jp|kr)|shift_jis|iso-2022-(jp|kr)|mac-?roman)$"
)
_LATIN = frozenset({"latin1", "latin-1", "iso-8859-1", "iso8859-1", "windows-1252", "cp1252"})
_WESTERN = _LATIN | {"", "us-ascii", "ascii"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe]")
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u3000]")

# The lower half of TCVN 5712:1993 (VN3, "ABC"), in the order of its code points; capitals were made by the font.
_TCVN3 = {
    ord(old): new
    for old, new in zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
}
_TCVN3_SIGNS = re.compile("[µ¸¹®§«¬©¨ª\xad¶·]")

UNKNOWN_LABEL = "bảng mã khai báo không nhận ra được"
BROKEN_BYTES = "có ký tự bị hỏng"
OLD_FONT = "thư viết bằng phông TCVN3, đã chuyển sang Unicode, cần đối chiếu với bản gốc"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Clean text in NFC, and what was wrong with the bytes (Vietnamese, empty when nothing)."""

    text: str
    defects: tuple[str, ...] = ()


class _Fold(dict[int, str]):
    """Maps a letter to its lower-case base letter; computed once per letter."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).lower()
        base = unicodedata.normalize("NFD", letter)[0] if len(letter) == 1 else chr(code)
        result = {"đ": "d", "–": "-", "—": "-", "“": '"', "”": '"', "’": "'"}.get(base, base)
        self[code] = result
        return result


_FOLD: Mapping[int, str] = _Fold()
_WORDS_KEPT, _LONGEST_KEPT = 20_000, 24


class _Words(dict[str, str]):
    """Folded words: mails repeat the same few thousand, and a look-up costs less than their letters."""

    def __missing__(self, word: str) -> str:
        result = word.translate(_FOLD)
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _WORDS_KEPT:
                self.clear()
            self[word] = result
        return result


_fold_word = _Words().__getitem__


def fold(text: str) -> str:
    """Lower case without Vietnamese marks. For NFC text every position stays where it is."""
    return " ".join(map(_fold_word, text.split(" ")))


def clean(text: str) -> str:
    """NFC, ``\\n`` line ends, plain spaces; control, zero-width and direction characters are dropped."""
    if text.isascii() and "\r" not in text and text.isprintable():
        return text
    text = _SPACE.sub(" ", _LINE_END.sub("\n", text))
    return unicodedata.normalize("NFC", _CONTROL.sub("", text))


def decode(data: bytes, label: str | None) -> Decoded:
    """Decode a body or a raw header, whatever its label says."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Decoded(clean(data.decode("utf-16", "replace")))
    name = (label or "").strip().strip("\"'").lower()
    known = not name or _KNOWN_LABEL.match(name) is not None
    defects = () if known else (UNKNOWN_LABEL,)
    if not known or name in _WESTERN or name in {"utf-8", "utf8"}:
        try:
            return Decoded(clean(data.decode("utf-8")), defects)
        except UnicodeDecodeError:
            return _not_utf8(data, name, defects)
    try:
        return Decoded(clean(data.decode(name)), defects)
    except (UnicodeError, LookupError, ValueError):
        return _not_utf8(data, "", (BROKEN_BYTES,))


def _not_utf8(data: bytes, name: str, defects: tuple[str, ...]) -> Decoded:
    mended = data.decode("utf-8", "replace")
    # A cut or damaged UTF-8 mail stays mostly right; a mail in another charset loses nearly every accented letter.
    lost, kept = mended.count("\ufffd"), sum(1 for letter in mended if "\u00c0" <= letter <= "\u1eff")
    if name in {"utf-8", "utf8"} and lost <= kept // 4 + 1:
        return Decoded(clean(mended), (*defects, BROKEN_BYTES))
    western = data.decode("latin-1")
    if len(set(_TCVN3_SIGNS.findall(western))) >= 3:
        return Decoded(clean(western.translate(_TCVN3)), (*defects, OLD_FONT))
    if name in _LATIN:
        return Decoded(clean(western), defects)
    try:
        return Decoded(clean(data.decode("cp1258")), (*defects, BROKEN_BYTES) if name else defects)
    except UnicodeDecodeError:
        return Decoded(clean(western), (*defects, BROKEN_BYTES))
