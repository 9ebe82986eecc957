"""One reply letter answers several applications of one applicant."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joint_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leading_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["leading_id"], ["application.id"], name=op.f("fk_joint_reply_leading_id_application")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_joint_reply_application_id_application")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_joint_reply_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_reply")),
        sa.UniqueConstraint("leading_id", "application_id", name=op.f("uq_joint_reply_leading_id_application_id")),
    )
    with op.batch_alter_table("joint_reply", schema=None) as batch_op:
        for column in ("leading_id", "application_id", "letter_id"):
            batch_op.create_index(batch_op.f(f"ix_joint_reply_{column}"), [column], unique=False)
