"""Deputies for a dated absence."""

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Who stands in for whom, from one day to another."""
