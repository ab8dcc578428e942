"""PDF."""

from plans.errors import UnsupportedFormat
from plans.sheet import Sheet


def read_pdf(data: bytes, name: str) -> Sheet:
    """Not read yet."""
    raise UnsupportedFormat(name, "PDF")
