"""The year's report as a drawn process of the office, without an application."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None

ABOUT_ONE = "(application_id IS NULL) <> (report_year IS NULL)"


def upgrade() -> None:
    """A run is about one application or one year; the report knows who explained, reviewed and received it."""
    last_task = _last_task()
    for table, index in (("process_instance", True), ("open_task", False), ("planned_timer", False)):
        with op.batch_alter_table(table, table_kwargs={"sqlite_autoincrement": table == "open_task"}) as batch:
            batch.alter_column("application_id", existing_type=sa.Integer(), nullable=True)
            batch.add_column(sa.Column("report_year", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                batch.f(f"fk_{table}_report_year_year_report"), "year_report", ["report_year"], ["year"]
            )
            batch.create_check_constraint(batch.f(f"ck_{table}_about_one"), ABOUT_ONE)
            if index:
                batch.create_index(batch.f(f"ix_{table}_report_year"), ["report_year"])
    _keep_last_task(last_task)
    for column in (
        sa.Column("explained_by", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("reviewed_by", sa.String(length=60), nullable=False, server_default=""),
        sa.Column("reviewed_fingerprint", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_to", sa.String(length=120), nullable=False, server_default=""),
    ):
        op.add_column("year_report", column)


def _last_task() -> int | None:
    """The highest number an open step ever had on SQLite, where a table made anew would begin again lower."""
    if op.get_bind().dialect.name != "sqlite":
        return None
    last: int | None = op.get_bind().scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'open_task'"))
    return last


def _keep_last_task(last: int | None) -> None:
    if last is None:
        return
    bind = op.get_bind()
    bind.execute(sa.text("DELETE FROM sqlite_sequence WHERE name = 'open_task'"))
    bind.execute(sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES ('open_task', :last)"), {"last": last})
