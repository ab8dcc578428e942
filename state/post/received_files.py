"""Files that came in, as lists are shown: with a reply, from an agency, with the answers of a cycle. Reads only."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from state.errors import NotFound
from state.tables import AgencyRow, AnswerRow, AssignmentRow, AttachmentRow, ReplyRow, StoredFileRow


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """One file of one reply. ``kept``: its bytes are still there under ``sha256``; ``agency_*`` are "" when unknown."""

    reply_id: int
    name: str
    size: int
    sha256: str
    verdict: str
    note: str
    received_at: datetime
    agency_code: str
    agency_name: str
    kept: bool


_FILES = (
    select(
        AttachmentRow.reply_id,
        AttachmentRow.name,
        AttachmentRow.size,
        AttachmentRow.sha256,
        AttachmentRow.verdict,
        AttachmentRow.note,
        ReplyRow.received_at,
        AgencyRow.code,
        AgencyRow.name,
        StoredFileRow.sha256.is_not(None),
    )
    .join(ReplyRow, ReplyRow.id == AttachmentRow.reply_id)
    .outerjoin(AgencyRow, AgencyRow.id == ReplyRow.agency_id)
    .outerjoin(StoredFileRow, StoredFileRow.sha256 == AttachmentRow.sha256)
)


def files_of_replies(session: Session, replies: Collection[int]) -> dict[int, list[ReceivedFile]]:
    """The files of these replies, in the order of the mail."""
    found: dict[int, list[ReceivedFile]] = {}
    if replies:
        query = _FILES.where(AttachmentRow.reply_id.in_(sorted(set(replies)))).order_by(AttachmentRow.id)
        for file in _read(session, query):
            found.setdefault(file.reply_id, []).append(file)
    return found


def files_of_agency(session: Session, agency_id: int, limit: int) -> list[ReceivedFile]:
    """The newest files of an agency first."""
    query = _FILES.where(ReplyRow.agency_id == agency_id).order_by(AttachmentRow.id.desc()).limit(limit)
    return list(_read(session, query))


def files_of_cycle(session: Session, cycle_id: int) -> list[ReceivedFile]:
    """The files that came with answers of a cycle, by agency and day; the same file of an agency once.

    Files of mails that answered nothing, or still wait for a person, are not among them.
    """
    answered = (
        select(AnswerRow.reply_id)
        .join(AssignmentRow, AssignmentRow.id == AnswerRow.assignment_id)
        .where(AssignmentRow.cycle_id == cycle_id, AnswerRow.reply_id.is_not(None))
    )
    query = _FILES.where(AttachmentRow.reply_id.in_(answered)).order_by(AgencyRow.name, AttachmentRow.id)
    once: dict[tuple[str, str], ReceivedFile] = {}
    for file in _read(session, query):
        once.setdefault((file.agency_code, file.sha256), file)
    return list(once.values())


def received_file(session: Session, reply_id: int, sha256: str) -> tuple[ReceivedFile, bytes]:
    """One file of a reply with its bytes.

    :raises NotFound: the reply has no such file, or its bytes were not kept
    """
    query = _FILES.where(AttachmentRow.reply_id == reply_id, AttachmentRow.sha256 == sha256).order_by(AttachmentRow.id)
    file = next(iter(_read(session, query.limit(1))), None)
    content = session.scalar(select(StoredFileRow.content).where(StoredFileRow.sha256 == sha256)) if file else None
    if file is None or content is None:
        raise NotFound("tệp đính kèm", f"{reply_id}/{sha256[:12]}")
    return file, content


def _read(session: Session, query: Select[*tuple[Any, ...]]) -> Iterable[ReceivedFile]:
    for row in session.execute(query):
        facts: list[Any] = [value if value is not None else "" for value in row]
        yield ReceivedFile(*facts)
