"""The map of Lai Châu before 2025, its two reorganisations, and the map that they leave."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from agencies import errors
from agencies.model import Change, Kind
from agencies.reading import read_directory
from agencies.reorganisation import read_reorganisation, reorganised
from agencies.shipped import for_province, load, reorganisation_text, shipped_reorganisations

MARCH, JULY = shipped_reorganisations("lai-chau")
# The province with its whole history in one file, as a user may keep it.
WHOLE = Path(__file__).with_name("lai-chau-whole.toml")


def test_the_reorganisations_lead_to_the_map_that_one_file_would_describe():
    whole = read_directory(WHOLE.read_text(encoding="utf-8"), WHOLE.name)
    shipped = load("lai-chau")
    assert shipped.agencies == whole.agencies
    assert Counter(shipped.successions) == Counter(whole.successions)
    assert Counter(shipped.contacts) == Counter(whole.contacts)
    for agency in whole.agencies:
        assert shipped.links_from(agency.code) == whole.links_from(agency.code)


@pytest.mark.parametrize(
    ("until", "records", "departments", "districts", "local", "links"),
    [
        (date(2024, 12, 14), 39, 19, 8, 0, 0),
        (date(2025, 2, 28), 39, 19, 8, 0, 0),  # Friday, the last working day before
        (date(2025, 3, 1), 41, 14, 8, 0, 11),
        (date(2025, 6, 30), 41, 14, 8, 0, 11),  # Monday
        (date(2025, 7, 1), 80, 14, 0, 38, 51),  # Tuesday
        (None, 80, 14, 0, 38, 51),
    ],
)
def test_a_map_knows_only_what_had_happened(until, records, departments, districts, local, links):
    directory = load("lai-chau", until=until)
    kinds = Counter(one.kind for one in directory.on(until or date(2027, 12, 14)))
    assert len(directory.agencies) == records
    assert kinds[Kind.DEPARTMENT] == departments
    assert kinds[Kind.DISTRICT] == districts
    assert kinds[Kind.COMMUNE] + kinds[Kind.WARD] == local
    assert len(directory.successions) == links


def test_a_map_is_built_once_whatever_the_day():
    assert load("lai-chau", date(2025, 3, 1)) is for_province("Lai Châu", until=date(2025, 6, 30))
    assert load("lai-chau") is load("lai-chau", date(2026, 1, 1))


def test_a_province_without_reorganisations_has_one_map():
    assert shipped_reorganisations("ha-tinh") == ()
    assert load("ha-tinh", date(2020, 1, 1)) is load("ha-tinh")


def test_reorganisations_have_names_in_order_and_a_text():
    assert (MARCH, JULY) == ("lai-chau-2025-03-01", "lai-chau-2025-07-01")
    assert "Nghị quyết 1670/NQ-UBTVQH15" in reorganisation_text(JULY)
    with pytest.raises(errors.UnknownReorganisation, match=r"lai-chau-2026.*lai-chau-2025-03-01"):
        reorganisation_text("lai-chau-2026")
    with pytest.raises(errors.UnknownReorganisation):
        reorganisation_text("../lai-chau")


def test_march_divides_two_departments_and_merges_five():
    change = read_reorganisation(reorganisation_text(MARCH), MARCH, load("lai-chau", date(2025, 2, 28)))
    kinds = {link.predecessor: link.change for link in change.links}
    assert {code for code, kind in kinds.items() if kind is Change.SPLIT} == {"LC.SLDTBXH", "LC.STTTT"}
    assert sum(kind is Change.MERGE for kind in kinds.values()) == 5
    assert set(change.ended) == set(kinds)
    assert [one.code for one in change.added] == ["LC.SNNMT", "LC.SDTTG"]
    assert all(link.to_confirm for link in change.links)
    assert len(change.contacts) == 4
    assert change.content == reorganisation_text(MARCH)


def test_july_cannot_come_before_march_is_known_but_does_not_need_it():
    early = load("lai-chau", date(2025, 2, 28))
    change = read_reorganisation(reorganisation_text(JULY), JULY, early)
    assert len(change.ended) == 10
    assert {link.decision for link in change.links} == {"", "Nghị quyết 1670/NQ-UBTVQH15"}


def test_a_register_that_knows_the_change_still_reads_it_and_refuses_to_repeat_it():
    full = load("lai-chau")
    change = read_reorganisation(reorganisation_text(JULY), JULY, full)
    assert len(change.ended) == 10
    with pytest.raises(errors.AlreadyApplied, match="01/07/2025") as caught:
        reorganised(full, change)
    assert caught.value.title == change.title


def test_the_change_of_one_province_is_refused_by_another():
    with pytest.raises(errors.OtherProvince, match="Hà Tĩnh"):
        read_reorganisation(reorganisation_text(MARCH), MARCH, load("ha-tinh"))
