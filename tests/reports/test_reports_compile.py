"""From the store to the files: what was answered, by whom and when, becomes a report with a checked snapshot."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from sqlalchemy import select, update

from reports import compile as compiling
from reports.compile import Order, checksum, compile_report, read_snapshot
from reports.data import AWAITING_REVIEW, ClauseLeftOut, TargetsLeftOut
from reports.errors import NothingToReport, PdfError, SnapshotError
from reports.rollup import roll_up
from state import tables
from state.answers import Measured, NewAnswer
from state.database import Database
from state.errors import UnknownCycle, UnknownPlan
from state.store import Store

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2025, 12, 20, 8, 0, tzinfo=ZONE)
DUE = date(2025, 12, 16)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A plan with one clause for three communes, one target, and one clause for a department.

    LibreOffice is kept off the path: it needs seconds per report, and the PDF has tests of its own.
    """
    monkeypatch.setenv("PATH", str(tmp_path))
    database = Database(f"sqlite:///{tmp_path / 'dondoc.db'}")
    tables.Base.metadata.create_all(database.engine)
    with database.unit() as unit:
        _fill(unit)
        unit.commit()
        yield unit
    database.close()


def _fill(unit: Store) -> None:
    plan = tables.PlanRow(
        code="MAU",
        title="Kế hoạch mẫu",
        province="Lai Châu",
        issuer="ỦY BAN NHÂN DÂN TỈNH LAI CHÂU",
        label="Kế hoạch số 1/KH-UBND ngày 05/01/2024 của UBND tỉnh Lai Châu",
        programme="1609",
        sample=True,
        created_at=NOW,
    )
    version = tables.VersionRow(
        plan=plan,
        number=1,
        file_name="mau.txt",
        sha256="0" * 64,
        source=b"x",
        reading={"document": {"programme_decision": "1609/QĐ-TTg"}},
        imported_at=NOW,
        confirmed_at=NOW,
    )
    version.responsibilities = [_duty(1, "V.1", ["chủ trì"]), _duty(2, "V.10.a", ["thực hiện"])]
    version.targets = [_target(1, asked="V.10.a"), _target(2, asked=None)]
    unit.session.add(version)
    unit.session.flush()
    bodies = [_agency("so-mau", "Sở Mẫu", "department")]
    bodies += [_agency(f"xa-{n}", f"Ủy ban nhân dân xã Mẫu {n}", "commune") for n in (1, 2, 3)]
    bodies[3].valid_to = date(2025, 7, 1)
    unit.session.add_all(bodies)
    unit.session.flush()
    cycle = tables.CycleRow(
        code="MAU25",
        plan_id=plan.id,
        version_id=version.id,
        kind="yearly",
        year=2025,
        label="Năm 2025",
        window_start=date(2024, 12, 15),
        window_end=date(2025, 12, 14),
        cut_off=date(2025, 12, 14),
        opens_on=date(2025, 11, 14),
        due={
            "province": {"on": "2025-12-25", "kind": "derived", "basis": "Điều 13 Nghị định 09/2019/NĐ-CP."},
            "district": {"on": "2025-12-16", "kind": "derived", "basis": "Điều 8 Nghị định 09/2019/NĐ-CP."},
            "commune": {"on": "2025-12-16", "kind": "derived", "basis": "Điều 8 Nghị định 09/2019/NĐ-CP."},
        },
        opened_at=NOW,
    )
    unit.session.add(cycle)
    unit.session.flush()
    duties = version.responsibilities
    for number, body in enumerate(bodies):
        unit.session.add(_assignment(cycle, duties[1 if number else 0], body, number))


def _duty(position: int, path: str, roles: list[str]) -> tables.ResponsibilityRow:
    return tables.ResponsibilityRow(
        position=position,
        path=path,
        heading=f"Phần {path}",
        text=f"Nội dung {path}",
        owners=[],
        roles=roles,
        partners=[],
        recurrence=[],
        requested=False,
        start_line=1,
        end_line=2,
    )


def _target(position: int, asked: str | None) -> tables.TargetRow:
    return tables.TargetRow(
        position=position,
        code=f"CT{position}",
        path=f"II.2.{position}",
        group="Trẻ em",
        text="Trẻ em đến trường",
        comparator=">=",
        value=99.6,
        unit="%",
        year=2025,
        recurrence=None,
        relative=False,
        asked_path=asked,
    )


def _agency(code: str, name: str, kind: str) -> tables.AgencyRow:
    return tables.AgencyRow(
        code=code,
        name=name,
        short_name=name,
        kind=kind,
        province="Lai Châu",
        parent="",
        in_chain=True,
        to_confirm=False,
        note="",
    )


def _assignment(
    cycle: tables.CycleRow, duty: tables.ResponsibilityRow, body: tables.AgencyRow, number: int
) -> tables.AssignmentRow:
    return tables.AssignmentRow(
        code=f"MAU25-{number:03d}",
        cycle_id=cycle.id,
        responsibility_id=duty.id,
        agency_id=body.id,
        relation="below",
        due_on=DUE,
        due_kind="derived",
        due_basis="Điều 8",
        targets=["CT1"] if number else [],
        state="open",
        step="reminder-7",
        step_on=DUE,
        next_on=None,
        answer_id=None,
    )


def answer(store: Store, code: str, day: date, **parts: object) -> None:
    """One more version of the answer to an assignment."""
    row = store.assignments.by_code([code])[code]
    values: dict[str, object] = {
        "assignment_id": row.id,
        "agency_id": row.agency_id,
        "reply_id": None,
        "source": "link",
        "status": "hoan_thanh",
        "percent": None,
        "narrative": "Đã xong.",
        "received_at": datetime(day.year, day.month, day.day, 9, tzinfo=ZONE),
        "sentence": "Đã ghi nhận.",
    }
    store.answers.record([NewAnswer(**(values | parts))])  # type: ignore[arg-type]


def measured(top: float, bottom: float) -> dict[str, Measured]:
    return {"CT1": Measured(top, bottom, None, "%", f"{top}/{bottom}")}


def order(tmp_path: Path, **changes: object) -> Order:
    values: dict[str, object] = {"plan": "MAU", "year": 2025, "stage": "draft", "now": NOW, "out": tmp_path / "out"}
    return Order(**(values | changes))  # type: ignore[arg-type]


def test_a_report_is_compiled_with_all_its_files_and_a_snapshot(store: Store, tmp_path: Path) -> None:
    answer(store, "MAU25-001", DUE, figures=measured(10, 10), difficulties=["Thiếu giáo viên"])
    answer(store, "MAU25-002", DUE + timedelta(days=2), figures=measured(9.9, 10), proposals=["Bổ sung biên chế"])
    done = compile_report(store, order(tmp_path))
    store.commit()
    assert all(path.stat().st_size for path in (done.word, done.excel, done.pdf))
    assert done.pdf.read_bytes().startswith(b"%PDF")
    assert "2/4 (50%)" in done.sentence
    row = store.reports.get(done.id)
    assert (row.version, row.stage, row.word) == (1, "draft", "MAU25/bao-cao-MAU25-ban-1-du-thao.docx")
    assert order(tmp_path).out / row.excel == done.excel
    data = read_snapshot(row)
    assert data.plan.decision == "1609/QĐ-TTg"
    assert data.cycle.targets_left_out == TargetsLeftOut(nobody_asked=("II.2.2",))
    assert [due.level for due in data.cycle.due] == ["UBND cấp xã", "UBND tỉnh"]
    (outcome,) = roll_up(data).outcomes
    assert (str(outcome.total), str(outcome.base), outcome.late) == ("19.9", "20", 1)
    assert outcome.missing == ("UBND xã Mẫu 3",)
    assert [(one.kind, one.text) for one in data.difficulties] == [
        ("khó khăn", "Thiếu giáo viên"),
        ("kiến nghị", "Bổ sung biên chế"),
    ]
    assert openpyxl.load_workbook(done.excel)["Nhiệm vụ"].max_row == 6


def test_rows_say_how_they_stand(store: Store, tmp_path: Path) -> None:
    answer(store, "MAU25-001", DUE, status="dang_thuc_hien", percent=27.5)
    data = read_snapshot(store.reports.get(compile_report(store, order(tmp_path)).id))
    department, answered, silent, ended = data.assignments
    assert (answered.standing.key, str(answered.percent), answered.answered_by) == (
        "dang_thuc_hien_trong_han",
        "27.5",
        "qua liên kết trả lời",
    )
    assert (silent.standing.key, silent.received_on, silent.late_days) == ("chua_bao_cao_qua_han", None, None)
    assert silent.rung_label == "thư nhắc trước hạn"
    assert department.role == "chủ trì"
    assert {row.code: row.note for row in data.agencies}[ended.agency_code] == "kết thúc hoạt động từ 01/7/2025"


def test_a_correction_after_the_due_day_does_not_make_an_answer_late(store: Store, tmp_path: Path) -> None:
    answer(store, "MAU25-001", DUE, narrative="Bản đầu.")
    answer(store, "MAU25-001", DUE + timedelta(days=3), narrative="Bản sửa.")
    row = read_snapshot(store.reports.get(compile_report(store, order(tmp_path)).id)).assignments[1]
    assert (row.narrative, row.answer_version, row.late_days) == ("Bản sửa.", 2, 0)
    assert row.standing.key == "hoan_thanh_dung_han"


def test_waived_assignments_are_left_out_and_held_ones_are_named(store: Store, tmp_path: Path) -> None:
    rows = store.assignments.by_code(["MAU25-000", "MAU25-001"])
    rows["MAU25-000"].state, rows["MAU25-001"].state = "waived", "held"
    data = read_snapshot(store.reports.get(compile_report(store, order(tmp_path)).id))
    assert [row.code for row in data.assignments] == ["MAU25-001", "MAU25-002", "MAU25-003"]
    held = data.assignments[0]
    assert (held.standing, held.held, held.answered) == (AWAITING_REVIEW, True, False)
    assert held.rung_label == "thư nhắc trước hạn"
    assert data.targets[0].awaiting == ("xa-1",)
    assert data.cycle.clauses_left_out == (ClauseLeftOut(path="V.1", waived=False),)
    overall = roll_up(data).overall
    assert (overall.asked, overall.held, overall.missing) == (3, 1, 2)


def test_what_is_left_out_has_its_reason(store: Store, tmp_path: Path) -> None:
    version = store.session.scalars(select(tables.VersionRow)).one()
    version.responsibilities.append(_duty(3, "V.8.1", ["phối hợp"]))
    version.questions.append(
        tables.QuestionRow(path="V.8.1", kind="owner", message="?", name="x", blocking=True, decision="waived")
    )
    version.targets += [_target(3, asked="V.8.1"), _target(4, asked=None), _target(5, asked="V.10.a")]
    version.targets[3].value = None
    version.targets[4].year = 2030
    cycle = read_snapshot(store.reports.get(compile_report(store, order(tmp_path)).id)).cycle
    assert cycle.clauses_left_out == (ClauseLeftOut(path="V.8.1", waived=True),)
    assert cycle.targets_left_out == TargetsLeftOut(
        qualitative=("II.2.4",), other_year=("II.2.5",), nobody_asked=("II.2.2", "II.2.3")
    )


def test_the_unit_an_agency_wrote_reaches_the_report(store: Store, tmp_path: Path) -> None:
    answer(store, "MAU25-001", DUE, figures={"CT1": Measured(None, None, 12, "triệu đồng", "12 triệu đồng")})
    data = read_snapshot(store.reports.get(compile_report(store, order(tmp_path)).id))
    assert data.targets[0].figures[0].unit == "triệu đồng"
    assert [one.counted for one in roll_up(data).outcomes[0].doubts] == [False]


def test_versions_are_counted_and_earlier_files_stay(store: Store, tmp_path: Path) -> None:
    first = compile_report(store, order(tmp_path))
    before = first.word.read_bytes()
    second = compile_report(store, order(tmp_path, stage="final"))
    assert (first.version, second.version) == (1, 2)
    assert second.pdf.name == "bao-cao-MAU25-ban-2-chinh-thuc.pdf"
    assert first.word.read_bytes() == before


def test_the_same_answers_give_the_same_totals_from_the_snapshot(store: Store, tmp_path: Path) -> None:
    answer(store, "MAU25-001", DUE, figures=measured(1 / 3, 1))
    row = store.reports.get(compile_report(store, order(tmp_path)).id)
    data = read_snapshot(row)
    assert checksum(json.loads(json.dumps(row.snapshot))) == row.sha256
    assert roll_up(data) == roll_up(type(data).model_validate_json(data.model_dump_json()))


def test_a_changed_snapshot_is_noticed(store: Store, tmp_path: Path) -> None:
    key = compile_report(store, order(tmp_path)).id
    row = store.reports.get(key)
    store.session.execute(
        update(tables.ReportRow).where(tables.ReportRow.id == key).values(snapshot=row.snapshot | {"version": 9})
    )
    store.session.refresh(row)
    with pytest.raises(SnapshotError, match="sha256"):
        read_snapshot(row)


def test_nothing_is_left_behind_when_a_file_cannot_be_made(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        raise PdfError("hỏng")

    monkeypatch.setattr(compiling, "write_pdf", broken)
    with pytest.raises(PdfError):
        compile_report(store, order(tmp_path))
    assert not [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert store.reports.next_version(1) == 1


@pytest.mark.parametrize(("changes", "error"), [({"plan": "KHONG"}, UnknownPlan), ({"year": 2031}, UnknownCycle)])
def test_what_does_not_exist_is_named(
    store: Store, tmp_path: Path, changes: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        compile_report(store, order(tmp_path, **changes))


def test_a_cycle_without_assignments_gives_no_report(store: Store, tmp_path: Path) -> None:
    store.session.execute(update(tables.AssignmentRow).values(state="waived"))
    with pytest.raises(NothingToReport, match="Chưa có yêu cầu báo cáo nào"):
        compile_report(store, order(tmp_path))
