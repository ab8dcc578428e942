"""A table that carries answers: which column says what is told by its header, which row by its code, never by place."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mail.charset import fold
from mail.read_answer.filled import Filled
from mail.read_answer.form import DIFFICULTY, PERCENT, PROPOSAL, RESULT, STATUS
from mail.read_answer.model import AskedFigure, AskedItem
from mail.read_files.cells import Cell, figure_text, percent_text, plain_text
from mail.tables import BOTTOM, CODE, LABEL, NOTE, SIGN, TOP, UNIT, column_of

_FIGURE_CODE = re.compile(r"^\s*(ct)\s?(\d{1,3})\b")
_TYPED = frozenset({STATUS, PERCENT, RESULT, DIFFICULTY, PROPOSAL, TOP, BOTTOM, NOTE})
_UNSURE = re.compile(
    r"\b(?:uoc|uoc tinh|tam tinh|du kien|chua|khong|khoang|tinh den|so cu|se"
    r"|(?:nam|ky|quy) (?:truoc|ngoai)|cung ky|nam 20\d\d|nhu cau|ke hoach)\b"
)
_ORDINAL = re.compile(r"^[\divx.)( ]*$")
_LABEL_SHOWN = 20
# Who drew up the table signs below it, in whichever column there is room.
_SIGNED = re.compile(
    r"\b(?:nguoi lap|thu truong|chu tich|truong phong|hieu truong|giam doc|ke toan|ky ten|noi nhan)\b"
    r"|\bngay \d+ thang|^\W*(?:tm|kt)\."
)


@dataclass
class TableReading:
    """What a table says. ``is_form``: it has our columns and at least one row with a code.

    ``places`` by "code/value" ("HT26-031/CT1"), as :class:`mail.split.Parts` wants them.
    """

    filled: list[Filled] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    is_form: bool = False

    def add(self, other: "TableReading") -> None:
        """Take over what another table says; of two places of one value the first is kept."""
        self.filled += other.filled
        self.doubts += other.doubts
        self.places = {**other.places, **self.places}
        self.is_form = self.is_form or other.is_form


Row = Mapping[int, Cell]
"""The cells of a row by column; empty ones may be left out."""


def read_table(rows: Iterable[Row], asked: Sequence[AskedItem]) -> TableReading:
    """Read the rows below every header that is recognised; what stands above is a title."""
    reader = _TableReader({_key(item.code): item for item in asked})
    for row in rows:
        reader.row(row)
    return reader.reading


class _TableReader:
    """One table being read from top to bottom."""

    def __init__(self, asked: Mapping[str, AskedItem]) -> None:
        self.asked = asked
        self.columns: dict[int, str] = {}
        self.signed = False
        self.told: dict[str, Filled] = {}
        self.reading = TableReading()

    def row(self, row: Row) -> None:
        header = _header(row)
        if header:
            self.columns = header
        elif self.columns:
            self._answers(row)

    def _answers(self, row: Row) -> None:
        cells = {self._name(column, cell): cell for column, cell in row.items() if not _empty(cell)}
        code = cells.pop(CODE, None)
        typed = {name: cell for name, cell in cells.items() if name in _TYPED or name.startswith(("ct", "?"))}
        if code is None or not any(letter.isdigit() for letter in plain_text(code)):
            self.signed = self.signed or any(_SIGNED.search(fold(plain_text(cell))) for cell in row.values())
            if not self.signed:
                self._without_code(typed)
            return
        self.reading.is_form = True
        if not typed:
            return
        item = self.asked.get(_key(plain_text(code)))
        if item is None:
            self._doubt(f"biểu nêu mã {_short(plain_text(code))} không có trong thư hỏi ({code.place})")
            return
        if SIGN in cells or TOP in typed or BOTTOM in typed:
            self._figure(item, cells, typed)
        self._item(item, typed)
        for name, cell in typed.items():
            if name.startswith("?"):
                self._doubt(f"{item.code}: cột “{name[1:]}” không có trong biểu đã gửi ({cell.place})")

    def _name(self, column: int, cell: Cell) -> str:
        name = self.columns.get(column)
        # Beside the table somebody may have written anything.
        return name if name is not None else f"?ô {cell.place.rpartition('ô ')[2]}"

    def _without_code(self, typed: Mapping[str, Cell]) -> None:
        told = [cell for name, cell in typed.items() if name in _TYPED or name.startswith("ct")]
        if told and any(not _ORDINAL.match(fold(plain_text(cell))) for cell in told):
            self._doubt(f"có nội dung ở dòng không ghi mã nhiệm vụ ({told[0].place})")
        elif told:
            self._doubt(f"có số liệu ở dòng không ghi mã nhiệm vụ ({told[0].place})")

    def _item(self, item: AskedItem, typed: Mapping[str, Cell]) -> None:
        values: dict[str, str] = {}
        for name in (STATUS, RESULT, DIFFICULTY, PROPOSAL):
            if name in typed:
                values[name] = self._told(item, typed[name], plain_text(typed[name]))
        if PERCENT in typed:
            text, doubt = percent_text(typed[PERCENT])
            values[PERCENT] = self._told(item, typed[PERCENT], text, doubt)
        figures: dict[str, str] = {}
        for name in (name for name in typed if name.startswith("ct")):
            text, doubt = figure_text(typed[name], None, _figure_of(item, name.upper()))
            figures[name.upper()] = self._told(item, typed[name], text, doubt)
            self.reading.places.setdefault(f"{item.code}/{name.upper()}", typed[name].place)
        filled = Filled(item.code, **values, figures=figures)
        if (STATUS in values or PERCENT in values) and self.told.setdefault(item.code, filled) != filled:
            self._doubt(f"{item.code}: biểu có hai dòng khác nhau cho mã này ({next(iter(typed.values())).place})")
        if not filled.empty:
            self.reading.filled.append(filled)
            for name in values:
                self.reading.places.setdefault(f"{item.code}/{name}", typed[name].place)

    def _figure(self, item: AskedItem, cells: Mapping[str, Cell], typed: Mapping[str, Cell]) -> None:
        given = [typed[name] for name in (TOP, BOTTOM) if name in typed]
        note = plain_text(typed[NOTE]) if NOTE in typed else ""
        if not given and not note:
            return
        code = self._figure_code(item, cells)
        if code is None:
            self._doubt(f"{item.code}: có số liệu nhưng không rõ là chỉ tiêu nào ({(given or [typed[NOTE]])[0].place})")
            return
        asked = _figure_of(item, code)
        self._same_label(item, asked, cells)
        self._same_unit(item, asked, cells)
        if TOP not in typed and BOTTOM in typed:
            self._doubt(f"{item.code}: {code} chỉ có mẫu số ({typed[BOTTOM].place})")
        elif given:
            text, doubt = figure_text(typed[TOP], typed.get(BOTTOM), asked)
            for cell in given:
                self._told(item, cell, text)
            if doubt:
                self._doubt(f"{item.code}: {code} {doubt} ({given[0].place})")
            self.reading.filled.append(Filled(item.code, figures={code: text}))
            self.reading.places.setdefault(f"{item.code}/{code}", given[0].place)
        self._note(item, code, note)

    def _figure_code(self, item: AskedItem, cells: Mapping[str, Cell]) -> str | None:
        """ "CT1", as written beside the figure, or the only one that is asked for."""
        if SIGN in cells:
            match = _FIGURE_CODE.match(fold(plain_text(cells[SIGN])))
            return f"{match[1]}{int(match[2])}".upper() if match else None
        return item.figures[0].code if len(item.figures) == 1 else None

    def _same_label(self, item: AskedItem, asked: AskedFigure | None, cells: Mapping[str, Cell]) -> None:
        """An older form may have meant another figure by the same sign."""
        if asked is None or LABEL not in cells:
            return
        ours, theirs = (" ".join(fold(one).split()).rstrip(" .…") for one in (asked.label, plain_text(cells[LABEL])))
        shorter, longer = sorted((ours, theirs), key=len)
        if not shorter or not (shorter in longer and len(shorter) >= min(_LABEL_SHOWN, len(longer))):
            self._doubt(f"{item.code}: {asked.code} trong biểu ghi “{_short(theirs)}”, khác với số liệu đang hỏi")

    def _same_unit(self, item: AskedItem, asked: AskedFigure | None, cells: Mapping[str, Cell]) -> None:
        """Somebody who thinks in another unit changes the word beside the number."""
        if asked is None or not asked.unit or UNIT not in cells:
            return
        ours, theirs = (" ".join(fold(one).split()).strip(" .()") for one in (asked.unit, plain_text(cells[UNIT])))
        if ours != theirs:
            self._doubt(f"{item.code}: {asked.code} ghi theo “{_short(theirs)}”, đơn vị đang hỏi là “{asked.unit}”")

    def _note(self, item: AskedItem, code: str, note: str) -> None:
        if not note:
            return
        if _UNSURE.search(fold(note)):
            self._doubt(f"{item.code}: {code} có ghi chú “{_short(note)}”")
        self.reading.filled.append(Filled(item.code, result=f"Ghi chú {code}: {note}"))

    def _told(self, item: AskedItem, cell: Cell, text: str, doubt: str = "") -> str:
        """The text of a typed cell; what the file does not really hold becomes a doubt."""
        if cell.kind == "f":
            self._doubt(f"{item.code}: {cell.place} là công thức chưa có kết quả")
        elif cell.kind in {"e", "b"}:
            self._doubt(f"{item.code}: {cell.place} không đọc được (“{_short(cell.text)}”)")
        elif cell.shared:
            self._doubt(f"{item.code}: {cell.place} được gộp qua nhiều nhiệm vụ")
        if doubt:
            self._doubt(f"{item.code}: {doubt} ({cell.place})")
        return text

    def _doubt(self, sentence: str) -> None:
        if sentence not in self.reading.doubts:
            self.reading.doubts.append(sentence)


def _header(row: Row) -> dict[int, str]:
    """What each column says, when a row is a header: it names the code and at least one thing to fill in."""
    names: dict[int, str] = {}
    for column, cell in row.items():
        words = " ".join(fold(plain_text(cell)).split()).strip(" :*.")
        if not words or len(words) > 80:
            continue
        told = column_of(words)
        known = told.key and not told.unit and not told.key.startswith("=")
        names[column] = told.key.lower() if known else f"?{words[:30]}"
    given = list(names.values())
    typed = [name for name in given if name in _TYPED or name.startswith("ct")]
    if CODE not in given or not typed or len(given) < 2 or any(given.count(name) > 1 for name in (CODE, *typed)):
        return {}
    return names


def _figure_of(item: AskedItem, code: str) -> AskedFigure | None:
    return next((figure for figure in item.figures if figure.code.upper() == code), None)


def _empty(cell: Cell) -> bool:
    return not plain_text(cell) and cell.kind != "f"


def _key(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(code))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def rows_of(cells: Iterable[tuple[int, int, Cell]]) -> Iterator[Row]:
    """Cells with their row and column, as rows from the top."""
    rows: dict[int, dict[int, Cell]] = {}
    for row, column, cell in cells:
        rows.setdefault(row, {})[column] = cell
    return (rows[number] for number in sorted(rows))
