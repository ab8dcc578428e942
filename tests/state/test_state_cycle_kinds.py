"""Cycles of every kind: codes and days by name of weekday, what replaces what, reports that a document orders."""

from datetime import date

import pytest
from opening_world import choice, clause, cycle_row, import_changed, open_kind, show
from sqlalchemy import func, select
from state_world import at, house_on, import_sample, open_lai_chau

from cycles.cycle import CycleKind, CycleName
from cycles.errors import RegimeConflict, UnknownCycleKind
from flows import intent
from flows.cycle_list import cycles_of, lines_of
from flows.opening import Asked, Ordered
from flows.runtime import Runtime
from state.cycle.cycle_errors import MissingDueDay, NoPeriodicCycle, ReplacedCycle
from state.database import Database
from state.errors import BadDecision, CycleExists, NotFound, UnknownCycle
from state.tables import AssignmentRow, CycleRow

REVIEW = Ordered(
    "Công văn số 99/UBND-VX ngày 01/8/2025",
    date(2022, 1, 1),
    date(2025, 8, 31),
    {"xã": date(2025, 9, 13), "department": date(2025, 9, 16), "thường trực": date(2025, 9, 22)},
)


@pytest.fixture
def house(database: Database) -> Runtime:
    return house_on(database)


KINDS = [
    # kind, code, window, opens, districts, departments; Saturday 04/05/2024 was worked for Monday 29/04
    ("quý 1", "LC24Q1", "15/12/2023 14/03/2024", "Fri 23/02/2024", "Mon 18/03/2024", "Tue 19/03/2024"),
    ("tháng 5", "LC24T05", "15/04/2024 14/05/2024", "Sat 04/05/2024", "Thu 16/05/2024", "Fri 17/05/2024"),
    ("6 tháng đầu", "LC24N1", "15/12/2023 14/06/2024", "Wed 15/05/2024", "Tue 18/06/2024", "Wed 19/06/2024"),
    ("9 tháng", "LC24C9", "15/12/2023 14/09/2024", "Thu 15/08/2024", "Tue 17/09/2024", "Wed 18/09/2024"),
    ("năm", "LC24", "15/12/2023 14/12/2024", "Thu 14/11/2024", "Tue 17/12/2024", "Wed 18/12/2024"),
    ("năm học", "LC24NH", "01/06/2023 31/05/2024", "Thu 02/05/2024", "Fri 07/06/2024", "Tue 11/06/2024"),
]


def test_each_kind_has_its_code_window_and_days(house: Runtime) -> None:
    plan = import_changed(house, {})
    found = []
    for kind, code, *_ in KINDS:
        assert "yêu cầu báo cáo cho" in open_kind(house, plan, 2024, kind, "2024-01-02 09:00")
        assert clause(house, code, "V.6.1")[0].code.startswith(f"{code}-")
        row = cycle_row(house, code)
        days = [show(date.fromisoformat(row.due[level]["on"])) for level in ("district", "department")]
        found.append((kind, code, f"{row.window_start:%d/%m/%Y} {row.window_end:%d/%m/%Y}", show(row.opens_on), *days))
        assert "commune" not in row.due
    assert found == KINDS


def test_a_cycle_is_found_by_its_name_and_the_yearly_one_without(house: Runtime) -> None:
    code = open_lai_chau(house)
    open_kind(house, code, 2024, "quý 3", "2024-08-01 09:00")
    with house.database.unit() as store:
        plan = store.plans.get(code)
        assert store.cycles.get(plan, 2024).code == "LC24"
        assert store.cycles.get(plan, 2024, CycleName(CycleKind.QUARTER, 2024, 3)).code == "LC24Q3"
        assert store.cycles.by_code("lc24q3").number == 3
        with pytest.raises(UnknownCycle, match="--kind Q1"):
            store.cycles.get(plan, 2024, CycleName(CycleKind.QUARTER, 2024, 1))
        with pytest.raises(NotFound, match="LC24Q9"):
            store.cycles.by_code("LC24Q9")


def test_a_longer_report_takes_the_place_of_a_shorter_one(house: Runtime) -> None:
    code = import_changed(house, {})
    for first, second, by in (
        ("6 tháng đầu", "quý 2", "6 tháng đầu năm 2024"),
        ("năm", "quý 4", "năm 2024"),
        ("quý 1", "tháng 3", "quý 1 năm 2024"),
    ):
        open_kind(house, code, 2024, first, "2024-01-02 09:00")
        with pytest.raises(ReplacedCycle, match=f"báo cáo {by} .*thay cho"):
            open_kind(house, code, 2024, second, "2024-01-03 09:00")
    assert count(house, CycleRow) == 3


def test_without_the_yearly_report_quarter_four_is_held(house: Runtime) -> None:
    code = import_changed(house, {})
    intent.set_rhythm(house, code, ["quý"], "B", at("2024-01-02 09:00"))
    open_kind(house, code, 2024, "q4", "2024-11-01 09:00")
    assert cycle_row(house, "LC24Q4").label.lower().startswith("quý")


def test_a_cycle_is_opened_once_whatever_its_kind(house: Runtime) -> None:
    code = import_changed(house, {})
    open_kind(house, code, 2024, "quý 1", "2024-02-01 09:00")
    with pytest.raises(CycleExists, match="LC24Q1"):
        open_kind(house, code, 2024, "Q1", "2024-02-02 09:00")


def test_a_review_takes_its_days_from_the_document_that_orders_it(house: Runtime) -> None:
    code = import_changed(house, {})
    intent.open_cycle(house, code, 2025, choice("2025-08-04 09:00", **SPLIT), Asked("sơ kết", REVIEW))
    row = cycle_row(house, "LC25SK")
    assert (row.kind, row.regime, row.cut_off) == ("mid_term", "", date(2025, 8, 31))
    asked = clause(house, "LC25SK", "V.10.7")
    assert {(show(one.due_on), one.due_kind) for one in asked} == {("Mon 15/09/2025", "explicit")}  # stated: Saturday
    assert "Công văn số 99/UBND-VX" in asked[0].due_basis
    with house.database.unit() as store:
        assert store.reports.due_stage(row, at("2025-09-22 08:00")) == "draft"
        assert store.reports.due_stage(row, at("2025-09-19 08:00")) is None


SPLIT = {"V.3.1": ["Sở Nội vụ"], "V.3.2": ["Sở Y tế"], "V.8.1": ["Sở Văn hóa, Thể thao và Du lịch"]}


def test_a_document_must_name_a_day_for_everybody_who_is_asked(house: Runtime) -> None:
    code = import_changed(house, {})
    half = Ordered(REVIEW.document, REVIEW.first, REVIEW.last, {"xã": date(2025, 9, 12)})
    with pytest.raises(MissingDueDay, match="--due department"):
        intent.open_cycle(house, code, 2025, choice("2025-08-04 09:00", **SPLIT), Asked("sơ kết", half))
    assert (count(house, CycleRow), count(house, AssignmentRow)) == (0, 0)


def order(first: date, last: date, **due: date) -> Ordered:
    return Ordered("CV 1", first, last, due)


REFUSED = [
    ("sơ kết", None, NoPeriodicCycle, "--by-order"),
    ("đột xuất", None, NoPeriodicCycle, "--by-order"),
    ("thế kỷ", None, UnknownCycleKind, "thế kỷ"),
    ("quý 7", None, UnknownCycleKind, "quý 7"),
    ("sơ kết", order(date(2024, 1, 1), date(2024, 8, 31), commune=date(2024, 9, 9)), BadDecision, "--year 2025"),
    ("sơ kết", order(date(2025, 9, 1), date(2025, 8, 31), commune=date(2025, 9, 9)), RegimeConflict, "trước ngày"),
    ("sơ kết", order(date(2022, 1, 1), date(2025, 8, 31), commune=date(2025, 8, 1)), RegimeConflict, "01/08/2025"),
    ("sơ kết", order(date(2022, 1, 1), date(2025, 8, 31), phố=date(2025, 9, 9)), BadDecision, "commune"),
]


def test_what_cannot_be_opened_says_why_and_leaves_nothing(house: Runtime) -> None:
    code = import_changed(house, {})
    for kind, ordered, error, words in REFUSED:
        with pytest.raises(error, match=words):
            intent.open_cycle(house, code, 2025, choice("2025-08-04 09:00"), Asked(kind, ordered))
    assert count(house, CycleRow) == 0


def test_the_list_of_a_year_says_what_is_open_what_will_be_and_what_is_replaced(house: Runtime) -> None:
    code = import_changed(house, {})
    intent.set_rhythm(house, code, ["năm", "quý"], "B", at("2024-01-02 09:00"))
    open_kind(house, code, 2024, "quý 1", "2024-02-23 09:00")
    found = cycles_of(house, code, 2024)
    assert [(one.code, one.kind) for one in found.cycles] == [("LC24Q1", "Q1"), ("", "Q2"), ("", "Q3"), ("", "")]
    text = "\n".join(lines_of(found))
    assert "Nhịp báo cáo: quý, năm" in text
    assert "(đã mở, mã LC24Q1)" in text
    assert "(mở ngày 14/11/2024)" in text
    assert "Không lập báo cáo quý 4 năm 2024 riêng" in text


def test_a_rhythm_names_periodic_kinds_and_is_logged(house: Runtime) -> None:
    code = import_sample(house, "lai-chau-mau")
    now = at("2024-01-02 09:00")
    assert "chỉ mở khi có người mở" in intent.rhythm(house, code)
    with pytest.raises(BadDecision, match="sơ kết"):
        intent.set_rhythm(house, code, ["năm", "sơ kết"], "B", now)
    assert "quý, năm" in intent.set_rhythm(house, code, ["NĂM", "quy"], "B", now)
    assert "quý, năm" in intent.rhythm(house, code)
    assert "đã bỏ nhịp" in intent.set_rhythm(house, code, [], "B", now)
    with house.database.unit() as store:
        kinds = [event.kind for event in store.events.of(f"plan:{store.plans.get(code).id}")]
    assert kinds.count("plan-cadence") == 2


def count(house: Runtime, table: type) -> int:
    with house.database.unit() as store:
        return store.session.scalar(select(func.count()).select_from(table)) or 0
