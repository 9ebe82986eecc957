"""Agent, recipient and law firm of an application; records transferred by a platform of a higher authority."""

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
