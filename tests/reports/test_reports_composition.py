"""A share inside a composition ("bán kiên cố 20%") is no minimum, so it is neither met nor missed."""

from decimal import Decimal

from report_examples import figure, target

from reports.targets import Verdict, roll_up_target


def test_a_part_of_a_composition_is_shown_but_not_judged() -> None:
    part = target(
        figure("x01", 15, 100), comparator="=", value=Decimal(20), part_of="đạt 100% phòng học kiên cố, bán kiên cố"
    )
    outcome = roll_up_target(part, {"x01": "UBND xã Mẫu"})
    assert outcome.result == 15
    assert outcome.verdict is Verdict.CANNOT_COMPARE
