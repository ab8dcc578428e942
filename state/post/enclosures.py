"""Files that went with letters, to look at again."""

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from state.errors import NotFound
from state.post.outbox import Enclosure
from state.tables import EnclosureRow


def enclosed(session: Session, letter_id: int, number: int) -> Enclosure:
    """A file of a letter by its place in it, from 1.

    :raises NotFound: the letter does not exist or has fewer files
    """
    query = select(EnclosureRow).where(EnclosureRow.letter_id == letter_id).order_by(EnclosureRow.id)
    row = session.scalar(query.offset(number - 1).limit(1).options(undefer(EnclosureRow.content)))
    if row is None:
        raise NotFound("tệp kèm thư", f"{letter_id}/{number}")
    return Enclosure(row.name, row.content_type, row.content)
