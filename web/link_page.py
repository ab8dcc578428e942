"""The answer pages as HTML: of a letter that asks for reports, of one that asks about a mail, and of no letter."""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from starlette.responses import HTMLResponse, Response

from mail.errors import LinkInvalid
from mail.letters.confirming import KIND as CONFIRM
from mail.letters.echo import in_figures
from mail.link import PATH
from mail.page.answer_page import answer_page
from mail.page.link_checks import Problems
from mail.page.link_confirm import confirm_page
from mail.page.link_reply import changed
from mail.page.typed import NOT_OURS, Submission
from mail.read_answer.status import OPTIONS
from mail.read_reply import in_words
from mail.recording import WAYS
from state.store import Store
from state.tables import LetterRow, ReplyRow
from web.answering import Answering
from web.guard import ANSWER_POLICY, guard
from web.link_form import MAX_BODY
from web.render import render

STATUSES = {
    "": "Chưa trả lời mục này",
    **{str(status): f"{name[:1].upper()}{name[1:]}" for name, status in OPTIONS.items()},
    NOT_OURS: "Không thuộc cơ quan chúng tôi",
}
"""What may be chosen for an assignment."""
_TITLES = {
    400: ("Không đọc được nội dung gửi lên", "Xin mở lại trang và gửi lại."),
    403: ("Không nhận nội dung gửi từ trang khác", "Xin mở đường dẫn trong thư và gửi từ trang ấy."),
    404: ("Không tìm thấy trang", str(LinkInvalid())),
    408: ("Gửi quá lâu", "Đường truyền chậm hoặc bị ngắt. Xin gửi lại, bớt tệp lớn hoặc gửi tệp bằng thư điện tử."),
    410: ("Đường dẫn không còn hiệu lực", ""),
    413: (
        "Nội dung gửi lên quá lớn",
        f"Mỗi lần gửi không quá {MAX_BODY // 1024 // 1024 - 1} MB, mỗi tệp không quá 10 MB. Chưa ghi nhận gì.",
    ),
    429: ("Gửi quá nhiều lần", "Xin chờ vài phút rồi thử lại. Chưa ghi nhận gì."),
    500: ("Hệ thống gặp lỗi", "Chưa ghi nhận gì. Xin thử lại sau ít phút hoặc trả lời bằng thư điện tử."),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """Why a page is shown: after a reply was taken in, or because a form could not be."""

    received: int | None = None
    typed: Submission | None = None
    problems: Problems | None = None


def page_of(here: Answering, store: Store, token: str, looked: Looked) -> Response:
    """The page behind a token.

    :raises LinkInvalid, LinkEnded, LinkRevoked, NoAnswerPage: there is none
    """
    letter, problems = here.letter(store, token), looked.problems
    context: dict[str, object] = {"letter": letter, "office": here.office.name, "action": f"{PATH}{token}"}
    if letter.kind == CONFIRM:
        name, facts = "link_confirm", _about_a_mail(here, store, letter)
    else:
        name, facts = "link", _about_answers(here, store, letter, looked)
    return no_trace(HTMLResponse(render(name, {**context, **facts}), status_code=422 if problems else 200))


def _about_a_mail(here: Answering, store: Store, letter: LetterRow) -> dict[str, object]:
    token = here.links.token(letter.in_reply_to or "")
    return {
        "page": confirm_page(store, letter, here.now(), here.office),
        "answers": f"{PATH}{token}" if token else "",
        "in_words": in_words,
        "in_figures": in_figures,
    }


def _about_answers(here: Answering, store: Store, letter: LetterRow, looked: Looked) -> dict[str, object]:
    typed, problems = looked.typed, looked.problems or Problems()
    page = answer_page(store, letter, here.now().date())
    before = {item.code: item.before for item in page.items}
    # What was left as it stood must not come back over an answer that is newer than the page.
    now_typed = {item.code: item for item in changed(store, page, typed.items)} if typed else {}
    opened = {*now_typed, *problems.newer}
    return {
        "page": page,
        "key": typed.key if typed and typed.key else secrets.token_hex(16),
        "values": before | now_typed,
        "typed": typed,
        "problems": problems,
        "received": _received(store, letter, looked.received),
        "statuses": STATUSES,
        "ways": WAYS,
        "shown": lambda item, few: item.code in opened or (few and item.waits),
        "today": here.now().date(),
    }


def _received(store: Store, letter: LetterRow, reply_id: int | None) -> list[ReplyRow]:
    """The reply that was just taken in through this page, with its part that waits for a person."""
    if reply_id is None:
        return []
    mine = (ReplyRow.letter_id == letter.id, ReplyRow.channel == "link")
    moment = select(ReplyRow.received_at).where(ReplyRow.id == reply_id, *mine).scalar_subquery()
    query = select(ReplyRow).where(*mine, ReplyRow.received_at == moment).order_by(ReplyRow.id)
    return list(store.session.scalars(query))


def error_page(status: int, sentence: str = "") -> Response:
    """One sentence about why there is no page."""
    title, usual = _TITLES.get(status, _TITLES[404])
    context: dict[str, object] = {"title": title, "sentence": sentence or usual}
    response = HTMLResponse(render("link_error", context), status_code=status)
    if status == 429:
        response.headers["Retry-After"] = "120"
    return no_trace(guard(response))


def no_trace(response: Response) -> Response:
    """No script, no search engine, no cache."""
    response.headers["Content-Security-Policy"] = ANSWER_POLICY
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response
