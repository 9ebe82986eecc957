"""Another agency is asked to settle whether something may be disclosed, apart from being asked to confirm it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("consultation", sa.Column("is_referral", sa.Boolean(), nullable=False, server_default=sa.false()))
