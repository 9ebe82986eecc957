"""groups."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("legal_note", sa.Text(), nullable=False),
        sa.Column("note_by", sa.String(length=60), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_group")),
    )
    op.create_table(
        "grouped_case",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_grouped_case_application_id_application")
        ),
        sa.ForeignKeyConstraint(["group_id"], ["case_group.id"], name=op.f("fk_grouped_case_group_id_case_group")),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_grouped_case")),
    )
    with op.batch_alter_table("grouped_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_grouped_case_group_id"), ["group_id"], unique=False)
