"""What operations keep: the office's reminder days, and the state of a run before its last step or move."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Reminder days may differ from the drawing's; a run has a way back."""
    op.create_table(
        "reminder_day",
        sa.Column("rung", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=True),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name=op.f("fk_reminder_day_changed_by_person")),
        sa.PrimaryKeyConstraint("rung", name=op.f("pk_reminder_day")),
    )
    op.add_column("process_instance", sa.Column("former_body", sa.LargeBinary(), nullable=True))
    op.add_column("process_instance", sa.Column("former_hash", sa.String(64), nullable=True))
    op.add_column("process_instance", sa.Column("former_step", sa.String(60), nullable=False, server_default=""))
