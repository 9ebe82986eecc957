"""Who answers now: reform of agencies, records handed to the archives, information of another agency."""

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: the answers to both questions stand among the facts of the item."""
