import pytest

from plans.meaning.roles import advised, owner_roles, partners, reported_to
from plans.model import Partner

ROLES = [
    ("Chủ trì, phối hợp với Sở Y tế làm việc này.", False, ("chủ trì",)),
    ("Chủ trì phối hợp với Sở Y tế làm. Phối hợp với Sở Nội vụ xem lại.", False, ("chủ trì", "phối hợp")),
    ("Là cơ quan thường trực, chủ trì việc này.", False, ("thường trực", "chủ trì")),
    ("Là đơn vị đầu mối theo dõi Kế hoạch.", False, ("đầu mối",)),
    ("Hằng năm, căn cứ ngân sách tham mưu UBND tỉnh bố trí vốn.", False, ("tham mưu",)),
    ("Rà soát quy định; tham mưu UBND tỉnh sửa đổi.", False, ("thực hiện",)),
    ("Theo chức năng, tích cực phối hợp tuyên truyền.", True, ("đề nghị", "phối hợp")),
    ("Tuyên truyền, phối hợp với Sở Y tế khám cho trẻ.", False, ("phối hợp",)),
    ("Chỉ đạo các xã phối hợp với Sở Y tế khám cho trẻ.", False, ("thực hiện",)),
    ("Xây dựng quy chế phối hợp với Sở Y tế.", False, ("thực hiện",)),
    ("Giám sát việc thực hiện.", True, ("đề nghị",)),
    ("Chỉ đạo Công an các xã, phường phối hợp với nhà trường giữ trật tự.", False, ("thực hiện",)),
    ("Trước ngày 30 tháng 7 hằng năm, tham mưu UBND tỉnh bố trí vốn.", False, ("tham mưu",)),
    ("Làm đầu mối theo dõi, đôn đốc việc thực hiện.", False, ("đầu mối",)),
    ("Theo dõi, đôn đốc các xã thực hiện.", False, ("thực hiện",)),
    ("Chủ trì, phối hợp Sở Y tế khám cho trẻ.", False, ("chủ trì",)),
]

PARTNERS = [
    (
        "Phối hợp với Sở Y tế và các đơn vị liên quan kiểm tra.",
        [("Sở Y tế", "phối hợp"), ("các đơn vị liên quan", "phối hợp")],
    ),
    ("Chỉ đạo, hướng dẫn các cơ quan báo chí đưa tin.", [("các cơ quan báo chí", "được chỉ đạo")]),
    ("Hướng dẫn công đoàn cơ sở đối thoại.", [("công đoàn cơ sở", "được hướng dẫn")]),
    ("Đôn đốc các địa phương gửi số liệu.", [("các địa phương", "được đôn đốc")]),
    ("Tổ chức sơ kết theo hướng dẫn của Sở Y tế.", [("Sở Y tế", "hướng dẫn")]),
    ("Phối hợp Sở Y tế khám cho trẻ.", [("Sở Y tế", "phối hợp")]),
    ("Phối hợp chặt chẽ với Công an tỉnh giữ trật tự.", [("Công an tỉnh", "phối hợp")]),
    ("Tổ chức tuyên truyền cùng với Hội Nông dân tỉnh.", [("Hội Nông dân tỉnh", "phối hợp")]),
    ("Phân công các trường mầm non dạy thí điểm.", [("các trường mầm non", "được giao")]),
    ("Phối hợp các nguồn lực để làm.", []),
    ("Chỉ đạo, hướng dẫn triển khai các mô hình.", []),
    ("Thực hiện Kế hoạch số 12/KH-UBND của Ủy ban nhân dân tỉnh.", []),
]

REPORTS = [
    (
        "tổng hợp báo cáo Ủy ban nhân dân tỉnh, Bộ Giáo dục và Đào tạo theo quy định.",
        ("Ủy ban nhân dân tỉnh", "Bộ Giáo dục và Đào tạo"),
    ),
    ("báo cáo kết quả thực hiện hằng năm về Sở Y tế.", ("Sở Y tế",)),
    ("gửi về Sở Y tế trước ngày 10/12 để báo cáo UBND tỉnh.", ("Sở Y tế",)),
    ("gửi báo cáo về Sở Y tế để tổng hợp, báo cáo UBND tỉnh.", ("Sở Y tế",)),
    ("đề xuất gửi Sở Y tế tổng hợp, báo cáo UBND tỉnh xem xét.", ("Sở Y tế",)),
    ("sơ kết theo hướng dẫn của Sở Y tế để tổng hợp, báo cáo UBND tỉnh.", ("UBND tỉnh",)),
    ("báo cáo UBND tỉnh; gửi kết quả về Sở Y tế để tổng hợp.", ("UBND tỉnh",)),
    ("lập dự toán gửi Sở Tài chính thẩm định.", ()),
    ("định kỳ hằng quý báo cáo Sở Y tế.", ("Sở Y tế",)),
    ("báo cáo theo quy định.", ()),
    ("chi trả một phần chi phí gửi trẻ.", ()),
]


@pytest.mark.parametrize(("text", "requested", "roles"), ROLES)
def test_the_role_of_the_owner_is_read_from_its_verbs(text, requested, roles):
    assert owner_roles(text, requested) == roles


@pytest.mark.parametrize(("text", "expected"), PARTNERS)
def test_other_bodies_get_the_role_of_the_words_before_them(text, expected):
    assert list(partners(text)) == [Partner(name=name, role=role) for name, role in expected]


@pytest.mark.parametrize(("text", "bodies"), REPORTS)
def test_reports_go_to_the_body_that_is_named(text, bodies):
    assert reported_to(text) == bodies


def test_advising_and_reporting_in_one_breath_have_one_addressee():
    text = "tham mưu, báo cáo Ủy ban nhân dân tỉnh bố trí kinh phí."
    assert advised(text) == reported_to(text) == ("Ủy ban nhân dân tỉnh",)


def test_the_receiver_of_a_report_may_advise_further():
    text = "gửi báo cáo về Sở Y tế để tổng hợp, tham mưu UBND tỉnh điều chỉnh."
    assert (reported_to(text), advised(text)) == (("Sở Y tế",), ())
