"""Around the letters: voided numbers, blacked-out copies, enclosures."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "voided_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("family", sa.String(length=40), nullable=False),
        sa.Column("document_number", sa.String(length=80), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("voided_by", sa.String(length=60), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_voided_number_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voided_number")),
        sa.UniqueConstraint("document_number", name=op.f("uq_voided_number_document_number")),
    )
    op.create_index(op.f("ix_voided_number_letter_id"), "voided_number", ["letter_id"])
    op.create_table(
        "redaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("original_id", sa.Integer(), nullable=False),
        sa.Column("copy_id", sa.Integer(), nullable=True),
        sa.Column("blocks", sa.JSON(), nullable=False),
        sa.Column("redacted_by", sa.Integer(), nullable=True),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_redaction_application_id_application")
        ),
        sa.ForeignKeyConstraint(["original_id"], ["stored_file.id"], name=op.f("fk_redaction_original_id_stored_file")),
        sa.ForeignKeyConstraint(["copy_id"], ["stored_file.id"], name=op.f("fk_redaction_copy_id_stored_file")),
        sa.ForeignKeyConstraint(["redacted_by"], ["person.id"], name=op.f("fk_redaction_redacted_by_person")),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_redaction_checked_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
        sa.UniqueConstraint("original_id", name=op.f("uq_redaction_original_id")),
    )
    op.create_index(op.f("ix_redaction_application_id"), "redaction", ["application_id"])
    op.create_index(op.f("ix_redaction_copy_id"), "redaction", ["copy_id"])
    op.create_table(
        "enclosure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_enclosure_application_id_application")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_enclosure_file_id_stored_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enclosure")),
        sa.UniqueConstraint("application_id", "file_id", name=op.f("uq_enclosure_application_id_file_id")),
    )
    op.create_index(op.f("ix_enclosure_application_id"), "enclosure", ["application_id"])
    op.create_index(op.f("ix_enclosure_file_id"), "enclosure", ["file_id"])
