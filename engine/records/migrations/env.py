"""Alembic's entry: the connection that the caller hands over, our metadata, batches for SQLite."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import TypeDecorator

from engine.records import Base


def plain_type(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Migrations name plain column types, so that they stay true when our own types change."""
    return f"sa.{item.impl!r}" if kind == "type" and isinstance(item, TypeDecorator) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
