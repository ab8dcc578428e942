"""One table sheet of the form into items: rows of an exported plan, rows changed since, rows written by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import ValidationError

from plans.exchange.errors import Problem
from plans.exchange.excel_cells import CellError, Value, fold, plain, same
from plans.exchange.excel_columns import UNREAD, Column, Values
from plans.exchange.excel_grid import BLANK, Cell, Grid, GridRow
from plans.exchange.excel_machine import KEY_TITLE, Machine
from plans.model import Frozen, Question

T = TypeVar("T", bound=Frozen)
HEADER_REACH = 12
SAMPLE_MARK = "MẪU"


@dataclass(frozen=True)
class Need:
    """A field that a row must have, the column it stands in, and what to say when it is blank."""

    field: str
    title: str
    sentence: str


@dataclass(frozen=True)
class Table(Generic[T]):
    """One sheet of rows. `code` heads the keys and the automatic paths; `identity` are the columns that tell rows
    apart. `sample` is a row that shows how to write, marked in its first cell; it is ignored on reading.
    """

    sheet: str
    code: str
    model: type[T]
    columns: tuple[Column[T], ...]
    complete: Callable[[Values, dict[str, Cell], int], Values]
    needs: tuple[Need, ...]
    identity: tuple[str, ...]
    sample: tuple[Value, ...]


@dataclass
class Findings:
    """What reading a form brings to light beside its items."""

    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, sheet: str, row: int | None, column: str | None, sentence: str) -> None:
        """One more problem."""
        self.problems.append(Problem(sheet, row, column, sentence))


@dataclass(frozen=True)
class Layout:
    """Where the header stands and in which column each title is."""

    row: int
    places: dict[str, int]


def find_layout(grid: Grid, titles: dict[str, tuple[str, ...]]) -> Layout | None:
    """The first row in which at least two titles (or their other names) stand; the first of two equal ones counts."""
    names = {fold(name): title for title, aliases in titles.items() for name in (*aliases, title)}
    for row in grid.rows:
        if row.number > HEADER_REACH:
            return None
        places: dict[str, int] = {}
        exact = {fold(title) for title in titles}
        for index, cell in enumerate(row.cells):
            word = fold(plain(cell.value).partition("(")[0])
            title = names.get(word)
            # An alias ("Mã") never takes the place of a column that has its full title.
            if title and (title not in places or (word in exact and fold(title) == word)):
                places[title] = index
        if len(places) >= min(2, len(titles)):
            return Layout(row.number, places)
    return None


@dataclass
class _Reader(Generic[T]):
    table: Table[T]
    layout: Layout
    machine: Machine
    findings: Findings

    def read(self, row: GridRow) -> tuple[T, bool] | None:
        """The item of a row and whether its path is as exported; None for a blank, sample or faulty row."""
        cells = {c.title: row.at(self.layout.places[c.title]) for c in self._columns}
        kept = self._kept(row, cells)
        if all(cell == BLANK for cell in cells.values()) and (kept is None or self._shows_something(kept)):
            return None
        if kept is None and self._is_sample(row, cells):
            return None
        before = len(self.findings.problems)
        values = self._values(row, cells, kept)
        self._check_needs(row, values, kept)
        if len(self.findings.problems) > before:
            return None
        unread = values.pop(UNREAD, ())
        whole = {**kept.model_dump(), **values} if kept else self.table.complete(values, cells, row.number)
        try:
            item = self.table.model.model_validate(whole)
        except ValidationError as error:
            fields = ", ".join(str(found["loc"][0]) for found in error.errors() if found["loc"])
            self.findings.add(self.table.sheet, row.number, None, f"không hợp lệ ({fields})")
            return None
        self._ask(item, unread, row.number)
        return item, kept is not None and "path" not in values

    @property
    def _columns(self) -> list[Column[T]]:
        return [column for column in self.table.columns if column.title in self.layout.places]

    def _kept(self, row: GridRow, cells: dict[str, Cell]) -> T | None:
        """The exported item of the row, unless everything that tells it from others was overwritten."""
        place = self.layout.places.get(KEY_TITLE)
        key = plain(row.at(place).value) if place is not None else ""
        kept = self.machine.take(key, self.table.model) if key.startswith(self.table.code) else None
        if kept is None:
            return None
        seen = [column for column in self._columns if column.title in self.table.identity]
        return kept if any(same(cells[column.title], column.show(kept)) for column in seen) else None

    def _shows_something(self, kept: T) -> bool:
        return any(plain(column.show(kept)) for column in self._columns)

    def _is_sample(self, row: GridRow, cells: dict[str, Cell]) -> bool:
        first = self.table.columns[0].title
        if not self.table.sample or first not in cells or fold(plain(cells[first].value)) != fold(SAMPLE_MARK):
            return False
        shipped = dict(zip((c.title for c in self.table.columns), self.table.sample, strict=True))
        if any(not same(cell, shipped[title]) for title, cell in cells.items()):
            self.findings.add(
                self.table.sheet,
                row.number,
                first,
                f"dòng còn đánh dấu “{SAMPLE_MARK}” nhưng nội dung đã được sửa; hãy xóa dấu này nếu là dòng thật, "
                "hoặc xóa cả dòng",
            )
        return True

    def _values(self, row: GridRow, cells: dict[str, Cell], kept: T | None) -> Values:
        values: Values = {}
        for column in self._columns:
            cell = cells[column.title]
            if kept is not None and same(cell, column.show(kept)):
                continue
            try:
                values.update(column.read(cell))
            except CellError as error:
                self.findings.add(self.table.sheet, row.number, column.title, error.sentence)
        return values

    def _check_needs(self, row: GridRow, values: Values, kept: T | None) -> None:
        faulty = {p.column for p in self.findings.problems if p.sheet == self.table.sheet and p.row == row.number}
        for need in self.table.needs:
            changed = kept is None or need.field in values
            if changed and not values.get(need.field) and need.title not in faulty:
                self.findings.add(self.table.sheet, row.number, need.title, need.sentence)

    def _ask(self, item: T, unread: object, row: int) -> None:
        path = str(getattr(item, "path", "")) or f"{self.table.code}.{row}"
        for text in unread if isinstance(unread, tuple) else ():
            message = (
                f"Hạn “{text}” (trang {self.table.sheet}, dòng {row}) không hiểu được nên chưa tính ngày. "
                "Hạn này là ngày nào?"
            )
            self.findings.questions.append(Question(path=path, kind="deadline_unread", message=message, item=text))


def read_table(table: Table[T], grid: Grid | None, machine: Machine, findings: Findings) -> tuple[T, ...]:
    """All items of a sheet, in the order of its rows; problems and questions go into `findings`."""
    if grid is None:
        if machine.has(table.code):
            findings.add(table.sheet, None, None, "thiếu trang này")
        return ()
    layout = find_layout(grid, {KEY_TITLE: (), **{column.title: column.aliases for column in table.columns}})
    missing = [c.title for c in table.columns if c.needed and (layout is None or c.title not in layout.places)]
    for title in missing:
        findings.add(table.sheet, None, title, "thiếu cột này ở dòng tiêu đề")
    if layout is None or missing:
        return ()
    reader = _Reader(table, layout, machine, findings)
    found = [(row.number, read) for row in grid.rows if row.number > layout.row and (read := reader.read(row))]
    return _with_paths(table, [(row, item, exported) for row, (item, exported) in found], findings)


def _with_paths(table: Table[T], found: list[tuple[int, T, bool]], findings: Findings) -> tuple[T, ...]:
    """Number the rows without a path, and refuse a path that a person gave twice."""
    if "path" not in table.model.model_fields:
        return tuple(item for _, item, _ in found)
    identity = [_identity(item) for _, item, _ in found]
    rows: dict[tuple[str, ...], list[int]] = {}
    for (row, _, _), key in zip(found, identity, strict=True):
        rows.setdefault(key, []).append(row)
    for (row, _, exported), key in zip(found, identity, strict=True):
        others = [other for other in rows[key] if other != row]
        if key[0] and not exported and others:
            sentence = f"“{key[0]}” đã dùng ở dòng {others[0]}; mỗi dòng cần một mã mục riêng (hoặc để trống)"
            findings.add(table.sheet, row, table.columns[0].title, sentence)
    used = {key[0] for key in identity}
    count = 0
    items: list[T] = []
    for _, item, exported in found:
        if not getattr(item, "path", "") and not exported:
            count += 1
            while f"{table.code}.{count}" in used:
                count += 1
            item = item.model_copy(update={"path": f"{table.code}.{count}"})
        items.append(item)
    return tuple(items)


def _identity(item: Frozen) -> tuple[str, ...]:
    """One clause may hold several targets; responsibilities and tasks have a path of their own."""
    path = str(getattr(item, "path", ""))
    return (path, str(getattr(item, "text", ""))) if "comparator" in type(item).model_fields else (path,)
