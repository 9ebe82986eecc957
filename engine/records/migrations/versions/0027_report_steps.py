"""Steps of a report are found without looking at those of all cases, steps of a pool by their lane alone."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OF_REPORT = sa.text("report_year IS NOT NULL")
TAKEN = sa.text("assignee_id IS NOT NULL")


def upgrade() -> None:
    """One small index more, of open steps that belong to a report; that of who holds a step leaves out the pools."""
    op.create_index(
        "ix_open_task_report", "open_task", ["report_year"], postgresql_where=OF_REPORT, sqlite_where=OF_REPORT
    )
    op.drop_index("ix_open_task_assignee", "open_task")
    op.create_index(
        "ix_open_task_assignee", "open_task", ["assignee_id", "due_on"], postgresql_where=TAKEN, sqlite_where=TAKEN
    )
