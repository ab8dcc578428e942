"""The percentage that is typed into its own field of the page of a letter."""

from decimal import Decimal

import pytest

from mail.page.typed import Typed
from mail.read_answer.fields import percent_field


@pytest.mark.parametrize(
    ("typed", "percent", "doubt"),
    [
        ("0,5", Decimal("0.5"), ""),
        ("70", Decimal(70), ""),
        ("70,5", Decimal("70.5"), ""),
        ("70%", Decimal(70), ""),
        ("70 %", Decimal(70), ""),
        ("1.000", None, "1000% lớn hơn 100%"),
        ("khoảng 70", None, "không đọc được"),
    ],
)
def test_the_field_is_in_percent_with_or_without_the_sign(typed, percent, doubt):
    found = percent_field(Typed("HT26-031", percent=typed).filled.percent)
    assert found.percent == percent
    assert doubt in "".join(found.doubts) and bool(found.doubts) == bool(doubt)
