"""The letter and the reply: answers by link and on paper, files by their content, refused recipients, evidence."""

from typing import Any

import sqlalchemy as sa
from alembic import op

import state.tables.base

revision = "0004"
down_revision = "0003"

NOTHING, NO_FACTS = sa.text("''"), sa.text("'{}'")


def reply_columns() -> tuple[sa.Column[Any], ...]:
    """The new columns of a reply; made anew each time, because a column belongs to one table object."""
    return (
        sa.Column("channel", sa.String(length=10), nullable=False, server_default="mail"),
        sa.Column("form_key", sa.String(length=64), nullable=True),
        sa.Column("trust", sa.String(length=20), nullable=False, server_default=NOTHING),
        sa.Column("document_number", sa.String(length=120), nullable=False, server_default=NOTHING),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("decided_at", state.tables.base.Moment(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=False, server_default=NOTHING),
    )


def upgrade() -> None:
    with op.batch_alter_table("reply") as reply:
        for column in reply_columns():
            reply.add_column(column)
        reply.alter_column("raw_mail_id", existing_type=sa.Integer(), nullable=True)
        reply.create_unique_constraint("uq_reply_form_key", ["form_key"])
    op.add_column("attachment", sa.Column("note", sa.Text(), nullable=False, server_default=NOTHING))
    op.add_column("answer", sa.Column("evidence", sa.JSON(), nullable=False, server_default=NO_FACTS))
    op.create_table(
        "stored_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "letter_refusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("refused_at", state.tables.base.Moment(timezone=True), nullable=False),
        sa.Column("retry_at", state.tables.base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_refusal_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_refusal")),
        sa.UniqueConstraint("letter_id", "address", name=op.f("uq_letter_refusal_letter_id_address")),
    )
    op.create_index("ix_letter_refusal_retry", "letter_refusal", ["retry_at"], unique=False)


def downgrade() -> None:
    op.drop_table("letter_refusal")
    op.drop_table("stored_file")
    op.drop_column("answer", "evidence")
    op.drop_column("attachment", "note")
    # What came by link or on paper has no place in the older tables; its answers and its log stay.
    op.execute("UPDATE answer SET reply_id = NULL WHERE reply_id IN (SELECT id FROM reply WHERE raw_mail_id IS NULL)")
    op.execute("DELETE FROM attachment WHERE reply_id IN (SELECT id FROM reply WHERE raw_mail_id IS NULL)")
    for table in ("extension", "contact_proposal"):
        op.execute(
            f"UPDATE {table} SET reply_id = NULL WHERE reply_id IN (SELECT id FROM reply WHERE raw_mail_id IS NULL)"
        )
    op.execute(
        "UPDATE reply SET duplicate_of = NULL WHERE duplicate_of IN (SELECT id FROM reply WHERE raw_mail_id IS NULL)"
    )
    op.execute("DELETE FROM reply WHERE raw_mail_id IS NULL")
    with op.batch_alter_table("reply") as reply:
        reply.drop_constraint("uq_reply_form_key", type_="unique")
        reply.alter_column("raw_mail_id", existing_type=sa.Integer(), nullable=False)
        for column in reply_columns()[::-1]:
            reply.drop_column(column.name)
