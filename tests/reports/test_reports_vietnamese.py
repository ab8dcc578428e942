"""Numbers, days and names as Vietnamese readers write them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.vietnamese import (
    abbreviated,
    clean,
    day,
    fold,
    listing,
    long_day,
    lower_first,
    number,
    path_key,
    percent,
    share,
    shorten,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234, "1.234"),
        (Decimal("27.50"), "27,5"),
        (Decimal("1234567.895"), "1.234.567,9"),
        (Fraction(200, 3), "66,67"),
        (Decimal("-0.5"), "-0,5"),
        (100, "100"),
    ],
)
def test_numbers_have_a_decimal_comma(value: Decimal | Fraction | int, text: str) -> None:
    assert number(value) == text
    assert percent(value) == text + "%"


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 15), "ngày 15 tháng 02 năm 2026"),
        (date(2026, 6, 5), "ngày 05 tháng 6 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_and_the_first_two_months_get_a_zero(on: date, text: str) -> None:
    assert long_day(on) == text


def test_short_days() -> None:
    assert (day(date(2026, 1, 5)), day(None)) == ("05/01/2026", "")


def test_a_share_never_stands_without_its_base() -> None:
    assert (share(61, 69), share(0, 0)) == ("61/69 (88,4%)", "0/0")


@pytest.mark.parametrize(
    ("dirty", "text"),
    [
        ("a\x07b\x00c", "abc"),
        ("một\r\n\r\n  hai\t ba ", "một\nhai ba"),
        ("\ufeffgia\u0301o", "giáo"),
        ("x\ud800y", "xy"),
    ],
)
def test_text_is_cleaned(dirty: str, text: str) -> None:
    assert clean(dirty) == text


def test_folding_forgets_marks_case_and_punctuation() -> None:
    assert fold("  Đã TRIỂN khai, thực hiện. ") == fold("da trien khai thuc hien") == "da trien khai thuc hien"


@pytest.mark.parametrize(("text", "out"), [("Năm 2025", "năm 2025"), ("UBND tỉnh", "UBND tỉnh"), ("", "")])
def test_abbreviations_keep_their_capitals(text: str, out: str) -> None:
    assert lower_first(text) == out


def test_committees_are_written_short() -> None:
    assert abbreviated("Ủy ban nhân dân xã Mẫu") == "UBND xã Mẫu"
    assert abbreviated("Ủy ban Mặt trận Tổ quốc") == "Ủy ban Mặt trận Tổ quốc"


def test_short_text_is_not_cut_and_long_text_is_cut_at_a_word() -> None:
    assert shorten("một hai", 10) == "một hai"
    assert shorten("một hai ba bốn năm", 14) == "một hai […]"


def test_a_long_listing_says_how_many_are_left_out() -> None:
    assert listing(["A", "B", "C"], 2, "xã khác") == "A, B và 1 xã khác"


def test_paths_sort_as_people_count() -> None:
    paths = ["V.10", "V.9.e", "V.9.đ", "IV.1", "V.9.d", "V.2.a", "IX.1"]
    assert sorted(paths, key=path_key) == ["IV.1", "V.2.a", "V.9.d", "V.9.đ", "V.9.e", "V.10", "IX.1"]
