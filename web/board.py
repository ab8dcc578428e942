"""What every page needs: the database, the folder of reports, the clock; and how a page is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from fastapi import Path as UrlPath
from starlette.responses import HTMLResponse

from mail.office import Office
from state.clock import local
from state.database import Database
from state.store import Store
from web.render import render

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True)
class Board:
    """What was composed once when the server started."""

    database: Database
    out: Path
    prefect_ui: str
    clock: Callable[[], datetime]
    office: Office

    def now(self) -> datetime:
        """The aware time in Việt Nam."""
        return local(self.clock())

    def page(self, store: Store, name: str, *, sample: bool, **context: object) -> HTMLResponse:
        """One whole page; ``sample`` puts the ribbon on it."""
        shared = {"now": self.now(), "today": self.now().date(), "prefect_ui": self.prefect_ui, "sample": sample}
        return HTMLResponse(render(name, {**shared, "attention": store.views.attention(), **context}))


def board_of(request: Request) -> Board:
    """The board of the app that answers."""
    board: Board = request.app.state.board
    return board


Here = Annotated[Board, Depends(board_of)]
RowId = Annotated[int, UrlPath(ge=1, le=LARGEST_ID)]
Code = Annotated[str, UrlPath(pattern=r"^[\w.\-]{1,60}$")]
