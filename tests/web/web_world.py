"""A made-up province (dữ liệu mẫu) with one plan in its cycle of 2024, the day after the communes' due day.

Communes were due on Tuesday 17/12/2024, departments on Wednesday 18/12/2024. It is Wednesday 18/12/2024, 15:00.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import update

from agencies.directory import Directory
from agencies.model import Agency, Contact, Kind, Succession
from cycles.calendar import shipped_calendar
from cycles.cycle import yearly
from state.answers import Measured, NewAnswer
from state.clock import ZONE
from state.cycle.shares import Opening
from state.database import Database
from state.post.inbox import AttachmentFacts, NewReply, RawMail
from state.post.outbox import NewLetter
from state.reports import NewReport
from state.store import Store
from state.tables import AssignmentRow, PlanRow, ResponsibilityRow, TargetRow, VersionRow

PROVINCE = "Tỉnh Mẫu"
NOW = datetime(2024, 12, 18, 15, 0, tzinfo=ZONE)
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
COMMUNES = 10


@dataclass
class World:
    """The database, the folder of reports and the codes of assignments by path and agency."""

    database: Database
    out: Path
    codes: dict[tuple[str, str], str] = field(default_factory=dict)
    letter: int = 0
    reply: int = 0
    held: int = 0
    report: int = 0


def moment(day: int, hour: int = 9) -> datetime:
    """A moment of December 2024."""
    return datetime(2024, 12, day, hour, tzinfo=ZONE)


def commune(number: int) -> str:
    """Code of a commune."""
    return f"TM.X{number:02d}"


def directory(communes: int) -> Directory:
    """The register: two departments, a body outside the chain, communes, and a department that was merged."""
    bodies = [
        Agency("TM.GD", "Sở Giáo dục và Đào tạo tỉnh Mẫu", "Sở GD&ĐT", Kind.DEPARTMENT, PROVINCE),
        Agency("TM.NV", f"Sở Nội vụ {HOSTILE}", "Sở Nội vụ", Kind.DEPARTMENT, PROVINCE, valid_from=date(2024, 3, 1)),
        Agency("TM.LD", "Sở Lao động tỉnh Mẫu", "Sở LĐ", Kind.DEPARTMENT, PROVINCE, valid_to=date(2024, 3, 1)),
        Agency("TM.MT", "Mặt trận tỉnh Mẫu", "Mặt trận", Kind.FRONT, PROVINCE, in_chain=False),
    ]
    bodies += [
        Agency(commune(n), f"Ủy ban nhân dân xã Số {n}", f"UBND xã Số {n}", Kind.COMMUNE, PROVINCE)
        for n in range(1, communes + 1)
    ]
    contacts = [Contact(body.code, f"dau-moi@{body.code.lower()}.example", "focal", "Đầu mối") for body in bodies]
    merger = Succession("TM.LD", "TM.NV", date(2024, 3, 1), "Nghị quyết mẫu số 01/NQ-HĐND", "toàn bộ")
    return Directory(PROVINCE, bodies, [merger], contacts)


def build(folder: Path, communes: int = COMMUNES) -> World:
    """Fill a new SQLite database through the stores."""
    world = World(Database(f"sqlite:///{folder / 'web.db'}"), folder / "out")
    world.database.upgrade()
    register = directory(communes)
    with world.database.unit() as store:
        store.agencies.load(register, moment(1))
        version = _plan(store)
        everyone = [commune(n) for n in range(1, communes + 1)]
        opening = Opening(
            cycle=yearly(2024, shipped_calendar()),
            directory=register,
            office="TM.GD",
            calendar=shipped_calendar(),
            now=moment(1),
            by="Người điều phối",
            assign={
                "V.1.a": ["TM.GD"],
                "V.2.a": ["TM.NV"],
                "V.3.a": everyone,
                "V.3.b": everyone,
                "V.4.a": ["TM.MT"],
            },
        )
        cycle = store.cycles.open(version.plan, version, opening)
        rows = store.session.query(AssignmentRow).filter_by(cycle_id=cycle.id).all()
        world.codes = {(row.responsibility.path, row.agency.code): row.code for row in rows}
        by_key = {(row.responsibility.path, row.agency.code): row for row in rows}
        _post(world, store, by_key)
        _answers(world, store, by_key)
        _report(world, store, cycle.id)
        store.contacts.bounced(f"dau-moi@{commune(9).lower()}.example", moment(17), "Địa chỉ không tồn tại.")
        store.commit()
    return world


def _plan(store: Store) -> VersionRow:
    plan = PlanRow(
        code="TM",
        title=f"Kế hoạch mẫu về giáo dục mầm non {HOSTILE}",
        province=PROVINCE,
        issuer="Ủy ban nhân dân tỉnh Mẫu",
        label="Kế hoạch số 1/KH-UBND ngày 02/01/2024 của UBND tỉnh Mẫu",
        programme=None,
        period_start=2024,
        period_end=2026,
        sample=True,
        created_at=moment(1),
    )
    version = VersionRow(
        plan=plan,
        number=1,
        file_name="ke-hoach-mau.txt",
        sha256="0" * 64,
        source=b"",
        reading={},
        imported_at=moment(1),
        confirmed_at=moment(1),
        confirmed_by="Người điều phối",
    )
    clauses = (
        ("V.1.a", "Sở Giáo dục và Đào tạo", "Chủ trì tổng hợp kết quả.", False),
        ("V.2.a", "Sở Nội vụ", f"Bố trí biên chế giáo viên {HOSTILE}", False),
        ("V.3.a", "Ủy ban nhân dân các xã", "Huy động trẻ nhà trẻ đến trường.", False),
        ("V.3.b", "Ủy ban nhân dân các xã", "Quy hoạch đất cho trường mầm non.", False),
        ("V.4.a", "Đề nghị Mặt trận tỉnh", "Vận động nhân dân đưa trẻ đến lớp.", True),
    )
    version.responsibilities = [
        ResponsibilityRow(
            position=place,
            path=path,
            heading=heading,
            text=text,
            owners=[heading],
            roles=["đề nghị" if requested else "chủ trì"],
            partners=[],
            recurrence=["hằng năm"],
            requested=requested,
            start_line=100 + place,
            end_line=101 + place,
        )
        for place, (path, heading, text, requested) in enumerate(clauses, 1)
    ]
    version.targets = [
        TargetRow(
            position=1,
            code="CT1",
            path="II.1",
            group="",
            text="Huy động ít nhất 30% trẻ nhà trẻ",
            comparator=">=",
            value=30.0,
            unit="%",
            year=None,
            recurrence="hằng năm",
            relative=False,
            asked_path="V.3.a",
        )
    ]
    store.session.add(version)
    store.session.flush()
    return version


def _post(world: World, store: Store, rows: dict[tuple[str, str], AssignmentRow]) -> None:
    row = rows["V.3.a", commune(1)]
    sent, failed = store.outbox.queue(
        [
            NewLetter(
                key=f"mẫu-{number}",
                kind="request",
                rung="opening",
                agency_id=row.agency_id,
                day=date(2024, 11, 14),
                message_id=f"<{number}@dondoc.example>",
                token=f"token{number}",
                reply_to="bao-cao+x@dondoc.example",
                recipients=["dau-moi@x01.example"],
                cc=[],
                in_reply_to=None,
                references=[],
                subject=f"[TM24] Đề nghị gửi báo cáo {HOSTILE}",
                text=f"Kính gửi {HOSTILE}",
                html=f'<p style="color:red">Kính gửi</p><script>parent.alert(1)</script>{HOSTILE}',
                items={row.id: ("opening", "opening")},
            )
            for number in (1, 2)
        ],
        moment(1),
    )
    store.outbox.finish(
        [
            {"id": sent, "state": "sent", "tries": 1, "sent_at": moment(2)},
            {"id": failed, "state": "failed", "tries": 3, "error": "Máy chủ thư từ chối: hộp thư đầy."},
        ]
    )
    step = {"step": "opening", "step_on": date(2024, 11, 14)}
    store.session.execute(update(AssignmentRow).where(AssignmentRow.id == row.id).values(**step))
    world.letter = sent


def _reply(store: Store, number: int, outcome: str, agency_id: int, reason: str) -> int:
    raw = store.inbox.keep(
        RawMail(
            box="INBOX",
            uidvalidity="1",
            uid=str(number),
            message_id=f"<r{number}@x01.example>",
            body_sha=str(number) * 64,
            size=2048,
            content=(
                b"From: dau-moi@x01.example\r\nSubject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
                + f"Đã xong.\n> phần trích dẫn {HOSTILE}\n".encode()
            ),
        ),
        moment(16),
    )
    assert raw is not None
    return store.inbox.add(
        NewReply(
            raw_mail_id=raw,
            received_at=moment(16),
            kind="answer",
            outcome=outcome,
            rule="token",
            reason=reason,
            sender="dau-moi@x01.example",
            sender_name=f"Nguyễn Thị Mẫu {HOSTILE}",
            subject=f"Re: báo cáo {number} {HOSTILE}",
            text=f"Đã xong, 410/512 trẻ. {HOSTILE}",
            body_sha=str(number) * 64,
            agency_id=agency_id,
            attachments=[AttachmentFacts(f"{HOSTILE}.zip", "application/zip", 3_500_000, "0" * 64, "archive")],
        )
    )


def _answers(world: World, store: Store, rows: dict[tuple[str, str], AssignmentRow]) -> None:
    """X01–X05 have done it in time, X06 and X07 are late, X08 waits for a person; X01 corrects itself after the day."""
    first = rows["V.3.a", commune(1)]
    world.reply = _reply(store, 1, "record", first.agency_id, "Ghi nhận báo cáo theo mã trong địa chỉ nhận.")
    world.held = _reply(store, 2, "hold", rows["V.3.a", commune(8)].agency_id, "Câu trả lời chưa rõ; chờ người xem.")

    def answer(row: AssignmentRow, status: str, at: datetime, percent: float | None = None) -> NewAnswer:
        return NewAnswer(
            assignment_id=row.id,
            agency_id=row.agency_id,
            reply_id=world.reply,
            source="mail",
            status=status,
            percent=percent,
            narrative=f"Đã mở 12 lớp {HOSTILE}",
            received_at=at,
            sentence=f"Cơ quan báo cáo qua thư {HOSTILE}",
            figures={"CT1": Measured(410, 512, None, "%", "410/512 trẻ")},
            difficulties=["Thiếu 14 giáo viên"],
            proposals=["Bổ sung biên chế"],
        )

    for number in range(1, 6):
        store.answers.record([answer(rows["V.3.a", commune(number)], "hoan_thanh", moment(16), 27.5)])
    for number in (6, 7):
        store.answers.record([answer(rows["V.3.a", commune(number)], "dang_thuc_hien", moment(18))])
    store.answers.record([answer(first, "hoan_thanh", moment(18), 80.1)])
    store.answers.record([answer(rows["V.1.a", "TM.GD"], "khong_phat_sinh", moment(16))])
    store.assignments.hold([rows["V.3.a", commune(8)].id], moment(17), "Chờ người xem thư số 2.")


def _report(world: World, store: Store, cycle_id: int) -> None:
    names = {kind: f"TM24/bao-cao-1.{kind}" for kind in ("docx", "xlsx", "pdf")}
    for kind, name in names.items():
        path = world.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f"nội dung {kind}".encode())
    world.report = store.reports.add(
        NewReport(
            cycle_id=cycle_id,
            version=1,
            stage="draft",
            compiled_at=moment(18, 8),
            snapshot={},
            sha256="0" * 64,
            word=names["docx"],
            excel=names["xlsx"],
            pdf=names["pdf"],
        ),
        "Đã tổng hợp bản 1.",
    )
