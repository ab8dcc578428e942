"""Shares that part the aim before them, and shares that stand beside a count."""

import pytest
from test_target_reading import targets

PARTS = [
    (
        "- Đến năm 2030, 100% thư viện đạt chuẩn, trong đó 40% đạt mức độ 2.",
        [(100, "%", None), (40, "%", "100% thư viện đạt chuẩn")],
    ),
    # A noun of its own after the figure: other things are counted.
    (
        "- Đến năm 2030, 90% trẻ em được đến trường, trong đó có 40% trẻ em vùng cao được học bán trú.",
        [(90, "%", None), (40, "%", None)],
    ),
    # Of two aims before it nobody knows which one is parted.
    (
        "- Đến năm 2030, 90% trường tiểu học và 80% trường mầm non đạt chuẩn, trong đó 40% đạt mức độ 2.",
        [(90, "%", None), (80, "%", None), (40, "%", None)],
    ),
]
BESIDE = [
    ("- Đến hết năm 2025 có 42 trường đạt chuẩn, chiếm 80,8% tổng số trường.", [(42, "trường"), (80.8, "%")]),
    ("- Đến năm 2030 có 15 xã đạt chuẩn, chiếm trên 60% tổng số xã.", [(15, "xã"), (60, "%")]),
]


@pytest.mark.parametrize(("item", "expected"), PARTS)
def test_a_share_without_a_noun_of_its_own_parts_the_only_aim_before_it(item, expected):
    assert [(t.value, t.unit, t.part_of) for t in targets(item)] == expected


@pytest.mark.parametrize(("item", "expected"), BESIDE)
def test_a_count_and_the_share_of_a_named_whole_are_two_aims(item, expected):
    assert [(t.value, t.unit, t.year) for t in targets(item)] == [(*pair, targets(item)[0].year) for pair in expected]
