"""A letter with its answer page: one commune, three duties, one of them with figures (dữ liệu mẫu)."""

import asyncio
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

from httpx import Response
from sqlalchemy import func, select
from starlette.datastructures import FormData
from starlette.testclient import TestClient

from mail.link import Links
from mail.office import Office
from mail.page.answer_page import letter_of
from mail.page.link_checks import Problems
from mail.page.link_reply import answer_by_link
from state.clock import ZONE
from state.database import Database
from state.post.outbox import NewLetter
from state.store import Store
from state.tables import (
    AgencyRow,
    AnswerRow,
    AssignmentRow,
    ContactRow,
    CycleRow,
    LetterRow,
    PlanRow,
    ReplyRow,
    ResponsibilityRow,
    TargetRow,
    VersionRow,
)
from web.link_app import create_link_app
from web.link_form import submission_of

NOW = datetime(2025, 12, 11, 9, 0, tzinfo=ZONE)
NAME = "0123456789abcdef01234567"
MESSAGE_ID = f"<dondoc.{NAME}@dondoc.example>"
CONTACT = "dau-moi@xamau.example"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
FIRST, SECOND, THIRD = "HT25-001", "HT25-002", "HT25-003"
TASKS = (
    ("V.1.a", f"Huy động trẻ nhà trẻ đến trường {HOSTILE}", ["CT1", "CT2"]),
    ("V.1.b", "Quy hoạch đất cho trường mầm non.", []),
    ("V.2.a", "Bồi dưỡng giáo viên mầm non.", []),
)


@dataclass
class LinkWorld:
    """The database, the links, the clock that a test moves, and the ids of the assignments."""

    database: Database
    links: Links
    now: datetime = NOW
    ids: dict[str, int] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where the page of the letter is."""
        return f"/t/{self.links.token(MESSAGE_ID)}"

    @property
    def office(self) -> Office:
        """Who signs."""
        return Office("Sở Giáo dục và Đào tạo", "bao-cao@dondoc.example", "dieu-phoi@dondoc.example", self.links)

    def browser(self, host: str = "http://127.0.0.1:8081") -> TestClient:
        """A browser that follows no redirect."""
        app = create_link_app(self.database, self.links, self.office, lambda: self.now)
        return TestClient(app, base_url=host, follow_redirects=False, raise_server_exceptions=False)

    def form(self, **changes: str) -> dict[str, list[str]]:
        """The form of the page as it stands now, with some fields filled in."""
        return Fields(self.browser().get(self.path).text).filled(**changes)

    def send(self, data: Mapping[str, Sequence[str]], *files: tuple[str, bytes], **headers: str) -> Response:
        """Send a form as a browser does."""
        parts = [("files", (name, content, "application/octet-stream")) for name, content in files]
        chosen = parts or [("files", ("", b"", "application/octet-stream"))]
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.browser().post(self.path, data=dict(data), files=chosen, headers=named)

    def taken_in(self, **changes: str) -> Problems:
        """What is wrong with a form, without a browser; a form that can be taken in fails the test."""
        pairs = [(named(name), value) for name, value in changes.items()]
        if "wish.until" in dict(pairs) or "wish.reason" in dict(pairs):
            pairs += [("wish.codes", code) for code in self.ids]
        typed = asyncio.run(submission_of(FormData([*pairs, *((f"{code}.seen", "") for code in self.ids)])))
        with self.database.unit() as store:
            done = answer_by_link(store, letter_of(store, MESSAGE_ID, self.now), typed, self.now, self.office)
        assert isinstance(done, Problems)
        return done

    def replies(self) -> list[ReplyRow]:
        """Everything that came in."""
        with self.database.unit() as store:
            rows = list(store.session.scalars(select(ReplyRow).order_by(ReplyRow.id)))
            for row in rows:
                _ = row.attachments
            return rows

    def answer(self, code: str) -> AnswerRow | None:
        """The answer that counts."""
        with self.database.unit() as store:
            row = store.assignments.by_code([code])[code]
            if row.answer_id is None:
                return None
            found = store.session.get_one(AnswerRow, row.answer_id)
            _ = (found.figures, found.difficulties)
            return found

    def state(self, code: str) -> str:
        """State of an assignment."""
        with self.database.unit() as store:
            return store.assignments.by_code([code])[code].state

    def letters(self, kind: str) -> list[LetterRow]:
        """Letters of a kind, with their texts."""
        with self.database.unit() as store:
            ids = store.session.scalars(select(LetterRow.id).where(LetterRow.kind == kind).order_by(LetterRow.id))
            return [store.outbox.get(key) for key in list(ids)]

    def count(self, table: type) -> int:
        """How many rows a table has."""
        with self.database.unit() as store:
            return store.session.scalar(select(func.count()).select_from(table)) or 0

    def dump(self) -> list[str]:
        """The whole database as SQL."""
        with sqlite3.connect(self.database.engine.url.database or "") as connection:
            return list(connection.iterdump())


def build(database: Database) -> LinkWorld:
    """Fill an empty database."""
    world = LinkWorld(database, Links("http://127.0.0.1:8081", "dondoc.example", "khoa-thu", timedelta(days=500)))
    with database.unit() as store:
        _fill(world, store)
        store.commit()
    return world


def at(folder: Path) -> LinkWorld:
    """The same in a SQLite file of its own."""
    database = Database(f"sqlite:///{folder / 'link.db'}")
    database.upgrade()
    return build(database)


def _fill(world: LinkWorld, store: Store) -> None:
    session = store.session
    plan = PlanRow(
        code="HT",
        title="Kế hoạch mẫu",
        province="Tỉnh Mẫu",
        issuer="UBND tỉnh Mẫu",
        label="Kế hoạch số 12/KH-UBND",
        sample=True,
        created_at=NOW,
    )
    version = VersionRow(
        plan=plan, number=1, file_name="mau.txt", sha256="0" * 64, source=b"", reading={}, imported_at=NOW
    )
    version.targets = [
        _target(1, "CT1", "Tỷ lệ trẻ nhà trẻ đến trường", "%", 30.0),
        _target(2, "CT2", "Số lớp", "lớp", 12),
    ]
    agency = AgencyRow(
        code="HT.X01",
        name=f"UBND xã Mẫu {HOSTILE}",
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
        code="HT25",
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
    for place, task in enumerate(TASKS, 1):
        code = f"HT25-{place:03d}"
        world.ids[code] = _assignment(store, (version.id, cycle.id, agency.id), code, task)
    letter = NewLetter(
        key="request:1:2025-12-10",
        kind="request",
        rung="opening",
        agency_id=agency.id,
        day=date(2025, 12, 10),
        message_id=MESSAGE_ID,
        token="a" * 16,
        reply_to=f"bao-cao+{'a' * 16}@dondoc.example",
        recipients=(CONTACT,),
        cc=(),
        in_reply_to=None,
        references=(),
        subject="[HT25] Hạn 17/12: báo cáo",
        text="Kính gửi",
        html="<p>Kính gửi</p>",
        items={world.ids[FIRST]: ("opening", "opening"), world.ids[SECOND]: ("opening", "opening")},
        sample=True,
    )
    store.outbox.queue([letter], NOW)


def _target(place: int, code: str, text: str, unit: str, value: float) -> TargetRow:
    return TargetRow(
        position=place,
        code=code,
        path="II.1",
        group="",
        text=text,
        comparator=">=",
        value=value,
        unit=unit,
        year=None,
        recurrence="hằng năm",
        relative=False,
        asked_path="V.1.a",
    )


def _assignment(store: Store, keys: tuple[int, int, int], code: str, task: tuple[str, str, list[str]]) -> int:
    version, cycle, agency = keys
    path, text, targets = task
    clause = ResponsibilityRow(
        version_id=version,
        position=int(code[-3:]),
        path=path,
        heading="UBND các xã",
        text=text,
        owners=["UBND các xã"],
        roles=["chủ trì"],
        partners=[],
        recurrence=["hằng năm"],
        requested=False,
        start_line=1,
        end_line=2,
    )
    store.session.add(clause)
    store.session.flush()
    row = AssignmentRow(
        code=code,
        cycle_id=cycle,
        responsibility_id=clause.id,
        agency_id=agency,
        relation="below",
        due_on=date(2025, 12, 17),
        due_kind="derived",
        due_basis="hạn của cấp xã",
        targets=targets,
        state="open",
        step="opening",
        step_on=date(2025, 12, 10),
        next_on=date(2025, 12, 15),
    )
    store.session.add(row)
    store.session.flush()
    return row.id


class Fields(HTMLParser):
    """The form of a page as a browser would send it, and every element that it would build."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.values: dict[str, list[str]] = {}
        self._area: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.elements.append((tag, found))
        name = found.get("name") or ""
        if tag == "textarea":
            self._area = name
            self.values[name] = [""]
        elif tag == "input" and name:
            kind = found.get("type") or "text"
            if kind == "file" or (kind in {"radio", "checkbox"} and "checked" not in found):
                return
            self.values.setdefault(name, []).append(found.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self.values[self._area][0] += data

    def filled(self, **changes: str) -> dict[str, list[str]]:
        """The form with some fields changed; "__" stands for a dot and "_" for a hyphen in the names."""
        changed = {named(name): [value] for name, value in changes.items()}
        return self.values | changed


def named(name: str) -> str:
    """ "HT25_001__status" is "HT25-001.status"."""
    return re.sub("_", "-", name.replace("__", "."))
