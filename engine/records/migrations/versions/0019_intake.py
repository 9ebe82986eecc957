"""Agent, recipient and law firm of an application; records transferred by a platform of a higher authority."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "representation",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("co_applicants", sa.Text(), nullable=False),
        sa.Column("agent_name", sa.String(length=120), nullable=False),
        sa.Column("agent_firm", sa.String(length=120), nullable=False),
        sa.Column("agent_phone", sa.String(length=40), nullable=False),
        sa.Column("agent_identity_kind", sa.String(length=40), nullable=False),
        sa.Column("agent_identity_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("has_power", sa.Boolean(), nullable=False),
        sa.Column("power_scope", sa.String(length=80), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recipient_name", sa.String(length=120), nullable=False),
        sa.Column("recipient_phone", sa.String(length=40), nullable=False),
        sa.Column("recipient_email", sa.String(length=120), nullable=False),
        sa.Column("recipient_postcode", sa.String(length=12), nullable=False),
        sa.Column("recipient_address", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_representation_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_representation")),
    )
    op.create_table(
        "platform_record",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("transferred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("receipt_number", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_platform_record_application_id_application")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_platform_record")),
        sa.UniqueConstraint("platform", "number", name=op.f("uq_platform_record_platform_number")),
    )
    op.add_column("stored_file", sa.Column("delete_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_stored_file_delete_on"), "stored_file", ["delete_on"])
