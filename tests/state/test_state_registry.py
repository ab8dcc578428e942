"""The register in the database: several records per code, and files that are applied whole or not at all."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import func, select
from state_world import at, house_on, open_lai_chau

from agencies.directory import Directory
from agencies.exchange.errors import RegistryErrors
from agencies.exchange.workbook import excel_of_registry
from agencies.model import Agency, Change, Contact, Kind, Succession
from flows import registry as flow
from state.database import Database
from state.errors import FileExists, NoDirectory
from state.register.agency_card import card, lines
from state.register.agency_rows import UnstorableRecords
from state.register.registry import RegistryFile, UnclearProvince
from state.tables import AgencyRow, AssignmentRow, ClaimRow, EventRow

NOW = at("2025-02-03 09:00")
MARCH, JULY = date(2025, 3, 1), date(2025, 7, 1)
UBND = Agency("M.UBND", "Ủy ban nhân dân tỉnh Mẫu", "UBND tỉnh", Kind.PEOPLE_COMMITTEE, "Mẫu")
BAN = Agency("M.BAN", "Ban Dân tộc", "Ban DT", Kind.DEPARTMENT, "Mẫu", "M.UBND", valid_to=MARCH, identifier="H35.7")
SO = Agency("M.SDT", "Sở Dân tộc", "Sở DT", Kind.DEPARTMENT, "Mẫu", "M.UBND", valid_from=MARCH)
HOI = Agency("M.HOI", "Hội Khuyến học", "HKH", Kind.MASS_ORGANISATION, "Mẫu", valid_to=MARCH, closed_by="QĐ 7")
HOI_MOVED = Agency("M.HOI", "Hội Khuyến học", "HKH", Kind.MASS_ORGANISATION, "Mẫu", "M.SDT", False, (), MARCH, JULY)
MAU = Directory(
    "Mẫu",
    (UBND, BAN, SO, HOI, HOI_MOVED),
    (Succession("M.BAN", "M.SDT", MARCH, "Nghị quyết 1", change=Change.RENAME),),
    (Contact("M.SDT", "a@sdt.example", "deputy", "Bà An", MARCH, JULY), Contact("M.HOI", "b@hoi.example", "office")),
)
HEADER = "Mã cơ quan,Tên cơ quan,Loại,Không còn từ ngày\n"
CONTACT_HEADER = "Mã cơ quan,Địa chỉ thư điện tử,Vai trò,Không còn từ ngày\n"


def loaded(database: Database) -> None:
    with database.unit() as store:
        store.agencies.load(MAU, NOW)
        store.commit()


def given(text: str, *, skip: bool = False) -> RegistryFile:
    return RegistryFile(text.encode(), "danh-ba.csv", skip)


def apply(database: Database, file: RegistryFile, province: str = ""):
    with database.unit() as store:
        done = store.registry.apply(file, province, "Trần Thị B", NOW)
        store.commit()
        return done


def everything(database: Database) -> tuple[object, ...]:
    """All that an import may touch."""
    with database.unit() as store:
        rows = [store.session.scalar(select(func.count()).select_from(table)) for table in (AgencyRow, EventRow)]
        directory = store.agencies.directory("Mẫu")
    return (*rows, directory.agencies, directory.successions, directory.contacts)


def test_a_directory_comes_back_as_it_was_loaded(database):
    loaded(database)
    with database.unit() as store:
        directory = store.agencies.directory("Mẫu")
        assert (directory.agencies, directory.successions, directory.contacts) == (
            MAU.agencies,
            MAU.successions,
            MAU.contacts,
        )
        assert store.session.scalar(select(func.count()).select_from(AgencyRow)) == 4, "one row a code"


@pytest.mark.parametrize(
    ("day", "expected"),
    [(None, ["a@sdt.example"]), (date(2025, 2, 28), []), (MARCH, ["a@sdt.example"]), (JULY, [])],
    ids=["any day", "Friday before", "the first day, a Saturday", "the first day without, a Tuesday"],
)
def test_contacts_of_a_day_are_those_in_use_then(database, day, expected):
    loaded(database)
    with database.unit() as store:
        key = store.agencies.ids(["M.SDT"])["M.SDT"]
        assert [one.email for one in store.agencies.contacts([key], day)[key]] == expected


@pytest.mark.parametrize(
    "later",
    [
        Agency("M.HOI", "Hội Khuyến học mới", "HKH", Kind.MASS_ORGANISATION, "Mẫu", valid_from=MARCH),
        Agency("M.HOI", "Hội Khuyến học", "HKH", Kind.MASS_ORGANISATION, "Mẫu", valid_from=JULY),
    ],
    ids=["another name", "a gap"],
)
def test_records_that_are_not_one_body_are_refused(database, later):
    with database.unit() as store, pytest.raises(UnstorableRecords) as caught:
        store.agencies.load(Directory("Mẫu", (HOI, later)), NOW)
    assert "M.HOI" in str(caught.value)


def test_an_exported_workbook_changes_nothing(database):
    loaded(database)
    with database.unit() as store:
        data = excel_of_registry(store.registry.directory("Mẫu", NOW), store.registry.delivery("Mẫu"), NOW.date())
    before = everything(database)
    assert apply(database, RegistryFile(data, "danh-ba.xlsx")).changes.differences == ()
    after = everything(database)
    assert after[2:] == before[2:]


def test_a_preview_writes_nothing(database):
    loaded(database)
    before = everything(database)
    with database.unit() as store:
        done = store.registry.preview(given(f"{HEADER}M.SYT,Sở Y tế,sở ban ngành,\n"), "", NOW)
    assert done.summary == "Danh bạ Mẫu: thêm 1, sửa 0, kết thúc 0, không đổi 0 dòng."
    assert everything(database) == before


def test_an_applied_file_is_in_the_register_and_in_the_log(database):
    loaded(database)
    apply(database, given(f"{HEADER}M.SYT,Sở Y tế,sở ban ngành,\nM.SDT,Sở Dân tộc,sở ban ngành,1/7/2025\n"))
    with database.unit() as store:
        directory = store.agencies.directory("Mẫu")
        assert directory.get("M.SYT").parent == "M.UBND"
        assert directory.get("M.SDT").valid_to == JULY
        key = store.agencies.ids(["M.SDT"])["M.SDT"]
        (event,) = store.events.of(f"agency:{key}")
        assert (event.actor, event.kind) == ("Trần Thị B", "registry-closed")
        assert event.sentence == "Kết thúc M.SDT Sở Dân tộc (Không còn từ ngày: (trống) → 01/07/2025)."
        assert store.events.latest(1, ("registry-imported",))[0].subject == "province:Mẫu"


def test_a_move_by_file_keeps_the_row_and_its_primary_key(database):
    loaded(database)
    with database.unit() as store:
        before = store.agencies.ids(["M.SDT"])
    lines = (
        "Mã cơ quan,Cấp trên,Từ ngày,Không còn từ ngày,Văn bản kết thúc,Tên gọi khác\n"
        "M.SDT,M.UBND,1/3/2025,1/7/2025,QĐ 9,Sở DT tỉnh\n"
        "M.SDT,,1/7/2025,,,Sở DT tỉnh\n"
    )
    apply(database, given(lines))
    with database.unit() as store:
        directory = store.agencies.directory("Mẫu")
        assert store.agencies.ids(["M.SDT"]) == before
    assert [(one.parent, one.valid_to, one.closed_by) for one in directory.agencies if one.code == "M.SDT"] == [
        ("M.UBND", JULY, "QĐ 9"),
        ("", None, ""),
    ]
    assert directory.get("M.SDT").aliases == ("Sở DT tỉnh",)


def test_one_wrong_row_stops_the_whole_file(database):
    loaded(database)
    before = everything(database)
    text = f"{HEADER}M.SYT,Sở Y tế,sở ban ngành,\nM.SNV,Sở Nội vụ,tổng cục,\n"
    with pytest.raises(RegistryErrors) as caught:
        apply(database, given(text))
    assert "trang Cơ quan, dòng 3, cột Loại: “tổng cục”" in str(caught.value)
    assert everything(database) == before
    done = apply(database, given(text, skip=True))
    assert len(done.changes.problems) == 1
    with database.unit() as store:
        assert store.agencies.ids(["M.SYT", "M.SNV"]).keys() == {"M.SYT"}


def test_contacts_are_added_ended_and_keep_their_delivery_state(database):
    loaded(database)
    with database.unit() as store:
        store.contacts.bounced("b@hoi.example", NOW, "Địa chỉ không tồn tại.")
        store.commit()
    apply(database, given(f"{CONTACT_HEADER}M.HOI,b@hoi.example,đầu mối,1/8/2025\nM.HOI,MOI@hoi.example,văn thư,\n"))
    with database.unit() as store:
        key = store.agencies.ids(["M.HOI"])["M.HOI"]
        rows = store.agencies.contacts([key])[key]
        assert [(one.email, one.role, one.state, one.valid_to) for one in rows] == [
            ("b@hoi.example", "focal", "bounced", date(2025, 8, 1)),
            ("moi@hoi.example", "office", "ok", None),
        ]
        assert store.registry.delivery("Mẫu") == {("M.HOI", "b@hoi.example"): "thư bị trả lại"}


def test_which_province_is_meant_has_to_be_clear(database):
    with database.unit() as store, pytest.raises(UnclearProvince) as caught:
        store.registry.province()
    assert "chưa có danh bạ nào" in str(caught.value)
    loaded(database)
    with database.unit() as store:
        assert store.registry.province() == "Mẫu"
        assert store.registry.province("tỉnh MAU") == "Mẫu"
        assert store.registry.province("lai chau") == "Lai Châu"
        assert store.registry.directory("Lai Châu", NOW).get("LC.STC")
        with pytest.raises(NoDirectory):
            store.registry.directory("Sơn Mài", NOW)


def edited(data: bytes, code: str, title: str, value: object) -> bytes:
    """The workbook with one cell of an agency changed."""
    book = load_workbook(io.BytesIO(data))
    sheet = book["Cơ quan"]
    titles = [cell.value for cell in sheet[3]]
    row = next(row for row in sheet.iter_rows(min_row=4) if row[0].value == code)
    row[titles.index(title)].value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_body_that_still_owes_reports_is_not_ended_by_a_file(database):
    house = open_lai_chau_house(database)
    with database.unit() as store:
        data = excel_of_registry(store.registry.directory("", NOW), {}, NOW.date())
        row = store.session.scalars(select(AssignmentRow).where(AssignmentRow.state == "open")).first()
        code = row.agency.code
    ended = RegistryFile(edited(data, code, "Không còn từ ngày", "1/3/2026"), "lai-chau.xlsx")
    shown = flow.preview(house, flow.Wanted(ended, "", "Trần Thị B", NOW))
    (problem,) = shown.changes.problems
    assert problem.column == "Không còn từ ngày"
    assert f"{code} còn " in problem.sentence
    assert "dondoc agency reorganise" in problem.sentence
    assert shown.changes.bodies == ()
    with pytest.raises(RegistryErrors):
        flow.apply(house, flow.Wanted(ended, "", "Trần Thị B", NOW))
    asked = RegistryFile(edited(data, code, "Quan hệ", "được đề nghị"), "lai-chau.xlsx")
    (note,) = flow.apply(house, flow.Wanted(asked, "", "Trần Thị B", NOW)).notes
    assert f"của {code} vẫn được đôn đốc theo quan hệ cũ" in note


def test_a_new_address_in_a_file_reaches_the_requests_that_are_open(database):
    house = open_lai_chau_house(database)
    with database.unit() as store:
        row = store.session.scalars(select(AssignmentRow).where(AssignmentRow.state == "open")).first()
        code, key = row.agency.code, row.id
        row.step, row.step_on = "opening", date(2024, 11, 14)
        store.commit()
    when = at("2024-11-20 09:00")
    file = given(f"{CONTACT_HEADER}{code},moi@co-quan.example,đầu mối,\n")
    flow.apply(house, flow.Wanted(file, "", "Trần Thị B", when))
    with database.unit() as store:
        (contact,) = store.agencies.by_address("moi@co-quan.example")
        claims = store.session.scalars(select(ClaimRow).where(ClaimRow.assignment_id == key)).all()
        assert [claim.step for claim in claims] == [f"again-{contact.id}"]


def test_the_card_of_a_body_tells_its_life_its_heirs_and_who_answers(database):
    loaded(database)
    with database.unit() as store:
        directory = store.agencies.directory("Mẫu")
        moved, ended = ("\n".join(lines(card(store, directory, code, JULY), directory)) for code in ("M.HOI", "M.BAN"))
    assert "không còn từ 01/03/2025: không có cấp trên trong danh bạ (QĐ 7)" in moved
    assert "từ 01/03/2025, không còn từ 01/07/2025: trực thuộc Sở Dân tộc [M.SDT], chỉ được đề nghị" in moved
    assert "b@hoi.example (văn thư)" in moved
    assert "Nay trả lời thay: chưa có, cần người quyết định" in moved
    assert "Chuyển cho Sở Dân tộc [M.SDT] từ 01/03/2025 (đổi tên, Nghị quyết 1)" in ended
    assert "Nay trả lời thay: Sở Dân tộc" in ended
    assert "Đầu mối: chưa có" in ended


def open_lai_chau_house(database: Database):
    house = house_on(database)
    open_lai_chau(house)
    return house


def test_a_register_is_exported_once_and_never_over_another_file(database, tmp_path):
    loaded(database)
    house = house_on(database)
    written = flow.export(house, tmp_path / "mau.csv", "", NOW)
    assert [one.name for one in written] == ["mau.csv", "mau-dau-moi.csv"]
    (tmp_path / "mau.csv").unlink()
    with pytest.raises(FileExists):
        flow.export(house, tmp_path / "mau.csv", "", NOW)
    assert not (tmp_path / "mau.csv").exists()
