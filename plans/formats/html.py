"""HTML."""

from plans.errors import UnsupportedFormat
from plans.sheet import Sheet


def read_html(data: bytes, name: str) -> Sheet:
    """Not read yet."""
    raise UnsupportedFormat(name, "HTML")
