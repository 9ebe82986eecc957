"""What the inbox, the board and the search need so that they take as long among a million cases as among a thousand."""

from alembic import op
from sqlalchemy import text

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

OPEN = text("state IN ('entered', 'running', 'paused', 'waiting_for_applicant')")
ESCALATED = text("event = 'deadline_escalated'")


def upgrade() -> None:
    """Open cases, each person's deeds and cases, the applicants and the reached rungs have indexes of their own."""
    op.create_index("ix_application_open", "application", ["due_on"], postgresql_where=OPEN, sqlite_where=OPEN)
    op.create_index("ix_application_handler", "application", ["handler_id"])
    op.create_index("ix_application_applicant", "application", ["applicant_name"])
    op.drop_index("ix_history_actor", "history")
    op.create_index("ix_history_actor", "history", ["actor_id", "application_id"])
    op.create_index("ix_history_escalated", "history", ["at", "id"], postgresql_where=ESCALATED, sqlite_where=ESCALATED)
