"""The dated directory of sister agencies."""

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Which agency answers for what, and how it is reached, from which day to which."""
