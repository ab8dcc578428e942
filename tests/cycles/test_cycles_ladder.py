"""The ladder: which letter goes on which day, and one letter only after days of silence."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cycles.calendar import shipped_calendar
from cycles.cycle import Level, yearly
from cycles.errors import UnknownStep
from cycles.ladder import (
    LADDERS,
    RUNG_LABELS,
    Relation,
    Rung,
    ScheduleOptions,
    Step,
    decide,
    offset_of,
    remaining,
    schedule,
    step,
    urged_from,
)

CALENDAR = shipped_calendar()
CYCLE = yearly(2024, CALENDAR)
DUE = CYCLE.due[Level.DEPARTMENT].on
FULL = schedule(Relation.SAME_LEVEL, CYCLE.opens_on, DUE, CALENDAR)


def show(plan) -> list[str]:
    return [f"{one.step.key} {one.on:%a %d/%m}" for one in plan]


def test_a_department_of_2024_has_this_ladder():
    assert show(FULL) == [
        "opening Thu 14/11",
        "reminder-7 Mon 09/12",
        "reminder-3 Fri 13/12",
        "reminder-1 Tue 17/12",
        "due_today Wed 18/12",
        "overdue+1 Thu 19/12",
        "to_head+2 Fri 20/12",
        "official_letter+3 Mon 23/12",
        "people_committee+5 Wed 25/12",
        "overdue+8 Mon 30/12",
        "overdue+13 Tue 07/01",
    ]


def test_a_requested_body_is_never_escalated():
    plan = schedule(Relation.REQUESTED, CYCLE.opens_on, DUE, CALENDAR)
    assert show(plan) == ["opening Thu 14/11", "reminder-5 Wed 11/12", "due_today Wed 18/12", "overdue+2 Fri 20/12"]
    assert not {Rung.TO_HEAD, Rung.OFFICIAL_LETTER} & {one.step.rung for one in plan}


def test_own_units_have_a_short_ladder():
    plan = schedule(Relation.OWN, CYCLE.opens_on, DUE, CALENDAR)
    assert [one.step.key for one in plan] == ["opening", "reminder-3", "due_today", "overdue+1"]


def test_a_due_day_off_brings_the_letter_forward():
    plan = schedule(Relation.OWN, date(2026, 11, 2), date(2026, 12, 13), CALENDAR)
    assert show(plan)[2:] == ["due_today Fri 11/12", "overdue+1 Mon 14/12"]


def test_a_late_opening_leaves_out_the_reminders_it_has_overtaken():
    plan = schedule(Relation.BELOW, date(2024, 12, 14), DUE, CALENDAR)
    assert show(plan)[:3] == ["opening Mon 16/12", "reminder-1 Tue 17/12", "due_today Wed 18/12"]


def test_offsets_are_configuration():
    gentle = {Relation.OWN: (Step("opening", Rung.OPENING, None), Step("reminder-10", Rung.REMINDER, -10))}
    plan = schedule(Relation.OWN, CYCLE.opens_on, DUE, CALENDAR, ScheduleOptions(ladders=gentle))
    assert show(plan) == ["opening Thu 14/11", "reminder-10 Wed 04/12"]


@pytest.mark.parametrize("relation", Relation)
def test_every_ladder_opens_once_and_its_keys_are_unique_and_readable(relation):
    steps = LADDERS[relation]
    assert [one.rung for one in steps].count(Rung.OPENING) == 1
    assert steps[0].rung is Rung.OPENING
    assert len({one.key for one in steps}) == len(steps)
    assert [offset_of(one.key) for one in steps] == [one.offset for one in steps]


# last step sent, today, the step that goes, steps passed over, next day
DECISIONS = [
    (None, "2024-11-13", None, 0, "2024-11-14"),
    (None, "2024-11-14", "opening", 0, "2024-12-09"),
    (None, "2024-12-19", "opening", 5, "2024-12-20"),
    ("opening", "2024-11-15", None, 0, "2024-12-09"),
    ("opening", "2024-12-09", "reminder-7", 0, "2024-12-13"),
    ("reminder-7", "2024-12-09", None, 0, "2024-12-13"),
    ("reminder-7", "2024-12-17", "reminder-1", 1, "2024-12-18"),
    ("reminder-7", "2024-12-19", "overdue+1", 3, "2024-12-20"),
    ("due_today", "2025-03-01", "overdue+13", 5, None),
    ("overdue+13", "2025-03-01", None, 0, None),
]


@pytest.mark.parametrize(("last", "today", "goes", "passed", "following"), DECISIONS)
def test_one_letter_goes_and_the_missed_ones_do_not(last, today, goes, passed, following):
    found = decide(FULL, last, date.fromisoformat(today))
    assert (found.step and found.step.step.key) == goes
    assert len(found.skipped) == passed
    assert found.next_on == (following and date.fromisoformat(following))
    assert found.reason.endswith(".")


def test_a_second_tick_on_the_day_of_a_late_opening_sends_nothing():
    today = date(2024, 12, 19)
    late = decide(FULL, None, today)
    assert late.reached_key == "overdue+1"
    assert decide(FULL, late.reached_key, today).step is None
    assert decide(FULL, "opening", today, last_sent_on=today).step is None


def test_a_step_of_another_ladder_is_placed_by_its_offset():
    assert decide(FULL, "reminder-5", date(2024, 12, 13)).step.step.key == "reminder-3"
    assert decide(FULL, "overdue+2", date(2024, 12, 20)).step is None


@pytest.mark.parametrize("key", ["", "letter", "reminder-x", "+3", "opening?"])
def test_a_key_that_is_no_step_is_refused(key):
    with pytest.raises(UnknownStep, match="mức đôn đốc"):
        decide(FULL, key, date(2024, 12, 13))


def test_the_reason_says_how_many_letters_were_passed_over():
    assert "bỏ qua 3 mức đã lỡ" in decide(FULL, "reminder-7", date(2024, 12, 19)).reason
    assert set(RUNG_LABELS) == set(Rung)


def test_a_standing_duty_is_never_urged_after_its_due_day():
    plan = schedule(Relation.BELOW, CYCLE.opens_on, DUE, CALENDAR, ScheduleOptions(standing=True))
    assert [one.step.key for one in plan] == ["opening", "reminder-7", "reminder-3", "reminder-1", "due_today"]


QUIET = [
    ("2024-12-16", ["opening Thu 14/11", "reminder-1 Tue 17/12", "due_today Wed 18/12"]),
    ("2024-12-18", ["opening Thu 14/11", "due_today Wed 18/12", "overdue+1 Thu 19/12"]),
    ("2024-12-21", ["opening Thu 14/11", "official_letter+3 Mon 23/12", "people_committee+5 Wed 25/12"]),
]


@pytest.mark.parametrize(("until", "first"), QUIET)
def test_before_a_promised_day_nothing_goes_but_the_opening(until, first):
    options = ScheduleOptions(quiet_until=date.fromisoformat(until))
    assert show(schedule(Relation.BELOW, CYCLE.opens_on, DUE, CALENDAR, options))[:3] == first


LATE = [
    ("2024-12-11", None),  # Wed, five working days before the due day: in time
    ("2024-12-12", "2024-12-19"),  # Thu: one day of notice is missing
    ("2024-12-18", "2024-12-25"),  # Wed, on the due day itself
    ("2024-12-19", "2024-12-26"),
    ("2025-01-24", "2025-02-07"),  # Fri before Tết 2025: Fri after it
]


@pytest.mark.parametrize(("opened", "counted"), LATE)
def test_an_opening_that_comes_too_late_gives_five_working_days(opened, counted):
    found = urged_from(DUE, date.fromisoformat(opened), CALENDAR)
    assert found == (date.fromisoformat(counted) if counted else None)


def test_after_a_late_opening_the_ladder_begins_with_the_mildest_word_about_lateness():
    options = ScheduleOptions(urged_from=date(2025, 2, 7))
    plan = schedule(Relation.BELOW, CYCLE.opens_on, DUE, CALENDAR, options)
    assert show(remaining(plan, "opening", date(2025, 1, 24))) == [
        "overdue+1 Mon 10/02",
        "to_head+2 Tue 11/02",
        "official_letter+3 Wed 12/02",
        "people_committee+5 Fri 14/02",
        "overdue+8 Wed 19/02",
        "overdue+13 Wed 26/02",
    ]


def test_a_short_notice_before_the_due_day_keeps_the_reminders_and_delays_only_the_pressing():
    options = ScheduleOptions(urged_from=date(2024, 12, 23))
    plan = schedule(Relation.BELOW, date(2024, 12, 16), DUE, CALENDAR, options)
    assert show(plan)[:5] == [
        "opening Mon 16/12",
        "reminder-1 Tue 17/12",
        "due_today Wed 18/12",
        "overdue+1 Tue 24/12",
        "to_head+2 Wed 25/12",
    ]


def test_what_is_left_of_a_ladder_lies_after_the_last_step_and_its_day():
    assert [one.step.key for one in remaining(FULL, "to_head+2")][:2] == ["official_letter+3", "people_committee+5"]
    assert remaining(FULL, None) == FULL
    assert remaining(FULL, "opening-12", date(2024, 12, 18))[0].step.key == "overdue+1"


OPENINGS = st.dates(date(2023, 1, 2), date(2029, 12, 1))
LEADS = st.integers(-20, 60)


@st.composite
def tables(draw):
    """A ladder that reading would accept: offsets grow, milder rungs begin first."""
    before = sorted(draw(st.sets(st.integers(-20, -1), max_size=4)))
    after = sorted(draw(st.sets(st.integers(1, 25), max_size=5)))
    steps = [step(Rung.OPENING), *(step(Rung.REMINDER, day) for day in before)]
    steps += [step(Rung.DUE_TODAY, 0)] if draw(st.booleans()) else []
    harder = iter([Rung.OVERDUE, Rung.TO_HEAD, Rung.OFFICIAL_LETTER, Rung.PEOPLE_COMMITTEE, Rung.OVERDUE])
    return (*steps, *(step(next(harder), day) for day in after))


@st.composite
def plans(draw):
    opens_on = draw(OPENINGS)
    relation = draw(st.sampled_from(Relation))
    due_on = opens_on + timedelta(draw(LEADS))
    options = ScheduleOptions(
        standing=draw(st.booleans()),
        quiet_until=draw(st.none() | st.integers(-5, 30).map(lambda days: due_on + timedelta(days))),
        ladders=draw(st.just(LADDERS) | tables().map(lambda steps: dict.fromkeys(Relation, steps))),
    )
    return opens_on, schedule(relation, opens_on, due_on, CALENDAR, options)


@given(plans())
def test_letters_have_increasing_working_days_from_the_opening_on(drawn):
    opens_on, plan = drawn
    days = [one.on for one in plan]
    assert plan[0].step.rung is Rung.OPENING
    assert all(CALENDAR.is_working_day(day) and day >= opens_on for day in days)
    assert all(one < other for one, other in pairwise(days))
    offsets = [one.step.offset for one in plan[1:]]
    assert offsets == sorted(set(offsets))


@given(plans(), st.lists(st.integers(0, 30), max_size=12))
def test_however_the_ticks_fall_each_step_goes_at_most_once_and_only_forwards(drawn, gaps):
    opens_on, plan = drawn
    order = [one.step.key for one in plan]
    today, last, sent_on, sent, passed = opens_on - timedelta(3), None, None, [], []
    for gap in gaps:
        today += timedelta(gap)
        found = decide(plan, last, today, sent_on)
        if found.step is None:
            assert not found.skipped
            continue
        assert today != sent_on, "one step a day"
        assert found.step.on <= today
        assert found.next_on is None or found.next_on > today
        sent.append(found.step.step.key)
        passed += [one.step.key for one in found.skipped]
        last, sent_on = found.reached_key, today
        assert decide(plan, last, today, sent_on).step is None
    places = [order.index(key) for key in sent]
    assert places == sorted(set(places))
    assert not set(sent) & set(passed)
    assert not sent or sent[0] == "opening"


@given(plans(), st.data())
def test_decide_never_goes_back_before_the_last_step(drawn, data):
    opens_on, plan = drawn
    place = data.draw(st.integers(0, len(plan) - 1))
    today = opens_on + timedelta(data.draw(st.integers(0, 120)))
    found = decide(plan, plan[place].step.key, today)
    assert found.step is None or plan.index(found.step) > place


@given(plans(), st.data())
def test_a_promise_made_on_the_way_is_kept_and_brings_nothing_back(drawn, data):
    opens_on, plan = drawn
    last, sent_on, today, sent = None, None, opens_on, []
    for gap in data.draw(st.lists(st.integers(0, 9), max_size=8)):
        today += timedelta(gap)
        found = decide(plan, last, today, sent_on)
        if found.step is not None:
            last, sent_on = found.reached_key, today
            sent.append(found.step.step.key)
    until = CALENDAR.next_working_day(today + timedelta(data.draw(st.integers(1, 30))))
    options = ScheduleOptions(quiet_until=until)
    again = schedule(Relation.BELOW, opens_on, until, CALENDAR, options)
    rest = remaining(again, last and "opening", sent_on)
    assert all(one.on >= until for one in rest if one.step.rung is not Rung.OPENING)
    assert not sent or Rung.OPENING not in {one.step.rung for one in rest}
    assert not sent or rest[0].step.rung is Rung.DUE_TODAY
