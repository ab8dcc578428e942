"""Vietnamese from before Unicode: TCVN3 (fonts .VnTime) and VNI-Windows (fonts VNI-Times), seen through Latin-1.

Both wrote Vietnamese with a font of its own over the codes of a Western one. A file, or a text copied from such a
document, therefore shows "KÕ ho¹ch" or "Keá hoaïch"; the tables below say what was meant.
"""

import re
from typing import Literal

from plans.formats.syllables import is_marked, is_syllable

Encoding = Literal["tcvn3", "vni"]

# One entry per base letter: level, acute, grave, hook, tilde, dot.
_LETTERS = {
    "a": "aáàảãạ",
    "ă": "ăắằẳẵặ",
    "â": "âấầẩẫậ",
    "e": "eéèẻẽẹ",
    "ê": "êếềểễệ",
    "i": "iíìỉĩị",
    "o": "oóòỏõọ",
    "ô": "ôốồổỗộ",
    "ơ": "ơớờởỡợ",
    "u": "uúùủũụ",
    "ư": "ưứừửữự",
    "y": "yýỳỷỹỵ",
}
# The codes of TCVN 5712 VN3 in the same order. Capitals with a tone do not exist: a capital font shows these instead.
_TCVN3_CODES = {
    "a": "a¸µ¶·¹",
    "ă": "¨¾»¼½Æ",
    "â": "©ÊÇÈÉË",
    "e": "eÐÌÎÏÑ",
    "ê": "ªÕÒÓÔÖ",
    "i": "iÝ×ØÜÞ",
    "o": "oãßáâä",
    "ô": "«èåæçé",
    "ơ": "¬íêëìî",
    "u": "uóïñòô",
    "ư": "\u00adøõö÷ù",
    "y": "yýúûüþ",
}
_TCVN3_CAPITALS = {"¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư", "§": "Đ", "®": "đ"}
_TCVN3 = str.maketrans(
    {
        code: letter
        for base, letters in _LETTERS.items()
        for code, letter in zip(_TCVN3_CODES[base], letters, strict=True)
        if code != letter
    }
    | _TCVN3_CAPITALS
)

# VNI: base letter and a mark byte. â, ă and their tones have a byte each; ơ and ư are letters of their own (ô, ö).
_VNI_TONES = ("ù", "ø", "û", "õ", "ï")
_VNI_HAT = ("â", "á", "à", "å", "ã", "ä")
_VNI_BREVE = ("ê", "é", "è", "ú", "ü", "ë")
_VNI_SINGLE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _vni_pairs() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for base, letters in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư")):
        pairs |= {base + mark: _LETTERS[letters][tone] for tone, mark in enumerate(_VNI_TONES, start=1)}
    for base in "aeo":
        hat = {"a": "â", "e": "ê", "o": "ô"}[base]
        pairs |= {base + mark: _LETTERS[hat][tone] for tone, mark in enumerate(_VNI_HAT)}
    pairs |= {"a" + mark: _LETTERS["ă"][tone] for tone, mark in enumerate(_VNI_BREVE)}
    return pairs


_VNI_PAIRS = _vni_pairs()
_VNI = re.compile(rf"[aeouyôö][{''.join({pair[1] for pair in _VNI_PAIRS})}]|[{''.join(_VNI_SINGLE)}]", re.IGNORECASE)
_HIGH = re.compile("[\u0080-\u00ff]")
# Letters of Unicode Vietnamese that no Western encoding has.
_MODERN = re.compile("[ăĐđơưĂƠƯ\u0300-\u0323\u1ea0-\u1ef9]")
_WORD = re.compile("[A-Za-z\u00a1-\u00ff]+")
MIN_WORDS = 3
MIN_SHARE = 0.85
SAMPLE = 4000


def convert(text: str, encoding: Encoding, upper: bool = False) -> str:
    """The Unicode text. `upper`: the text stood in a capital font (.VnTimeH), where small letters mean capitals."""
    meant = text.translate(_TCVN3) if encoding == "tcvn3" else _VNI.sub(_from_vni, text)
    return meant.upper() if upper else meant


def _from_vni(match: re.Match[str]) -> str:
    written = match.group()
    small = written.lower()
    letter = _VNI_PAIRS.get(small) or _VNI_SINGLE.get(small)
    if letter is None:
        # A mark that the first letter cannot carry: both are letters of their own ("oò" in "boòn").
        return "".join(_single(each) for each in written)
    return letter.upper() if written[0].isupper() else letter


def _single(letter: str) -> str:
    meant = _VNI_SINGLE.get(letter.lower(), letter)
    return meant.upper() if letter.isupper() else meant


def detect(text: str) -> Encoding | None:
    """The old encoding of `text`, None for Unicode Vietnamese and for any other language.

    Words with a letter above ASCII must become Vietnamese syllables, and must be none as they stand.
    """
    words = _marked_words(text)
    if len(set(words)) < MIN_WORDS:
        return None
    as_written = valid_share(words)
    best = max(_ENCODINGS, key=lambda encoding: valid_share([convert(word, encoding) for word in words]))
    share = valid_share([convert(word, best) for word in words])
    return best if share >= MIN_SHARE and as_written < share - 0.3 else None


def is_written_in(text: str, encoding: Encoding) -> bool:
    """Whether text in a font of the encoding really uses it: the font often stays when the letters were converted."""
    words = _marked_words(text)
    as_written, meant = valid_share(words), valid_share([convert(word, encoding) for word in words])
    return bool(words) and meant > 0.5 and (meant > as_written or meant == 1.0)


_ENCODINGS: tuple[Encoding, ...] = ("tcvn3", "vni")


def _marked_words(text: str) -> list[str]:
    """Words with a letter of the upper half of Latin-1; none when the text is Unicode Vietnamese anyway."""
    sample = text[: SAMPLE * 4]
    if not _HIGH.search(text) or len(_MODERN.findall(sample)) * 10 > len(_HIGH.findall(sample)):
        return []
    words = []
    for match in _WORD.finditer(text):
        if is_marked(match.group()):
            words.append(match.group())
            if len(words) >= SAMPLE:
                break
    return words


def valid_share(words: list[str]) -> float:
    """Share of words that can be a Vietnamese syllable."""
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
