"""The board and the answer pages, each on its port of this machine, in one process."""

import asyncio
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import uvicorn
from fastapi import FastAPI

from mail.link import Links
from mail.office import Office
from state import clock as clocks
from state.database import Database
from state.settings import Settings
from web.answering import Answering
from web.app import create_app
from web.link_app import create_link_app

HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """One of several servers of a process: signals reach them all from outside."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def apps_of(
    settings: Settings,
    database: Database,
    office: Office,
    links: Links,
    clock: Callable[[], datetime] = clocks.now,
) -> list[tuple[FastAPI, int]]:
    """The applications with their ports; without an address of the answer pages there is only the board."""
    answering = Answering(database, links, office, clock) if links.base else None
    prefect_ui = f"http://{HOST}:{settings.prefect_port}"
    board = create_app(database, settings.out, prefect_ui, clock, answering=answering)
    if answering is None:
        return [(board, settings.web_port)]
    return [(board, settings.web_port), (create_link_app(database, links, office, clock), settings.link_port)]


def serve_pages(apps: Sequence[tuple[FastAPI, int]]) -> None:
    """Serve until SIGINT or SIGTERM; when one server cannot start or ends, the others end, too."""
    asyncio.run(_serve(apps))


async def _serve(apps: Sequence[tuple[FastAPI, int]]) -> None:
    # The access log would hold the secret part of the links.
    servers = [
        _Server(uvicorn.Config(app, host=HOST, port=port, log_level="warning", access_log=False, server_header=False))
        for app, port in apps
    ]

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop)
    running = [asyncio.create_task(server.serve()) for server in servers]
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    stop()
    await asyncio.gather(*running)
