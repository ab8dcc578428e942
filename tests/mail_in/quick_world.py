"""The world with a letter and replies, copied from one that was made once: making its tables costs most of a test."""

import shutil
from collections.abc import Callable
from pathlib import Path

from reply_world import OWN, Box, ReplyWorld

from mail.office import Office
from state.database import Database
from state.store import Store

OFFICE = Office("Sở Giáo dục và Đào tạo tỉnh Mẫu", OWN[0], OWN[2])


class QuickWorld(ReplyWorld):
    """A world in a database that has its tables already: filled anew, or a copy of a filled one."""

    def __init__(self, database: Database, assignments: dict[str, int] | None = None) -> None:
        self.database, self.units, self.box = database, database.unit, Box()
        if assignments is not None:
            self.assignments = dict(assignments)
            return
        with self.units() as store:
            self.assignments = self.fill(store)
            store.commit()

    def decide(self, decision: Callable[[Store], object]):
        """One decision in one unit of work."""
        with self.units() as store:
            told = decision(store)
            store.commit()
        return told


class Template:
    """A filled world to copy."""

    def __init__(self, folder: Path) -> None:
        world = ReplyWorld(folder)
        self._file, self._assignments = folder / "mau.db", world.assignments
        world.database.close()

    def copy(self, folder: Path, name: str = "mau.db") -> QuickWorld:
        """A world of its own in a folder."""
        shutil.copy(self._file, folder / name)
        return QuickWorld(Database(f"sqlite:///{folder / name}"), self._assignments)
