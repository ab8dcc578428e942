"""How a reading is shown: deadlines as people say them, ranges, bases, places, products and doubts."""

import pytest

from plans.deadlines.read import read_deadlines
from plans.deadlines.words import said
from plans.model import Plan
from plans.read import read_text
from plans.show import WIDTH, render

SAID = [
    ("trước ngày 15/12/2026", "trước ngày 15/12/2026 → đến hết 14/12/2026"),
    ("trước ngày 15/12 hằng năm", "trước ngày 15/12 hằng năm → hết ngày 14/12 hằng năm"),
    ("trong quý IV/2026", "trong quý IV/2026 → từ 01/10/2026 đến hết 31/12/2026"),
    ("trước ngày 20 của tháng cuối quý", "trước ngày 20 của tháng cuối quý → hết ngày 19 tháng cuối hằng quý"),
    ("ngày 25 hằng tháng", "ngày 25 hằng tháng → hết ngày 25 hằng tháng"),
    ("thứ Sáu hằng tuần", "thứ Sáu hằng tuần"),
    ("tháng 5 hằng năm", "tháng 5 hằng năm → hết tháng 5 hằng năm"),
    ("thường xuyên", "thường xuyên"),
    ("sau 05 ngày làm việc kể từ ngày ký", "sau 05 ngày làm việc kể từ ngày ký → 5 ngày làm việc sau ký"),
    ("tổng kết năm 2030", "tổng kết năm 2030 → trong năm 2030 [tổng kết]"),
    ("trước ngày 15/12", "trước ngày 15/12 → hết ngày 14/12 (không ghi năm)"),
    ("trước ngày 31/02/2026", "trước ngày 31/02/2026 → chưa rõ ngày cuối"),
]

PLAN = """ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH MẪU\tĐộc lập - Tự do - Hạnh phúc
Số: 05/KH-UBND\tMẫu, ngày 05 tháng 01 năm 2026
KẾ HOẠCH
Phát triển trường học giai đoạn 2026 - 2030
I. MỤC TIÊU
1. Đến năm 2030, khoảng 80 - 85% học sinh học hướng nghiệp.
2. Đến năm 2030, ít nhất 55% phường có mô hình mới (các phường: Hoa Mai, Hoa Đào).
3. Đến năm 2030, có 2,5 triệu lượt bạn đọc.
II. TỔ CHỨC THỰC HIỆN
1. Sở Giáo dục và Đào tạo
Hằng năm tổ chức kiểm tra; báo cáo UBND tỉnh trước ngày 31/11/2026.
Nơi nhận:
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Mẫu
"""


@pytest.mark.parametrize(("text", "words"), SAID)
def test_a_deadline_is_said_with_its_last_day(text, words):
    (rule,) = read_deadlines(text)
    assert said(rule) == words


@pytest.fixture(scope="module")
def shown():
    return render(read_text(PLAN))


@pytest.mark.parametrize(
    "words",
    [
        "[= 80 – 85%; 2030]",
        "[= 2.500.000 lượt bạn đọc; 2030]",
        "nơi thực hiện: Hoa Mai, Hoa Đào",
        "hạn: trước ngày 31/11/2026 → chưa rõ ngày cuối [báo cáo]",
        "kỳ hạn: Hằng năm (văn bản không nêu ngày; lấy theo kỳ báo cáo)",
        "cần xem lại: 1 điểm, nêu ở phần cuối",
    ],
)
def test_what_was_read_is_shown_below_the_item(shown, words):
    assert words in " ".join(shown.split())


def test_product_and_place_of_a_duty_are_shown():
    plan = read_text(PLAN)
    duty = plan.responsibilities[0].model_copy(update={"product": "Báo cáo kiểm tra", "origin": "annex"})
    text = render(plan.model_copy(update={"responsibilities": (duty,)}))
    assert "sản phẩm:      Báo cáo kiểm tra" in text
    assert "giao tại:      bảng, phụ lục" in text
    assert max(len(line) for line in text.split("\n")) <= WIDTH


def test_the_reading_with_all_new_facts_survives_json():
    plan = read_text(PLAN)
    assert Plan.model_validate_json(plan.model_dump_json()) == plan
