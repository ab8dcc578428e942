"""The register as rows of cells, in the order in which people look for a body."""

from collections.abc import Iterator, Mapping
from datetime import date

from agencies.directory import Directory
from agencies.exchange.columns import AGENCY_COLUMNS, CONTACT_COLUMNS
from agencies.model import CHANGE_LABELS, Agency

LINK_TITLES = (
    "Cơ quan kết thúc",
    "Tên cơ quan kết thúc",
    "Cơ quan kế thừa",
    "Tên cơ quan kế thừa",
    "Từ ngày",
    "Hình thức",
    "Phần việc",
    "Văn bản",
    "Cần xác nhận",
)


def ordered(directory: Directory) -> tuple[Agency, ...]:
    """The records as the directory has them, those of one code together, oldest first."""
    places = {record.code: place for place, record in reversed(list(enumerate(directory.agencies)))}
    return tuple(sorted(directory.agencies, key=lambda one: (places[one.code], one.valid_from or date.min)))


def agency_cells(directory: Directory) -> Iterator[tuple[object, ...]]:
    """A row of cells for every record: texts, dates and None."""
    for record in ordered(directory):
        yield tuple(column.present(getattr(record, column.field)) for column in AGENCY_COLUMNS)


def contact_cells(directory: Directory, states: Mapping[tuple[str, str], str]) -> Iterator[tuple[object, ...]]:
    """A row of cells for every contact. ``states`` maps (code, address) to what is known of its delivery, in words."""
    order = {record.code: place for place, record in reversed(list(enumerate(directory.agencies)))}
    for contact in sorted(directory.contacts, key=lambda one: order[one.agency]):
        shown = {
            "Tên cơ quan": directory.get(contact.agency).name,
            "Tình trạng thư": states.get((contact.agency, contact.email.lower())),
        }
        yield tuple(
            column.present(getattr(contact, column.field)) if column.field else shown[column.title]
            for column in CONTACT_COLUMNS
        )


def link_cells(directory: Directory) -> Iterator[tuple[object, ...]]:
    """A row of cells for every succession, under ``LINK_TITLES``."""
    for link in sorted(directory.successions, key=lambda one: one.on):
        yield (
            link.predecessor,
            directory.get(link.predecessor).name,
            link.successor,
            directory.get(link.successor).name,
            link.on,
            CHANGE_LABELS[link.change],
            link.share,
            link.decision,
            "có" if link.to_confirm else None,
        )
