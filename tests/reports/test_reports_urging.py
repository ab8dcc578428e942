"""The drafts of the last rungs: form of Decree 30/2020, everything late is listed, requested bodies never are."""

import io
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from reports import make_urging_templates
from reports.data import AuthorFacts, PlanFacts
from reports.errors import NobodyToUrge, TemplateError
from reports.late_words import LISTED
from reports.urging import (
    COMMITTEE_NOTE,
    OFFICIAL_LETTER,
    Urging,
    draft_committee_note,
    draft_official_letter,
)
from state.ladder.late import LateBody, LateItem, Tally

TUESDAY_24 = date(2024, 12, 24)
FRIDAY_27 = date(2024, 12, 27)
DRAFTS = pytest.mark.parametrize("write", [draft_official_letter, draft_committee_note])


def body(number: int, *clauses: str, name: str = "", kind: str = "commune", **changes: object) -> LateBody:
    """A late commune with a letter of its own code for each clause; due on Tuesday 17/12/2024."""
    items = tuple(
        LateItem(f"LC24-{number * 10 + place:03d}", path, date(2024, 12, 17))
        for place, path in enumerate(clauses or ("V.10.a",))
    )
    made = LateBody(f"LC.X{number}", name or f"Ủy ban nhân dân xã Số {number}", kind, items, letters_sent=6)
    return replace(made, **changes)


def facts(*bodies: LateBody, **changes: object) -> Urging:
    made = Urging(
        plan=PlanFacts(
            code="LC",
            title="Kế hoạch mẫu",
            label="Kế hoạch số 12/KH-UBND ngày 05/01/2024",
            issuer="ỦY BAN NHÂN DÂN TỈNH LAI CHÂU",
            province="Lai Châu",
        ),
        cycle="Năm 2024",
        window=(date(2023, 12, 15), date(2024, 12, 14)),
        author=AuthorFacts(),
        address="bao-cao@dondoc.example",
        day=TUESDAY_24,
        suggested=FRIDAY_27,
        late=bodies,
        tally=Tally(asked=560, answered=512, held=3),
        sample=True,
    )
    return replace(made, **changes)


def opened(content: bytes) -> WordDocument:
    return Document(io.BytesIO(content))


def words(document: WordDocument) -> str:
    """All text of the body in reading order, one paragraph per line."""
    paragraphs = document.element.body.iter(qn("w:p"))
    return "\n".join("".join(part.text or "" for part in one.iter(qn("w:t"))) for one in paragraphs)


def rows(document: WordDocument) -> list[list[str]]:
    """The table of what is late, without its heads."""
    (table,) = (one for one in document.tables if one.style and one.style.name == "Table Grid")
    return [[cell.text for cell in row.cells] for row in table.rows][1:]


def in_order(text: str, *marks: str) -> None:
    places = [text.find(mark) for mark in marks]
    assert -1 not in places, marks[places.index(-1)]
    assert places == sorted(places)


THREE = (body(1), body(2, "V.10.a", "V.10.b"), body(3, name="Sở Tài chính", kind="department"))


def test_the_letter_has_its_subject_under_its_number_and_no_name_of_a_kind() -> None:
    document = opened(draft_official_letter(facts(*THREE)))
    left, right = document.tables[0].rows[0].cells
    assert [p.text for p in left.paragraphs][:2] == ["UBND TỈNH LAI CHÂU", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"]
    assert [p.text for p in right.paragraphs][:2] == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    ]
    number, place = document.tables[0].rows[1].cells
    first, about = number.paragraphs
    assert first.text.replace("\u00a0", "") == "Số:/SGDĐT-…"
    assert about.text == "V/v đôn đốc gửi báo cáo năm 2024 về kết quả thực hiện Kế hoạch số 12/KH-UBND"
    assert about.runs[0].font.size.pt == 12
    assert place.text.replace("\u00a0", " ").split() == ["Lai", "Châu,", "ngày", "tháng", "năm", "2024"]
    assert "BÁO CÁO\n" not in words(document)


def test_the_letter_says_what_is_asked_and_leaves_the_day_to_a_person() -> None:
    text = words(opened(draft_official_letter(facts(*THREE))))
    in_order(
        text,
        "Kính gửi:",
        "- Ủy ban nhân dân xã Số 1;",
        "- Sở Tài chính.",
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2024 của UBND tỉnh Lai Châu",
        "số liệu từ ngày 15/12/2023 đến hết ngày 14/12/2024",
        "Hạn gửi báo cáo là ngày 17 tháng 12 năm 2024.",
        "chưa nhận được báo cáo của 03 cơ quan, đơn vị",
        "chậm nhất ngày …… tháng …… năm 2024",
        "[gợi ý: ngày 27/12/2024, sau 03 ngày làm việc; người ký quyết định]",
        "./.",
        "Nơi nhận:",
        "- Như trên;",
        "- UBND tỉnh Lai Châu (để báo cáo);",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
    )


@DRAFTS
def test_no_draft_threatens(write) -> None:
    text = words(opened(write(facts(*THREE)))).casefold()
    assert not [
        one for one in ("kỷ luật", "trách nhiệm trước", "xử lý", "phê bình", "yêu cầu các", "vi phạm") if one in text
    ]


def test_the_note_to_the_committee_is_a_report() -> None:
    urged = tuple(replace(one, urged_on=date(2024, 12, 20)) for one in THREE)
    document = opened(draft_committee_note(facts(*urged)))
    assert document.tables[0].rows[1].cells[0].text.replace("\u00a0", "") == "Số:/BC-SGDĐT"
    in_order(
        words(document),
        "BÁO CÁO",
        "Tình hình gửi báo cáo năm 2024 về kết quả thực hiện Kế hoạch số 12/KH-UBND",
        "Kính gửi: UBND tỉnh Lai Châu.",
        "I. TÌNH HÌNH CHUNG",
        "512/560 (91,4%) yêu cầu; 3 yêu cầu đã có thư gửi đến, đang được xem xét",
        "dự thảo lập ngày 20/12/2024",
        "II. CƠ QUAN, ĐƠN VỊ CHƯA GỬI BÁO CÁO",
        "III. ĐỀ XUẤT, KIẾN NGHỊ",
        "Trên đây là báo cáo của Sở Giáo dục và Đào tạo, kính gửi UBND tỉnh Lai Châu xem xét./.",
        "GIÁM ĐỐC",
    )


@DRAFTS
@pytest.mark.parametrize("count", [1, 40])
def test_the_table_names_every_late_clause_of_every_body(write, count: int) -> None:
    late = tuple(body(number, "V.10.a", "V.10.đ") for number in range(1, count + 1))
    found = rows(opened(write(facts(*late))))
    assert found == [
        [str(n), one.name, f"V.10.a ({one.items[0].code})\nV.10.đ ({one.items[1].code})", "17/12/2024", "7", "6"]
        for n, one in enumerate(late, 1)
    ]


@DRAFTS
def test_many_bodies_stand_in_an_annex_with_page_numbers_of_its_own(write) -> None:
    few = opened(write(facts(*map(body, range(1, LISTED + 1)))))
    many = opened(write(facts(*map(body, range(1, LISTED + 2)), body(90, name="Sở Tài chính", kind="department"))))
    assert (len(few.sections), len(many.sections)) == (1, 2)
    assert "Phụ lục" not in words(few)
    in_order(words(many), "GIÁM ĐỐC", "\nPhụ lục\n", "DANH SÁCH CƠ QUAN, ĐƠN VỊ CHƯA GỬI BÁO CÁO NĂM 2024", "Số 11")
    assert many.sections[1]._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_many_addressees_are_named_by_group() -> None:
    late = (*map(body, range(1, LISTED + 1)), body(90, name="Sở Tài chính", kind="department"))
    text = words(opened(draft_official_letter(facts(*late))))
    in_order(text, "- Sở Tài chính;", "- Ủy ban nhân dân các xã có tên tại Phụ lục kèm theo.")


@DRAFTS
def test_a_requested_body_stands_nowhere(write) -> None:
    requested = body(7, name="Hội Khuyến học tỉnh", kind="mass_organisation", requested=True)
    text = words(opened(write(facts(body(1), requested))))
    assert "Hội Khuyến học" not in text
    assert requested.items[0].code not in text
    assert "01 cơ quan, đơn vị" in text
    with pytest.raises(NobodyToUrge, match="đề nghị phối hợp"):
        write(facts(requested))


@DRAFTS
@pytest.mark.parametrize("count", [1, LISTED + 1])
def test_no_table_ends_the_document(write, count: int) -> None:
    blocks = list(opened(write(facts(*map(body, range(count))))).element.body)
    assert [one.tag for one in blocks[-2:]] == [qn("w:p"), qn("w:sectPr")]


@DRAFTS
@pytest.mark.parametrize("name", ["Sở Y tế & Dân số <mẫu>", "{{ 7 * 7 }} {% raw %}", "a\x07b"])
def test_names_come_through_whole(write, name: str) -> None:
    content = write(facts(body(1, name=name)))
    assert name.replace("\x07", "") in rows(opened(content))[0][1]


@DRAFTS
def test_every_word_is_composed(write) -> None:
    decomposed = unicodedata.normalize("NFD", "Ủy ban nhân dân phường Đoàn Kết")
    text = words(opened(write(facts(body(1, name=decomposed)))))
    assert text == unicodedata.normalize("NFC", text)
    assert "Ủy ban nhân dân phường Đoàn Kết" in text


@DRAFTS
def test_an_heir_is_named_with_the_body_before_it(write) -> None:
    item = LateItem("LC24-014", "V.3.1", date(2024, 12, 18), "Sở Kế hoạch và Đầu tư")
    found = rows(opened(write(facts(body(1, name="Sở Tài chính", items=(item,))))))
    assert found[0][1:5] == ["Sở Tài chính (kế thừa Sở Kế hoạch và Đầu tư)", "V.3.1 (LC24-014)", "18/12/2024", "6"]


@DRAFTS
@pytest.mark.parametrize(("sample", "count"), [(True, 1), (False, 1), (True, 40)])
def test_every_page_says_that_it_is_a_draft(write, sample: bool, count: int) -> None:
    document = opened(write(facts(*map(body, range(1, count + 1)), sample=sample)))
    for section in document.sections:
        for header in (section.header, section.first_page_header):
            text = "\n".join(p.text for p in header.paragraphs)
            assert "DỰ THẢO – lập ngày 24/12/2024" in text
            assert ("DỮ LIỆU MẪU" in text) is sample
        assert "PAGE" in "".join(t.text or "" for t in section.header._element.iter(qn("w:instrText")))


@DRAFTS
def test_no_tag_is_left_and_every_font_is_times_new_roman(write) -> None:
    document = opened(write(facts(*THREE)))
    assert "{{" not in words(document)
    assert "{%" not in words(document)
    fonts = {one.get(qn("w:ascii")) for one in document.element.body.iter(qn("w:rFonts"))}
    assert fonts <= {"Times New Roman"}
    assert document.styles["Normal"].element.rPr.rFonts.get(qn("w:hAnsi")) == "Times New Roman"


@pytest.mark.parametrize(
    ("path", "made"),
    [
        (OFFICIAL_LETTER, make_urging_templates.official_letter),
        (COMMITTEE_NOTE, make_urging_templates.committee_note),
    ],
)
def test_the_committed_templates_are_those_the_script_makes(path: Path, made) -> None:
    assert Document(str(path)).element.body.xml == made().element.body.xml


@DRAFTS
def test_a_broken_template_is_refused_with_its_name(write, tmp_path: Path) -> None:
    broken = Document()
    broken.add_paragraph("{{ khong_co }}")
    broken.save(str(tmp_path / "hong.docx"))
    with pytest.raises(TemplateError, match=r"hong\.docx"):
        write(facts(body(1)), tmp_path / "hong.docx")
