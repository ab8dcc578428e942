"""Answers typed into tables: pasted from a spreadsheet, drawn in HTML, with or without headers."""

import pytest
from known_side import ITEMS, letter

from mail.html_text import best_text, to_text
from mail.read_answer.model import Understanding
from mail.read_answer.understand import understand
from mail.split import split
from mail.tables import as_form, with_forms

SENT = letter("three").sent_text


def read(text: str) -> Understanding:
    return understand(split(text, SENT), ITEMS)


def brief(understood: Understanding) -> dict[str, str]:
    """ "đang_thực_hiện 70 CT1=410/512" by code."""
    result = {}
    for item in understood.reported:
        figures = [
            f"{code}={one.numerator}/{one.denominator}" if one.denominator is not None else f"{code}={one.value}"
            for code, one in sorted(item.figures.items())
        ]
        share = [] if item.percent is None else [str(item.percent)]
        result[item.code] = " ".join([str(item.status), *share, *figures])
    return result


def html(rows: list[list[str]], cell: str = "<td>{}</td>") -> str:
    body = "".join("<tr>" + "".join(cell.format(one) for one in row) + "</tr>" for row in rows)
    return f"<p>Kính gửi Sở, xã xin báo cáo:</p><table border=1>{body}</table><p>Trân trọng.</p>"


WIDE = [
    ["STT", "Mã", "Nội dung", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Kết quả", "Khó khăn", "CT1", "CT2"],
    ["1", "HT26-031", "Ban hành", "đang thực hiện", "70", "đã họp dân", "thiếu đất", "410/512", "1.250"],
    ["2", "HT26-032", "Hoàn thành phổ cập", "đã hoàn thành", "100%", "", "", "", ""],
    ["3", "HT26-033", "Huy động", "", "", "", "", "", ""],
]
WIDE_READ = {"HT26-031": "dang_thuc_hien 70 CT1=410/512 CT2=1250", "HT26-032": "hoan_thanh 100"}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (WIDE, WIDE_READ),
        ([list(reversed(row)) for row in WIDE], WIDE_READ),
        ([["BIỂU BÁO CÁO NĂM 2025"], [], *WIDE], WIDE_READ),
        ([WIDE[0], WIDE[2], WIDE[0], WIDE[1]], WIDE_READ),
        (
            [
                ["Mã nhiệm vụ", "Đã hoàn thành", "Đang thực hiện", "Chưa thực hiện", "Không phát sinh"],
                ["HT26-031", "", "x", "", ""],
                ["HT26-032", "X", "", "", ""],
                ["[HT26-033]", "", "", "", "v"],
            ],
            {"HT26-031": "dang_thuc_hien", "HT26-032": "hoan_thanh", "HT26-033": "khong_phat_sinh"},
        ),
        (
            [
                [
                    "Mã",
                    "Ký hiệu",
                    "Chỉ tiêu",
                    "Đơn vị",
                    "Mục tiêu",
                    "Kỳ trước",
                    "Tử số / Số lượng",
                    "Mẫu số",
                    "Ghi chú",
                ],
                ["HT26-031", "CT1", "Trẻ nhà trẻ", "%", "30", "380/500", "410", "512", ""],
                ["", "CT2", "Kinh phí", "triệu đồng", "", "", "1.250", "", ""],
                ["Mã", "Trạng thái", "", "", "", "", "", "", ""],
            ],
            {"HT26-031": "None CT1=410/512 CT2=1250"},
        ),
        (
            [["HT26-031", "Đang thực hiện", "70%"], ["HT26-032", "Đã hoàn thành", "100%"]],
            {"HT26-031": "dang_thuc_hien 70", "HT26-032": "hoan_thanh 100"},
        ),
        (
            [["Mã", "HT26-033"], ["Trạng thái", "chưa thực hiện"], ["Khó khăn", "thiếu đất"]],
            {"HT26-033": "chua_thuc_hien"},
        ),
        ([["MÃ SỐ", "TÌNH TRẠNG"], ["HT26-032", "hoàn thành"]], {"HT26-032": "hoan_thanh"}),
        ([["Ma", "Trang thai", "Ty le"], ["HT26-031", "dang thuc hien", "45,5"]], {"HT26-031": "dang_thuc_hien 45.5"}),
    ],
)
def test_a_table_is_read_by_its_headers_and_codes(rows, expected):
    pasted = "Xã xin báo cáo:\n" + "\n".join("\t".join(row) for row in rows) + "\n\nTrân trọng."
    assert brief(read(pasted)) == expected
    assert brief(read(to_text(html(rows)))) == expected
    assert brief(read(to_text(html(rows, "<td><p><span>{}</span></p></td>")))) == expected


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([["Mã", "Trạng thái", "Luỹ kế"], ["HT26-031", "đang thực hiện", "45"]], "Luỹ kế: 45"),
        ([["Mã", "Trạng thái", ""], ["HT26-031", "đang thực hiện", "45"]], "không có tiêu đề: 45"),
        ([["HT26-031", "Đang thực hiện", "70"]], "không có tiêu đề: 70"),
        ([["Mã", "Trạng thái"], ["HT26-031", "đang thực hiện"], ["Tổng", "đã hoàn thành"]], "Tổng"),
        ([["Mã", "Trạng thái"], ["", "đã hoàn thành"]], "không ghi mã"),
        ([["Mã", "Trạng thái"], ["HT26-099", "đã hoàn thành"]], "HT26-099"),
        ([["Mã", "Trạng thái"], ["HT26-031", "đã hoàn thành"], ["HT26-031", "đang thực hiện"]], "hai trạng thái"),
        ([["Mã", "Trạng thái", "Tỷ lệ"], ["HT26-031", "đang thực hiện", "170"]], "lớn hơn 100%"),
        ([["Mã", "Trạng thái", "CT1"], ["HT26-031", "đang thực hiện", "512/410"]], "lớn hơn mẫu số"),
        ([["Mã", "Trạng thái", "CT2"], ["HT26-031", "đang thực hiện", "1,250"]], "1,250"),
        ([["Mã", "Đã hoàn thành", "Chưa thực hiện"], ["HT26-031", "x", "x"]], "nhiều lựa chọn"),
        ([["Mã", "Đã hoàn thành", "Đang thực hiện"], ["HT26-031", "", "sắp xong"]], "sắp xong"),
        (
            [
                ["Mã", "Ký hiệu", "Tử số", "Mẫu số", "Ghi chú"],
                ["HT26-031", "CT1", "410", "512", "số ước"],
            ],
            "ước chừng",
        ),
        ([["Mã", "Ký hiệu", "Tử số", "Mẫu số"], ["HT26-031", "CT1", "", "512"]], "CT1"),
        ([["Mã", "Trạng thái", "Tử số", "Mẫu số"], ["HT26-031", "đang thực hiện", "410", "512"]], "410/512"),
    ],
)
def test_what_a_table_leaves_open_is_held(rows, why):
    for text in ("\n".join("\t".join(row) for row in rows), to_text(html(rows))):
        understood = read(text)
        assert not understood.certain
        assert why in "; ".join(understood.doubts)


def test_cells_of_several_rows_and_columns_keep_their_place():
    text = to_text(
        "<table><tr><th>Mã</th><th colspan=2>Trạng thái</th><th>Tỷ lệ</th></tr>"
        "<tr><td rowspan=2>HT26-031</td><td>đang thực hiện</td><td></td><td>70</td></tr>"
        "<tr><td>đang thực hiện</td><td></td><td>70</td></tr></table>"
    )
    assert brief(read(text)) == {"HT26-031": "dang_thuc_hien 70"}


def test_what_nobody_sees_in_a_table_is_not_read():
    rows = (
        "<tr><td>Mã</td><td>Trạng thái</td></tr><tr><td>HT26-031</td><td>đang thực hiện"
        "<span style='display:none'>đã hoàn thành</span></td></tr>"
        "<tr style='display: none'><td>HT26-032</td><td>đã hoàn thành</td></tr>"
    )
    assert brief(read(to_text(f"<table>{rows}</table>"))) == {"HT26-031": "dang_thuc_hien"}


def test_the_table_is_read_instead_of_the_scattered_cells_of_the_plain_text():
    page = html(WIDE) + '<div class="gmail_quote"><table><tr><td>x</td></tr></table></div>'
    plain = "Mã\nTrạng thái\nHT26-031\nđang thực hiện\n70"
    assert brief(read(best_text(plain, page))) == WIDE_READ


@pytest.mark.parametrize(
    "page",
    [
        "<p>đã hoàn thành</p>",
        "<table><tr><td>Nguyễn Văn Mẫu</td><td>Văn phòng</td></tr></table>",
        '<p>xong</p><div class="gmail_quote">' + html(WIDE) + "</div>",
        "<table><tr><td>" + "<table>" * 900,
    ],
)
def test_otherwise_the_plain_text_is_read(page):
    assert best_text("đã hoàn thành", page) == "đã hoàn thành"


def test_a_table_drawn_with_bars_is_read_and_a_cell_of_several_lines_stays_one():
    drawn = "| *Mã* | *Trạng thái* |\n|---|---|\n| HT26-031 | đang thực hiện |"
    assert brief(read(drawn)) == {"HT26-031": "dang_thuc_hien"}
    pasted = 'Mã\tTrạng thái\tKết quả\nHT26-031\tđang thực hiện\t"họp dân;\nđã trình"\nHT26-032\tđã hoàn thành\t'
    understood = read(pasted)
    assert brief(understood) == {"HT26-031": "dang_thuc_hien", "HT26-032": "hoan_thanh"}
    assert understood.reported[0].narrative == "họp dân; đã trình"


@pytest.mark.parametrize(
    "text",
    [
        "\tHT26-031: đã hoàn thành\n\tHT26-032: chưa thực hiện",
        "Nơi nhận:\t- Như trên;\n\t- Lưu: VT.",
        "a | b | c",
        "\t" * 50,
    ],
)
def test_text_that_is_no_table_stays_as_it_is(text):
    assert with_forms(text) == text


def test_a_grid_without_answers_is_no_form():
    assert as_form([["Mã", "Nội dung"], ["HT26-031", "Ban hành kế hoạch"]]) is None
    assert as_form([]) is None
    assert as_form([["Mã", "Trạng thái"]] * 501) is None
