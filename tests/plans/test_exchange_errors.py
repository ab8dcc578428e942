import io
import zipfile

import pytest
from exchange_plans import edit, fill, filled_form, plan, responsibility, target
from openpyxl import Workbook

from plans.errors import DamagedFile, DangerousFile, EmptyFile, LockedFile, MacroFile, PlanError, UnsupportedFormat
from plans.exchange import excel_guard
from plans.exchange.errors import FormError
from plans.exchange.excel import empty_form, excel_of_plan, plan_from_excel

ROW = {"Cơ quan thực hiện": "Sở Y tế", "Nội dung": "Khám cho trẻ."}


def _problems(data):
    with pytest.raises(FormError) as caught:
        plan_from_excel(data, "form.xlsx")
    return [(p.sheet, p.row, p.column, p.sentence) for p in caught.value.problems]


def test_the_empty_form_names_what_must_be_filled_in():
    found = _problems(empty_form())
    assert found[0][:3] == ("Kế hoạch", 5, "Tên kế hoạch")


def test_a_form_without_a_duty_has_nobody_to_follow_up():
    assert _problems(filled_form())[0] == ("Trách nhiệm", None, None, "chưa có dòng nào, nên không có gì để đôn đốc")


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (ROW | {"Vai trò": "sếp"}, "Vai trò", "vai trò “sếp” không có trong danh sách"),
        (ROW | {"Cơ quan thực hiện": None}, "Cơ quan thực hiện", "còn trống"),
        (ROW | {"Nội dung": None}, "Nội dung", "còn trống"),
        (ROW | {"Đề nghị?": "có lẽ"}, "Đề nghị?", "phải là “có” hoặc để trống"),
        (ROW | {"Hạn": "=1/0"}, "Hạn", "công thức chưa được tính"),
        (ROW | {"Hạn": "#REF!"}, "Hạn", "ô báo lỗi"),
    ],
)
def test_a_wrong_cell_of_a_duty_is_named_with_its_place(row, column, words):
    ((sheet, number, title, sentence),) = _problems(filled_form(row))
    assert (sheet, number, title) == ("Trách nhiệm", 5, column)
    assert words in sentence


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ({"Giá trị": "nhiều"}, "Giá trị", "“nhiều” không phải là số"),
        ({"Giá trị": "12abc"}, "Giá trị", "không phải là số"),
        ({"Giá trị": "1,200"}, "Giá trị", "hãy ghi 1,2 hoặc 1.200"),
        ({"Năm": "sang năm"}, "Năm", "không phải là năm"),
        ({"Năm": 30}, "Năm", "không phải là năm"),
        ({"So sánh": "hơn hẳn"}, "So sánh", "không có trong danh sách"),
        ({"Chỉ tiêu": None, "Giá trị": 3}, "Chỉ tiêu", "còn trống"),
    ],
)
def test_a_wrong_cell_of_a_target_is_named_with_its_place(row, column, words):
    ((sheet, number, title, sentence),) = _problems(filled_form(ROW, targets=[{"Chỉ tiêu": "trẻ ra lớp", **row}]))
    assert (sheet, number, title) == ("Chỉ tiêu", 5, column)
    assert words in sentence


@pytest.mark.parametrize(
    ("day", "words"),
    [("hôm nay", "không phải là ngày"), ("31/02/2025", "không có trong lịch"), ("15-tháng", "không phải là ngày")],
)
def test_a_bad_day_is_named(day, words):
    ((sheet, _, title, sentence),) = _problems(filled_form(ROW, **{"Ngày ban hành": day}))
    assert (sheet, title) == ("Kế hoạch", "Ngày ban hành")
    assert words in sentence


def test_a_path_given_twice_is_named_on_both_rows():
    found = _problems(filled_form(ROW | {"Mã mục": "V.1"}, ROW | {"Mã mục": "V.1"}))
    assert [(row, column) for _, row, column, _ in found] == [(5, "Mã mục"), (6, "Mã mục")]
    assert "“V.1” đã dùng ở dòng 6" in found[0][3]


def test_targets_of_one_clause_share_a_path_but_not_their_text():
    rows = [{"Mã mục": "II.1", "Chỉ tiêu": text} for text in ("trẻ ra lớp", "giáo viên đủ", "trẻ ra lớp")]
    assert [row for _, row, _, _ in _problems(filled_form(ROW, targets=rows))] == [5, 7]


def test_a_sample_row_is_ignored_until_somebody_writes_into_it():
    assert len(plan_from_excel(filled_form(ROW), "form.xlsx").responsibilities) == 1
    found = _problems(edit(filled_form(ROW), lambda book: fill(book["Trách nhiệm"], "Nội dung", "Việc thật.", 4)))
    assert [(row, column) for _, row, column, _ in found] == [(4, "Mã mục")]


@pytest.mark.parametrize("title", ["Kế hoạch", "Trách nhiệm"])
def test_a_missing_sheet_is_named(title):
    found = _problems(edit(filled_form(ROW), lambda book: book.remove(book[title])))
    assert (title, None, None, "thiếu trang này") in found


def test_a_sheet_that_an_exported_plan_had_may_not_vanish():
    data = edit(excel_of_plan(plan(responsibility(), target())), lambda book: book.remove(book["Chỉ tiêu"]))
    assert _problems(data) == [("Chỉ tiêu", None, None, "thiếu trang này")]


def test_a_missing_column_is_named():
    found = _problems(edit(filled_form(ROW), lambda book: book["Trách nhiệm"].delete_cols(2)))
    assert found == [("Trách nhiệm", None, "Cơ quan thực hiện", "thiếu cột này ở dòng tiêu đề")]


def test_all_mistakes_are_told_at_once_in_vietnamese():
    form = filled_form(
        ROW | {"Vai trò": "sếp"}, {"Nội dung": "Việc."}, targets=[{"Chỉ tiêu": "a b", "Năm": "x"}], title=None
    )
    with pytest.raises(FormError) as caught:
        plan_from_excel(form, "form.xlsx")
    assert len(caught.value.problems) == 4
    text = str(caught.value)
    assert text.startswith("Tệp “form.xlsx” có 4 chỗ cần sửa trước khi nạp: (1) trang “Kế hoạch”, dòng 5")
    assert "trang “Trách nhiệm”, dòng 5, cột “Vai trò”" in text


def _zip(parts) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def _with_part(name, content) -> bytes:
    with zipfile.ZipFile(io.BytesIO(empty_form())) as package:
        return _zip({part: package.read(part) for part in package.namelist()} | {name: content})


def _other_workbook() -> bytes:
    stream = io.BytesIO()
    book = Workbook()
    book.active.append(["Họ tên", "Lương"])
    book.save(stream)
    return stream.getvalue()


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFile),
        (b"abc", UnsupportedFormat),
        (b"PK\x03\x04 not a zip", DamagedFile),
        (empty_form()[:-3000], DamagedFile),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnsupportedFormat),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), LockedFile),
        (_zip({"word/document.xml": "<a/>"}), UnsupportedFormat),
        (_other_workbook(), UnsupportedFormat),
        (_with_part("xl/vbaProject.bin", b"x"), MacroFile),
        (_with_part("xl/worksheets/sheet9.xml", BOMB), DangerousFile),
        (_with_part("xl/worksheets/sheet9.xml", BOMB.encode("utf-16")), DangerousFile),
        (_with_part("xl/worksheets/sheet2.xml", "<worksheet"), DamagedFile),
        (_with_part("xl/workbook.xml", "<workbook"), DamagedFile),
        (lambda: _with_part("xl/huge.xml", b" " * (excel_guard.MOST_UNPACKED + 1)), DangerousFile),
    ],
    ids=range(14),
)
def test_a_file_that_is_no_good_form_is_refused_with_its_own_error(data, error):
    data = data() if callable(data) else data  # large files are made only where they are tested
    with pytest.raises(error) as caught:
        plan_from_excel(data, "tep.xlsx")
    assert "tep.xlsx" in str(caught.value)


def test_a_form_with_bytes_turned_over_raises_nothing_but_plan_errors():
    whole = filled_form(ROW)
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        try:
            plan_from_excel(bytes(broken), "tep.xlsx")
        except PlanError as error:
            assert "tep.xlsx" in str(error)


def test_a_form_of_a_later_version_is_refused():
    def change(book):
        book["Dữ liệu máy"]["B1"] = "2"

    with pytest.raises(UnsupportedFormat, match="phiên bản 2"):
        plan_from_excel(edit(excel_of_plan(plan(responsibility())), change), "tep.xlsx")
