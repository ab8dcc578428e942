"""Which contacts of an agency may be written to on a day; pure looks at their rows."""

from collections.abc import Iterable, Sequence
from datetime import date

from state.tables import ContactRow

READERS = ("focal", "office", "deputy", "head")
"""Who reads the letters of an agency: the first role that has an address."""


def in_force(contact: ContactRow, day: date) -> bool:
    """Whether an address is used on a day; the interval is half open."""
    begun = contact.valid_from is None or contact.valid_from <= day
    return begun and (contact.valid_to is None or day < contact.valid_to)


def usable(contacts: Iterable[ContactRow], day: date) -> list[ContactRow]:
    """The addresses that are used on a day and that mail reaches."""
    return [one for one in contacts if in_force(one, day) and one.state != "bounced"]


def readers(contacts: Sequence[ContactRow]) -> list[ContactRow]:
    """Those of the first role in the order of :data:`READERS`."""
    return next((found for role in READERS if (found := [one for one in contacts if one.role == role])), [])
