"""The Excel form of our letters as it comes back: any sheet with our headers, wherever its rows and columns went."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from mail.charset import fold
from mail.read_answer.model import AskedItem
from mail.read_files.cells import Cell, plain_text
from mail.read_files.table import Row, TableReading, read_table, rows_of

Sheet: TypeAlias = Mapping[str, object]

_AGENCY, _CODES = "co quan", "cac ma"
_IDENTITY = "phieu"
_LETTERS = 26


def read_workbook(opened: Mapping[str, object], name: str, asked: Sequence[AskedItem], agency: str) -> TableReading:
    """What a workbook says, from the lists of :mod:`mail.read_files.inside_excel`.

    :param name: what people call the file
    :param agency: code of the agency that is asked; a form made for another one is not read as an answer
    """
    reading = TableReading()
    sheets = opened.get("sheets")
    for sheet in sheets if isinstance(sheets, list) else []:
        cells = list(_cells(sheet, name))
        found = read_table(_spread(cells, _merged(sheet), asked), asked)
        if found.filled and sheet.get("hidden"):
            found.doubts.append(f"số liệu nằm ở trang tính bị ẩn “{sheet.get('name')}” của tệp {name}")
        reading.add(found)
        other = _made_for(cells)
        if other and other.casefold() != agency.casefold():
            reading.doubts.append(f"biểu {name} được lập cho cơ quan khác ({other})")
    return reading


def _cells(sheet: Sheet, name: str) -> Iterator[tuple[int, int, Cell]]:
    cells = sheet.get("cells")
    for row, column, kind, text in cells if isinstance(cells, list) else []:
        place = f"{name}, trang “{sheet.get('name')}”, ô {_letters(column)}{row}"
        yield row, column, Cell(text, kind, place)


def _merged(sheet: Sheet) -> list[tuple[int, int, int, int]]:
    merged = sheet.get("merged")
    return [(top, left, bottom, right) for top, left, bottom, right in (merged if isinstance(merged, list) else [])]


def _spread(
    cells: list[tuple[int, int, Cell]], merged: list[tuple[int, int, int, int]], asked: Sequence[AskedItem]
) -> Iterator[Row]:
    """The rows of a sheet; a code merged over several rows stands in each of them, an answer does not."""
    places = {(row, column): cell for row, column, cell in cells}
    codes = {fold(item.code) for item in asked}
    for top, left, bottom, _ in merged:
        cell = places.get((top, left))
        if cell is None or bottom <= top or bottom - top > 200:
            continue
        if fold(plain_text(cell)) in codes:
            for row in range(top + 1, bottom + 1):
                places.setdefault((row, left), cell)
        else:
            places[top, left] = Cell(cell.text, cell.kind, cell.place, shared=True)
    return rows_of((row, column, cell) for (row, column), cell in places.items())


def _made_for(cells: list[tuple[int, int, Cell]]) -> str:
    """The code of the agency on the sheet that says which letter the form went with; "" on any other sheet."""
    beside: dict[str, str] = {}
    for row in rows_of(cells):
        words = [plain_text(row[column]) for column in sorted(row)]
        if len(words) == 2:
            beside.setdefault(" ".join(fold(words[0]).split()).strip(" :"), words[1])
    return beside.get(_AGENCY, "") if _IDENTITY in beside and _CODES in beside else ""


def _letters(column: int) -> str:
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(65 + rest) + letters
    return letters
