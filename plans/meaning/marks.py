"""Marks of footnotes that stick to words: "Sở Y tế¹", "năm²"."""

import re
from functools import lru_cache

# "m²", "km³" are units.
_MARKS = re.compile(r"(?<![\s(/\d][mM])(?<![\s(/\dkcd]m)[¹²³⁰⁴-⁹]+(?!\w)")

_ANY = re.compile(r"[¹²³⁰⁴-⁹]")


@lru_cache(maxsize=64)
def without_marks(text: str) -> str:
    """The text as patterns want it; what is stored keeps its marks."""
    return _MARKS.sub("", text) if _ANY.search(text) else text
