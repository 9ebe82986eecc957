"""desks."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earlier_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.String(length=40), nullable=False),
        sa.Column("applicant_kind", sa.String(length=60), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("report_row", sa.String(length=60), nullable=True),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["imported_by"], ["person.id"], name=op.f("fk_earlier_case_imported_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_case")),
        sa.UniqueConstraint("case_number", name=op.f("uq_earlier_case_case_number")),
    )
    op.create_index(op.f("ix_earlier_case_received_on"), "earlier_case", ["received_on"])
