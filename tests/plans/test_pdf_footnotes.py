"""Footnotes at the foot of a page become notes, and their marks in the text raised digits."""

from producing_pdf import typst_pdf

from plans.formats.pdf import read_pdf
from plans.sheet import Line, Sheet

SENTENCE = "Tiếp tục thực hiện các chính sách của tỉnh{} cho trẻ em vùng khó khăn trong giai đoạn mới, nhất là trẻ nhỏ."
LONG_NOTE = "Nghị quyết số 9/NQ-HĐND của Hội đồng nhân dân tỉnh về chính sách hỗ trợ. " * 12


def sheet_of(source: str) -> Sheet:
    return read_pdf(typst_pdf(source), "mau.pdf")


def body_of(sheet: Sheet) -> str:
    return " ".join(block.text for block in sheet.blocks if isinstance(block, Line) and block.text)


def test_notes_stand_apart_with_their_marks():
    sheet = sheet_of(
        SENTENCE.format("#footnote[Kế hoạch số 1/KH-UBND.]") + "\n\n" + SENTENCE.format("#footnote[Nghị quyết số 2.]")
    )
    assert [(note.mark, note.text) for note in sheet.notes] == [
        ("¹", "Kế hoạch số 1/KH-UBND."),
        ("²", "Nghị quyết số 2."),
    ]
    assert body_of(sheet) == f"{SENTENCE.format('¹')} {SENTENCE.format('²')}"


def test_the_second_line_of_a_note_belongs_to_it():
    note = "Kế hoạch số 1/KH-UBND ngày 02/01/2024 của Ủy ban nhân dân tỉnh về việc dạy tiếng Việt cho trẻ em mẫu giáo."
    sheet = sheet_of(SENTENCE.format(f"#footnote[{note}]"))
    assert [found.text for found in sheet.notes] == [note]


def test_a_note_goes_on_at_the_foot_of_the_next_page():
    filler = "\n\n".join([SENTENCE.format("")] * 14)
    sheet = sheet_of(f"{filler}\n\n" + SENTENCE.format(f"#footnote[{LONG_NOTE * 2}]") + f"\n\n{filler}")
    assert len(sheet.pages) > 1
    assert [found.text for found in sheet.notes] == [(LONG_NOTE * 2).strip()]
    assert "Nghị quyết" not in body_of(sheet)


def test_more_than_nine_notes_are_counted_on():
    text = "\n\n".join(SENTENCE.format(f"#footnote[Văn bản thứ {number}.]") for number in range(1, 13))
    sheet = sheet_of(text)
    assert [note.mark for note in sheet.notes][8:] == ["⁹", "¹⁰", "¹¹", "¹²"]
    assert "của tỉnh¹² cho" in body_of(sheet)


def test_note_numbers_follow_the_last_line():
    sheet = sheet_of(SENTENCE.format("#footnote[Kế hoạch số 1/KH-UBND.]"))
    assert sheet.notes[0].number == max(block.number for block in sheet.blocks) + 1


def test_small_recipients_at_the_end_are_no_notes():
    sheet = sheet_of(SENTENCE.format("") + "\n\n#text(size: 11pt)[\\- Như trên;\\ \\- Lưu: VT.]")
    assert sheet.notes == ()
