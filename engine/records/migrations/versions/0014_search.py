"""The terms by which cases are found; `mingda reindex` fills them for cases that were there before."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_term",
        sa.Column("term", sa.String(length=40), nullable=False),
        sa.Column("application_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_search_term_application_id_application")
        ),
        sa.PrimaryKeyConstraint("term", "application_id", name=op.f("pk_search_term")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_term_application", "search_term", ["application_id"])
