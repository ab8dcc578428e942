"""Two plans that ask one agency for the same figure: asked once, used twice, asked again when the source goes."""

import pytest
from opening_world import choice, clause, import_changed, open_kind
from sqlalchemy import select
from state_world import at, confirm, house_on

from flows import importing, intent
from flows.runtime import Runtime
from plans import samples
from state.database import Database
from state.ladder.ruling import Ruling
from state.tables import AssignmentRow

OTHER = {"- Quan tâm huy động đóng góp cho các điểm trường lẻ.": "- Quan tâm vận động đóng góp cho các điểm trường lẻ."}
FIRST_TARGETS = ["CT1", "CT2", "CT3", "CT4", "CT9", "CT10", "CT13", "CT14", "CT15"]


@pytest.fixture
def house(database: Database) -> Runtime:
    return house_on(database)


def two_plans(house: Runtime, changes: dict[str, str] | None = None) -> tuple[str, str]:
    first = import_changed(house, {}, "mot.txt")
    second = import_changed(house, OTHER | (changes or {}), "hai.txt")
    return first, second


def test_the_second_plan_reads_what_the_first_asks(house: Runtime) -> None:
    first, second = two_plans(house)
    for code in (first, second):
        intent.open_cycle(house, code, 2024, choice("2024-01-02 09:00"))
    asked, reads = clause(house, "LC24", "V.10.7"), clause(house, "LC224", "V.10.7")
    assert all(row.targets == FIRST_TARGETS and row.shared == {} for row in asked)
    for one, other in zip(asked, reads, strict=True):
        assert one.agency_id == other.agency_id
        assert other.targets == FIRST_TARGETS
        assert other.shared == {target: {"assignment": one.code, "target": target} for target in FIRST_TARGETS}
    with house.database.unit() as store:
        told = [event.sentence for event in store.events.of(f"assignment:{reads[0].id}")]
    assert len(told) == len(FIRST_TARGETS)
    assert asked[0].code in told[0] and "không hỏi lại" in told[0]


def test_another_aim_is_asked_for_itself(house: Runtime) -> None:
    text = samples.path("lai-chau-mau").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "%" in line and "nhà trẻ" in line)
    first, second = two_plans(house, {line: line.replace("nhà trẻ", "nhà trẻ bán trú")})
    for code in (first, second):
        intent.open_cycle(house, code, 2024, choice("2024-01-02 09:00"))
    shared = clause(house, "LC224", "V.10.7")[0].shared
    assert 0 < len(shared) < len(FIRST_TARGETS)


def test_a_figure_of_march_is_no_figure_of_december(house: Runtime) -> None:
    first, second = two_plans(house)
    open_kind(house, first, 2024, "quý 1", "2024-02-20 09:00")
    open_kind(house, second, 2024, "năm", "2024-02-21 09:00")
    assert all(row.shared == {} for row in clause(house, "LC224", "V.10.7"))


def test_what_nobody_answers_any_more_is_asked_again(house: Runtime) -> None:
    first, second = two_plans(house)
    for code in (first, second):
        intent.open_cycle(house, code, 2024, choice("2024-01-02 09:00"))
    source = clause(house, "LC24", "V.10.7")[0]
    with house.database.unit() as store:
        store.pauses.waive([source.code], Ruling("B", at("2024-12-02 09:00"), "Không còn phù hợp."))
        store.commit()
    reads = clause(house, "LC224", "V.10.7")
    assert reads[0].shared == {} and reads[1].shared


def test_a_target_that_an_amendment_takes_out_is_asked_by_the_other_plan(house: Runtime) -> None:
    first, second = two_plans(house)
    for code in (first, second):
        intent.open_cycle(house, code, 2024, choice("2024-01-02 09:00"))
    text = samples.path("lai-chau-mau").read_text(encoding="utf-8")
    text = text.replace("- Tổ chức kiểm tra, đánh giá kết quả trên địa bàn, báo cáo theo quy định.\n\n", "")
    document = importing.Document(text.encode(), "sua-doi.txt", amends=first)
    importing.import_plan(house, document, at("2024-03-01 09:00"))
    confirm(house, first, at("2024-03-02 09:00"))
    # The figures of the first plan hang at another clause now; whatever was linked, each is asked exactly once.
    with house.database.unit() as store:
        rows = store.session.scalars(select(AssignmentRow).where(AssignmentRow.state == "open")).all()
    asked = [(row.agency_id, code) for row in rows for code in row.targets if code not in row.shared]
    assert len(asked) == len(set(asked)) == 8 * len(FIRST_TARGETS)
    direct = {(row.code, code) for row in rows for code in row.targets if code not in row.shared}
    links = {(link["assignment"], link["target"]) for row in rows for link in row.shared.values()}
    assert links == direct
