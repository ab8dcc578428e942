"""An .xlsx file as named grids of cells, with merged cells filled in; all knowledge of openpyxl is here."""

import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import islice, zip_longest
from typing import IO, TYPE_CHECKING
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.xml.functions import fromstring, iterparse

from plans.errors import DamagedFile, DangerousFile

if TYPE_CHECKING:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_ROWS = 20_000
MOST_COLUMNS = 60
# The last row that Excel itself knows; a file may claim any number.
LAST_ROW = 1_048_576
MOST_MERGES = 5_000
_LARGEST = 10**300
_SPACES = (
    "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}",
)
_SHEET = frozenset(f"{space}sheet" for space in _SPACES)
# What a number format says in quotes, in brackets or behind a backslash is no part of a date.
_NOT_SHOWN = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_MERGE = frozenset(f"{space}mergeCell" for space in _SPACES)


@dataclass(frozen=True)
class Cell:
    """One cell as the file has it: text, number, truth value, date or None. `percent`: shown with a percent sign.

    `broken` is an error value ("#REF!") or a formula that was never calculated.
    """

    value: object = None
    percent: bool = False
    broken: bool = False


BLANK = Cell()


@dataclass(frozen=True)
class GridRow:
    """One row that holds something; `number` counts from 1. Cells to the right of the last one are blank."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, column: int) -> Cell:
        """The cell at a column that counts from 0."""
        return self.cells[column] if column < len(self.cells) else BLANK


@dataclass(frozen=True)
class Grid:
    """One sheet of the file: its rows that hold something, in order."""

    title: str
    rows: tuple[GridRow, ...]


Merge = tuple[int, int, int, int]


def read_grids(stream: BytesIO, name: str) -> tuple[Grid, ...]:
    """All sheets of a file that `excel_guard` has passed.

    :raises DamagedFile: the file breaks the rules of its format
    :raises DangerousFile: more rows than any plan has
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns of extensions (styles, validations) that do not matter for the values.
            warnings.simplefilter("ignore")
            return _read(stream, name)
    except (DamagedFile, DangerousFile):
        raise
    # openpyxl raises whatever its parser stumbles over: KeyError, TypeError, XMLSyntaxError, BadZipFile ...
    except Exception as error:
        raise DamagedFile(name, "bảng tính không đúng cấu trúc") from error


def _read(stream: BytesIO, name: str) -> tuple[Grid, ...]:
    merges = _merges(stream)
    values = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    # Only a formula that was never calculated needs the second look; `data_only` shows it as a blank cell.
    formulas = load_workbook(stream, read_only=True, keep_links=False) if _has_formulas(stream) else None
    grids = []
    for sheet in values.worksheets:
        again = formulas[sheet.title] if formulas is not None else None
        rows = _fill(tuple(_rows(sheet, again, name)), merges.get(sheet.title, []))
        grids.append(Grid(sheet.title, rows))
    return tuple(grids)


def _rows(sheet: "ReadOnlyWorksheet", formulas: "ReadOnlyWorksheet | None", name: str) -> Iterable[GridRow]:
    # The stated size of a sheet is often wrong in files saved by other programs.
    sheet.reset_dimensions()
    if formulas is not None:
        formulas.reset_dimensions()
    twins = formulas.iter_rows(max_row=LAST_ROW) if formulas is not None else ()
    found = 0
    pairs = zip_longest(sheet.iter_rows(max_row=LAST_ROW), twins, fillvalue=())
    # Without a last column the rows that are not in the file are empty: a million of them cost next to nothing.
    for number, (cells, unread) in enumerate(pairs, start=1):
        if not cells and not unread:
            continue
        row = tuple(_cell(cell, twin) for cell, twin in zip_longest(cells[:MOST_COLUMNS], unread[:MOST_COLUMNS]))
        if all(cell.value is None and not cell.broken for cell in row):
            continue
        found += 1
        if found > MOST_ROWS:
            raise DangerousFile(name, f"một trang có hơn {MOST_ROWS} dòng")
        yield GridRow(number, row)


def _cell(cell: "ReadOnlyCell", twin: "ReadOnlyCell | None") -> Cell:
    value = cell.value
    if isinstance(value, str) and not value.strip():
        value = None
    if cell.data_type == "e" or (value is None and twin is not None and twin.data_type == "f"):
        return Cell(None, broken=True)
    if isinstance(value, int) and abs(value) > _LARGEST:
        # A number of hundreds of digits is a text that happens to have only digits.
        value = str(value)
    if isinstance(value, date):
        value = _as_shown(value, str(cell.number_format))
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Cell(value, percent=number and "%" in str(cell.number_format))


def _as_shown(value: date, number_format: str) -> object:
    """A date with only those parts that people see: Excel makes a whole date of "12/2025" and of "15/12"."""
    signs = _NOT_SHOWN.sub("", number_format.lower())
    if signs == "general" or ("d" in signs and "y" in signs) or not {"d", "y"} & set(signs):
        return value
    if "d" in signs:
        return f"{value.day}/{value.month}"
    return f"{value.month}/{value.year}" if "m" in signs else str(value.year)


def _fill(rows: tuple[GridRow, ...], merges: list[Merge]) -> tuple[GridRow, ...]:
    """Every row that a vertical merge covers, and that holds something of its own, repeats the merged value."""
    if not merges:
        return rows
    by_number = {row.number: row for row in rows}
    for left, top, right, bottom in merges:
        first = by_number.get(top)
        if first is None or left != right:
            continue
        value = first.at(left - 1)
        for number in range(top + 1, min(bottom, top + MOST_ROWS) + 1):
            row = by_number.get(number)
            if row is not None and row.at(left - 1) == BLANK:
                cells = [*row.cells, *[BLANK] * (left - len(row.cells))]
                cells[left - 1] = value
                by_number[number] = GridRow(number, tuple(cells))
    return tuple(by_number.values())


def _parts(package: ZipFile) -> dict[str, str]:
    """Sheet title -> name of its part."""
    book = fromstring(package.read("xl/workbook.xml"))
    links = fromstring(package.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): str(link.get("Target")) for link in links}
    found = {}
    for sheet in book.iter():
        if sheet.tag not in _SHEET:
            continue
        link = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), None)
        target = targets.get(link, "")
        found[str(sheet.get("name"))] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found


def _merges(stream: BytesIO) -> dict[str, list[Merge]]:
    """Merged ranges (left, top, right, bottom) of every sheet; openpyxl does not give them while streaming."""
    found: dict[str, list[Merge]] = {}
    with ZipFile(stream) as package:
        names = set(package.namelist())
        for title, part in _parts(package).items():
            if part not in names or b"<mergeCell " not in package.read(part):
                continue
            with package.open(part) as source:
                found[title] = list(islice(_ranges(source), MOST_MERGES))
    return found


def _ranges(source: IO[bytes]) -> Iterator[Merge]:
    for _, node in iterparse(source):
        if node.tag in _MERGE:
            yield range_boundaries(node.get("ref"))
        if node.tag.endswith("}row"):
            node.clear()


def _has_formulas(stream: BytesIO) -> bool:
    with ZipFile(stream) as package:
        return any(
            b"<f>" in package.read(part) or b"<f " in package.read(part)
            for part in package.namelist()
            if part.startswith("xl/worksheets/")
        )
