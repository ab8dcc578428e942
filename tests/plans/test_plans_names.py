import pytest

from plans.names import read_names, split_heading_names

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
    ("SỞ TÀI CHÍNH, SỞ NỘI VỤ", ("SỞ TÀI CHÍNH", "SỞ NỘI VỤ")),
]


@pytest.mark.parametrize(("sentence", "names"), IN_SENTENCES)
def test_names_in_a_sentence_end_where_the_verb_begins(sentence, names):
    assert read_names(sentence)[0] == names


@pytest.mark.parametrize(("heading", "names"), HEADINGS)
def test_a_heading_of_names_is_split_only_before_another_name(heading, names):
    assert split_heading_names(heading) == names
