"""Words with and without Vietnamese marks: "chữa hoàn thành" must never be read as "chưa hoàn thành"."""

import re
from dataclasses import dataclass
from functools import lru_cache

from mail.charset import fold

_MARKED = re.compile("[\u00c0-\u1ef9]")
# A line this long that goes on in lower case was wrapped by a mail program.
_WRAPPED = re.compile(r"(?<=[^\n]{45})\n(?=[^\W\d_])")

# What people type in a hurry. "HT 26-031" is a code, and "HT" alone may be a headmaster: the reader of signs looks.
_SHORT = {
    "hoàn thành": r"hoàn thành|hthành|h\.thành|hth|ht(?!\s*\d{2}\s*[-.])",
    "thực hiện": r"thực hiện|t/h|th",
    "phát sinh": r"phát sinh|p/s|ps",
    "không": r"không|hông|kg|ko|k",
    "được": r"được|đc|dc",
    "đang": r"đang|đag",
    "kế hoạch": r"kế hoạch|kh",
    "nhiệm vụ": r"nhiệm vụ|nv",
}
_HURRIED = re.compile(r"(?<!\w)(?:hthành|h\.thành|hth|ht|t/h|th|p/s|ps|ko|kg|k|đc|dc|đag)(?!\w)")
# Spellings of the same length for what stands half marked in a marked text; "hòan" is where older keyboards put it.
_RESPELT = {
    "hoàn thành": r"ho[aàá]n th[aàá]nh|h[oòó]an th[aàá]nh",
    "đã": r"da|đa(?= (?:ho|th|tri|x))",
    "chưa": r"chua",
    "đang": r"dang",
    "không": r"khong",
    "thực hiện": r"th[ưựu]c hi[eêệ]n",
    "triển khai": r"tri[eêể]n khai",
    "phát sinh": r"ph[aá]t sinh",
    "dự kiến": r"d[uưự] ki[eêế]n",
    "sẽ": r"se",
    "được": r"du[oơợ]c|đu[oơợ]c|đươc",
}
_HALF_MARKED = re.compile("|".join(rf"(?P<w{at}>\b(?:{one})\b)" for at, one in enumerate(_RESPELT.values())))
_SPELLINGS = tuple(_RESPELT)


@dataclass(frozen=True, slots=True)
class Words:
    """A pattern in two spellings. Text with marks is compared with the marked one, text without with the other."""

    marked: re.Pattern[str]
    bare: re.Pattern[str]

    def of(self, text: str) -> re.Pattern[str]:
        """The spelling that fits the text."""
        return self.marked if has_marks(text) else self.bare


@lru_cache(maxsize=64)
def has_marks(text: str) -> bool:
    """Whether a text is written with Vietnamese marks."""
    return _MARKED.search(text) is not None


def words(pattern: str) -> Words:
    """Compile a pattern written with marks, in lower case, for :meth:`Words.of`."""
    bare = "".join(fold(letter) if letter.isalpha() and not letter.isascii() else letter for letter in pattern)
    return Words(re.compile(pattern), re.compile(bare))


def spoken(pattern: str) -> Words:
    """Like :func:`words`, with the abbreviations of the telephone as well."""
    for word, forms in _SHORT.items():
        pattern = pattern.replace(word, f"(?:{forms})")
    return words(pattern)


def hurried(text: str) -> bool:
    """Whether a text in lower case has one of these abbreviations."""
    return _HURRIED.search(text) is not None


def respelt(text: str) -> str:
    """A text in lower case, of the same length, with the words that decide spelt with their marks.

    Only for text that has marks elsewhere: "đã hoan thanh", "chua hoàn thành", "hòan thành".
    """
    return _HALF_MARKED.sub(_spelling, text) if has_marks(text) else text


def _spelling(match: "re.Match[str]") -> str:
    word = _SPELLINGS[int((match.lastgroup or "w0")[1:])]
    return word if len(word) == len(match[0]) else match[0]


def unwrapped(text: str) -> str:
    """The text, of the same length, with the line ends that a mail program put into sentences as spaces."""
    return _WRAPPED.sub(lambda match: " " if text[match.end()].islower() else "\n", text) if "\n" in text else text
