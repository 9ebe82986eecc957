"""E-mails sent and come back; calendar years loaded by an administrator."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("message_id", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=60), nullable=False),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("delays", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=400), nullable=False),
        _to("dispatch", "application_id", "application"),
        _to("dispatch", "letter_id", "letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
        sa.UniqueConstraint("message_id", name=op.f("uq_dispatch_message_id")),
    )
    op.create_index(op.f("ix_dispatch_application_id"), "dispatch", ["application_id"])
    op.create_index(op.f("ix_dispatch_letter_id"), "dispatch", ["letter_id"])
    op.create_table(
        "incoming_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispatch_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("original", sa.LargeBinary(), nullable=False),
        _to("incoming_mail", "dispatch_id", "dispatch"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incoming_mail")),
        sa.UniqueConstraint("sha256", name=op.f("uq_incoming_mail_sha256")),
    )
    op.create_index(op.f("ix_incoming_mail_dispatch_id"), "incoming_mail", ["dispatch_id"])
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        _to("calendar_year", "added_by", "person"),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
