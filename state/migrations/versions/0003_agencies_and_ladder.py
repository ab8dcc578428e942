"""Agencies through time and the ladder: reorganisations, contacts with dates, extensions, holds, own calendar days."""

from typing import Any

import sqlalchemy as sa
from alembic import op

import state.tables.base

revision = "0003"
down_revision = "0002"

NOTHING, NO = sa.text("''"), sa.false()


def new_columns() -> dict[str, tuple[sa.Column[Any], ...]]:
    """The columns of this revision by table; made anew each time, because a column belongs to one table object."""
    return {
        "agency": (
            sa.Column("identifier", sa.String(length=40), nullable=False, server_default=NOTHING),
            sa.Column("closed_by", sa.Text(), nullable=False, server_default=NOTHING),
        ),
        "succession": (sa.Column("change", sa.String(length=20), nullable=False, server_default="merge"),),
        "contact": (
            sa.Column("hard_bounces", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("valid_from", sa.Date(), nullable=True),
            sa.Column("valid_to", sa.Date(), nullable=True),
        ),
        "plan": (sa.Column("cadence", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),),
        "cycle": (
            sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("regime", sa.String(length=250), nullable=False, server_default="nd-09-2019"),
        ),
        "assignment": (
            sa.Column("opens_on", sa.Date(), nullable=True),
            sa.Column("standing", sa.Boolean(), nullable=False, server_default=NO),
            sa.Column("heir_of", sa.Text(), nullable=True),
            sa.Column("heir_since", sa.Date(), nullable=True),
            sa.Column("quiet_until", sa.Date(), nullable=True),
            sa.Column("urged_from", sa.Date(), nullable=True),
            sa.Column("shared", sa.JSON(), nullable=False, server_default=sa.text("'{}'")),
        ),
    }


def upgrade() -> None:
    for table, columns in new_columns().items():
        for column in columns:
            op.add_column(table, column)
    with op.batch_alter_table("cycle") as cycle:
        cycle.drop_constraint("uq_cycle_plan_id_kind_year", type_="unique")
        cycle.create_unique_constraint("uq_cycle_plan_id_kind_cut_off", ["plan_id", "kind", "cut_off"])
    _several_heirs()
    _new_tables()


def _several_heirs() -> None:
    """Until now a succession did not say how it happened; one with several heirs was a split."""
    link = sa.table("succession", sa.column("predecessor_id"), sa.column("on_date"), sa.column("change"))
    split = sa.select(link.c.predecessor_id).group_by(link.c.predecessor_id).having(sa.func.count() > 1)
    op.execute(sa.update(link).where(link.c.predecessor_id.in_(split)).values(change="split"))


def _new_tables() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_at", state.tables.base.Moment(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("day", name=op.f("uq_calendar_day_day")),
    )
    op.create_table(
        "reorganisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("province", sa.String(length=80), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("applied_at", state.tables.base.Moment(timezone=True), nullable=False),
        sa.Column("applied_by", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reorganisation")),
        sa.UniqueConstraint("sha256", name=op.f("uq_reorganisation_sha256")),
    )
    op.create_table(
        "hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("plan_id", sa.Integer(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("held_at", state.tables.base.Moment(timezone=True), nullable=False),
        sa.Column("held_by", sa.String(length=120), nullable=False),
        sa.Column("released_at", state.tables.base.Moment(timezone=True), nullable=True),
        sa.Column("released_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_hold_agency_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_hold_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index("ix_hold_released", "hold", ["released_at"], unique=False)
    op.create_table(
        "placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("parent", sa.String(length=60), nullable=False),
        sa.Column("in_chain", sa.Boolean(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_placement_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement")),
        sa.UniqueConstraint("agency_id", "since", name=op.f("uq_placement_agency_id_since")),
    )
    op.create_table(
        "enclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.String(length=100), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_enclosure_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enclosure")),
    )
    op.create_index("ix_enclosure_letter", "enclosure", ["letter_id"], unique=False)
    op.create_table(
        "contact_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("old_email", sa.String(length=254), nullable=False),
        sa.Column("new_email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("proposed_at", state.tables.base.Moment(timezone=True), nullable=False),
        sa.Column("decided_at", state.tables.base.Moment(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_contact_proposal_agency_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_contact_proposal_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_proposal")),
    )
    op.create_index("ix_contact_proposal_state", "contact_proposal", ["state"], unique=False)
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=True),
        sa.Column("asked_until", sa.Date(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", state.tables.base.Moment(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", state.tables.base.Moment(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_extension_assignment_id")),
        sa.ForeignKeyConstraint(["reply_id"], ["reply.id"], name=op.f("fk_extension_reply_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index("ix_extension_state", "extension", ["state"], unique=False)
    op.create_index("ix_extension_assignment", "extension", ["assignment_id"], unique=False)
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reorganisation_id", sa.Integer(), nullable=False),
        sa.Column("assignment_id", sa.Integer(), nullable=False),
        sa.Column("heir_assignment_id", sa.Integer(), nullable=False),
        sa.Column("from_agency_id", sa.Integer(), nullable=False),
        sa.Column("to_agency_id", sa.Integer(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_handover_assignment_id")),
        sa.ForeignKeyConstraint(["from_agency_id"], ["agency.id"], name=op.f("fk_handover_from_agency_id")),
        sa.ForeignKeyConstraint(["heir_assignment_id"], ["assignment.id"], name=op.f("fk_handover_heir_assignment_id")),
        sa.ForeignKeyConstraint(
            ["reorganisation_id"], ["reorganisation.id"], name=op.f("fk_handover_reorganisation_id")
        ),
        sa.ForeignKeyConstraint(["to_agency_id"], ["agency.id"], name=op.f("fk_handover_to_agency_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_heir", "handover", ["heir_assignment_id"], unique=False)
    op.create_index("ix_handover_assignment", "handover", ["assignment_id"], unique=False)


def downgrade() -> None:
    for table in (
        "enclosure",
        "handover",
        "extension",
        "hold",
        "contact_proposal",
        "calendar_day",
        "reorganisation",
        "placement",
    ):
        op.drop_table(table)
    with op.batch_alter_table("cycle") as cycle:
        cycle.drop_constraint("uq_cycle_plan_id_kind_cut_off", type_="unique")
        cycle.create_unique_constraint("uq_cycle_plan_id_kind_year", ["plan_id", "kind", "year"])
    for table, columns in new_columns().items():
        for column in columns[::-1]:
            op.drop_column(table, column.name)
