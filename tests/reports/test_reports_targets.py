"""Figures roll up as sums over sums, and say from whom they come."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from report_examples import figure, target

from reports.targets import Verdict, roll_up_target
from reports.wording import aim, completeness, doubt_notes, missing_notes, percent_only_notes, result, verdict

NAMES = {f"x{number:02d}": f"UBND xã Mẫu x{number:02d}" for number in range(1, 100)}


def test_a_percentage_is_a_sum_over_a_sum_and_not_a_mean() -> None:
    # 1/2 and 90/100: the mean would be 70%, the truth is 91/102.
    outcome = roll_up_target(target(figure("x01", 1, 2), figure("x02", 90, 100)), NAMES)
    assert (outcome.total, outcome.base) == (91, 102)
    assert outcome.result == Fraction(9100, 102)
    assert result(outcome) == "89,22%"


@pytest.mark.parametrize(
    ("comparator", "aim_value", "top", "bottom", "expected"),
    [
        (">=", "27", 27, 100, Verdict.MET),
        (">=", "27", 26, 100, Verdict.NOT_MET),
        ("=", "100", 99, 100, Verdict.NOT_MET),
        ("=", "38", 40, 100, Verdict.MET),
        (None, "38", 37, 100, Verdict.NOT_MET),
        (None, "38", 38, 100, Verdict.MET),
        ("<=", "5", 5, 100, Verdict.MET),
        ("<=", "5", 6, 100, Verdict.NOT_MET),
        (">=", "99.6", 996, 1000, Verdict.MET),
        (">=", "99.6", 99_599, 100_000, Verdict.NOT_MET),
    ],
)
def test_the_result_is_compared_exactly(
    comparator: str | None, aim_value: str, top: int, bottom: int, expected: Verdict
) -> None:
    one = target(figure("x01", top, bottom), comparator=comparator, value=Decimal(aim_value))
    assert roll_up_target(one, NAMES).verdict is expected


def test_a_result_just_below_the_aim_is_never_written_like_the_aim() -> None:
    one = target(figure("x01", 99_599, 100_000), comparator=">=", value=Decimal("99.6"))
    assert result(roll_up_target(one, NAMES)) == "99,599%"


def test_percentages_without_numbers_are_listed_and_not_added() -> None:
    one = target(figure("x01", 30, 100), figure("x02", value=Decimal("85.5"), unit="%"))
    outcome = roll_up_target(one, NAMES)
    assert outcome.result == 30
    assert [given.agency_code for given in outcome.percent_only] == ["x02"]
    assert completeness(outcome) == "từ 1/2 xã, phường; 1 chỉ có tỷ lệ"
    assert percent_only_notes([("1", outcome)]) == (
        "Chỉ có tỷ lệ, không có tử số và mẫu số nên không cộng vào kết quả: chỉ tiêu 1: UBND xã Mẫu x02 (85,5%).",
    )


def test_the_percentage_of_the_only_agency_asked_is_the_result() -> None:
    outcome = roll_up_target(target(figure("x01", value=Decimal("85.5"), unit="%")), NAMES)
    assert (result(outcome), outcome.verdict) == ("85,5%", Verdict.MET)


def test_missing_agencies_are_counted_and_named() -> None:
    figures = [figure(f"x{number:02d}", 3, 10) for number in range(1, 62)]
    figures[0] = figure("x01", 3, 10, received_on=date(2025, 12, 20))
    one = target(*figures, asked=tuple(f"x{number:02d}" for number in range(1, 70)))
    outcome = roll_up_target(one, NAMES)
    assert completeness(outcome) == "từ 61/69 xã, phường; 1 trễ"
    (note,) = missing_notes([("1", outcome), ("2", outcome)])
    assert note.startswith("Chỉ tiêu 1, 2: chưa có số liệu của 8/69 xã, phường: UBND xã Mẫu x62,")
    assert note.endswith("UBND xã Mẫu x69.")


def test_an_answer_without_any_figure_counts_as_missing() -> None:
    outcome = roll_up_target(target(figure("x01"), figure("x02", 1, 2)), NAMES)
    assert outcome.missing == ("UBND xã Mẫu x01",)


def test_zero_of_zero_is_an_answer_but_gives_no_percentage() -> None:
    outcome = roll_up_target(target(figure("x01", 0, 0)), NAMES)
    assert (outcome.verdict, outcome.answered, outcome.missing) == (Verdict.NO_DATA, 1, ())


@pytest.mark.parametrize(
    ("doubtful", "counted"),
    [
        (figure("x02", 512, 51), False),
        (figure("x02", -1, 51), False),
        (figure("x02", value=Decimal(120), unit="%"), False),
        (figure("x02", 12), False),
        (figure("x02", 10, 40, value=Decimal(80)), True),
    ],
)
def test_doubtful_figures_are_named(doubtful: object, counted: bool) -> None:
    outcome = roll_up_target(target(figure("x01", 30, 100), doubtful), NAMES)  # type: ignore[arg-type]
    assert [one.counted for one in outcome.doubts] == [counted]
    assert outcome.base == (140 if counted else 100)
    assert "1 cần kiểm tra" in completeness(outcome)
    assert "UBND xã Mẫu x02" in doubt_notes("1", outcome)[0]


def test_a_rounded_percentage_beside_its_numbers_raises_no_doubt() -> None:
    outcome = roll_up_target(target(figure("x01", 410, 512, value=Decimal("80.1"))), NAMES)
    assert outcome.doubts == ()


def test_the_latest_figure_of_an_agency_counts_once() -> None:
    early = figure("x01", 1, 10, received_on=date(2025, 12, 1))
    late = figure("x01", 9, 10, received_on=date(2025, 12, 2))
    outcome = roll_up_target(target(late, early), NAMES)
    assert (outcome.total, outcome.base) == (9, 10)


def test_a_figure_of_an_agency_that_was_not_asked_is_not_added() -> None:
    outcome = roll_up_target(target(figure("x01", 1, 10), figure("x99", 9, 10), asked=("x01",)), NAMES)
    assert outcome.base == 10
    assert outcome.doubts[0].figure.agency_code == "x99"


def test_growth_is_not_compared_without_its_base_year() -> None:
    outcome = roll_up_target(target(figure("x01", 20, 100), relative=True, value=Decimal(20)), NAMES)
    assert outcome.verdict is Verdict.CANNOT_COMPARE
    assert verdict(outcome, 2025) == "Chưa so sánh được: chỉ tiêu tăng thêm, chưa có số liệu năm gốc"


def test_more_than_an_exact_aim_is_said() -> None:
    outcome = roll_up_target(target(figure("x01", 64, 100), comparator="=", value=Decimal(20)), NAMES)
    assert verdict(outcome, 2025) == "Đạt, cao hơn mức kế hoạch"


def test_an_aim_without_a_number_is_not_compared() -> None:
    one = target(figure("x01", 20, 100), value=None)
    assert roll_up_target(one, NAMES).verdict is Verdict.CANNOT_COMPARE
    assert aim(one) == "Không nêu mức bằng số (đến năm 2025)"


def test_amounts_are_added() -> None:
    one = target(figure("x01", value=Decimal(3)), figure("x02", 4), unit="trường", value=Decimal(10))
    outcome = roll_up_target(one, NAMES)
    assert (result(outcome), outcome.verdict) == ("7 trường", Verdict.NOT_MET)


def test_no_data_is_different_from_not_met() -> None:
    outcome = roll_up_target(target(asked=("x01", "x02")), NAMES)
    assert (verdict(outcome, 2025), completeness(outcome)) == ("Chưa có số liệu", "từ 0/2 xã, phường")


@pytest.mark.parametrize(
    ("top", "asked", "year", "words"),
    [
        (30, ("x01",), 2025, "Đạt"),
        (30, ("x01", "x02"), 2025, "Đạt trên số liệu đã có"),
        (20, ("x01",), 2025, "Chưa đạt"),
        (20, ("x01",), 2030, "Chưa đạt (mốc năm 2030)"),
        (20, ("x01", "x02"), 2030, "Chưa đạt trên số liệu đã có (mốc năm 2030)"),
    ],
)
def test_the_verdict_says_what_it_rests_on(top: int, asked: tuple[str, ...], year: int, words: str) -> None:
    outcome = roll_up_target(target(figure("x01", top, 100), asked=asked, year=year), NAMES)
    assert verdict(outcome, 2025) == words
