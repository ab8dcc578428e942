import pytest

from plans.meaning.names import read_names, split_heading_names

IN_SENTENCES = [
    ("Sở Giáo dục và Đào tạo nghiên cứu chính sách", ("Sở Giáo dục và Đào tạo",)),
    ("Sở Lao động - Thương binh và Xã hội đề xuất", ("Sở Lao động - Thương binh và Xã hội",)),
    ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế tuyên truyền", ("Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế")),
    ("Sở Khoa học và Công nghệ và UBND cấp xã lo việc", ("Sở Khoa học và Công nghệ", "UBND cấp xã")),
    ("Ủy ban nhân dân tỉnh Lai Châu cấp kinh phí", ("Ủy ban nhân dân tỉnh Lai Châu",)),
    ("Ủy ban nhân dân tỉnh các giải pháp", ("Ủy ban nhân dân tỉnh",)),
    ("Ủy ban nhân dân các huyện/thành phố bảo đảm", ("Ủy ban nhân dân các huyện/thành phố",)),
    ("Ban Quản lý Khu kinh tế tỉnh cấp phép", ("Ban Quản lý Khu kinh tế tỉnh",)),
    ("Bảo hiểm xã hội tỉnh chi trả", ("Bảo hiểm xã hội tỉnh",)),
    ("các Sở: Tài chính, Nội vụ thẩm tra", ("Sở Tài chính", "Sở Nội vụ")),
    ("các sở, ngành liên quan, các địa phương tăng cường", ("các sở, ngành liên quan", "các địa phương")),
    ("các sở, ngành, địa phương xây dựng kế hoạch", ("các sở, ngành, địa phương",)),
    ("các cơ quan và các địa phương liên quan về việc", ("các cơ quan và các địa phương liên quan",)),
    ("các chủ đầu tư dành đất", ("các chủ đầu tư",)),
    ("công đoàn cơ sở tổ chức đối thoại", ("công đoàn cơ sở",)),
    ("cấp có thẩm quyền ban hành", ("cấp có thẩm quyền",)),
    ("Sở Y tế, Tài chính và Tư pháp thẩm tra", ("Sở Y tế", "Sở Tài chính", "Sở Tư pháp")),
    (
        "các sở Giáo dục và Đào tạo, Y tế và UBND các xã làm",
        ("Sở Giáo dục và Đào tạo", "Sở Y tế", "UBND các xã"),
    ),
    ("các Sở Giáo dục và Đào tạo lồng ghép", ("các Sở Giáo dục và Đào tạo",)),
    ("Giám đốc các Sở Giáo dục và Đào tạo tổ chức", ("Giám đốc các Sở Giáo dục và Đào tạo",)),
    (
        "Thủ trưởng các đơn vị thuộc Bộ, Giám đốc các sở tổ chức",
        ("Thủ trưởng các đơn vị thuộc Bộ", "Giám đốc các sở"),
    ),
    (
        "Chủ tịch Ủy ban nhân dân các xã, phường và các cơ quan liên quan thực hiện",
        ("Chủ tịch Ủy ban nhân dân các xã, phường", "các cơ quan liên quan"),
    ),
    ("Vụ Giáo dục thể chất và Công tác học sinh hướng dẫn", ("Vụ Giáo dục thể chất và Công tác học sinh",)),
    ("Cục Nhà giáo và Cán bộ quản lý giáo dục tổ chức", ("Cục Nhà giáo và Cán bộ quản lý giáo dục",)),
    ("Lãnh đạo Bộ triển khai", ("Lãnh đạo Bộ",)),
    ("Hội đồng nhân dân cùng cấp ban hành", ("Hội đồng nhân dân cùng cấp",)),
    ("Trạm Y tế xã khám", ("Trạm Y tế xã",)),
    ("các trạm y tế xã, phường khám", ("các trạm y tế xã, phường",)),
    ("Trưởng thôn, Bí thư chi bộ vận động", ("Trưởng thôn", "Bí thư chi bộ")),
    ("các trường và trưởng các thôn triển khai", ("các trường", "trưởng các thôn")),
    ("Phòng Văn hóa - Xã hội xã tham mưu", ("Phòng Văn hóa - Xã hội xã",)),
    ("Phòng Chính trị, tư tưởng, Văn phòng Sở tham mưu", ("Phòng Chính trị, tư tưởng", "Văn phòng Sở")),
    ("Phòng Nghiệp vụ Y (Sở Y tế) làm đầu mối", ("Phòng Nghiệp vụ Y (Sở Y tế)",)),
    ("Công an các xã, phường phối hợp", ("Công an các xã, phường",)),
    ("Ngân hàng Chính sách xã hội tỉnh cho vay", ("Ngân hàng Chính sách xã hội tỉnh",)),
    ("các doanh nghiệp trong khu công nghiệp hỗ trợ", ("các doanh nghiệp trong khu công nghiệp",)),
    ("người đứng đầu các cơ quan chịu trách nhiệm", ("người đứng đầu các cơ quan",)),
    ("Ban Chỉ đạo phổ cập giáo dục tỉnh họp", ("Ban Chỉ đạo phổ cập giáo dục tỉnh",)),
    ("Ban Quản lý các Khu chế xuất và Công nghiệp chủ trì", ("Ban Quản lý các Khu chế xuất và Công nghiệp",)),
    ("Báo và Phát thanh, Truyền hình Cần Thơ đăng", ("Báo và Phát thanh, Truyền hình Cần Thơ",)),
    ("Văn phòng HĐND và UBND xã tham mưu", ("Văn phòng HĐND và UBND xã",)),
    ("Tổ công tác liên ngành kiểm tra", ("Tổ công tác liên ngành",)),
    ("Tổ trưởng các tổ dân phố tuyên truyền", ("Tổ trưởng các tổ dân phố",)),
    ("hai Sở thống nhất", ("hai Sở",)),
    ("các bộ, cơ quan ngang bộ xem xét", ("các bộ, cơ quan ngang bộ",)),
    ("các nhà xuất bản in sách", ("các nhà xuất bản",)),
    ("Sở Ngoại vụ Vận động các tổ chức", ("Sở Ngoại vụ",)),
    ("Sở Xây dựng thẩm định", ("Sở Xây dựng",)),
    ("Vụ việc này", ()),
    ("Hội nghị toàn tỉnh", ()),
    ("các mô hình giáo dục", ()),
    ("các bộ tiêu chí mới", ()),
    ("Ban hành kế hoạch", ()),
    ("triển khai thực hiện", ()),
]

HEADINGS = [
    ("Ban Dân tộc tỉnh", ("Ban Dân tộc tỉnh",)),
    ("Sở Giáo dục và Đào tạo (cơ quan thường trực)", ("Sở Giáo dục và Đào tạo",)),
    ("Tỉnh đoàn, Hội Khuyến học tỉnh", ("Tỉnh đoàn", "Hội Khuyến học tỉnh")),
    (
        "Ủy ban nhân dân các xã, phường và các cơ quan liên quan",
        ("Ủy ban nhân dân các xã, phường", "các cơ quan liên quan"),
    ),
    ("Các sở và các cơ quan liên quan", ("Các sở và các cơ quan liên quan",)),
    ("Các Sở: Y tế, Nội vụ", ("Sở Y tế", "Sở Nội vụ")),
    ("Các Sở Giáo dục và Đào tạo", ("Các Sở Giáo dục và Đào tạo",)),
    ("Các sở: Y tế, Văn hóa, Thể thao và Du lịch", ("Sở Y tế", "Sở Văn hóa, Thể thao và Du lịch")),
    ("Các sở: Tài chính, Nội vụ và UBND các xã", ("Sở Tài chính", "Sở Nội vụ", "UBND các xã")),
    ("Văn phòng HĐND và UBND xã, Công an xã", ("Văn phòng HĐND và UBND xã", "Công an xã")),
    ("SỞ TÀI CHÍNH, SỞ NỘI VỤ", ("SỞ TÀI CHÍNH", "SỞ NỘI VỤ")),
]


@pytest.mark.parametrize(("sentence", "names"), IN_SENTENCES)
def test_names_in_a_sentence_end_where_the_verb_begins(sentence, names):
    assert read_names(sentence)[0] == names


@pytest.mark.parametrize(("heading", "names"), HEADINGS)
def test_a_heading_of_names_is_split_only_before_another_name(heading, names):
    assert split_heading_names(heading) == names


def test_no_name_of_the_vocabulary_holds_a_verb_of_duty():
    for name in ("Sở Y tế", "Vụ Giáo dục Mầm non", "các trường mầm non", "Trung tâm Y tế huyện", "Đoàn Thanh niên xã"):
        for verb in ("chủ trì", "phối hợp", "tham mưu", "triển khai", "kiểm tra", "bố trí", "Tăng cường", "Rà soát"):
            assert read_names(f"{name} {verb} công việc này")[0] == (name,), (name, verb)


def test_a_long_list_of_names_is_read_in_linear_time():
    text = ", ".join(["Sở Y tế", "các sở, ban, ngành", "UBND các xã, phường"] * 300)
    assert len(read_names(text)[0]) == 900
