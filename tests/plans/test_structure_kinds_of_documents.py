import pytest
from structure_texts import END, GOALS, HEAD, ORGANISATION, duties

from plans.errors import NotAPlan
from plans.read import read_text
from plans.structure.issuer import Issuer, level_of, province_of, read_issuer

BODY = GOALS + ORGANISATION
DECISION = """ỦY BAN NHÂN DÂN
TỈNH LAI CHÂU
Số: 77/QĐ-UBND
Lai Châu, ngày 03 tháng 02 năm 2026
QUYẾT ĐỊNH
Về việc ban hành Kế hoạch phát triển giáo dục năm 2026
CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH
Căn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;
QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển giáo dục năm 2026.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. Chánh Văn phòng, Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này.
"""
ENCLOSED = """KẾ HOẠCH
Phát triển giáo dục năm 2026
(Ban hành kèm theo Quyết định số 77/QĐ-UBND ngày 03/02/2026 của Chủ tịch Ủy ban nhân dân tỉnh Lai Châu)
"""
REFUSED = {
    "BÁO CÁO": "Kết quả năm 2025",
    "THÔNG TƯ": "Quy định về dạy thêm",
    "NGHỊ ĐỊNH": "Quy định chính sách",
    "LUẬT": "GIÁO DỤC",
    "TỜ TRÌNH": "Về việc ban hành Kế hoạch",
    "GIẤY MỜI": "Dự họp",
    "THÔNG BÁO": "Kết luận cuộc họp",
    "HỢP ĐỒNG": "Mua sắm thiết bị",
    "BIÊN BẢN": "Họp hội đồng",
}


def test_an_enclosed_plan_has_the_number_bases_and_signature_of_its_decision():
    plan = read_text(DECISION + END + ENCLOSED + BODY)
    d = plan.document
    assert (d.doc_type, d.number, d.symbol, d.date.isoformat()) == ("KẾ HOẠCH", "77", "QĐ-UBND", "2026-02-03")
    assert (d.enclosed_in, d.issuer, d.level) == ("Quyết định số 77/QĐ-UBND", "ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", "tỉnh")
    assert d.title == "Phát triển giáo dục năm 2026"
    assert [basis.type for basis in plan.legal_bases] == ["Luật"]
    assert (plan.signer.name, len(plan.recipients)) == ("Lò Văn Mẫu", 2)
    assert duties(plan) == [("III.1.1", ("Sở Y tế",), "Khám sức khỏe cho trẻ.")]


def test_an_enclosed_plan_without_its_decision_is_dated_by_the_note_under_its_title():
    d = read_text(ENCLOSED + BODY + END).document
    assert (d.number, d.symbol, d.date.isoformat()) == ("77", "QĐ-UBND", "2026-02-03")
    assert (d.enclosed_in, d.level) == ("Quyết định số 77/QĐ-UBND", "tỉnh")
    assert d.issuer.startswith("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH")


def test_a_decision_without_its_plan_is_refused_for_that_reason():
    with pytest.raises(NotAPlan) as caught:
        read_text(DECISION + END)
    assert (caught.value.found, caught.value.reason) == ("QUYẾT ĐỊNH", "tệp không có kế hoạch kèm theo quyết định")


def test_a_decision_that_carries_rules_is_refused():
    rules = (
        DECISION.replace("Kế hoạch", "Quy chế") + END + ENCLOSED.replace("KẾ HOẠCH", "QUY CHẾ") + "Điều 1. Phạm vi\n"
    )
    with pytest.raises(NotAPlan, match="ban hành quy chế"):
        read_text(rules)


@pytest.mark.parametrize("kind", REFUSED)
def test_other_kinds_are_refused_by_name_and_reason(kind):
    with pytest.raises(NotAPlan) as caught:
        read_text(HEAD.replace("KẾ HOẠCH", kind).replace("Phát triển giáo dục năm 2026", REFUSED[kind]) + BODY + END)
    assert caught.value.found == kind
    assert caught.value.reason


def test_a_letter_without_a_type_line_is_called_a_letter():
    letter = HEAD.replace("KẾ HOẠCH\n", "V/v triển khai Kế hoạch\nKính gửi: Sở Y tế\n").replace("/KH-", "/UBND-")
    with pytest.raises(NotAPlan) as caught:
        read_text(letter + BODY)
    assert caught.value.found == "CÔNG VĂN"


def test_a_menu_of_a_web_page_above_the_document_is_no_type_line():
    assert duties(read_text("THÔNG BÁO\nBÁO CÁO\n\n" + HEAD + BODY + END))


def test_a_directive_gives_every_number_to_the_body_it_names():
    text = """ỦY BAN NHÂN DÂN
HUYỆN MƯỜNG MẪU
Số: 03/CT-UBND
Mường Mẫu, ngày 05 tháng 01 năm 2024
CHỈ THỊ
Về việc tăng cường an toàn trường học
Chủ tịch Ủy ban nhân dân huyện yêu cầu các phòng, ban thuộc huyện thực hiện các nhiệm vụ sau:
1. Tuyên truyền pháp luật về an toàn giao thông.
2. Phòng Giáo dục và Đào tạo huyện
a) Kiểm tra các trường.
3. Tổ chức thực hiện
Công an huyện theo dõi việc thực hiện Chỉ thị.
Nhận được Chỉ thị này, yêu cầu Thủ trưởng các cơ quan nghiêm túc thực hiện./.
"""
    plan = read_text(text + END)
    assert duties(plan) == [
        ("1", ("các phòng, ban thuộc huyện",), "Tuyên truyền pháp luật về an toàn giao thông."),
        ("2.a", ("Phòng Giáo dục và Đào tạo huyện",), "Kiểm tra các trường."),
        ("3.1", ("Công an huyện",), "Công an huyện theo dõi việc thực hiện Chỉ thị."),
    ]
    assert plan.closing.agencies == ("Thủ trưởng các cơ quan",)
    assert (plan.document.doc_type, plan.document.level, plan.document.province) == ("CHỈ THỊ", "huyện", None)


def test_a_resolution_gives_tasks_in_its_articles():
    text = HEAD.replace("Số: 5/KH-UBND", "Số: 12/2026/NQ-HĐND").replace("KẾ HOẠCH", "NGHỊ QUYẾT") + (
        "QUYẾT NGHỊ:\nĐiều 1. Mục tiêu\n1. Trường lớp tốt hơn.\n"
        "Điều 2. Hội đồng nhân dân xã giao Ủy ban nhân dân xã triển khai thực hiện Nghị quyết.\n"
        "Điều 3. Nghị quyết có hiệu lực thi hành từ ngày ký.\n"
    )
    plan = read_text(text + END)
    assert [(item.path, item.owners, item.origin) for item in plan.responsibilities] == [
        ("Đ2", ("Ủy ban nhân dân xã",), "article")
    ]
    assert (plan.document.number, plan.document.symbol) == ("12/2026", "NQ-HĐND")


def test_articles_of_a_plan_may_belong_to_one_body_each():
    text = HEAD + (
        "Điều 1. Mục tiêu\n1. Trường lớp tốt hơn.\nĐiều 2. Trách nhiệm của Sở Y tế\n1. Khám sức khỏe.\n"
        "2. Tiêm chủng.\nĐiều 3. Trách nhiệm của Sở Nội vụ, Sở Tài chính\nBố trí giáo viên.\n"
    )
    assert duties(read_text(text + END)) == [
        ("Đ2.1", ("Sở Y tế",), "Khám sức khỏe."),
        ("Đ2.2", ("Sở Y tế",), "Tiêm chủng."),
        ("Đ3.1", ("Sở Nội vụ", "Sở Tài chính"), "Bố trí giáo viên."),
    ]


def test_the_numbering_and_signature_of_the_party_are_read():
    text = """TỈNH ỦY LAI CHÂU\t\tĐẢNG CỘNG SẢN VIỆT NAM
Số 12-CTr/TU\t\tLai Châu, ngày 05 tháng 01 năm 2026
CHƯƠNG TRÌNH HÀNH ĐỘNG
thực hiện Nghị quyết số 171-NQ/TW ngày 22/8/2025 của Bộ Chính trị
Ban Thường vụ Tỉnh ủy ban hành Chương trình hành động như sau:
I- MỤC TIÊU
1- Trường lớp tốt hơn.
II- TỔ CHỨC THỰC HIỆN
1- Ban Tuyên giáo và Dân vận Tỉnh ủy chủ trì tuyên truyền Chương trình.
Nơi nhận:
- Lưu Văn phòng.
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Lò Văn Mẫu
"""
    plan = read_text(text)
    d = plan.document
    assert (d.doc_type, d.number, d.symbol, d.province) == ("CHƯƠNG TRÌNH HÀNH ĐỘNG", "12", "CTr/TU", "Lai Châu")
    assert plan.responsibilities[0].owners == ("Ban Tuyên giáo và Dân vận Tỉnh ủy",)
    assert (plan.signer.on_behalf, plan.signer.position) == ("T/M", "PHÓ BÍ THƯ")


LEVELS = [
    (("THỦ TƯỚNG CHÍNH PHỦ",), "trung ương", None),
    (("BỘ GIÁO DỤC VÀ ĐÀO TẠO",), "trung ương", None),
    (("ỦY BAN NHÂN DÂN", "TỈNH LAI CHÂU"), "tỉnh", None),
    (("UBND TỈNH LAI CHÂU", "SỞ Y TẾ"), "tỉnh", "UBND TỈNH LAI CHÂU"),
    (("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HUẾ"), "tỉnh", None),
    (("UBND TỈNH LAI CHÂU", "UBND THÀNH PHỐ LAI CHÂU"), "huyện", "UBND TỈNH LAI CHÂU"),
    (("ỦY BAN NHÂN DÂN", "THỊ XÃ MẪU"), "huyện", None),
    (("UBND HUYỆN MẪU", "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO"), "huyện", "UBND HUYỆN MẪU"),
    (("TỈNH LAI CHÂU", "ỦY BAN NHÂN DÂN", "XÃ MẪU"), "xã", "TỈNH LAI CHÂU"),
    (("ỦY BAN NHÂN DÂN", "ĐẶC KHU MẪU"), "xã", None),
]


@pytest.mark.parametrize(("cells", "level", "superior"), LEVELS)
def test_the_level_comes_from_the_issuer_and_the_body_above_it(cells, level, superior):
    issuer = read_issuer((*cells, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 1/KH"))
    assert issuer.superior == superior
    assert level_of(issuer.name, issuer.superior) == level


PROVINCES = [
    (Issuer("ỦY BAN NHÂN DÂN XÃ MẪU", "UBND TỈNH LAI CHÂU"), "xã", "", "Lai Châu"),
    (Issuer("ỦY BAN NHÂN DÂN XÃ MẪU", None), "xã", "trên địa bàn xã Mẫu, tỉnh Lai Châu trong năm", "Lai Châu"),
    (Issuer("ỦY BAN NHÂN DÂN XÃ MẪU", None), "xã", "trên địa bàn xã Mẫu", None),
    (Issuer("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU", None), "tỉnh", "", "Lai Châu"),
    (Issuer("BỘ Y TẾ", None), "trung ương", "", None),
    (Issuer("ỦY BAN NHÂN DÂN", None), None, "", "Mường Mẫu"),
]


@pytest.mark.parametrize(("issuer", "level", "text", "province"), PROVINCES)
def test_the_province_is_named_only_where_the_text_names_it(issuer, level, text, province):
    assert province_of("Mường Mẫu", issuer, level, text) == province
