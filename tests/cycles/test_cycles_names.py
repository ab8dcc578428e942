"""What people type for a cycle, and the suffix of its code."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cycles.errors import CycleError, UnknownCycleKind
from cycles.names import (
    KIND_LABELS,
    LEVEL_LABELS,
    LEVEL_TIERS,
    CycleKind,
    CycleName,
    Level,
    numbers_of,
    parse_cycle_kind,
    parse_cycle_name,
)

# typed, suffix, words for people
TYPED = [
    ("năm", "", "Năm 2026"),
    ("nam", "", "Năm 2026"),
    ("NĂM", "", "Năm 2026"),
    ("yearly", "", "Năm 2026"),
    ("năm 2026", "", "Năm 2026"),
    ("quý 1", "Q1", "Quý 1 năm 2026"),
    ("Quý IV", "Q4", "Quý 4 năm 2026"),
    ("quy 2", "Q2", "Quý 2 năm 2026"),
    ("q3", "Q3", "Quý 3 năm 2026"),
    ("quý 1/2026", "Q1", "Quý 1 năm 2026"),
    ("Quý 1 năm 2026", "Q1", "Quý 1 năm 2026"),
    ("tháng 3", "T03", "Tháng 3 năm 2026"),
    ("t03", "T03", "Tháng 3 năm 2026"),
    ("T12", "T12", "Tháng 12 năm 2026"),
    ("month 12", "T12", "Tháng 12 năm 2026"),
    ("6 tháng", "N1", "6 tháng đầu năm 2026"),
    ("6 tháng đầu", "N1", "6 tháng đầu năm 2026"),
    ("6 tháng đầu năm 2026", "N1", "6 tháng đầu năm 2026"),
    ("6 tháng cuối năm", "N2", "6 tháng cuối năm 2026"),
    ("n1", "N1", "6 tháng đầu năm 2026"),
    ("half_year 2", "N2", "6 tháng cuối năm 2026"),
    ("9 tháng", "C9", "9 tháng đầu năm 2026"),
    ("c9", "C9", "9 tháng đầu năm 2026"),
    ("năm học", "NH", "Năm học 2025-2026"),
    ("năm học 2025-2026", "NH", "Năm học 2025-2026"),
    ("nh", "NH", "Năm học 2025-2026"),
    ("học kỳ 1", "HK1", "Học kỳ 1 năm học 2025-2026"),
    ("sơ kết", "SK", "Sơ kết năm 2026"),
    ("tổng kết", "TK", "Tổng kết năm 2026"),
    ("đột xuất", "DX1", "Đột xuất lần 1 năm 2026"),
    ("đột xuất lần 3", "DX3", "Đột xuất lần 3 năm 2026"),
    ("dx2", "DX2", "Đột xuất lần 2 năm 2026"),
]


@pytest.mark.parametrize(("typed", "suffix", "label"), TYPED, ids=[row[0] for row in TYPED])
def test_a_cycle_is_read_as_people_type_it(typed, suffix, label):
    name = parse_cycle_name(typed, 2026)
    assert (name.suffix, name.label, name.year) == (suffix, label, 2026)
    assert parse_cycle_name(f"  {unicodedata.normalize('NFD', typed).upper()} ", 2026) == name


REFUSED = [
    *("", " ", "2026", "tuần 2", "kỳ 1", "quý", "tháng", "n3", "quý 0", "quý 5", "quý V", "tháng 13", "học kỳ 3"),
    *("đột xuất 0", "đột xuất 100", "quý 1 năm 2025", "năm 2025-2026", "năm học 2026-2027"),
]


@pytest.mark.parametrize("typed", REFUSED)
def test_what_names_no_cycle_of_the_year_is_refused_with_examples(typed):
    with pytest.raises(UnknownCycleKind, match="Cách viết: năm, quý 1") as caught:
        parse_cycle_name(typed, 2026)
    assert caught.value.text == typed


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(-5, 12000))
def test_no_typing_gives_another_error(text, year):
    try:
        name = parse_cycle_name(text, year)
    except CycleError:
        return
    assert name.year == year


def names(year: int) -> list[CycleName]:
    return [CycleName(kind, year, number) for kind in CycleKind for number in numbers_of(kind)]


def test_suffixes_are_unique_and_read_back():
    every = names(2026)
    assert len({name.suffix for name in every}) == len(every)
    assert all(name.suffix.isascii() for name in every)
    assert [parse_cycle_name(name.suffix or "năm", 2026) for name in every] == every


def test_words_for_people_read_back_too():
    for name in names(2026):
        assert parse_cycle_name(name.label, 2026) == name


@pytest.mark.parametrize(
    ("kind", "number"), [(CycleKind.YEARLY, 1), (CycleKind.QUARTER, 0), (CycleKind.MONTH, 13), (CycleKind.ONE_OFF, 0)]
)
def test_a_name_with_an_impossible_number_cannot_be_made(kind, number):
    with pytest.raises(UnknownCycleKind):
        CycleName(kind, 2026, number)


@pytest.mark.parametrize("year", [-1, 0, 1, 9999, 10**9])
def test_a_year_nobody_plans_for_is_refused(year):
    with pytest.raises(UnknownCycleKind, match="của năm"):
        CycleName(CycleKind.YEARLY, year)


KINDS = [
    ("năm", CycleKind.YEARLY),
    ("Quý", CycleKind.QUARTER),
    ("thang", CycleKind.MONTH),
    ("6 tháng", CycleKind.HALF_YEAR),
    ("9 tháng", CycleKind.NINE_MONTHS),
    ("năm học", CycleKind.SCHOOL_YEAR),
    ("học kỳ", CycleKind.SEMESTER),
    ("half_year", CycleKind.HALF_YEAR),
    ("school-year".replace("-", "_"), CycleKind.SCHOOL_YEAR),
]


@pytest.mark.parametrize(("typed", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_a_rhythm_is_read_without_a_number(typed, kind):
    assert parse_cycle_kind(typed) is kind


def test_the_words_of_every_kind_read_back_as_a_rhythm():
    assert [parse_cycle_kind(KIND_LABELS[kind]) for kind in CycleKind] == list(CycleKind)
    assert [parse_cycle_kind(kind) for kind in CycleKind] == list(CycleKind)


@pytest.mark.parametrize("typed", ["", "tuần", "quý 1", "ngày"])
def test_what_is_no_rhythm_is_refused(typed):
    with pytest.raises(UnknownCycleKind):
        parse_cycle_kind(typed)


def test_levels_have_words_and_stand_in_their_order():
    assert set(LEVEL_LABELS) == set(LEVEL_TIERS) == set(Level)
    assert list(Level)[-1] is Level.MINISTRY
    tiers = [LEVEL_TIERS[level] for level in Level]
    assert tiers == sorted(tiers)
