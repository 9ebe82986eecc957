"""What a consultation is about may be a whole question to another agency."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("consultation") as table:
        table.alter_column(
            "concerns", type_=sa.String(length=200), existing_type=sa.String(length=40), existing_nullable=False
        )
