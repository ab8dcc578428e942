"""A small province of sample data (dữ liệu mẫu) in a real SQLite file: one plan, one cycle, some agencies, claims."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from cycles.ladder import Relation, Rung
from mail.office import Office
from state.clock import ZONE
from state.database import Database
from state.tables import (
    AgencyRow,
    AssignmentRow,
    ClaimRow,
    ContactRow,
    CycleRow,
    PlanRow,
    ResponsibilityRow,
    TargetRow,
    VersionRow,
)

DUE = date(2025, 12, 17)
OFFICE = Office("Sở Giáo dục và Đào tạo, tỉnh Mẫu", "bao-cao@dondoc.example", "dieu-phoi@dondoc.example")


def at(day, hour=8, minute=0, month=12):
    """A moment of December 2025."""
    return datetime(2025, month, day, hour, minute, tzinfo=ZONE)


@cache
def _begun():
    """An SQLite file in which the plan and its cycle stand: made once, copied for each world."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mau.db"
        database = Database(f"sqlite:///{path}")
        database.upgrade()
        _begin(database)
        database.close()
        return path.read_bytes()


def _begin(database):
    """One plan with a target, and its cycle of the year."""
    with database.unit() as store:
        session = store.session
        plan = PlanRow(
            code="MAU",
            title="THỰC HIỆN CHƯƠNG TRÌNH MẪU",
            province="Tỉnh Mẫu",
            issuer="UBND tỉnh Mẫu",
            label="Kế hoạch số 01/KH-UBND ngày 19/11/2025",
            sample=True,
            created_at=at(1),
        )
        version = VersionRow(
            plan=plan, number=1, file_name="mau.txt", sha256="0" * 64, source=b"", reading={}, imported_at=at(1)
        )
        version.targets = [
            TargetRow(
                position=1,
                code="CT1",
                path="II.1",
                group="",
                text="Tỷ lệ trẻ: mẫu giáo học 2 buổi",
                comparator=">=",
                value=55.5,
                unit="%",
                year=2030,
                relative=False,
            )
        ]
        session.add_all([plan, version])
        session.flush()
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
            opened_at=at(1),
        )
        session.add(cycle)
        store.commit()


class World:
    """The database and short ways of saying what happens in it."""

    def __init__(self, folder, database=None):
        if database is None:
            (folder / "mau.db").write_bytes(_begun())
        self.database = database or Database(f"sqlite:///{folder / 'mau.db'}")
        self.units = self.database.unit
        self._number = 0
        if database is not None:
            _begin(database)
        with self.units() as store:
            cycle = store.session.scalars(select(CycleRow)).one()
            self.version_id, self.cycle_id = cycle.version_id, cycle.id

    def agency(self, name, *contacts, duties=1, relation=Relation.BELOW):
        """An agency with addresses ("focal:xa@mau.example") and open duties; returns its id and those of the duties."""
        with self.units() as store:
            session = store.session
            agency = AgencyRow(
                code=f"co-quan-{name}",
                name=name,
                short_name=name,
                kind="commune",
                province="Tỉnh Mẫu",
                parent="",
                in_chain=True,
                to_confirm=False,
                note="",
            )
            session.add(agency)
            session.flush()
            for contact in contacts:
                role, _, email = contact.partition(":")
                session.add(ContactRow(agency_id=agency.id, email=email, name="", role=role, state="ok"))
            rows = [self._duty(session, agency.id, relation) for _ in range(duties)]
            store.commit()
            return agency.id, [row.id for row in rows]

    def _duty(self, session, agency_id, relation):
        self._number += 1
        responsibility = ResponsibilityRow(
            version_id=self.version_id,
            position=self._number,
            path=f"V.{self._number}",
            heading="Ủy ban nhân dân các xã",
            text=f"Nhiệm vụ mẫu thứ {self._number}: bố trí quỹ đất & kinh phí.",
            owners=[],
            roles=[],
            partners=[],
            recurrence=[],
            requested=relation is Relation.REQUESTED,
            start_line=1,
            end_line=1,
        )
        session.add(responsibility)
        session.flush()
        row = AssignmentRow(
            code=f"MAU25-{self._number:03d}",
            cycle_id=self.cycle_id,
            responsibility_id=responsibility.id,
            agency_id=agency_id,
            relation=str(relation),
            due_on=DUE,
            due_kind="derived",
            due_basis="2 ngày làm việc sau ngày chốt số liệu.",
            targets=["CT1"] if self._number == 1 else [],
            state="open",
            step="opening",
            step_on=date(2025, 11, 14),
            next_on=None,
        )
        session.add(row)
        session.flush()
        return row

    def claim(self, duties, step, rung, day):
        """The ladder takes a step for some duties on a day of December 2025."""
        with self.units() as store:
            for duty in duties:
                claim = ClaimRow(
                    assignment_id=duty, step=step, rung=str(Rung(rung)), day=date(2025, 12, day), reason=""
                )
                store.session.add(claim)
                row = store.session.get_one(AssignmentRow, duty)
                row.step, row.step_on = step, date(2025, 12, day)
            store.commit()

    def answered(self, *duties):
        """A report came in for some duties."""
        with self.units() as store:
            store.assignments.close_answered(duties)
            store.commit()

    def all_sent(self, day):
        with self.units() as store:
            queued = store.outbox.queued(at(day, 16))
            store.outbox.finish([{"id": letter.id, "state": "sent", "sent_at": at(day)} for letter in queued])
            store.commit()

    def letters(self):
        """All letters, oldest first."""
        with self.units() as store:
            found = store.outbox.all()
            for letter in found:
                _ = (letter.items, letter.text, letter.html)  # loaded while the unit of work is open
            return sorted(found, key=lambda letter: letter.id)

    def sentences(self, *kinds):
        """What the log says, oldest first."""
        with self.units() as store:
            return [event.sentence for event in reversed(store.events.latest(500, kinds))]

    def contact_state(self, email):
        """State of an address."""
        with self.units() as store:
            return store.agencies.by_address(email)[0].state
