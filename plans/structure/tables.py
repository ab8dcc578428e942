"""What the columns and rows of a table are: found from the words of its header rows."""

import re
from dataclasses import dataclass
from typing import Literal

from plans.sheet import Row, Table

Column = Literal[
    "number",
    "unit",
    "year",
    "money",
    "note",
    "assigned",
    "partner",
    "lead",
    "begin",
    "time",
    "product",
    "target",
    "task",
    "other",
]
# The first rule that fits a header wins. "Thời gian thực hiện" must be met before "thực hiện".
COLUMN_RULES: tuple[tuple[Column, re.Pattern[str]], ...] = (
    ("number", re.compile(r"(?:tt|stt|số tt|số thứ tự|số)$")),
    ("unit", re.compile(r"(?:đvt|đơn vị tính|đơn vị đo)")),
    ("year", re.compile(r"(?:đến )?(?:năm )?(?:học )?20\d\d(?:\s*[-–]\s*20\d\d)?$|kế hoạch (?:năm )?20\d\d$")),
    ("note", re.compile(r"(?:ghi chú|căn cứ|văn bản)")),
    (
        "assigned",
        re.compile(r"(?=.*chủ trì).*phối hợp|phân công(?: (?:nhiệm vụ|thực hiện|trách nhiệm))?$|trách nhiệm$"),
    ),
    ("partner", re.compile(r".*phối hợp")),
    (
        "begin",
        re.compile(
            r"(?:(?:ngày|thời gian|thời điểm|tháng) )?(?:bắt đầu|khởi công|khởi động)(?!\w)|từ(?: ngày| tháng)?$"
        ),
    ),
    (
        "time",
        re.compile(
            r"đến(?: ngày| tháng)?$|kết thúc|(?:thời gian|thời hạn|thời điểm|tiến độ|hạn|lộ trình|ngày hoàn thành"
            r"|ngày kết thúc|hoàn thành|mốc)"
        ),
    ),
    ("product", re.compile(r"(?:sản phẩm|kết quả|đầu ra|dự kiến kết quả)")),
    ("money", re.compile(r".*(?:kinh phí|dự toán|nguồn vốn|ngân sách|thành tiền|tổng số|tổng mức|đơn giá|số tiền)")),
    (
        "lead",
        re.compile(
            r".*(?:chủ trì|chịu trách nhiệm|đầu mối|phụ trách)"
            r"|(?:các )?(?:cơ quan|đơn vị|bộ phận|người|sở, ngành|địa phương)(?!.*(?:phối hợp))"
        ),
    ),
    (
        "task",
        re.compile(r"(?:tên |danh mục |các )?(?:nội dung|nhiệm vụ|công việc|hoạt động|giải pháp|việc|đề án|dự án)"),
    ),
    ("target", re.compile(r"(?:tên |các |nội dung )?(?:chỉ tiêu|mục tiêu|chỉ số)")),
)
_HEADER_ROWS = 4
_COUNTING = re.compile(r"\(?(?:\d{1,2}|[A-Z]|[IVX]+)\)?(?:\s*=.*)?$")
# "Tổng kết", "Tổng hợp" and "Cộng tác viên" are no sums.
_TOTAL = re.compile(
    r"(?:tổng|cộng)\W*$|tổng cộng\b|(?:tổng|cộng) (?:số|kinh phí|dự toán|tiền|mức|chi|mục|phần)\b", re.IGNORECASE
)
_FEWEST_KNOWN = 2


@dataclass(frozen=True)
class Grid:
    """A table understood: what each column is, its header words, and the rows below the header.

    `spans` are the words of the upper header row, where there are two.
    """

    columns: tuple[Column, ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    spans: tuple[str, ...] = ()

    def has(self, *kinds: Column) -> bool:
        """Whether one of these columns is there."""
        return any(column in kinds for column in self.columns)

    def texts(self, row: Row, kind: Column) -> list[str]:
        """The cells of a row in the columns of one kind, empty ones left out."""
        return [cell for cell, column in zip(row.cells, self.columns, strict=True) if column == kind and cell.strip()]

    def first(self, row: Row, kind: Column) -> str:
        """The first of them, or nothing."""
        return next(iter(self.texts(row, kind)), "")


def column_kind(header: str) -> Column:
    """What a column is for, by the words of its header."""
    small = " ".join(header.casefold().split()).strip(" .:*()")
    return next((kind for kind, form in COLUMN_RULES if form.match(small)), "other")


def read_grid(table: Table) -> Grid | None:
    """The table with its columns known, or None when no header row tells them."""
    best: tuple[int, tuple[str, ...]] | None = None
    for index in range(min(_HEADER_ROWS, len(table.rows))):
        headers = _header(table.rows, index)
        if _known(headers) >= _FEWEST_KNOWN:
            best = (index, headers)
            break
    if best is None:
        return None
    last, headers = best
    spans = headers
    second = _second_row(table.rows, last, headers)
    if second is not None:
        last, headers = last + 1, second
    columns = _with_units(tuple(column_kind(header) for header in headers), headers)
    rows = tuple(row for row in table.rows[last + 1 :] if not _is_noise(row, headers))
    return Grid(columns, headers, rows, _spread(spans))


def _with_units(columns: tuple[Column, ...], headers: tuple[str, ...]) -> tuple[Column, ...]:
    """Beside columns of years, "Đơn vị" is the unit of measure and no body."""
    if "year" not in columns:
        return columns
    bare = [header.casefold().strip(" .:()") == "đơn vị" for header in headers]
    return tuple("unit" if unit else column for column, unit in zip(columns, bare, strict=True))


def _header(rows: tuple[Row, ...], index: int) -> tuple[str, ...]:
    return tuple(" ".join(cell.split()) for cell in rows[index].cells)


def _known(headers: tuple[str, ...]) -> int:
    return len(
        {kind for header in headers if header and len(header) <= 80 and (kind := column_kind(header)) != "other"}
    )


def _second_row(rows: tuple[Row, ...], index: int, headers: tuple[str, ...]) -> tuple[str, ...] | None:
    """Headers of two rows: "Cơ quan thực hiện" above "Chủ trì" and "Phối hợp"; None when the next row is no header."""
    if index + 1 >= len(rows):
        return None
    below = _header(rows, index + 1)
    if _under_spans(headers, below):
        return tuple(b if b else a for a, b in zip(headers, below, strict=True))
    repeats = sum(bool(a) and a == b for a, b in zip(headers, below, strict=True))
    fresh = [
        (position, b)
        for position, (a, b) in enumerate(zip(headers, below, strict=True))
        if b and a != b and column_kind(b) not in ("other", "number", "note")
    ]
    others = sum(1 for a, b in zip(headers, below, strict=True) if b and a != b) - len(fresh)
    if not fresh or others or not (repeats or any(not headers[position] for position, _ in fresh)):
        return None
    return tuple(b if b else a for a, b in zip(headers, below, strict=True))


def _under_spans(headers: tuple[str, ...], below: tuple[str, ...]) -> bool:
    """Whether a row stands only below headings that span several columns, and repeats or leaves out the others."""
    spread = _spread(headers)
    wide = [
        position
        for position, words in enumerate(spread)
        if words and words in (*spread[max(0, position - 1) : position], *spread[position + 1 : position + 2])
    ]
    if not wide or not all(below[position] for position in wide):
        return False
    cells = enumerate(zip(headers, below, strict=True))
    if any(b not in ("", a) for position, (a, b) in cells if position not in wide):
        return False
    # A row of figures or of one and the same value is no heading.
    words = {below[position] for position in wide}
    return len(words) > 1 and not any(word[:1].isdigit() and column_kind(word) != "year" for word in words)


def _spread(headers: tuple[str, ...]) -> tuple[str, ...]:
    """A heading over several columns stands in the first of them; the empty ones behind it belong to it."""
    found: list[str] = []
    for words in headers:
        found.append(words or (found[-1] if found else ""))
    return tuple(found)


def _is_noise(row: Row, headers: tuple[str, ...]) -> bool:
    """Rows without a task: empty, the header again on a new page, column counts "(1) (2) (3)", totals."""
    cells = [" ".join(cell.split()) for cell in row.cells]
    filled = [cell for cell in cells if cell]
    if not filled or tuple(cells) == headers:
        return True
    if len(filled) > 1 and all(_COUNTING.fullmatch(cell) for cell in filled) and len(filled) >= len(cells) - 1:
        return True
    return any(_TOTAL.match(cell) for cell in filled[:2])
