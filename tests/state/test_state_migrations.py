"""The migrations: the tables are what the code says, old plans keep what people decided, and the way back works."""

import json
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

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
