"""Envelopes as they came in, notes of talks by phone and at the counter."""

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""
