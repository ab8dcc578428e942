"""Word (.docx)."""

from plans.errors import UnsupportedFormat
from plans.sheet import Sheet


def read_docx(data: bytes, name: str) -> Sheet:
    """Not read yet."""
    raise UnsupportedFormat(name, "Word (.docx)")
