"""A wrong row is named by sheet, row and column; a file that is no register is refused with one sentence."""

import io
import random
import zipfile

import pytest
from openpyxl import Workbook
from register_files import REGISTER, changes_of, csv_file, workbook

from agencies.errors import DirectoryError
from agencies.exchange import sheets
from agencies.exchange.errors import BadRegistryFile, RegistryErrors
from agencies.exchange.reading import read_registry
from agencies.exchange.workbook import excel_of_registry

SO = "sở, ban, ngành"
STC = ("M.STC", "Sở Tài chính", SO, "M.UBND")
HOI = ("M.HKH", "Hội Khuyến học tỉnh", "đoàn thể")
GOOD = ("M.SNV", "Sở Nội vụ", SO)
AGENCY_PROBLEMS = [
    ("no code", [(None, "Sở Nội vụ", SO)], "dòng 2, cột Mã cơ quan: còn trống"),
    ("a code that is none", [("sở nội vụ", "Sở Nội vụ", SO)], "dòng 2, cột Mã cơ quan: “SỞ NỘI VỤ” không phải là mã"),
    ("no name", [("M.SNV", None, SO)], "dòng 2, cột Tên cơ quan: còn trống"),
    ("an unknown kind", [("M.SNV", "Sở Nội vụ", "tổng cục")], "dòng 2, cột Loại: “tổng cục” không có trong danh sách"),
    ("an unknown parent", [(*GOOD, "M.X")], "dòng 2, cột Cấp trên: không có cơ quan mang mã M.X"),
    ("itself as parent", [(*GOOD, "M.SNV")], "dòng 2, cột Cấp trên: M.SNV là chính cơ quan này"),
    ("parents in a circle", [("M.UBND", "Ủy ban nhân dân tỉnh Mẫu", "UBND tỉnh", "M.SYT")], "nằm dưới M.UBND"),
    ("no such day", [(*STC, "30/02/2025")], "dòng 2, cột Từ ngày: “30/02/2025” không phải là ngày"),
    ("a number for a day", [(*STC, 45717)], "dòng 2, cột Từ ngày: “45717” không phải là ngày"),
    ("an end before the beginning", [(*STC, "2/3/2025", "1/3/2025")], "dòng 2, cột Không còn từ ngày: không sau ngày"),
    ("the same code twice", [STC, STC], "dòng 3, cột Từ ngày: mã M.STC đã có ở dòng 2 với cùng ngày bắt đầu"),
    ("overlapping intervals", [STC, (*STC, "1/1/2026")], "dòng 3, cột Từ ngày: trùng thời gian với giai đoạn trước"),
    ("a gap", [(*STC, None, "1/1/2026"), (*STC, "2/1/2026")], "dòng 3, cột Từ ngày: giai đoạn trước của mã M.STC"),
    (
        "another name from some day on",
        [(*STC, None, "1/1/2026"), ("M.STC", "Sở Tài chính mới", SO, "M.UBND", "1/1/2026")],
        "dòng 3, cột Tên cơ quan: khác giai đoạn trước",
    ),
    ("a record nobody knows", [(*HOI, "M.MTTQ", "1/4/2025")], "dòng 2, cột Từ ngày: danh bạ có 2 giai đoạn"),
    ("a name of two bodies", [("M.SYT2", "Sở Y tế", SO)], "dòng 2, cột Tên cơ quan: Tên “Sở Y tế” cùng lúc chỉ"),
    (
        "an heir that begins too late",
        [(*STC, "2/3/2025")],
        "dòng 2, cột Từ ngày: Cơ quan kế thừa M.STC không tồn tại vào ngày 01/03/2025",
    ),
    (
        "a predecessor that lives on",
        [("M.SKHDT", "Sở Kế hoạch và Đầu tư", SO, "M.UBND")],
        "dòng 2, cột Không còn từ ngày: Cơ quan M.SKHDT chuyển giao ngày 01/03/2025",
    ),
    ("a new body without kind", [("M.SNV", "Sở Nội vụ", None)], "dòng 2, cột Loại: còn trống"),
    ("a code of another length", [("M." + "A" * 60, "Sở Dài", SO)], "dòng 2, cột Mã cơ quan"),
    ("a text without end", [("M.SNV", "S" * 5000, SO)], "dòng 2, cột Tên cơ quan: dài quá"),
]
CONTACT_PROBLEMS = [
    ("no address", ("M.STC", None, "đầu mối"), "cột Địa chỉ thư điện tử: còn trống"),
    ("an address that is none", ("M.STC", "lan at stc", "đầu mối"), "cột Địa chỉ thư điện tử: “lan at stc” không phải"),
    ("two addresses", ("M.STC", "a@b.example; c@d.example", "đầu mối"), "cột Địa chỉ thư điện tử"),
    ("an unknown role", ("M.STC", "a@b.example", "trưởng thôn"), "cột Vai trò: “trưởng thôn” không có trong danh sách"),
    ("an agency nobody knows", ("M.X", "a@b.example", "đầu mối"), "cột Mã cơ quan: không có cơ quan mang mã M.X"),
    ("an end before the beginning", ("M.STC", "a@b.example", "đầu mối", "2/3/2025", "1/3/2025"), "cột Không còn từ"),
]


@pytest.mark.parametrize(
    ("rows", "expected"), [row[1:] for row in AGENCY_PROBLEMS], ids=[r[0] for r in AGENCY_PROBLEMS]
)
def test_a_wrong_agency_is_named_and_not_taken_over(rows, expected):
    changes = changes_of(workbook(rows))
    (problem,) = changes.problems
    assert str(problem).startswith("trang Cơ quan, dòng ")
    assert expected in str(problem)
    assert (changes.differences, changes.bodies) == ((), ())


@pytest.mark.parametrize(
    ("row", "expected"), [row[1:] for row in CONTACT_PROBLEMS], ids=[r[0] for r in CONTACT_PROBLEMS]
)
def test_a_wrong_contact_is_named_and_not_taken_over(row, expected):
    changes = changes_of(workbook((), [row]))
    (problem,) = changes.problems
    assert f"trang Đầu mối, dòng 2, {expected}" in str(problem)
    assert (changes.differences, changes.contacts) == ((), ())


def test_the_same_address_twice_is_one_mistake():
    row = ("M.SYT", "a@b.example", "đầu mối")
    changes = changes_of(workbook((), [row, row]))
    (problem,) = changes.problems
    assert "dòng 3, cột Địa chỉ thư điện tử: địa chỉ này của M.SYT đã có ở dòng 2" in str(problem)


def test_good_rows_stand_beside_every_mistake_of_the_file():
    rows = [("M.B1", "Sở Lạ", "lạ"), ("M.B2", "Sở Hai", SO, "M.B1"), GOOD, ("M.B3", "Sở Y tế", SO), ("?", "x", SO)]
    contacts = [("M.B2", "a@b.example", "đầu mối"), ("M.SNV", "c@d.example", "đầu mối")]
    changes = changes_of(workbook(rows, contacts))
    assert [(one.place.sheet, one.place.row) for one in changes.problems] == [
        ("Cơ quan", 2),
        ("Cơ quan", 3),
        ("Cơ quan", 5),
        ("Cơ quan", 6),
        ("Đầu mối", 2),
    ]
    assert "cơ quan M.B1 ở dòng 2 của trang Cơ quan phải sửa trước" in str(changes.problems[1])
    assert [one.agency for one in changes.differences] == ["M.SNV", "M.SNV"]


def test_the_rows_of_one_code_stand_or_fall_together():
    rows = [(*STC, None, "1/1/2026"), (*STC[:3], "M.X", "1/1/2026")]
    assert changes_of(workbook(rows)).bodies == ()


def test_a_file_without_end_of_mistakes_is_sent_back():
    rows = [(f"M.Y{number}", "Sở Y tế", SO) for number in range(60)]
    with pytest.raises(RegistryErrors) as caught:
        changes_of(workbook(rows))
    assert "“Sở Y tế” cùng lúc chỉ nhiều cơ quan" in str(caught.value)


def packed(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return stream.getvalue()


def without(title):
    book = Workbook()
    book.active.title = title
    book.active.append(["Tên cơ quan"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


NO_REGISTERS = [
    ("nothing", b"", "tệp trống"),
    ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Excel cũ"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(range(128, 256)), "UTF-8"),
    ("Vietnamese in an old code page", "Mã cơ quan,Tên".encode("cp1258", "replace") + b"\xd2\xff", "UTF-8"),
    ("a zip that is no workbook", packed(a="b"), "hỏng hoặc không phải Excel"),
    ("a cut workbook", workbook()[:900], "hỏng hoặc không phải Excel"),
    ("an entity", packed(xl__workbook="<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "thực thể"),
    ("a bomb", lambda: packed(xl__workbook=b" " * 200_000_000), "giải nén"),
    ("another workbook", without("Sheet1"), "không có trang “Cơ quan” hay “Đầu mối”"),
    ("no column of codes", without("Cơ quan"), "trang “Cơ quan” không có hàng tên cột với “Mã cơ quan”"),
    ("a column twice", csv_file(("Mã", "Tên", "Tên cơ quan"), ("M.STC", "a", "b")), "hai cột “Tên cơ quan”"),
    ("a quote without end", 'Mã,Tên\nM.STC,"Sở'.encode(), "CSV"),
    ("too many rows", b"Ma,Ten\n" + b"M.A,b\n" * (sheets.MOST_ROWS + 1), "hơn 20000 dòng"),
    ("a text without titles", "Kính gửi: Sở Tài chính".encode(), "không có trang"),
]


@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in NO_REGISTERS], ids=[row[0] for row in NO_REGISTERS])
def test_what_is_no_register_is_refused_with_a_sentence(data, expected):
    data = data() if callable(data) else data  # large files are made only where they are tested
    with pytest.raises(BadRegistryFile) as caught:
        read_registry(data, "tệp lạ")
    assert expected in str(caught.value)
    assert "“tệp lạ”" in str(caught.value)


def test_damaged_files_give_a_sentence_or_rows_but_nothing_else():
    chance = random.Random(20250301)
    whole = excel_of_registry(REGISTER, {}, REGISTER.successions[0].on)
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            changes_of(bytes(data))
        except DirectoryError as error:
            assert str(error)


def test_an_error_value_in_a_cell_is_a_mistake_of_that_cell():
    book = Workbook()
    book.active.title = "Cơ quan"
    for row in (("Mã cơ quan", "Tên cơ quan"), ("M.STC", "#REF!")):
        book.active.append(row)
    book.active["B2"].data_type = "e"
    stream = io.BytesIO()
    book.save(stream)
    (problem,) = changes_of(stream.getvalue()).problems
    assert "cột Tên cơ quan: ô báo lỗi" in str(problem)
