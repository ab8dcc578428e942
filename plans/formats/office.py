"""Word cũ (.doc) hoặc RTF."""

from plans.errors import UnsupportedFormat
from plans.sheet import Sheet


def read_office(data: bytes, name: str) -> Sheet:
    """Not read yet."""
    raise UnsupportedFormat(name, "Word cũ (.doc) hoặc RTF")
