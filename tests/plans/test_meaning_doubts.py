"""Questions that the meaning of a clause brings, and those that would be needless."""

import pytest
from test_target_reading import PLAN

from plans.read import read_text


def kinds(aim="50% trường có thư viện.", duty="Chủ trì thực hiện Kế hoạch."):
    text = PLAN.format(items=f"- {aim}").replace("Chủ trì thực hiện Kế hoạch.", duty)
    return [question.kind for question in read_text(text).questions]


@pytest.mark.parametrize(
    "duty",
    [
        "Định kỳ hai năm một lần tổ chức hội thi.",
        "Hằng quý, trước ngày 05 báo cáo Sở Nội vụ.",
        "Báo cáo Sở Nội vụ trong vòng 01 tháng kể từ ngày kết thúc.",
        "Chậm nhất là 03 ngày trước khi khai mạc báo cáo Sở Nội vụ.",
    ],
)
def test_a_day_that_no_calendar_can_give_is_asked_for(duty):
    asked = kinds(duty=duty)
    assert "deadline_vague" in asked
    assert "deadline_invalid" not in asked


def test_a_term_in_whole_days_is_not_asked_for():
    assert "deadline_vague" not in kinds(duty="Báo cáo Sở Nội vụ chậm nhất sau 24 giờ kể từ khi kết thúc.")


def test_an_aim_whose_figure_is_not_read_is_asked_about():
    assert "target_figure_unread" in kinds(aim="Tăng thêm 2 bậc xếp hạng chuyển đổi số.")


@pytest.mark.parametrize(
    "aim",
    [
        "Trẻ em từ 06 tháng đến 36 tháng tuổi được chăm sóc tốt.",
        "Triển khai có hiệu quả Nghị quyết 29 của Trung ương.",
        "Đến năm 2030 hoàn thành quy hoạch mạng lưới trường học.",
        "Thuộc nhóm 10 tỉnh dẫn đầu về chuyển đổi số.",
    ],
)
def test_numbers_that_are_no_aims_are_not_asked_about(aim):
    assert "target_figure_unread" not in kinds(aim=aim)


def plan_with_owner(heading):
    return read_text(PLAN.format(items="- 50% trường có thư viện.").replace("1. Sở Giáo dục và Đào tạo", heading))


def test_a_group_whose_members_stand_in_brackets_is_closed():
    named = plan_with_owner("1. Các cơ quan liên quan (Sở Y tế, Sở Tài chính)")
    open_ = plan_with_owner("1. Các cơ quan liên quan")
    assert "open_group" not in [question.kind for question in named.questions]
    assert "open_group" in [question.kind for question in open_.questions]


def test_a_known_name_with_a_verb_in_it_is_not_doubtful():
    plan = plan_with_owner("1. Phòng Kế hoạch tổng hợp")
    assert plan.responsibilities[0].owners == ("Phòng Kế hoạch tổng hợp",)
    assert "owner_doubtful" not in [question.kind for question in plan.questions]


@pytest.mark.parametrize(
    ("duty", "doubtful"),
    [
        ("1. Ban Điều hành nhóm bờ xôi ruộng mật khơi thông dòng chảy.", True),
        ("1. Sở Nội vụ rà soát hồ sơ.", False),
        ("1. Sở Nội vụ phát động phong trào thi đua.", False),
    ],
)
def test_a_name_before_a_word_that_is_no_known_verb_is_doubtful(duty, doubtful):
    plan = plan_with_owner(duty)
    assert ("owner_doubtful" in [question.kind for question in plan.questions]) is doubtful
