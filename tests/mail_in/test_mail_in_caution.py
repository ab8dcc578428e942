"""The second, suspicious look: sentences that a hurried reader takes for answers are held, ordinary ones recorded."""

import time
from datetime import date

import pytest
from known_side import ITEMS, letter

from mail.html_text import to_text
from mail.read_answer.filled import written_out
from mail.read_answer.model import AskedFigure, AskedItem, Sort, Understanding
from mail.read_answer.understand import understand
from mail.read_files.cells import Cell
from mail.read_files.table import read_table
from mail.split import Parts, split
from mail.tables import with_forms

NURSERIES = AskedFigure("CT3", "Số nhóm lớp độc lập được hỗ trợ", "nhóm")
ASKED = (*ITEMS[:2], AskedItem(ITEMS[2].code, ITEMS[2].path, ITEMS[2].text, (NURSERIES,)))
DAY = date(2025, 12, 11)


def reading(text: str, duties: int) -> Understanding:
    return understand(Parts(text, "", "", ""), ASKED[:duties], written_on=DAY)


def told(understood: Understanding) -> dict[str, str]:
    return {one.code[-3:]: str(one.status) for one in understood.reported}


EXCEPTIONS = [
    "Trừ HT26-032, các nhiệm vụ còn lại đã hoàn thành.",
    "Ngoại trừ HT26-032, tất cả đã hoàn thành.",
    "Ngoài HT26-032 ra thì đều đã hoàn thành.",
    "Không tính HT26-033, xã đã hoàn thành.",
    "Khác với HT26-031, HT26-032 đã hoàn thành.",
    "Tru HT26-032, cac nhiem vu con lai da hoan thanh.",
    "HT26-031: đã hoàn thành, trừ bản A và bản B.",
    "HT26-031: đã hoàn thành, không kể 3 điểm trường lẻ.",
]
LISTS = [
    "Nhiệm vụ đã hoàn thành:\n- HT26-031\n- HT26-032\nNhiệm vụ chưa thực hiện:\n- HT26-033",
    "Đã hoàn thành:\nHT26-031\nHT26-032\nĐang thực hiện:\nHT26-033 60%",
    "I. NHIỆM VỤ ĐÃ HOÀN THÀNH\n1. HT26-031\n2. HT26-032\nII. NHIỆM VỤ ĐANG THỰC HIỆN\n1. HT26-033 (50%)",
    "Chưa thực hiện:\n+ HT26-031\nĐã hoàn thành:\n+ HT26-032\n+ HT26-033",
    "Đã hoàn thành:\n- HT26-031\nChưa thực hiện:\n- HT26-032",
    "HT26-031\nHT26-032\nĐã hoàn thành\nHT26-033\nChưa thực hiện",
    "HT26-031, 032, 033: đã hoàn thành",
    "HT26-031/032: đã hoàn thành",
    "HT26-031 và 032 đã hoàn thành",
    "Đã hoàn thành 2/3 nhiệm vụ: HT26-031, HT26-032",
]
OTHER_TIMES = [
    "Năm 2024 đã hoàn thành 100%.",
    "Năm ngoái xã đã hoàn thành, năm nay chưa được giao vốn.",
    "Năm 2024: đang thực hiện, 70%",
    "Tính đến 31/12/2024 đã hoàn thành 50%.",
    "Đã hoàn thành kế hoạch năm 2024",
    "Đã hoàn thành nhiệm vụ năm 2024",
    "Trạng thái: đã hoàn thành năm 2024",
    "Kết quả năm 2024:\nĐã hoàn thành",
    "Nam 2024 da hoan thanh 100%",
    "Hoàn thành trong quý I/2026.",
    "Hoàn thành trước ngày 20/12/2025.",
    "Hoàn thành vào ngày 30/6/2026",
    "Hoàn thành năm 2026",
    "Đã hoàn thành vào năm 2026",
    "Trạng thái: hoàn thành vào quý I/2026",
    "Trạng thái: hoàn thành trước 20/12",
    "Trạng thái: hoàn thành (dự kiến)",
    "Hoàn thành: 20/12/2025",
    "Xã cam kết đã nhận và hoàn thành đúng hạn.",
]
UNREAL = [
    "Không thể nói đã hoàn thành",
    "Chưa thể coi là đã hoàn thành",
    "Chưa đủ cơ sở để khẳng định đã hoàn thành",
    "Không dám báo cáo đã hoàn thành",
    "Chúng tôi không nói là đã hoàn thành.",
    "Lẽ ra đã hoàn thành",
    "Tưởng đã hoàn thành",
    "Dự kiến báo cáo: đã hoàn thành",
    "Mục tiêu: đã hoàn thành 100%",
    "Không phải bản nào cũng đã hoàn thành",
    "Xã chưa hề báo cáo là đã hoàn thành",
    "Hôm trước em báo đã hoàn thành, nay xin rút lại.",
    "Đã hoàn thành theo ý kiến chỉ đạo là không đúng, đề nghị kiểm tra lại.",
    "Em muốn thu hồi thư “đã hoàn thành” gửi sáng nay",
    "Đã làm xong đâu mà báo cáo",
]
OTHERS = [
    "Xã Tân Lập đã hoàn thành, xã Mẫu đang thực hiện.",
    "Theo báo cáo của xã Bên Cạnh thì đã hoàn thành.",
    "Chưa có xã nào đã hoàn thành",
    "Một số thôn đã hoàn thành",
    "Nhà thầu đã hoàn thành",
    "Trường mầm non A đã hoàn thành, trường B đang thi công.",
    "Đã hoàn thành. Riêng mục b còn đang làm.",
    "Đã hoàn thành. Còn 2 điểm trường đang làm.",
    "Đã hoàn thành nội dung 1, 2; nội dung 3 đang làm",
    "Đã hoàn thành 100% công tác chuẩn bị.",
    "Hoàn thành tốt công tác chuẩn bị, đã hoàn thành việc giao nhiệm vụ.",
    "Trạng thái: đã hoàn thành\nKết quả: Mới họp được 6 bản, còn 8 bản chưa họp",
    "Trạng thái: đã hoàn thành giai đoạn 1",
    "Không phát sinh số liệu mới, nhiệm vụ 60%",
    "Không còn nội dung nào chưa thực hiện",
]
FIGURES = [
    "Đang thực hiện\nCT1: Kỳ trước – Năm 2024: 410/512 (80,1%)",
    "Đang thực hiện. CT1: Năm 2024: 410/512 (80,1%); Năm 2025: 430/512",
    "Đang thực hiện\nCT1: Kỳ trước 410/512; kỳ này 430/512",
    "Đang thực hiện. CT1: 410/512 (năm 2024), năm nay chưa có số liệu.",
    "Đang thực hiện\nCT1: như năm trước (410/512)",
    "Đang thực hiện\nCT1 năm 2024: 410/512",
    "Đang thực hiện\nCT1: 410/512 (2024)",
    "Đang thực hiện\nCT1: 410/512; 430/512",
    "Đang thực hiện\nCT1 chưa có số liệu, dự kiến cuối năm đạt 96/98",
    "Đang thực hiện\nCT2: 1.250 (nghìn đồng)",
    "Đang thực hiện\nCT2 (nghìn đồng): 1.250",
    "Đang thực hiện\nCT2 – Kinh phí bố trí (đồng): 1.250",
    "Đang thực hiện\nCT2: Quyết định số 15 ngày 3/4/2025",
    "Đang thực hiện\nCT2: theo QĐ 125",
    "Đang thực hiện\nCT2: chưa bố trí (nhu cầu 300 triệu đồng)",
    "Đang thực hiện\nCT2 cần 300 triệu đồng",
    "Đang thực hiện\nCT2: đề nghị cấp 300 triệu đồng",
    "Đang thực hiện\nCT2: kế hoạch 300 triệu đồng",
    "Đang thực hiện\nCT2: 12 (năm 2024)",
    "[HT26-031]\nTrạng thái: đang thực hiện\nKết quả: Ghi chú CT1: số năm 2024, năm nay chưa có\nCT1: 410/512",
]
STRUCK = [
    "<p><del>Đã hoàn thành 100%</del></p><p>x</p>",
    "<p><strike>Đã hoàn thành 100%</strike></p><p>x</p>",
    "<p><s>Đã hoàn thành 100%</s></p><p>x</p>",
    '<p><span style="text-decoration:line-through">Đã hoàn thành 100%</span></p><p>x</p>',
]
NOTES = [
    "Đang tổng hợp, sẽ gửi sau ạ",
    "Bên em đang làm báo cáo, mai gửi",
    "Báo cáo đang trình ký",
    "Đang chờ số liệu của các trường",
]


@pytest.mark.parametrize("text", [*EXCEPTIONS, *LISTS, "Tất cả nhiệm vụ năm 2024 đã hoàn thành"])
def test_nothing_is_recorded_for_duties_when_exceptions_lists_or_tails_leave_it_open(text):
    assert not reading(text, 3).certain, told(reading(text, 3))


@pytest.mark.parametrize("text", [*OTHER_TIMES, *UNREAL, *OTHERS, *FIGURES, *NOTES])
def test_nothing_is_recorded_of_another_time_subject_or_part(text):
    assert not reading(text, 1).certain, reading(text, 1).reported


@pytest.mark.parametrize("text", ["HT26-033: đang thực hiện. CT3: năm trước 12"])
def test_the_only_figure_of_another_duty_is_held_too(text):
    assert not reading(text, 3).certain, reading(text, 3).reported


@pytest.mark.parametrize("html", STRUCK)
def test_what_was_struck_out_is_not_said(html):
    assert not reading(to_text(html), 1).certain, to_text(html)


CLEAR = [
    ("Đã hoàn thành.", "031 hoan_thanh"),
    ("Xã đã hoàn thành nhiệm vụ.", "031 hoan_thanh"),
    ("UBND xã Mẫu báo cáo: đã hoàn thành 100%.", "031 hoan_thanh"),
    ("Nhiệm vụ HT26-031 đã hoàn thành ngày 15/11/2025.", "031 hoan_thanh"),
    ("HT26-031: đã hoàn thành, không phát sinh khó khăn.", "031 hoan_thanh"),
    ("Da hoan thanh 100%", "031 hoan_thanh"),
    ("Đã hoàn thành 100% kế hoạch năm 2025.", "031 hoan_thanh"),
    ("Năm 2025 xã đã hoàn thành nhiệm vụ.", "031 hoan_thanh"),
    ("Đã hoàn thành trước hạn 31/12/2025.", "031 hoan_thanh"),
    ("Đã hoàn thành theo Kế hoạch số 12/KH-UBND ngày 20/3/2024 của UBND tỉnh.", "031 hoan_thanh"),
    ("Đã hoàn thành theo Quyết định số 45/QĐ-UBND năm 2024.", "031 hoan_thanh"),
    ("Đã hoàn thành, tăng 5% so với năm 2024.", "031 hoan_thanh"),
    ("Em xin báo cáo: xã đã hoàn thành ạ.", "031 hoan_thanh"),
    ("Dạ bên em đã thực hiện xong ạ", "031 hoan_thanh"),
    ("Ngoài ra không có vướng mắc. Xã đã hoàn thành nhiệm vụ.", "031 hoan_thanh"),
    ("Tất cả các thôn trên địa bàn đã họp; xã đã hoàn thành nhiệm vụ.", "031 hoan_thanh"),
    ("Đã hoàn thành, các trường đã đi vào hoạt động từ tháng 9/2025.", "031 hoan_thanh"),
    ("Trạng thái: đã hoàn thành", "031 hoan_thanh"),
    ("Trạng thái: Đã hoàn thành 100%", "031 hoan_thanh"),
    ("Trạng thái: hoàn thành", "031 hoan_thanh"),
    ("Trạng thái: đã hoàn thành\nKết quả: Đã ban hành Kế hoạch số 12 ngày 5/6/2025.", "031 hoan_thanh"),
    ("Trạng thái: đã hoàn thành\nTỷ lệ hoàn thành: 100%\nKhó khăn: thiếu 2 giáo viên", "031 hoan_thanh"),
    ("Trạng thái: đã hoàn thành\nKiến nghị: đề nghị tỉnh bố trí thêm kinh phí năm 2026", "031 hoan_thanh"),
    ("Đang thực hiện, đạt 70%.", "031 dang_thuc_hien 70"),
    ("HT26-031: đang thực hiện, tiến độ 80%", "031 dang_thuc_hien 80"),
    ("Xã đang triển khai, đạt 60% kế hoạch.", "031 dang_thuc_hien 60"),
    ("Đang thực hiện, dự kiến hoàn thành trước 20/12/2025.", "031 dang_thuc_hien"),
    ("Đang thực hiện, dự kiến hoàn thành trong quý I/2026.", "031 dang_thuc_hien"),
    ("Đang thực hiện 50%, còn 3 thôn chưa họp.", "031 dang_thuc_hien 50"),
    ("5/7 thôn đã hoàn thành", "031 dang_thuc_hien"),
    ("5/7 thôn đã họp, xã đang thực hiện.", "031 dang_thuc_hien"),
    ("Trạng thái: đang thực hiện\nTỷ lệ hoàn thành: 70%", "031 dang_thuc_hien 70"),
    ("Trạng thái: đang thực hiện, đạt 70%", "031 dang_thuc_hien 70"),
    ("dang thuc hien 50%", "031 dang_thuc_hien 50"),
    ("Chưa thực hiện do chưa được bố trí kinh phí.", "031 chua_thuc_hien"),
    ("Xã chưa triển khai.", "031 chua_thuc_hien"),
    ("Trạng thái: chưa thực hiện", "031 chua_thuc_hien"),
    ("Không phát sinh.", "031 khong_phat_sinh"),
    ("Trong kỳ không phát sinh nhiệm vụ.", "031 khong_phat_sinh"),
    ("Trạng thái: không phát sinh", "031 khong_phat_sinh"),
    ("Đang thực hiện\nCT1: 430/512 (84%)", "031 dang_thuc_hien CT1"),
    ("Đang thực hiện. CT1: 430/512.", "031 dang_thuc_hien CT1"),
    ("Đang thực hiện\nCT1 năm 2025: 430/512", "031 dang_thuc_hien CT1"),
    ("Đang thực hiện\nCT1: 430/512, tăng so với năm 2024", "031 dang_thuc_hien CT1"),
    ("Đang thực hiện\nCT1: 430/512 (tính đến 30/11/2025)", "031 dang_thuc_hien CT1"),
    ("Đang thực hiện\nCT2: 1.250 triệu đồng", "031 dang_thuc_hien CT2"),
    ("Đang thực hiện\nCT2: 1.250 (triệu đồng)", "031 dang_thuc_hien CT2"),
    ("Đang thực hiện\nCT2: 1,5 tỷ đồng", "031 dang_thuc_hien CT2"),
    ("Đang thực hiện\nCT1: 430/512\nCT2: 1.250", "031 dang_thuc_hien CT1 CT2"),
    ("Đang thực hiện\nCT2 – Kinh phí bố trí (triệu đồng): 1.250", "031 dang_thuc_hien CT2"),
    ("Đã hoàn thành 100%. CT1: 512/512. CT2: 1.250 triệu đồng.", "031 hoan_thanh CT1 CT2"),
]
CLEAR_OF_THREE = [
    ("Tất cả nhiệm vụ đã hoàn thành.", "031 hoan_thanh, 032 hoan_thanh, 033 hoan_thanh"),
    ("HT26-031, HT26-032 đã hoàn thành; HT26-033 đang thực hiện 60%.", "031 hoan_thanh, 032 hoan_thanh, 033 dang"),
    ("HT26-031 đến HT26-033: đã hoàn thành", "031 hoan_thanh, 032 hoan_thanh, 033 hoan_thanh"),
    ("HT26-031: đã hoàn thành\nHT26-032: đang thực hiện\nHT26-033: chưa thực hiện", "031 hoan, 032 dang, 033 chua"),
    ("HT26-031\nĐã hoàn thành\nHT26-032\nChưa thực hiện\nHT26-033\nĐang thực hiện", "031 hoan, 032 chua, 033 dang"),
    ("1. HT26-031: đã hoàn thành.\n2. HT26-032: đang thực hiện, 70%.", "031 hoan, 032 dang_thuc_hien 70"),
    ("[HT26-031]\nTrạng thái: đã hoàn thành\n\n[HT26-033]\nTrạng thái: chưa thực hiện", "031 hoan, 033 chua"),
    ("HT26-032 đã hoàn thành. HT26-033 đang thực hiện.\nCT3: 12 nhóm", "032 hoan, 033 dang_thuc_hien CT3"),
    ("HT26-031: đã hoàn thành, 150 trẻ đến lớp.", "031 hoan"),
    ("HT26-031 (V.10.a): đã hoàn thành. HT26-032 (V.10.b): chưa thực hiện.", "031 hoan, 032 chua"),
]


@pytest.mark.parametrize(
    ("duties", "text", "said"), [(1, *one) for one in CLEAR] + [(3, *one) for one in CLEAR_OF_THREE]
)
def test_ordinary_answers_are_recorded(duties, text, said):
    understood = reading(text, duties)
    assert understood.certain and understood.sort is Sort.ANSWER, understood.doubts
    expected = [one.split() for one in said.split(", ")]
    assert [one.code[-3:] for one in understood.reported] == [one[0] for one in expected]
    for one, (_, status, *values) in zip(understood.reported, expected, strict=True):
        assert str(one.status).startswith(status)
        assert sorted(one.figures) == [value for value in values if value.startswith("CT")]
        assert [str(one.percent)] == [value for value in values if value.isdigit()] or "CT" in str(values) or not values


def test_the_second_look_costs_next_to_nothing():
    from mail.read_answer.caution import cautions

    text = "\n\n".join(f"[{item.code}]\nTrạng thái: đang thực hiện\nTỷ lệ hoàn thành: 70%" for item in ASKED)
    understood = reading(text + "\nKết quả: xã đã ban hành kế hoạch, giao các thôn thực hiện." * 5, 3)
    begun = time.process_time()
    for _ in range(100):
        cautions(understood.text, understood.reported, ASKED, year=2025, written_on=DAY)
    assert time.process_time() - begun < 0.2


HEAD = ["Mã", "Trạng thái"]
TABLES = [
    (["Mã", "Trạng thái kỳ trước"], ["HT26-031", "đã hoàn thành"]),
    (["Mã", "Trạng thái dự kiến cuối năm"], ["HT26-031", "đã hoàn thành"]),
    (["Mã", "Trạng thái (năm 2024)", "Kết quả"], ["HT26-031", "đã hoàn thành", "x"]),
    (["Mã", "Tình trạng hồ sơ"], ["HT26-031", "đã hoàn thành"]),
    ([*HEAD, "CT1 năm 2024"], ["HT26-031", "đang thực hiện", "410/512"]),
    ([*HEAD, "CT1 (2025)", "CT1 (2024)"], ["HT26-031", "đang thực hiện", "430/512", "410/512"]),
    ([*HEAD, "CT1", "CT1 kỳ trước"], ["HT26-031", "đang thực hiện", "430/512", "410/512"]),
    ([*HEAD, "CT1", "CT1"], ["HT26-031", "đang thực hiện", "430/512", "410/512"]),
    ([*HEAD, "CT1 kế hoạch"], ["HT26-031", "đang thực hiện", "55%"]),
    ([*HEAD, "CT2 (nghìn đồng)"], ["HT26-031", "đang thực hiện", "1.250"]),
    (["Mã", "Trạng thái", "Tỷ lệ hoàn thành kế hoạch năm 2024"], ["HT26-031", "đang thực hiện", "60"]),
    (["Mã", "Ký hiệu", "Đơn vị", "Số lượng"], ["HT26-031", "CT2", "nghìn đồng", "1.250"]),
    (["Mã", "Ký hiệu", "Số lượng (nghìn đồng)"], ["HT26-031", "CT2", "1.250"]),
]


@pytest.mark.parametrize(("head", "row"), TABLES)
def test_a_column_of_another_time_plan_or_unit_is_no_answer(head, row):
    text = "\n".join("\t".join(cells) for cells in (head, row))
    understood = reading(with_forms(text + "\n"), 1)
    assert not understood.certain, understood.reported


@pytest.mark.parametrize(("head", "row"), TABLES)
def test_such_columns_are_no_answer_in_a_file_either(head, row):
    rows = [{place: Cell(text, place=f"ô {place}") for place, text in enumerate(cells)} for cells in (head, row)]
    found = read_table(rows, ASKED[:1])
    understood = reading(written_out(found.filled), 1)
    assert found.doubts or not understood.certain, found


def test_two_different_rows_of_one_code_are_held():
    rows = ([*HEAD, "Kết quả"], ["HT26-031", "đã hoàn thành", "Trường A"], ["HT26-031", "đã hoàn thành", "Trường B"])
    assert not reading(with_forms("\n".join("\t".join(row) for row in rows) + "\n"), 1).certain
    cells = [{place: Cell(text, place=f"ô {place}") for place, text in enumerate(row)} for row in rows]
    assert read_table(cells, ASKED[:1]).doubts


@pytest.mark.parametrize(
    "line", ["Kỳ trước – Năm 2024: 410/512 (80,1%) Năm 2025: 430/512 (84%)", "Kỳ này: 430/512 (84%)", "430/512"]
)
def test_a_number_typed_between_the_lines_of_our_letter_is_not_lost_without_a_word(line):
    sent = letter("one").sent_text
    lines = sent.split("\n")
    place = next(at for at, one in enumerate(lines) if one.startswith("  CT1") or "CT1" in one)
    quoted = "\n".join(f"> {one}" for one in [*lines[: place + 1], line, *lines[place + 1 :]])
    parts = split(f"Đang thực hiện.\n\nVào 11/12/2025, Sở đã viết:\n{quoted}", sent)
    understood = understand(parts, ASKED[:1], written_on=DAY)
    assert not understood.certain, parts
