"""The dated directory of sister agencies, and the channels for applications as the office publishes them."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Which agency answers for what, and how it is reached, from which day to which."""
    op.create_table(
        "sister_agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("answers_for", sa.String(length=400), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("website", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["sister_agency.id"], name=op.f("fk_sister_agency_successor_id_sister_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sister_agency")),
    )
    op.create_table(
        "published_channel",
        sa.Column("channel", sa.String(length=60), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("details", sa.String(length=160), nullable=False),
        sa.Column("hours", sa.String(length=120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_published_channel")),
    )
    op.execute(
        "INSERT INTO published_channel (channel, is_open, details, hours, changed_at)"
        " SELECT 'online_platform', portal_open, '', '', CURRENT_TIMESTAMP FROM agency WHERE NOT portal_open"
    )
    with op.batch_alter_table("agency") as agency:
        agency.drop_column("portal_open")
