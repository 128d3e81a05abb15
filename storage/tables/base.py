"""What all tables share: the registry, names of constraints, column shorthands."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    literal_column,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts rows by itself only in an INTEGER primary key.
Id = BigInteger().with_variant(Integer, "sqlite")


def partial_index(
    name: str, *columns: Column[Any] | ColumnElement[Any], where: str, unique: bool = False
) -> Index:
    """Declare an index of the rows that satisfy `where`.

    Statements that are to use it spell the same condition with literals, never with parameters:
    only then do the planners of both engines see that it serves. See `is_one_of`.
    """
    return Index(
        name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where)
    )


def one_of(column: str, values: Iterable[StrEnum]) -> str:
    """Return the condition, in SQL, that a column holds one of the values."""
    listed = ", ".join(f"'{value.value}'" for value in sorted(values))
    return f"{column} IN ({listed})"


def is_one_of(column: Column[Any], values: Iterable[StrEnum]) -> ColumnElement[bool]:
    """Return the same condition for a statement, in literals."""
    return literal_column(one_of(str(column), values))
