"""The answer page of a letter: looking changes nothing, sending is checked, counted once and answered by looking again.

The token in the address is the only key; no cookie exists, so a foreign page cannot send anything in a reader's name.
"""

import asyncio
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse, Response

from mail.errors import LinkEnded, LinkInvalid, MailError
from mail.letters.confirming import KIND as CONFIRM
from mail.link import PATH, Links
from mail.page.link_checks import Problems
from mail.page.link_confirm import decide_by_link
from mail.page.link_errors import EnoughForToday, LinkRevoked, NoAnswerPage
from mail.page.link_reply import answer_by_link, with_forms_read
from mail.page.typed import Submission
from state.store import Store
from web.answering import Answering, Here
from web.board import LARGEST_ID
from web.link_form import read_form, submission_of
from web.link_page import Looked, error_page, no_trace, page_of

router = APIRouter()

UPLOAD_SECONDS = 180
_STATUS: dict[type[MailError], int] = {
    LinkInvalid: 404,
    NoAnswerPage: 404,
    LinkEnded: 410,
    LinkRevoked: 410,
    EnoughForToday: 429,
}


@router.api_route(PATH + "{token}", methods=["GET", "HEAD"])
def show(
    request: Request, here: Here, token: str, nhan: Annotated[int | None, Query(ge=1, le=LARGEST_ID)] = None
) -> Response:
    """The page of a letter; ``nhan`` is the reply that was just taken in."""
    if not here.looks.take(_address(request)):
        return error_page(429)
    try:
        with here.database.unit() as store:
            return page_of(here, store, token, Looked(received=nhan))
    except MailError as error:
        return _refusal(error)


@router.post(PATH + "{token}")
async def send(request: Request, here: Here, token: str) -> Response:
    """Take in the form of a page, then show the page again; what cannot be taken in is said at its field."""
    if not _from_here(request, here.links):
        return error_page(403)
    if not here.sends.take(_address(request)):
        return error_page(429)
    try:
        letter_id = await run_in_threadpool(here.work, lambda store: here.letter(store, token).id)
        if not here.letters.take(str(letter_id)):
            return error_page(429)
        async with here.uploads, asyncio.timeout(UPLOAD_SECONDS):
            form = await read_form(request)
            sent = _Sent(await submission_of(form), str(form.get("whose") or ""))
            await form.close()
    except MailError as error:
        return _refusal(error)
    except TimeoutError:
        return error_page(408)
    except ClientDisconnect:
        return error_page(400)
    except HTTPException as error:
        return error_page(error.status_code)
    return await run_in_threadpool(_take_in, here, token, sent)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form brought: the fields of an answer page, and which button of a page that asks about a mail."""

    typed: Submission
    whose: str


def _take_in(here: Answering, token: str, sent: _Sent) -> Response:
    """One form; the forms among its files are read before the unit of work that writes."""
    now = here.now()

    def decide(store: Store) -> Response:
        decide_by_link(store, here.letter(store, token), sent.whose == "ours", now, here.office)
        store.commit()
        return no_trace(RedirectResponse(f"{PATH}{token}", status_code=303))

    def answer(store: Store) -> Response:
        done = answer_by_link(store, here.letter(store, token), typed, now, here.office)
        if isinstance(done, Problems):
            store.rollback()
            return page_of(here, store, token, Looked(typed=typed, problems=done))
        store.commit()
        return no_trace(RedirectResponse(f"{PATH}{token}?nhan={done}", status_code=303))

    try:
        with here.database.unit() as store:
            letter = here.letter(store, token)
            read = None if letter.kind == CONFIRM else with_forms_read(store, letter, sent.typed, now)
        if read is None:
            return here.work(decide) if sent.whose in {"ours", "others"} else error_page(400)
        typed = read()
        return here.work(answer)
    except MailError as error:
        return _refusal(error)


def _from_here(request: Request, links: Links) -> bool:
    """Whether a form comes from a page of ours.

    Our pages send no referrer, and a browser then names the origin "null"; it still says whether both sites are one.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin", "null")
    if origin == "null":
        return True
    return urlsplit(origin).netloc in {request.headers.get("host", ""), urlsplit(links.base).netloc}


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _refusal(error: MailError) -> Response:
    return error_page(_STATUS.get(type(error), 404), str(error))
