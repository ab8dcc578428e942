"""``dondoc tick --dry-run`` shows the letters that the tick would send and leaves the database as it was."""

from collections.abc import Iterator
from datetime import date

import pytest
from rehearsal_world import at, follow, open_cycle, province
from sqlalchemy import select

from commands.rehearse import print_dry_tick
from flows.dry_run import QUIET, dry_tick
from flows.runtime import Runtime
from state.database import Database
from state.errors import UnknownPlan
from state.tables import Base

MORNING = at("2026-11-16 07:45")  # Monday, the first day of the yearly cycle


def everything(database):
    """All rows of all tables."""
    with database.unit() as store:
        return {
            table.name: sorted(map(repr, store.session.execute(select(table)).tuples()))
            for table in Base.metadata.sorted_tables
        }


def test_it_shows_what_the_tick_then_writes_and_keeps_nothing(database):
    house = province(database)
    open_cycle(house, "QM", "2026-11-02 09:00")
    before = everything(database)
    found = dry_tick(house, "qm", MORNING)
    assert everything(database) == before
    really = follow(house, MORNING.date(), MORNING.date())
    assert {(one.rung, frozenset(one.codes)) for one in found.letters} == {
        (rung, codes) for _, _, rung, codes in really
    }
    assert len(found.letters) == 4
    for letter in found.letters:
        assert letter.to
        assert letter.reasons == ("Đến lượt thư mở kỳ báo cáo (dự kiến ngày 16/11/2026).",)
        assert letter.subject.startswith("[QM26]")
        assert letter.codes[0] in letter.text


@pytest.fixture
def house(tmp_path) -> Iterator[Runtime]:
    """A cycle that was opened on Monday 2/11/2026; this does not depend on the kind of database."""
    database = Database(f"sqlite:///{tmp_path / 'dondoc.db'}")
    database.upgrade()
    made = province(database)
    open_cycle(made, "QM", "2026-11-02 09:00")
    yield made
    database.close()


def test_after_the_tick_there_is_nothing_left_to_show(house):
    follow(house, MORNING.date(), MORNING.date())
    assert dry_tick(house, "QM", at("2026-11-16 09:00")).letters == ()


@pytest.mark.parametrize(
    "moment",
    ["2026-11-15 08:00", "2026-11-16 06:00", "2026-11-16 22:00"],
    ids=["a Sunday", "Monday before hours", "Monday night"],
)
def test_outside_office_hours_no_letter_would_go(house, moment, capsys):
    found = dry_tick(house, "QM", at(moment))
    assert (found.letters, found.quiet) == ((), QUIET)
    print_dry_tick(found)
    assert QUIET in capsys.readouterr().out


def test_a_late_day_shows_the_note_to_the_coordinator_too(house, capsys):
    follow(house, date(2026, 11, 16), date(2026, 12, 18))
    found = dry_tick(house, "QM", at("2026-12-21 07:45"))  # Monday, three working days after the due day
    (note,) = [letter for letter in found.letters if letter.kind == "note"]
    assert note.to == (house.office.coordinator,)
    assert "QM26-001" in note.codes
    print_dry_tick(found)
    printed = capsys.readouterr().out
    assert note.subject in printed
    assert "Đến lượt công văn đôn đốc" in printed
    assert "1 thư sẽ được gửi." in printed


def test_an_unknown_plan_is_refused(house):
    with pytest.raises(UnknownPlan):
        dry_tick(house, "KHAC", MORNING)
