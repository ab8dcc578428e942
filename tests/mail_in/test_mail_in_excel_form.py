"""The Excel form as it comes back: by headers and codes, whatever happened to the file; what is unsure is asked."""

import shutil
import subprocess
from pathlib import Path

import pytest
from form_files import TASKS, figure, our_form, part, read, rezipped, task, typed_in, workbook

FULL = (
    [task("HT26-031", E="Đang thực hiện", F=80, G="Đã mở 12 lớp", H="Thiếu giáo viên"), task("HT26-032")],
    [figure("HT26-031", "CT1", G=410, H=512), figure("HT26-031", "CT2", G=1250)],
)
READ = """[HT26-031]
Trạng thái: Đang thực hiện
Tỷ lệ hoàn thành: 80%
Kết quả: Đã mở 12 lớp
Khó khăn: Thiếu giáo viên

[HT26-031]
CT1: 410/512

[HT26-031]
CT2: 1250"""


def test_the_form_is_read_with_the_place_of_every_value():
    found = read(workbook(*FULL))
    assert found.text == READ
    assert found.doubts == ()
    assert found.places["HT26-031/percent"] == "Biểu.xlsx, trang “Nhiệm vụ”, ô F5"
    assert found.places["HT26-031/CT1"] == "Biểu.xlsx, trang “Số liệu”, ô G5"
    assert list(found.notes.values()) == ["đã đọc biểu mẫu: HT26-031"]


def test_a_form_in_which_nothing_was_typed_is_no_answer():
    found = read(workbook([task("HT26-031"), task("HT26-032")], [figure("HT26-031", "CT1")]))
    assert (found.text, found.doubts, found.blank) == ("", (), ("Biểu.xlsx",))


def test_a_workbook_that_is_no_form_is_left_to_a_person():
    found = read(workbook(heads={"Nhiệm vụ": ["TT", "Đơn vị"], "Số liệu": ["TT", "Số trẻ"]}, tasks=[[1, "x"]]))
    assert (found.text, found.unread) == ("", ("Biểu.xlsx",))


def _columns(order: str) -> tuple[list[str], list[list[object]]]:
    """The first sheet with its columns in another order, "_" for one that was put in."""
    rows = [["STT" if x == "_" else TASKS["ABCDEFGHI".index(x)] for x in order]]
    for number, row in enumerate(FULL[0], start=1):
        rows.append([number if x == "_" else row["ABCDEFGHI".index(x)] for x in order])
    return rows[0], rows[1:]


@pytest.mark.parametrize("order", ["IHGFEDCBA", "_ABCDEFGHI", "AEFGH", "GAFEH"])
def test_columns_are_known_by_their_headers(order):
    heads, rows = _columns(order)
    found = read(workbook(rows, FULL[1], heads={"Nhiệm vụ": heads}))
    assert (found.text, found.doubts) == (READ, ())


@pytest.mark.parametrize(
    "tasks",
    [
        [FULL[0][1], FULL[0][0]],
        [["", "", "Các nhiệm vụ của xã"], FULL[0][0]],
        [[], [], FULL[0][0], []],
        [["ht26 031", *FULL[0][0][1:]]],
        [[" HT26-031 ", *FULL[0][0][1:]]],
        [list(TASKS), FULL[0][0]],
    ],
)
def test_rows_are_known_by_their_codes(tasks):
    found = read(workbook(tasks, FULL[1]))
    assert (found.text, found.doubts) == (READ, ())


def test_other_sheets_do_not_matter():
    found = read(workbook(*FULL, extra={"Danh sách trẻ": [["TT", "Họ tên"], [1, "Nguyễn Văn A"]]}))
    assert (found.text, found.doubts) == (READ, ())


@pytest.mark.parametrize(
    ("cell", "percent"),
    [
        (80, "80%"),
        (80.5, "80,5%"),
        ((0.8, "0%"), "80%"),
        ((0.805, "0.0%"), "80,5%"),
        ((0.07, "0%"), "7%"),
        ((80, '0"%"'), "80%"),
        ((80, r"0\%"), "80%"),
        ("80", "80"),
        ("80%", "80%"),
        ("80,5 %", "80,5 %"),
        (("=40+40", 80), "80%"),
        (0.1 + 0.2 + 79.7, "80%"),
        (0, "0%"),
    ],
)
def test_percentages_are_what_the_cell_shows(cell, percent):
    found = read(workbook([task("HT26-031", F=cell)]))
    assert found.text == f"[HT26-031]\nTỷ lệ hoàn thành: {percent}"
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("sign", "typed", "value"),
    [
        ("CT1", {"G": 410, "H": 512}, "410/512"),
        ("CT1", {"G": "410", "H": "512"}, "410/512"),
        ("CT1", {"G": "410/512"}, "410/512"),
        ("CT1", {"G": "410/512", "H": 512}, "410/512"),
        ("CT1", {"G": "80,1%"}, "80,1%"),
        ("CT1", {"G": (0.801, "0.0%")}, "80,1%"),
        ("CT1", {"G": ("=400+10", 410), "H": 512}, "410/512"),
        ("CT1", {"G": 0, "H": 0}, "0/0"),
        ("CT2", {"G": "1.250"}, "1.250"),
        ("CT2", {"G": "1,5 tỷ đồng"}, "1,5 tỷ đồng"),
        ("CT2", {"G": 1234567}, "1234567"),
        ("CT2", {"G": (1250, "#,##0")}, "1250"),
    ],
)
def test_figures_are_written_as_offices_write_them(sign, typed, value):
    found = read(workbook([], [figure("HT26-031", sign, **typed)]))
    assert found.text == f"[HT26-031]\n{sign}: {value}"
    assert found.doubts == ()


@pytest.mark.parametrize(
    ("tasks", "figures", "doubt"),
    [
        ([task("HT26-031", F=0.8)], [], "chưa rõ là 0,8%"),
        ([task("HT26-031", F=(45_000, "dd/mm/yyyy"))], [], "ghi thành ngày"),
        ([task("HT26-031", F=("=A1/B1", ""))], [], "công thức chưa có kết quả"),
        ([task("HT26-031", F=("=1/0", "#DIV/0!"))], [], "không đọc được"),
        ([task("HT26-099", E="Đã hoàn thành")], [], "HT26-099 không có trong thư hỏi"),
        ([["", "", "", "", "Đã hoàn thành"]], [], "không ghi mã nhiệm vụ"),
        ([[*task("HT26-031", E="Đã hoàn thành"), "còn chờ"]], [], "không có trong biểu đã gửi"),
        ([], [figure("HT26-031", "CT1", G=(45_000, "d-mmm"))], "ghi thành ngày"),
        ([], [figure("HT26-031", "CT1", H=512)], "chỉ có mẫu số"),
        ([], [figure("HT26-031", "CT1", G="410/512", H=500)], "với mẫu số"),
        ([], [figure("HT26-031", "CT1", G="80%", H=512)], "ở cột tử số"),
        ([], [figure("HT26-031", "CT1", G=1.2, H=2)], "số lẻ 1,2, có thể là 1200"),
        ([], [figure("HT26-031", "CT2", G=12.5)], "số lẻ 12,5, có thể là 12500"),
        ([], [figure("HT26-031", "CT1", G=410, H=512, I="số ước tính")], "ghi chú “số ước tính”"),
        ([], [["HT26-031", "CT1", "Kinh phí chi thường xuyên", "%", "", "", 5, 6]], "khác với số liệu đang hỏi"),
        ([], [["HT26-031", "", "Trẻ nhà trẻ được đến trường", "%", "", "", 5, 6]], "không rõ là chỉ tiêu nào"),
        ([task("HT26-031", G="Đã mở lớp\nHT26-032: đã hoàn thành")], [], "nhiều nội dung của mẫu trả lời"),
        ([task("HT26-031", G="Đã mở lớp\nTrạng thái: đã hoàn thành")], [], "nhiều nội dung của mẫu trả lời"),
        ([], [["Tổng cộng", "", "", "", "", "", 410, 512]], "không ghi mã nhiệm vụ"),
    ],
)
def test_what_is_unsure_is_asked(tasks, figures, doubt):
    assert doubt in "; ".join(read(workbook(tasks, figures)).doubts)


def test_what_people_sign_below_the_table_is_no_answer():
    signed = [["", "", "", "", "", "", "NGƯỜI LẬP BIỂU"], [], ["", "", "", "", "", "", "Nguyễn Văn Mẫu"]]
    found = read(workbook([*FULL[0], *signed], [*FULL[1], *signed]))
    assert (found.text, found.doubts) == (READ, ())


def test_a_column_that_only_sounds_like_ours_is_asked_about():
    heads = [*TASKS[:8], "Mức độ hài lòng"]
    row = task("HT26-031", E="Đang thực hiện", I="cao")
    assert "“muc do hai long”" in read(workbook([row], heads={"Nhiệm vụ": heads})).doubts[0]


def test_lists_of_several_lines_stay_one_value():
    found = read(workbook([task("HT26-031", G="- mở 12 lớp\n- tuyển 5 giáo viên\nKhó khăn: thiếu phòng học")]))
    assert found.doubts == ()
    assert found.text.count("\n- ") == 1


def test_a_form_of_another_agency_is_not_read_as_an_answer():
    assert "lập cho cơ quan khác (xa-khac)" in read(workbook(*FULL, agency="xa-khac")).doubts[0]


def test_a_note_is_kept_with_the_results():
    found = read(workbook([], [figure("HT26-031", "CT1", G=410, H=512, I="Nguồn: phòng Văn hoá")]))
    assert found.text.endswith("Kết quả: Ghi chú CT1: Nguồn: phòng Văn hoá")
    assert found.doubts == ()


def test_two_forms_with_two_values_reach_the_reader_both():
    found = read(workbook([task("HT26-031", F=80), task("HT26-031", F=70)]))
    assert found.text.count("Tỷ lệ hoàn thành") == 2


def test_values_on_a_hidden_sheet_are_asked_about():
    book = workbook(*FULL)
    hidden = part(book, "xl/workbook.xml").replace(b'<sheet name="S', b'<sheet state="hidden" name="S')
    assert "bị ẩn" in read(rezipped(book, **{"xl/workbook.xml": hidden})).doubts[0]


def test_merged_codes_belong_to_all_their_rows_and_merged_answers_are_asked_about():
    book = workbook([], [figure("HT26-031", "CT1", G=410, H=512), ["", *figure("HT26-031", "CT2", G=5)[1:]]])
    sheet = part(book, "xl/worksheets/sheet2.xml")
    code = sheet.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A5:A6"/></mergeCells>')
    assert read(rezipped(book, **{"xl/worksheets/sheet2.xml": code})).text.endswith("CT2: 5")
    answer = sheet.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="G5:G6"/></mergeCells>')
    assert "gộp" in "; ".join(read(rezipped(book, **{"xl/worksheets/sheet2.xml": answer})).doubts)


def test_a_file_of_another_program_needs_no_places_no_styles_and_no_shared_strings():
    """WPS and small programs leave out what they can; prefixes are their own."""

    def text(*runs: str) -> str:
        pieces = "".join(f"<x:r><x:t>{run}</x:t></x:r>" for run in runs)
        return f"<x:c t='inlineStr'><x:is>{pieces}</x:is></x:c>"

    heads = text("Mã") + text("Trạng ", "thái") + text("Tỷ lệ hoàn thành (%)")
    cells = "<x:c t='str'><x:v>HT26-031</x:v></x:c>" + text("đang thực hiện") + "<x:c><x:v>80</x:v></x:c>"
    rows = f"<x:row>{heads}</x:row><x:row>{cells}</x:row>"
    main = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    sheet = f"<x:worksheet xmlns:x='{main}'><x:sheetData>{rows}</x:sheetData></x:worksheet>".encode()
    book = rezipped(
        workbook(),
        **{"xl/worksheets/sheet1.xml": sheet, "xl/styles.xml": None, "xl/sharedStrings.xml": None},
        **{f"xl/worksheets/sheet{n}.xml": b"<worksheet><sheetData/></worksheet>" for n in (2, 3)},
    )
    assert read(book).text == "[HT26-031]\nTrạng thái: đang thực hiện\nTỷ lệ hoàn thành: 80%"


OURS = {"t_E5": "Đang thực hiện", "t_F5": 80, "t_G5": "Đã mở 12 lớp", "t_H5": "Thiếu giáo viên"}
OURS |= {"f_G5": 410, "f_H5": 512, "f_G6": 1250}


def test_the_form_that_goes_out_is_read_when_it_comes_back():
    found = read(typed_in(our_form(), **OURS))
    assert (found.text, found.doubts) == (READ, ())


def test_the_form_that_goes_out_says_nothing_by_itself():
    found = read(our_form())
    assert (found.text, found.doubts, found.blank) == ("", (), ("Biểu.xlsx",))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_saves_the_form_anew_and_nothing_is_lost(tmp_path: Path):
    (tmp_path / "Bieu.xlsx").write_bytes(typed_in(our_form(), **OURS, t_J6="ngoài bảng"))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/o", "--headless", "--convert-to", "xlsx"]
    command += ["--outdir", str(tmp_path / "moi"), str(tmp_path / "Bieu.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=90)
    found = read((tmp_path / "moi" / "Bieu.xlsx").read_bytes())
    assert found.text == READ
    assert "HT26-032: cột “ô J6” không có trong biểu" in found.doubts[0]
