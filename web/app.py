"""The board as an application; whoever starts a server on loopback makes it with :func:`create_app`."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles

from mail.office import office_of
from state import clock as clocks
from state.database import Database
from state.errors import StateError
from state.settings import load
from web import calendars, files, link, plans, records, review
from web.answering import Answering
from web.board import Board
from web.guard import guard, watch
from web.render import render

STATIC = Path(__file__).parent / "static"
LOG = logging.getLogger(__name__)

_SENTENCES = {
    404: ("Không tìm thấy trang này", "Địa chỉ có thể đã gõ sai, hoặc nội dung chưa có trong cơ sở dữ liệu."),
    405: ("Trang này chỉ để xem", "Bảng theo dõi không nhận thay đổi nào qua trình duyệt."),
    500: (
        "Hệ thống gặp lỗi khi mở trang này",
        "Dữ liệu không bị thay đổi. Hãy thử lại; nếu vẫn lỗi, xem nhật ký của tiến trình web.",
    ),
}


def create_app(
    database: Database,
    out: Path,
    prefect_ui: str,
    clock: Callable[[], datetime] = clocks.now,
    hosts: Collection[str] = (),
    answering: Answering | None = None,
) -> FastAPI:
    """The board over a database; calendars are published in the name of the office of the settings.

    :param out: folder of the compiled reports; nothing outside it is ever served
    :param prefect_ui: address of Prefect's pages, for a link
    :param hosts: domain names it answers to behind a proxy; addresses and names without a dot always work
    :param answering: serves the answer pages beside the board, for readers on this machine; none: it does not
    """
    app = FastAPI(title="dondoc", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.board = Board(database, out, prefect_ui, clock, office_of(load()))
    app.middleware("http")(watch(frozenset(hosts)))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    # The calendars come first: "/co-quan/LC.X01.ics" would also be the page of an agency with that code.
    for room in (calendars, plans, review, records, files):
        app.include_router(room.router)
    if answering is not None:
        app.state.answering = answering
        app.include_router(link.router)
    app.add_exception_handler(StateError, _missing)
    app.add_exception_handler(RequestValidationError, _wrong_address)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _failed)
    return app


def _error(status: int, sentence: str = "") -> Response:
    title, usual = _SENTENCES.get(status, _SENTENCES[404])
    page = render("error", {"status": status, "title": title, "sentence": sentence or usual})
    return guard(HTMLResponse(page, status_code=status))


def _missing(_request: Request, error: Exception) -> Response:
    return _error(404, str(error))


def _wrong_address(_request: Request, _error_: Exception) -> Response:
    return _error(404)


def _refused(_request: Request, error: Exception) -> Response:
    response = _error(getattr(error, "status_code", 404))
    for name, value in (getattr(error, "headers", None) or {}).items():
        response.headers[name] = value
    return response


def _failed(request: Request, error: Exception) -> Response:
    LOG.error("page %s failed", request.url.path, exc_info=error)
    return _error(500)
