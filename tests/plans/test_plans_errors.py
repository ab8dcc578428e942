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
    (b"%PDF-1.7 ...", "a.pdf", errors.UnsupportedFormat),
    (b"PK\x03\x04rest", "a.docx", errors.UnsupportedFormat),
    (b"PK\x03\x04rest", "a.txt", errors.UnsupportedFormat),
    (BARE_PLAN.encode(), "a.html", errors.UnsupportedFormat),
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


def test_an_unsupported_format_says_what_to_do():
    with pytest.raises(errors.UnsupportedFormat, match=r"lưu lại dưới dạng văn bản thuần"):
        read_plan(b"PK\x03\x04", "ke-hoach.docx")
