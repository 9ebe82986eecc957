"""Open readings of the law set by an administrator, and by which of them an ended case was counted."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is changed yet; cases that have ended keep the readings of before any change."""
    op.create_table(
        "changed_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_changed_reading_changed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changed_reading")),
    )
    op.add_column("application", sa.Column("readings_kept", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE application SET readings_kept = 0"
        " WHERE state NOT IN ('entered', 'running', 'paused', 'waiting_for_applicant')"
    )
