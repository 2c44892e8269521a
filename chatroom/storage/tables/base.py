"""What all tables share: their metadata, and how they keep ids and points in time."""

import sys
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, Integer, MetaData, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column whose type is exactly INTEGER.
RowId = BigInteger().with_variant(Integer, "sqlite")


def milliseconds(value: datetime) -> int:
    """A point in time as the database keeps it."""
    return round(value.timestamp() * 1000)


def moment(value: int) -> datetime:
    """The point in time that the database keeps so."""
    return datetime.fromtimestamp(value / 1000, UTC)


class Moment(TypeDecorator[datetime]):
    """A point in time, kept as milliseconds since 1970 in UTC: the same on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else milliseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else moment(value)


def prefix_of(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    """That a folded name begins so, as a range of an index. Names compare by code points, which is
    SQLite's way; a column elsewhere needs the collation "C"."""
    return column.between(prefix, prefix + chr(sys.maxunicode))
