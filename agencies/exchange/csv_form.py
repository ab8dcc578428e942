"""The register as CSV files: one of agencies, one of contacts, for other programs."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date

from agencies.directory import Directory
from agencies.exchange.cells import writable
from agencies.exchange.columns import AGENCY_COLUMNS, CONTACT_COLUMNS, Column
from agencies.exchange.sheets import FORMULA_SIGNS, MARK
from agencies.exchange.table import agency_cells, contact_cells


def csv_of_agencies(directory: Directory) -> bytes:
    """One line a record, UTF-8 with the mark by which Excel knows it."""
    return _csv(AGENCY_COLUMNS, agency_cells(directory))


def csv_of_contacts(directory: Directory, states: Mapping[tuple[str, str], str]) -> bytes:
    """One line a contact; ``states`` as for :func:`agencies.exchange.table.contact_cells`."""
    return _csv(CONTACT_COLUMNS, contact_cells(directory, states))


def _csv(columns: Iterable[Column], rows: Iterable[Iterable[object]]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow([column.title for column in columns])
    for row in rows:
        writer.writerow([_text(value) for value in row])
    return written.getvalue().encode("utf-8-sig")


def _text(value: object) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    text = writable("" if value is None else str(value))
    return f"{MARK}{text}" if text.startswith(FORMULA_SIGNS) else text
