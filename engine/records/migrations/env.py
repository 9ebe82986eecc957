"""Alembic's entry: the connection that the caller hands over, our metadata, batches for SQLite."""

from alembic import context

from engine.records import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
