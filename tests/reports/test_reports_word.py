"""The Word report: layout facts of Decree 30/2020, traceable figures, hostile words."""

import io
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm
from report_examples import HOSTILE, assignment, example, figure, report, silent, standing, target

from reports.compose import SAMPLE_MARK, WORD_ROWS, compose
from reports.data import DifficultyRow, ReportData
from reports.errors import TemplateError
from reports.make_template import build
from reports.word import TEMPLATE, render_word


def word(data: ReportData) -> WordDocument:
    return Document(io.BytesIO(render_word(compose(data))))


def words(document: WordDocument) -> str:
    """All text of the body in reading order, one paragraph per line."""
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p")))


@pytest.fixture(scope="module")
def small() -> WordDocument:
    return word(example(8, 8))


def test_the_page_is_a4_with_margins_of_the_decree(small: WordDocument) -> None:
    for section in small.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20


def test_every_font_is_times_new_roman(small: WordDocument) -> None:
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        fonts = small.styles[name].element.rPr.rFonts
        assert {fonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "cs", "eastAsia")} == {"Times New Roman"}
        assert not any("Theme" in key for key in fonts.attrib)
    assert {fonts.get(qn("w:ascii")) for fonts in small.element.body.iter(qn("w:rFonts"))} <= {"Times New Roman"}


def test_page_numbers_stand_in_the_head_but_not_on_page_one(small: WordDocument) -> None:
    first, annex = small.sections[0], small.sections[1]
    assert first.different_first_page_header_footer
    assert "PAGE" in "".join(t.text or "" for t in first.header._element.iter(qn("w:instrText")))
    assert not list(first.first_page_header._element.iter(qn("w:instrText")))
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_the_heading_follows_the_form(small: WordDocument) -> None:
    left, right = small.tables[0].rows[0].cells
    assert [p.text for p in left.paragraphs][:2] == ["UBND TỈNH LAI CHÂU", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"]
    assert right.paragraphs[0].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert right.paragraphs[1].text == "Độc lập - Tự do - Hạnh phúc"
    rule = right.paragraphs[2]
    assert rule._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom")) is not None
    assert (rule.paragraph_format.line_spacing.pt, rule.paragraph_format.line_spacing_rule) == (4, 4)
    # The national name is 95 mm wide in Times New Roman bold 13 and must not wrap.
    assert right.width > Mm(97)
    number, place = small.tables[0].rows[1].cells
    assert number.text.replace("\u00a0", "") == "Số:/BC-SGDĐT"
    assert place.text.replace("\u00a0", " ").split() == ["Lai", "Châu,", "ngày", "tháng", "năm", "2025"]
    assert place.paragraphs[0].runs[0].italic


def test_the_parts_stand_in_order(small: WordDocument) -> None:
    text = words(small)
    marks = [
        "BÁO CÁO",
        "Kết quả thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND tỉnh Lai Châu, năm 2025",
        "Kính gửi:",
        "- UBND tỉnh Lai Châu;",
        "- Bộ Giáo dục và Đào tạo.",
        "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
        "II. KẾT QUẢ THỰC HIỆN",
        "1. Kết quả theo chỉ tiêu",
        "2. Kết quả theo nhiệm vụ được giao",
        "III. TÌNH HÌNH GỬI BÁO CÁO",
        "IV. KHÓ KHĂN, NGUYÊN NHÂN VÀ KIẾN NGHỊ",
        "V. CƠ QUAN CHƯA BÁO CÁO",
        "VI. NHIỆM VỤ TRỌNG TÂM NĂM 2026",
        "./.",
        "Nơi nhận:",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "TÌNH HÌNH GỬI BÁO CÁO CỦA TỪNG CƠ QUAN, NĂM 2025",
    ]
    places = [text.find(mark) for mark in marks]
    assert -1 not in places
    assert places == sorted(places)


def test_no_tag_is_left(small: WordDocument) -> None:
    assert "{{" not in words(small)
    assert "{%" not in words(small)


def test_tables_repeat_their_header_and_rows_are_not_split(small: WordDocument) -> None:
    for table in small.tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    grids = [table for table in small.tables if table.style and table.style.name == "Table Grid"]
    assert len(grids) == 4
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in grids)


@pytest.mark.parametrize(
    ("sample", "stage", "marked", "draft"),
    [(True, "final", True, False), (False, "final", False, False), (True, "draft", True, True)],
)
def test_sample_data_and_drafts_are_marked_on_every_page(sample: bool, stage: str, marked: bool, draft: bool) -> None:
    document = word(report(assignments=(assignment(),), sample=sample, stage=stage))
    for section in document.sections:
        for header in (section.header, section.first_page_header):
            text = "\n".join(p.text for p in header.paragraphs)
            assert (SAMPLE_MARK in text) is marked
            assert ("DỰ THẢO" in text) is draft
    assert ("[Người soạn thảo" in words(document)) is draft


def test_figures_can_be_traced_from_the_rows_to_the_text() -> None:
    one = target(figure("x01", 410, 512), figure("x02", 90, 100), figure("x03"), value=Decimal(82), text="Chỉ tiêu A")
    document = word(report(assignments=(assignment(), silent()), targets=(one,)))
    row = [cell.text for cell in document.tables[1].rows[1].cells]
    assert row == [
        "1",
        "Chỉ tiêu A (II.2.1)",
        "≥ 82% (đến năm 2025)",
        "81,7%\n500/612",
        "Chưa đạt trên số liệu đã có",
        "từ 2/3 xã, phường",
    ]
    text = words(document)
    assert "đã nhận báo cáo cho 1/2 (50%) yêu cầu: 1 đúng hạn, 0 trễ hạn; chưa nhận 1, trong đó 1 đã quá hạn" in text
    assert "- Chỉ tiêu A: 81,7%, mức kế hoạch ≥ 82% (đến năm 2025), từ 2/3 xã, phường." in text


def test_sixty_nine_answers_of_one_clause_stay_readable() -> None:
    rows = tuple(assignment(agency=f"x{n:02d}", narrative=f"Đã bồi dưỡng {n} giáo viên.") for n in range(1, 70))
    text = words(word(report(assignments=rows)))
    assert "Đã báo cáo 69/69 (100%) cơ quan." in text
    assert text.count("Đã bồi dưỡng") == 4
    assert "Còn 65/69 ý kiến tại Phụ lục Excel, trang tính “Nhiệm vụ”." in text


@pytest.mark.parametrize("hostile", HOSTILE)
def test_words_of_agencies_come_through_whole(hostile: str) -> None:
    rows = (assignment(narrative=hostile, agency_name=f"Cơ quan {hostile}", clause=hostile, heading=hostile),)
    difficulties = (DifficultyRow(agency_name="A", path="V.1.a", kind="khó khăn", text=hostile),)
    text = words(word(report(assignments=rows, difficulties=difficulties)))
    expected = hostile.replace("\x07", "").split("\n")
    for line in expected:
        assert text.count(line) >= 3


def test_an_empty_cycle_still_gives_a_whole_report() -> None:
    text = words(word(report()))
    assert "Kỳ này không có chỉ tiêu nào được lấy số liệu." in text
    assert "Chưa nhận được báo cáo nào (0/0 yêu cầu)." in text


def test_the_next_year_only_repeats_what_follows_from_the_answers() -> None:
    done = word(report(assignments=(assignment(),)))
    assert "không còn việc nào của kỳ này phải chuyển tiếp" in words(done)
    begun = standing("dang_thuc_hien_trong_han")
    open_text = words(word(report(assignments=(assignment(standing=begun), silent()))))
    assert "1 đang thực hiện trong 1 cơ quan đã báo cáo" in open_text
    assert "- 1 yêu cầu của 1 cơ quan nêu tại mục V chưa có báo cáo, trong đó 1 yêu cầu đã quá hạn." in open_text


def test_long_tables_are_capped_and_say_so() -> None:
    rows = tuple(silent(agency=f"x{n}") for n in range(WORD_ROWS + 7))
    document = word(report(assignments=rows))
    assert [len(table.rows) for table in document.tables if len(table.rows) > 50] == [WORD_ROWS + 1] * 2
    assert words(document).count("Còn 7/1.007 cơ quan khác tại Phụ lục Excel") == 2


def test_the_committed_template_is_the_one_the_script_makes() -> None:
    committed, made = Document(str(TEMPLATE)), build()
    assert words(committed) == words(made)
    assert committed.element.body.xml == made.element.body.xml


def test_a_template_cannot_reach_python(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("{{ cycler.__init__.__globals__.os.getcwd() }}")
    path = tmp_path / "xau.docx"
    document.save(str(path))
    with pytest.raises(TemplateError, match=r"xau\.docx"):
        render_word(compose(report()), path)


@pytest.mark.parametrize("tag", ["{{ khong_co }}", "{% for %}", "{{ head.khong_co }}"])
def test_a_broken_template_is_refused_with_its_name(tag: str, tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph(tag)
    path = tmp_path / "hong.docx"
    document.save(str(path))
    with pytest.raises(TemplateError, match=r"hong\.docx"):
        render_word(compose(report()), path)


def test_a_missing_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        render_word(compose(report()), tmp_path / "khong-co.docx")
