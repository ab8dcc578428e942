"""Names of bodies that hold verbs, small words or commas, as they stand in sentences."""

import pytest

from plans.meaning.names import read_names, split_heading_names
from plans.meaning.roles import advised, owner_roles, partners, reported_to

NAMES = [
    ("Sở Giao thông vận tải, Sở Công Thương chuẩn bị xe", ("Sở Giao thông vận tải", "Sở Công Thương")),
    ("Sở Giao thông vận tải chuẩn bị xe", ("Sở Giao thông vận tải",)),
    (
        "Ủy ban MTTQ Việt Nam Thành phố và các tổ chức chính trị - xã hội giám sát",
        ("Ủy ban MTTQ Việt Nam Thành phố", "các tổ chức chính trị - xã hội"),
    ),
    (
        "Các cơ sở lưu trú, doanh nghiệp vận tải hành khách niêm yết giá",
        ("Các cơ sở lưu trú", "doanh nghiệp vận tải hành khách"),
    ),
    ("Phòng Kế hoạch tổng hợp trước ngày 15", ("Phòng Kế hoạch tổng hợp",)),
    ("Phòng Kế hoạch tổng hợp số liệu", ("Phòng Kế hoạch",)),
    ("Phòng Bảo vệ chăm sóc trẻ em - Bình đẳng giới là đầu mối", ("Phòng Bảo vệ chăm sóc trẻ em - Bình đẳng giới",)),
    ("Trung tâm Tổng hợp dữ liệu theo dõi", ("Trung tâm Tổng hợp dữ liệu",)),
    (
        "Trung tâm Huấn luyện và Thi đấu thể dục thể thao tỉnh mở lớp",
        ("Trung tâm Huấn luyện và Thi đấu thể dục thể thao tỉnh",),
    ),
    ("Ủy ban Kiểm tra Tỉnh ủy xây dựng chương trình", ("Ủy ban Kiểm tra Tỉnh ủy",)),
    ("các doanh nghiệp viễn thông bảo đảm", ("các doanh nghiệp viễn thông",)),
    ("các cơ quan tham mưu, giúp việc Tỉnh ủy theo dõi", ("các cơ quan tham mưu, giúp việc Tỉnh ủy",)),
    ("Phòng Tổ chức cán bộ tổ chức thi", ("Phòng Tổ chức cán bộ",)),
    ("Ban Tuyên giáo và Dân vận Tỉnh ủy định hướng", ("Ban Tuyên giáo và Dân vận Tỉnh ủy",)),
    ("Chi cục Quản lý chất lượng kiểm tra", ("Chi cục Quản lý chất lượng",)),
    ("Quỹ Bảo trợ trẻ em tỉnh vận động", ("Quỹ Bảo trợ trẻ em tỉnh",)),
    ("Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh lãnh đạo", ("Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh",)),
    ("Đảng ủy các cơ quan Đảng tỉnh chỉ đạo", ("Đảng ủy các cơ quan Đảng tỉnh",)),
    (
        "Các đảng ủy xã, phường, đảng ủy trực thuộc Tỉnh ủy căn cứ",
        ("Các đảng ủy xã, phường", "đảng ủy trực thuộc Tỉnh ủy"),
    ),
    ("Các khoa, phòng đăng ký", ("Các khoa, phòng",)),
    ("Các huyện, thị, thành đoàn tổ chức", ("Các huyện, thị, thành đoàn",)),
    ("Phòng Kinh tế, Hạ tầng và Đô thị tham mưu", ("Phòng Kinh tế, Hạ tầng và Đô thị",)),
    ("Đội Quản lý thị trường số 3 kiểm tra", ("Đội Quản lý thị trường số 3",)),
    ("Hạt Kiểm lâm huyện tuần tra", ("Hạt Kiểm lâm huyện",)),
    (
        "Viện kiểm sát nhân dân tỉnh, Tòa án nhân dân tỉnh trao đổi",
        ("Viện kiểm sát nhân dân tỉnh", "Tòa án nhân dân tỉnh"),
    ),
    ("Kho bạc Nhà nước khu vực X kiểm soát chi", ("Kho bạc Nhà nước khu vực X",)),
    ("Bộ Chỉ huy quân sự tỉnh huy động", ("Bộ Chỉ huy quân sự tỉnh",)),
    ("Khoa Dược, Khoa Kiểm soát nhiễm khuẩn cung ứng", ("Khoa Dược", "Khoa Kiểm soát nhiễm khuẩn")),
    (
        "Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn tỉnh họp",
        ("Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn tỉnh",),
    ),
    ("Sở Y tế¹, Sở Nội vụ² rà soát", ("Sở Y tế", "Sở Nội vụ")),
    ("Sở Nội vụ dự họp, báo cáo", ("Sở Nội vụ",)),
    ("Sở Tài chính tổng hợp, báo cáo", ("Sở Tài chính",)),
    ("Khoa học và công nghệ phát triển", ()),
]


@pytest.mark.parametrize(("sentence", "names"), NAMES)
def test_a_name_is_read_to_its_end(sentence, names):
    assert read_names(sentence)[0] == names


def test_a_party_committee_of_several_bodies_is_one_body_in_a_heading():
    assert split_heading_names("Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh") == (
        "Đảng ủy Mặt trận Tổ quốc, các đoàn thể tỉnh",
    )


PARTNERS = [
    ("Phối hợp với Tổ Quản lý chất lượng theo dõi", ("Tổ Quản lý chất lượng", "phối hợp")),
    ("Phối hợp với ngành Y tế vận động", ("ngành Y tế", "phối hợp")),
    ("Chủ động phối hợp với phòng, ban cùng cấp tổ chức", ("phòng, ban cùng cấp", "phối hợp")),
    ("Lãnh đạo các tổ chức thành viên vận động", ("các tổ chức thành viên", "được chỉ đạo")),
    ("Lãnh đạo, chỉ đạo Sở Tài chính bố trí", ("Sở Tài chính", "được chỉ đạo")),
]


@pytest.mark.parametrize(("clause", "partner"), PARTNERS)
def test_a_body_is_named_with_its_role(clause, partner):
    assert [(found.name, found.role) for found in partners(clause)] == [partner]


@pytest.mark.parametrize(
    ("clause", "body"),
    [
        ("Tổng hợp, báo cáo Trung ương Đoàn trước ngày 30/3/2026.", "Trung ương Đoàn"),
        ("Tổng hợp, báo cáo Ban Bí thư.", "Ban Bí thư"),
        ("Định kỳ báo cáo Thường trực Tỉnh ủy.", "Thường trực Tỉnh ủy"),
        ("Tổng hợp, báo cáo lãnh đạo Sở.", "lãnh đạo Sở"),
        ("Tổng hợp, báo cáo Giám đốc Sở¹.", "Giám đốc Sở"),
    ],
)
def test_a_report_goes_to_its_addressee(clause, body):
    assert reported_to(clause) == (body,)


def test_the_people_who_lead_a_body_are_advised_and_not_told():
    clause = "Tham mưu lãnh đạo Sở triển khai Kế hoạch."
    assert (advised(clause), partners(clause)) == (("lãnh đạo Sở",), ())


def test_a_standing_unit_has_the_standing_role():
    assert owner_roles("Là đơn vị thường trực, tham mưu UBND tỉnh triển khai.", False) == ("thường trực", "tham mưu")
