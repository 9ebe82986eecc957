"""The few steps of a year's report are found without looking at those of all cases."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

OF_REPORT = sa.text("report_year IS NOT NULL")


def upgrade() -> None:
    """One small index more, of open steps that belong to a report."""
    op.create_index(
        "ix_open_task_report", "open_task", ["report_year"], postgresql_where=OF_REPORT, sqlite_where=OF_REPORT
    )
