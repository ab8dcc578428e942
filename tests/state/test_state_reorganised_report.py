"""After the districts were abolished the report of the review tells both bodies and counts every part once."""

from datetime import date
from decimal import Decimal

from reorganised_world import answer, districts, rows_of, tick
from state_world import at

from flows.runtime import Runtime
from reports.collect import collect
from reports.compose import compose
from reports.data import AuthorFacts, ReportData
from reports.rollup import roll_up
from state.answers import Measured
from state.overview import overview
from state.tables import AssignmentRow

GIVEN = {"CT1": Measured(100, 400, None, "%", "100/400")}


def report(house: Runtime, when: str) -> ReportData:
    with house.database.unit() as store:
        cycle = store.cycles.by_code("LC25SK")
        return collect(store, cycle, "draft", at(when), AuthorFacts())


def test_totals_are_those_of_the_map_and_nothing_is_counted_twice(review: Runtime) -> None:
    rows = [row for row in rows_of(review, "LC25SK") if "CT1" in row.targets]
    first = [row.code for row in rows if row.agency.code in {"LC.H.TAMDUONG", "LC.H.THANUYEN"}]
    answer(review, first, "2025-06-26 10:00", GIVEN)  # Thursday
    before = report(review, "2025-06-30 09:00")
    districts(review)
    after = report(review, "2025-07-02 09:00")
    one = {data.compiled_at.day: next(t for t in data.targets if t.code == "CT1") for data in (before, after)}
    assert len(one[30].asked) == 8
    assert len(one[2].asked) == 2 + 30  # two districts that answered, the communes of the six others
    assert not {code for code in one[2].asked if code.startswith("LC.H.")} - {"LC.H.TAMDUONG", "LC.H.THANUYEN"}

    tick(review, "LC", "2025-07-02 07:45")
    heirs = [row for row in rows_of(review, "LC25SK") if "CT1" in row.targets and row.heir_since == date(2025, 7, 1)]
    answer(review, [row.code for row in heirs], "2025-07-03 10:00", GIVEN)
    # The abolished district sends its own figure after all: it is kept, and counts nowhere.
    late = next(row.code for row in rows if row.agency.code == "LC.H.SINHO")
    answer(review, [late], "2025-07-03 11:00", GIVEN)
    data = report(review, "2025-07-08 09:00")
    outcome = next(one for one in roll_up(data).outcomes if one.target.code == "CT1")
    assert (outcome.total, outcome.base) == (Decimal(32 * 100), Decimal(32 * 400))
    assert (outcome.asked, outcome.answered, outcome.missing) == (32, 32, ())


def test_both_names_stand_in_the_report_and_the_annex_names_who_ended(review: Runtime) -> None:
    heirs = [row.code for row in rows_of(review, "LC25SK") if row.agency.code == "LC.STC" and row.heir_of]
    answer(review, heirs, "2025-06-26 10:00")
    districts(review)
    data = report(review, "2025-07-08 09:00")
    named = {row.named for row in data.assignments if row.agency_code == "LC.STC"}
    assert named == {"Sở Tài chính", "Sở Tài chính, kế thừa Sở Kế hoạch và Đầu tư từ 01/3/2025"}
    content = compose(data)
    ended = next(line for line in content.annex if line.label.startswith("UBND huyện Tam Đường ("))
    assert ended.asked == "0"
    assert "kết thúc hoạt động" not in ended.label  # on the map of 30/6/2025 it still exists
    assert "7 yêu cầu chưa có báo cáo đã chuyển cho cơ quan kế thừa" in ended.label
    assert len(data.assignments) == len({row.code for row in data.assignments})


def test_the_overview_counts_what_somebody_has_to_answer(review: Runtime) -> None:
    districts(review)
    with review.database.unit() as store:
        cycle = store.cycles.by_code("LC25SK")
        rows = {one.path: one.standing for one in overview(store.session, cycle.id, date(2025, 7, 2))}
        lines = store.views.of_cycles([cycle.id], date(2025, 7, 2))
    assert rows["V.10.1"] == "0/38 đã báo cáo"
    assert {line.state for line in lines} == {"open"}
    assert len([line for line in lines if line.path == "V.10.1"]) == 38


def test_a_figure_asked_once_is_read_for_the_other_plan(review: Runtime) -> None:
    row = next(row for row in rows_of(review, "LC25SK") if "CT1" in row.targets)
    asked = [one for one in rows_of(review, "LC25") if "CT1" in one.targets]
    other = next(one for one in asked if one.agency.code == row.agency.code)
    with review.database.unit() as store:
        store.session.get_one(AssignmentRow, row.id).shared = {"CT1": {"assignment": other.code, "target": "CT1"}}
        store.commit()
    answer(review, [other.code], "2025-06-26 10:00", GIVEN)
    data = report(review, "2025-06-30 09:00")
    figures = next(one for one in data.targets if one.code == "CT1").figures
    assert [(one.code, one.source, one.numerator, one.received_on) for one in figures] == [
        (row.code, other.code, Decimal(100), date(2025, 6, 26))
    ]
