"""The files that came with the answers of a cycle, in the order of the agencies. Reads only."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from reports.data import AgencyRow, FileRow
from reports.vietnamese import abbreviated, clean
from state.clock import local
from state.post.received_files import files_of_cycle

ACCEPTED = "accepted"


def file_rows(session: Session, cycle_id: int, agencies: Iterable[AgencyRow]) -> tuple[FileRow, ...]:
    """Rows by agency in the order of ``agencies``, then by day; bodies that are not among them come last."""
    place = {agency.code: number for number, agency in enumerate(agencies)}
    files = sorted(files_of_cycle(session, cycle_id), key=lambda file: place.get(file.agency_code, len(place)))
    return tuple(
        FileRow(
            agency_code=file.agency_code,
            agency_name=abbreviated(file.agency_name),
            name=clean(file.name),
            size=file.size,
            received_on=local(file.received_at).date(),
            sha256=file.sha256,
            accepted=file.verdict == ACCEPTED,
            note=file.note,
        )
        for file in files
    )
