"""Short replies as offices type them, hurried ones too: what is recorded, and what waits for a person, and why."""

from datetime import date

import pytest
from known_side import ITEMS, letter

from mail.read_answer.model import Reported, Sort, Understanding
from mail.read_answer.understand import understand
from mail.split import split

SENT = letter("three").sent_text
NAMES = {
    "hoan_thanh": "xong",
    "dang_thuc_hien": "đang",
    "chua_thuc_hien": "chưa",
    "khong_phat_sinh": "không",
    "None": "giữ",
}


def read(text: str, count: int = 1) -> Understanding:
    return understand(split(text, SENT), ITEMS[:count], written_on=date(2025, 12, 11))


def brief(item: Reported) -> str:
    figures = [
        f"{code}={one.numerator}/{one.denominator}" if one.denominator is not None else f"{code}={one.value}"
        for code, one in sorted(item.figures.items())
    ]
    share = [] if item.percent is None else [f"{item.percent}%"]
    return " ".join([NAMES[str(item.status)], *share, *figures])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # In a hurry, on the telephone.
        ("đã ht", "xong"),
        ("Đã hthành 100%", "xong 100%"),
        ("Xã đã hthành nv này", "xong"),
        ("đã xong ạ", "xong"),
        ("xong rồi ạ", "xong"),
        ("OK xong", "xong"),
        ("Đã làm xong r", "xong"),
        ("hòan thành", "xong"),
        ("đã hòan thành 100%", "xong 100%"),
        ("đã hoan thanh", "xong"),
        ("đa hoàn thành", "xong"),
        ("Đã hoàn thành xong hết rồi", "xong"),
        ("ĐÃ HOÀN THÀNH 100%!!!", "xong 100%"),
        ("đã hoàn thành 100phần trăm", "xong 100%"),
        ("đã ht 70%", "đang 70%"),
        ("đang làm đc 70% khối lượng, tiến độ 70%", "đang 70%"),
        ("ko phát sinh", "không"),
        ("k phát sinh", "không"),
        ("ko ps", "không"),
        ("chưa làm", "chưa"),
        ("chua lam gi", "chưa"),
        ("chưa làm dc", "chưa"),
        ("đang th", "đang"),
        ("đang t/h", "đang"),
        ("đag thực hiện", "đang"),
        ("dang trien khai", "đang"),
        # Full sentences.
        ("Chị ơi cái này xã đã hoàn thành từ năm ngoái rồi", "xong"),
        ("đã hoàn thành (chờ nghiệm thu)", "xong"),
        ("UBND xã báo cáo đã hoàn thành 02/02 nhiệm vụ", "xong"),
        ("Nhìn chung đã hoàn thành các nội dung được giao", "xong"),
        ("không có khó khăn vướng mắc. đã hoàn thành", "xong"),
        ("không phát sinh khó khăn, đã hoàn thành", "xong"),
        ("Đã ban hành Kế hoạch số 45/KH-UBND, hoàn thành nhiệm vụ", "xong"),
        ("vẫn chưa hoàn thành, mới được 40%", "đang 40%"),
        ("đã hoàn thành 7 trên 10 thôn", "đang"),
        ("đã xong 5/7 thôn", "đang"),
        ("5/7 thôn đã hoàn thành", "đang"),
        ("Phần a đã hoàn thành, phần b đang làm", "đang"),
        ("Đang trong quá trình thực hiện", "đang"),
        ("Đang trong quá trình hoàn thiện hồ sơ trình UBND", "đang"),
        ("Đã hoàn thành? Xã vẫn đang làm", "đang"),
        ("đã hoàn thành 70% kế hoạch năm, phấn đấu hoàn thành 100% trong tháng 12", "đang 70%"),
        ("chỉ tiêu giao 80%, tiến độ 75%", "đang 75%"),
        ("xin đính chính tỷ lệ hoàn thành là 80%", "đang 80%"),
        ("Tỷ lệ hoàn thành: 70 phần trăm", "đang 70%"),
        ("chưa triển khai, dự kiến tháng 1/2026", "chưa"),
        ("Chưa có kinh phí nên chưa thực hiện", "chưa"),
        ("chưa phát sinh", "không"),
        ("Không có nội dung báo cáo", "không"),
        ("không có nội dung phát sinh trong kỳ", "không"),
        ("Không có khu công nghiệp trên địa bàn nên không phát sinh", "không"),
        # Figures beside it.
        ("nhiệm vụ này xã em đã làm xong r ạ, CT1 410/512, CT2 1.250tr", "xong CT1=410/512 CT2=1250"),
        ("xa da hoan thanh 100%, CT1 410/512, CT2 1,2 ty dong", "xong 100% CT1=410/512 CT2=1200"),
        ("Đã hoàn thành, CT1 đạt 80,1% (410/512)", "xong CT1=410/512"),
        ("Đang thực hiện đạt 70%, CT1 đạt 80,1% (410/512)", "đang 70% CT1=410/512"),
        ("Đang thực hiện. CT1: 410 trẻ/512 trẻ", "đang CT1=410/512"),
        ("Đang thực hiện. CT1 410 trên tổng số 512 trẻ", "đang CT1=410/512"),
        ("Đang thực hiện. CT1: 1.410/1.512", "đang CT1=1410/1512"),
        ("Đang thực hiện. CT2: 1.250 triệu đồng", "đang CT2=1250"),
        ("Đang thực hiện. CT2: 1,25 tỷ", "đang CT2=1250"),
        ("Đang thực hiện. CT2: 1.250.000.000đ", "đang CT2=1250"),
        ("Đang thực hiện. CT2: 1250 trđ", "đang CT2=1250"),
        ("Đang thực hiện. CT2: chưa có", "đang"),
        # The form.
        ("Trạng thái (đã hoàn thành / [x] đang thực hiện / chưa thực hiện / không phát sinh):", "đang"),
        ("Trạng thái (đã hoàn thành / đang thực hiện X / chưa thực hiện / không phát sinh):", "đang"),
        ("Trạng thái: đang thực hiện\nTỷ lệ hoàn thành (%): -", "đang"),
        ("Trạng thái: đang thực hiện\nTỷ lệ hoàn thành (%): 0,8%", "đang 0.8%"),
        ("Trạng thái: Đã hoàn thành\nKết quả: Đã ban hành kế hoạch, đang triển khai bước tiếp theo", "xong"),
        ("Trạng thái: Đang thực hiện\nKết quả: đã hoàn thành việc khảo sát", "đang"),
    ],
)
def test_what_is_plain_is_recorded(text, expected):
    understood = read(text)
    assert not understood.doubts
    assert [brief(item) for item in understood.reported] == [expected]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        # Negations, however they are spelt and wherever they stand.
        ("ko hoàn thành", "chưa hoàn thành"),
        ("k hoàn thành đc", "chưa hoàn thành"),
        ("chua hoàn thành", "chưa hoàn thành"),
        ("chưa hoan thanh", "chưa hoàn thành"),
        ("chưa ht", "chưa hoàn thành"),
        ("chẳng xong được", "chưa hoàn thành"),
        ("hoàn thành chưa được", "chưa hoàn thành"),
        ("hoàn thành thì chưa", "chưa hoàn thành"),
        ("còn 30% chưa hoàn thành", "chưa hoàn thành"),
        ("không hoàn thành 100% mà chỉ 80%", "chưa hoàn thành"),
        ("chứ hoàn thành", "không nêu rõ trạng thái"),
        # Plans.
        ("hoàn thành trước 20/12", "dự kiến"),
        ("Hoàn thành trong tháng 12", "dự kiến"),
        ("chuẩn bị hoàn thành", "dự kiến"),
        ("sắp xong", "dự kiến"),
        ("mai xong", "không nêu rõ"),
        # Parts of the work.
        ("xong 1 nửa", "một phần"),
        ("xong bước 1", "một phần"),
        ("đã xong phần khảo sát", "một phần"),
        ("đã hoàn thành đợt 1/2", "một phần"),
        ("Cơ bản đã hoàn thành", "cơ bản"),
        ("gần xong", "cơ bản"),
        ("5 thôn đã hoàn thành", "một phần"),
        ("đã hoàn thành tuyển dụng", "chưa rõ cả nhiệm vụ"),
        ("đã hoàn thành hồ sơ, chưa được phê duyệt", "chưa rõ cả nhiệm vụ"),
        # Said of the report, or asked.
        ("đã hoàn thành báo cáo gửi Sở", "không nêu rõ"),
        ("Cho hỏi nhiệm vụ này đã hoàn thành thì báo cáo thế nào", "không nêu rõ"),
        ("nếu đã hoàn thành thì không phải báo cáo nữa đúng không ạ", "không nêu rõ"),
        ("đề nghị Sở hướng dẫn cách báo cáo khi đã hoàn thành", "không nêu rõ"),
        ("xã đã hoàn thành chưa ạ", "không nêu rõ"),
        ("Không phải bản nào cũng đã hoàn thành", "không nêu rõ"),
        ("chưa hề báo cáo là đã hoàn thành", "không nêu rõ"),
        # Numbers that nobody can place.
        ("hoàn thành 70", "số “70”"),
        ("đang thực hiện 70", "số “70”"),
        ("Đang thực hiện, 70", "số “70”"),
        ("đã hoàn thành 70% số phòng học", "chưa rõ có phải tỷ lệ hoàn thành"),
        ("Đã hoàn thành, đạt tỷ lệ 80,1% trẻ ra lớp", "chưa rõ có phải tỷ lệ hoàn thành"),
        ("đạt 80,1%", "hay của số liệu"),
        ("70%", "hay của số liệu"),
        # Rough, too much, several.
        ("đã hoàn thành gần 100%", "ước chừng"),
        ("đã hoàn thành hơn 80%", "ước chừng"),
        ("Tiến độ đạt khoảng 85%", "ước chừng"),
        ("Hoàn thành vượt mức kế hoạch 105%", "lớn hơn 100%"),
        ("đã hoàn thành 120% kế hoạch", "lớn hơn 100%"),
        ("đang thực hiện, đạt 60%. Đạt 80%.", "60%; 80%"),
        ("đang thực hiện 60%. Tiến độ: 80%", "60%; 80%"),
        ("tiến độ 60%\ncập nhật: 80%", "60%; 80%"),
        ("Đến 30/11 đạt 60%, đến nay đạt 75%", "60%; 75%"),
        ("đã hoàn thành kế hoạch, giải ngân đạt 70%", "70%"),
        ("Nhiệm vụ này năm 2024 đã hoàn thành, năm nay đang thực hiện tiếp", "kỳ trước"),
        # The form against itself.
        ("Trạng thái: Đã hoàn thành\nKết quả: mới đạt 70%", "nói khác nhau"),
        ("Trạng thái: Đã hoàn thành\nKết quả: chưa hoàn thành do thiếu vốn", "nói khác nhau"),
        ("Trạng thái: Chưa thực hiện\nKết quả: đã hoàn thành 50%", "nói khác nhau"),
        ("Trạng thái: Không phát sinh\nKết quả: đang triển khai", "nói khác nhau"),
        ("Trạng thái: Đang thực hiện\nKết quả: đã hoàn thành", "nói khác nhau"),
        ("Trạng thái: Đang thực hiện\nTỷ lệ hoàn thành: 70%\nKết quả: tiến độ 80%", "phần kết quả nêu 80%"),
        ("Trạng thái: Không phát sinh\nCT1: 410/512", "không phát sinh nhưng có số liệu"),
        ("Trạng thái: đang thực hiện\nTỷ lệ hoàn thành (%): 0,8", "phần của 1"),
        ("Trạng thái: đang thực hiện\nTỷ lệ hoàn thành (%): 70-80", "không đọc được"),
        ("Trạng thái: đang thực hiện\nTỷ lệ hoàn thành (%): 7/10", "không đọc được"),
        ("Trạng thái: đã hoàn thành / đang thực hiện", "nhiều lựa chọn"),
        ("Trạng thái: 2", "không hiểu trạng thái"),
        # Figures.
        ("Đang thực hiện. CT1: 410", "cần tử số và mẫu số"),
        ("Đang thực hiện. CT1: 410/512 = 85%", "không bằng 85%"),
        ("Đang thực hiện. CT1: 1,410/1,512", "hai cách"),
        ("Đang thực hiện. CT1: 512/410", "lớn hơn mẫu số"),
        ("Đang thực hiện. CT1: 410/0", "mẫu số bằng 0"),
        ("Đang thực hiện. CT1: 410/512, trong đó nữ 200/250", "hai giá trị"),
        ("Đang thực hiện. CT1: 80,1% (chỉ tiêu 30%)", "hai giá trị"),
        ("Đang thực hiện. CT2: 1,250", "hai cách"),
        ("Đang thực hiện. CT2: 1.250 tỷ", "phân cách hàng nghìn"),
        ("Đang thực hiện. CT2: 1.250.000.000", "đơn vị khác"),
        ("Đang thực hiện. CT2: 1.2500", "hai cách"),
        ("Đang thực hiện. CT2: 01.250", "hai cách"),
        ("Đang thực hiện. CT2: 1 250", "hai giá trị"),
        ("Đang thực hiện. CT2: 500 triệu ngân sách tỉnh và 750 triệu ngân sách xã", "hai giá trị"),
        ("Đang thực hiện. CT2: 500-600", "khoảng giá trị"),
        ("Đang thực hiện. CT2: 1.250 USD", "đơn vị khác"),
        ("Đang thực hiện. CT2: 15%", "hỏi số lượng"),
        ("Đang thực hiện. CT1: 410/512. CT1: 400/512", "hai giá trị"),
        # Nothing that could be recorded.
        ("như báo cáo trước", "không nêu rõ"),
        ("đã thực hiện", "không nêu rõ"),
        ("đã trình UBND tỉnh", "không nêu rõ"),
        ("HT trường đã nghỉ hưu", "không nêu rõ"),
        ("đạt chuẩn", "không nêu rõ"),
    ],
)
def test_what_is_not_plain_is_held(text, why):
    understood = read(text)
    assert not understood.certain
    assert why in "; ".join(understood.doubts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HT26-031: xong\nHT26-032: đang làm 50%\nHT26-033: ko ps", ["xong", "đang 50%", "không"]),
        ("ht26031 đã xong", ["xong"]),
        ("Tất cả đã hoàn thành 100%.", ["xong 100%"] * 3),
        ("cả 3 đã xong", ["xong"] * 3),
        ("Các nhiệm vụ đã hoàn thành, trừ HT26-033 đang thực hiện", ["xong", "xong", "đang"]),
        ("HT26-031 đã hoàn thành. 2 nhiệm vụ còn lại đang thực hiện", ["xong", "đang", "đang"]),
        ("- Hoàn thành: HT26-031\n- Đang thực hiện: HT26-032\n- Không phát sinh: HT26-033", ["xong", "đang", "không"]),
        ("Mục V.10.a: đã hoàn thành; mục V.10.b: đang thực hiện 60%", ["xong", "đang 60%"]),
        ("HT26-031 CT1 410/512 CT2 1.250 triệu, đang thực hiện", ["đang CT1=410/512 CT2=1250"]),
    ],
)
def test_several_codes_in_one_mail(text, expected):
    understood = read(text, 3)
    assert not understood.doubts
    assert [brief(item) for item in understood.reported] == expected


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("HT26-031: đã hoàn thành\nHT26-031: đang thực hiện", "hai trạng thái"),
        ("HT26-031: đã hoàn thành. Còn lại đang thực hiện", "chưa rõ nói về phần nào"),
        ("HT26-031 đã hoàn thành, còn lại chưa thực hiện", "vừa báo"),
        ("HT26-031 xong rồi. HT26-032 cũng vậy.", "HT26-032"),
        ("HT26-032: đang thực hiện, đạt 60%. Đạt 80%.", "60%; 80%"),
        ("1. đã hoàn thành\n2. đang thực hiện", "không nêu mã"),
        ("HT26-013: xong", "HT26-013"),
        ("đã hoàn thành", "không nêu mã"),
        ("Báo cáo kỳ trước – Năm 2024: đã hoàn thành, 100%", "không nhận ra"),
        ("[HT26-031] Mục V.10.a\nKỳ trước – Năm 2024: 380/500 (76%)", "không nêu rõ trạng thái"),
    ],
)
def test_what_may_belong_to_another_duty_is_held(text, why):
    understood = read(text, 3)
    assert not understood.certain
    assert why in "; ".join(understood.doubts)


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Xã đã nhận được thư, sẽ báo cáo sau.", Sort.NOTE),
        ("Đã rõ, cảm ơn", Sort.NOTE),
        ("Đã nhận được email. Xã sẽ gửi báo cáo trước ngày 15/12.", Sort.NOTE),
        ("Xin lùi đến 20/12", Sort.EXTENSION),
        ("xin nộp chậm 2 ngày", Sort.EXTENSION),
        ("được gia hạn đến 20/12 thì tốt", Sort.EXTENSION),
        ("Không phải đầu mối, đề nghị gửi Phòng Kinh tế", Sort.NOT_OURS),
        ("Nhiệm vụ này không thuộc trách nhiệm của đơn vị", Sort.NOT_OURS),
        ("ko phải đầu mối", Sort.NOT_OURS),
    ],
)
def test_what_is_no_report_is_known_as_such(text, sort):
    understood = read(text)
    assert understood.sort is sort
    assert not understood.certain
