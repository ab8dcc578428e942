"""A letter about three duties in a real SQLite file (dữ liệu mẫu), and a box that gives mails once."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from known_side import EML, ITEMS, MESSAGE_ID, TOKEN

from mail.incoming.inbox import Reception, gather, take_in
from mail.incoming.sources import Fetched
from state.clock import ZONE
from state.database import Database
from state.post.outbox import NewLetter
from state.tables import (
    AgencyRow,
    AssignmentRow,
    ContactRow,
    CycleRow,
    PlanRow,
    ReplyRow,
    ResponsibilityRow,
    TargetRow,
    VersionRow,
)

NOW = datetime(2025, 12, 11, 9, 0, tzinfo=ZONE)
OWN = ("bao-cao@dondoc.example", "bounce@dondoc.example", "dieu-phoi@dondoc.example")
RECEPTION = Reception(OWN)
CONTACT = "nguyenvanmau@xamau.example"


@dataclass
class Box:
    """A mailbox in memory: gives what was not moved away."""

    mails: list[Fetched] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    def put(self, raw: bytes, size: int | None = None) -> None:
        number = str(len(self.mails) + len(self.moved) + 1)
        self.mails.append(Fetched("hop-thu", "1", number, raw, size or len(raw), size is not None))

    def fetch(self, limit: int = 500):
        return list(self.mails)[:limit]

    def done(self, fetched: Fetched) -> None:
        self.mails.remove(fetched)
        self.moved.append(fetched.uid)


class ReplyWorld:
    """The database with one agency, three assignments and one letter that went out."""

    def __init__(self, folder: Path) -> None:
        # Tables are made once in a run: bringing a new database up to date takes most of the time of a test.
        content, self.assignments = _template()
        (folder / "mau.db").write_bytes(content)
        self.database = Database(f"sqlite:///{folder / 'mau.db'}")
        self.units = self.database.unit
        self.box = Box()

    @staticmethod
    def fill(store) -> dict[str, int]:
        """Put everything into an empty database; the assignments by code."""
        session = store.session
        plan = PlanRow(
            code="MAU",
            title="KẾ HOẠCH MẪU",
            province="Tỉnh Mẫu",
            issuer="UBND tỉnh Mẫu",
            label="Kế hoạch số 12/KH-UBND",
            sample=True,
            created_at=NOW,
        )
        version = VersionRow(
            plan=plan, number=1, file_name="mau.txt", sha256="0" * 64, source=b"", reading={}, imported_at=NOW
        )
        version.targets = [_target(place, figure) for place, figure in enumerate(ITEMS[0].figures)]
        agency = AgencyRow(
            code="xa-mau",
            name="UBND xã Mẫu",
            short_name="xã Mẫu",
            kind="commune",
            province="Tỉnh Mẫu",
            parent="",
            in_chain=True,
            to_confirm=False,
            note="",
        )
        session.add_all([plan, version, agency])
        session.flush()
        session.add(ContactRow(agency_id=agency.id, email=CONTACT, name="Nguyễn Văn Mẫu", role="focal", state="ok"))
        cycle = CycleRow(
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
            due={},
            opened_at=NOW,
        )
        session.add(cycle)
        session.flush()
        ids = (version.id, cycle.id, agency.id)
        assignments = {item.code: _assignment(session, ids, place, item) for place, item in enumerate(ITEMS)}
        store.outbox.queue([_letter(agency.id, assignments.values())], NOW)
        return assignments

    def put(self, name: str, **changes: str) -> None:
        """A sample mail arrives, with some of its text changed."""
        raw = (EML / f"{name}.eml").read_bytes()
        for old, new in changes.items():
            raw = raw.replace(old.encode(), new.encode())
        self.box.put(raw)

    def write(self, text: str, sender: str = CONTACT, number: int = 1) -> None:
        """A plain reply arrives."""
        self.box.put(
            f"From: {sender}\r\nTo: bao-cao+{TOKEN}@dondoc.example\r\nSubject: Re: bao cao\r\n"
            f"Date: Thu, 11 Dec 2025 08:15:00 +0700\r\nMessage-ID: <tra-loi-{number}@xamau.example>\r\n"
            f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n".encode()
        )

    def gather(self, now: datetime = NOW):
        """One look into the box."""
        return gather(self.units, self.box, now, RECEPTION)

    def take_in(self, fetched: Fetched):
        """One mail, without the box."""
        with self.units() as store:
            return take_in(store, fetched, NOW, RECEPTION)

    def state(self, code: str) -> str:
        """State of an assignment."""
        with self.units() as store:
            return store.assignments.by_code([code])[code].state

    def answers(self, code: str):
        """Versions of an answer with their parts."""
        with self.units() as store:
            rows = store.answers.versions(self.assignments[code])
            for row in rows:
                _ = (row.figures, row.difficulties)
            return rows

    def replies(self):
        """All replies, oldest first."""
        with self.units() as store:
            rows = sorted(store.inbox.latest(), key=lambda row: row.id)
            for row in rows:
                _ = row.attachments
            return rows

    def contact(self) -> ContactRow:
        """The focal officer."""
        with self.units() as store:
            return store.agencies.by_address(CONTACT)[0]

    def forget_readings(self) -> None:
        """As after a crash between keeping a mail and reading it."""
        with self.units() as store:
            for row in store.session.query(ReplyRow):
                store.session.delete(row)
            store.commit()


@lru_cache(maxsize=1)
def _template() -> tuple[bytes, dict[str, int]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mau.db"
        database = Database(f"sqlite:///{path}")
        database.upgrade()
        with database.unit() as store:
            assignments = ReplyWorld.fill(store)
            store.commit()
        database.close()
        return path.read_bytes(), assignments


def _target(place, figure):
    return TargetRow(
        position=place,
        code=figure.code,
        path=f"II.{place}",
        group="",
        text=figure.label,
        comparator=None,
        value=None,
        unit=figure.unit,
        year=None,
        relative=False,
    )


def _assignment(session, ids, place, item) -> int:
    version_id, cycle_id, agency_id = ids
    responsibility = ResponsibilityRow(
        version_id=version_id,
        position=place,
        path=item.path,
        heading="Ủy ban nhân dân các xã",
        text=item.text,
        owners=[],
        roles=[],
        partners=[],
        recurrence=[],
        requested=False,
        start_line=1,
        end_line=1,
    )
    session.add(responsibility)
    session.flush()
    row = AssignmentRow(
        code=item.code,
        cycle_id=cycle_id,
        responsibility_id=responsibility.id,
        agency_id=agency_id,
        relation="below",
        due_on=date(2025, 12, 17),
        due_kind="derived",
        due_basis="",
        targets=[figure.code for figure in item.figures],
        state="open",
        step="opening",
        step_on=date(2025, 11, 14),
        next_on=date(2025, 12, 12),
    )
    session.add(row)
    session.flush()
    return row.id


def _letter(agency_id, assignments) -> NewLetter:
    return NewLetter(
        key="request:1",
        kind="request",
        rung="reminder",
        agency_id=agency_id,
        day=date(2025, 12, 10),
        message_id=MESSAGE_ID,
        token=TOKEN,
        reply_to=f"bao-cao+{TOKEN}@dondoc.example",
        recipients=(CONTACT,),
        cc=(),
        in_reply_to=None,
        references=(),
        subject="[HT26] Hạn 17/12",
        text=(EML / "sent-three.txt").read_text(encoding="utf-8"),
        html=(EML / "sent-three.html").read_text(encoding="utf-8"),
        items=dict.fromkeys(assignments, ("reminder-3", "reminder")),
    )
