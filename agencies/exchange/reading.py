"""A file that a person filled in → rows of the register, each cell understood on its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from agencies.exchange.cells import CellError, as_line, fold
from agencies.exchange.columns import AGENCY_SHEET, CODE, CONTACT_SHEET, NEEDED, SHEETS, TITLES, Column
from agencies.exchange.errors import BadRegistryFile, Place, Problem
from agencies.exchange.sheets import FormulaWithoutValue, Row, Sheet, read_sheets

# The titles stand below a heading and a note.
HEADER_REACH = 12


@dataclass(frozen=True)
class Line:
    """A row of which every cell was understood. ``fields`` holds only those fields that the file has a column for."""

    place: Place
    fields: Mapping[str, object]

    def text(self, field: str) -> str:
        """A field that is a text, blank when the file has no such column."""
        value = self.fields.get(field)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class RegistryTable:
    """What a file says. ``spoilt`` maps each code of an agency that has a row with problems to that row."""

    name: str
    agencies: tuple[Line, ...]
    contacts: tuple[Line, ...]
    problems: tuple[Problem, ...]
    spoilt: Mapping[str, Place]


@dataclass(frozen=True)
class _Layout:
    """A sheet of which the titles were found: which column stands where."""

    title: str
    row: int
    columns: tuple[tuple[int, Column], ...]


def read_registry(data: bytes, name: str) -> RegistryTable:
    """Read a workbook or a CSV file; a CSV file with a column of addresses is one of contacts.

    Rows that cannot be understood are left out and told in ``problems``.

    :raises BadRegistryFile: the file is no register at all
    """
    lines: dict[str, list[Line]] = {sheet: [] for sheet in SHEETS}
    problems: list[Problem] = []
    spoilt: dict[str, Place] = {}
    found: set[str] = set()
    for sheet in read_sheets(data, name):
        layout = _layout(sheet, name)
        if layout is None or layout.title in found:
            continue
        found.add(layout.title)
        for row in sheet.rows:
            if row.number > layout.row:
                fields, wrong = _fields(layout, row)
                problems += wrong
                if wrong and layout.title == AGENCY_SHEET and CODE in fields:
                    spoilt.setdefault(str(fields[CODE]), Place(layout.title, row.number))
                elif fields and not wrong:
                    lines[layout.title].append(Line(Place(layout.title, row.number), fields))
    if not found:
        raise BadRegistryFile(name, f"không có trang “{AGENCY_SHEET}” hay “{CONTACT_SHEET}” với hàng tên cột")
    return RegistryTable(name, tuple(lines[AGENCY_SHEET]), tuple(lines[CONTACT_SHEET]), tuple(problems), spoilt)


def _layout(sheet: Sheet, name: str) -> _Layout | None:
    """The titles of a sheet; None for a sheet that only informs.

    :raises BadRegistryFile: a needed column is missing, or one stands twice
    """
    wanted = next((title for title in SHEETS if fold(title) == fold(sheet.title)), None)
    if wanted is None and sheet.title:
        return None
    for row in sheet.rows:
        if row.number > HEADER_REACH:
            break
        titles = [fold(as_line(value)) if isinstance(value, str) else "" for value in row.values]
        # A file without titles of sheets (CSV) says by its columns what it is.
        kind = wanted or (CONTACT_SHEET if _has(titles, CONTACT_SHEET, "email") else AGENCY_SHEET)
        if all(_has(titles, kind, field) for field in NEEDED[kind]):
            return _Layout(kind, row.number, _columns(titles, kind, name))
    if wanted is None:
        return None
    needed = ", ".join(f"“{TITLES[wanted][field]}”" for field in NEEDED[wanted])
    raise BadRegistryFile(name, f"trang “{wanted}” không có hàng tên cột với {needed}")


def _columns(titles: list[str], kind: str, name: str) -> tuple[tuple[int, Column], ...]:
    found: list[tuple[int, Column]] = []
    for column in SHEETS[kind]:
        places = [index for index, title in enumerate(titles) if title in _words(column)]
        if len(places) > 1:
            raise BadRegistryFile(name, f"trang “{kind}” có hai cột “{column.title}”")
        if places and column.field:
            found.append((places[0], column))
    return tuple(found)


def _words(column: Column) -> frozenset[str]:
    return frozenset(fold(word) for word in (column.title, *column.aliases))


def _has(titles: list[str], kind: str, field: str) -> bool:
    column = next(column for column in SHEETS[kind] if column.field == field)
    return any(title in _words(column) for title in titles)


def _fields(layout: _Layout, row: Row) -> tuple[dict[str, object], list[Problem]]:
    """The fields of one row; none and no problem for a row in which only columns to look at are filled in."""
    if all(row.at(index) is None for index, _ in layout.columns):
        return {}, []
    fields: dict[str, object] = {}
    problems: list[Problem] = []
    place = Place(layout.title, row.number)
    for index, column in layout.columns:
        try:
            value = row.at(index)
            if isinstance(value, FormulaWithoutValue):
                raise CellError("ô báo lỗi; hãy ghi giá trị vào ô")
            fields[column.field] = column.read(value)
        except CellError as error:
            problems.append(Problem(place, column.title, f"{error}."))
    return fields, problems
