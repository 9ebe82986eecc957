"""remedies."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "remedy_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("is_after_reconsideration", sa.Boolean(), nullable=False),
        sa.Column("is_simple", sa.Boolean(), nullable=False),
        sa.Column("counted_here", sa.Boolean(), nullable=False),
        sa.Column("claimant", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=120), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column("filed_on", sa.Date(), nullable=False),
        sa.Column("notice_received_on", sa.Date(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("heard_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.String(length=60), nullable=True),
        sa.Column("decision_number", sa.String(length=80), nullable=False),
        sa.Column("decision_received_on", sa.Date(), nullable=True),
        sa.Column("redo_due_on", sa.Date(), nullable=True),
        sa.Column("carried_out_on", sa.Date(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_remedy_case_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remedy_case")),
    )
    with op.batch_alter_table("remedy_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_remedy_case_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_remedy_case_filed", ["kind", "filed_on"], unique=False)
