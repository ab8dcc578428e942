"""Tables and annexes: rows that give a task to a body, rows that set a target, and what could not be read.

Paths: "PL1.3" is row 3 of annex 1, "PL1.II.3" row 3 of its group II where the numbers start again in every group,
"B1.3" row 3 of the first table inside the body. Rows without a number are counted.
"""

import re
from dataclasses import dataclass, replace

from plans.meaning.figures import unit_of_heading
from plans.model import Comparator, Deadline, OwnerRole, Responsibility, Target
from plans.sheet import Row, Table
from plans.structure.details import cell_deadlines, names_in, said_in
from plans.structure.duties import Clause, Given, given_responsibility
from plans.structure.headings import is_agency_heading, without_order
from plans.structure.outline import source_of
from plans.structure.tables import Column, Grid, read_grid

_NUMBER = re.compile(r"\(?(?P<key>\d{1,3}(?:\.\d{1,3})*|[IVX]{1,5}|[A-HK]|[a-zđ])[.)]?$")
_GROUP_NUMBER = re.compile(r"(?:[IVX]{1,5}|[A-HK])$")
_FIGURE = re.compile(
    r"(?:(?P<change>(?:tăng|giảm)(?: thêm)?(?! (?:còn|xuống|lên)))\s+)?"
    r"(?P<sign>≥|>=|>|≤|<=|<|trên|ít nhất|tối thiểu|dưới|tối đa|không quá|từ)?\s*"
    r"(?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)"
    r"(?:\s*%?\s*[-–]\s*(?P<high>\d+(?:[.,]\d+)?))?\s*(?P<percent>%)?\s*(?:trở lên)?$",
    re.IGNORECASE,
)
_SIGNS: dict[str, Comparator] = {
    "≥": ">=", ">=": ">=", ">": ">=", "trên": ">=", "ít nhất": ">=", "tối thiểu": ">=", "từ": ">=",
    "≤": "<=", "<=": "<=", "<": "<=", "dưới": "<=", "tối đa": "<=", "không quá": "<=",
}  # fmt: skip
_LEAD_WORDS = re.compile(r"chủ trì|chịu trách nhiệm", re.IGNORECASE)
_CHANGES = re.compile(r"(?:tỷ lệ|tỉ lệ|mức|tốc độ)(?: độ)? (?:tăng(?! trưởng)|giảm|cắt giảm)(?!\w)", re.IGNORECASE)
_QUARTER = re.compile(r"quý\s+(?:IV|I{1,3}|[1-4])(?![\w/])(?!\s*(?:[-–,]|và|đến)\s*(?:quý\s+)?[IV1-4])", re.IGNORECASE)
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True)
class Place:
    """Where a table stands: the beginning of its paths and the heading that names it; `year` is that of the plan."""

    prefix: str
    heading: str
    year: int | None = None


@dataclass(frozen=True)
class Entry:
    """One row with its number, made unique in the table, and the group it stands in."""

    row: Row
    key: str
    group: str
    group_owners: tuple[str, ...]


def duty_rows(table: Table, place: Place) -> tuple[Responsibility, ...]:
    """One responsibility per row that has a task, when the table has a column of leads or names them by group."""
    grid = read_grid(table)
    if grid is None or not grid.has("task", "target"):
        return ()
    entries = _entries(grid)
    if not grid.has("lead", "assigned") and not any(entry.group_owners for entry in entries):
        return ()
    return tuple(_duty(grid, entry, place) for entry in entries)


def undated_rows(table: Table, place: Place) -> tuple[tuple[str, str], ...]:
    """Path and words of every cell in a column of deadlines that no rule of `plans.deadlines.read` reads."""
    grid = read_grid(table)
    if grid is None or not grid.has("time", "begin"):
        return ()
    return tuple(
        (f"{place.prefix}.{entry.key}", " ".join(cell.split()))
        for entry in _entries(grid)
        for cell in (*grid.texts(entry.row, "begin"), *grid.texts(entry.row, "time"))
        if any(letter.isalnum() for letter in cell) and not cell_deadlines([cell])
    )


def target_rows(table: Table, place: Place = Place("B1", "")) -> tuple[Target, ...]:
    """One target per row and year column with a figure."""
    grid = read_grid(table)
    if grid is None or not grid.has("year") or not grid.has("target", "task"):
        return ()
    return tuple(target for entry in _entries(grid) for target in _targets(grid, entry, place))


def _entries(grid: Grid) -> list[Entry]:
    """Rows with their numbers; group rows give the group to those below."""
    entries: list[Entry] = []
    group, group_key = "", ""
    owners: tuple[str, ...] = ()
    for row in _whole_rows(grid):
        key = _number(grid.first(row, "number"))
        text = _task_text(grid, row)
        if _is_group(grid, row):
            group, group_key, owners = text or _only(row), key, _named(text or _only(row))
            continue
        if text:
            entries.append(Entry(row, f"{group_key}/{key}", group, owners))
    return _unique(entries)


def _whole_rows(grid: Grid) -> list[Row]:
    """The rows; one that only goes on with the row above, cut by a page break, is joined with it."""
    rows: list[list[Row]] = []
    for row in grid.rows:
        goes_on = grid.has("number") and not grid.first(row, "number") and _task_text(grid, row)[:1].islower()
        if rows and goes_on:
            rows[-1].append(row)
        else:
            rows.append([row])
    return [pieces[0] if len(pieces) == 1 else _joined(pieces) for pieces in rows]


def _joined(pieces: list[Row]) -> Row:
    columns = zip(*(piece.cells for piece in pieces), strict=True)
    return replace(pieces[0], cells=tuple("\n".join(filter(None, column)) for column in columns))


def _unique(entries: list[Entry]) -> list[Entry]:
    """Keys of paths. The group belongs to the key only where the numbers start again in every group."""
    plain = [entry.key.rpartition("/")[2] for entry in entries]
    numbered = [key for key in plain if key]
    in_groups = len(set(numbered)) < len(numbered)
    used: dict[str, int] = {}
    found = []
    for count, (entry, own) in enumerate(zip(entries, plain, strict=True), start=1):
        group = entry.key.partition("/")[0]
        key = own or str(count)
        if in_groups and group:
            key = f"{group}.{key}"
        used[key] = used.get(key, 0) + 1
        found.append(replace(entry, key=key if used[key] == 1 else f"{key}-{used[key]}"))
    return found


def _number(cell: str) -> str:
    match = _NUMBER.match(cell.strip())
    return match["key"] if match else ""


def _is_group(grid: Grid, row: Row) -> bool:
    """A row that names what stands below it: nothing in the columns that say who, when or how much."""
    said: tuple[Column, ...] = ("lead", "assigned", "partner", "begin", "time", "product", "year", "money")
    if any(grid.texts(row, kind) for kind in said):
        return False
    filled = [cell for cell in row.cells if cell.strip()]
    number = grid.first(row, "number").strip(" .")
    return len(filled) == 1 or bool(_GROUP_NUMBER.match(number)) or _task_text(grid, row).isupper()


def _only(row: Row) -> str:
    return next((" ".join(cell.split()) for cell in row.cells if cell.strip()), "")


def _named(text: str) -> tuple[str, ...]:
    return names_in([without_order(text)]) if text and is_agency_heading(text) else ()


def _task_text(grid: Grid, row: Row) -> str:
    kinds: tuple[Column, ...] = ("task", "target")
    for kind in kinds:
        if cells := grid.texts(row, kind):
            return " – ".join(dict.fromkeys(" ".join(cell.split()) for cell in cells))
    return ""


def _duty(grid: Grid, entry: Entry, place: Place) -> Responsibility:
    given = _given(grid, entry, place)
    number = entry.row.number
    text = _task_text(grid, entry.row)
    clause = Clause(f"{place.prefix}.{entry.key}", text, ((number, number),), origin="annex")
    return given_responsibility(clause, entry.group or place.heading, given)


def _given(grid: Grid, entry: Entry, place: Place) -> Given:
    row = entry.row
    time = _time(grid, row, place)
    product = "; ".join(" ".join(text.split()) for text in grid.texts(row, "product")) or None
    partners = names_in(grid.texts(row, "partner"))
    leads = [*grid.texts(row, "lead"), *grid.texts(row, "assigned")]
    said = said_in("\n".join(leads))
    if said is not None:
        return Given(said.owners, said.owner_role, (*said.partners, *partners), (*time, *said.deadlines), product)
    return Given(names_in(leads) or entry.group_owners, _role(grid), partners, time, product)


def _time(grid: Grid, row: Row, place: Place) -> tuple[Deadline, ...]:
    """The deadlines of a row; "Bắt đầu" and "Hoàn thành" in two columns are one period."""
    begins, ends = (_dated(grid, row, kind, place) for kind in ("begin", "time"))
    if not begins or not ends:
        return (*begins, *ends)
    start, end = begins[0].start or begins[0].end, ends[-1]
    if start is None or end.end is None or start > end.end:
        return ends
    return (*ends[:-1], end.model_copy(update={"kind": "within", "start": start}))


def _dated(grid: Grid, row: Row, kind: Column, place: Place) -> tuple[Deadline, ...]:
    """The deadlines of the columns of one kind; a month without a year has that of the heading."""
    found: list[Deadline] = []
    for column, header, span, cell in zip(grid.columns, grid.headers, grid.spans, row.cells, strict=True):
        if column == kind and cell.strip():
            years = {int(year) for year in _YEAR.findall(f"{header} {span}") or _YEAR.findall(place.heading)}
            found.extend(_in_year(cell, years.pop() if len(years) == 1 else (None if years else place.year)))
    return tuple(found)


def _in_year(cell: str, year: int | None) -> tuple[Deadline, ...]:
    """The deadlines of a cell; "Quý III" below "Năm 2026" is the third quarter of that year."""
    if year is None or _YEAR.search(cell):
        return cell_deadlines([cell])
    added = f"/{year}"
    dated = cell_deadlines([_QUARTER.sub(rf"\g<0>{added}", cell)], year)
    return tuple(item.model_copy(update={"text": item.text.replace(added, "")}) for item in dated)


def _role(grid: Grid) -> tuple[OwnerRole, ...]:
    header = next((h for h, c in zip(grid.headers, grid.columns, strict=True) if c in ("lead", "assigned")), "")
    return ("chủ trì",) if _LEAD_WORDS.search(header) else ("thực hiện",)


def _targets(grid: Grid, entry: Entry, place: Place) -> list[Target]:
    row = entry.row
    text = _task_text(grid, row)
    unit = grid.first(row, "unit").strip() or unit_of_heading(text)
    found = []
    for header, column, cell in zip(grid.headers, grid.columns, row.cells, strict=True):
        figure = _FIGURE.match(" ".join(cell.split())) if column == "year" else None
        if figure is None:
            continue
        years = _YEAR.findall(header)
        found.append(
            Target(
                path=f"{place.prefix}.{entry.key}",
                group=entry.group or place.heading or None,
                scope=None,
                text=text,
                comparator=_SIGNS.get((figure["sign"] or "").lower(), ">=" if "trở lên" in cell else "="),
                value=_value(figure["value"]),
                unit="%" if figure["percent"] else unit or unit_of_heading(header),
                year=int(years[-1]) if years else None,
                recurrence=None,
                relative=bool(figure["change"]) or _CHANGES.match(text) is not None,
                part_of=None,
                clause=" | ".join(" ".join(c.split()) for c in row.cells if c.strip()),
                source=source_of(((row.number, row.number),)),
                high=_value(figure["high"]) if figure["high"] else None,
            )
        )
    return found


def _value(text: str) -> float:
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text):
        text = text.replace(".", "")
    return float(text.replace(",", "."))
