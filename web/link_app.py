"""The answer pages as an application of their own: nothing but ``/t/…`` and its style, for the outside."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from mail.link import Links
from mail.office import Office
from state import clock as clocks
from state.database import Database
from web import link
from web.answering import Answering
from web.guard import watch
from web.link_page import error_page

STATIC = Path(__file__).parent / "static"
LOG = logging.getLogger(__name__)


def create_link_app(
    database: Database,
    links: Links,
    office: Office,
    clock: Callable[[], datetime] = clocks.now,
    hosts: Collection[str] = (),
) -> FastAPI:
    """The answer pages over a database.

    :param links: reads the tokens; the host of its base is answered to
    :param hosts: more host names; addresses and names without a dot always work
    """
    app = FastAPI(title="dondoc", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.answering = Answering(database, links, office, clock)
    app.middleware("http")(watch(frozenset(hosts) | public_hosts(links)))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(link.router)
    app.add_exception_handler(RequestValidationError, _refused)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _failed)
    return app


def public_hosts(links: Links) -> frozenset[str]:
    """The host name under which agencies reach the pages."""
    return frozenset({urlsplit(links.base).hostname or ""} - {""})


def _refused(_request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    return error_page(404 if status == 405 else status)


def _failed(request: Request, error: Exception) -> Response:
    # The path holds a secret, so the log does not get it.
    LOG.error("an answer page failed (%s)", request.method, exc_info=error)
    return error_page(500)
