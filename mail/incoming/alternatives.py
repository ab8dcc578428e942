"""Whether the two forms of a mail, plain and HTML, say the same: who reads only one of them must not miss the other."""

import html as entities
import re

TWO_WORDS = "phần chữ thường và phần HTML của thư nói khác nhau"
"""What a person is told of such a mail."""
_UNSEEN = re.compile(r"<(style|script|head|title)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"\w+")
_READ = 20_000
_FIRST = 30
_AROUND = 200


def differ(plain: str, html: str) -> bool:
    """Whether most of the first words of the plain form stand nowhere at the beginning of the HTML one, or the reverse.

    Programs set marks, links and names of pictures into one form only, so single words prove nothing.
    """
    if not plain.strip() or not html.strip():
        return False
    shown = entities.unescape(_UNSEEN.sub(" ", html[:_READ]))
    ours, theirs = (_WORD.findall(text[:_READ].lower()) for text in (plain, shown))
    if not ours or not theirs:
        return False
    return _missing(ours[:_FIRST], theirs[:_AROUND]) and _missing(theirs[:_FIRST], ours[:_AROUND])


def _missing(some: list[str], among: list[str]) -> bool:
    known = set(among)
    return sum(word not in known for word in some) * 2 > len(some)
