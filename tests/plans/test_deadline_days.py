"""The last permitted days of a rule in one calendar year."""

import time
from datetime import date

import pytest

from plans.deadlines.read import last_days, read_deadlines

CASES = [
    ("trước ngày 15/12/2026", [(12, 14)]),
    ("trước ngày 15/12/2027", []),
    ("trước ngày 15/12 hằng năm", [(12, 14)]),
    ("trước ngày 01/3 hằng năm", [(2, 28)]),
    ("trước ngày 15/12", [(12, 14)]),
    ("tháng 5 hằng năm", [(5, 31)]),
    ("trong quý II/2026", [(6, 30)]),
    ("trước ngày 20 của tháng cuối quý", [(3, 19), (6, 19), (9, 19), (12, 19)]),
    ("trước ngày 05 của tháng đầu quý sau", [(1, 4), (4, 4), (7, 4), (10, 4)]),
    ("ngày 15 của tháng cuối 6 tháng", [(6, 15), (12, 15)]),
    ("sơ kết năm 2026", [(12, 31)]),
    ("hằng năm", []),
    ("thường xuyên", []),
    ("trong vòng 30 ngày kể từ ngày ký", []),
    ("đầu năm 2026", []),
    ("trước khi khai giảng", []),
    ("trước ngày 31/02/2026", []),
]


@pytest.mark.parametrize(("text", "days"), CASES)
def test_the_last_days_of_2026(text, days):
    (rule,) = read_deadlines(text)
    assert last_days(rule, 2026) == tuple(date(2026, month, day) for month, day in days)


def test_the_last_day_of_a_short_month_stands_for_a_day_it_does_not_have():
    (rule,) = read_deadlines("ngày 31 hằng tháng")
    found = last_days(rule, 2028)
    assert len(found) == 12
    assert found[1] == date(2028, 2, 29)
    assert found[3] == date(2028, 4, 30)


def test_a_weekday_comes_every_week_of_the_year_and_of_no_other():
    (rule,) = read_deadlines("thứ Sáu hằng tuần")
    found = last_days(rule, 2026)
    assert {day.isoweekday() for day in found} == {5}
    assert (found[0], found[-1], len(found)) == (date(2026, 1, 2), date(2026, 12, 25), 52)


@pytest.mark.parametrize(
    "piece",
    ["trước ngày 15/6, 15/12 và ", "quý I, quý II, ", "hằng quý, hằng tháng, ", "sơ kết ", "trong 1 ", "tháng 1 ", "“"],
)
def test_reading_deadlines_costs_time_linear_in_the_text(piece):
    def cost(count):
        start = time.process_time()
        read_deadlines(piece * count)
        return time.process_time() - start

    cost(50)
    short, long = min(cost(200) for _ in range(3)), min(cost(800) for _ in range(3))
    assert long < max(short, 0.005) * 8
