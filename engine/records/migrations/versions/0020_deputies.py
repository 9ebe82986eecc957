"""Deputies for dated absence, the directory of sister agencies, readings of the law held open."""

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
