import pytest
from structure_texts import END, GOALS, HEAD, duties, read_body_text

from plans.errors import NoResponsibilities, NotAPlan
from plans.read import read_text

SHAPES = {
    "sections without labels": (
        (
            "MỤC TIÊU\n1. 90% trẻ ra lớp.\nNHIỆM VỤ, GIẢI PHÁP\n1. Xây trường.\nTỔ CHỨC THỰC HIỆN\n"
            "Phòng Văn hóa - Xã hội\n- Chủ trì triển khai.\n- Báo cáo kết quả.\nCông an xã:\nBảo đảm an ninh.\n"
        ),
        [
            ("III.1.1", ("Phòng Văn hóa - Xã hội",), "Chủ trì triển khai."),
            ("III.1.2", ("Phòng Văn hóa - Xã hội",), "Báo cáo kết quả."),
            ("III.2.1", ("Công an xã",), "Bảo đảm an ninh."),
        ],
    ),
    "bodies two levels below a group": (
        GOALS + "II. PHÂN CÔNG NHIỆM VỤ\n1. Cấp tỉnh\na) Sở Giáo dục và Đào tạo:\n- Chủ trì triển khai.\n"
        "b) Sở Y tế: khám sức khỏe cho trẻ.\n2. Cấp xã\n2.1. Ủy ban nhân dân các xã có trách nhiệm:\n"
        "a) Bố trí kinh phí.\n",
        [
            ("II.1.a.1", ("Sở Giáo dục và Đào tạo",), "Chủ trì triển khai."),
            ("II.1.b", ("Sở Y tế",), "khám sức khỏe cho trẻ."),
            ("II.2.1.a", ("Ủy ban nhân dân các xã",), "Bố trí kinh phí."),
        ],
    ),
    "headings that order": (
        GOALS + "II. TỔ CHỨC THỰC HIỆN\n1. Giao Sở Nội vụ:\n- Tuyển dụng giáo viên.\n2. Đối với Sở Y tế\n"
        "- Khám sức khỏe.\n3. Trách nhiệm của Sở Tài chính\n- Bố trí kinh phí.\n4. Sở Xây dựng chịu trách nhiệm:\n"
        "- Rà soát quy hoạch.\n5. Sở Tư pháp - thẩm định văn bản.\n",
        [
            ("II.1.1", ("Sở Nội vụ",), "Tuyển dụng giáo viên."),
            ("II.2.1", ("Sở Y tế",), "Khám sức khỏe."),
            ("II.3.1", ("Sở Tài chính",), "Bố trí kinh phí."),
            ("II.4.1", ("Sở Xây dựng",), "Rà soát quy hoạch."),
            ("II.5.1", ("Sở Tư pháp",), "Sở Tư pháp - thẩm định văn bản."),
        ],
    ),
    "a body named with its duty below a group": (
        GOALS + "II. TỔ CHỨC THỰC HIỆN\n1. Các sở, ngành tỉnh\n- Sở Y tế: khám sức khỏe.\n- Tuyên truyền Kế hoạch.\n",
        [
            ("II.1.1", ("Sở Y tế",), "khám sức khỏe."),
            ("II.1.2", ("Các sở, ngành tỉnh",), "Tuyên truyền Kế hoạch."),
        ],
    ),
    "parts, capitals and labels that restart": (
        (
            "A. MỤC TIÊU\nI. MỤC TIÊU CHUNG\nTốt.\nB. TỔ CHỨC THỰC HIỆN\nI. CÁC SỞ, BAN, NGÀNH\n1. Sở Y tế\n"
            "1.1. Khám sức khỏe.\n2. Sở Nội vụ:\ni) Tuyển dụng;\nii) Bồi dưỡng.\nII. CẤP XÃ\n"
            "1. ỦY BAN NHÂN DÂN CÁC XÃ\na. Lập kế hoạch.\n2/ Các trường mầm non\n- Tuyên truyền.\n"
        ),
        [
            ("B.I.1.1", ("Sở Y tế",), "Khám sức khỏe."),
            ("B.I.2.i", ("Sở Nội vụ",), "Tuyển dụng;"),
            ("B.I.2.ii", ("Sở Nội vụ",), "Bồi dưỡng."),
            ("B.II.1.a", ("ỦY BAN NHÂN DÂN CÁC XÃ",), "Lập kế hoạch."),
            ("B.II.2.1", ("Các trường mầm non",), "Tuyên truyền."),
        ],
    ),
    "divisions named by words, a heading on two lines": (
        "PHẦN THỨ NHẤT\nMỤC TIÊU\n1. 90% trẻ ra lớp.\nPHẦN THỨ HAI\nTỔ CHỨC THỰC HIỆN\n1. Sở Y tế\na) Khám sức khỏe.\n",
        [("P2.1.a", ("Sở Y tế",), "Khám sức khỏe.")],
    ),
    "a clause without a named owner": (
        GOALS + "II. TỔ CHỨC THỰC HIỆN\n1. Công tác chung\n- Quán triệt Kế hoạch.\n",
        [("II.1.1", (), "Quán triệt Kế hoạch.")],
    ),
    "a section on reports after the organisation": (
        GOALS + "II. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Khám sức khỏe.\nIII. CHẾ ĐỘ BÁO CÁO\n"
        "1. Các sở, ngành báo cáo Sở Giáo dục và Đào tạo trước ngày 10/12 hằng năm.\n"
        "2. Hồ sơ được lưu theo quy định.\n",
        [
            ("II.1.1", ("Sở Y tế",), "Khám sức khỏe."),
            (
                "III.1.1",
                ("Các sở, ngành",),
                "Các sở, ngành báo cáo Sở Giáo dục và Đào tạo trước ngày 10/12 hằng năm.",
            ),
        ],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_clause_has_the_innermost_heading_that_names_a_body(shape):
    body, expected = SHAPES[shape]
    assert duties(read_body_text(body)) == expected


def test_a_heading_that_asks_in_brackets_makes_a_request():
    plan = read_body_text(
        GOALS + "II. TỔ CHỨC THỰC HIỆN\n1. UBND các xã (đề nghị phối hợp)\n- Tuyên truyền Kế hoạch.\n"
    )
    item = plan.responsibilities[0]
    assert (item.owners, item.requested, item.owner_role) == (("UBND các xã",), True, ("đề nghị", "phối hợp"))


def test_a_remark_in_brackets_is_no_item_of_its_own():
    body = GOALS + "II. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Khám sức khỏe.\n(Chi tiết tại Phụ lục kèm theo)\n"
    plan = read_body_text(body)
    assert [item.text for item in plan.responsibilities] == ["Khám sức khỏe. (Chi tiết tại Phụ lục kèm theo)"]


def test_a_plan_that_names_nobody_has_no_responsibilities():
    with pytest.raises(NoResponsibilities):
        read_body_text(GOALS + "II. NHIỆM VỤ\n1. Xây trường.\n")


def test_a_text_without_numbered_sections_is_no_plan():
    with pytest.raises(NotAPlan) as caught:
        read_text(HEAD + "Trường lớp sẽ tốt hơn.\nSở Y tế khám sức khỏe.\n" + END)
    assert caught.value.reason == "không có các mục đánh số"


def test_a_pile_of_nested_introductions_does_not_exhaust_the_stack():
    pile = "1. Gồm các việc:\na) Như sau:\n" * 3000
    plan = read_body_text(GOALS + "II. NHIỆM VỤ\n" + pile + "III. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Khám sức khỏe.\n")
    assert duties(plan) == [("III.1.1", ("Sở Y tế",), "Khám sức khỏe.")]


def test_questions_about_an_item_stand_beside_it():
    plan = read_body_text(GOALS + "II. TỔ CHỨC THỰC HIỆN\n1. Công tác chung\n- Quán triệt Kế hoạch.\n")
    messages = [q.message for q in plan.questions if q.path == "II.1.1"]
    assert messages
    assert plan.responsibilities[0].doubts == tuple(messages)


def test_a_heading_with_a_slip_of_typing_is_still_known():
    plan = read_body_text(GOALS + "II. TỔ CHỨC THỰC HIÊN\n1. Sở Y tế\n- Khám sức khỏe.\n")
    assert duties(plan) == [("II.1.1", ("Sở Y tế",), "Khám sức khỏe.")]
