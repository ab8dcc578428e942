import pytest
from structure_texts import GOALS, ORGANISATION, read_body_text

from plans.structure.details import detail_key, read_details

NONE = ()
TASKS = {
    "a sentence": (
        "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tuyển dụng giáo viên; hoàn thành trước ngày 31/12/2026.\n",
        [("II.1", ("Sở Nội vụ",), ("chủ trì",), ("Sở Tài chính",), ("trước ngày 31/12/2026",), None)],
    ),
    "an order": (
        "1. Rà soát quy hoạch. Giao Sở Xây dựng lập phương án.\n",
        [("II.1", ("Sở Xây dựng",), ("thực hiện",), NONE, NONE, None)],
    ),
    "two bodies in one paragraph": (
        "1. Giao Sở Xây dựng rà soát quy hoạch. Sở Tài chính chủ trì bố trí vốn.\n",
        [
            ("II.1", ("Sở Xây dựng",), ("thực hiện",), NONE, NONE, None),
            ("II.1-2", ("Sở Tài chính",), ("chủ trì",), NONE, NONE, None),
        ],
    ),
    "a bracket": (
        "1. Khám sức khỏe cho trẻ (Sở Nội vụ chủ trì, phối hợp với Sở Tài chính).\n",
        [("II.1", ("Sở Nội vụ",), ("chủ trì",), ("Sở Tài chính",), NONE, None)],
    ),
    "a bracket on a heading": (
        "1. Chăm sóc trẻ (Sở Nội vụ chủ trì)\na) Khám sức khỏe;\nb) Tiêm chủng.\n",
        [
            ("II.1.a", ("Sở Nội vụ",), ("chủ trì",), NONE, NONE, None),
            ("II.1.b", ("Sở Nội vụ",), ("chủ trì",), NONE, NONE, None),
        ],
    ),
    "detail lines below each task": (
        (
            "1. Thể chế\na) Ban hành quy chế.\n- Đơn vị chủ trì: Sở Nội vụ.\n"
            "- Đơn vị phối hợp: Sở Tài chính, Sở Y tế.\n"
            "- Thời gian hoàn thành: Quý II/2026.\n- Sản phẩm: Quyết định của UBND tỉnh.\n"
            "b) Sửa tiêu chí.\n- Đơn vị chủ trì: Sở Y tế.\n"
        ),
        [
            (
                "II.1.a",
                ("Sở Nội vụ",),
                ("chủ trì",),
                ("Sở Tài chính", "Sở Y tế"),
                ("Quý II/2026",),
                "Quyết định của UBND tỉnh",
            ),
            ("II.1.b", ("Sở Y tế",), ("chủ trì",), NONE, NONE, None),
        ],
    ),
    "details in one line": (
        "1. Xây dựng chuỗi cung ứng\nCơ quan chủ trì: Sở Nội vụ; cơ quan phối hợp: Sở Y tế; thời gian: Quý I/2026.\n",
        [("II.1", ("Sở Nội vụ",), ("chủ trì",), ("Sở Y tế",), ("Quý I/2026",), None)],
    ),
    "details that close a list": (
        "1. Đội ngũ\n- Tuyển dụng giáo viên;\n- Bồi dưỡng giáo viên;\n- Cơ quan chủ trì:\n+ Sở Nội vụ;\n+ Sở Y tế.\n",
        [
            ("II.1.1", ("Sở Nội vụ", "Sở Y tế"), ("chủ trì",), NONE, NONE, None),
            ("II.1.2", ("Sở Nội vụ", "Sở Y tế"), ("chủ trì",), NONE, NONE, None),
        ],
    ),
    "tasks grouped by body": (
        "1. Sở Nội vụ:\n- Tuyển dụng.\n- Bồi dưỡng.\n",
        [
            ("II.1.1", ("Sở Nội vụ",), ("thực hiện",), NONE, NONE, None),
            ("II.1.2", ("Sở Nội vụ",), ("thực hiện",), NONE, NONE, None),
        ],
    ),
    "no lead": (
        (
            "1. Phối hợp với Sở Y tế khám sức khỏe; các sở, ngành tham gia tuyên truyền.\n"
            "2. Nâng cao vai trò của Sở Y tế.\n3. Kết quả: trường lớp khang trang.\n4. Ban hành quy chế.\n"
        ),
        [],
    ),
}


def facts(item):
    partners = tuple(partner.name for partner in item.partners)
    return (
        item.path,
        item.owners,
        item.owner_role,
        partners,
        tuple(deadline.text for deadline in item.deadlines),
        item.product,
    )


@pytest.mark.parametrize("form", TASKS)
def test_a_task_that_names_its_lead_is_a_responsibility(form):
    body, expected = TASKS[form]
    plan = read_body_text(GOALS + "II. NHIỆM VỤ\n" + body + ORGANISATION)
    assert [facts(item) for item in plan.responsibilities if item.origin == "task"] == expected
    assert plan.responsibilities[-1].path == "III.1.1"


def test_detail_lines_are_no_tasks():
    body = "1. Thể chế\na) Ban hành quy chế.\n- Đơn vị chủ trì: Sở Nội vụ.\n- Thời gian: 2026.\nb) Việc khác.\n"
    plan = read_body_text(GOALS + "II. NHIỆM VỤ\n" + body + ORGANISATION)
    assert [task.path for task in plan.tasks] == ["II.1.a", "II.1.b"]


def test_the_same_duty_in_two_sections_is_kept_twice_under_two_paths():
    body = "1. Sở Y tế chủ trì khám sức khỏe.\nIII. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế\n- Sở Y tế chủ trì khám sức khỏe.\n"
    plan = read_body_text(GOALS + "II. NHIỆM VỤ\n" + body)
    assert [item.path for item in plan.responsibilities] == ["II.1", "III.1.1"]


KEYS = [
    ("Cơ quan chủ trì", "lead"),
    ("Đơn vị chủ trì thực hiện", "lead"),
    ("Chủ trì", "lead"),
    ("Đơn vị thực hiện", "doer"),
    ("Phân công thực hiện", "doer"),
    ("Cơ quan, đơn vị phối hợp", "partner"),
    ("Phối hợp", "partner"),
    ("Thời gian thực hiện", "time"),
    ("Thời hạn hoàn thành", "time"),
    ("Sản phẩm đầu ra", "product"),
    ("Kết quả", "product"),
    ("Mục tiêu", None),
    ("Đối với trẻ em", None),
]


@pytest.mark.parametrize(("words", "key"), KEYS)
def test_the_words_before_a_colon_tell_what_follows(words, key):
    assert detail_key(words) == key


def test_a_sentence_that_does_not_start_with_a_detail_has_none():
    assert not read_details("Xây dựng trường lớp theo kế hoạch. Chủ trì: Sở Y tế")
