"""Bytes of plain text to Unicode: UTF-8, UTF-16, Windows-1258, and the fonts from before Unicode."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from plans.formats.legacy import Encoding, convert, detect, valid_share
from plans.formats.syllables import is_marked
from plans.sheet import Doubt

LEGACY_NAMES: dict[Encoding, str] = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI"}
_WORD = re.compile(r"[^\W\d_]+")
# Fewer words with marks than this prove nothing about an encoding.
_MIN_WORDS = 8
_MIN_SHARE = 0.85
_SAMPLE = 200_000
# UTF-8 read as Windows-1252: the lead bytes of Vietnamese letters show as these letters.
_MOJIBAKE = re.compile("[ÃÂÄÆ][\u0080-\u00ff\u0152-\u0178\u2013-\u2122]|á[º»]")
_C1 = {code: code for code in range(0x80, 0xA0)}


@dataclass(frozen=True)
class Decoded:
    """A text and what had to be done to get it."""

    text: str
    doubts: tuple[Doubt, ...] = ()


def legacy_doubt(source: str) -> Doubt:
    """What a person should know after a conversion from `source`."""
    return Doubt(
        "legacy_encoding",
        f"Văn bản dùng bảng mã {source}, đã được chuyển sang Unicode. Hãy đối chiếu vài chỗ với bản gốc.",
    )


def decode_bytes(data: bytes) -> Decoded | None:
    """The Unicode text of a file of plain text; None when no known encoding makes Vietnamese or clean UTF-8 of it."""
    wide = _utf16(data)
    if wide is not None:
        try:
            return repaired(data.decode(wide))
        except UnicodeDecodeError:
            return None
    try:
        return repaired(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return _one_byte(data)


def _utf16(data: bytes) -> str | None:
    """The UTF-16 codec of `data`, by its mark or by the zero bytes that it has beside every Latin letter."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = data[:4000]
    if len(data) % 2 or len(sample) < 8:
        return None
    for codec, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        # Vietnamese has the high bytes 00, 01 and 1E, punctuation 20.
        expected = sum(high.count(byte) for byte in (0x00, 0x01, 0x1E, 0x20))
        if high.count(0) > len(high) // 2 and expected > len(high) * 0.95:
            return codec
    return None


def _one_byte(data: bytes) -> Decoded | None:
    """The reading of one-byte text that gives the most Vietnamese syllables, None when none gives nearly only such."""
    best: tuple[float, str, str] | None = None
    for name, read in _READINGS:
        try:
            sample = read(data[:_SAMPLE])
        except UnicodeDecodeError:
            continue
        words = [word for word in _WORD.findall(sample) if is_marked(word)]
        share = valid_share(words)
        if len(words) >= _MIN_WORDS and share >= _MIN_SHARE and (best is None or share > best[0]):
            best = share, name, ""
    if best is None:
        return None
    try:
        return Decoded(dict(_READINGS)[best[1]](data), (legacy_doubt(best[1]),))
    except UnicodeDecodeError:
        return None


def _windows_1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258"))


_READINGS: tuple[tuple[str, Callable[[bytes], str]], ...] = (
    ("Windows-1258", _windows_1258),
    (LEGACY_NAMES["tcvn3"], lambda data: convert(data.decode("latin-1"), "tcvn3")),
    (LEGACY_NAMES["vni"], lambda data: convert(data.decode("latin-1"), "vni")),
)


def repaired(text: str) -> Decoded:
    """Unicode text whose letters still stand for those of another encoding, put right."""
    mended = without_mojibake(text)
    if mended != text:
        return Decoded(mended, (legacy_doubt("UTF-8 bị đọc nhầm thành Windows-1252"),))
    encoding = detect(text)
    if encoding is None:
        return Decoded(text)
    return Decoded(convert(text, encoding), (legacy_doubt(LEGACY_NAMES[encoding]),))


def without_mojibake(text: str) -> str:
    """Lines of UTF-8 that were read as Windows-1252 ("Táº¿ng"), read again; any other line stays as it is."""
    if not _MOJIBAKE.search(text):
        return text
    return "\n".join(map(_line_again, text.split("\n")))


def _line_again(line: str) -> str:
    if not _MOJIBAKE.search(line):
        return line
    try:
        data = b"".join(_western(letter) for letter in line)
        return data.decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return line


def _western(letter: str) -> bytes:
    # The five codes that Windows-1252 leaves open pass through as control characters.
    return bytes([ord(letter)]) if ord(letter) in _C1 else letter.encode("cp1252")
