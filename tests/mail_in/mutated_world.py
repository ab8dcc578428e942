"""A database in which the sample mails find letters that they could answer."""

import re
from datetime import date, datetime
from pathlib import Path

from mail.incoming.message import Message, parse
from mail.token import split_tag, token_in
from state.clock import ZONE
from state.database import Database
from state.post.new_letter import NewLetter
from state.tables import (
    AgencyRow,
    AssignmentRow,
    ContactRow,
    CycleRow,
    PlanRow,
    ResponsibilityRow,
    TargetRow,
    VersionRow,
)

NOW = datetime(2025, 12, 15, 16, 0, tzinfo=ZONE)
SENT = datetime(2025, 12, 1, 8, 0, tzinfo=ZONE)
_CODE = re.compile(r"\b[A-Z]{2,6}\d{2}-\d{3}\b")


class MutatedWorld:
    """One agency that all senders of the sample mails belong to, and a letter behind every token they carry."""

    def __init__(self, folder: Path, mails: dict[str, bytes], letter_text: str) -> None:
        self.database = Database(f"sqlite:///{folder / 'mutated.db'}")
        self.database.upgrade()
        self.units = self.database.unit
        messages = [parse(raw) for raw in mails.values()]
        self.own = tuple({split_tag(one)[0] for message in messages for one in message.recipients if token_in(one)})
        with self.units() as store:
            self._fill(store, messages, letter_text)
            store.commit()

    def _fill(self, store, messages: list[Message], letter_text: str) -> None:
        session = store.session
        codes = sorted({code for message in messages for code in _CODE.findall(message.text + message.subject)})
        agency = AgencyRow(
            code="co-quan-mau",
            name="Cơ quan Mẫu",
            short_name="Cơ quan Mẫu",
            kind="commune",
            province="Tỉnh Mẫu",
            parent="",
            in_chain=True,
            to_confirm=False,
            note="",
        )
        session.add(agency)
        cycle = self._plan(session)
        session.flush()
        for email in sorted({message.sender for message in messages if message.sender} - set(self.own)):
            session.add(ContactRow(agency_id=agency.id, email=email, name="", role="focal", state="ok"))
        duties = {code: self._duty(session, cycle, agency.id, code, number) for number, code in enumerate(codes, 1)}
        store.outbox.queue(self._letters(messages, duties, agency.id, letter_text), SENT)

    def _letters(self, messages: list[Message], duties: dict[str, int], agency: int, text: str) -> list[NewLetter]:
        letters: dict[str, NewLetter] = {}
        used: set[str] = set()
        for message in messages:
            token = next((token_in(one) for one in message.recipients if token_in(one)), "")
            ids = [one for one in (*message.in_reply_to, *message.references) if one not in used]
            if not token or token in letters:
                continue
            here = _CODE.findall(message.text + message.subject) or list(duties)
            message_id = ids[0] if ids else f"<mutated.{len(letters)}@mau.example>"
            used.add(message_id)
            letters[token] = NewLetter(
                key=f"mutated-{token}",
                kind="request",
                day=NOW.date(),
                message_id=message_id,
                recipients=[f"den-{token}@mau.example"],
                subject="Đề nghị báo cáo",
                text=text,
                html=f"<p>{text}</p>",
                rung="opening",
                agency_id=agency,
                token=token,
                reply_to=f"{split_tag(self.own[0])[0].replace('@', f'+{token}@')}",
                items={duties[code]: ("opening", "opening") for code in list(dict.fromkeys(here))[:6]},
            )
        return list(letters.values())

    def _plan(self, session) -> CycleRow:
        plan = PlanRow(
            code="MAU",
            title="KẾ HOẠCH MẪU",
            province="Tỉnh Mẫu",
            issuer="UBND tỉnh Mẫu",
            label="Kế hoạch số 01/KH-UBND",
            sample=True,
            created_at=NOW,
        )
        version = VersionRow(
            plan=plan, number=1, file_name="mau.txt", sha256="0" * 64, source=b"", reading={}, imported_at=NOW
        )
        units = {"CT1": "%", "CT2": "trường", "CT3": "phòng", "CT4": "triệu đồng", "CT5": "người", "CT6": "%"}
        version.targets = [
            TargetRow(
                position=number,
                code=code,
                path="II.1",
                group="",
                text=f"Số liệu mẫu {number}",
                comparator=">=",
                value=50,
                unit=unit,
                year=2030,
                relative=False,
            )
            for number, (code, unit) in enumerate(units.items(), 1)
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
            opened_at=NOW,
        )
        session.add(cycle)
        return cycle

    def _duty(self, session, cycle: CycleRow, agency: int, code: str, number: int) -> int:
        responsibility = ResponsibilityRow(
            version_id=cycle.version_id,
            position=number,
            path=f"V.{number}",
            heading="Cơ quan Mẫu",
            text=f"Nhiệm vụ mẫu thứ {number}: bố trí kinh phí.",
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
            code=code,
            cycle_id=cycle.id,
            responsibility_id=responsibility.id,
            agency_id=agency,
            relation="below",
            due_on=date(2025, 12, 15),
            due_kind="derived",
            due_basis="",
            targets=["CT3", "CT4"] if number % 3 == 0 else ["CT1"] if number % 3 == 1 else [],
            state="open",
            step="opening",
            step_on=date(2025, 11, 14),
            next_on=None,
        )
        session.add(row)
        session.flush()
        return row.id
