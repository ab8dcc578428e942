"""What the answer pages need, composed once: database, links, clock, and how often somebody may knock."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from sqlalchemy.exc import IntegrityError
from starlette.exceptions import HTTPException

from mail.link import Links
from mail.office import Office
from mail.page.answer_page import letter_of
from state.clock import local
from state.database import Database
from state.store import Store
from state.tables import LetterRow
from web.link_limits import Allowance

T = TypeVar("T")


@dataclass(frozen=True)
class Answering:
    """What the answer pages need, composed once; how often an address looks and sends, and a letter takes in."""

    database: Database
    links: Links
    office: Office
    clock: Callable[[], datetime]
    looks: Allowance = field(default_factory=lambda: Allowance(120, 60))
    sends: Allowance = field(default_factory=lambda: Allowance(30, 10))
    letters: Allowance = field(default_factory=lambda: Allowance(10, 4))
    uploads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(8))

    def now(self) -> datetime:
        """The aware time in Việt Nam."""
        return local(self.clock())

    def letter(self, store: Store, token: str) -> LetterRow:
        """The letter behind a token.

        :raises LinkInvalid, LinkEnded, LinkRevoked, NoAnswerPage: there is no page
        """
        now = self.now()
        return letter_of(store, self.links.letter(token, now), now)

    def work(self, job: Callable[[Store], T]) -> T:
        """Run one unit of work; when two met at the same assignment, the later one looks again, once."""
        try:
            with self.database.unit() as store:
                return job(store)
        except IntegrityError:
            with self.database.unit() as store:
                return job(store)


def answering_of(request: Request) -> Answering:
    """The answer pages of the app that answers.

    :raises HTTPException: this app has none
    """
    found: Answering | None = getattr(request.app.state, "answering", None)
    if found is None:
        raise HTTPException(404)
    return found


Here = Annotated[Answering, Depends(answering_of)]
