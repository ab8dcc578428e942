"""The Excel annex holds every row, as text and numbers and never as formulas."""

import io
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from report_examples import HOSTILE, assignment, awaiting, example, figure, report, silent, target

from reports.data import ClauseLeftOut, DifficultyRow, ReportData, TargetsLeftOut
from reports.excel import CELL_LIMIT, write_excel

SHEETS = ["Tổng hợp", "Nhiệm vụ", "Chỉ tiêu", "Khó khăn, kiến nghị", "Chưa báo cáo"]


def book(data: ReportData) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_excel(data)))


def rows(workbook: Workbook, name: str) -> list[dict[str, object]]:
    """The rows of a sheet below its header, by the names in the header."""
    _, head, *body = workbook[name].iter_rows(values_only=True)
    return [{str(key): value for key, value in zip(head, row, strict=True)} for row in body]


def test_every_assignment_and_every_figure_is_there() -> None:
    data = example(69, 6)
    workbook = book(data)
    assert workbook.sheetnames == SHEETS
    tasks = rows(workbook, "Nhiệm vụ")
    assert [row["Mã yêu cầu"] for row in tasks] == [row.code for row in data.assignments]
    assert [row["Nội dung báo cáo"] or "" for row in tasks] == [row.narrative for row in data.assignments]
    figures = rows(workbook, "Chỉ tiêu")
    assert len(figures) == sum(len(one.figures) for one in data.targets)


def test_the_figures_of_a_target_add_up_to_its_result() -> None:
    data = example(20, 3)
    workbook = book(data)
    code = data.targets[0].code
    counted = [r for r in rows(workbook, "Chỉ tiêu") if r["Mã chỉ tiêu"] == code and r["Cộng vào kết quả"] == "có"]
    total = sum(float(str(row["Tử số"])) for row in counted)
    base = sum(float(str(row["Mẫu số"])) for row in counted)
    summary = list(workbook["Tổng hợp"].iter_rows(values_only=True))
    (line,) = [row for row in summary if row[0] == f"{data.targets[0].text} ({data.targets[0].path})"]
    assert (line[2], line[3]) == (total, base)
    assert line[4] == pytest.approx(100 * total / base)


def test_counts_of_the_summary_state_their_base() -> None:
    workbook = book(report(assignments=(assignment(), silent(), silent(agency="x03"))))
    summary = list(workbook["Tổng hợp"].iter_rows(values_only=True))
    assert ("Chưa báo cáo (quá hạn)", 2, 3) == summary[3][:3]
    assert summary[3][3] == pytest.approx(66.6667, abs=0.001)


def test_missing_reports_and_missing_figures_are_both_listed() -> None:
    one = target(figure("x01", 1, 2), asked=("x01", "x02"))
    silent_rows = rows(book(report(assignments=(assignment(), silent()), targets=(one,))), "Chưa báo cáo")
    assert [(row["Thiếu"], row["Cơ quan"]) for row in silent_rows] == [
        ("báo cáo", "UBND xã Mẫu x02"),
        ("số liệu", "UBND xã Mẫu x02"),
    ]


@pytest.mark.parametrize("hostile", [*HOSTILE, "=HYPERLINK('x')", "{=1}", "http://mau.example", "+1", "@A1"])
def test_text_stays_text(hostile: str) -> None:
    difficulty = DifficultyRow(agency_name=hostile, path="V.1.a", kind="kiến nghị", text=hostile)
    workbook = book(report(assignments=(assignment(narrative=hostile),), difficulties=(difficulty,)))
    cell = next(
        cell
        for cell in workbook["Nhiệm vụ"][3]
        if workbook["Nhiệm vụ"].cell(2, cell.column).value == "Nội dung báo cáo"
    )
    assert (cell.value, cell.data_type, cell.hyperlink) == (hostile.replace("\x07", ""), "s", None)
    assert rows(workbook, "Khó khăn, kiến nghị")[0]["Cơ quan"] == hostile.replace("\x07", "")


def test_a_cell_too_long_for_excel_is_cut_with_a_mark_and_not_lost() -> None:
    (row,) = rows(book(report(assignments=(assignment(narrative="dài " * 20_000),))), "Nhiệm vụ")
    text = str(row["Nội dung báo cáo"])
    assert text.endswith("[…]")
    assert len(text) <= CELL_LIMIT


def test_numbers_are_numbers() -> None:
    (row,) = rows(book(report(targets=(target(figure("x01", Decimal("1.5"), 4)),))), "Chỉ tiêu")
    assert (row["Tử số"], row["Mẫu số"], row["Tỷ lệ tính được (%)"]) == (1.5, 4, 37.5)


@pytest.mark.parametrize("sample", [True, False])
def test_every_sheet_says_when_its_data_is_sample_data(sample: bool) -> None:
    workbook = book(report(sample=sample))
    for name in SHEETS:
        assert ("DỮ LIỆU MẪU" in str(workbook[name]["A1"].value)) is sample


def test_lists_have_a_frozen_header_and_a_filter() -> None:
    workbook = book(example(3, 2))
    for name in SHEETS[1:]:
        assert workbook[name].freeze_panes == "A3"
        assert workbook[name].auto_filter.ref is not None
        assert workbook[name].auto_filter.ref.startswith("A2:")


def test_mail_under_review_has_a_count_of_its_own_and_is_not_listed_as_missing() -> None:
    workbook = book(report(assignments=(assignment(), silent(), awaiting())))
    assert [row["Cơ quan"] for row in rows(workbook, "Chưa báo cáo")] == ["UBND xã Mẫu x02"]
    summary = list(workbook["Tổng hợp"].iter_rows(values_only=True))
    head = next(row for row in summary if row[0] == "Khối cơ quan")
    total = dict(zip(head, next(row for row in summary if row[0] == "Tổng cộng"), strict=True))
    parts = ("Đã nhận", "Đã gửi, chờ xem xét", "Chưa đến hạn, chưa báo cáo", "Quá hạn chưa báo cáo")
    assert [total[part] for part in parts] == [1, 1, 0, 1]
    assert sum(int(str(total[part])) for part in parts) == total["Yêu cầu"]


def test_what_the_cycle_leaves_out_is_listed_with_its_reason() -> None:
    left = {
        "targets_left_out": TargetsLeftOut(qualitative=("II.1",), other_year=("II.2",), nobody_asked=("II.3",)),
        "clauses_left_out": (ClauseLeftOut(path="V.8.1", waived=True),),
    }
    summary = list(book(report(cycle=report().cycle.model_copy(update=left)))["Tổng hợp"].iter_rows(values_only=True))
    start = next(no for no, row in enumerate(summary) if row[0] == "Không theo dõi trong kỳ này")
    assert [row[:2] for row in summary[start + 1 :]] == [
        ("Chỉ tiêu, mục II.1", "định tính, không nêu mức bằng số"),
        ("Chỉ tiêu, mục II.2", "thuộc mốc năm khác"),
        ("Chỉ tiêu, mục II.3", "không có cơ quan nào được giao cung cấp số liệu"),
        ("Nội dung trách nhiệm, mục V.8.1", "không giao theo quyết định của người phụ trách"),
    ]
