"""Who issues a document, who signs it, and what stands between the last table and the signature."""

import pytest
from structure_texts import END, GOALS, HEAD, ORGANISATION, read_blocks

from plans.read import read_text

BELOW_ISSUER = HEAD[HEAD.index("\nSố") :]


@pytest.mark.parametrize(
    ("heading", "issuer", "superior"),
    [
        ("SỞ Y TẾ TỈNH A\nBỆNH VIỆN ĐA KHOA B", "BỆNH VIỆN ĐA KHOA B", "SỞ Y TẾ TỈNH A"),
        ("UBND TỈNH A\nSỞ Y TẾ\nSỞ NỘI VỤ", "SỞ Y TẾ - SỞ NỘI VỤ", "UBND TỈNH A"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG THPT B", "TRƯỜNG THPT B", "SỞ GIÁO DỤC VÀ ĐÀO TẠO"),
        ("BAN CHẤP HÀNH ĐOÀN TỈNH A      ĐOÀN TNCS HỒ CHÍ MINH", "BAN CHẤP HÀNH ĐOÀN TỈNH A", None),
        ("TỈNH ỦY A      ĐẢNG CỘNG SẢN VIỆT NAM", "TỈNH ỦY A", None),
        ("BỘ Y TẾ\nCỤC PHÒNG BỆNH", "CỤC PHÒNG BỆNH", "BỘ Y TẾ"),
        ("BỘ Y TẾ\nBỘ NỘI VỤ", "BỘ Y TẾ - BỘ NỘI VỤ", None),
        ("| UBND TỈNH A SỞ Y TẾ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |", "SỞ Y TẾ", "UBND TỈNH A"),
    ],
)
def test_the_issuer_is_the_body_nearest_to_the_number(heading, issuer, superior):
    document = read_text(heading + BELOW_ISSUER + GOALS + ORGANISATION + END).document
    assert (document.issuer, document.superior) == (issuer, superior)


@pytest.mark.parametrize("title", ["BSCKII. ", "TS. ", "PGS.TS. ", "ThS. ", "NGƯT. ", "Đại tá ", "BS.CKI ", ""])
def test_the_signer_has_no_title(title):
    signer = read_text(HEAD + GOALS + ORGANISATION + END.replace("Lò Văn Mẫu", f"{title}Lò Văn Mẫu")).signer
    assert signer is not None and signer.name == "Lò Văn Mẫu"


@pytest.mark.parametrize("gap", [" ", "<br>"])
def test_the_ending_may_stand_in_one_row_of_a_table(gap):
    row = gap.join(["Nơi nhận:", "- Như trên;", "- Lưu: VT."])
    signed = gap.join(["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "(Đã ký)", "Lò Văn Mẫu"])
    plan = read_text(f"{HEAD}{GOALS}{ORGANISATION}\n| {row} | {signed} |\n|---|---|\n")
    assert plan.recipients == ("Như trên;", "Lưu: VT.")
    assert plan.signer is not None and plan.signer.name == "Lò Văn Mẫu"
    assert plan.signer.authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


def lines(text):
    return text.strip().split("\n")


def test_two_bodies_that_sign_one_below_the_other_are_no_duties():
    first = ["SỞ GIÁO DỤC", "VÀ ĐÀO TẠO", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Văn Mẫu"]
    second = ["SỞ Y TẾ", "GIÁM ĐỐC", "Trần Thị Mẫu"]
    plan = read_blocks(*lines(HEAD), *lines(GOALS), *lines(ORGANISATION), *first, *second, "Nơi nhận:", "- Lưu: VT.")
    assert [item.owners for item in plan.responsibilities] == [("Sở Y tế",)]
    assert plan.signer is not None
    assert plan.signer.authority == ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "SỞ Y TẾ", "GIÁM ĐỐC")


def test_two_signatures_side_by_side_are_read_one_after_the_other():
    block = "SỞ A      SỞ B\nKT. GIÁM ĐỐC      GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nLò Văn Mẫu      Tẩn Thị Mẫu\n"
    signer = read_text(f"{HEAD}{GOALS}{ORGANISATION}\n{block}\nNơi nhận:\n- Lưu: VT.\n").signer
    assert signer is not None
    assert signer.authority == ("SỞ A", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "SỞ B", "GIÁM ĐỐC")


def test_the_paragraph_behind_the_last_table_is_the_closing():
    table = [("TT", "Việc", "Cơ quan thực hiện"), ("1", "Khám bệnh", "Sở Y tế")]
    asked = "Đề nghị Ủy ban MTTQ Việt Nam xã giám sát. Yêu cầu các trường thực hiện nghiêm túc./."
    plan = read_blocks(*lines(HEAD), *lines(GOALS), *lines(ORGANISATION), "2. Phân công:", table, asked, *lines(END))
    assert plan.closing is not None
    assert plan.closing.agencies == ("Ủy ban MTTQ Việt Nam xã", "các trường")
    assert [item.path for item in plan.responsibilities] == ["III.1.1", "B1.1"]


def test_slips_in_the_headings_do_not_hide_a_section():
    text = (HEAD + GOALS + "II. NHIÊM VỤ\n1. Dạy học.\n" + ORGANISATION + END).replace("THỰC HIỆN", "THỰC HIÊN")
    plan = read_text(text.replace("KẾ HOẠCH", "KẾ HOACH"))
    assert [task.text for task in plan.tasks] == ["Dạy học."]
    assert [item.owners for item in plan.responsibilities] == [("Sở Y tế",)]


def test_a_star_above_dashes_is_a_level_of_its_own():
    body = "1. Sở Y tế\n* Khám bệnh:\n- Khám mắt.\n- Khám răng.\n* Truyền thông:\n- Phát tờ rơi.\n"
    plan = read_text(f"{HEAD}{GOALS}III. TỔ CHỨC THỰC HIỆN\n{body}{END}")
    assert [item.path for item in plan.responsibilities] == ["III.1.1.1", "III.1.1.2", "III.1.2.1"]


WRAPPED = """Căn cứ Nghị định số 81/2019/NĐ-CP ngày 01/02/2019 của Chính phủ về quản lý
và thực hiện hoạt động khắc phục hậu quả thiên tai ở các xã vùng cao;
Ủy ban nhân dân xã ban hành Kế hoạch như sau:
I. MỤC TIÊU
1. Trường lớp tốt hơn, trẻ em được học hai buổi một ngày, nhà trường có đủ
phòng học và sân chơi cho trẻ ở mọi bản trong xã.
IV. KINH PHÍ
Ngân sách địa phương.
V. TỔ CHỨC THỰC HIỆN
1. Sở Y tế
Khám sức khỏe cho trẻ, lập hồ sơ và theo dõi sự phát triển của trẻ em trong
các trường mầm non, báo cáo kết quả về Ủy ban nhân dân xã.
"""


def test_a_hard_wrapped_text_keeps_its_grounds_and_short_headings_apart():
    head = HEAD[: HEAD.index("Căn cứ")]
    plan = read_text(head + WRAPPED + END)
    assert [basis.text[-9:] for basis in plan.legal_bases] == ["vùng cao;"]
    assert [section.title for section in plan.sections] == ["MỤC TIÊU", "KINH PHÍ", "TỔ CHỨC THỰC HIỆN"]
    assert [item.text for item in plan.funding] == ["Ngân sách địa phương."]
