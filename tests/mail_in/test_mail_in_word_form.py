"""A Word document is read when it holds our form; what any other document says is for people."""

import pytest
from form_files import document, part, read, rezipped
from known_side import EML, ITEMS

SENT = (EML / "sent-three.txt").read_text(encoding="utf-8")
FORM = SENT[SENT.index("Mẫu trả lời") : SENT.index("Nếu đã có văn bản")].split("\n")
HEADS = ("Mã", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Kết quả", "CT1")


def filled(**values: str) -> list[str]:
    """The lines of our form, pasted into Word, with values behind the first labels that begin so."""
    lines = list(FORM)
    for label, value in values.items():
        place = next(n for n, line in enumerate(lines) if line.startswith(label.replace("_", " ")))
        lines[place] += value
    return [line for line in lines if line.strip()]


def read_word(content: bytes, asked=ITEMS):
    return read(content, "Báo cáo.docx", asked, SENT)


def test_our_form_pasted_into_a_document_is_read():
    lines = filled(Trạng_thái="đang thực hiện", CT1="410/512")
    found = read_word(document("UBND XÃ MẪU", *lines, "Nơi nhận: như trên", "TM. ỦY BAN NHÂN DÂN"))
    assert found.text == "[HT26-031]\nTrạng thái: đang thực hiện\nCT1: 410/512"
    assert found.doubts == ()
    assert found.places["HT26-031/CT1"].startswith("Báo cáo.docx, “CT1")


def test_our_form_without_a_value_is_no_answer():
    found = read_word(document(*filled()))
    assert (found.text, found.doubts, found.blank) == ("", (), ("Báo cáo.docx",))


def test_a_table_with_our_columns_is_read_like_a_sheet():
    rows = [HEADS, ("HT26-031", "Đang thực hiện", "70", "Đã mở 12 lớp", "410/512"), ("HT26-032", "", "", "", "")]
    found = read_word(document("Biểu", rows))
    assert found.text == (
        "[HT26-031]\nTrạng thái: Đang thực hiện\nTỷ lệ hoàn thành: 70\nKết quả: Đã mở 12 lớp\nCT1: 410/512"
    )
    assert found.places["HT26-031/status"] == "Báo cáo.docx, bảng, dòng 2, ô 2"


def test_a_table_of_labels_and_values_is_read_line_by_line():
    rows = [("[HT26-031]", ""), ("Trạng thái", "Đã hoàn thành"), ("CT1", "410/512"), ("Khó khăn", "")]
    found = read_word(document(rows))
    assert found.text == "[HT26-031]\nTrạng thái: Đã hoàn thành\nCT1: 410/512"


@pytest.mark.parametrize(
    "blocks",
    [
        ("BÁO CÁO", "Thực hiện Kế hoạch số 12, UBND xã Mẫu đã hoàn thành 100% nội dung."),
        ("Kết quả: đã mở 12 lớp", "Khó khăn: thiếu giáo viên"),
        ("Về nhiệm vụ HT26-031: xã đã mở 12 lớp, đạt 80%.",),
        ([("TT", "Nội dung", "Kết quả"), ("1", "Mở lớp", "12 lớp")],),
        (),
    ],
)
def test_a_report_is_left_to_a_person(blocks):
    found = read_word(document(*blocks))
    assert (found.text, found.unread) == ("", ("Báo cáo.docx",))


@pytest.mark.parametrize(
    ("blocks", "doubt"),
    [
        ((*filled(Trạng_thái="đang thực hiện"), "", "Riêng CT1 chưa chốt được số."), "ngoài mẫu trả lời"),
        (("[HT26-099]", "Trạng thái: đã hoàn thành"), "HT26-099 không có trong thư hỏi"),
        (("Trạng thái: đã hoàn thành",), "không nêu mã nhiệm vụ"),
        (([HEADS, ("", "Đã hoàn thành", "", "", "")],), "không ghi mã nhiệm vụ"),
    ],
)
def test_what_is_unsure_is_asked(blocks, doubt):
    assert doubt in "; ".join(read_word(document(*blocks)).doubts)


def test_the_only_duty_that_was_asked_needs_no_code():
    found = read_word(document("Trạng thái: đã hoàn thành", "Kết quả: xong"), ITEMS[:1])
    assert found.text == "[HT26-031]\nTrạng thái: đã hoàn thành\nKết quả: xong"


def test_two_values_for_one_field_reach_the_reader_both():
    found = read_word(document("[HT26-031]", "Trạng thái: đang thực hiện", "CT1: 410/512", "CT1: 400/512"))
    assert ("CT1: 410/512" in found.text, "CT1: 400/512" in found.text) == (True, True)


RUN = b"<w:r><w:t>CT1: 410/512</w:t></w:r>"


@pytest.mark.parametrize(
    ("run", "says", "doubt"),
    [
        (b"<w:r><w:rPr><w:vanish/></w:rPr><w:t>CT1: 410/512</w:t></w:r>", "", ""),
        (b"<w:r><w:rPr><w:strike/></w:rPr><w:t>CT1: 410/512</w:t></w:r>", "", "gạch ngang"),
        (b'<w:del w:id="1"><w:r><w:delText>CT1: 410/512</w:delText></w:r></w:del>', "", "theo dõi thay đổi"),
        (b'<w:ins w:id="1">' + RUN + b"</w:ins>", "CT1: 410/512", "theo dõi thay đổi"),
        (b"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + RUN + b"</w:sdtContent></w:sdt>", "", ""),
        (b"<w:sdt><w:sdtPr/><w:sdtContent>" + RUN + b"</w:sdtContent></w:sdt>", "CT1: 410/512", ""),
        (b"<w:r><w:t>CT1</w:t></w:r><w:r><w:t>: 410/</w:t></w:r><w:r><w:t>512</w:t></w:r>", "CT1: 410/512", ""),
    ],
)
def test_what_word_does_not_show_is_not_read(run, says, doubt):
    made = document("[HT26-031]", "Trạng thái: đang thực hiện", "CT1: 410/512")
    body = part(made, "word/document.xml")
    assert RUN in body
    found = read_word(rezipped(made, **{"word/document.xml": body.replace(RUN, run)}))
    assert found.text == "[HT26-031]\nTrạng thái: đang thực hiện" + (f"\n{says}" if says else "")
    assert doubt in "; ".join(found.doubts)
    assert bool(doubt) == bool(found.doubts)
