"""Tables of a Word file: data becomes a Table, a table that only sets columns becomes lines."""

import pytest
from producing_docx_xml import BORDERS, WordFile, abstract, cell, item, level, num, par, style, table

from plans.formats.docx import read_docx
from plans.sheet import Line, Row, Table


def blocks_of(body, **parts):
    return read_docx(WordFile(body=body, **parts).bytes(), "thu.docx").blocks


def rows(body, **parts):
    (found,) = blocks_of(body, **parts)
    assert isinstance(found, Table)
    return [row.cells for row in found.rows]


def lines(body, **parts):
    found = blocks_of(body, **parts)
    assert all(isinstance(block, Line) for block in found)
    return [block.text for block in found]


def test_a_table_of_three_columns_is_data_and_its_rows_are_numbered():
    body = par("Phụ lục") + table(["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Rà soát", "Sở Y tế//Sở Nội vụ"]) + par("Hết")
    before, found, after = blocks_of(body)
    assert found == Table((Row(2, ("TT", "Nhiệm vụ", "Chủ trì")), Row(3, ("1", "Rà soát", "Sở Y tế\nSở Nội vụ"))))
    assert (before.number, after.number) == (1, 4)


@pytest.mark.parametrize(
    ("properties", "styles"),
    [
        (BORDERS, ""),
        ('<w:tblStyle w:val="Luoi"/>', style("Luoi", f"<w:tblPr>{BORDERS}</w:tblPr>", kind="table")),
        (
            '<w:tblStyle w:val="Con"/>',
            style("Luoi", f"<w:tblPr>{BORDERS}</w:tblPr>", kind="table") + style("Con", kind="table", based="Luoi"),
        ),
    ],
)
def test_two_columns_with_lines_between_them_are_data(properties, styles):
    body = table(["Chỉ tiêu", "Đơn vị"], ["Tỷ lệ", "%"], properties=properties)
    assert rows(body, styles=styles) == [("Chỉ tiêu", "Đơn vị"), ("Tỷ lệ", "%")]


def test_cells_with_edges_of_their_own_count_as_lines():
    edges = "".join(f'<w:{edge} w:val="single"/>' for edge in ("top", "left", "bottom", "right"))
    framed = [cell(text, f"<w:tcBorders>{edges}</w:tcBorders>") for text in ("Chỉ tiêu", "Đơn vị")]
    assert rows(table(framed, framed)) == [("Chỉ tiêu", "Đơn vị")] * 2


def test_borders_that_are_switched_off_are_no_lines():
    off = BORDERS.replace("single", "nil")
    assert lines(table(["Trái", "Phải"], ["Dưới trái", "Dưới phải"], properties=off)) == [
        "Trái Phải",
        "Dưới trái Dưới phải",
    ]


def test_the_heading_is_lines_left_cell_first_even_with_a_narrow_column_or_borders():
    left, right = "ỦY BAN NHÂN DÂN//TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM//Độc lập - Tự do - Hạnh phúc"
    number, date = "Số: 1/KH-UBND", "A, ngày 01 tháng 02 năm 2025"
    expected = [*left.split("//"), *right.split("//"), f"{number} {date}"]
    assert lines(table([left, right], [number, date], properties=BORDERS)) == expected
    assert lines(table([left, "", right], [number, "", date])) == expected


def test_a_row_of_short_single_lines_is_one_line_in_columns():
    (line,) = blocks_of(table(["SỞ Y TẾ", "", "SỞ NỘI VỤ"]))
    assert (line.text, line.cells) == ("SỞ Y TẾ SỞ NỘI VỤ", ("SỞ Y TẾ", "SỞ NỘI VỤ"))


def test_longer_cells_are_lines_one_after_the_other():
    long = "Chủ trì, phối hợp với các sở, ban, ngành liên quan tổ chức thực hiện Kế hoạch này"
    assert lines(table([long, "Sở Y tế"])) == [long, "Sở Y tế"]


def test_the_signature_is_lines_and_breaks_in_it_end_lines():
    broken = "<w:p><w:r><w:t>TM. ỦY BAN NHÂN DÂN</w:t><w:br/><w:t>CHỦ TỊCH</w:t></w:r></w:p>"
    body = table(["Nơi nhận://- Như trên;//- Lưu: VT.", cell(broken)])
    assert lines(body) == ["Nơi nhận:", "- Như trên;", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]


def test_lines_of_a_layout_table_have_one_cell():
    assert [block.cells for block in blocks_of(table(["Trái//Dưới", "Phải"]))] == [("Trái",), ("Dưới",), ("Phải",)]


def test_a_table_of_one_cell_is_its_paragraphs():
    assert lines(table([cell("Một//Hai")], properties=BORDERS)) == ["Một", "Hai"]


def test_an_empty_table_is_nothing():
    assert lines(par("Một") + table(["", "", ""], ["", "", ""], properties=BORDERS)) == ["Một"]


def test_a_vertically_merged_cell_repeats_its_text():
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        ["Chủ trì", "Việc", "Hạn"],
        [cell("Sở Y tế", start), "Một", "2025"],
        [cell("bị che", on), "Hai", "2026"],
        [cell("", on), "Ba", "2027"],
        [cell("Sở Nội vụ", start), "Bốn", "2028"],
    )
    assert [row[0] for row in rows(body)] == ["Chủ trì", "Sở Y tế", "Sở Y tế", "Sở Y tế", "Sở Nội vụ"]


def test_a_horizontally_merged_cell_stands_in_its_first_column():
    body = table(
        ["TT", cell("Cơ quan", '<w:gridSpan w:val="2"/>'), "Hạn"],
        ["TT", "Chủ trì", "Phối hợp", "Hạn"],
        [cell("I. Nhiệm vụ chung", '<w:gridSpan w:val="4"/>')],
        ["1", "Sở Y tế", cell("đến", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>")],
    )
    assert rows(body) == [
        ("TT", "Cơ quan", "", "Hạn"),
        ("TT", "Chủ trì", "Phối hợp", "Hạn"),
        ("I. Nhiệm vụ chung", "", "", ""),
        ("1", "Sở Y tế", "đến", ""),
    ]


def test_columns_before_the_first_cell_are_left_empty():
    late = "<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>" + cell("Việc") + cell("Hạn") + "</w:tr>"
    body = table(["TT", "Nhiệm vụ", "Hạn"]).replace("</w:tbl>", f"{late}</w:tbl>")
    assert rows(body) == [("TT", "Nhiệm vụ", "Hạn"), ("", "Việc", "Hạn")]


def test_borders_dragged_by_hand_do_not_shift_columns():
    grid = "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{w}"/>' for w in (500, 60, 4000, 80, 2000)) + "</w:tblGrid>"
    wide = '<w:gridSpan w:val="2"/>'
    body = table(
        ["TT", cell("Nhiệm vụ", wide), cell("Chủ trì", wide)],
        [cell("1", wide), cell("Rà soát", wide), "Sở Y tế"],
        [cell("II. Nhóm việc", '<w:gridSpan w:val="5"/>')],
    ).replace("</w:tblPr>", f"</w:tblPr>{grid}")
    assert rows(body) == [("TT", "Nhiệm vụ", "Chủ trì"), ("1", "Rà soát", "Sở Y tế"), ("II. Nhóm việc", "", "")]


def test_automatic_numbers_alone_in_a_cell_are_kept():
    numbering = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    body = table(["TT", "Việc", "Hạn"], *([cell(item("", 1)), f"Việc {i}", "2025"] for i in (1, 2)))
    assert [row[0] for row in rows(body, numbering=numbering)] == ["TT", "1", "2"]


def test_a_deleted_row_is_left_out_and_told():
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('x')}{cell('y')}{cell('z')}</w:tr>"
    body = table(["A", "B", "C"], ["1", "2", "3"]).replace("</w:tbl>", f"{gone}</w:tbl>")
    sheet = read_docx(WordFile(body=body).bytes(), "thu.docx")
    assert len(sheet.blocks[0].rows) == 2
    assert [doubt.kind for doubt in sheet.doubts] == ["tracked_changes"]


def test_a_table_inside_a_cell_of_data_is_joined_into_its_text():
    inner = table(["a", "b"], ["c", "d"])
    body = table(["A", "B", "C"], ["1", cell(par("Việc") + inner), "3"])
    assert rows(body)[1] == ("1", "Việc\na b\nc d", "3")


def test_a_data_table_inside_a_layout_cell_stays_a_table():
    inner = table(["TT", "Việc", "Hạn"], ["1", "Rà soát", "2025"])
    found = blocks_of(table([cell(par("Trái")), cell(inner + par("Phải"))]))
    assert [type(block) for block in found] == [Line, Table, Line]


def test_an_absurd_span_costs_nothing():
    body = table([cell("A", '<w:gridSpan w:val="999999999"/>'), "B", "C"], ["1", "2", "3"])
    assert max(map(len, rows(body))) <= 64


HEADER = ["TT", "Nhiệm vụ", "Chủ trì"]


@pytest.mark.parametrize("again", [[], [HEADER]], ids=["counts on", "repeats its header"])
def test_a_table_cut_in_two_is_one_table(again):
    body = (
        table(HEADER, ["1", "Rà soát", "Sở Y tế"])
        + par("")
        + table(*again, ["2", "Bố trí", "Sở Tài chính"], ["3", "Giao", "Sở Nội vụ"])
    )
    assert [row[0] for row in rows(body)] == ["TT", "1", "2", "3"]


def test_two_tables_that_each_count_from_one_stay_two():
    body = table(HEADER, ["1", "Rà soát", "Sở Y tế"]) + par("") + table(["TT", "Chỉ tiêu", "Mức"], ["1", "Tỷ lệ", "5%"])
    assert len(blocks_of(body)) == 2
