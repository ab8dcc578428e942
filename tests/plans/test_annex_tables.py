from datetime import date

import pytest
from structure_texts import END, GOALS, HEAD, ORGANISATION, read_blocks

from plans.structure.tables import column_kind

BODY = HEAD + GOALS + "II. NHIỆM VỤ\n1. Thực hiện theo Phụ lục.\n" + ORGANISATION + END.rstrip()
COLUMNS = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm")


def rows_of(plan):
    return [item for item in plan.responsibilities if item.origin == "annex"]


def with_annex(*rows, heading="PHỤ LỤC 02\nDANH MỤC NHIỆM VỤ"):
    return read_blocks(BODY + "\n" + heading, list(rows))


def test_a_row_gives_lead_partners_deadline_and_product():
    plan = with_annex(
        COLUMNS, ("1", "Ban hành quy chế", "Sở Nội vụ", "Sở Tài chính; Sở Y tế", "Trước ngày 30/6/2026", "Quyết định")
    )
    (item,) = rows_of(plan)
    assert (item.path, item.text, item.owners, item.owner_role) == (
        "PL2.1",
        "Ban hành quy chế",
        ("Sở Nội vụ",),
        ("chủ trì",),
    )
    assert [(p.name, p.role) for p in item.partners] == [("Sở Tài chính", "phối hợp"), ("Sở Y tế", "phối hợp")]
    assert ([d.text for d in item.deadlines], item.product) == (["Trước ngày 30/6/2026"], "Quyết định")
    assert item.heading == "PHỤ LỤC 02 DANH MỤC NHIỆM VỤ"
    assert not [q for q in plan.questions if q.kind == "annex_unread"]


def test_groups_belong_to_the_path_only_where_numbers_start_again():
    running = with_annex(
        COLUMNS,
        ("I", "THỂ CHẾ", "", "", "", ""),
        ("1", "Việc một", "Sở Nội vụ", "", "", ""),
        ("II", "ĐỘI NGŨ", "", "", "", ""),
        ("2", "Việc hai", "Sở Y tế", "", "", ""),
    )
    assert [(item.path, item.heading) for item in rows_of(running)] == [("PL2.1", "THỂ CHẾ"), ("PL2.2", "ĐỘI NGŨ")]
    again = with_annex(
        COLUMNS,
        ("I", "THỂ CHẾ", "", "", "", ""),
        ("1", "Việc một", "Sở Nội vụ", "", "", ""),
        ("II", "ĐỘI NGŨ", "", "", "", ""),
        ("1", "Việc hai", "Sở Y tế", "", "", ""),
    )
    assert [item.path for item in rows_of(again)] == ["PL2.I.1", "PL2.II.1"]


def test_two_header_rows_column_counts_cut_rows_and_lines_in_cells_are_understood():
    plan = with_annex(
        ("STT", "Nội dung công việc", "Cơ quan thực hiện", "", "Thời gian thực hiện", "Kết quả"),
        ("STT", "Nội dung công việc", "Chủ trì", "Phối hợp", "Thời gian thực hiện", "Kết quả"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        ("1", "Tuyển dụng", "Sở Nội vụ\nSở Giáo dục\nvà Đào tạo", "- UBND các xã,\nphường\n- Sở Y tế", "Hằng năm", ""),
        ("", "giáo viên mầm non", "", "", "", ""),
    )
    (item,) = rows_of(plan)
    assert item.text == "Tuyển dụng giáo viên mầm non"
    assert item.owners == ("Sở Nội vụ", "Sở Giáo dục và Đào tạo")
    assert [p.name for p in item.partners] == ["UBND các xã, phường", "Sở Y tế"]


CELLS = [
    ("Phân công", "Chủ trì: Sở Nội vụ\nPhối hợp: Sở Y tế", ("Sở Nội vụ",), ("chủ trì",), ["Sở Y tế"]),
    ("Đơn vị thực hiện", "Chủ trì: Sở Nội vụ; phối hợp: Sở Y tế", ("Sở Nội vụ",), ("chủ trì",), ["Sở Y tế"]),
    ("Đơn vị thực hiện", "Sở Nội vụ chủ trì, phối hợp với Sở Y tế", ("Sở Nội vụ",), ("chủ trì",), ["Sở Y tế"]),
    ("Đơn vị thực hiện", "Sở Nội vụ, Sở Y tế", ("Sở Nội vụ", "Sở Y tế"), ("thực hiện",), []),
    ("Cơ quan chịu trách nhiệm", "Sở Nội vụ", ("Sở Nội vụ",), ("chủ trì",), []),
    ("Đơn vị chủ trì", "", (), ("chủ trì",), []),
]


@pytest.mark.parametrize(("header", "cell", "owners", "role", "partners"), CELLS)
def test_the_cell_of_the_lead_is_read(header, cell, owners, role, partners):
    (item,) = rows_of(with_annex(("TT", "Nội dung", header, "Tiến độ"), ("1", "Tuyển dụng", cell, "Thường xuyên")))
    assert (item.owners, item.owner_role, [p.name for p in item.partners]) == (owners, role, partners)


def test_a_table_without_a_column_of_leads_takes_them_from_its_groups():
    plan = with_annex(
        ("TT", "Nhiệm vụ", "Thời hạn"),
        ("I", "Sở Nội vụ", ""),
        ("1", "Tuyển dụng", "2026"),
        ("II", "Sở Y tế", ""),
        ("2", "Khám", ""),
    )
    assert [(item.owners, item.text) for item in rows_of(plan)] == [
        (("Sở Nội vụ",), "Tuyển dụng"),
        (("Sở Y tế",), "Khám"),
    ]


def test_a_table_in_the_body_is_read_and_its_caption_is_no_task():
    plan = read_blocks(
        HEAD + GOALS + "II. NHIỆM VỤ\n1. Bảng phân công:",
        [COLUMNS, ("1", "Tuyển dụng", "Sở Nội vụ", "", "", "")],
        "2. Việc khác.\n" + ORGANISATION + END,
    )
    assert [item.path for item in rows_of(plan)] == ["B1.1"]
    assert [task.path for task in plan.tasks] == ["II.2"]


def test_a_table_of_years_gives_targets():
    plan = with_annex(
        ("TT", "Chỉ tiêu", "ĐVT", "2026", "Năm 2027", "2030"),
        ("1", "Trẻ ra lớp", "%", "80", "≥ 85", "90-95"),
        ("2", "Phòng học mới", "phòng", "1.200", "", "x"),
    )
    assert [
        (t.path, t.text, t.comparator, t.value, t.high, t.unit, t.year) for t in plan.targets if t.path[0] == "P"
    ] == [
        ("PL2.1", "Trẻ ra lớp", "=", 80, None, "%", 2026),
        ("PL2.1", "Trẻ ra lớp", ">=", 85, None, "%", 2027),
        ("PL2.1", "Trẻ ra lớp", "=", 90, 95, "%", 2030),
        ("PL2.2", "Phòng học mới", "=", 1200, None, "phòng", 2026),
    ]


def test_a_deadline_that_no_rule_reads_is_asked_about():
    plan = with_annex(COLUMNS, ("1", "Tuyển dụng", "Sở Nội vụ", "", "Theo chỉ đạo", ""))
    assert [(q.path, "Theo chỉ đạo" in q.message) for q in plan.questions if q.kind == "deadline_unread"] == [
        ("PL2.1", True)
    ]


def test_a_table_that_gives_nothing_is_asked_about_by_its_heading():
    plan = with_annex(("TT", "Nội dung", "Kinh phí"), ("1", "Xây trường", "100"), heading="PHỤ LỤC\nDỰ TOÁN KINH PHÍ")
    (question,) = [q for q in plan.questions if q.kind == "annex_unread"]
    assert (question.path, "DỰ TOÁN KINH PHÍ" in question.message) == ("PL1", True)


def test_numbered_duties_in_the_text_of_an_annex_are_read():
    plan = read_blocks(
        BODY + "\nPhụ lục 5: Nhiệm vụ của các trường\n1. Hiệu trưởng các trường mầm non\na) Lập danh sách trẻ."
    )
    assert [(item.path, item.owners) for item in rows_of(plan)] == [("PL5.1.a", ("Hiệu trưởng các trường mầm non",))]


def test_a_text_annex_that_names_nobody_is_asked_about():
    plan = read_blocks(BODY + "\nPHỤ LỤC\nDANH SÁCH TRƯỜNG\n1. Trường thứ nhất\n2. Trường thứ hai")
    assert [q.path for q in plan.questions if q.kind == "annex_unread"] == ["PL1"]


HEADERS = [
    ("STT", "number"),
    ("Nội dung nhiệm vụ", "task"),
    ("Nội dung thực hiện", "task"),
    ("Cơ quan chủ trì", "lead"),
    ("Cơ quan, đơn vị thực hiện", "lead"),
    ("Đơn vị phối hợp", "partner"),
    ("Cơ quan chủ trì, phối hợp", "assigned"),
    ("Phân công nhiệm vụ", "assigned"),
    ("Thời gian thực hiện", "time"),
    ("Tiến độ", "time"),
    ("Kết quả, sản phẩm", "product"),
    ("Đơn vị tính", "unit"),
    ("Năm 2026", "year"),
    ("Kinh phí thực hiện", "money"),
    ("Ghi chú", "note"),
]


@pytest.mark.parametrize(("header", "kind"), HEADERS)
def test_columns_are_known_by_the_words_of_their_header(header, kind):
    assert column_kind(header) == kind


UPPER = ("TT", "Nhiệm vụ", "Phân công thực hiện", "", "Tiến độ năm 2026", "")


@pytest.mark.parametrize(
    "upper",
    [UPPER, ("TT", "Nhiệm vụ", "Phân công", "Phân công", "Tiến độ năm 2026", "Tiến độ năm 2026")],
)
@pytest.mark.parametrize("first", [("TT", "Nhiệm vụ"), ("", "")])
def test_two_header_rows_are_one_header(upper, first):
    lower = (*first, "Chủ trì", "Phối hợp", "Bắt đầu", "Hoàn thành")
    table = [upper, lower, ("1", "Khám bệnh", "Sở Y tế", "Sở Nội vụ", "Tháng 3", "Quý II")]
    (duty,) = [item for item in with_annex(*table).responsibilities if item.origin == "annex"]
    assert (duty.owners, duty.owner_role) == (("Sở Y tế",), ("chủ trì",))
    assert [partner.name for partner in duty.partners] == ["Sở Nội vụ"]
    assert [(d.text, d.start, d.end) for d in duty.deadlines] == [("Quý II", date(2026, 3, 1), date(2026, 6, 30))]


def test_a_task_that_begins_like_a_sum_is_no_sum():
    table = [("TT", "Nhiệm vụ", "Cơ quan thực hiện"), ("1", "Tổng kết", "Sở Y tế"), ("", "Tổng cộng", "2")]
    assert [item.text for item in with_annex(*table).responsibilities if item.origin == "annex"] == ["Tổng kết"]


def test_the_heading_of_a_row_gives_the_unit_and_a_cell_may_be_a_change():
    table = [
        ("TT", "Chỉ tiêu", "Năm 2026"),
        ("1", "Tỷ lệ trẻ đến trường (%)", "80"),
        ("2", "Số vụ tai nạn", "Giảm 30%"),
        ("3", "Trường đạt chuẩn (trường)", "12"),
    ]
    found = [(t.value, t.unit, t.relative) for t in with_annex(*table).targets if t.path.startswith("PL")]
    assert found == [(80, "%", False), (30, "%", True), (12, "trường", False)]


def test_a_month_without_a_year_is_in_the_year_of_a_plan_for_one_year():
    table = [("TT", "Nhiệm vụ", "Cơ quan thực hiện", "Thời gian"), ("1", "Khám bệnh", "Sở Y tế", "Tháng 4 - 5")]
    (duty,) = rows_of(with_annex(*table))
    assert [(d.text, d.start, d.end) for d in duty.deadlines] == [("Tháng 4 - 5", date(2026, 4, 1), date(2026, 5, 31))]


def test_a_unit_of_measure_is_no_body():
    heads = ("TT", "Chỉ tiêu", "Đơn vị", "2026", "2028")
    plan = with_annex(heads, ("1", "Trường có bếp ăn", "%", "50", "70"))
    assert not rows_of(plan)
    assert [(t.value, t.unit, t.year) for t in plan.targets if t.path.startswith("PL")] == [
        (50, "%", 2026),
        (70, "%", 2028),
    ]


def test_a_body_that_introduces_a_table_keeps_its_duty():
    text = HEAD + GOALS + "II. TỔ CHỨC THỰC HIỆN\n1. Sở Y tế: chủ trì thực hiện các việc sau:\n"
    plan = read_blocks(text, [("TT", "Nhiệm vụ", "Thời gian"), ("1", "Khảo sát", "Tháng 8/2026")], END)
    assert [(r.owners, r.text) for r in plan.responsibilities] == [
        (("Sở Y tế",), "chủ trì thực hiện các việc sau:"),
    ]
    assert "annex_unread" in {question.kind for question in plan.questions}
