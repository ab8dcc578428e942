"""What only a table cell under "Thời hạn" says."""

from datetime import date

import pytest

from plans.deadlines.read import read_deadlines

CELLS = [
    ("31/12/2026", [("by", None, date(2026, 12, 31))]),
    ("15 tháng 6 năm 2026", [("by", None, date(2026, 6, 15))]),
    ("12/2026", [("within", date(2026, 12, 1), date(2026, 12, 31))]),
    ("Tháng 6/2026", [("within", date(2026, 6, 1), date(2026, 6, 30))]),
    ("Quý IV/2025", [("within", date(2025, 10, 1), date(2025, 12, 31))]),
    ("Quý I - II/2026", [("within", date(2026, 1, 1), date(2026, 6, 30))]),
    ("Năm 2027", [("within", date(2027, 1, 1), date(2027, 12, 31))]),
    ("2026 - 2030", [("within", date(2026, 1, 1), date(2030, 12, 31))]),
    ("Giai đoạn 2026-2030", [("within", date(2026, 1, 1), date(2030, 12, 31))]),
    ("Đến 2030", [("by", None, date(2030, 12, 31))]),
    (
        "2026, 2028",
        [("within", date(2026, 1, 1), date(2026, 12, 31)), ("within", date(2028, 1, 1), date(2028, 12, 31))],
    ),
    ("Trước ngày 30/9/2026", [("by", None, date(2026, 9, 29))]),
    ("Sơ kết 2028, tổng kết 2030", [("review", None, date(2028, 12, 31)), ("review", None, date(2030, 12, 31))]),
    ("Từ năm 2026", [("standing", date(2026, 1, 1), None)]),
    ("Thường xuyên", [("standing", None, None)]),
    ("Hằng năm", [("every", None, None)]),
    ("Năm 2026 và các năm tiếp theo", [("within", date(2026, 1, 1), date(2026, 12, 31)), ("every", None, None)]),
]


@pytest.mark.parametrize(("cell", "rules"), CELLS)
def test_a_cell_is_read_with_its_bare_forms(cell, rules):
    assert [(rule.kind, rule.start, rule.end) for rule in read_deadlines(cell, cell=True)] == rules


@pytest.mark.parametrize("cell", ["31/12/2026", "12/2026", "2026 - 2030", "Năm 2027", "Tháng 11"])
def test_bare_forms_are_left_alone_in_sentences(cell):
    assert read_deadlines(f"Ban hành theo mẫu {cell} của Bộ") == ()


@pytest.mark.parametrize(("cell", "month"), [("Tháng 11", 11), ("Quý IV", 12), ("30/6", 6)])
def test_a_cell_without_a_year_keeps_its_month(cell, month):
    (rule,) = read_deadlines(cell, cell=True)
    assert (rule.month, rule.end) == (month, None)


@pytest.mark.parametrize("cell", ["", "Theo quy định", "Sở Y tế", "01 mô hình"])
def test_a_cell_without_a_time_gives_none(cell):
    assert read_deadlines(cell, cell=True) == ()
