"""What a Word file shows as running text: runs, fields, tracked changes, boxes, notes, the heading in a page header."""

import pytest
from producing_docx_xml import WordFile, abstract, cell, item, level, num, par, run, style, table

from plans.formats.docx import DOUBTS, read_docx

DEFAULT_HEADER = '<w:sectPr><w:headerReference w:type="default" r:id="rId9"/></w:sectPr>'
FIRST_HEADER = '<w:sectPr><w:headerReference w:type="first" r:id="rId9"/><w:titlePg/></w:sectPr>'


def sheet_of(body, **parts):
    return read_docx(WordFile(body=body, **parts).bytes(), "thu.docx")


def texts(body, **parts):
    return [line.text for line in sheet_of(body, **parts).blocks]


def field(instruction, result, *, separated=True):
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    middle = marks["separate"] if separated else ""
    return (
        f"{marks['begin']}<w:r><w:instrText>{instruction}</w:instrText></w:r>{middle}{run(result)}{marks['end']}"
        if result
        else f"{marks['begin']}<w:r><w:instrText>{instruction}</w:instrText></w:r>{marks['end']}"
    )


BOX = "<w:txbxContent>{}</w:txbxContent>"
CHOICE = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>'
FALLBACK = f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (run("Sở Y ") + run("tế"), "Sở Y tế"),
        (run("Sở") + "<w:r><w:br/></w:r>" + run("Y tế"), "Sở Y tế"),
        (run("Số:") + "<w:r><w:tab/></w:r>" + run("12"), "Số: 12"),
        (run("KH") + "<w:r><w:noBreakHyphen/></w:r>" + run("UBND"), "KH-UBND"),
        (run("giáo") + "<w:r><w:softHyphen/></w:r>" + run("viên"), "giáoviên"),
        (run("giáo\u00ad\u200b  dục"), "giáo dục"),
        (run("Tie\u0302\u0301ng Vie\u0323\u0302t"), "Tiếng Việt"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 80%"), "≥ 80%"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A7"/></w:r>' + run(" Việc"), "- Việc"),
        (run("v ", '<w:rFonts w:ascii="Wingdings"/>') + run("Việc"), "- Việc"),
        ('<w:hyperlink r:id="rId1">' + run("Sở Nội vụ") + "</w:hyperlink>", "Sở Nội vụ"),
        ("<w:smartTag>" + run("Hà Nội") + "</w:smartTag>", "Hà Nội"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + run("Chọn") + "</w:sdtContent></w:sdt>", "Chọn"),
        (
            run("Sở")
            + "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            + run("Bấm để nhập")
            + "</w:sdtContent></w:sdt>",
            "Sở",
        ),
        (run("hiện") + run("ẩn", "<w:vanish/>"), "hiện"),
        (run("hiện") + run(" rõ", '<w:vanish w:val="0"/>'), "hiện rõ"),
        (run("Năm ") + field(" REF nam ", "2025"), "Năm 2025"),
        (run("Trang ") + field(" PAGE ", "3"), "Trang"),
        (run("Ngày ") + field(" SET x ", ""), "Ngày"),
        ('<w:fldSimple w:instr=" DOCPROPERTY so ">' + run("Số 45") + "</w:fldSimple>", "Số 45"),
        (run("m", "") + run("2", '<w:vertAlign w:val="superscript"/>'), "m2"),
        (run("quy định") + run("2", '<w:vertAlign w:val="superscript"/>'), "quy định²"),
    ],
)
def test_a_paragraph_reads_as_it_is_shown(content, expected):
    assert texts(par(content)) == [expected]


def test_a_field_result_may_span_paragraphs_and_a_table_of_contents_is_left_out():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
    separate = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = par(begin + separate + run("I. MỤC TIÊU 1")) + par("II. NHIỆM VỤ 2") + par(end) + par("I. MỤC TIÊU")
    assert texts(body) == ["I. MỤC TIÊU"]


def test_a_field_that_is_never_closed_swallows_nothing():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    assert texts(par(begin + run("Mục tiêu")) + par("Nhiệm vụ")) == ["Mục tiêu", "Nhiệm vụ"]


def test_tracked_changes_read_as_accepted_and_are_told():
    body = par(run("Sở ") + f"<w:ins>{run('Nội vụ')}</w:ins><w:del><w:r><w:delText>Ngoại vụ</w:delText></w:r></w:del>")
    body += par(f"<w:moveFrom>{run('đi')}</w:moveFrom><w:moveTo>{run('đến')}</w:moveTo>")
    sheet = sheet_of(body)
    assert [line.text for line in sheet.blocks] == ["Sở Nội vụ", "đến"]
    assert [(doubt.kind, doubt.message) for doubt in sheet.doubts] == [("tracked_changes", DOUBTS["tracked_changes"])]


def test_a_deleted_paragraph_mark_joins_the_paragraph_with_the_next_and_its_number_is_not_counted():
    numbering = abstract(0, level(0, "decimal", "%1.")) + num(1, 0)
    gone = "<w:numPr><w:numId w:val='1'/></w:numPr><w:rPr><w:del/></w:rPr>"
    body = item("Một", 1) + par("Sở Giáo dục ", gone) + item("và Đào tạo", 1)
    assert texts(body, numbering=numbering) == ["1. Một", "2. Sở Giáo dục và Đào tạo"]


def test_comments_are_not_text_and_are_told():
    body = par('<w:commentRangeStart w:id="0"/>' + run("Việc") + '<w:r><w:commentReference w:id="0"/></w:r>')
    sheet = sheet_of(body)
    assert ([line.text for line in sheet.blocks], [d.kind for d in sheet.doubts]) == (["Việc"], ["comments"])


def test_a_clean_file_raises_no_doubt():
    assert sheet_of(par("Việc")).doubts == ()


def test_a_text_box_is_read_once_after_the_paragraph_it_hangs_on():
    drawing = f"<w:r><mc:AlternateContent>{CHOICE}{FALLBACK}</mc:AlternateContent></w:r>"
    body = par(run("KẾ HOẠCH") + drawing.format(par("DỰ THẢO"), par("DỰ THẢO"))) + par("Thân")
    assert texts(body) == ["KẾ HOẠCH", "DỰ THẢO", "Thân"]


def test_an_old_text_box_without_alternative_is_read():
    body = par(f"<w:r><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></w:r>".format(par("Số: 1/KH")))
    assert texts(body) == ["Số: 1/KH"]


def test_content_controls_around_paragraphs_are_read_and_a_table_of_contents_is_not():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    contents = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    body = control.format("", par("I. MỤC TIÊU")) + control.format(contents, par("I. MỤC TIÊU 1"))
    assert texts(body) == ["I. MỤC TIÊU"]


def test_soft_breaks_join_a_heading_but_part_items_that_have_labels():
    broken = "<w:r><w:br/></w:r>"
    heading = par(run("THỰC HIỆN CHƯƠNG TRÌNH") + broken + run("GIAI ĐOẠN 2025 - 2030"))
    items = par(run("a) Việc một;") + broken + run("b) Việc hai;") + broken + run("và việc ba."))
    expected = ["THỰC HIỆN CHƯƠNG TRÌNH GIAI ĐOẠN 2025 - 2030", "a) Việc một;", "b) Việc hai; và việc ba."]
    assert texts(heading + items) == expected


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["1. Sở Y tế", "a) Kiểm tra bếp ăn", "b) Tập huấn"], ["1. Sở Y tế", "a) Kiểm tra bếp ăn", "b) Tập huấn"]),
        (["1. Sở Tài chính", "Bố trí kinh phí."], ["1. Sở Tài chính", "Bố trí kinh phí."]),
        (["Sở Tài chính", "", "Bố trí kinh phí."], ["Sở Tài chính", "Bố trí kinh phí."]),
        (["1. Sở Giáo dục và", "Đào tạo chủ trì."], ["1. Sở Giáo dục và Đào tạo chủ trì."]),
        (["1. Sở Y tế", "chủ trì."], ["1. Sở Y tế chủ trì."]),
        (["Theo quy định tại điểm", "a) khoản 2"], ["Theo quy định tại điểm a) khoản 2"]),
    ],
)
def test_a_soft_break_parts_a_body_from_its_duties_but_not_a_sentence(pieces, expected):
    assert texts(par("<w:r><w:br/></w:r>".join(map(run, pieces)))) == expected


def test_lines_are_whole_and_numbered_and_noise_takes_no_number():
    body = par("Một") + par() + par("-------") + par("- 2 -") + par("Hai")
    lines = sheet_of(body).blocks
    assert [(line.number, line.text, line.cells, line.whole) for line in lines] == [
        (1, "Một", ("Một",), True),
        (2, "Hai", ("Hai",), True),
    ]


def test_tabs_and_wide_gaps_divide_the_cells_of_a_line():
    (line,) = sheet_of(par(run("Nơi nhận:     ") + "<w:r><w:tab/></w:r>" + run("TM. ỦY BAN NHÂN DÂN"))).blocks
    assert (line.text, line.cells) == ("Nơi nhận: TM. ỦY BAN NHÂN DÂN", ("Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"))


HEADING_STYLES = (
    style("Normal")
    + style("Dam", "<w:rPr><w:b/></w:rPr>", based="Normal")
    + style("H1", name="heading 1")
    + style("Con", based="H1")
    + style("Muc", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>')
    + style("Nhan", "<w:rPr><w:b/></w:rPr>", kind="character")
)


@pytest.mark.parametrize(
    ("paragraph", "strong"),
    [
        (par(run("Mục", "<w:b/>")), True),
        (par(run("Mục", "<w:b/>") + run(" ") + run("tiêu", "<w:b/>")), True),
        (par(run("Mục", "<w:b/>") + run(" tiêu")), False),
        (par(run("Mục", '<w:b w:val="0"/>')), False),
        (par("Mục", '<w:pStyle w:val="Dam"/>'), True),
        (par(run("Mục", '<w:b w:val="false"/>'), '<w:pStyle w:val="Dam"/>'), False),
        (par(run("Mục", '<w:rStyle w:val="Nhan"/>')), True),
        (par("Mục", '<w:pStyle w:val="H1"/>'), True),
        (par("Mục", '<w:pStyle w:val="Con"/>'), True),
        (par("Mục", '<w:pStyle w:val="Muc"/>'), True),
        (par("Mục", '<w:outlineLvl w:val="0"/>'), True),
        (par("Mục", '<w:outlineLvl w:val="9"/>'), False),
        (par("Mục", '<w:pStyle w:val="KhongCo"/>'), False),
    ],
)
def test_a_line_is_strong_when_all_of_it_is_bold_or_its_style_is_a_heading(paragraph, strong):
    (line,) = sheet_of(paragraph, styles=HEADING_STYLES).blocks
    assert line.strong is strong


def note(kind, identifier, *paragraphs, special=""):
    return f'<w:{kind} {special}w:id="{identifier}">{"".join(map(par, paragraphs))}</w:{kind}>'


def test_notes_are_marked_in_order_of_appearance():
    footnotes = note("footnote", 0, "---", special='w:type="separator" ')
    footnotes += note("footnote", 5, "Nghị quyết 1;", "- Nghị quyết 2.") + note("footnote", 3, "Quyết định 3.")
    endnotes = note("endnote", 3, "Cuối bài.")
    body = par(
        run("Một")
        + '<w:r><w:footnoteReference w:id="5"/></w:r>'
        + run(", hai")
        + '<w:r><w:endnoteReference w:id="3"/></w:r>'
        + run(", ba")
        + '<w:r><w:footnoteReference w:id="3"/></w:r>'
    )
    sheet = sheet_of(body, footnotes=footnotes, endnotes=endnotes)
    assert sheet.blocks[0].text == "Một¹, hai², ba³"
    assert [(n.mark, n.text, n.number) for n in sheet.notes] == [
        ("¹", "Nghị quyết 1; - Nghị quyết 2.", 2),
        ("²", "Cuối bài.", 3),
        ("³", "Quyết định 3.", 4),
    ]


def test_the_twelfth_note_has_two_figures():
    references = "".join(f'<w:r><w:footnoteReference w:id="{i}"/></w:r>' for i in range(1, 13))
    footnotes = "".join(note("footnote", i, f"Chú thích {i}") for i in range(1, 13))
    sheet = sheet_of(par(run("x") + references), footnotes=footnotes)
    assert (sheet.notes[-1].mark, sheet.notes[-1].text) == ("¹²", "Chú thích 12")


def test_a_custom_mark_is_kept_and_is_not_counted():
    reference = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>(*)</w:t></w:r>'
    plain = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    sheet = sheet_of(
        par(run("Một") + reference + run(" hai") + plain),
        footnotes=note("footnote", 1, "(*) Riêng.") + note("footnote", 2, "Chung."),
    )
    assert sheet.blocks[0].text == "Một(*) hai¹"
    assert [(n.mark, n.text) for n in sheet.notes] == [("(*)", "Riêng."), ("¹", "Chung.")]


def test_a_reference_to_a_lost_note_keeps_its_mark():
    sheet = sheet_of(par(run("Một") + '<w:r><w:footnoteReference w:id="9"/></w:r>'))
    assert (sheet.blocks[0].text, sheet.notes) == ("Một¹", ())


def test_page_headers_are_no_body():
    assert texts(par("CỘNG HÒA XÃ HỘI") + FIRST_HEADER, headers={"rId9": par("Trang đầu")}) == ["CỘNG HÒA XÃ HỘI"]


@pytest.mark.parametrize(
    ("section", "header", "expected"),
    [
        (FIRST_HEADER, par("SỞ Y TẾ"), ["SỞ Y TẾ", "KẾ HOẠCH"]),
        (DEFAULT_HEADER, par("Tài liệu nội bộ"), ["KẾ HOẠCH"]),
        (DEFAULT_HEADER, par("Số: 12/KH-SYT"), ["Số: 12/KH-SYT", "KẾ HOẠCH"]),
        (
            FIRST_HEADER,
            table(["SỞ Y TẾ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]),
            ["SỞ Y TẾ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "KẾ HOẠCH"],
        ),
    ],
)
def test_a_heading_that_stands_only_in_the_first_page_header_is_read_before_the_body(section, header, expected):
    assert texts(par("KẾ HOẠCH") + section, headers={"rId9": header}) == expected


@pytest.mark.parametrize(
    ("font", "text", "expected"),
    [
        (".VnTime", "KÕ ho¹ch", "Kế hoạch"),
        (".VnTimeH", "kÕ ho¹ch", "KẾ HOẠCH"),
        ("VNI-Times", "Keá hoaïch", "Kế hoạch"),
    ],
)
def test_old_fonts_are_converted_and_told(font, text, expected):
    half = len(text) // 2
    look = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    sheet = sheet_of(par(run(text[:half], look) + run(text[half:], look) + run(" số")))
    assert sheet.blocks[0].text == f"{expected} số"
    assert [doubt.kind for doubt in sheet.doubts] == ["legacy_encoding"]


def test_an_old_font_may_come_from_a_style_and_unicode_text_under_it_stays():
    styles = style("Normal", '<w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr>')
    sheet = sheet_of(par("KÕ ho¹ch") + par("Kế hoạch") + par("2025"), styles=styles)
    assert [line.text for line in sheet.blocks] == ["Kế hoạch", "Kế hoạch", "2025"]


def test_old_characters_in_the_private_area_are_converted():
    private = "".join(chr(0xF000 + ord(c)) if ord(c) > 127 else c for c in "KÕ ho¹ch")
    assert texts(par(run(private, '<w:rFonts w:ascii=".VnTime"/>'))) == ["Kế hoạch"]


def test_embedded_content_is_told():
    sheet = sheet_of(par("Việc") + '<w:altChunk r:id="rId5"/>')
    assert [doubt.kind for doubt in sheet.doubts] == ["embedded_content"]


def test_a_cell_with_nested_blocks_is_read():
    assert texts(table([cell(table([cell("Trong")]) + par("Ngoài"))])) == ["Trong", "Ngoài"]
