"""The Excel form as a spreadsheet program sees it: headers, what may be typed, by what it is known again."""

import time
from dataclasses import replace
from io import BytesIO

import pytest
from letter_examples import a_letter, an_item, with_items
from openpyxl import load_workbook

from mail.letters.excel_form import excel_form, form_name
from mail.letters.letter_context import AskedFigure

MESSAGE_ID = "<dondoc.0123456789abcdef01234567@dondoc.example>"
SHARE = AskedFigure("CT1", "=Tỷ lệ xã đạt chuẩn", "%", "ít nhất 55%", "Năm 2024: 410/512 (80,1%)")
COUNT = AskedFigure("CT2", "Số nhóm lớp được hỗ trợ", "nhóm")


def a_form(**changes):
    items = (replace(an_item(31), figures=(SHARE, COUNT)), replace(an_item(32), figures=()))
    letter = replace(with_items(a_letter(), *items), **changes)
    return replace(letter, form=form_name(letter.ordered, letter.day))


@pytest.fixture(scope="module")
def book():
    return load_workbook(BytesIO(excel_form(a_form(), "HT.X001", MESSAGE_ID).content))


def rows(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]


def test_the_sheets_carry_what_is_asked_and_nothing_that_was_answered(book):
    assert book.sheetnames == ["Nhiệm vụ", "Số liệu", "Mã phiếu"]
    head, first, second = rows(book["Nhiệm vụ"])
    assert head == "Mã|Mục|Nội dung|Hạn gửi|Trạng thái|Tỷ lệ hoàn thành (%)|Kết quả|Khó khăn|Kiến nghị".split("|")
    assert first[:2] == ["HT26-031", "V.10.a"]
    assert first[3:] == ["17/12/2025", None, None, None, None, None]
    assert second[0] == "HT26-032"
    head, share, count = rows(book["Số liệu"])
    assert head == "Mã|Ký hiệu|Chỉ tiêu|Đơn vị|Mục tiêu|Kỳ trước|Tử số / Số lượng|Mẫu số|Ghi chú".split("|")
    assert share[:2] + share[3:] == ["HT26-031", "CT1", "%", SHARE.target, SHARE.last, None, None, None]
    assert count[:2] + count[3:] == ["HT26-031", "CT2", "nhóm", None, None, None, None, None]


def test_text_that_looks_like_a_formula_stays_text(book):
    cell = book["Số liệu"]["C5"]
    assert (cell.value, cell.data_type) == ("=Tỷ lệ xã đạt chuẩn", "s")


def test_only_the_cells_to_fill_in_are_open(book):
    def unlocked(sheet):
        return {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}

    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in book)
    assert unlocked(book["Nhiệm vụ"]) == {f"{column}{row}" for column in "EFGHI" for row in (5, 6)}
    assert unlocked(book["Số liệu"]) == {"G5", "H5", "I5", "G6", "I6"}
    assert unlocked(book["Mã phiếu"]) == set()


def test_status_is_chosen_from_a_list_and_a_share_lies_between_nought_and_a_hundred(book):
    found = {str(one.sqref): one for one in book["Nhiệm vụ"].data_validations.dataValidation}
    words = '"đã hoàn thành,đang thực hiện,chưa thực hiện,không phát sinh"'
    assert sorted(found["E5:E6"].formula1.strip('"').split(",")) == sorted(words.strip('"').split(","))
    assert (found["F5:F6"].type, found["F5:F6"].formula1, found["F5:F6"].formula2) == ("decimal", "0", "100")


@pytest.mark.parametrize("sample", [True, False])
def test_the_slip_says_of_which_letter_the_form_is(sample):
    sheet = load_workbook(BytesIO(excel_form(a_form(sample=sample), "HT.X001", MESSAGE_ID).content))["Mã phiếu"]
    facts = dict(sheet.iter_rows(values_only=True))
    assert facts.pop("Lưu ý").startswith("DỮ LIỆU MẪU") is sample
    assert facts == {
        "Phiếu": "dondoc-1",
        "Mã thư": "0123456789abcdef01234567",
        "Cơ quan": "HT.X001",
        "Các mã": "HT26-031, HT26-032",
    }


def test_it_is_printed_on_a4_across_the_page_and_in_times_new_roman(book):
    for sheet in (book["Nhiệm vụ"], book["Số liệu"]):
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "B5")
        assert {cell.font.name for row in sheet.iter_rows() for cell in row} == {"Times New Roman"}


@pytest.mark.parametrize(
    ("numbers", "name"),
    [([31], "bieu-so-lieu-HT26-031-2025-12-12.xlsx"), ([31, 32], "bieu-so-lieu-HT26-2025-12-12.xlsx")],
)
def test_the_name_is_plain_and_tells_code_and_day(numbers, name):
    letter = with_items(a_letter(), *map(an_item, numbers))
    assert form_name(letter.ordered, letter.day) == name
    assert form_name([replace(an_item(), code="ĐỀÁN 26-001")], letter.day).isascii()


def test_equal_letters_give_equal_files_at_little_cost():
    """The budget is 15 ms of processor time; the bound here is wider, because test machines are shared."""
    letter = a_form()
    first = excel_form(letter, "HT.X001", MESSAGE_ID).content
    start = time.process_time()
    for _ in range(10):
        assert excel_form(letter, "HT.X001", MESSAGE_ID).content == first
    assert (time.process_time() - start) / 10 < 0.045
