"""The reorganisations of 2025 over the open assignments of the Lai Châu plan, in the middle of two cycles."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from reorganised_world import (
    DEPARTMENTS,
    DISTRICTS,
    SHARED_OUT,
    answer,
    departments,
    districts,
    import_plan,
    in_the_middle_of_quarter_1,
    in_the_middle_of_the_review,
    old_house,
    rows_of,
    send_all,
    tick,
    wanted,
    write,
)
from sqlalchemy import func, select, update
from state_world import at, house_on

from agencies.shipped import load
from flows import intent, reorganise
from flows.runtime import Runtime
from plans import samples
from state.answers import Measured, NewAnswer
from state.cycle.cycle_rows import last_due
from state.database import Database
from state.errors import BadDecision, UnknownAgencyName
from state.succession.handover import Fate
from state.succession.passed import holdings_in, passed_in
from state.succession.reorganising_errors import NoRecipient, ReorganisedBefore, TooEarly, UndecidedHandovers
from state.tables import AgencyRow, AnswerRow, AssignmentRow, ClaimRow, CycleRow, EventRow, HandoverRow, LetterRow

DAYS = [date(2025, 2, 24) + timedelta(days) for days in range(0, 170, 3)]


def bodies(house: Runtime, cycle: str) -> dict[str, str]:
    """Who has which assignment, in the cycles whose codes begin so."""
    query = select(AssignmentRow.code, AgencyRow.code).join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
    query = query.join(CycleRow, CycleRow.id == AssignmentRow.cycle_id).where(CycleRow.code.startswith(cycle))
    with house.database.unit() as store:
        return dict(store.session.execute(query).tuples().all())


def assert_one_body_a_day(house: Runtime) -> None:
    """On every day each assignment that waits has one body, and that body exists; the parts make up the whole."""
    states = {row.code: row for row in rows_of(house)}
    with house.database.unit() as store:
        alive = {row.code: (row.valid_from, row.valid_to) for row in store.session.scalars(select(AgencyRow))}
        cycles = {row.cycle_id for row in states.values()}
        held = {code: given for cycle in cycles for code, given in holdings_in(store.session, cycle).items()}
        shared_out = {one.code for cycle in cycles for one in passed_in(store.session, cycle) if one.shared_out}
    for code, holdings in held.items():
        row = states[code]
        assert row.state != "moved" or code in shared_out
        for day in DAYS:
            now = [one.agency for one in holdings if one.on(day)]
            assert len(now) <= 1
            assert now or row.state == "moved" or row.heir_since, code
            over = day > last_due(row.cycle) and row.heir_since is None
            if now and row.state == "open" and day >= row.cycle.opened_at.date() and not over:
                begins, ends = alive[now[0]]
                assert (begins is None or begins <= day) and (ends is None or day < ends), (code, day, now)


def test_the_whole_of_2025_on_the_sample_plan(quarter: Runtime) -> None:
    the_whole_of_2025(quarter, "LC", clauses=7)


def test_the_whole_of_2025_on_the_real_plan(database: Database, shared: Path) -> None:
    house = old_house(database)
    code = import_plan(house, (shared / "plans" / "lai_chau_1609.txt").read_bytes(), "lai_chau_1609.txt")
    in_the_middle_of_quarter_1(house, code)
    the_whole_of_2025(house, code, clauses=None)


def the_whole_of_2025(house: Runtime, plan: str, clauses: int | None) -> None:
    send_all(house, "2025-02-24 08:00")
    quarter = {row.code: row for row in rows_of(house, f"{plan}25Q1")}
    early = next(row for row in quarter.values() if row.agency.code == "LC.SKHDT")
    answer(house, [early.code], "2025-02-27 10:00")  # Thursday

    split = {
        row.agency.code: [heir.name for heir in load("lai-chau").answering(row.agency.code, date(2025, 3, 1))][:1]
        for row in quarter.values()
        if len(load("lai-chau").answering(row.agency.code, date(2025, 3, 1))) > 1
    }
    done = reorganise.apply(house, wanted(DEPARTMENTS, "2025-03-01 08:00", split))
    assert not done.undecided
    assert_one_body_a_day(house)
    kept = next(row for row in rows_of(house) if row.code == early.code)
    assert (kept.state, kept.agency.code, kept.heir_of) == ("answered", "LC.SKHDT", None)

    in_the_middle_of_the_review(house, plan)
    send_all(house, "2025-06-02 08:00")
    review = rows_of(house, f"{plan}25SK")
    told = [row.code for row in review if row.agency.code in {"LC.H.TAMDUONG", "LC.H.THANUYEN"}]
    answer(house, told, "2025-06-26 10:00", {"CT1": Measured(120, 400, None, "%", "120/400")})  # Thursday
    before = len(rows_of(house))
    done = districts(house)
    assert_one_body_a_day(house)
    after = rows_of(house, f"{plan}25SK")
    assert {row.code: row.agency.code for row in after if row.code in told} == {
        row.code: row.agency.code for row in review if row.code in told
    }
    open_rows = Counter((row.responsibility_id, row.agency.code) for row in after if row.state == "open")
    assert set(open_rows.values()) == {1}
    divided = [line for line in done.lines if line.what is Fate.DIVIDED]
    assert len(rows_of(house)) - before == sum(len(line.to) for line in divided)
    if clauses is not None:
        # Six of eight districts in the review and eight in the year: 30 of 38 communes, and 38.
        assert len(divided) == clauses * (6 + 8)
        assert (
            Counter(row.agency.kind for row in after if row.state == "open" and row.heir_since == date(2025, 7, 1))[
                "commune"
            ]
            + Counter(row.agency.kind for row in after if row.state == "open" and row.heir_since == date(2025, 7, 1))[
                "ward"
            ]
            == clauses * 30
        )


def test_a_merged_department_hands_over_what_is_open_and_keeps_what_it_answered(quarter: Runtime) -> None:
    answer(quarter, ["LC25Q1-009"], "2025-02-27 10:00")  # V.4.1 of Sở Kế hoạch và Đầu tư, Thursday
    departments(quarter)
    now = bodies(quarter, "LC25Q1")
    assert (now["LC25Q1-009"], now["LC25Q1-010"]) == ("LC.SKHDT", "LC.STC")
    heir = next(row for row in rows_of(quarter, "LC25Q1") if row.code == "LC25Q1-010")
    assert (heir.heir_of, heir.heir_since) == ("Sở Kế hoạch và Đầu tư", date(2025, 3, 1))
    assert (heir.due_on, heir.relation, heir.step) == (date(2025, 3, 19), "same_level", "opening")


def test_the_heir_gets_an_opening_letter_and_then_the_rest_of_the_ladder(quarter: Runtime) -> None:
    departments(quarter)
    tick(quarter, "LC", "2025-03-03 07:45")  # Monday
    write(quarter, "2025-03-03 07:46")
    with quarter.database.unit() as store:
        finance = store.agencies.get("LC.STC").id
        letters = store.session.scalars(
            select(LetterRow).where(LetterRow.agency_id == finance, LetterRow.kind == "request").order_by(LetterRow.id)
        ).all()
        assert [(letter.day, letter.rung) for letter in letters] == [
            (date(2025, 2, 24), "opening"),
            (date(2025, 3, 3), "opening"),
        ]
        row = store.assignments.by_code(["LC25Q1-010"])["LC25Q1-010"]
        assert row.next_on is not None and row.next_on > date(2025, 3, 3)
        steps = store.session.scalars(
            select(ClaimRow.step).where(ClaimRow.assignment_id == row.id).order_by(ClaimRow.id)
        )
        assert list(steps) == ["opening", f"opening-{finance}"]


def test_an_heir_that_takes_over_after_the_due_day_has_a_week_before_it_is_urged(quarter: Runtime) -> None:
    departments(quarter, "2025-03-20 08:00")  # Thursday, the day after the due day of departments
    row = next(row for row in rows_of(quarter, "LC25Q1") if row.code == "LC25Q1-010")
    assert (row.due_on, row.step_on, row.urged_from) == (date(2025, 3, 19), date(2025, 3, 20), date(2025, 3, 27))
    assert row.next_on is not None and row.next_on >= date(2025, 3, 27)


def test_letters_that_wait_for_a_body_that_ended_are_taken_back(quarter: Runtime) -> None:
    shown = departments(quarter)
    with quarter.database.unit() as store:
        planning, finance = store.agencies.get("LC.SKHDT").id, store.agencies.get("LC.STC").id
        states = dict(
            store.session.execute(
                select(LetterRow.agency_id, LetterRow.state).where(LetterRow.agency_id.in_((planning, finance)))
            )
            .tuples()
            .all()
        )
    assert shown.letters == 5
    assert states == {planning: "withdrawn", finance: "queued"}


def test_a_split_department_waits_for_a_person_and_nothing_is_half_applied(quarter: Runtime) -> None:
    before = bodies(quarter, "")
    with pytest.raises(UndecidedHandovers, match=r"LC25-007 \(mục V\.3\.1\), Sở Lao động") as caught:
        reorganise.apply(quarter, wanted(DEPARTMENTS, "2025-03-01 08:00"))
    assert {line[1] for line in caught.value.lines} == {"V.3.1", "V.3.2", "V.8.1"}
    assert bodies(quarter, "") == before
    with quarter.database.unit() as store:
        assert store.agencies.get("LC.SLDTBXH").valid_to is None
        assert store.session.scalar(select(func.count()).select_from(HandoverRow)) == 0
    departments(quarter)
    now = bodies(quarter, "LC25Q1")
    assert (now["LC25Q1-007"], now["LC25Q1-008"]) == ("LC.SYT", "LC.SNV")  # the clause is closer than the body


def test_a_decision_that_means_nothing_is_refused(quarter: Runtime) -> None:
    for assign, error, words in (
        ({"V.9.9": ["Sở Nội vụ"]}, BadDecision, "V.9.9"),
        ({"LC25-001": ["Sở Nội vụ"]}, BadDecision, "LC25-001"),
        ({"V.3.1": ["Sở Phép thuật"]}, UnknownAgencyName, "Sở Phép thuật"),
        ({"V.3.1": ["LC.SGTVT"]}, NoRecipient, "không hoạt động"),
    ):
        with pytest.raises(error, match=words):
            reorganise.preview(quarter, wanted(DEPARTMENTS, "2025-03-01 08:00", assign))


def test_a_preview_changes_nothing(quarter: Runtime) -> None:
    tables = (AgencyRow, AssignmentRow, ClaimRow, CycleRow, EventRow, HandoverRow)

    def counts() -> list[int | None]:
        with quarter.database.unit() as store:
            return [store.session.scalar(select(func.count()).select_from(table)) for table in tables]

    before = counts(), bodies(quarter, "")
    shown = reorganise.preview(quarter, wanted(DEPARTMENTS, "2025-02-20 08:00", SHARED_OUT))
    assert shown.counts == {Fate.MOVED: 16}
    assert (counts(), bodies(quarter, "")) == before


def test_nothing_is_applied_before_its_day_nor_twice(quarter: Runtime) -> None:
    with pytest.raises(TooEarly, match="01/03/2025"):
        departments(quarter, "2025-02-28 17:00")
    departments(quarter)
    with pytest.raises(ReorganisedBefore, match="Trần Thị B"):
        reorganise.apply(quarter, wanted(DEPARTMENTS, "2025-03-02 08:00"))


def test_a_directory_that_was_loaded_whole_still_hands_over_what_is_open(database: Database) -> None:
    house = house_on(database)
    code = import_plan(house, samples.path("lai-chau-mau").read_bytes(), "lai-chau-mau.txt")
    intent.open_cycle(house, code, 2024, intent.Choice("B", {}, False, at("2024-01-05 09:00")))
    with house.database.unit() as store:
        store.session.execute(update(AssignmentRow).values(due_on=date(2025, 3, 20)))
        store.commit()
        left = {row.agency.code for row in store.reorganising.left_behind(date(2025, 3, 2))}
        assert left == {"LC.BDT", "LC.SLDTBXH", "LC.SKHDT", "LC.SNNPTNT", "LC.STTTT"}
    shown = departments(house)
    assert shown.known
    assert shown.counts == {Fate.MOVED: 8}
    assert bodies(house, "LC24")["LC24-009"] == "LC.STC"


def test_a_district_is_divided_among_its_communes_each_for_its_own_part(review: Runtime) -> None:
    districts(review)
    rows = rows_of(review, "LC25SK")
    old = [row for row in rows if row.agency.code == "LC.H.THANUYEN"]
    assert {row.state for row in old} == {"moved"}
    assert {row.next_on for row in old} == {None}
    mine = [row for row in rows if row.heir_of == "Ủy ban nhân dân huyện Than Uyên"]
    assert Counter(row.agency.code for row in mine) == dict.fromkeys(
        ("LC.X.MUONGKIM", "LC.X.KHOENON", "LC.X.THANUYEN", "LC.X.MUONGTHAN"), 7
    )
    first = mine[0]
    assert (first.state, first.due_on, first.relation, first.step) == ("open", date(2025, 7, 4), "below", None)
    assert first.next_on == date(2025, 6, 2)  # the opening, a Monday that is over: it goes with the next tick
    numbers = sorted(int(row.code.rpartition("-")[2]) for row in rows)
    assert numbers == list(range(1, len(rows) + 1))
    tick(review, "LC", "2025-07-01 07:45")  # Tuesday
    write(review, "2025-07-01 07:46")
    with review.database.unit() as store:
        told = store.session.execute(
            select(AgencyRow.kind, func.count())
            .join(LetterRow, LetterRow.agency_id == AgencyRow.id)
            .where(LetterRow.day == date(2025, 7, 1), LetterRow.kind == "request")
            .group_by(AgencyRow.kind)
        ).all()
    assert dict(told).get("district") is None
    assert (dict(told)["commune"], dict(told)["ward"]) == (36, 2)


def test_cycles_that_were_over_stay_with_the_bodies_of_their_time(review: Runtime) -> None:
    shown = districts(review)
    assert shown.counts[Fate.PAST] == 57  # the first quarter: eight districts by seven clauses, and the broadcaster
    quarter = [row for row in rows_of(review, "LC25Q1") if row.agency.code == "LC.H.SINHO"]
    assert {(row.state, row.next_on) for row in quarter} == {("open", None)}
    with review.database.unit() as store:
        assert store.reorganising.left_behind(date(2025, 7, 2)) == []


def test_a_report_that_waits_to_be_read_stays_with_the_district_that_sent_it(review: Runtime) -> None:
    held = next(row for row in rows_of(review, "LC25SK") if row.agency.code == "LC.H.SINHO")
    with review.database.unit() as store:
        store.assignments.hold([held.id], at("2025-06-27 09:00"), "Chờ người phụ trách đọc thư.")
        store.commit()
    districts(review)
    now = next(row for row in rows_of(review, "LC25SK") if row.code == held.code)
    assert (now.state, now.agency.code) == ("held", "LC.H.SINHO")
    # A person finds that it was no report: the ladder may go on, and the same file hands over what is left.
    with review.database.unit() as store:
        row = store.assignments.by_code([held.code])[held.code]
        row.state = "open"
        store.commit()
        assert [one.code for one in store.reorganising.left_behind(date(2025, 7, 3))] == [held.code]
    again = reorganise.apply(review, wanted(DISTRICTS, "2025-07-03 08:00"))
    assert (again.known, again.counts) == (True, {Fate.DIVIDED: 1})
    assert_one_body_a_day(review)


def test_a_late_answer_of_the_old_district_is_kept_and_counts_nowhere(review: Runtime) -> None:
    districts(review)
    old = next(row for row in rows_of(review, "LC25SK") if row.agency.code == "LC.H.SINHO")
    answer(review, [old.code], "2025-07-02 09:00")
    now = next(row for row in rows_of(review, "LC25SK") if row.code == old.code)
    assert (now.state, now.answer_id is not None) == ("moved", True)


def test_a_late_answer_of_the_old_department_is_that_of_the_same_request(quarter: Runtime) -> None:
    with quarter.database.unit() as store:
        planning = store.agencies.get("LC.SKHDT").id
    departments(quarter)
    row = next(row for row in rows_of(quarter, "LC25Q1") if row.code == "LC25Q1-010")
    with quarter.database.unit() as store:
        new = NewAnswer(
            row.id, planning, None, "mail", "hoan_thanh", None, "Xong.", at("2025-03-03 09:00"), "Đã ghi nhận."
        )
        store.answers.record([new])
        store.commit()
        given = store.session.scalar(select(AnswerRow))
        now = store.assignments.by_code(["LC25Q1-010"])["LC25Q1-010"]
    assert given is not None and given.agency_id == planning
    assert (now.state, now.agency_id) == ("answered", row.agency_id)


def test_two_bodies_that_merge_answer_one_question_once(quarter: Runtime) -> None:
    """Both departments have the same clause: the first row goes to the heir, the second is covered by it."""
    rows = rows_of(quarter, "LC25Q1")
    with quarter.database.unit() as store:
        land, farm = store.agencies.get("LC.STNMT").id, next(row for row in rows if row.agency.code == "LC.SNNPTNT")
        twin = store.session.get_one(AssignmentRow, next(row.id for row in rows if row.agency.code == "LC.SGDDT"))
        twin.agency_id, twin.responsibility_id = land, farm.responsibility_id
        store.commit()
    shown = departments(quarter)
    assert shown.counts[Fate.COVERED] == 1
    now = {row.id: row for row in rows_of(quarter, "LC25Q1")}
    assert {now[farm.id].state, now[twin.id].state} == {"open", "moved"}
    carrier = next(row for row in (now[farm.id], now[twin.id]) if row.state == "open")
    assert carrier.agency.code == "LC.SNNMT"
    assert carrier.heir_of is not None and carrier.heir_of.count("Sở") == 2
    assert_one_body_a_day(quarter)


def test_an_heir_that_has_answered_for_itself_is_asked_for_the_part_that_it_inherits(quarter: Runtime) -> None:
    rows = rows_of(quarter, "LC25Q1")
    own = next(row for row in rows if row.agency.code == "LC.STC")
    with quarter.database.unit() as store:
        other = store.session.get_one(AssignmentRow, next(row.id for row in rows if row.agency.code == "LC.SKHDT"))
        other.responsibility_id = own.responsibility_id
        store.commit()
    answer(quarter, [own.code], "2025-02-27 09:00")
    shown = departments(quarter)
    covered = next(line for line in shown.lines if line.what is Fate.COVERED)
    assert covered.note == f"{own.code}, đề nghị bổ sung phần kế thừa vào báo cáo đã có"
    now = next(row for row in rows_of(quarter, "LC25Q1") if row.code == own.code)
    assert (now.state, now.heir_of, now.answer_id is not None) == ("open", "Sở Kế hoạch và Đầu tư", True)


def test_every_handover_is_told_on_the_assignment_by_name(quarter: Runtime) -> None:
    departments(quarter)
    row = next(row for row in rows_of(quarter, "LC25Q1") if row.code == "LC25Q1-010")
    with quarter.database.unit() as store:
        told = [event for event in store.events.of(f"assignment:{row.id}") if event.kind == "assignment-handed-over"]
    sentence = (
        "Yêu cầu LC25Q1-010 chuyển từ Sở Kế hoạch và Đầu tư sang Sở Tài chính; từ 01/3/2025, "
        "theo Nghị định 45/2025/NĐ-CP."
    )
    assert [(event.sentence, event.actor) for event in told] == [(sentence, "Trần Thị B")]
