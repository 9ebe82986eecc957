"""Envelopes as they came in, with their pictures, and what those on duty wrote down."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "envelope",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("entry_key", sa.String(length=64), nullable=False),
        sa.Column("sender", sa.String(length=120), nullable=False),
        sa.Column("addressed_to", sa.String(length=120), nullable=False),
        sa.Column("carrier", sa.String(length=60), nullable=False),
        sa.Column("tracking_number", sa.String(length=40), nullable=False),
        sa.Column("signed_by", sa.String(length=60), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bears_level_mark", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.String(length=400), nullable=False),
        sa.Column("logged_by", sa.String(length=60), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_by", sa.String(length=60), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handed_to", sa.String(length=60), nullable=False),
        sa.Column("handed_to_id", sa.Integer(), nullable=True),
        sa.Column("taken_by", sa.String(length=60), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("settled_by", sa.String(length=60), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("paper", sa.String(length=60), nullable=True),
        sa.Column("passed_to", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name="fk_envelope_application_id_application"),
        sa.ForeignKeyConstraint(["handed_to_id"], ["person.id"], name="fk_envelope_handed_to_id_person"),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name="fk_envelope_taken_by_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_envelope"),
        sa.UniqueConstraint("entry_key", name="uq_envelope_entry_key"),
        sa.UniqueConstraint("number", name="uq_envelope_number"),
    )
    op.create_index("ix_envelope_state_signed", "envelope", ["state", "signed_at"])
    for column in ("tracking_number", "signed_at", "application_id"):
        op.create_index(f"ix_envelope_{column}", "envelope", [column])
    op.create_table(
        "envelope_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("envelope_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["envelope_id"], ["envelope.id"], name="fk_envelope_photo_envelope_id_envelope"),
        sa.PrimaryKeyConstraint("id", name="pk_envelope_photo"),
    )
    op.create_index("ix_envelope_photo_envelope_id", "envelope_photo", ["envelope_id"])
    op.create_table(
        "duty_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("on_duty", sa.String(length=60), nullable=False),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("written_by", sa.String(length=60), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_duty_note"),
    )
    op.create_index("ix_duty_note_day", "duty_note", ["day"])
