"""One paragraph that gives several bodies their duties is read as one duty per body."""

import time

import pytest
from structure_texts import GOALS, ORGANISATION, duties, read_body_text

from plans.structure.subjects import parts

ORGANISED = GOALS + "III. TỔ CHỨC THỰC HIỆN\n"


def of(body):
    return duties(read_body_text(body))


@pytest.mark.parametrize("stop", [";", "."])
def test_bodies_named_one_after_the_other_below_a_group_each_have_their_own_duty(stop):
    text = f"1. Các phòng, ban: Phòng Y tế cấp thẻ cho trẻ{stop} Phòng Nội vụ chủ trì tuyển giáo viên.\n"
    assert of(ORGANISED + text) == [
        ("III.1.1", ("Phòng Y tế",), f"Phòng Y tế cấp thẻ cho trẻ{stop}"),
        ("III.1.1-2", ("Phòng Nội vụ",), "Phòng Nội vụ chủ trì tuyển giáo viên."),
    ]


def test_items_below_a_group_are_split_as_well():
    found = of(ORGANISED + "1. Các phòng, ban\n- Phòng Y tế khám bệnh; Phòng Nội vụ rà soát biên chế.\n")
    assert [(path, owners) for path, owners, _ in found] == [
        ("III.1.1", ("Phòng Y tế",)),
        ("III.1.1-2", ("Phòng Nội vụ",)),
    ]


def test_a_part_without_a_body_belongs_to_the_one_before():
    found = of(ORGANISED + "1. Các phòng: Phòng Y tế khám bệnh; lập hồ sơ; Phòng Nội vụ rà soát biên chế.\n")
    assert [text for _, _, text in found] == ["Phòng Y tế khám bệnh; lập hồ sơ;", "Phòng Nội vụ rà soát biên chế."]


def test_a_second_owner_inside_a_clause_has_a_duty_of_its_own():
    found = of(ORGANISED + "1. Công an xã, Ban Chỉ huy Quân sự xã: Tuần tra; Công an xã chủ trì lập danh sách.\n")
    assert [owners for _, owners, _ in found] == [("Công an xã", "Ban Chỉ huy Quân sự xã"), ("Công an xã",)]


@pytest.mark.parametrize(
    "text",
    [
        "Phối hợp với Sở Nội vụ; Sở Tài chính tổ chức kiểm tra.",
        "Chỉ đạo Trung tâm Y tế huyện khám cho trẻ; Trạm Y tế xã lập hồ sơ.",
        "Hướng dẫn các trường dạy học; các đơn vị thực hiện nghiêm túc.",
        "Tham mưu để Sở Nội vụ tổ chức thi.",
        "(1) Khám bệnh; (2) báo cáo kết quả.",
    ],
)
def test_bodies_that_are_the_object_of_the_verb_are_no_owners(text):
    assert [(owners, said) for _, owners, said in of(f"{ORGANISED}1. Sở Y tế\n- {text}\n")] == [(("Sở Y tế",), text)]


def test_a_unit_named_below_its_department_owns_its_duty():
    body = "1. Sở Y tế\n1.1. Phòng Nghiệp vụ Y là đầu mối theo dõi.\n1.2. Tổng hợp báo cáo.\n"
    assert [owners for _, owners, _ in of(ORGANISED + body)] == [("Phòng Nghiệp vụ Y",), ("Sở Y tế",)]


def test_the_head_of_a_body_stands_for_the_body_of_the_heading():
    (found,) = of(ORGANISED + "1. Các trường mầm non\n- Hiệu trưởng chịu trách nhiệm về an toàn của trẻ.\n")
    assert found[1] == ("Các trường mầm non",)


def in_tasks(text):
    plan = read_body_text(f"{GOALS}II. NHIỆM VỤ\n1. {text}\n{ORGANISATION}")
    return [(item.owners, item.text) for item in plan.responsibilities if item.origin == "task"]


def test_every_sentence_of_a_task_that_begins_with_its_body_is_a_duty():
    first = "Sở Xây dựng rà soát cống trước ngày 31/7/2026."
    second = "Công an tỉnh chủ trì diễn tập trong tháng 6 năm 2026."
    assert in_tasks(f"Tổ chức tập huấn. {first} {second}") == [
        (("Sở Xây dựng",), first),
        (("Công an tỉnh",), second),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Khi có bão, áp thấp nhiệt đới, Ban Chỉ huy Phòng thủ dân sự tỉnh tổ chức trực ban.",
        "Ban Chỉ huy Phòng thủ dân sự tỉnh phát lệnh kêu gọi tàu thuyền.",
        "Về phòng, chống bão: Ban Chỉ huy Phòng thủ dân sự tỉnh tổ chức trực ban.",
    ],
)
def test_a_named_body_before_a_verb_is_the_lead_of_a_task(text):
    assert in_tasks(text) == [(("Ban Chỉ huy Phòng thủ dân sự tỉnh",), text)]


def test_a_sentence_behind_a_bracket_with_its_lead_has_its_own_body():
    first, second = "Nước sạch (Sở Xây dựng chủ trì).", "Trung tâm Nước sạch tỉnh cấp nước trước ngày 30/6/2026."
    assert in_tasks(f"{first} {second}") == [(("Sở Xây dựng",), first), (("Trung tâm Nước sạch tỉnh",), second)]


def test_what_bodies_did_in_the_past_is_no_duty():
    plan = read_body_text(f"{GOALS}II. ĐẶC ĐIỂM TÌNH HÌNH\n1. Sở Nội vụ tổ chức 12 lớp.\n{ORGANISATION}")
    assert [item.owners for item in plan.responsibilities] == [("Sở Y tế",)]


@pytest.mark.parametrize(
    "text",
    [
        "UBND tỉnh đã phê duyệt dự án.",
        "Trường Mầm non Hoa Ban có 12 lớp.",
        "Nhà nước hỗ trợ học phí.",
        "Khi phối hợp với Sở Y tế, Sở Nội vụ tổ chức họp.",
        "Hội Nông dân cấp xã được củng cố.",
    ],
)
def test_a_task_without_an_acting_body_gives_no_duty(text):
    assert in_tasks(text) == []


def test_a_pile_of_bodies_is_split_in_linear_time():
    many = "Chuẩn bị, " + "Sở Y tế tổ chức khám; các trường, " * 3000
    start = time.process_time()
    parts(many)
    assert time.process_time() - start < 4
