"""A letter as the rules for incoming mail look at it: a few columns, since it is looked up for every mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from state.direct import direct
from state.post.new_letter import token_hash
from state.tables import AgencyRow, LetterRow


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """What was written to whom and when; agency columns are None for a letter to the coordinator."""

    id: int
    kind: str
    agency_id: int | None
    agency_code: str | None
    agency_name: str | None
    message_id: str
    reply_to: str | None
    in_reply_to: str | None
    recipients: Sequence[str]
    text: str
    revoked_at: datetime | None
    created_at: datetime
    sample: bool


def _found_by(column: InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    # Any: the keys of a letter are texts and a number; the rows are columns of two tables.
    return (
        select(
            LetterRow.id,
            LetterRow.kind,
            LetterRow.agency_id,
            AgencyRow.code,
            AgencyRow.name,
            LetterRow.message_id,
            LetterRow.reply_to,
            LetterRow.in_reply_to,
            LetterRow.recipients,
            LetterRow.text,
            LetterRow.revoked_at,
            LetterRow.created_at,
            LetterRow.sample,
        )
        .outerjoin(AgencyRow, AgencyRow.id == LetterRow.agency_id)
        .where(column == bindparam("value"))
    )


# Built once: making a statement anew costs more than running it, and these run for every mail.
_BY_TOKEN, _BY_MESSAGE_ID, _BY_ID = (
    _found_by(column) for column in (LetterRow.token_hash, LetterRow.message_id, LetterRow.id)
)


def found_by_token(session: Session, token: str) -> FoundLetter | None:
    """The letter whose reply address carries this token."""
    return _found(session, _BY_TOKEN, token_hash(token))


def found_by_message_id(session: Session, message_id: str) -> FoundLetter | None:
    """The letter with this Message-ID."""
    return _found(session, _BY_MESSAGE_ID, message_id)


def found_by_id(session: Session, letter_id: int) -> FoundLetter | None:
    """The letter with this number."""
    return _found(session, _BY_ID, letter_id)


def _found(session: Session, query: Select[*tuple[Any, ...]], value: object) -> FoundLetter | None:
    row = direct(session).execute(query, {"value": value}).first()
    return FoundLetter(*row) if row is not None else None
