"""The workbook of a rehearsal: every letter as a row, real dates, filters, and text that stays text."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from cycles.ladder import Rung
from reports.rehearsal import LETTERS, Sheets, weekday, write_rehearsal
from state.ladder.rehearsal import RehearsedLetter

FACTS = Sheets("Kế hoạch QM, năm 2026", date(2026, 1, 5), sample=True, remarks=("UBND xã Một: chưa có địa chỉ.",))


def letter(day: date, rung: Rung = Rung.OPENING, name: str = "UBND xã Một", codes: int = 2) -> RehearsedLetter:
    return RehearsedLetter(
        day=day,
        kind="request",
        agency="QM.X1",
        name=name,
        rung=rung,
        to=("dau-moi@mot.example", "van-thu@mot.example"),
        cc=(),
        codes=tuple(f"QM26-{number:03d}" for number in range(1, codes + 1)),
        cycles=("QM26",),
        plans=("QM",),
        due_on=date(2026, 12, 16),
        reasons=("Đến lượt thư mở kỳ báo cáo.",),
    )


def book(*letters: RehearsedLetter) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write_rehearsal(letters, FACTS)))


def test_a_letter_is_a_row_with_real_dates_and_a_weekday() -> None:
    sheet = book(letter(date(2026, 11, 16)))["Thư sẽ gửi"]
    _, _, head, row = sheet.iter_rows(values_only=True)
    assert head == tuple(name for name, _ in LETTERS)
    found = dict(zip(head, row, strict=True))
    assert (found["Ngày gửi"], found["Thứ"]) == (datetime(2026, 11, 16), "Thứ Hai")  # noqa: DTZ001
    assert (found["Loại thư"], found["Số nội dung"]) == ("Thư mở kỳ báo cáo", 2)
    assert found["Địa chỉ nhận"] == "dau-moi@mot.example, van-thu@mot.example"
    assert found["Mã yêu cầu"] == "QM26-001, QM26-002"
    assert sheet["A4"].number_format == "dd/mm/yyyy"


def test_the_head_stays_in_sight_and_filters_reach_to_the_last_row() -> None:
    workbook = book(letter(date(2026, 11, 16)), letter(date(2026, 12, 7), Rung.REMINDER))
    sheet = workbook["Thư sẽ gửi"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A4", "A3:L5")
    assert sheet["A1"].value.startswith("DỮ LIỆU MẪU")
    assert "từ ngày 05/01/2026" in sheet["A1"].value


def test_the_days_are_counted_by_step() -> None:
    monday = date(2026, 12, 7)
    rows = [letter(monday, Rung.REMINDER), letter(monday, Rung.REMINDER, codes=3), letter(monday, Rung.OVERDUE)]
    sheet = book(*rows)["Theo ngày"]
    counted = [row[2:] for row in sheet.iter_rows(min_row=4, values_only=True)]
    assert counted == [("Thư nhắc trước hạn", 2, 5), ("Thư nhắc quá hạn", 1, 2)]


def test_many_codes_stand_in_lines_and_their_row_is_high_enough() -> None:
    sheet = book(letter(date(2026, 11, 16), codes=10))["Thư sẽ gửi"]
    lines = sheet["I4"].value.split("\n")
    assert [line.count("QM26") for line in lines] == [3, 3, 3, 1]
    assert sheet.row_dimensions[4].height == 60


@pytest.mark.parametrize("hostile", ["=1+1", "@SUM(A1)", "https://x.example", "a\x00b"])
def test_names_from_outside_stay_text(hostile: str) -> None:
    cell = book(letter(date(2026, 11, 16), name=hostile))["Thư sẽ gửi"]["E4"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (hostile.replace("\x00", ""), "s", None)


def test_what_the_rehearsal_does_not_show_stands_on_a_sheet_of_its_own() -> None:
    workbook = book()
    assert workbook["Lưu ý"]["A4"].value == FACTS.remarks[0]
    assert workbook["Thư sẽ gửi"].max_row == 3


def test_weekdays_have_their_vietnamese_names() -> None:
    assert [weekday(date(2026, 11, day)) for day in (16, 21, 22)] == ["Thứ Hai", "Thứ Bảy", "Chủ nhật"]
