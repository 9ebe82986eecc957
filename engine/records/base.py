"""The base of all tables, and the column types that keep moments, enums and facts exact on both databases."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from sqlalchemy import JSON, DateTime, Dialect, MetaData, String, Table, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Facts = dict[str, Any]
"""Small JSON facts: ids, dates as ISO text, flags. No names, addresses or documents."""


class Base(DeclarativeBase):
    """Every table of the house."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {Facts: JSON}

    @classmethod
    def table(cls) -> Table:
        """The table itself: rows in bulk pass the mapper by."""
        assert isinstance(cls.__table__, Table)  # noqa: S101  # every class of ours has one
        return cls.__table__


class Moment(TypeDecorator[datetime]):
    """An aware moment, stored and returned in UTC; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment must carry its zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Vocabulary = TypeVar("Vocabulary", bound=StrEnum)


class Word(TypeDecorator[Vocabulary]):
    """One word of the vocabulary, stored as its text and returned as the enum."""

    impl = String(60)
    cache_ok = True

    def __init__(self, words: type[Vocabulary]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Vocabulary | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> Vocabulary | None:
        return None if value is None else self.words(value)
