"""The sheet "Kế hoạch": one fact of the heading per row, its name on the left and its value beside it."""

from typing import get_args

from pydantic import ValidationError

from plans.exchange.excel_cells import (
    CellError,
    Value,
    as_day,
    as_line,
    as_optional,
    as_year,
    as_years,
    chooser,
    fold,
    joined,
    plain,
    same,
)
from plans.exchange.excel_columns import Column, Values, one
from plans.exchange.excel_grid import BLANK, Cell, Grid
from plans.exchange.excel_machine import DOCUMENT_KEY, Machine
from plans.exchange.excel_rows import Findings
from plans.model import Document, Level

SHEET = "Kế hoạch"
LABEL_TITLE = "Thông tin"
VALUE_TITLE = "Giá trị"
HINT_TITLE = "Cách ghi, ví dụ"
DEFAULT_TYPE = "KẾ HOẠCH"
LEVELS: tuple[Level, ...] = get_args(Level)


def _show_day(document: Document) -> Value:
    if document.date is not None:
        return f"{document.date:%d/%m/%Y}"
    parts = (document.day, document.month, document.year)
    return "/".join("…" if part is None else f"{part:02d}" for part in parts) if any(parts) else None


def _year(value: int | None) -> Value:
    return None if value is None else float(value)


FACTS: tuple[Column[Document], ...] = (
    Column("Loại văn bản", 0, lambda d: d.doc_type, one("doc_type", as_line), hint="KẾ HOẠCH (để trống cũng được)"),
    Column("Tên kế hoạch", 0, lambda d: d.title, one("title", as_line), needed=True, hint="Ghi đủ như trên văn bản"),
    Column("Số", 0, lambda d: d.number, one("number", as_optional), hint="12 – để trống khi chưa có số"),
    Column("Ký hiệu", 0, lambda d: d.symbol, one("symbol", as_optional), hint="KH-UBND"),
    Column("Ngày ban hành", 0, _show_day, as_day, hint="15/01/2025; khi chưa rõ ngày: …/01/2025"),
    Column("Nơi ban hành", 0, lambda d: d.place, one("place", as_optional), hint="Địa danh ghi trước ngày ban hành"),
    Column("Cơ quan ban hành", 0, lambda d: d.issuer, one("issuer", as_optional), hint="ỦY BAN NHÂN DÂN TỈNH …"),
    Column("Cơ quan cấp trên", 0, lambda d: d.superior, one("superior", as_optional), hint="Dòng trên tên cơ quan"),
    Column(
        "Cấp ban hành",
        0,
        lambda d: d.level,
        one("level", chooser({level: level for level in LEVELS})),
        choices=LEVELS,
        hint="Chọn trong danh sách",
    ),
    Column("Tỉnh, thành phố", 0, lambda d: d.province, one("province", as_optional), hint="Tên tỉnh, không ghi “tỉnh”"),
    Column(
        "Ban hành kèm theo",
        0,
        lambda d: d.enclosed_in,
        one("enclosed_in", as_optional),
        hint="Quyết định số 12/QĐ-UBND – khi kế hoạch kèm theo quyết định",
    ),
    Column(
        "Chương trình",
        0,
        lambda d: d.programme_name,
        one("programme_name", as_optional),
        hint="Chương trình, đề án mà kế hoạch thực hiện",
    ),
    Column("Tên gọi tắt", 0, lambda d: d.programme_short_name, one("programme_short_name", as_optional)),
    Column(
        "Quyết định phê duyệt chương trình",
        0,
        lambda d: d.programme_decision,
        one("programme_decision", as_optional),
        hint="1234/QĐ-TTg",
    ),
    Column("Giai đoạn từ năm", 0, lambda d: _year(d.period.start), one("start", as_year), hint="2025"),
    Column("Giai đoạn đến năm", 0, lambda d: _year(d.period.end), one("end", as_year), hint="2030"),
    Column("Định hướng đến năm", 0, lambda d: _year(d.period.vision), one("vision", as_year), hint="2045"),
    Column(
        "Các năm mốc",
        0,
        lambda d: joined(str(year) for year in d.period.milestone_years),
        one("milestone_years", as_years),
        hint="2025; 2030",
    ),
)
_PERIOD = ("start", "end", "vision", "milestone_years")
_UNWRITTEN: Values = {"doc_type": DEFAULT_TYPE, "issuer_from": None, "programme": None}


def read_facts(grid: Grid, machine: Machine, findings: Findings) -> Document | None:
    """The facts of the heading; None when something is wrong, which is then in `findings`."""
    kept = machine.take(DOCUMENT_KEY, Document)
    written = _written(grid)
    values: Values = {}
    before = len(findings.problems)
    for fact in FACTS:
        row, cell = written.get(fold(fact.title), (None, BLANK))
        # A row that is gone leaves an exported fact as it was.
        if kept is not None and (row is None or same(cell, fact.show(kept))):
            continue
        try:
            values.update(fact.read(cell))
        except CellError as error:
            findings.add(SHEET, row, fact.title, error.sentence)
            continue
        if fact.needed and not plain(cell.value):
            findings.add(SHEET, row, fact.title, "còn trống, hãy ghi tên kế hoạch")
    return None if len(findings.problems) > before else _document(kept, values, findings)


def _written(grid: Grid) -> dict[str, tuple[int, Cell]]:
    """Folded name of a fact -> its row and the cell right of the name; the first of two equal names counts."""
    known = {fold(fact.title) for fact in FACTS}
    found: dict[str, tuple[int, Cell]] = {}
    for row in grid.rows:
        for index, cell in enumerate(row.cells[:3]):
            name = fold(plain(cell.value).partition("(")[0])
            if name in known:
                found.setdefault(name, (row.number, row.at(index + 1)))
                break
    return found


def _document(kept: Document | None, values: Values, findings: Findings) -> Document | None:
    period = {**(kept.period.model_dump() if kept else {}), **{k: values.pop(k) for k in _PERIOD if k in values}}
    decision = values.get("programme_decision")
    if isinstance(decision, str):
        values["programme"] = decision[: len(decision) - len(decision.lstrip("0123456789"))] or None
    if "issuer" in values:
        values["issuer_from"] = None
    if not values.get("doc_type", "x"):
        values["doc_type"] = DEFAULT_TYPE
    start: Values = kept.model_dump() if kept else dict(_UNWRITTEN)
    try:
        return Document.model_validate({**start, **values, "period": period})
    except ValidationError as error:
        findings.add(SHEET, None, None, f"không hợp lệ ({error.errors()[0]['loc'][0]})")
        return None
