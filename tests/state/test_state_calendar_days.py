"""Own days of the calendar: a preview of what would move, nothing silently, the past and granted days left alone."""

from datetime import date

import pytest
from opening_world import DATED, choice, clause, import_changed, show
from sqlalchemy import select
from state_world import at, house_on, open_lai_chau

from flows import intent
from flows.calendar import days_of, lines_of, recheck, set_days, told
from flows.runtime import Runtime
from state.cycle.calendar_days import DayChange
from state.cycle.cycle_errors import BadDays
from state.database import Database
from state.tables import AssignmentRow, CalendarDayRow, CycleRow, EventRow

OFF = (date(2024, 12, 17), date(2024, 12, 18))
"""Tuesday and Wednesday, the due days of districts and departments in 2024."""
NOW = "2024-11-20 09:00"


@pytest.fixture
def house(database: Database) -> Runtime:
    return house_on(database)


def change(
    first: date, last: date, works: bool | None = False, note: str = "Thông báo mẫu", now: str = NOW
) -> DayChange:
    return DayChange(first, last, works, note, "Trần Thị B", at(now))


def snapshot(house: Runtime) -> list[object]:
    with house.database.unit() as store:
        rows = store.session.scalars(select(AssignmentRow).order_by(AssignmentRow.id))
        found: list[object] = [(row.code, row.due_on, row.due_basis, row.next_on) for row in rows]
        found += [(row.code, row.due, row.opens_on) for row in store.session.scalars(select(CycleRow))]
        found += [(row.day, row.works) for row in store.session.scalars(select(CalendarDayRow))]
        return [*found, len(store.session.scalars(select(EventRow)).all())]


def test_a_preview_says_what_would_move_and_changes_nothing(house: Runtime) -> None:
    open_lai_chau(house)
    before = snapshot(house)
    moves = set_days(house, change(*OFF), apply=False)
    lines = "\n".join(told(moves, apply=False))
    assert snapshot(house) == before
    assert "Thứ Ba 17/12/2024: thành ngày nghỉ" in lines
    assert "LC24 – Hạn của UBND cấp huyện (1): Thứ Ba 17/12/2024 → Thứ Năm 19/12/2024" in lines
    assert "LC24 – Hạn của cơ quan (56): Thứ Ba 17/12/2024 → Thứ Năm 19/12/2024" in lines
    assert "LC24 – Hạn của cơ quan (21): Thứ Tư 18/12/2024 → Thứ Sáu 20/12/2024" in lines
    assert "chưa đổi gì" in lines


def test_applying_moves_exactly_what_the_preview_said_and_logs_it(house: Runtime) -> None:
    open_lai_chau(house)
    preview = set_days(house, change(*OFF), apply=False)
    assert set_days(house, change(*OFF), apply=True) == preview
    districts = clause(house, "LC24", "V.10.7")
    assert {show(row.due_on) for row in districts} == {"Thu 19/12/2024"}
    assert {show(row.due_on) for row in clause(house, "LC24", "V.6.1")} == {"Fri 20/12/2024"}
    assert not house.calendar.is_working_day(OFF[0])
    assert house.base_calendar.is_working_day(OFF[0])
    with house.database.unit() as store:
        cycle = store.cycles.by_code("LC24")
        assert cycle.due["district"]["on"] == "2024-12-19"
        assert "cycle-retimed" in [event.kind for event in store.events.of(f"cycle:{cycle.id}")]
        event = store.events.of(f"assignment:{districts[0].id}")[-1]
    assert (event.kind, event.actor) == ("due-moved", "Trần Thị B")
    assert "17/12/2024 sang 19/12/2024" in event.sentence and "Thông báo mẫu" in event.sentence
    assert not set_days(house, change(*OFF), apply=True).shifts


def test_taking_the_days_back_moves_everything_back(house: Runtime) -> None:
    open_lai_chau(house)
    before = snapshot(house)[:-1]
    set_days(house, change(*OFF), apply=True)
    set_days(house, change(*OFF, works=None, note=""), apply=True)
    assert snapshot(house)[:-1] == before


def test_steps_before_a_due_day_that_stays_move_too(house: Runtime) -> None:
    open_lai_chau(house)
    # Thursday 14/11 opens the cycle; on a day off the letters go on Friday.
    moves = set_days(house, change(date(2024, 11, 14), date(2024, 11, 14), now="2024-10-01 09:00"), apply=True)
    assert [(shift.what, shift.count, show(shift.old), show(shift.new)) for shift in moves.shifts] == [
        ("Ngày mở kỳ", 1, "Thu 14/11/2024", "Fri 15/11/2024"),
        ("Bước đôn đốc kế tiếp", 77, "Thu 14/11/2024", "Fri 15/11/2024"),
    ]


def test_explicit_days_move_by_the_rule_and_granted_ones_stay(house: Runtime) -> None:
    plan = import_changed(house, DATED)
    intent.open_cycle(house, plan, 2024, choice("2024-01-02 09:00"))
    granted = clause(house, "LC24", "V.10.7")[0]
    with house.database.unit() as store:
        row = store.session.get_one(AssignmentRow, granted.id)
        row.due_kind, row.due_basis = "extended", "Được lùi."
        store.commit()
    set_days(house, change(date(2024, 11, 14), date(2024, 11, 15), now="2024-10-01 09:00"), apply=True)
    rows = clause(house, "LC24", "V.10.7")
    assert [show(row.due_on) for row in rows[:2]] == ["Thu 14/11/2024", "Mon 18/11/2024"]
    assert rows[0].due_basis == "Được lùi."


def test_what_has_passed_or_was_answered_stays(house: Runtime) -> None:
    open_lai_chau(house)
    answered = clause(house, "LC24", "V.6.1")[0]
    with house.database.unit() as store:
        store.assignments.close_answered([answered.id])
        store.commit()
    moves = set_days(house, change(*OFF, now="2024-12-18 09:00"), apply=True)
    assert {show(shift.old) for shift in moves.shifts if shift.what == "Hạn của cơ quan"} == {"Wed 18/12/2024"}
    assert {show(row.due_on) for row in clause(house, "LC24", "V.10.7")} == {"Tue 17/12/2024"}
    assert show(clause(house, "LC24", "V.6.1")[0].due_on) == "Wed 18/12/2024"


@pytest.mark.parametrize(
    ("first", "last", "note", "words"),
    [
        (date(2024, 12, 18), date(2024, 12, 17), "x", "trước ngày đầu"),
        (date(2024, 1, 1), date(2024, 12, 31), "x", "nhiều nhất 31 ngày"),
        (date(1024, 1, 1), date(1024, 1, 1), "x", "năm phải từ"),
        (date(2024, 12, 17), date(2024, 12, 17), "  ", "--note"),
    ],
)
def test_days_that_cannot_be_set_are_refused(house: Runtime, first: date, last: date, note: str, words: str) -> None:
    with pytest.raises(BadDays, match=words):
        set_days(house, change(first, last, note=note), apply=True)
    with house.database.unit() as store:
        assert store.calendar.days() == {}


def test_another_rule_of_the_settings_is_shown_before_it_moves_anything(house: Runtime) -> None:
    plan = import_changed(house, {"báo cáo theo quy định.": "báo cáo trước ngày 02/12 hằng năm."})
    intent.open_cycle(house, plan, 2024, choice("2024-01-02 09:00"))
    assert not recheck(house, "B", at(NOW), apply=True).shifts
    earlier = Runtime(house.settings, house.database, type(house.base_calendar)(day_off="previous"), house.office)
    moves = recheck(earlier, "B", at(NOW), apply=False)
    assert [(show(one.old), show(one.new)) for one in moves.shifts if one.what == "Hạn của cơ quan"] == [
        ("Mon 02/12/2024", "Fri 29/11/2024")
    ]


def test_the_days_of_a_year_are_listed_with_who_decided_them(house: Runtime) -> None:
    set_days(house, change(date(2027, 2, 5), date(2027, 2, 5), note="Thông báo 1"), apply=True)
    set_days(house, change(date(2027, 2, 20), date(2027, 2, 20), works=True, note="Làm bù"), apply=True)
    lines = list(lines_of(house, days_of(house, 2027), 2027))
    assert "Thứ Sáu 05/02/2027: nghỉ – Thông báo 1 (Trần Thị B)" in lines
    assert "Thứ Bảy 20/02/2027: làm việc – Làm bù (Trần Thị B)" in lines
    assert "Thứ Sáu 30/04/2027: nghỉ" in lines
    assert "Giờ làm việc: 07:30–16:30." in lines
