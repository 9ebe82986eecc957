"""A consultation may ask a whole question of another agency; subordinate bodies are told from our own sections."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("unit", sa.Column("is_subordinate", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("consultation") as table:
        table.alter_column(
            "concerns", type_=sa.String(length=200), existing_type=sa.String(length=40), existing_nullable=False
        )
