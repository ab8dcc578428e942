import unicodedata

import pytest

from plans import errors
from plans.read import read_plan

NEWS = "Sáng nay, tỉnh công bố kế hoạch mở thêm lớp mầm non.\n\nTheo lãnh đạo Sở, việc này sẽ xong trong năm.\n"
REPORT = (
    "ỦY BAN NHÂN DÂN\nSố: 5/BC-UBND\n\nBÁO CÁO\n\nKết quả năm\n\nI. KẾT QUẢ\n\n1. Việc\n\n"
    "V. TỔ CHỨC THỰC HIỆN\n\n1. Sở Y tế\n\nLàm.\n"
)
CIRCULAR = REPORT.replace("BÁO CÁO", "THÔNG TƯ")
BARE_PLAN = "KẾ HOẠCH\n\nPhát triển trường lớp năm 2025\n\nI. MỤC TIÊU\n\n1. Mục tiêu chung\n\nTốt hơn.\n"
WORD_ONLY = "KẾ HOẠCH\n\nĐi chơi cuối tuần.\n"

CASES = [
    (b"", "a.txt", errors.EmptyFile),
    (b" \n\t\n", "a.txt", errors.EmptyFile),
    (b"| \n ** **\n---\n", "a.txt", errors.EmptyFile),
    (b"\x00\x01\x02 KH", "a.txt", errors.NotText),
    (b"K\xe9 ho\xe1ch", "a.txt", errors.NotText),
    (b"%PDF-1.7 ...", "a.pdf", errors.DamagedFile),
    (b"PK\x03\x04rest", "a.docx", errors.DamagedFile),
    (b"PK\x03\x04rest", "a.txt", errors.DamagedFile),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "a.doc", errors.DamagedFile),
    (BARE_PLAN.encode(), "a.odt", errors.UnsupportedFormat),
    (BARE_PLAN.encode(), "a.py", errors.UnsupportedFormat),
    (BARE_PLAN.encode(), "a.html", errors.NoResponsibilities),
    (NEWS.encode(), "Kế hoạch năm 2025. bản cuối", errors.NotAPlan),
    (NEWS.encode(), "a.txt", errors.NotAPlan),
    (REPORT.encode(), "a.txt", errors.NotAPlan),
    (CIRCULAR.encode(), "a.txt", errors.NotAPlan),
    (WORD_ONLY.encode(), "a.txt", errors.NotAPlan),
    (BARE_PLAN.encode(), "a.txt", errors.NoResponsibilities),
]


@pytest.mark.parametrize(("data", "name", "error"), CASES)
def test_what_is_no_readable_plan_gets_a_typed_error_with_a_sentence(data, name, error):
    with pytest.raises(error) as caught:
        read_plan(data, name)
    assert type(caught.value) is error
    assert str(caught.value).endswith(".")
    assert name in str(caught.value)


def test_a_report_is_called_a_report():
    with pytest.raises(errors.NotAPlan) as caught:
        read_plan(REPORT.encode(), "bc.txt")
    assert caught.value.found == "BÁO CÁO"
    assert "báo cáo" in str(caught.value)


def test_an_unsupported_format_names_the_formats_that_are_read():
    sentence = str(errors.UnsupportedFormat("a.odt", ".odt"))
    for format_name in (".docx", ".doc", "PDF", "HTML", ".txt", ".md", ".rtf", ".xlsx", ".json"):
        assert format_name in sentence


EVERY_ERROR = [
    errors.DamagedFile("a.docx", "thiếu phần word/document.xml"),
    errors.LockedFile("a.docx"),
    errors.MacroFile("a.docx"),
    errors.DangerousFile("a.docx", "giải nén ra quá lớn"),
    errors.ScannedFile("a.docx"),
    errors.ConverterMissing("a.docx", "Word cũ (.doc)"),
    errors.ConversionFailed("a.docx", "quá 120 giây"),
    errors.NotAPlan("a.docx", reason="không có mục đánh số"),
]


@pytest.mark.parametrize("error", EVERY_ERROR, ids=lambda error: type(error).__name__)
def test_an_error_is_one_vietnamese_text_that_names_the_file_it_is_given_later(error):
    assert isinstance(error, errors.PlanError)
    error.name = "ke-hoach.docx"
    sentence = str(error)
    assert sentence.startswith("Tệp “ke-hoach.docx” ")
    assert sentence.endswith(".")
    assert not getattr(error, "reason", None) or error.reason in sentence
    assert sentence == unicodedata.normalize("NFC", sentence)


def test_a_document_of_another_type_may_carry_a_reason():
    error = errors.NotAPlan("a.txt", found="THÔNG TƯ", reason="văn bản quy phạm pháp luật")
    assert str(error) == "Tệp “a.txt” là thông tư, không phải kế hoạch (văn bản quy phạm pháp luật)."
