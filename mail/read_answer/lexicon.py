"""Words with and without Vietnamese marks: "chữa hoàn thành" must never be read as "chưa hoàn thành"."""

import re
from dataclasses import dataclass

from mail.charset import fold

_MARKED = re.compile("[\u00c0-\u1ef9]")
# A line this long that goes on in lower case was wrapped by a mail program.
_WRAPPED = re.compile(r"(?<=[^\n]{45})\n(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Words:
    """A pattern in two spellings. Text with marks is compared with the marked one, text without with the other."""

    marked: re.Pattern[str]
    bare: re.Pattern[str]

    def of(self, text: str) -> re.Pattern[str]:
        """The spelling that fits the text."""
        return self.marked if has_marks(text) else self.bare


def has_marks(text: str) -> bool:
    """Whether a text is written with Vietnamese marks."""
    return _MARKED.search(text) is not None


def words(pattern: str) -> Words:
    """Compile a pattern written with marks, in lower case, for :meth:`Words.of`."""
    bare = "".join(fold(letter) if letter.isalpha() and not letter.isascii() else letter for letter in pattern)
    return Words(re.compile(pattern), re.compile(bare))


def unwrapped(text: str) -> str:
    """The text, of the same length, with the line ends that a mail program put into sentences as spaces."""
    return _WRAPPED.sub(lambda match: " " if text[match.end()].islower() else "\n", text) if "\n" in text else text
