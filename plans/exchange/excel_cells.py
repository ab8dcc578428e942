"""Single cells: what is written into one, what a person meant by one, and when the two are the same."""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import NoReturn

from plans.exchange.excel_grid import Cell
from plans.meaning.citations import calendar_date
from plans.text import without_marks

Value = str | float | None
# Excel allows 32,767 units of UTF-16; a letter may take two.
LONGEST = 16_000
CUT = " … (xem văn bản gốc)"
# How the Excel format writes what XML cannot, and how it writes an underscore that looks like such an escape.
_UNDERSCORE = re.compile(r"_(?:x005F_)+")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LINES = re.compile(r"\s*[\n;]+\s*")
_GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
# "1,200": one and a fifth as Vietnamese write it, twelve hundred as English do.
_FOREIGN = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")
_PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_DATE = re.compile(r"(?:ngày\s*)?([\d.…_]*)\s*[/-]\s*([\d.…_]*)\s*[/-]\s*(\d{4}|[.…_]*)", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_MONTH = re.compile(r"(?:tháng\s*)?(\d{1,2})\s*(?:/|-|năm)\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm\s*)?(\d{4})", re.IGNORECASE)
_YES = frozenset({"co", "x", "dung", "phai", "yes", "1", "true"})
_NO = frozenset({"", "khong", "sai", "no", "0", "false"})


class CellError(Exception):
    """A cell that cannot be understood; `sentence` tells the person what to write."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


def fold(text: str) -> str:
    """Letters and digits without marks and case, for comparing titles and choices."""
    return "".join(letter for letter in without_marks(text.casefold()) if letter.isalnum())


def writable(text: str) -> str:
    """A text as a cell can hold it: at most 16,000 characters, none that XML forbids."""
    text = _UNWRITABLE.sub("", text)
    return text if len(text) <= LONGEST else text[:LONGEST] + CUT


def joined(parts: Iterable[str]) -> str:
    """Several names in one cell, one per line."""
    return "\n".join(parts)


def plain(value: object) -> str:
    """The text of a value as people see it; lines and spaces tidied, so that another program may save the file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        return _digits(value)
    text = unicodedata.normalize("NFC", _UNWRITABLE.sub("", _ESCAPED.sub("", _UNDERSCORE.sub("_", str(value)))))
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _digits(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def same(cell: Cell, value: Value) -> bool:
    """Whether a cell still shows what was written into it."""
    if cell.broken:
        return False
    seen = cell.value
    if isinstance(seen, int | float) and isinstance(value, int | float):
        return not cell.percent and math.isclose(seen, value, rel_tol=1e-12)
    return plain(seen) == plain(None if value is None else writable(value) if isinstance(value, str) else value)


def as_text(cell: Cell) -> str:
    """The text of a cell. Raises CellError for an error value."""
    if cell.broken:
        raise CellError("ô báo lỗi hoặc công thức chưa được tính, hãy ghi giá trị vào ô")
    return plain(cell.value)


def as_line(cell: Cell) -> str:
    """The text on one line."""
    return " ".join(as_text(cell).split())


def as_optional(cell: Cell) -> str | None:
    """The text on one line, None when blank."""
    return as_line(cell) or None


def as_lines(cell: Cell) -> tuple[str, ...]:
    """Several names in one cell: one per line, or with semicolons between."""
    return tuple(part for part in _LINES.split(as_text(cell)) if part)


def as_number(cell: Cell) -> float | None:
    """A figure: 27,5 or 27.5 or 1.200 or 27,5%; a cell shown in percent counts in percent.

    :raises CellError: no number
    """
    if isinstance(cell.value, int | float) and not isinstance(cell.value, bool) and math.isfinite(cell.value):
        # 0.275 shown as 27,5%: rounding takes off the tail that the multiplication adds.
        return float(f"{cell.value * 100:.12g}") if cell.percent else float(cell.value)
    text = as_line(cell).replace(" ", "").removesuffix("%")
    if not text:
        return None
    if _GROUPED.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _FOREIGN.fullmatch(text):
        meant = text.replace(",", ".")
        _refuse(cell, f"có thể đọc theo hai cách; hãy ghi {text.rstrip('0').rstrip(',')} hoặc {meant}")
    if _PLAIN.fullmatch(text):
        return float(text.replace(",", "."))
    _refuse(cell, "không phải là số; hãy ghi ví dụ 27,5 hoặc 27,5%")


def shows_percent(cell: Cell) -> bool:
    """Whether the cell itself says that its figure is a percentage."""
    return cell.percent or plain(cell.value).endswith("%")


def as_year(cell: Cell) -> int | None:
    """A year of four digits. Raises CellError for anything else."""
    text = as_line(cell)
    if not text:
        return None
    match = _YEAR.fullmatch(text)
    if match is None or not 1900 <= int(match[1]) <= 2200:
        _refuse(cell, "không phải là năm; hãy ghi bốn chữ số, ví dụ 2030")
    return int(match[1])


def as_years(cell: Cell) -> tuple[int, ...]:
    """Several years; commas are fine too."""
    years = (as_year(Cell(part)) for part in re.split(r"[\s,;]+", as_text(cell)) if part)
    return tuple(year for year in years if year is not None)


def as_yes(cell: Cell) -> bool:
    """Yes or no; blank is no. Raises CellError for anything else."""
    word = fold(as_line(cell))
    if word in _YES or word in _NO:
        return word in _YES
    _refuse(cell, "phải là “có” hoặc để trống")


def as_day(cell: Cell) -> dict[str, object]:
    """Day, month and year as far as they are known: a date cell, 15/12/2025, …/12/2025, 12/2025 or 2025.

    :raises CellError: no date, or no such day
    """
    if isinstance(cell.value, date):
        day = cell.value.date() if isinstance(cell.value, datetime) else cell.value
        return {"date": day, "day": day.day, "month": day.month, "year": day.year}
    text = as_line(cell)
    if iso := _ISO.fullmatch(text):
        parts = (iso[3], iso[2], iso[1])
    elif whole := _DATE.fullmatch(text):
        parts = (whole[1], whole[2], whole[3])
    elif part := _MONTH.fullmatch(text):
        parts = ("", part[1], part[2])
    elif year := _YEAR.fullmatch(text):
        parts = ("", "", year[1])
    elif not text:
        parts = ("", "", "")
    else:
        _refuse(cell, "không phải là ngày; hãy ghi ngày/tháng/năm, ví dụ 15/12/2025")
    numbers = [int(part) if part.isdigit() else None for part in parts]
    found = calendar_date(*numbers)
    if found is None and None not in numbers:
        _refuse(cell, "không có trong lịch")
    return {"date": found, "day": numbers[0], "month": numbers[1], "year": numbers[2]}


def as_date(cell: Cell) -> date | None:
    """A whole date, None when blank. Raises CellError when a part is missing."""
    found = as_day(cell)["date"]
    if isinstance(found, date):
        return found
    if not as_line(cell):
        return None
    _refuse(cell, "thiếu ngày hoặc tháng; hãy ghi ngày/tháng/năm, ví dụ 15/12/2025")


def chooser(choices: Mapping[str, object]) -> Callable[[Cell], object]:
    """A reader of a cell that takes one of these words, whatever their case and marks; blank is None."""
    known = {fold(word): meaning for word, meaning in choices.items()}
    listed = ", ".join(f"“{word}”" for word in choices)

    def read(cell: Cell) -> object:
        text = as_line(cell)
        if not text:
            return None
        # Signs such as ≥ have no letters to fold.
        if text in choices:
            return choices[text]
        if fold(text) in known and fold(text):
            return known[fold(text)]
        _refuse(cell, f"không có trong danh sách; hãy chọn một trong: {listed}")

    return read


def _refuse(cell: Cell, sentence: str) -> NoReturn:
    shown = plain(cell.value)
    raise CellError(f"“{shown if len(shown) <= 60 else shown[:57] + '…'}” {sentence}")
