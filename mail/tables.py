"""An answer typed into a table, as a grid of cells, written out as the fill-in form of our letters.

Columns are known by the words above them, never by their place. What stands under no known word is written out as
:data:`~mail.read_answer.form.UNKNOWN`, which the reader holds.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from mail.charset import fold
from mail.read_answer.filled import Filled, written_out
from mail.read_answer.form import DIFFICULTY, PERCENT, PROPOSAL, RESULT, STATUS, TITLES, UNKNOWN

Row = Sequence[str]

CODE, SIGN, TOP, BOTTOM, NOTE, LABEL, UNIT, SKIPPED = (
    "code",
    "sign",
    "top",
    "bottom",
    "note",
    "label",
    "unit",
    "skipped",
)
_MOST_ROWS, _MOST_COLUMNS, _HEADER_ROWS = 500, 60, 8

# Folded headers without brackets and units.
_HEADERS: Mapping[str, re.Pattern[str]] = {
    key: re.compile(rf"(?:{pattern})$")
    for key, pattern in {
        CODE: r"ma(?: so)?(?: (?:nhiem vu|nv|cong viec|yeu cau))?|so hieu",
        STATUS: r"(?:trang thai|tinh trang)(?: thuc hien| nhiem vu)?",
        PERCENT: r"(?:%|ty le|ti le|muc do|tien do)(?: %)?(?: hoan thanh| thuc hien)?(?: %)?",
        RESULT: r"(?:noi dung )?ket qua(?: thuc hien| cu the| dat duoc)?",
        DIFFICULTY: r"(?:nhung )?(?:kho khan|vuong mac|ton tai|han che)(?:(?:,| va| /)? (?:kho khan|vuong mac|ton tai"
        r"|han che|nguyen nhan))*",
        PROPOSAL: r"(?:kien nghi|de xuat)(?:(?:,| va| /)? (?:kien nghi|de xuat))*",
        SIGN: r"ky hieu|ma (?:chi tieu|so lieu|ct)",
        TOP: r"tu so(?: ?/ ?so luong)?|so luong|gia tri|so lieu",
        BOTTOM: r"mau so|tong so",
        NOTE: r"ghi chu",
        LABEL: r"(?:ten )?chi tieu",
        UNIT: r"don vi(?: tinh)?|dvt",
        SKIPPED: r"stt|tt|so tt|muc|noi dung(?: nhiem vu)?|ten nhiem vu|nhiem vu(?: duoc giao)?|han(?: gui| bao cao)?"
        r"|thoi han(?: \w+)*|so thu tu|muc tieu|(?:ky|nam|lan) truoc|co quan(?: \w+)*"
        r"|don vi chu tri",
    }.items()
}
_FIGURE = re.compile(r"(ct\s?\d{1,3})(?![\d/])")
# Another time, a plan, a need: whatever such a column holds, it is no answer of this cycle.
_ELSEWHERE = re.compile(
    r"\b(?:20\d\d|(?:nam|ky|quy|lan|thang) (?:truoc|ngoai|sau|toi)|cung ky|ke hoach|du kien|uoc|nhu cau|muc tieu"
    r"|de nghi|de xuat|giao|luy ke)\b"
)
_MONEY = re.compile(
    r"\b(?:nghin|ngan|trieu|trd|vnd)\b|\bt[yi] dong\b|^\W*(?:dvt|don vi(?: tinh)?)?\W*(?:dong|ty|ti)\W*$"
)
_STATUSES = {
    "da hoan thanh": "đã hoàn thành",
    "hoan thanh": "đã hoàn thành",
    "dang thuc hien": "đang thực hiện",
    "chua thuc hien": "chưa thực hiện",
    "khong phat sinh": "không phát sinh",
}
_CROSS = re.compile(r"[xv✓✔☑☒]")
_CODE = re.compile(r"\[?\s*([a-z]{1,8}\d{0,4}\s?[-_.]\s?\d{1,6})\s*\]?")
_SHARE = re.compile(r"\d+(?:[.,]\d+)?\s*%")
_DRAWN = re.compile(r"[\s|+:=-]*")
_ANSWERS = frozenset({STATUS, PERCENT, RESULT, DIFFICULTY, PROPOSAL, TOP})


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds: a key of the form, a figure code ("CT1"), "=đã hoàn thành" for a box to tick, or "".

    ``unit``: the money in which its header says that it is written.
    """

    key: str
    shown: str
    unit: str = ""


@dataclass
class _Line:
    """One data row, taken apart."""

    code: str = ""
    values: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)


def as_form(rows: Sequence[Row]) -> str | None:
    """The grid as text that :func:`mail.read_answer.form.read_form` reads; None when it is no table of answers."""
    if not 1 <= len(rows) <= _MOST_ROWS:
        return None
    rows = [[" ".join(cell.split()) if len(cell) < 40 else cell.strip() for cell in row] for row in rows]
    for number, row in enumerate(rows[:_HEADER_ROWS]):
        columns = [column_of(cell) for cell in row]
        keys = {column.key for column in columns}
        answers = keys & _ANSWERS or any(_is_figure(key) or key.startswith("=") for key in keys)
        # "Mã | Trạng thái kỳ trước": what stands beside the codes is no running text either.
        answers = answers or (CODE in keys and any(_is_strange(column) for column in columns))
        if answers and (CODE in keys or len(keys - {""}) >= 3) and len(row) > 1:
            return _of_lines(_lines(rows[number + 1 :], columns))
    return _upright(rows) or _headless(rows)


def column_of(header: str) -> Column:
    """What stands under a header. One that speaks of another time or of a plan is known only by its whole name."""
    shown = " ".join(header.split())
    words = " ".join(re.sub(r"[.:*]", " ", fold(header).replace("(%)", " % ")).split())
    plain = " ".join(re.sub(r"\([^)]*\)", " ", words).split())
    ours = next((key for key, pattern in _HEADERS.items() if pattern.match(plain)), "")
    elsewhere = _ELSEWHERE.search(words if ours not in {SKIPPED, PROPOSAL} else words.removeprefix(plain)) is not None
    unit = shown[shown.find("(") :] if _MONEY.search(words.removeprefix(plain)) else ""
    if elsewhere:
        return Column("", shown)
    figure = _FIGURE.match(plain)
    if figure:
        return Column(figure[1].replace(" ", "").upper(), shown, unit or (f"({shown})" if _MONEY.search(plain) else ""))
    if plain in _STATUSES:
        return Column(f"={_STATUSES[plain]}", shown)
    return Column(ours, shown, unit)


def _is_figure(key: str) -> bool:
    return key.startswith("CT") and key[2:].isdigit()


def _is_strange(column: Column) -> bool:
    return not column.key and bool(column.shown) and not _CODE.fullmatch(fold(column.shown))


def _lines(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[_Line]:
    code = ""
    for row in rows:
        if [cell for cell in row if cell] == [column.shown for column in columns if column.shown]:
            continue
        line = _line(row, columns)
        # A merged cell of the code stands in its first row only.
        if not line.code and code and len(line.values) == 0 and line.figures:
            line.code = code
        code = line.code or code
        if not line.code and any(column.key == CODE for column in columns) and (line.values or line.figures):
            line = _Line(strange=["dòng không ghi mã: " + " | ".join(cell for cell in row if cell)])
        yield line


def _line(row: Row, columns: Sequence[Column]) -> _Line:
    line, parts = _Line(), {SIGN: "", TOP: "", BOTTOM: "", NOTE: ""}
    unit = ""
    for place, cell in enumerate(row):
        column = columns[place] if place < len(columns) else Column("", "")
        key = column.key
        if not cell or key in {SKIPPED, LABEL}:
            continue
        if key == UNIT:
            unit = unit or (f" ({cell})" if _MONEY.search(fold(cell)) else "")
            continue
        if (key in {TOP, BOTTOM} and parts[key]) or (_is_figure(key) and key in line.figures):
            line.strange.append(f"{column.shown}: {cell}")
            continue
        if column.unit and key in {TOP, BOTTOM}:
            unit = f" {column.unit}"
        elif column.unit and _is_figure(key):
            cell = f"{cell} {column.unit}"
        if key == CODE:
            found = _CODE.fullmatch(fold(cell))
            line.code = found[1].upper().replace(" ", "") if found else ""
            line.strange += [] if found else [f"{column.shown}: {cell}"]
        elif key in parts:
            parts[key] = cell
        elif _is_figure(key):
            line.figures[key] = cell
        elif key.startswith("="):
            _tick(line, column, cell)
        elif key:
            line.values[key] = f"{line.values[key]}; {cell}" if key in line.values else cell
        else:
            line.strange.append(f"{column.shown or 'không có tiêu đề'}: {cell}")
    _combine(line, parts, unit)
    return line


def _tick(line: _Line, column: Column, cell: str) -> None:
    if _CROSS.fullmatch(cell.lower()):
        line.values[STATUS] = f"{line.values[STATUS]} / {column.key[1:]}" if STATUS in line.values else column.key[1:]
    else:
        line.strange.append(f"{column.shown}: {cell}")


def _combine(line: _Line, parts: Mapping[str, str], unit: str) -> None:
    """A figure of a row of its own: its sign, numerator and denominator; a remark stays beside the number."""
    value = "/".join(piece for piece in (parts[TOP], parts[BOTTOM]) if piece)
    remark = unit + (f" ({parts[NOTE]})" if parts[NOTE] else "")
    sign = _FIGURE.match(fold(parts[SIGN]))
    if not value:
        if parts[NOTE]:
            line.values[RESULT] = "; ".join(piece for piece in (line.values.get(RESULT, ""), parts[NOTE]) if piece)
    elif sign and (parts[TOP] or not parts[BOTTOM]):
        line.figures[sign[1].replace(" ", "").upper()] = value + remark
    else:
        line.strange.append(f"{parts[SIGN] or 'số liệu'}: {value}{remark}")


def _of_lines(lines: Iterator[_Line]) -> str | None:
    sections: list[str] = []
    told: dict[str, _Line] = {}
    for line in lines:
        before = told.get(line.code) if line.code else None
        if before is not None and (STATUS in line.values or PERCENT in line.values) and before != line:
            line.strange.append("mã này có hai dòng khác nhau")
        if line.code and line.values:
            told.setdefault(line.code, replace(line))
        status, percent, result, *remarks = (line.values.get(key, "") for key in TITLES)
        filled = Filled(line.code, status, percent, result, remarks[0], remarks[1], line.figures)
        text = written_out([filled]) or (f"[{line.code}]" if line.strange else "")
        strange = [f"{TITLES[UNKNOWN]}: {' '.join(one.split())}" for one in line.strange]
        if text:
            sections.append("\n".join([text.removeprefix("[]\n") if not line.code else text, *strange]))
    return "\n\n".join(sections) if sections else None


def _upright(rows: Sequence[Row]) -> str | None:
    """A table with a label in its first column and the value beside it."""
    pairs = [[cell for cell in row if cell] for row in rows]
    pairs = [pair for pair in pairs if pair]
    keys = [column_of(pair[0]).key for pair in pairs]
    known = [key for key in keys if key in _ANSWERS or key == CODE or _is_figure(key)]
    if len(known) < 2 or len(known) * 2 < len(pairs) or any(len(pair) > 2 for pair in pairs):
        return None
    lines: list[str] = []
    for pair, key in zip(pairs, keys, strict=True):
        label, value = pair[0].rstrip(" :"), " ".join(pair[1].split()) if len(pair) > 1 else ""
        if key == CODE:
            lines += ["", f"[{value.strip('[] ').upper()}]"]
        elif key in TITLES or _is_figure(key):
            lines.append(f"{TITLES.get(key, label)}: {value}")
        elif value:
            lines.append(f"{label}: {value}")
    return "\n".join(lines).strip()


def _headless(rows: Sequence[Row]) -> str | None:
    """Rows that begin with a code and have no headers: a status and a share with "%" speak for themselves."""
    lines: list[_Line] = []
    for row in rows:
        cells = [cell for cell in row if cell]
        codes = [cell for cell in cells if _CODE.fullmatch(fold(cell))]
        said = [cell for cell in cells if fold(cell) in _STATUSES]
        shares = [cell for cell in cells if _SHARE.fullmatch(cell)]
        if len(codes) != 1 or not (said or shares):
            return None
        line = _Line(codes[0].strip("[] ").upper())
        for key, found in ((STATUS, said), (PERCENT, shares)):
            if len(found) == 1:
                line.values[key] = found[0]
        taken = [*codes, *(line.values.values())]
        line.strange = [f"không có tiêu đề: {cell}" for cell in cells if cell not in taken]
        lines.append(line)
    return _of_lines(iter(lines)) if lines else None


def with_forms(text: str) -> str:
    """The text with every table in it, pasted with tabs or drawn with bars, written out as our form."""
    if "\t" not in text and "|" not in text:
        return text
    result: list[str] = []
    block: list[str] = []
    for line in [*text.split("\n"), "."]:
        if _in_table(line) or (block and (not line.strip() or _open_cell(block))):
            block.append(line)
            continue
        form = as_form([_cells(one) for one in _whole_rows(block)]) if len(block) <= _MOST_ROWS else None
        result += ["", *form.split("\n"), ""] if form is not None else block
        block = []
        result.append(line)
    return "\n".join(result[:-1])


def _in_table(line: str) -> bool:
    return ("\t" in line.strip(" ") or line.count("|") >= 2) and line.count("\t") + line.count("|") <= _MOST_COLUMNS


def _open_cell(block: Sequence[str]) -> bool:
    """Whether a cell of several lines, which spreadsheets put between quotation marks, is still open."""
    last = block[-1]
    return len(block) <= _MOST_ROWS and '\t"' in last and last.count('"') % 2 == 1


def _whole_rows(block: Sequence[str]) -> Iterator[str]:
    row = ""
    for line in block:
        row = f"{row} {line}" if row else line
        if '\t"' in row and row.count('"') % 2:
            continue
        if row.strip() and not _DRAWN.fullmatch(row):
            yield row
        row = ""
    if row.strip():
        yield row


def _cells(row: str) -> list[str]:
    if "\t" in row:
        return [cell.strip().strip('"').strip() for cell in row.split("\t")]
    return [cell.strip(" *") for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]
