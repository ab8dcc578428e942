"""A rehearsal says what the ticks then do: the same letters on the same days to the same agencies; it keeps nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from rehearsal_world import (
    BY,
    CODES,
    Written,
    at,
    choice,
    follow,
    house_on,
    lai_chau,
    open_cycle,
    province,
    set_cadence,
    told,
)
from sqlalchemy import delete, func, select, update

from cycles.ladder import Rung
from flows.rehearsal import rehearse
from flows.runtime import Runtime
from state.database import Database
from state.errors import UndecidedOwners, UnknownPlan
from state.ladder.ruling import Ruling
from state.tables import Base, ClaimRow, ContactRow, LetterRow

LAST = date(2027, 1, 8)  # a Friday, after the last step of a yearly cycle


def counts(database: Database) -> dict[str, int]:
    with database.unit() as store:
        tables = Base.metadata.sorted_tables
        return {table.name: store.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def some_are_left_in_peace_and_some_get_more_time(house) -> None:
    ruling = Ruling(BY, at("2026-11-27 09:00"), "Đang khắc phục bão lũ.")
    with house.database.unit() as store:
        store.pauses.hold_agency("QM.X00001", ruling, until=date(2026, 12, 11))
        store.pauses.hold_agency("QM.X00002", ruling)
        store.pauses.grant(["QM26-003"], date(2026, 12, 18), ruling, house.calendar_of(store))
        row = store.assignments.by_code(["QM26-004"])["QM26-004"]
        store.assignments.close_answered([row.id])
        store.commit()


def the_plan_is_paused_beyond_the_due_day(house) -> None:
    with house.database.unit() as store:
        store.pauses.hold_plan("QM", Ruling(BY, at("2026-11-27 09:00"), "Chờ hướng dẫn."), until=date(2026, 12, 18))
        store.commit()


def addresses_fail(house) -> None:
    """Nobody reads the mail of one commune; the focal officers of all others are away for a while."""
    with house.database.unit() as store:
        away = {"state": "away", "away_until": date(2026, 12, 9)}
        store.session.execute(update(ContactRow).where(ContactRow.role == "focal").values(**away))
        store.session.execute(update(ContactRow).where(ContactRow.agency_id == 4).values(state="bounced"))
        store.commit()


EVENTS = [some_are_left_in_peace_and_some_get_more_time, the_plan_is_paused_beyond_the_due_day, addresses_fail]


@pytest.fixture(scope="module")
def begun(tmp_path_factory) -> Path:
    """A cycle whose openings have gone: Monday 16/11/2026 to Thursday 26/11/2026, as one file to copy."""
    file = tmp_path_factory.mktemp("begun") / "dondoc.db"
    database = Database(f"sqlite:///{file}")
    database.upgrade()
    house = province(database)
    open_cycle(house, "QM", "2026-11-02 09:00")
    follow(house, date(2026, 11, 16), date(2026, 11, 26))
    database.close()
    return file


@pytest.fixture
def sqlite(tmp_path) -> Iterator[Database]:
    """An empty database for what does not depend on the kind of database."""
    database = Database(f"sqlite:///{tmp_path / 'new.db'}")
    database.upgrade()
    yield database
    database.close()


@pytest.fixture
def house(begun, tmp_path) -> Iterator[Runtime]:
    """A copy that a test may change."""
    shutil.copy(begun, tmp_path / "dondoc.db")
    database = Database(f"sqlite:///{tmp_path / 'dondoc.db'}")
    yield house_on(database)
    database.close()


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.__name__)
def test_in_the_middle_of_a_cycle_the_rest_comes_as_rehearsed(house, event):
    event(house)
    now = at("2026-11-27 09:00")  # Friday
    rehearsed = told(rehearse(house, "QM", 2026, choice(now)))
    assert rehearsed == follow(house, now.date(), LAST)
    assert rehearsed


def test_a_cycle_that_is_not_open_yet_is_rehearsed_and_then_comes_so(database):
    house = province(database, 1)
    before = counts(database)
    now = at("2026-03-02 09:00")  # Monday
    found = rehearse(house, "QM", 2026, choice(now))
    assert counts(database) == before
    assert "Năm 2026 (QM26) chưa được mở" in found.remarks[0]
    openings = {one.day for one in found.letters if one.rung is Rung.OPENING}
    # A clause has a day of its own, at the end of March; the others open for the year, on a Monday.
    assert openings == {date(2026, 3, 2), date(2026, 11, 16)}
    open_cycle(house, "QM", "2026-03-02 09:00")
    assert told(found) == follow(house, now.date(), LAST)


@pytest.mark.parametrize(
    ("back", "second"),
    [
        ("2026-12-14 08:00", date(2026, 12, 15)),  # Monday before the due day, then its last reminder on Tuesday
        ("2026-12-16 08:00", date(2026, 12, 24)),  # Wednesday, the due day, then five working days of notice
        ("2026-12-21 08:00", date(2026, 12, 29)),  # Monday after, then again five working days of notice
    ],
)
def test_after_an_outage_a_late_opening_is_followed_as_rehearsed(sqlite, back, second):
    house = province(sqlite)
    open_cycle(house, "QM", "2026-11-02 09:00")
    found = rehearse(house, "QM", 2026, choice(at(back)))
    assert sorted({letter.day for letter in found.letters})[:2] == [at(back).date(), second]
    assert told(found) == follow(house, at(back).date(), date(2027, 1, 29))


def test_two_plans_share_one_letter_a_day_and_an_agency(sqlite):
    house = province(sqlite, 0, 1)
    set_cadence(house, "QM", "yearly")
    set_cadence(house, "QM2", "quarter", "yearly")
    now = at("2026-09-01 09:00")  # Tuesday
    one, two = (rehearse(house, code, 2026, choice(now)) for code in CODES)
    letters = {*one.letters, *two.letters}
    requests = [(letter.day, letter.agency) for letter in letters if letter.kind == "request"]
    assert len(requests) == len(set(requests))
    assert any(set(letter.plans) == set(CODES) for letter in letters)
    for code, kind in (("QM", "năm"), ("QM2", "năm"), ("QM2", "quý 3")):
        set_cadence(house, code)
        open_cycle(house, code, "2026-09-01 09:00", kind)
    rehearsed, really = told(one) | told(two), follow(house, now.date(), LAST)
    assert {letter for letter in rehearsed if letter[1]} == {letter for letter in really if letter[1]}
    assert signed(rehearsed) == signed(really)


def signed(written: Written) -> set[tuple[date, str]]:
    """What the coordinator is told on which day; each plan's tick writes a note of its own."""
    return {(day, code) for day, agency, _, codes in written if not agency for code in codes}


def test_every_letter_goes_on_a_working_day_to_somebody_with_a_reason(sqlite):
    house = province(sqlite)
    found = rehearse(house, "QM", 2026, choice(at("2026-01-10 22:00")))  # Saturday night
    assert found.since == date(2026, 1, 12)
    assert all(house.calendar.is_working_day(letter.day) for letter in found.letters)
    assert all(letter.to and letter.reasons for letter in found.letters)
    rungs = list(dict.fromkeys(letter.rung for letter in found.letters if letter.agency == "QM.X00001"))
    assert rungs == [Rung.OPENING, Rung.REMINDER, Rung.DUE_TODAY, Rung.OVERDUE, Rung.TO_HEAD]
    notes = [letter for letter in found.letters if letter.kind == "note"]
    assert {letter.rung for letter in notes} == {Rung.OFFICIAL_LETTER, Rung.PEOPLE_COMMITTEE}
    assert {letter.to for letter in notes} == {(house.office.coordinator,)}


def test_it_says_who_cannot_be_reached_and_what_waits_for_a_person(house):
    addresses_fail(house)
    with house.database.unit() as store:
        store.pauses.hold_agency("QM.X00002", Ruling(BY, at("2026-11-27 09:00"), "Đang sắp xếp lại."))
        row = store.assignments.by_code(["QM26-001"])["QM26-001"]
        store.assignments.hold([row.id], at("2026-11-26 09:00"), "Chờ người xem.")
        store.commit()
    remarks = "\n".join(rehearse(house, "QM", 2026, choice(at("2026-11-27 09:00"))).remarks)
    assert "chưa có địa chỉ nhận thư dùng được; 2 nội dung không gửi được từ ngày 07/12/2026" in remarks
    assert "1 yêu cầu đang chờ người quyết định nên không có thư: QM26-001." in remarks
    assert "tạm dừng đôn đốc" in remarks


def test_an_agency_that_had_its_letter_today_is_written_to_on_the_next_working_day(house):
    with house.database.unit() as store:
        store.session.execute(update(LetterRow).where(LetterRow.agency_id == 2).values(day=date(2026, 11, 26)))
        row = store.assignments.by_code(["QM26-001"])["QM26-001"]
        row.next_on, row.step, row.step_on = date(2026, 11, 16), None, None
        store.session.execute(delete(ClaimRow).where(ClaimRow.assignment_id == row.id))
        store.commit()
    found = rehearse(house, "QM", 2026, choice(at("2026-11-26 10:00")))  # Thursday
    assert min(letter.day for letter in found.letters) == date(2026, 11, 27)
    assert told(found) == follow(house, date(2026, 11, 26), LAST)


def test_the_past_is_not_rehearsed(sqlite):
    house = province(sqlite)
    found = rehearse(house, "QM", 2026, choice(at("2027-03-01 09:00")))
    assert found.letters == ()
    assert "đã qua hạn cuối cùng" in found.remarks[0]


@pytest.mark.parametrize("code", ["KHAC", ""])
def test_an_unknown_plan_is_refused(house, code):
    with pytest.raises(UnknownPlan):
        rehearse(house, code, 2026, choice(at("2026-01-12 09:00")))


def test_what_needs_a_decision_is_refused_and_nothing_is_kept(sqlite):
    house = lai_chau(sqlite)
    before = counts(sqlite)
    now = at("2026-01-05 09:00")
    with pytest.raises(UndecidedOwners) as refused:
        rehearse(house, "LC", 2026, choice(now))
    assert "Ban Dân tộc tỉnh" in str(refused.value)
    with pytest.raises(UndecidedOwners):
        rehearse(house, "LC", 2026, replace(choice(now), accept_successors=True))  # a department was split
    assert counts(sqlite) == before
