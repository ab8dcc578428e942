"""From a document to assignments: all or nothing, nothing for an unconfirmed plan, nothing guessed."""

from datetime import date

import pytest
from sqlalchemy import func, select
from state_world import at, confirm, house_on, import_sample, open_lai_chau

from flows import importing, intent
from flows.runtime import Runtime
from plans import samples
from plans.errors import PlanError
from state.database import Database
from state.errors import (
    BadDecision,
    CycleExists,
    DuplicatePlan,
    NoDirectory,
    NotConfirmed,
    OpenQuestions,
    OtherProvince,
    UndecidedOwners,
    UnknownAgencyName,
    UnknownPlan,
    YearOutsidePlan,
)
from state.tables import AgencyRow, AssignmentRow, CycleRow, PlanRow, ResponsibilityRow, VersionRow


@pytest.fixture
def house(database: Database) -> Runtime:
    return house_on(database)


def rows(house: Runtime, table: type) -> int:
    with house.database.unit() as store:
        return store.session.scalar(select(func.count()).select_from(table)) or 0


def test_an_import_keeps_the_reading_with_its_source(house: Runtime) -> None:
    code = import_sample(house, "lai-chau-mau")
    with house.database.unit() as store:
        version = store.plans.get(code).versions[0]
        assert version.confirmed_at is None
        assert version.source == samples.path("lai-chau-mau").read_bytes()
        assert len(version.responsibilities) == 24
        assert all(item.start_line <= item.end_line for item in version.responsibilities)
        assert version.reading["document"]["place"] == "Lai Châu"


def test_the_same_document_is_not_imported_twice(house: Runtime) -> None:
    import_sample(house, "lai-chau-mau")
    with pytest.raises(DuplicatePlan, match="đã được nhập"):
        import_sample(house, "lai-chau-mau")
    assert (rows(house, PlanRow), rows(house, VersionRow)) == (1, 1)


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\xff\xfe" * 50, "Tin tức hôm nay: trời nắng.".encode()])
def test_a_file_that_is_no_plan_leaves_nothing(house: Runtime, content: bytes) -> None:
    with pytest.raises(PlanError):
        importing.import_plan(house, importing.Document(content, "la.txt"), at("2023-12-01 09:00"))
    assert (rows(house, PlanRow), rows(house, AgencyRow)) == (0, 0)


def test_a_province_without_directory_is_refused_with_its_name(house: Runtime) -> None:
    text = samples.path("lai-chau-mau").read_text(encoding="utf-8").replace("Lai Châu", "Bến Nghé")
    text = text.replace("LAI CHÂU", "BẾN NGHÉ")
    with pytest.raises(NoDirectory, match="Bến Nghé"):
        importing.import_plan(house, importing.Document(text.encode(), "khac.txt"), at("2023-12-01 09:00"))
    assert rows(house, PlanRow) == 0


def test_nothing_is_opened_for_an_unconfirmed_plan(house: Runtime) -> None:
    code = import_sample(house, "lai-chau-mau")
    with pytest.raises(NotConfirmed, match="dondoc plan confirm"):
        intent.open_cycle(house, code, 2024, intent.Choice("B", {}, False, at("2024-01-02 09:00")))
    assert (rows(house, CycleRow), rows(house, AssignmentRow)) == (0, 0)


def test_an_open_group_is_a_question_until_a_person_answers_it(house: Runtime) -> None:
    code = import_sample(house, "ha-tinh-mau", "2025-12-01 09:00")
    now = at("2025-12-02 09:00")
    with pytest.raises(OpenQuestions, match=r"V\.8"):
        confirm(house, code, now)
    with pytest.raises(UnknownAgencyName, match="Sở Ngoại vụ"):
        confirm(house, code, now, {"V.8.1": ["Sở Ngoại vụ"]})
    confirm(house, code, now, {"V.8.1": ["Sở Tư pháp", "Sở Công Thương"]})
    intent.open_cycle(house, code, 2026, intent.Choice("B", {}, False, now))
    with house.database.unit() as store:
        found = store.session.scalars(
            select(AgencyRow.name)
            .join(AssignmentRow, AssignmentRow.agency_id == AgencyRow.id)
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .where(ResponsibilityRow.path == "V.8.1")
        ).all()
    assert sorted(found) == ["Sở Công Thương", "Sở Tư pháp"]


def test_a_waived_clause_gets_no_assignment(house: Runtime) -> None:
    code = import_sample(house, "ha-tinh-mau", "2025-12-01 09:00")
    now = at("2025-12-02 09:00")
    confirm(house, code, now, waive=("V.8.1",))
    intent.open_cycle(house, code, 2026, intent.Choice("B", {}, False, now))
    assert rows(house, AssignmentRow) == 433


def test_every_clause_and_agency_becomes_an_assignment_with_a_derived_due_day(house: Runtime) -> None:
    open_lai_chau(house)
    with house.database.unit() as store:
        found = store.session.scalars(select(AssignmentRow).order_by(AssignmentRow.id)).all()
        kinds = dict(
            store.session.execute(
                select(AgencyRow.kind, func.count(AssignmentRow.id))
                .join(AssignmentRow, AssignmentRow.agency_id == AgencyRow.id)
                .group_by(AgencyRow.kind)
            ).all()
        )
        cycle = store.session.scalar(select(CycleRow))
    assert len(found) == 77
    assert kinds["district"] == 7 * 8
    assert found[0].code == "LC24-001"
    assert {row.due_kind for row in found} == {"derived"}
    assert all("09/2019" in row.due_basis for row in found)
    assert {row.due_on for row in found} == {date(2024, 12, 17), date(2024, 12, 18)}  # Tuesday and Wednesday
    assert cycle is not None
    assert (cycle.window_start, cycle.window_end, cycle.cut_off) == (
        date(2023, 12, 15),
        date(2024, 12, 14),
        date(2024, 12, 14),
    )


def test_figures_are_asked_of_the_clause_by_which_territories_report(house: Runtime) -> None:
    open_lai_chau(house)
    with house.database.unit() as store:
        asked = store.session.execute(
            select(ResponsibilityRow.path, AssignmentRow.targets).join(
                AssignmentRow, AssignmentRow.responsibility_id == ResponsibilityRow.id
            )
        ).all()
    with_figures = {path for path, targets in asked if targets}
    assert with_figures == {"V.10.7"}
    # 2024 asks for the milestone 2025 and for what is due every year, not for aims of 2030 with a milestone before.
    assert {tuple(targets) for path, targets in asked if path == "V.10.7"} == {
        ("CT1", "CT2", "CT3", "CT4", "CT9", "CT10", "CT13", "CT14", "CT15")
    }


def test_a_figure_that_counts_wards_is_not_asked_of_communes(house: Runtime) -> None:
    code = import_sample(house, "ha-tinh-mau", "2025-12-01 09:00")
    now = at("2025-12-02 09:00")
    confirm(house, code, now, waive=("V.8.1",))
    intent.open_cycle(house, code, 2026, intent.Choice("B", {}, False, now))
    with house.database.unit() as store:
        asked = store.session.execute(
            select(AgencyRow.kind, AssignmentRow.targets)
            .join(AssignmentRow, AssignmentRow.agency_id == AgencyRow.id)
            .join(ResponsibilityRow, ResponsibilityRow.id == AssignmentRow.responsibility_id)
            .where(ResponsibilityRow.path == "V.10.e")
        ).all()
    assert {kind for kind, targets in asked if "CT5" in targets} == {"ward"}
    assert sum("CT5" in targets for _, targets in asked) == 9


def test_a_decision_about_a_clause_that_nobody_asked_about_is_refused(house: Runtime) -> None:
    code = import_sample(house, "ha-tinh-mau", "2025-12-01 09:00")
    now = at("2025-12-02 09:00")
    for assign, waive in (({"V.99": ["Sở Tư pháp"]}, ()), ({}, ("V.1",)), ({"V.2.a": ["Sở Tư pháp"]}, ("V.8.1",))):
        with pytest.raises(BadDecision, match=r"V\.8\.1"):
            confirm(house, code, now, assign, waive)
    confirm(house, code, now, waive=("V.8.1",))
    with pytest.raises(BadDecision, match=r"V\.999"):
        intent.open_cycle(house, code, 2026, intent.Choice("B", {"V.999": ["Sở Tư pháp"]}, False, now))
    assert rows(house, CycleRow) == 0


@pytest.mark.parametrize("year", [-3, 0, 1, 1999, 2021, 2031, 99999])
def test_a_year_outside_the_plan_is_refused(house: Runtime, year: int) -> None:
    code = open_lai_chau(house)
    with pytest.raises(YearOutsidePlan, match=str(year)):
        intent.open_cycle(house, code, year, intent.Choice("B", {}, True, at("2024-01-02 09:00")))


def test_an_amendment_of_another_province_is_refused(house: Runtime) -> None:
    code = import_sample(house, "lai-chau-mau")
    file = samples.path("ha-tinh-mau")
    with pytest.raises(OtherProvince, match="Hà Tĩnh"):
        importing.import_plan(
            house, importing.Document(file.read_bytes(), file.name, amends=code), at("2024-02-01 09:00")
        )
    assert rows(house, VersionRow) == 1


def test_an_amendment_changes_how_letters_name_the_plan_once_it_is_confirmed(house: Runtime) -> None:
    code = open_lai_chau(house)
    text = samples.path("lai-chau-mau").read_text(encoding="utf-8").replace("/KH-UBND", "777/KH-UBND", 1)
    importing.import_plan(house, importing.Document(text.encode(), "sua-doi.txt", amends=code), at("2024-02-01 09:00"))
    with house.database.unit() as store:
        assert "777" not in store.plans.get(code).label
    confirm(house, code, at("2024-02-02 09:00"))
    with house.database.unit() as store:
        assert "777/KH-UBND" in store.plans.get(code).label


def test_a_cycle_opened_after_its_last_due_day_says_so_and_compiles_nothing_by_itself(house: Runtime) -> None:
    code = import_sample(house, "lai-chau-mau")
    late = at("2025-01-10 09:00")
    confirm(house, code, late)
    assert "mở sau hạn cuối cùng" in intent.open_cycle(house, code, 2024, intent.Choice("B", {}, False, late))
    with house.database.unit() as store:
        cycle = store.cycles.get(store.plans.get(code), 2024)
        assert store.reports.due_stage(cycle, late) is None


def test_a_cycle_is_opened_once(house: Runtime) -> None:
    code = open_lai_chau(house)
    with pytest.raises(CycleExists):
        intent.open_cycle(house, code, 2024, intent.Choice("B", {}, False, at("2024-01-02 09:00")))
    assert rows(house, AssignmentRow) == 77


def test_after_the_reorganisation_a_person_says_who_answers(house: Runtime) -> None:
    code = open_lai_chau(house)
    choice = intent.Choice("B", {}, False, at("2025-10-01 09:00"))
    with pytest.raises(UndecidedOwners, match="Ban Dân tộc"):
        intent.open_cycle(house, code, 2025, choice)
    assert rows(house, CycleRow) == 1
    assign = {"V.3.1": ["Sở Nội vụ"], "V.3.2": ["Sở Y tế"], "V.8.1": ["Sở Văn hóa, Thể thao và Du lịch"]}
    intent.open_cycle(house, code, 2025, intent.Choice("B", assign, True, at("2025-10-01 09:00")))
    with house.database.unit() as store:
        cycle = store.cycles.get(store.plans.get(code), 2025)
        kinds = dict(
            store.session.execute(
                select(AgencyRow.kind, func.count(AssignmentRow.id))
                .join(AssignmentRow, AssignmentRow.agency_id == AgencyRow.id)
                .where(AssignmentRow.cycle_id == cycle.id)
                .group_by(AgencyRow.kind)
            ).all()
        )
        sentences = [event.sentence for event in store.events.of(f"cycle:{cycle.id}")]
    assert kinds["commune"] + kinds["ward"] == 7 * 38
    assert "district" not in kinds
    assert any("Sở Tài chính kế thừa Sở Kế hoạch và Đầu tư" in sentence for sentence in sentences)


def test_an_unknown_code_names_the_codes_that_exist(house: Runtime) -> None:
    import_sample(house, "lai-chau-mau")
    with house.database.unit() as store, pytest.raises(UnknownPlan, match="LC"):
        store.plans.get("XX")
