"""The Excel annex: every assignment, every figure, every word; the Word report shows extracts of it.

Cells are written with ``write_string`` and ``write_number`` only, so that text such as "=1+1" stays text.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import xlsxwriter

from reports.compose import SAMPLE_MARK
from reports.data import AssignmentRow, FigureRow, ReportData
from reports.files import FILE_COLUMNS, file_cells
from reports.rollup import RollUp, roll_up
from reports.targets import Outcome
from reports.timeliness import Punctuality, group_of
from reports.vietnamese import day, lower_first, moment, printable, shorten
from reports.wording import aim, completeness, left_out_list, verdict

Cell = str | int | Decimal | Fraction | None
# Excel refuses longer cells; xlsxwriter would then write nothing at all.
CELL_LIMIT = 32_000
_TOP_ROWS = 2
_FONT = "Times New Roman"


@dataclass
class _Sheet:
    """A worksheet filled from the top; rows cannot be changed later (constant memory)."""

    sheet: Any  # xlsxwriter has no type hints.
    formats: dict[str, Any]
    row: int = field(default=0)

    def line(self, cells: Sequence[Cell], style: str = "text") -> None:
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                continue
            if isinstance(cell, str):
                self.sheet.write_string(self.row, column, _text(cell), self.formats[style])
            else:
                number = style if style == "head" else "whole" if cell == int(cell) else "decimal"
                self.sheet.write_number(self.row, column, float(cell), self.formats[number])
        self.row += 1


@lru_cache(maxsize=8192)
def _text(cell: str) -> str:
    """Cleaned and cut; names and clauses come back on thousands of rows."""
    return shorten(printable(cell), CELL_LIMIT)


def write_excel(data: ReportData, totals: RollUp | None = None) -> bytes:
    """The workbook as bytes."""
    totals = totals or roll_up(data)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    base = {"font_name": _FONT, "font_size": 12, "valign": "top"}
    formats = {
        "text": book.add_format(base | {"text_wrap": True}),
        "title": book.add_format(base | {"bold": True}),
        "head": book.add_format(base | {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E7E6E6"}),
        "whole": book.add_format(base | {"num_format": "#,##0"}),
        "decimal": book.add_format(base | {"num_format": "#,##0.00##"}),
    }
    title = _title(data)
    _summary(_Sheet(book.add_worksheet("Tổng hợp"), formats), data, totals, title)
    for name, columns, rows in (
        ("Nhiệm vụ", _TASK_COLUMNS, map(_task, data.assignments)),
        ("Chỉ tiêu", _FIGURE_COLUMNS, _figures(totals.outcomes)),
        ("Khó khăn, kiến nghị", _CONCERN_COLUMNS, _concerns(data)),
        ("Chưa báo cáo", _SILENT_COLUMNS, _silent(data, totals)),
        *((("Chuyển giao", _HANDOVER_COLUMNS, _handovers(data)),) if data.handovers else ()),
        *((("Tệp đính kèm", FILE_COLUMNS, file_cells(data)),) if data.files else ()),
    ):
        _table(_Sheet(book.add_worksheet(name), formats), title, columns, rows)
    book.close()
    return out.getvalue()


def _title(data: ReportData) -> str:
    mark = f"{SAMPLE_MARK} · " if data.sample else ""
    stage = "bản dự thảo" if data.stage == "draft" else "bản chính thức"
    return (
        f"{mark}{data.plan.label}, {lower_first(data.cycle.label)}; {stage} số {data.version}, "
        f"tổng hợp lúc {moment(data.compiled_at)}"
    )


Columns = tuple[tuple[str, int], ...]

_TASK_COLUMNS: Columns = (
    ("Mã yêu cầu", 18),
    ("Mục", 10),
    ("Nội dung trách nhiệm", 60),
    ("Phần của Kế hoạch", 30),
    ("Mã cơ quan", 16),
    ("Cơ quan", 30),
    ("Khối cơ quan", 22),
    ("Vai trò", 14),
    ("Đề nghị phối hợp", 10),
    ("Hạn gửi", 13),
    ("Căn cứ của hạn gửi", 40),
    ("Tình trạng", 26),
    ("Ngày nhận", 13),
    ("Số ngày trễ", 9),
    ("Tiến độ (%)", 10),
    ("Nội dung báo cáo", 80),
    ("Người gửi", 30),
    ("Bản số", 8),
    ("Mức đôn đốc gần nhất", 22),
)


def _task(row: AssignmentRow) -> tuple[Cell, ...]:
    return (
        row.code,
        row.path,
        row.clause,
        row.heading,
        row.agency_code,
        row.named,
        group_of(row.agency_kind),
        row.role,
        "x" if row.requested else "",
        day(row.due_on),
        row.due_basis,
        row.standing.label,
        day(row.received_on),
        row.late_days,
        row.percent,
        row.narrative,
        row.answered_by,
        row.answer_version,
        row.rung_label,
    )


_FIGURE_COLUMNS: Columns = (
    ("Mã chỉ tiêu", 14),
    ("Mục", 10),
    ("Chỉ tiêu", 60),
    ("Mức kế hoạch", 22),
    ("Mã cơ quan", 16),
    ("Cơ quan", 30),
    ("Tử số", 12),
    ("Mẫu số", 12),
    ("Tỷ lệ tính được (%)", 12),
    ("Giá trị cơ quan ghi", 12),
    ("Đơn vị cơ quan ghi", 12),
    ("Ngày nhận", 13),
    ("Trễ hạn", 9),
    ("Cộng vào kết quả", 12),
    ("Ghi chú", 40),
)


def _figures(outcomes: Sequence[Outcome]) -> Iterator[tuple[Cell, ...]]:
    for outcome in outcomes:
        target = outcome.target
        doubts = {id(doubt.figure): doubt.reason for doubt in outcome.doubts}
        counted = {id(figure) for figure in outcome.counted}
        percent_only = {id(figure) for figure in outcome.percent_only}
        for figure in target.figures:
            note = doubts.get(id(figure), "chỉ có tỷ lệ" if id(figure) in percent_only else "")
            source = f"số liệu của yêu cầu {figure.source}, đề nghị báo cáo một lần" if figure.source else ""
            yield (
                target.code,
                target.path,
                target.text,
                aim(target),
                figure.agency_code,
                figure.agency_name,
                figure.numerator,
                figure.denominator,
                _computed(figure),
                figure.value,
                figure.unit,
                day(figure.received_on),
                "x" if figure.late else "",
                "có" if id(figure) in counted else "không",
                "; ".join(filter(None, (note, source))),
            )


def _computed(figure: FigureRow) -> Fraction | None:
    if figure.numerator is None or not figure.denominator:
        return None
    return Fraction(figure.numerator) / Fraction(figure.denominator) * 100


_CONCERN_COLUMNS: Columns = (("Loại", 14), ("Cơ quan", 30), ("Mục", 10), ("Nội dung", 100))


def _concerns(data: ReportData) -> Iterator[tuple[Cell, ...]]:
    for row in data.difficulties:
        yield (row.kind, row.agency_name, row.path, row.text)


_SILENT_COLUMNS: Columns = (
    ("Thiếu", 14),
    ("Cơ quan", 34),
    ("Khối cơ quan", 24),
    ("Mục", 10),
    ("Nội dung", 80),
    ("Hạn gửi", 13),
    ("Tình trạng", 26),
    ("Mức đôn đốc gần nhất", 22),
    ("Ghi chú", 40),
)


def _silent(data: ReportData, totals: RollUp) -> Iterator[tuple[Cell, ...]]:
    notes = {agency.code: agency.note for agency in data.agencies}
    for row in data.assignments:
        if not row.answered and not row.held:
            yield (
                "báo cáo",
                row.named,
                group_of(row.agency_kind),
                row.path,
                row.clause,
                day(row.due_on),
                row.standing.label,
                row.rung_label,
                notes.get(row.agency_code, ""),
            )
    for outcome in totals.outcomes:
        for name in outcome.missing:
            yield ("số liệu", name, outcome.target.asked_label, outcome.target.path, outcome.target.text)


_HANDOVER_COLUMNS: Columns = (
    ("Mã yêu cầu", 18),
    ("Mục", 10),
    ("Cơ quan chuyển giao", 40),
    ("Cơ quan kế thừa", 40),
    ("Mã yêu cầu của cơ quan kế thừa", 18),
    ("Từ ngày", 13),
    ("Văn bản", 40),
)


def _handovers(data: ReportData) -> Iterator[tuple[Cell, ...]]:
    for row in data.handovers:
        yield (row.code, row.path, row.from_name, row.to_name, row.heir_code, day(row.on), row.decision)


def _table(sheet: _Sheet, title: str, columns: Columns, rows: Iterator[tuple[Cell, ...]] | Any) -> None:  # noqa: ANN401
    for index, (_, width) in enumerate(columns):
        sheet.sheet.set_column(index, index, width)
    sheet.sheet.freeze_panes(_TOP_ROWS, 0)
    sheet.line((title,), "title")
    sheet.line([name for name, _ in columns], "head")
    for row in rows:
        sheet.line(row)
    sheet.sheet.autofilter(1, 0, max(sheet.row - 1, 1), len(columns) - 1)


_SUMMARY_WIDTHS = (60, 26, 14, 14, 14, 16, 30, 40, 16, 16, 30)


def _summary(sheet: _Sheet, data: ReportData, totals: RollUp, title: str) -> None:
    for index, width in enumerate(_SUMMARY_WIDTHS):
        sheet.sheet.set_column(index, index, width)
    sheet.sheet.freeze_panes(1, 0)
    sheet.line((title,), "title")
    asked = totals.overall.asked
    sheet.line(("Tình trạng", "Số yêu cầu", "Tổng số yêu cầu", "Tỷ lệ (%) trên tổng số yêu cầu"), "head")
    for label, count in totals.standings:
        sheet.line((label, count, asked, _share(count, asked)))
    sheet.line(())
    sheet.line(
        (
            "Khối cơ quan",
            "Số cơ quan",
            "Yêu cầu",
            "Đã nhận",
            "Đúng hạn",
            "Trễ hạn",
            "Nhận được, không có hạn",
            "Đã gửi, chờ xem xét",
            "Chưa đến hạn, chưa báo cáo",
            "Quá hạn chưa báo cáo",
            "Tỷ lệ đúng hạn (%) = đúng hạn / (đúng hạn + trễ hạn + quá hạn chưa báo cáo)",
        ),
        "head",
    )
    for one in (*totals.groups, totals.overall):
        sheet.line(_punctuality(one))
    sheet.line(())
    sheet.line(
        ("Chỉ tiêu", "Mức kế hoạch", "Tổng tử số", "Tổng mẫu số", "Kết quả", "Đơn vị", "Đánh giá", "Số liệu"), "head"
    )
    for outcome in totals.outcomes:
        sheet.line(_outcome(outcome, data.cycle.year))
    _left_out(sheet, data)


def _left_out(sheet: _Sheet, data: ReportData) -> None:
    """What the cycle does not follow, item by item, so that the counts of the report can be checked."""
    rows = left_out_list(data.cycle)
    if rows:
        sheet.line(())
        sheet.line(("Không theo dõi trong kỳ này", "Lý do"), "head")
        for row in rows:
            sheet.line(row)


def _punctuality(one: Punctuality) -> tuple[Cell, ...]:
    received = (one.answered, one.in_time, one.late, one.undated)
    return (
        one.label,
        one.agencies,
        one.asked,
        *received,
        one.held,
        one.waiting,
        one.overdue,
        _share(one.in_time, one.due),
    )


def _outcome(outcome: Outcome, year: int) -> tuple[Cell, ...]:
    target = outcome.target
    return (
        f"{target.text} ({target.path})",
        aim(target),
        outcome.total,
        outcome.base,
        outcome.result,
        target.unit or "",
        verdict(outcome, year),
        completeness(outcome),
    )


def _share(part: int, base: int) -> Fraction | None:
    return Fraction(100 * part, base) if base else None
