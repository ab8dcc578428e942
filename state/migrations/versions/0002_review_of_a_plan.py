"""The review of a plan: what it was read from, why a person must look, and what the person decided."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

import state.tables.base
from state.migrations.append_only import allow_changes, forbid_changes

revision = "0002"
down_revision = "0001"

EMPTY = sa.text("'[]'")


def listed(name: str) -> sa.Column[Any]:
    """A column with a JSON list, empty in the rows that are there."""
    return sa.Column(name, sa.JSON(), nullable=False, server_default=EMPTY)


def new_columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    """The columns of this revision by table; made anew each time, because a column belongs to one table object."""
    return {
        "plan_version": (
            sa.Column("format", sa.String(length=20), nullable=False, server_default="txt"),
            listed("lines"),
            listed("pages"),
            sa.Column("as_read", sa.JSON(), nullable=True),
            sa.Column("changes", sa.JSON(), nullable=True),
            sa.Column("amended_by", sa.Text(), nullable=True),
        ),
        "responsibility": (
            listed("advises"),
            listed("reports_to"),
            listed("deadlines"),
            sa.Column("origin", sa.String(length=20), nullable=False, server_default="organisation"),
            sa.Column("product", sa.Text(), nullable=True),
            listed("doubts"),
        ),
        "target": (
            sa.Column("high", sa.Numeric(precision=18, scale=4, asdecimal=False), nullable=True),
            sa.Column("measure", sa.Text(), nullable=True),
            sa.Column("base", sa.Text(), nullable=True),
            listed("places"),
            listed("doubts"),
        ),
        "question": (
            sa.Column("code", sa.String(length=8), nullable=False, server_default=""),
            sa.Column("item", sa.Text(), nullable=True),
            sa.Column("reason", sa.Text(), nullable=True),
        ),
    }


def upgrade() -> None:
    for table, columns in new_columns().items():
        for column in columns:
            op.add_column(table, column)
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("path", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("agencies", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.Column("decided_at", state.tables.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_correction_plan_id")),
        sa.ForeignKeyConstraint(["version_id"], ["plan_version.id"], name=op.f("fk_correction_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_plan_id"), "correction", ["plan_id"], unique=False)
    forbid_changes("correction")
    _readings()
    _question_codes()


def _readings() -> None:
    """Deadlines were words in a reading, now they are rules; what was read is kept beside what was corrected."""
    version = sa.table("plan_version", sa.column("id"), sa.column("reading", sa.JSON), sa.column("as_read", sa.JSON))
    connection = op.get_bind()
    for key, reading in connection.execute(sa.select(version.c.id, version.c.reading)).all():
        found = json.loads(reading) if isinstance(reading, str) else reading
        for duty in found.get("responsibilities", ()):
            duty["deadlines"] = [_rule(one) if isinstance(one, str) else one for one in duty.get("deadlines", ())]
        changed = sa.update(version).where(version.c.id == key).values(reading=found, as_read=found)
        connection.execute(changed)


def _rule(words: str) -> dict[str, str]:
    return {"text": words, "origin": "explicit", "form": "dated", "kind": "by"}


def _question_codes() -> None:
    question = sa.table("question", sa.column("id"), sa.column("version_id"), sa.column("code"))
    connection = op.get_bind()
    numbers: dict[int, int] = {}
    rows = connection.execute(sa.select(question.c.id, question.c.version_id).order_by(question.c.id)).all()
    for key, version in rows:
        numbers[version] = numbers.get(version, 0) + 1
        connection.execute(sa.update(question).where(question.c.id == key).values(code=f"Q{numbers[version]}"))


def downgrade() -> None:
    allow_changes("correction")
    op.drop_table("correction")
    for table, columns in new_columns().items():
        for column in columns[::-1]:
            op.drop_column(table, column.name)
