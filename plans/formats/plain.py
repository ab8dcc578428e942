"""Plain text: UTF-8 and UTF-16, and the Markdown that converters leave."""

from plans.sheet import Sheet
from plans.text import clean_lines, decode


def read_plain(data: bytes, name: str) -> Sheet:
    """A .txt or .md file. Raises EmptyFile or NotText."""
    return text_sheet(decode(data, name))


def text_sheet(text: str) -> Sheet:
    """A text that is already Unicode."""
    return Sheet(format="txt", blocks=tuple(clean_lines(text)))
