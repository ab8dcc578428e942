"""Words of somebody else in a letter of ours."""

import re

from mail.charset import clean

# What mail programs turn into links: a stranger's must not be clicked in a letter of ours.
_LINK = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://\S+|\bwww\.\S+|(?<![@\w.-])[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
_NO_LINK = "[đã bỏ đường dẫn]"
CHARACTERS = 1_500


def harmless(text: str) -> str:
    """Somebody else's words for a letter of ours: the beginning, without links and control characters."""
    return _LINK.sub(_NO_LINK, clean(text[:CHARACTERS]))
