"""The migrations: the tables are what the code says, old plans keep what people decided, and the way back works."""

import json
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

import state.database
from plans.model import Plan
from state.database import Database
from state.tables import Base

OLD_DUTY = {
    **{name: [] for name in ("owner_role", "partners", "advises", "reports_to", "recurrence")},
    "path": "V.1",
    "owners": ["Sở A"],
    "deadlines": ["trước ngày 15/12/2024"],
    "text": "Báo cáo trước ngày 15/12/2024.",
    "heading": "Sở A",
    "requested": False,
    "source": {"start_line": 3, "end_line": 3, "lines": [[3, 3]]},
}
OLD_DOCUMENT = {
    **dict.fromkeys(("number", "symbol", "issuer", "issuer_from", "place", "province", "date", "day", "month", "year")),
    **dict.fromkeys(("programme", "programme_decision", "programme_name", "programme_short_name")),
    "doc_type": "KẾ HOẠCH",
    "title": "MẪU",
    "period": {},
}
OLD_READING = {
    **{name: [] for name in ("legal_bases", "sections", "targets", "tasks", "funding", "recipients", "footnotes")},
    "questions": [],
    **dict.fromkeys(("general_objective", "signer", "closing")),
    "document": OLD_DOCUMENT,
    "responsibilities": [OLD_DUTY],
}


def migrate(database: Database, to: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(state.database.__file__).parent / "migrations"))
    with database.engine.begin() as connection:
        config.attributes["connection"] = connection
        (command.upgrade if to == "head" else command.downgrade)(config, to)


def test_the_migrations_make_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_plan_of_the_first_revision_is_read_after_the_second(database: Database) -> None:
    migrate(database, "0001")
    assert "correction" not in inspect(database.engine).get_table_names()
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO plan (id, code, title, province, issuer, label, sample, created_at)"
                " VALUES (1, 'TM', 'Mẫu', 'Lai Châu', '', 'Kế hoạch mẫu', true, '2024-01-01 00:00:00')"
            )
        )
        connection.execute(
            text(
                "INSERT INTO plan_version (id, plan_id, number, file_name, sha256, source, reading, imported_at)"
                " VALUES (1, 1, 1, 'mau.txt', 'x', :source, :reading, '2024-01-01 00:00:00')"
            ),
            {"source": b"x", "reading": json.dumps(OLD_READING)},
        )
        for number in (1, 2):
            connection.execute(
                text(
                    "INSERT INTO question (id, version_id, path, kind, message, blocking)"
                    " VALUES (:id, 1, 'V.1', 'owner', 'Ai?', true)"
                ),
                {"id": number},
            )
    migrate(database, "head")
    with database.unit() as store:
        version = store.plans.get("TM").versions[0]
        assert [question.code for question in version.questions] == ["Q1", "Q2"]
        assert (version.lines, version.format) == ([], "txt")
        deadline = Plan.model_validate(version.as_read).responsibilities[0].deadlines[0]
        assert (deadline.text, deadline.origin) == ("trước ngày 15/12/2024", "explicit")


def insert(database: Database, table: str, **values: object) -> None:
    columns, marks = ", ".join(values), ", ".join(f":{name}" for name in values)
    with database.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({marks})"), values)


def test_an_open_cycle_of_the_second_revision_goes_on_in_the_third(database: Database) -> None:
    """The cycle table is made anew, for another unique key; what points to its rows still does."""
    migrate(database, "0002")
    at, empty = "2024-11-14 00:30:00", "[]"
    plan = {"id": 1, "code": "TM", "title": "Mẫu", "province": "Lai Châu", "issuer": "", "label": "Mẫu", "sample": True}
    insert(database, "plan", **plan, created_at=at)
    version = {"id": 1, "plan_id": 1, "number": 1, "file_name": "m.txt", "sha256": "x", "source": b"x", "reading": "{}"}
    insert(database, "plan_version", **version, imported_at=at)
    clause = {"id": 1, "version_id": 1, "position": 1, "path": "V.1", "heading": "A", "text": "B", "owners": empty}
    more = {"roles": empty, "partners": empty, "recurrence": empty, "requested": False, "start_line": 1, "end_line": 1}
    insert(database, "responsibility", **clause, **more)
    agency = {
        "name": "Sở A",
        "short_name": "Sở A",
        "kind": "department",
        "province": "Lai Châu",
        "parent": "",
        "note": "",
    }
    for key in (1, 2):
        insert(database, "agency", id=key, code=f"LC.{key}", **agency, in_chain=True, to_confirm=False)
    link = {"predecessor_id": 1, "on_date": "2025-03-01", "decision": "", "share": "", "to_confirm": False}
    insert(database, "succession", id=1, successor_id=2, **link)
    days = {"window_start": "2023-12-15", "window_end": "2024-12-14", "cut_off": "2024-12-14", "opens_on": "2024-11-14"}
    cycle = {
        "id": 1,
        "code": "TM24",
        "plan_id": 1,
        "version_id": 1,
        "kind": "yearly",
        "year": 2024,
        "label": "Năm 2024",
    }
    insert(database, "cycle", **cycle, **days, due="{}", opened_at=at)
    asked = {"id": 1, "code": "TM24-001", "cycle_id": 1, "responsibility_id": 1, "agency_id": 1, "due_kind": "derived"}
    rest = {"relation": "same_level", "due_on": "2024-12-18", "due_basis": "", "targets": empty, "state": "open"}
    insert(database, "assignment", **asked, **rest)
    database.upgrade()
    with database.unit() as store:
        row = store.assignments.by_code(["TM24-001"])["TM24-001"]
        assert (row.cycle.code, row.cycle.number, row.cycle.regime) == ("TM24", 0, "nd-09-2019")
        assert (row.standing, row.shared, row.quiet_until) == (False, {}, None)
        assert store.agencies.get("LC.1").closed_by == ""
    with database.engine.connect() as connection:
        if database.engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
    again = cycle | {"id": 2, "code": "TM24Q4", "kind": "quarter"}
    insert(database, "cycle", **again, **days, due="{}", opened_at=at)
    with pytest.raises(IntegrityError):
        insert(database, "cycle", **(again | {"id": 3, "code": "TM24Q5"}), **days, due="{}", opened_at=at)
