import unicodedata

import pytest

from plans.errors import DamagedFile, EmptyFile, NotText
from plans.formats.html import read_html
from plans.formats.opening import open_sheet
from plans.sheet import Line, Table


def sheet(markup, name="a.html"):
    return read_html(markup if isinstance(markup, bytes) else markup.encode(), name)


def texts(markup):
    return [block.text for block in sheet(markup).blocks if isinstance(block, Line)]


def rows(markup):
    return [[row.cells for row in block.rows] for block in sheet(markup).blocks if isinstance(block, Table)]


LISTS = [
    ("<ol><li>Một<li>Hai</ol>", ["1. Một", "2. Hai"]),
    ("<ol type=a start=3><li>Một<li value=7>Hai<li>Ba</ol>", ["c. Một", "g. Hai", "h. Ba"]),
    ("<ol type=I><li>Một<ol type=A><li>Con</ol><li>Hai</ol>", ["I. Một", "A. Con", "II. Hai"]),
    ("<ol reversed><li>Một<li>Hai</ol>", ["2. Một", "1. Hai"]),
    (
        "<ol style='list-style-type: lower-roman'><li>Một<li>Hai<li>Ba<li>Bốn</ol>",
        ["i. Một", "ii. Hai", "iii. Ba", "iv. Bốn"],
    ),
    ("<ul><li>Một<li style='list-style:none'>Hai</ul>", ["- Một", "Hai"]),
    ("<ul style='list-style-type:none'><li>a) Một</ul>", ["a) Một"]),
    ("<ul><li>- Một<li>+ Hai</ul>", ["- Một", "+ Hai"]),
    ("<ol><li>1. Một<li><p>Hai</p><p>tiếp theo</p></ol>", ["1. Một", "2. Hai", "tiếp theo"]),
    ("<li>Không có danh sách", ["- Không có danh sách"]),
]


@pytest.mark.parametrize(("markup", "expected"), LISTS)
def test_a_list_item_has_the_label_that_a_browser_draws(markup, expected):
    assert texts(markup) == expected


def test_a_list_label_of_word_is_read_once():
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>"
        "{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Lập kế hoạch</p>"
    )
    assert texts(item.format("a)")) == ["a) Lập kế hoạch"]
    assert texts(item.format("·")) == ["- Lập kế hoạch"]
    assert texts(item.format("o")) == ["+ Lập kế hoạch"]


def test_a_paragraph_is_whole_and_the_pieces_between_breaks_are_not():
    blocks = sheet("<p>Một dòng<br></p><p>Hai<br>dòng</p>Chữ<br><br>rời<p>Cuối").blocks
    assert [(line.text, line.whole) for line in blocks] == [
        ("Một dòng", True),
        ("Hai", False),
        ("dòng", False),
        ("Chữ", True),
        ("rời", True),
        ("Cuối", True),
    ]
    assert [line.number for line in blocks] == [1, 2, 3, 4, 5, 6]


def test_a_paragraph_that_is_bold_from_end_to_end_is_strong():
    markup = (
        "<p><b>I. MỤC</b>&nbsp;<strong>TIÊU</strong></p><p><b>Đậm</b> một phần thôi</p><h3>Mục</h3>"
        "<p style='font-weight: 700'>Nghị quyết</p>"
    )
    assert [line.strong for line in sheet(markup).blocks] == [True, False, True, True]


def test_text_kept_as_typed_keeps_its_lines():
    assert texts("<pre>KẾ HOẠCH\n\nI.  MỤC TIÊU\n</pre>") == ["KẾ HOẠCH", "", "I. MỤC TIÊU"]


def test_columns_set_with_hard_spaces_are_cells():
    (line,) = sheet("<p>Số: 5/KH-UBND&nbsp;&nbsp;&nbsp;&nbsp; Hà Nội, ngày 5</p>").blocks
    assert line.cells == ("Số: 5/KH-UBND", "Hà Nội, ngày 5")


def test_what_a_browser_hides_is_not_read():
    markup = (
        "<p>Thấy</p><p style='display:none'>Ẩn 1</p><div hidden>Ẩn 2</div><span style='visibility: hidden'>Ẩn 3</span>"
        "<script>Ẩn 4</script><style>Ẩn 5</style><!-- <p>Ẩn 6</p> --><nav>Ẩn 7</nav><select><option>Ẩn 8</select>"
        "<p><del>Ẩn 9</del>Cũng thấy</p>"
    )
    assert texts(markup) == ["Thấy", "Cũng thấy"]


PAGE = """<header><p>Trang chủ</p></header><ul><li>KẾ HOẠCH</li><li>QUYẾT ĐỊNH</li></ul>
<div><div>Tin mới</div><div id=content><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>KẾ HOẠCH</p><p>I. MỤC TIÊU</p>
<p>1. Một</p><p>2. Hai</p><p>Nơi nhận:</p></div><div>Bình luận: 1. hay lắm</div></div>
<footer><p>Điện thoại</p></footer>"""


def test_only_the_container_of_the_document_is_read():
    assert texts(PAGE) == [
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH", "I. MỤC TIÊU", "1. Một", "2. Hai", "Nơi nhận:"),
    ]


def test_a_letterhead_outside_the_body_keeps_both():
    markup = PAGE.replace("<p>KẾ HOẠCH</p>", "</div><div><p>KẾ HOẠCH</p>")
    assert texts(markup)[:4] == ["Tin mới", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH", "I. MỤC TIÊU"]


def test_a_page_without_a_document_is_read_whole():
    assert texts("<header>Đầu</header><p>Tin tức</p>") == ["Tin tức"]


TASKS = """<table border=1><tr><th rowspan=2>TT<th rowspan=2>Nhiệm vụ<th colspan=2>Cơ quan
<tr><th>Chủ trì<th>Phối hợp
<tr><td>1<td><p>Rà soát</p><p>- Bổ sung</p><td>Sở Y tế<td>Sở Nội vụ<br>Sở Tài chính
<tr><td>2<td>Tuyên truyền<td colspan=2>UBND các xã</table>"""


def test_a_table_of_tasks_has_every_cell_in_its_column():
    assert rows(f"<p>Trước</p>{TASKS}<p>Sau</p>") == [
        [
            ("TT", "Nhiệm vụ", "Cơ quan", ""),
            ("TT", "Nhiệm vụ", "Chủ trì", "Phối hợp"),
            ("1", "Rà soát\n- Bổ sung", "Sở Y tế", "Sở Nội vụ\nSở Tài chính"),
            ("2", "Tuyên truyền", "UBND các xã", ""),
        ]
    ]
    numbers = [number for number, _ in sheet(f"<p>Trước</p>{TASKS}<p>Sau</p>").written()]
    assert numbers == [1, 2, 3, 4, 5, 6]


HEAD = (
    "<table><tr><td>ỦY BAN NHÂN DÂN<br>TỈNH MẪU<td>&nbsp;<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    "<tr><td>Số: 5/KH-UBND<td><td>Mẫu, ngày 5 tháng 6 năm 2025</table>"
)
LAYOUTS = [
    HEAD,
    HEAD.replace("<table", "<table border=1"),
    "<table border=1><tr><td>Nơi nhận:<br>- Như trên<td>TM. ỦY BAN NHÂN DÂN<tr><td><td>Trần Văn Mẫu</table>",
    "<table><tr><td>Trái<td>Phải<tr><td>Một<td>Hai</table>",
    "<table border=1><tr><td>Một ô</table>",
    f"<table border=1><tr><td>{'<p>Đoạn văn</p>' * 50}<td>a<td>b<tr><td>c<td>d<td>e</table>",
]


@pytest.mark.parametrize("markup", LAYOUTS)
def test_a_table_that_only_places_text_is_read_as_lines(markup):
    assert rows(markup) == []
    assert texts(markup)


def test_the_head_of_a_letter_is_read_cell_by_cell():
    assert texts(HEAD)[:4] == [
        *("ỦY BAN NHÂN DÂN", "TỈNH MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 5/KH-UBND"),
    ]


def test_a_table_of_tasks_in_a_table_of_the_page_stays_a_table():
    assert len(rows(f"<table><tr><td>Menu<td><div><p>KẾ HOẠCH</p>{TASKS}</div></table>")) == 1


NOTE_FORMS = [
    ('<a href="#_ftn1" name="_ftnref1">[1]</a>', '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Ghi chú;</p><p>Hết</p>'),
    ('<a href="#_ftn1"><sup>1</sup></a>', '<div id=ftn1><p><a href="#_ftnref1">[1]</a> Ghi chú;</p></div><p>Hết</p>'),
    (
        '<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>',
        '<p>Hết</p><div id="sdfootnote1"><p><a class="sdfootnotesym" href="#sdfootnote1anc">1</a>Ghi chú;</div>',
    ),
]


@pytest.mark.parametrize(("reference", "note"), NOTE_FORMS)
def test_a_footnote_leaves_a_mark_and_stands_apart(reference, note):
    read = sheet(f"<p>Rà soát{reference} mạng lưới.</p>{note}")
    assert [line.text for line in read.blocks] == ["Rà soát¹ mạng lưới.", "Hết"]
    assert [(found.mark, found.text) for found in read.notes] == [("¹", "Ghi chú;")]


def test_the_paragraphs_of_one_footnote_are_joined():
    note = '<div id=ftn1><p><a href="#_ftnref1">[1]</a>Một;</p><p>- Hai.</p></div>'
    read = sheet(f'<p>A<a href="#_ftn1">[1]</a></p>{note}')
    assert [(note.mark, note.text) for note in read.notes] == [("¹", "Một; - Hai.")]


def test_a_raised_figure_becomes_one_letter():
    assert texts("<p>trẻ<sup>12</sup> và 5 km<sup>2</sup>; 1<sup>st</sup></p>") == ["trẻ¹² và 5 km²; 1st"]


TEXT = "Ủy ban nhân dân tỉnh giao Sở Giáo dục và Đào tạo chủ trì thực hiện kế hoạch"
MARKUP = f"<html><head><meta charset={{}}></head><body><p>{TEXT}</p></body></html>"
ENCODINGS = [
    MARKUP.format("utf-8").encode(),
    MARKUP.format("utf-8").encode("utf-8-sig"),
    MARKUP.format("windows-1252").encode(),
    MARKUP.format("utf-16").encode("utf-16"),
    MARKUP.format("utf-16").encode("utf-16-le"),
    MARKUP.format("us-ascii").encode("ascii", "xmlcharrefreplace"),
    b'<?xml version="1.0" encoding="utf-8"?>' + MARKUP.format("utf-8").encode(),
]


@pytest.mark.parametrize("data", ENCODINGS)
def test_a_page_is_read_in_its_own_encoding(data):
    read = open_sheet(data, "trang.htm")
    assert [line.text for line in read.blocks] == [TEXT]
    assert read.format == "html"
    assert not read.doubts


def test_a_page_in_windows_1258_is_read_with_a_doubt():
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    loose = "".join(
        unicodedata.normalize("NFC", "".join(p for p in parts if p not in marks)) + "".join(marks & set(parts))
        for parts in (unicodedata.normalize("NFD", letter) for letter in MARKUP.format("windows-1258"))
    )
    read = open_sheet(loose.encode("cp1258"), "trang.htm")
    assert [line.text for line in read.blocks] == [TEXT]
    assert [doubt.kind for doubt in read.doubts] == ["legacy_encoding"]


def test_an_old_font_by_its_name_is_converted_and_modern_text_beside_it_is_not():
    capitals = "<p><font face='.VnTimeH'>ñy ban nh©n d©n</font></p>"
    markup = f"{capitals}<p style='font-family:\".VnTime\"'>Së Gi¸o dôc</p><p>Có và là</p>"
    assert texts(markup) == ["ỦY BAN NHÂN DÂN", "Sở Giáo dục", "Có và là"]
    assert [doubt.kind for doubt in sheet(markup).doubts] == ["legacy_encoding"]


def test_a_modern_text_in_an_old_font_stays_as_it_is():
    assert texts("<p style='font-family:.VnTime'>Ủy ban nhân dân tỉnh có và là Sở Y tế</p>") == [
        "Ủy ban nhân dân tỉnh có và là Sở Y tế"
    ]


ARCHIVE = """From: <Saved by Blink>
MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw==
--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: quoted-printable

<html><body><p>=E1=BB=A6y ban nh=C3=A2n d=
=C3=A2n</p></body></html>
--b--
"""


@pytest.mark.parametrize("name", ["trang.mht", "trang.mhtml", "trang"])
def test_an_archive_gives_its_page(name):
    assert [line.text for line in open_sheet(ARCHIVE.encode(), name).blocks] == ["Ủy ban nhân dân"]


BROKEN = [
    (b"", EmptyFile),
    (b"<html><body> &nbsp; </body></html>", EmptyFile),
    (b"<html>" + bytes(range(128, 256)) * 60, NotText),
]


@pytest.mark.parametrize(("data", "error"), BROKEN)
def test_a_page_without_readable_text_is_refused(data, error):
    with pytest.raises(error):
        sheet(data)


def test_an_archive_without_a_page_is_damaged():
    with pytest.raises(DamagedFile):
        sheet(b"MIME-Version: 1.0\n\nkh\xc3\xb4ng c\xc3\xb3 trang", "a.mht")


def test_text_with_the_name_of_a_page_is_read_as_text():
    assert texts("KẾ HOẠCH\n\nI. MỤC TIÊU") == ["KẾ HOẠCH", "", "I. MỤC TIÊU"]
