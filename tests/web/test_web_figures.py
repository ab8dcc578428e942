"""The pure part: sizes, days, addresses, and the words that every key must have."""

from datetime import date

import pytest
from jinja2 import UndefinedError

from cycles.ladder import LADDERS
from cycles.status import STANDINGS
from mail.files.attachments import FileVerdict
from mail.rules.model import Kind, Outcome
from mail.rules.table import RULES
from state.clock import ZONE
from web.render import day, environment, figure, moment, render, size, url
from web.words import LOOKS, URGENCY, rung_of, word


def test_every_standing_has_a_symbol_of_its_own_and_a_place() -> None:
    assert set(LOOKS) == set(URGENCY) == {one.key for one in STANDINGS}
    assert len({look.symbol for look in LOOKS.values()}) == len(STANDINGS)


@pytest.mark.parametrize(
    ("keys", "table"),
    [
        (tuple(FileVerdict), "verdict"),
        (tuple(Kind), "reply_kind"),
        (tuple(Outcome), "outcome"),
        (tuple(name for name, _ in RULES), "rule"),
        (("queued", "sending", "sent", "failed", "withdrawn"), "letter_state"),
    ],
)
def test_every_key_of_the_mail_room_has_words(keys: tuple[str, ...], table: str) -> None:
    assert all(word(str(key), table) != str(key) for key in keys)


def test_every_step_of_the_ladders_has_words() -> None:
    assert all(rung_of(step.key) for ladder in LADDERS.values() for step in ladder)
    assert rung_of(None) == rung_of("không có") == ""


@pytest.mark.parametrize(
    ("value", "expected"), [(27.5, "27,5"), (100.0, "100"), (0.0, "0"), (1234.5, "1.234,5"), (None, "–")]
)
def test_figures_have_decimal_commas(value: float | None, expected: str) -> None:
    assert figure(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0, "0 byte"), (1023, "1023 byte"), (2048, "2 KB"), (3_500_000, "3,3 MB")]
)
def test_sizes_have_the_unit_that_fits(value: int, expected: str) -> None:
    assert size(value) == expected


def test_days_and_moments_are_written_as_people_write_them() -> None:
    from datetime import UTC, datetime

    assert day(date(2024, 12, 17)) == day("2024-12-17") == "17/12/2024"
    assert day(None) == "–"
    assert moment(datetime(2024, 12, 17, 20, 5, tzinfo=UTC)) == "03:05 ngày 18/12/2024"
    assert moment(datetime(2024, 12, 17, 7, 5, tzinfo=ZONE)) == "07:05 ngày 17/12/2024"


def test_addresses_are_quoted_and_empty_values_left_out() -> None:
    assert url("/ke-hoach/TM", nam=2024, tim="", co_quan=None) == "/ke-hoach/TM?nam=2024"
    assert url("/co-quan/a b?c#d") == "/co-quan/a%20b%3Fc%23d"
    assert url("/x", tim="tỷ lệ&nam=1") == "/x?tim=t%E1%BB%B7+l%E1%BB%87%26nam%3D1"


def test_a_name_that_is_missing_is_an_error_and_everything_is_escaped() -> None:
    with pytest.raises(UndefinedError):
        render("error", {"status": 404})
    assert environment().from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
