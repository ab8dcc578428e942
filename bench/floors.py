"""The bare floors: the same rows, bytes and cells with nothing of ours around them."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

Row = Sequence[Any]  # Any: the values of a row of SQLite


class Raw:
    """Rows of some tables of a home folder, and an empty database of the same shape to write them into."""

    def __init__(self, home: Path, *tables: str) -> None:
        self.path = home / "floor.db"
        self.rows: dict[str, list[Row]] = {}
        self.connection = sqlite3.connect(self.path)
        self.connection.execute("PRAGMA journal_mode=WAL")
        self.connection.execute("PRAGMA synchronous=NORMAL")
        with sqlite3.connect(home / "dondoc.db") as source:
            for table in tables:
                self._copy_shape(source, table)
                self.rows[table] = source.execute(f"SELECT * FROM {table}").fetchall()
        source.close()

    def _copy_shape(self, source: sqlite3.Connection, table: str) -> None:
        made = source.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('table', 'index')", (table,)
        )
        for (sql,) in made:
            if sql:
                self.connection.execute(sql)

    def insert(self, table: str, rows: Iterable[Row] | None = None) -> None:
        """Write all rows of a table, without committing."""
        marks = ", ".join("?" * len(self.rows[table][0]))
        self.connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows or self.rows[table])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.connection.close()


def template_of(text: str, words: Sequence[str]) -> str:
    """A text as a template of ``str.format``: each word becomes a numbered place."""
    made = text.replace("{", "{{").replace("}", "}}")
    for number, word in enumerate(words):
        made = made.replace(word, f"{{{number}}}")
    return made
