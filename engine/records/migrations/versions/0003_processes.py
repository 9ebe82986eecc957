"""processes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "process_version",
        sa.Column("spec_hash", sa.String(length=64), nullable=False),
        sa.Column("process_id", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sources", sa.Text(), nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("spec_hash", name=op.f("pk_process_version")),
        sa.UniqueConstraint("process_id", "number", name=op.f("uq_process_version_process_id_number")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_outbox_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "ix_outbox_next_try",
            ["next_try_at"],
            unique=False,
            postgresql_where=sa.text("done_at IS NULL"),
            sqlite_where=sa.text("done_at IS NULL"),
        )

    op.create_table(
        "process_instance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.String(length=60), nullable=False),
        sa.Column("spec_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("awaits", sa.String(length=400), nullable=False),
        sa.Column("is_running", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_process_instance_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["spec_hash"], ["process_version.spec_hash"], name=op.f("fk_process_instance_spec_hash_process_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_instance")),
    )
    with op.batch_alter_table("process_instance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_process_instance_application_id"), ["application_id"], unique=False)

    op.create_table(
        "open_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_instance_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("engine_task_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("subject_key", sa.String(length=60), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_open_task_application_id_application")
        ),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_open_task_assignee_id_person")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_open_task_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name=op.f("fk_open_task_process_instance_id_process_instance"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_open_task_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open_task")),
        sa.UniqueConstraint("engine_task_id", name=op.f("uq_open_task_engine_task_id")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("open_task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_open_task_application_id"), ["application_id"], unique=False)
        batch_op.create_index("ix_open_task_assignee", ["assignee_id", "due_on"], unique=False)
        batch_op.create_index("ix_open_task_pool", ["role", "unit_id", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_open_task_process_instance_id"), ["process_instance_id"], unique=False)

    op.create_table(
        "planned_timer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_instance_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_planned_timer_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["process_instance_id"],
            ["process_instance.id"],
            name=op.f("fk_planned_timer_process_instance_id_process_instance"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_timer")),
        sa.UniqueConstraint(
            "process_instance_id", "name", "key", name=op.f("uq_planned_timer_process_instance_id_name_key")
        ),
    )
    with op.batch_alter_table("planned_timer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_planned_timer_application_id"), ["application_id"], unique=False)
        batch_op.create_index(
            "ix_planned_timer_due",
            ["due_at"],
            unique=False,
            postgresql_where=sa.text("due_at IS NOT NULL"),
            sqlite_where=sa.text("due_at IS NOT NULL"),
        )
