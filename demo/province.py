"""All agencies together: who they are, which letters have come, which mail is written next."""

import hashlib
import heapq
from datetime import datetime
from itertools import count
from pathlib import Path

from demo.characters import Timing, deal
from demo.clients import program_of
from demo.household import Action, Household
from demo.letters import Letter, read_letter
from mail.post.server import agency_box, mails_in

Body = tuple[str, str]


class Province:
    """Reads the Maildirs below ``root`` and keeps what is to be written, in order of time."""

    def __init__(self, root: Path, seed: int) -> None:
        self._boxes = agency_box(root, "x@y").parent
        self._seed = seed
        self._cards = deal(seed)
        self._writers = count()
        self._order = count()
        self._passed_over: set[Path] = set()
        self._by_address: dict[str, Household] = {}
        self._by_body: dict[Body, Household] = {}
        self._waiting: list[tuple[datetime, int, Action]] = []

    @property
    def households(self) -> tuple[Household, ...]:
        """All agencies that were ever asked."""
        return tuple(self._by_body.values())

    @property
    def next_at(self) -> datetime | None:
        """When the next mail is written."""
        self._drop_empty()
        return self._waiting[0][0] if self._waiting else None

    def look(self, now: datetime) -> None:
        """Read what has come and plan what follows from it."""
        found = [(path, read_letter(path.read_bytes())) for path in self._unread()]
        self._meet([letter for _, letter in found])
        for path, letter in found:
            house = self._house_of(letter)
            if house is None:
                self._passed_over.add(path)
                continue
            _mark_read(path)
            for action in house.receive(letter, now):
                heapq.heappush(self._waiting, (action.at, next(self._order), action))

    def due(self, now: datetime) -> Action | None:
        """The next action that is due; it stays until :meth:`done`."""
        self._drop_empty()
        return self._waiting[0][2] if self._waiting and self._waiting[0][0] <= now else None

    def done(self, action: Action) -> None:
        """Take an action off, its mail has left."""
        if self._waiting[0][2] is action:
            heapq.heappop(self._waiting)
        action.house.wrote(action)

    def _drop_empty(self) -> None:
        """An answer whose duties were all moved to an earlier one is not written."""
        while self._waiting and self._waiting[0][2].is_empty:
            heapq.heappop(self._waiting)

    def _unread(self) -> list[Path]:
        """Mails that lie in the ``new`` folders, box by box, oldest first; those of nobody we play stay there."""
        boxes = sorted(self._boxes.iterdir()) if self._boxes.is_dir() else []
        found = [path for box in boxes for path in mails_in(box) if path.parent.name == "new"]
        return [path for path in found if path not in self._passed_over]

    def _meet(self, letters: list[Letter]) -> None:
        """Deal a card to every agency that is asked for the first time."""
        unknown: dict[Body, str] = {}
        for letter in letters:
            if letter.duties and letter.reply_to and self._house_of(letter) is None:
                # A letter to the head goes to the desk as a copy.
                desk = letter.to[-1] if letter.to_head and letter.to else letter.delivered_to
                unknown.setdefault(_body(letter), desk)
        for body, desk in sorted(unknown.items(), key=lambda item: self._rank(item[1])):
            card = next(self._cards)
            program = program_of(next(self._writers) if card.timing is not Timing.SILENT else 0)
            house = Household(body[0] or desk, desk, card, program, self._seed)
            self._by_body[body] = self._by_address[desk] = house

    def _house_of(self, letter: Letter) -> Household | None:
        return self._by_address.get(letter.delivered_to) or self._by_body.get(_body(letter))

    def _rank(self, address: str) -> str:
        return hashlib.sha256(f"{self._seed}|{address}".encode()).hexdigest()


def _mark_read(path: Path) -> None:
    """What a mail program does with a mail that was opened, so that another run does not answer it again."""
    path.rename(path.parent.parent / "cur" / f"{path.name}:2,S")


def _body(letter: Letter) -> Body:
    """An agency is its name at its domain: a head and a focal officer are one, two provinces are two."""
    return letter.agency, letter.delivered_to.rpartition("@")[2]
