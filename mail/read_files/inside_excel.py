"""The cells of a workbook as plain lists; runs inside the limited process, so nothing but the standard library.

``answer`` gives ``{"sheets": [{"name", "hidden", "cells": [[row, column, kind, text], …], "merged": [[…4], …]}]}``
with rows and columns from 1. Kinds: s text, n number, p percentage (text "80" for 0.8), d day ("31/12/2025"), b truth,
e error, f formula whose result the file does not hold.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation

from mail.read_files.package import Element, Package, Unreadable, attribute, children, first, local

MOST_CELLS = 40_000
MOST_SHEETS = 40

_REFERENCE = re.compile(r"^\$?([A-Z]{1,3})\$?(\d{1,7})$")
# What stands in a number format without meaning anything: quoted text, escaped signs, colours and conditions.
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_BUILT_IN_DAYS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_BUILT_IN_PERCENT = frozenset({9, 10})

Cell = list[object]


def answer(content: bytes) -> object:
    """The workbook as lists, or ``{"error": …}``."""
    try:
        return {"sheets": list(_sheets(Package(content)))}
    except Exception as error:
        return {"error": type(error).__name__}


def _sheets(package: Package) -> Iterator[object]:
    main = package.main("xl/workbook.xml")
    book = package.part(main)
    relations = package.relations(main)
    targets = {kind.rpartition("/")[2]: target for kind, target in relations.values()}
    shared = _shared(package.part(targets.get("sharedStrings", "xl/sharedStrings.xml")))
    kinds = _kinds(package.part(targets.get("styles", "xl/styles.xml")))
    start = datetime(1904, 1, 1) if _old_mac(book) else datetime(1899, 12, 30)  # noqa: DTZ001  a day, no moment
    room = MOST_CELLS
    for number, one in enumerate(children(first(book, "sheets"), "sheet")):
        if number >= MOST_SHEETS:
            raise Unreadable("sheets")
        _, target = relations.get(attribute(one, "id") or "", ("", ""))
        root = package.part(target)
        if root is None:
            continue
        cells = list(_cells(root, shared, kinds, start, room))
        room -= len(cells)
        merged = [_span(area.get("ref") or "") for area in children(first(root, "mergeCells"), "mergeCell")]
        yield {
            "name": one.get("name") or "",
            "hidden": (one.get("state") or "visible") != "visible",
            "cells": cells,
            "merged": [span for span in merged if span],
        }


def _old_mac(book: Element | None) -> bool:
    return (attribute(first(book, "workbookPr"), "date1904") or "0").lower() in {"1", "true", "on"}


def _shared(root: Element | None) -> list[str]:
    return [_text(one) for one in children(root, "si")]


def _text(element: Element) -> str:
    """The text of a string, plain or in runs; the reading aids of East Asian programs are left out."""
    pieces = []
    for one in element:
        if local(one) == "t":
            pieces.append(one.text or "")
        elif local(one) == "r":
            pieces += [piece.text or "" for piece in children(one, "t")]
    return "".join(pieces)


def _kinds(styles: Element | None) -> list[str]:
    """What the number format of each cell style makes of a number: n, p or d."""
    own = {
        one.get("numFmtId") or "": _kind_of(one.get("formatCode") or "")
        for one in children(first(styles, "numFmts"), "numFmt")
    }
    return [_built_in(one.get("numFmtId") or "0", own) for one in children(first(styles, "cellXfs"), "xf")]


def _built_in(identifier: str, own: dict[str, str]) -> str:
    if identifier in own:
        return own[identifier]
    number = int(identifier) if identifier.isdigit() else 0
    return "p" if number in _BUILT_IN_PERCENT else "d" if number in _BUILT_IN_DAYS else "n"


def _kind_of(code: str) -> str:
    plain = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "%" in plain:
        return "p"
    return "d" if re.search(r"[ymdhs]", plain.replace("general", "").replace("standard", "")) else "n"


def _cells(root: Element, shared: list[str], kinds: list[str], start: datetime, room: int) -> Iterator[Cell]:
    row_number = count = 0
    for row in children(first(root, "sheetData"), "row"):
        given = row.get("r") or ""
        row_number = int(given) if given.isdigit() and len(given) <= 7 else row_number + 1
        column = 0
        for cell in children(row, "c"):
            place = _REFERENCE.match(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            kind, text = _value(cell, shared, kinds, start)
            if text.strip() or kind == "f":
                count += 1
                if count > room:
                    raise Unreadable("cells")
                yield [row_number, column, kind, text]


def _value(cell: Element, shared: list[str], kinds: list[str], start: datetime) -> tuple[str, str]:
    sort = cell.get("t") or "n"
    value = first(cell, "v")
    raw = (value.text or "") if value is not None else ""
    if sort == "inlineStr":
        inline = first(cell, "is")
        return "s", _text(inline) if inline is not None else ""
    if first(cell, "f") is not None and not raw.strip():
        # A string result may truly be empty; a number that nobody has computed yet is another thing.
        return ("s", "") if sort == "str" and value is not None else ("f", "")
    if sort == "s":
        return "s", shared[int(raw)] if raw.strip() else ""
    if sort in {"str", "b", "e"}:
        return {"str": "s"}.get(sort, sort), raw
    if sort == "d":
        return "d", _day_text(datetime.fromisoformat(raw.removesuffix("Z")))
    style = cell.get("s") or "0"
    return _number(raw, kinds[int(style)] if style.isdigit() and int(style) < len(kinds) else "n", start)


def _number(raw: str, kind: str, start: datetime) -> tuple[str, str]:
    if not raw.strip():
        return "n", ""
    try:
        # 15 digits are what a spreadsheet keeps; more of them are the noise of binary fractions.
        value = Decimal(format(float(raw), ".15g"))
    except (InvalidOperation, ValueError, OverflowError):
        return "e", raw
    if not value.is_finite() or abs(value.adjusted()) > 30:
        return "e", raw
    if kind == "d":
        return "d", _day_text(start + timedelta(days=float(value))) if 0 < value < 2_900_000 else raw
    return kind, format((value * 100 if kind == "p" else value).normalize(), "f")


def _day_text(moment: datetime) -> str:
    return moment.strftime("%d/%m/%Y")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _span(reference: str) -> list[int]:
    ends = [_REFERENCE.match(end) for end in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return []
    return [int(ends[0][2]), _column(ends[0][1]), int(ends[1][2]), _column(ends[1][1])]
