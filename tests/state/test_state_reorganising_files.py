"""Files that a person writes: a body without an heir, one under another body, a new name; and what stays whole."""

from datetime import date
from pathlib import Path

import pytest
from reorganised_world import departments, rows_of
from state_world import at

from agencies.errors import BadDirectoryFile, DirectoryError, UnknownReorganisation
from flows import reorganise
from flows.runtime import Runtime
from state.errors import NoDirectory
from state.succession.handover import Choices, Fate
from state.succession.reorganising_errors import UndecidedHandovers
from state.tables import AssignmentRow, ExtensionRow, PlacementRow

HEAD = """province = "Lai Châu"
code = "LC"
title = "Sắp xếp thử"
on = 2025-03-10
decision = "Quyết định số 12/QĐ-UBND"
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "sap-xep.toml"


def asked(file: Path, rows: str, when: str = "2025-03-10 08:00", **choices: object) -> reorganise.Wanted:
    file.write_text(HEAD + rows, encoding="utf-8")
    return reorganise.Wanted(str(file), "Trần Thị B", at(when), Choices(**choices))  # type: ignore[arg-type]


def test_a_body_without_an_heir_waits_for_a_person_who_names_one_or_waives(quarter: Runtime, written: Path) -> None:
    rows = '[[dissolve]]\nagency = "LC.DPTTH"\n'
    with pytest.raises(UndecidedHandovers, match="không ghi cơ quan kế thừa"):
        reorganise.apply(quarter, asked(written, rows))
    done = reorganise.apply(
        quarter,
        asked(written, rows, assign={"LC25-016": ["Báo Lai Châu"]}, waive={"V.9.1": "không còn chuyên mục"}),
    )
    assert {line.code: line.what for line in done.lines} == {"LC25-016": Fate.MOVED, "LC25Q1-016": Fate.WAIVED}
    now = {row.code: row for row in rows_of(quarter) if row.responsibility.path == "V.9.1"}
    assert (now["LC25-016"].agency.code, now["LC25-016"].state) == ("LC.BAO", "open")
    assert (now["LC25Q1-016"].agency.code, now["LC25Q1-016"].state) == ("LC.DPTTH", "waived")
    with quarter.database.unit() as store:
        ended = store.agencies.get("LC.DPTTH")
        assert (ended.valid_to, ended.closed_by) == (date(2025, 3, 10), "Quyết định số 12/QĐ-UBND")


def test_a_body_that_goes_under_the_front_is_only_requested_from_then_on(quarter: Runtime, written: Path) -> None:
    rows = '[[move]]\nagency = "LC.SNV"\nto = "LC.MTTQ"\nin_chain = false\n'
    before = next(row for row in rows_of(quarter, "LC25Q1") if row.agency.code == "LC.SNV")
    done = reorganise.apply(quarter, asked(written, rows))
    now = next(row for row in rows_of(quarter, "LC25Q1") if row.code == before.code)
    assert (before.relation, now.relation) == ("same_level", "requested")
    # Due on Wednesday 19/3; a body that is requested is reminded five working days before, on Wednesday 12/3.
    assert (before.due_on, now.next_on) == (date(2025, 3, 19), date(2025, 3, 12))
    assert done.moved == ("Sở Nội vụ – thuộc Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",)
    with quarter.database.unit() as store:
        placed = store.session.query(PlacementRow).one()
        assert (placed.since, placed.in_chain) == (date(2025, 3, 10), False)
        records = [one for one in store.agencies.directory("Lai Châu").agencies if one.code == "LC.SNV"]
    assert [one.in_chain for one in records] == [True, False]


def test_a_new_name_keeps_the_addresses_and_takes_the_requests_along(quarter: Runtime, written: Path) -> None:
    rows = (
        'agencies = [{ code = "LC.TTPVHCC", name = "Trung tâm Truyền hình tỉnh", kind = "media" }]\n'
        '[[rename]]\nfrom = "LC.DPTTH"\nto = "LC.TTPVHCC"\n'
    )
    done = reorganise.apply(quarter, asked(written, rows))
    assert done.counts == {Fate.MOVED: 2}
    assert done.silent == ()
    with quarter.database.unit() as store:
        new = store.agencies.get("LC.TTPVHCC")
        old = store.agencies.get("LC.DPTTH")
        contacts = store.agencies.contacts([new.id, old.id])
    assert [one.email for one in contacts[new.id]] == [one.email for one in contacts[old.id]]


def test_more_time_that_was_asked_for_goes_along_to_the_one_heir(quarter: Runtime) -> None:
    row = next(row for row in rows_of(quarter, "LC25Q1") if row.agency.code == "LC.SKHDT")
    with quarter.database.unit() as store:
        store.pauses.ask([row.id], date(2025, 3, 28), "Xin lùi đến 28/3.", at("2025-02-26 09:00"))
        store.commit()
    departments(quarter)
    with quarter.database.unit() as store:
        now = store.session.get_one(AssignmentRow, row.id)
        asked_for = store.session.query(ExtensionRow).one()
        assert (now.state, now.agency.code, asked_for.state) == ("held", "LC.STC", "asked")


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("province = ", BadDirectoryFile),
        ('title = "x"', BadDirectoryFile),
        ('province = "Bến Nghé"', NoDirectory),
        (HEAD + '[[merge]]\nfrom = ["LC.KHONGCO"]\nto = "LC.STC"\n', DirectoryError),
        (HEAD + '[[merge]]\nfrom = ["LC.SKHDT"]\nto = "LC.KHONGCO"\n', DirectoryError),
        (HEAD + '[[merge]]\nfrom = ["LC.SKHDT"]\nto = "LC.SKHDT"\n', DirectoryError),
        (HEAD, DirectoryError),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    quarter: Runtime, written: Path, content: str, error: type[Exception]
) -> None:
    written.write_text(content, encoding="utf-8")
    with pytest.raises(error) as caught:
        reorganise.apply(quarter, reorganise.Wanted(str(written), "B", at("2025-03-10 08:00")))
    assert len(str(caught.value)) > 20


def test_a_name_that_no_shipped_file_has_is_refused_with_the_known_ones(quarter: Runtime) -> None:
    with pytest.raises(UnknownReorganisation, match="lai-chau-2025-03-01"):
        reorganise.preview(quarter, reorganise.Wanted("lai-chau-2030-01-01", "B", at("2025-03-10 08:00")))
