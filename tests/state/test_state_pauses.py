"""More time, waivers, holds: a promised day is waited for, and when a pause ends one letter goes."""

from collections.abc import Callable
from datetime import date

import pytest
from pause_world import CALENDAR, CODE, OTHER, PROMISED, answer_now, ask, assignment, fresh, grant, kinds, ruling, tick
from sqlalchemy import func, select
from state_world import at

from cycles.ladder import Relation, read_ladders
from state.database import Database
from state.errors import NotFound, StateError
from state.ladder.pause_errors import (
    AlreadyHeld,
    AlreadyReleased,
    BadExtension,
    BadHold,
    BadRuling,
    BodyEnded,
    NoRequest,
    WrongState,
)
from state.ladder.ruling import Ruling
from state.store import Store
from state.tables import AssignmentRow, ClaimRow, EventRow, ExtensionRow, HoldRow


def test_a_request_for_more_time_stops_reminding_until_somebody_decides(store: Store) -> None:
    tick(store, "2024-11-14 07:45")  # Thursday
    ask(store, "2024-12-05 10:00")
    assert CODE not in tick(store, "2024-12-06 07:45")  # Friday: seven working days before
    waiting = store.pauses.open_extensions()
    assert [(one.assignment.code, one.asked_until, one.due_before) for one in waiting] == [
        (CODE, PROMISED, date(2024, 12, 17))
    ]
    assert (kinds(store), assignment(store).state) == (["extension-asked"], "held")


def test_a_second_request_renews_the_first(store: Store) -> None:
    first = ask(store, "2024-12-05 10:00")
    assert ask(store, "2024-12-06 10:00", date(2024, 12, 27)) == first
    assert [one.asked_until for one in store.pauses.open_extensions()] == [date(2024, 12, 27)]


def test_after_a_granted_extension_the_next_letter_goes_on_the_promised_day(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    tick(store, "2024-12-18 07:45")  # Wednesday: one day overdue
    ask(store, "2024-12-18 10:00")
    told = grant(store, PROMISED, "2024-12-19 08:00")
    row = assignment(store)
    assert (row.state, row.due_on, row.due_kind, row.next_on) == ("open", PROMISED, "extended", PROMISED)
    assert row.due_basis == (
        "Hạn cũ 17/12/2024, được gia hạn đến 24/12/2024 theo quyết định của Trần Thị B ngày 19/12/2024."
    )
    extension = store.session.scalars(select(ExtensionRow)).one()
    assert (extension.state, extension.until, extension.decided_by) == ("granted", PROMISED, "Trần Thị B")
    assert kinds(store) == ["extension-asked", "extension-granted"]
    assert "Lý do: Đã trao đổi qua điện thoại." in told[0]
    taken = {day: tick(store, f"2024-12-{day} 07:45").get(CODE) for day in (20, 23, 24, 25, 26)}
    assert taken == {20: None, 23: None, 24: "due_today", 25: "overdue+1-r2", 26: "to_head+2"}


def test_an_extension_that_nobody_asked_for_is_kept_in_the_same_form(store: Store) -> None:
    told = grant(store, date(2025, 1, 15), "2024-12-10 08:00")
    assert "Lưu ý: hạn mới sau ngày tổng hợp của kỳ" in told[0]
    assert store.session.scalars(select(ExtensionRow.words)).all() == [""]


def test_a_step_claimed_before_the_promise_is_not_written_after_it(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    for claim in store.session.scalars(select(ClaimRow)):
        store.session.delete(claim)  # as if a letter carried it
    tick(store, "2024-12-18 07:45")  # Wednesday: overdue+1 is claimed, and no letter is written
    ask(store, "2024-12-18 10:00")
    grant(store, PROMISED, "2024-12-18 11:00")
    row = assignment(store)
    for day in (date(2024, 12, 18), PROMISED):
        waiting = store.outbox.waiting_claims(day).get(row.agency_id, [])
        assert row.id not in {claim.assignment_id for claim in waiting}
        listed = store.outbox.open_assignments([row.agency_id], day).get(row.agency_id, [])
        assert (row.id in {one.id for one in listed}) is (day == PROMISED)


def test_a_refused_request_goes_on_with_its_ladder(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    ask(store, "2024-12-05 10:00")
    store.pauses.refuse([CODE], ruling("2024-12-12 15:00", "Đã lùi một lần."), CALENDAR)
    assert assignment(store).due_on == date(2024, 12, 17)
    assert store.pauses.open_extensions() == []
    assert kinds(store) == ["extension-asked", "extension-refused"]
    assert tick(store, "2024-12-13 07:45")[CODE] == "reminder-3"  # Friday: the day of seven before is over too


def test_an_answer_during_the_pause_ends_the_request_and_the_ladder(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    ask(store, "2024-12-05 10:00")
    answer_now(store, "2024-12-09 09:00")
    assert store.pauses.open_extensions() == []
    with pytest.raises(WrongState, match="đã có báo cáo"):
        grant(store, PROMISED, "2024-12-10 08:00")
    assert ask(store, "2024-12-10 09:00") == []
    assert all(CODE not in tick(store, f"{day} 07:45") for day in ("2024-12-13", "2024-12-18", "2025-01-20"))


def test_an_answer_before_the_promised_day_ends_the_ladder(store: Store) -> None:
    grant(store, PROMISED, "2024-12-10 08:00")
    answer_now(store, "2024-12-20 09:00")
    assert all(CODE not in tick(store, f"{day} 07:45") for day in ("2024-12-24", "2024-12-25", "2025-01-20"))


def test_an_answer_during_a_hold_of_the_agency_ends_the_ladder(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    store.pauses.hold_agency(assignment(store).agency.code, ruling("2024-12-02 08:00"), date(2024, 12, 20))
    answer_now(store, "2024-12-09 09:00")
    assert CODE not in tick(store, "2024-12-20 07:45")


def test_a_held_agency_gets_nothing_and_afterwards_only_the_latest_step(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    agency = assignment(store).agency
    mine = set(store.session.scalars(select(AssignmentRow.code).where(AssignmentRow.agency_id == agency.id)))
    hold = store.pauses.hold_agency(agency.code.lower(), ruling("2024-12-02 08:00"), date(2024, 12, 19))
    assert store.pauses.active_holds(date(2024, 12, 18)) == [hold]
    assert store.pauses.active_holds(date(2024, 12, 19)) == []
    for day in ("2024-12-06", "2024-12-12", "2024-12-17", "2024-12-18"):
        taken = tick(store, f"{day} 07:45")
        assert not mine & set(taken), day
    taken = tick(store, "2024-12-19 07:45")  # Thursday
    assert {taken.get(code) for code in mine} == {"to_head+2"}
    claims = select(ClaimRow.step, ClaimRow.reason).where(ClaimRow.assignment_id == assignment(store).id)
    steps = store.session.execute(claims.order_by(ClaimRow.id)).all()
    assert [step for step, _ in steps] == ["opening", "to_head+2"]
    assert "bỏ qua 5 mức đã lỡ" in steps[1].reason
    assert store.events.of(f"agency:{agency.id}")[-1].kind == "hold-placed"


def test_a_claim_that_waits_is_not_written_while_its_agency_is_held(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    day, agency = date(2024, 11, 14), assignment(store).agency
    assert agency.id in store.outbox.waiting_claims(day)
    hold = store.pauses.hold_agency(agency.code, ruling("2024-11-14 08:00"))
    assert agency.id not in store.outbox.waiting_claims(day)
    assert store.outbox.open_assignments([agency.id], day) == {}
    store.pauses.release(hold.id, ruling("2024-11-14 09:00"))
    assert agency.id in store.outbox.waiting_claims(day)


def test_a_held_plan_gets_nothing_until_it_is_released(store: Store) -> None:
    hold = store.pauses.hold_plan("lc", ruling("2024-11-13 08:00"))
    assert store.assignments.next_day(store.plans.get("LC").id) is None
    assert tick(store, "2024-11-14 07:45") == {}
    assert tick(store, "2024-12-19 07:45") == {}
    store.pauses.release(hold.id, ruling("2024-12-19 08:00"))
    assert set(tick(store, "2024-12-19 08:30").values()) == {"opening"}
    with pytest.raises(AlreadyReleased):
        store.pauses.release(hold.id, ruling("2024-12-20 08:00"))


def test_the_next_day_of_a_plan_under_a_hold_with_an_end_is_that_end(store: Store) -> None:
    store.pauses.hold_plan("LC", ruling("2024-11-13 08:00"), date(2024, 11, 25))
    assert store.assignments.next_day() == date(2024, 11, 25)
    assert store.assignments.next_day(store.plans.get("LC").id) == date(2024, 11, 25)


def test_after_an_outage_each_assignment_takes_one_step(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    assert len(tick(store, "2025-01-06 07:45")) == 77  # Monday, after weeks of silence
    assert tick(store, "2025-01-06 09:00") == {}


def test_a_waived_assignment_is_asked_no_more_and_can_be_reopened(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    store.pauses.waive([CODE.lower(), OTHER], ruling("2024-12-02 08:00"))
    assert not {CODE, OTHER} & set(tick(store, "2024-12-06 07:45"))
    store.pauses.reopen([CODE], ruling("2024-12-16 08:00", ""), CALENDAR)
    taken = tick(store, "2024-12-16 09:00")  # Monday, one working day before the due day
    assert (taken.get(CODE), taken.get(OTHER)) == ("reminder-1", None)
    events = store.events.of(f"assignment:{assignment(store).id}")
    assert [(event.kind, event.actor) for event in events] == [
        ("assignment-waived", "Trần Thị B"),
        ("assignment-reopened", "Trần Thị B"),
    ]


def test_reopening_decides_a_request_that_waits(store: Store) -> None:
    ask(store, "2024-12-05 10:00")
    store.pauses.reopen([CODE], ruling("2024-12-06 08:00"), CALENDAR)
    assert store.pauses.open_extensions() == []
    assert store.session.scalars(select(ExtensionRow.state)).all() == ["refused"]


def test_a_standing_duty_gets_nothing_after_its_due_day(store: Store) -> None:
    tick(store, "2024-11-14 07:45")
    assignment(store).standing = True
    assert tick(store, "2024-12-17 07:45")[CODE] == "due_today"  # Tuesday
    assert CODE not in tick(store, "2024-12-18 07:45")
    assert CODE not in tick(store, "2025-01-06 07:45")


def test_an_assignment_may_open_before_its_cycle(store: Store) -> None:
    row = assignment(store)
    row.opens_on, row.next_on = date(2024, 10, 1), date(2024, 10, 1)
    assert tick(store, "2024-10-01 07:45") == {CODE: "opening"}  # Tuesday


def test_the_table_of_the_ladder_may_be_another(opened: Database) -> None:
    steps = '[{ rung = "opening" }, { rung = "reminder", offset = -9 }]'
    ladders = read_ladders("\n".join(f"{relation} = {steps}" for relation in Relation))
    with opened.unit() as unit:
        store = Store(unit.session, ladders)
        store.assignments.claim_agencies([assignment(store).agency_id], at("2024-11-14 07:45"), CALENDAR)
        fresh(store)
        assert assignment(store).next_on == date(2024, 12, 4)  # Wednesday, nine working days before
        store.pauses.hold([CODE], ruling("2024-11-15 08:00"))
        store.pauses.reopen([CODE], ruling("2024-11-18 08:00"), CALENDAR)
        assert assignment(store).next_on == date(2024, 12, 4)


NOW = "2024-12-10 08:00"
REFUSED: dict[str, tuple[Callable[[Store], object], type[StateError]]] = {
    "a day off (Sunday)": (lambda s: grant(s, date(2024, 12, 22), NOW, CODE, OTHER), BadExtension),
    "a day that is over": (lambda s: grant(s, date(2024, 12, 9), NOW, CODE, OTHER), BadExtension),
    "today": (lambda s: grant(s, date(2024, 12, 10), NOW), BadExtension),
    "no later than the due day": (lambda s: grant(s, date(2024, 12, 17), NOW), BadExtension),
    "years away": (lambda s: grant(s, date(9999, 12, 31), NOW), BadExtension),
    "an unknown code": (lambda s: grant(s, PROMISED, NOW, CODE, "LC24-999"), NotFound),
    "nobody asked": (lambda s: s.pauses.refuse([CODE], ruling(NOW), CALENDAR), NoRequest),
    "open already": (lambda s: s.pauses.reopen([CODE], ruling(NOW), CALENDAR), WrongState),
    "one of two is unknown": (lambda s: s.pauses.waive([CODE, "X"], ruling(NOW)), NotFound),
    "no reason": (lambda s: s.pauses.waive([CODE], ruling(NOW, " ")), BadRuling),
    "no reason for a hold": (lambda s: s.pauses.hold_plan("LC", ruling(NOW, "")), BadRuling),
    "nobody decides": (lambda s: s.pauses.hold([CODE], Ruling(" ", at(NOW), "vì")), BadRuling),
    "a name too long": (lambda s: s.pauses.hold([CODE], Ruling("B" * 121, at(NOW), "vì")), BadRuling),
    "a hold that ends today": (lambda s: s.pauses.hold_plan("LC", ruling(NOW), date(2024, 12, 10)), BadHold),
    "an unknown agency": (lambda s: s.pauses.hold_agency("X", ruling(NOW)), NotFound),
    "an unknown plan": (lambda s: s.pauses.hold_plan("X", ruling(NOW)), NotFound),
    "an unknown hold": (lambda s: s.pauses.release(99, ruling(NOW)), NotFound),
}


def counted(store: Store) -> list[object]:
    fresh(store)
    states = store.session.execute(select(AssignmentRow.state, func.count()).group_by(AssignmentRow.state)).all()
    tables = (EventRow, ExtensionRow, HoldRow)
    return [*states, *(store.session.scalar(select(func.count()).select_from(table)) for table in tables)]


@pytest.mark.parametrize(("decision", "error"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_decided_is_refused_in_one_sentence_and_changes_nothing(
    store: Store, decision: Callable[[Store], object], error: type[StateError]
) -> None:
    before = counted(store)
    with pytest.raises(error) as refused:
        decision(store)
    assert str(refused.value).endswith((".", "requests"))
    assert counted(store) == before


def test_a_plan_is_held_once(store: Store) -> None:
    store.pauses.hold_plan("LC", ruling(NOW))
    with pytest.raises(AlreadyHeld, match="đã được tạm dừng đôn đốc từ ngày 10/12/2024"):
        store.pauses.hold_plan("LC", ruling(NOW))


def test_what_a_reorganisation_moved_is_touched_by_no_decision(store: Store) -> None:
    assignment(store).state = "moved"
    decisions = (
        lambda: grant(store, PROMISED, NOW),
        lambda: store.pauses.reopen([CODE], ruling(NOW), CALENDAR),
        lambda: store.pauses.waive([CODE], ruling(NOW)),
    )
    for decision in decisions:
        with pytest.raises(WrongState, match="cơ quan kế thừa"):
            decision()


def test_a_late_refusal_gives_five_working_days_before_anybody_is_pressed(store: Store) -> None:
    tick(store, "2024-11-14 08:00")
    ask(store, "2024-12-16 08:00")
    store.pauses.refuse([CODE], ruling("2024-12-26 09:00"), CALENDAR)  # Thursday, seven working days after the due day
    fresh(store)
    assert assignment(store).next_on == date(2025, 1, 6)  # Monday; Wednesday 1/1 is a day off
    assert CODE not in tick(store, "2024-12-27 08:00")
    assert tick(store, "2025-01-06 08:00")[CODE] == "overdue+1"


def test_what_was_sent_and_waits_to_be_read_is_not_given_more_time_by_a_list_of_codes(store: Store) -> None:
    store.assignments.hold([assignment(store).id], at("2024-12-10 08:00"), "Báo cáo đã gửi, chờ người xem.")
    fresh(store)
    with pytest.raises(WrongState):
        grant(store, PROMISED, "2024-12-11 08:00")
    assert assignment(store).state == "held"


def test_nothing_more_is_asked_of_a_body_that_has_ended(store: Store) -> None:
    tick(store, "2024-11-14 08:00")
    row = assignment(store)
    row.agency.valid_to = date(2024, 12, 2)
    store.pauses.hold([CODE], ruling("2024-12-02 08:00"))
    fresh(store)
    for decision in (
        lambda: grant(store, PROMISED, "2024-12-03 08:00"),
        lambda: store.pauses.reopen([CODE], ruling("2024-12-03 08:00"), CALENDAR),
    ):
        with pytest.raises(BodyEnded, match="kết thúc hoạt động từ 02/12/2024"):
            decision()
    row.state, row.next_on = "open", date(2024, 12, 6)
    fresh(store)
    assert CODE not in tick(store, "2024-12-06 08:00")
