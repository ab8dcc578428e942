"""The main job from the document to the report, with real parts: Prefect server, SMTP, Maildirs, both databases."""

import json
import zipfile
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from demo import world
from demo.year import MORNING, Opened, Story, live, open_year
from flows.runtime import Runtime
from plans import samples
from reports.compile import read_snapshot
from state.clock import ZONE
from state.tables import (
    AnswerRow,
    AssignmentRow,
    ClaimRow,
    ContactRow,
    CycleRow,
    EventRow,
    LetterItemRow,
    LetterRow,
    ReplyRow,
)

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def plan_file(request: pytest.FixtureRequest, database_url: str) -> Path:
    """The real plan on SQLite where it is at hand; our own sample, which has the same structure, on PostgreSQL."""
    try:
        folder = request.getfixturevalue("shared")
    except pytest.skip.Exception:
        return samples.path("lai-chau-mau")
    return folder / "plans" / "lai_chau_1609.txt" if "sqlite" in database_url else samples.path("lai-chau-mau")


def test_a_whole_year_runs_from_the_plan_to_the_report(house: Runtime, plan_file: Path) -> None:
    with world.post_server(house.settings), world.Agencies(house.settings, seed=7) as agencies:
        opened = open_year(house, plan_file)
        story = live(house, opened, agencies, lambda day: None)
        check_letters(house, opened)
        check_replies(house)
        check_answers(house)
        check_reports(house, opened, story)
        check_that_ticks_repeat_without_harm(house, opened)
    check_prefect(opened)


def check_letters(house: Runtime, opened: Opened) -> None:
    """One request per agency and day, on working days, in office hours, never after the answer."""
    with house.database.unit() as store:
        letters = store.session.scalars(select(LetterRow)).all()
        requests = [letter for letter in letters if letter.kind == "request"]
        per_day = Counter((letter.agency_id, letter.day) for letter in requests)
        asked_after_answer = store.session.execute(
            select(LetterRow.id, LetterItemRow.assignment_id)
            .join(LetterItemRow, LetterItemRow.letter_id == LetterRow.id)
            .join(AssignmentRow, AssignmentRow.id == LetterItemRow.assignment_id)
            .join(AnswerRow, AnswerRow.assignment_id == AssignmentRow.id)
            .where(LetterRow.created_at > AnswerRow.received_at, LetterRow.kind == "request")
        ).all()
    assert len(requests) >= 22
    assert set(per_day.values()) == {1}
    assert all(house.calendar.is_working_day(letter.day) for letter in requests)
    assert all(house.calendar.is_office_time(letter.sent_at) for letter in requests if letter.sent_at)
    assert {letter.state for letter in letters} <= {"sent", "withdrawn"}
    assert all(letter.sample for letter in letters)
    assert len({letter.message_id for letter in letters}) == len(letters)
    assert min(letter.day for letter in requests) == opened.opens_on
    assert asked_after_answer == []


def check_replies(house: Runtime) -> None:
    """Every mail has one outcome and one sentence; automatic mails, bounces and strangers are no answers."""
    with house.database.unit() as store:
        replies = store.session.scalars(select(ReplyRow)).all()
        answered = set(store.session.scalars(select(AnswerRow.reply_id)))
        bounced = store.session.scalars(select(ContactRow.email).where(ContactRow.state == "bounced")).all()
        away = store.session.scalar(select(func.count()).where(EventRow.kind == "contact-away"))
    kinds = Counter((reply.kind, reply.outcome) for reply in replies)
    assert all(reply.reason for reply in replies)
    assert kinds["answer", "record"] >= 10
    assert kinds["auto-reply", "ignore"] >= 1
    assert kinds["bounce", "bounce"] >= 1
    assert bounced
    assert away
    strangers = [reply for reply in replies if reply.sender.endswith("@bao-la.example")]
    assert strangers
    assert {reply.outcome for reply in strangers} == {"hold"}
    no_answers = [reply for reply in replies if reply.kind in {"auto-reply", "bounce"} or reply.outcome != "record"]
    assert not answered & {reply.id for reply in no_answers}


def check_answers(house: Runtime) -> None:
    """Somebody changed its mind: both versions are kept, the newer one counts, and no ladder runs on."""
    with house.database.unit() as store:
        versions = store.session.execute(
            select(AnswerRow.assignment_id, func.max(AnswerRow.version)).group_by(AnswerRow.assignment_id)
        ).all()
        rows = store.session.scalars(select(AssignmentRow).where(AssignmentRow.state == "answered")).all()
        newest = {row.id: store.answers.versions(row.id)[-1].id for row in rows}
    assert max(version for _, version in versions) >= 2
    assert len(rows) == len(versions)
    assert all(row.answer_id == newest[row.id] for row in rows)
    assert all(row.next_on is None for row in rows)


def check_reports(house: Runtime, opened: Opened, story: Story) -> None:
    """A draft on the coordinator's day, a final one on the province's; each figure says from whom it comes."""
    with house.database.unit() as store:
        cycle = store.session.scalar(select(CycleRow))
        assert cycle is not None
        final, draft = store.reports.of(cycle.id)
        data = read_snapshot(final)
        states = Counter(store.session.scalars(select(AssignmentRow.state)))
        # The final report is compiled in the morning of its day; a few answers still come in the afternoon.
        in_time = AnswerRow.assignment_id == AssignmentRow.id, AnswerRow.received_at <= final.compiled_at
        told = select(func.count(AnswerRow.assignment_id.distinct())).where(AssignmentRow.state == "answered", *in_time)
        answered = store.session.scalar(told)
    assert (draft.stage, final.stage) == ("draft", "final")
    assert (draft.compiled_at.date(), final.compiled_at.date()) == opened.stages
    assert len(data.assignments) == sum(states.values())
    assert sum(row.answered for row in data.assignments) == answered
    assert data.sample
    for path in (path for report in (draft, final) for path in (report.word, report.excel, report.pdf)):
        assert (house.settings.out / path).stat().st_size > 5000
    assert {path.name for path in story.reports} >= {Path(final.word).name, Path(draft.word).name}
    with zipfile.ZipFile(house.settings.out / final.word) as word:
        body = word.read("word/document.xml").decode()
        headers = "".join(word.read(name).decode() for name in word.namelist() if "header" in name)
    assert "/8 huyện, thành phố" in body
    assert "DỮ LIỆU MẪU" in headers
    assert "{{" not in body


def check_that_ticks_repeat_without_harm(house: Runtime, opened: Opened) -> None:
    from flows.follow import follow_plan

    def counts() -> tuple[int, ...]:
        with house.database.unit() as store:
            return tuple(
                store.session.scalar(select(func.count()).select_from(table)) or 0
                for table in (LetterRow, ClaimRow, ReplyRow, AnswerRow)
            )

    before = counts()
    again = follow_plan(opened.code, datetime.combine(opened.stages[-1], MORNING, ZONE))
    night = follow_plan(opened.code, datetime.combine(opened.stages[-1], MORNING, ZONE) + timedelta(hours=15))
    assert counts() == before
    assert (again.posted.sent, again.reports, night.quiet != "") == (0, [], True)


def check_prefect(opened: Opened) -> None:
    """Every responsibility is a flow of its own, tagged with its agencies; the plan has a table."""
    from prefect.artifacts import Artifact
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterTags

    with get_client(sync_client=True) as client:
        flows = client.read_flows(limit=200)
        runs = client.read_flow_runs(
            flow_run_filter=FlowRunFilter(tags=FlowRunFilterTags(all_=["agency:Sở Tài chính"])), limit=50
        )
    names = {flow.name for flow in flows if flow.name.startswith(f"{opened.code} V.")}
    assert len(names) == 24
    assert runs
    assert all(run.parameters["owners"] == ["Sở Tài chính"] and run.parameters["due_on"] for run in runs)
    table = Artifact.get(f"plan-{opened.code.lower()}")
    assert table is not None
    rows = json.loads(str(table.data))
    assert len(rows) == 24
    assert all("đã báo cáo" in row["Tình hình"] for row in rows)
    assert {row["Hạn gửi"] for row in rows} == {f"17/12/{opened.year}", f"18/12/{opened.year}"}
