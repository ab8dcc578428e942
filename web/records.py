"""The pages of one thing: an agency, an assignment, a letter, an incoming mail; and the lists that lead there."""

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from mail.incoming.message import parse
from reports.vietnamese import printable
from state.post.received_files import files_of_agency, files_of_replies
from state.store import Store
from state.succession.passed import passed_of
from state.tables import AnswerRow
from state.views import MOVED
from web.board import LARGEST_ID, Code, Here, RowId
from web.guard import LETTER_POLICY
from web.words import URGENCY

router = APIRouter()
PAGE = 50
LATEST = 20
FILES = 30
READABLE = 1024 * 1024
"""A mail up to this size is shown whole."""

Before = Annotated[int | None, Query(ge=1, le=LARGEST_ID)]


@router.api_route("/co-quan", methods=["GET", "HEAD"])
def agency_list(board: Here) -> Response:
    """All agencies by province, with what they owe."""
    today = board.now().date()
    with board.database.unit() as store:
        rows = store.views.agencies(today)
        provinces = [(name, list(group)) for name, group in groupby(rows, key=lambda row: row[0].province)]
        return board.page(
            store,
            "agencies",
            sample=store.views.any_sample(),
            provinces=provinces,
            unreachable=store.views.unreachable(),
        )


@router.api_route("/co-quan/{code}", methods=["GET", "HEAD"])
def agency_page(board: Here, code: Code) -> Response:
    """One agency: its time, its contacts, what it was asked, what was written to and fro."""
    today = board.now().date()
    with board.database.unit() as store:
        views = store.views
        agency = views.agency(code)
        lines = views.of_agency(agency.id, today)
        lines.sort(key=lambda line: (URGENCY[line.standing.key], line.due_on))
        return board.page(
            store,
            "agency",
            sample=views.any_sample(),
            agency=agency,
            before=views.predecessors(agency.id),
            after=views.successors(agency.id),
            open_lines=[line for line in lines if line.asked and not line.answered],
            other_lines=[line for line in lines if line.state == "waived" or (line.asked and line.answered)],
            passed_lines=[line for line in lines if line.state == MOVED],
            letters=views.letters(LATEST, agency_id=agency.id),
            replies=views.replies(LATEST, agency_id=agency.id),
            files=files_of_agency(store.session, agency.id, FILES),
        )


@router.api_route("/yeu-cau/{code}", methods=["GET", "HEAD"])
def assignment_page(board: Here, code: Code) -> Response:
    """One assignment: the clause, its day, its letters, its answers, its history."""
    with board.database.unit() as store:
        views = store.views
        row = views.assignment(code)
        targets = {target.id: target for target in views.targets(row.cycle.version_id)}
        answers = views.answers(row.id)
        return board.page(
            store,
            "assignment",
            sample=row.cycle.plan.sample,
            row=row,
            line=views.line(row.id, board.now().date()),
            file_name=views.file_name(row.cycle.version_id),
            asked=[target for target in targets.values() if target.code in row.targets],
            targets=targets,
            letters=views.letters_of(row.id),
            answers=answers,
            files=files_of_replies(store.session, {one.reply_id for one, _ in answers if one.reply_id}),
            passed=passed_of(store.session, row.id),
            events_rows=store.events.of(f"assignment:{row.id}"),
        )


@router.api_route("/thu-di", methods=["GET", "HEAD"])
def letter_list(
    board: Here,
    trang_thai: Annotated[str, Query(pattern="^(queued|sending|sent|failed|withdrawn)?$")] = "",
    truoc: Before = None,
) -> Response:
    """The newest letters, of one state when asked."""
    with board.database.unit() as store:
        letters = store.views.letters(PAGE + 1, state=trang_thai or None, before=truoc)
        more = letters[PAGE - 1].id if len(letters) > PAGE else None
        return board.page(
            store,
            "letters",
            sample=store.views.any_sample(),
            letters=letters[:PAGE],
            state=trang_thai,
            more=more,
        )


@router.api_route("/thu-di/{letter_id}", methods=["GET", "HEAD"])
def letter_page(board: Here, letter_id: RowId) -> Response:
    """One letter as it was written; its HTML is shown in a sandbox."""
    with board.database.unit() as store:
        response = board.page(
            store,
            "letter",
            sample=store.views.any_sample(),
            letter=store.views.letter(letter_id),
            asked=store.views.asked_in(letter_id),
            events_rows=store.events.of(f"letter:{letter_id}"),
        )
    response.headers["Content-Security-Policy"] = LETTER_POLICY
    return response


@router.api_route("/thu-den", methods=["GET", "HEAD"])
def reply_list(board: Here, cho: Annotated[str, Query(pattern="^1?$")] = "", truoc: Before = None) -> Response:
    """The newest incoming mails, or those that wait for a person."""
    with board.database.unit() as store:
        replies = store.views.replies(PAGE + 1, waiting=bool(cho), before=truoc)
        more = replies[PAGE - 1].id if len(replies) > PAGE else None
        return board.page(
            store,
            "replies",
            sample=store.views.any_sample(),
            replies=replies[:PAGE],
            waiting=bool(cho),
            more=more,
        )


@router.api_route("/thu-den/{reply_id}", methods=["GET", "HEAD"])
def reply_page(board: Here, reply_id: RowId) -> Response:
    """One incoming mail: what it is, by which rule, what was read out of it, and its own words."""
    with board.database.unit() as store:
        views = store.views
        row = views.reply(reply_id)
        said = views.said_in(reply_id)
        return board.page(
            store,
            "reply",
            sample=views.any_sample(),
            row=row,
            files=files_of_replies(store.session, [row.id]).get(row.id, []),
            whole=_whole(row.raw.content) if row.raw and row.raw.size <= READABLE else "",
            said=said,
            targets=_targets(store, [one.answer for one in said]),
            events_rows=store.events.of(f"reply:{reply_id}"),
        )


def _whole(raw: bytes) -> str:
    """The text of a mail with everything it quotes."""
    return printable(parse(raw).text)


def _targets(store: Store, answers: list[AnswerRow]) -> dict[int, object]:
    keys = {figure.target_id for answer in answers for figure in answer.figures}
    return {row.id: row for row in store.views.targets_by_id(sorted(keys))}
